"""Bytes → `Document`."""

from classifier.reading.pages import documents_in, read_document

__all__ = ["documents_in", "read_document"]
