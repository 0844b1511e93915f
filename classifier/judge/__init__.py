"""Judgements as pure functions of arrays and texts: metrics, agreement, explanation."""
