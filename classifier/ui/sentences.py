"""Figures in plain words that claim no more than their intervals allow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from classifier.codebook import Head
from classifier.judge.prevalence import Share
from classifier.ui.charts import has_interval, with_interval


def who_leads(head: Head, shares: Sequence[Share]) -> str:
    """Which of two opposed labels there is more of, or else which label there is most of, where that is sure.

    Parameters
    ----------
    head : Head
    shares : sequence of Share
        In the order of the head's labels.

    Examples
    --------
    >>> from classifier.codebook import Label
    >>> labels = tuple(Label(name, "", name.title(), (), (), "#000000", "") for name in ("for", "against", "open"))
    >>> head = Head("side", "?", (), labels, ("for", "against"))
    >>> who_leads(head, [Share("for", 0.5, 0.4, 0.6, 0.5), Share("against", 0.2, 0.1, 0.3, 0.2)])
    'More comments are For, 50% (40-60%), than Against, 20% (10-30%).'
    """
    by_label = {share.label: share for share in shares}
    rivals = [by_label[name] for name in head.opposed or head.names]
    if not all(map(has_interval, rivals)):
        return "How the model errs is not known well enough to say which label leads."
    most = max(rivals, key=lambda share: share.value)
    leads = all(most.low > other.high for other in rivals if other is not most)
    if not head.opposed:
        found = f"{head.label(most.label).display}, {with_interval(most)}"
        return (
            f"The most frequent label is {found}."
            if leads
            else f"No label clearly leads; the largest may be {found}."
        )
    if not leads:
        return f"Neither side clearly leads: {' and '.join(_named(head, share) for share in rivals)}."
    (other,) = [share for share in rivals if share is not most]
    return f"More comments are {_named(head, most)}, than {_named(head, other)}."


def how_much_is_reviewed(comments: int, reviewed: int, sure: Mapping[str, float]) -> str:
    """How many comments people have reviewed, and how sure the model is of the rest.

    Parameters
    ----------
    comments, reviewed : int
    sure : mapping of str to float
        By head, the share of the model's own labels it is sure of.

    Examples
    --------
    >>> how_much_is_reviewed(2000, 100, {"side": 0.62})
    '100 of 2,000 comments (5%) are reviewed by people; for the rest the model is sure of its label in 62% (side).'
    """
    part = _percent(reviewed / max(comments, 1))
    said = f"{reviewed:,} of {comments:,} comments ({part}) are reviewed by people"
    if reviewed == comments:
        return f"{said}."
    parts = " and ".join(f"{share:.0%} ({head})" for head, share in sure.items())
    return f"{said}; for the rest the model is sure of its label in {parts}."


def _named(head: Head, share: Share) -> str:
    return f"{head.label(share.label).display}, {with_interval(share)}"


def _percent(share: float) -> str:
    """A share of which the smallest is not none and the largest not all."""
    if 0 < share < 0.01:
        return "under 1%"
    return "over 99%" if 0.99 < share < 1 else f"{share:.0%}"
