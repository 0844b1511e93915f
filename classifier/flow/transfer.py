"""Labels between the store and files, in the formats of `classifier.flow.exchange`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from classifier.codebook import Codebook
from classifier.flow.exchange import LabelledComment, format_of, read_labelled, write_labels
from classifier.store import LabelStore
from classifier.store.transfer import Added, add_histories, histories

#: Who has labelled where a file does not say and nobody is named.
NOBODY = "imported"


def export_labels(store: LabelStore, path: Path, codebook: Codebook, fmt: str | None = None) -> int:
    """Write every labelled or marked comment of a store with its history into a file; how many there were.

    Parameters
    ----------
    store : LabelStore
    path : Path
    codebook : Codebook
        Its heads become columns.
    fmt : str, optional
        One of `classifier.flow.exchange.WRITERS`; by the ending of the name where none is named.

    Raises
    ------
    InputError
        When nothing has been labelled.
    OutputError
        When the name tells no format, or the file cannot be written.
    """
    rows = [LabelledComment(*history) for history in histories(store)]
    return write_labels(rows, path, codebook, format_of(path, fmt))


def import_labels(
    store: LabelStore, path: Path, codebook: Codebook, fmt: str | None = None, annotator: str = NOBODY
) -> Added:
    """Take the labels of a file into a store; what is there already is passed over.

    Parameters
    ----------
    store : LabelStore
    path : Path
    codebook : Codebook
        What the labels must fit.
    fmt : str, optional
        One of `classifier.flow.exchange.WRITERS`; by the ending of the name where none is named.
    annotator : str
        Who has labelled, where the file does not say.

    Returns
    -------
    Added

    Raises
    ------
    LabelsError
        When a row does not fit, naming the file and the row; nothing is taken in then.
    """
    now = datetime.now(UTC)
    rows = read_labelled(path, codebook, format_of(path, fmt), annotator, now)
    return add_histories(store, [(row.comment, row.history, row.marks) for row in rows], now)
