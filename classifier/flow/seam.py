"""Where the readers begin, as people have said it: out of the store, and into how the next pages are divided."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from classifier import files, places
from classifier.errors import BundleError
from classifier.records import digest, physical_lines
from classifier.segmenter.beginning import LINED, beginning
from classifier.segmenter.corrected import ACCEPT, SEAM, first_comment_line, standing
from classifier.segmenter.seam import Weights, arrays_of, read_weights, shipped_weights

if TYPE_CHECKING:
    from classifier.learn.seam import Marked
    from classifier.store import LabelStore

#: A page's text, and the line on which its readers begin; None for a page without comments.
Case = tuple[str, int | None]


def seam_cases(store: LabelStore) -> list[Case]:
    """Every text whose segments a person has put right or confirmed, with where its readers begin.

    Parameters
    ----------
    store : LabelStore

    Returns
    -------
    list of (str, int or None)
        In the order in which the documents came.
    """
    cases = []
    for row in store.documents():
        if row["decided"] and row["kind"] in LINED:
            case = _case(store, row["sha256"])
            cases += [case] if case else []
    return cases


def _case(store: LabelStore, sha256: str) -> Case | None:
    """What a person said of one text; None where nothing was said of where its readers begin."""
    document, held = store.document(sha256), standing(store.segmentation_events(sha256))
    line = first_comment_line(document, store.segmentation(sha256))
    found = first_comment_line(document, store.found_segments(sha256))
    said = [event for event in held if event.kind == SEAM]
    if said and said[-1].start_line is not None and line is not None:
        line = min(line, said[-1].start_line)
    spoken_of = any(event.kind in (SEAM, ACCEPT) for event in held)
    return (document.text, line) if spoken_of or line != found else None


def weights_folder() -> Path:
    """Folder of the weights that were fitted on this machine, one file a version; `active` names one."""
    return places.models_folder() / "segmenter"


def seam_weights() -> Weights | None:
    """The weights in use; None for those shipped with the program.

    Raises
    ------
    BundleError
        When the weights in use cannot be read.
    """
    active = weights_folder() / "active"
    if not active.is_file():
        return None
    path = weights_folder() / active.read_text("utf-8").strip()
    try:
        return read_weights(io.BytesIO(path.read_bytes()))
    except (OSError, BundleError) as error:
        remedy = f"remove {active} to use the shipped weights"
        raise BundleError("the segmenter's weights cannot be read", where=path, remedy=remedy) from error


def save_seam_weights(weights: Weights) -> Path:
    """Write weights beside the models and use them from now on.

    Raises
    ------
    OutputError
        When they cannot be written.
    """
    import numpy as np

    buffer = io.BytesIO()
    arrays: dict[str, Any] = dict(arrays_of(weights))
    np.savez(buffer, **arrays)
    raw = buffer.getvalue()
    path = weights_folder() / f"{digest(weights.fitted_on, files.sha256_bytes(raw))}.npz"
    path.parent.mkdir(parents=True, exist_ok=True)
    with files.atomic_path(path) as part:
        part.write_bytes(raw)
    files.write_text(weights_folder() / "active", path.name + "\n")
    return path


def learn_seam(store: LabelStore) -> int:
    """Fit the segmenter again with what people said, and divide the texts of the store by it.

    It starts from the shipped weights every time, so that the same answers give the same weights; where every
    answer was taken back, the shipped ones are in use again.

    Parameters
    ----------
    store : LabelStore

    Returns
    -------
    int
        Pages learnt from; 0 where there are none, or all of them are in the weights in use already.

    Raises
    ------
    BundleError
        When the weights in use cannot be read.
    OutputError
        When the new ones cannot be written.
    """
    from classifier.learn.seam import marked, refit

    corrected = [marked(physical_lines(text), line) for text, line in seam_cases(store)]
    if not corrected:
        _forget_weights(store)
        return 0
    learnt, in_use = refit(shipped_weights(), own_pages(), corrected), seam_weights()
    if in_use is not None and in_use.fitted_on == learnt.fitted_on:
        return 0
    save_seam_weights(learnt)
    resegment_store(store)
    return len(corrected)


def _forget_weights(store: LabelStore) -> None:
    active = weights_folder() / "active"
    if active.is_file():
        active.unlink()
        resegment_store(store)


def own_pages() -> list[Marked]:
    """The project's own pages in plain layouts, which hold the segmenter to what it knows."""
    return [page for path in places.own_pages() for page in _laid_out(json.loads(path.read_text("utf-8")))]


def _laid_out(page: dict[str, Any]) -> list[Marked]:
    """The article alone, and with its comments beneath it, with blank lines between its lines and without."""
    from classifier.learn.seam import marked

    dense = [line["text"] for line in page["article"]]
    spaced = [part for line in dense for part in (line, "")]
    said = [line for comment in page["comments"] for line in comment["lines"]]
    beneath = [marked([*above, *said], len(above) + 1) for above in (dense, spaced)] if said else []
    return [marked(spaced, None), *beneath]


def resegment_store(store: LabelStore) -> int:
    """Divide every text of the store again by the weights in use; how many came out otherwise.

    What people decided is kept.

    Raises
    ------
    BundleError
        When the weights in use cannot be read.
    """
    from classifier.segmenter import segment

    weights, changed = seam_weights(), 0
    for row in store.documents():
        if row["kind"] in LINED and row["beginning"] is not None:
            document = store.document(row["sha256"])
            parts = segment(document, weights)
            changed += parts != store.found_segments(row["sha256"])
            store.resegment(row["sha256"], parts, beginning(document, weights))
    return changed
