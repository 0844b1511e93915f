"""The label store: documents, comments, scores by model version, and annotations that are only ever added."""

from classifier.store.labels import LabelStore

__all__ = ["LabelStore"]
