"""Choosing how a model is made, by cross-validation within cross-validation, whole groups apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from joblib import Memory
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold

from classifier.codebook import Codebook
from classifier.errors import LabelsError
from classifier.learn.features import FeatureSettings
from classifier.learn.model import Labels, Progress, Settings, fit

#: Parts of the outer cross-validation, which judges the choice itself.
OUTER_FOLDS = 3


@dataclass(frozen=True)
class Trial:
    """One way of making a model and its macro-F1, the mean over heads, on held-out groups."""

    settings: Settings
    macro_f1: float


@dataclass(frozen=True)
class Search:
    """What a search found.

    Attributes
    ----------
    trials : list of Trial
        Best first, judged on all rows.
    outer : list of float
        Macro-F1 of the whole procedure, choice included, on each outer fold.
    """

    trials: list[Trial]
    outer: list[float]

    @property
    def best(self) -> Settings:
        """The settings to use."""
        return self.trials[0].settings


def candidates(base: Settings | None = None) -> list[Settings]:
    """The ways that are tried, each one step from the base.

    Examples
    --------
    >>> len(candidates()) > 5
    True
    """
    base = base or Settings()
    features = base.features
    return [
        base,
        replace(base, strength=base.strength / 3),
        replace(base, strength=base.strength * 3),
        replace(base, smoothing=base.smoothing * 5),
        replace(base, smoothing=base.smoothing / 5),
        replace(base, features=replace(features, letters=(3, 5))),
        replace(base, features=replace(features, words=(1, 3))),
        replace(base, features=replace(features, manner=not features.manner)),
        replace(base, features=replace(features, window=FeatureSettings().window // 2)),
    ]


def search(
    texts: Sequence[str],
    labels: Labels,
    codebook: Codebook,
    groups: Sequence[str],
    tried: Sequence[Settings] | None = None,
    progress: Progress | None = None,
    memory: Memory | None = None,
) -> Search:
    """Choose settings by nested cross-validation.

    Parameters
    ----------
    texts, labels, codebook, groups
        As for `fit`.
    tried : sequence of Settings, optional
        `candidates` by default.
    progress : callable, optional
    memory : joblib.Memory, optional
        Lets a search that was broken off go on where it stopped.

    Raises
    ------
    LabelsError
        When there are too few groups to leave any out.
    """
    say = progress or (lambda _words: None)
    tried = list(tried or candidates())
    if len(set(groups)) <= OUTER_FOLDS:
        raise LabelsError(
            f"a search needs more than {OUTER_FOLDS} groups (writers or documents), there are {len(set(groups))}"
        )
    outer = []
    folds = GroupKFold(OUTER_FOLDS, shuffle=True, random_state=0).split(texts, groups=groups)
    for fold, (seen, held_out) in enumerate(folds, 1):
        part = _Part.of(texts, labels, groups, seen, memory)
        best = max(tried, key=lambda settings, part=part: part.inner_score(codebook, settings))  # type: ignore[misc]
        model = fit(part.texts, part.labels, codebook, part.groups, best, memory=memory).model
        shares = model.predict([texts[n] for n in held_out])
        unseen = {head: [answers[n] for n in held_out] for head, answers in labels.items()}
        outer.append(_score(codebook, unseen, shares))
        say(f"outer fold {fold} of {OUTER_FOLDS}: macro-F1 {outer[-1]:.3f}")
    whole = _Part(list(texts), labels, list(groups), memory)
    trials = []
    for number, settings in enumerate(tried, 1):
        trials.append(Trial(settings, whole.inner_score(codebook, settings)))
        say(f"candidate {number} of {len(tried)}: macro-F1 {trials[-1].macro_f1:.3f}")
    return Search(sorted(trials, key=lambda trial: -trial.macro_f1), outer)


@dataclass(frozen=True)
class _Part:
    """Some of the rows."""

    texts: list[str]
    labels: Labels
    groups: list[str]
    memory: Memory | None

    @classmethod
    def of(
        cls,
        texts: Sequence[str],
        labels: Labels,
        groups: Sequence[str],
        rows: Sequence[int],
        memory: Memory | None,
    ) -> _Part:
        picked = {head: [answers[n] for n in rows] for head, answers in labels.items()}
        return cls([texts[n] for n in rows], picked, [groups[n] for n in rows], memory)

    def inner_score(self, codebook: Codebook, settings: Settings) -> float:
        fitted = fit(self.texts, self.labels, codebook, self.groups, settings, memory=self.memory)
        return _score(codebook, self.labels, fitted.out_of_fold)


def _score(codebook: Codebook, labels: Labels, shares: Mapping[str, np.ndarray]) -> float:
    figures = []
    for head in codebook.heads:
        known = [
            n
            for n, label in enumerate(labels[head.name])
            if label is not None and not np.isnan(shares[head.name][n]).any()
        ]
        answers = [head.names.index(str(labels[head.name][n])) for n in known]
        figures.append(f1_score(answers, shares[head.name][known].argmax(axis=1), average="macro"))
    return float(np.mean(figures))
