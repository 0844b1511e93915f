"""Behaviour tests: changes to a text that should not change its labels, and those that should.

After Ribeiro, Wu, Guestrin and Singh, *Beyond Accuracy: Behavioral Testing of NLP Models with CheckList*,
ACL 2020.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence

import numpy as np

from classifier.learn.model import Model

#: Seed of the places at which texts are changed.
SEED = 11

_WORD = re.compile(r"[A-Za-z]{4,}")
_LOOKALIKES = str.maketrans("aeopcxi", "аеорсхі")
_DIGITS = str.maketrans("aeos", "4305")


def shouted(text: str, _rng: random.Random) -> str:
    """All capitals."""
    return text.upper()


def lowered(text: str, _rng: random.Random) -> str:
    """No capitals."""
    return text.lower()


def mistyped(text: str, rng: random.Random) -> str:
    """One word in five has two neighbouring letters exchanged."""

    def swap(match: re.Match[str]) -> str:
        word = match.group()
        if rng.random() > 0.2:
            return word
        at = rng.randrange(1, len(word) - 2)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]

    return _WORD.sub(swap, text)


def addressed(text: str, rng: random.Random) -> str:
    """Another reader's name in front."""
    return f"{rng.choice(['@maria', '@tom_1987', 'Maria,', 'Tom,'])} {text}"


def unpunctuated(text: str, _rng: random.Random) -> str:
    """No commas and no full stops."""
    return re.sub(r"[.,](?=\s|$)", "", text)


def broken_up(text: str, rng: random.Random) -> str:
    """Invisible characters inside words."""
    return _WORD.sub(lambda m: m.group()[:2] + rng.choice("\u200b\u200c\u2060") + m.group()[2:], text)


def in_lookalikes(text: str, _rng: random.Random) -> str:
    """Letters replaced by Cyrillic ones that look the same, but for the last letter of each word."""
    return _WORD.sub(lambda m: m.group()[:-1].translate(_LOOKALIKES) + m.group()[-1], text)


def in_digits(text: str, _rng: random.Random) -> str:
    """Letters inside words replaced by digits."""
    return _WORD.sub(lambda m: m.group()[0] + m.group()[1:-1].translate(_DIGITS) + m.group()[-1], text)


#: Changes that should leave every label as it is.
INVARIANCES: dict[str, Callable[[str, random.Random], str]] = {
    "all capitals": shouted,
    "no capitals": lowered,
    "typing errors": mistyped,
    "another reader addressed": addressed,
    "no punctuation": unpunctuated,
    "invisible characters": broken_up,
    "look-alike letters": in_lookalikes,
    "digits for letters": in_digits,
}


def invariance(model: Model, texts: Sequence[str]) -> dict[str, dict[str, float]]:
    """Share of texts whose label stays the same under each change.

    Parameters
    ----------
    model : Model
    texts : sequence of str

    Returns
    -------
    dict of str to dict of str to float
        Change to head to share between 0 and 1.
    """
    before = {head: shares.argmax(axis=1) for head, shares in model.predict(texts).items()}
    found = {}
    for name, change in INVARIANCES.items():
        rng = random.Random(SEED)
        after = model.predict([change(text, rng) for text in texts])
        found[name] = {head: float(np.mean(shares.argmax(axis=1) == before[head])) for head, shares in after.items()}
    return found


def mirror_gap(model: Model, texts: Sequence[str]) -> float | None:
    """Largest difference between a text's probabilities and its twin's exchanged ones; None without twins.

    A model that is even-handed gives 0.
    """
    mirror = model.features.mirror
    named = [r.plain for r in model.features.read(texts) if r.twin is not None]
    if not named:
        return None
    own, other = model.predict(named), model.predict([mirror.exchange(text) for text in named])
    return max(
        float(np.abs(own[head.head.name] - other[head.head.name][:, list(head.head.mirrored_order)]).max())
        for head in model.heads
    )
