"""Figures with intervals as the pages write them."""

from __future__ import annotations

import pandas as pd

from classifier.flow.retrain import HeadComparison


def figure(value: dict[str, float]) -> str:
    """A figure with its interval.

    Examples
    --------
    >>> figure({"value": 0.5, "low": 0.4, "high": 0.6})
    '0.500 (0.400-0.600)'
    """
    return f"{value['value']:.3f} ({value['low']:.3f}-{value['high']:.3f})"


def comparison_table(comparisons: dict[str, HeadComparison]) -> pd.DataFrame:
    """Figures of two versions on the same held-out rows, one row a head."""
    rows = [
        {
            "head": name,
            "macro-F1 before": round(c.before, 3),
            "macro-F1 now": round(c.after, 3),
            "difference": str(c.difference),
            "held-out rows": c.rows,
        }
        for name, c in comparisons.items()
    ]
    return pd.DataFrame(rows)
