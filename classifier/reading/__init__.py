"""Bytes → `Document`, and the comments of exports and tables."""

from classifier.reading.pages import documents_in, read_document
from classifier.reading.sources import read_documents

__all__ = ["documents_in", "read_document", "read_documents"]
