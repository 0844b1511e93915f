"""What readers say below the line: whose side they take, and how good it is.

The way of one comment: a page on disk is read into a `Document`, split into `Segment`s, of which the
comments become `Comment`s; a model gives each a `Score`; a person answers with an `Annotation`; the
annotations become training rows, and the next model scores again.

>>> from classifier import read_document, segment, comments_of
"""

__version__ = "0.1.0"
