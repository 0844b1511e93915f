"""Retrain: labels and corrections in, a new model version out, active only if it is not worse."""

from __future__ import annotations

import io
import platform
from collections import Counter
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from importlib.metadata import version as library_version
from pathlib import Path
from typing import Any

import numpy as np
from joblib import Memory
from numpy.typing import NDArray

from classifier import __version__, files, places
from classifier.codebook import Codebook, Head, read_codebook
from classifier.errors import BundleError, LabelsError
from classifier.flow import engines, versions
from classifier.flow.alone import Progress, alone
from classifier.flow.card import model_card
from classifier.flow.influence import Influence, influences, label_sources, refuse_contradictions
from classifier.flow.labelled import (
    TEST,
    LabelledRow,
    labels_digest,
    merge,
    read_labels,
    store_rows,
)
from classifier.flow.seam import learn_seam
from classifier.judge.metrics import Figure, HeadReport, paired_difference, report
from classifier.learn import embedding
from classifier.learn.bundle import digest_of, pack
from classifier.learn.features import FeatureSettings
from classifier.learn.model import Fit, Settings, fit
from classifier.learn.search import candidates, search
from classifier.records import digest
from classifier.store import LabelStore

ALWAYS, NEVER, IF_BETTER = "always", "never", "if-better"

#: Rows two models must have in common before one is called not worse than the other.
LEAST_IN_COMMON = 20

#: Loss of macro-F1 that does not count as worse, being within what a few changed labels bring about.
TOLERANCE = 0.01

_LIBRARIES = ("scikit-learn", "numpy", "scipy", "joblib")


@dataclass(frozen=True)
class HeadComparison:
    """The new model against the active one on the held-out rows both have."""

    rows: int
    before: float
    after: float
    difference: Figure


@dataclass(frozen=True)
class Outcome:
    """What a retraining came to.

    Attributes
    ----------
    reports : dict of str to HeadReport
        Held-out figures of the new version by head.
    comparisons : dict of str to HeadComparison
        By head; empty where there is nothing to compare with.
    activated : bool
    verdict : str
        Why it was activated or not, in a sentence.
    pages_learnt : int
        Pages people put right that the segmenter has learnt from this time.
    influences : list of Influence
        What each source of labels brought, by head.
    """

    version: versions.Version
    reports: dict[str, HeadReport]
    comparisons: dict[str, HeadComparison]
    activated: bool
    verdict: str
    pages_learnt: int = 0
    influences: list[Influence] = field(default_factory=list)


def retrain(
    label_files: Sequence[str | Path] | None = None,
    codebook_file: str | Path | None = None,
    store_place: str | None = None,
    out: str | Path | None = None,
    activate: str = IF_BETTER,
    settings: Settings | None = None,
    progress: Progress | None = None,
    searching: bool = False,
    who: str | None = None,
    accept_contradictions: bool = False,
) -> Outcome:
    """Train a new model version, and let the segmenter learn from the pages people put right.

    The segmenter learns only where the models in use are trained, and not where nothing is to be activated.

    Parameters
    ----------
    label_files : sequence of path, optional
        Label files; the shipped one by default.
    codebook_file : path, optional
        The codebook; the one in use by default.
    store_place : str, optional
        Label store whose corrections are added; the default store by default, where there is one.
    out : path, optional
        Folder of versions.
    activate : {'if-better', 'always', 'never'}
    settings : Settings, optional
    progress : callable, optional
        Told in words what is being done.
    searching : bool
        Choose the settings by nested cross-validation first.
    who : str, optional
        Who retrains, for others who would at the same time; the account by default.
    accept_contradictions : bool
        Learn also from a source whose labels contradict what is learnt from the others.

    Raises
    ------
    BelowlineError
        When labels, codebook, store or folder cannot be used, somebody is retraining there, or a source's labels
        contradict the others.
    """
    codebook = read_codebook(codebook_file or places.codebook_path())
    with alone(Path(out) if out else places.models_folder(), "retraining", who, progress) as say:
        outcome = _new_version(
            label_files, codebook, store_place, out, activate, settings, say, searching, accept_contradictions
        )
        return replace(outcome, pages_learnt=_pages_learnt(codebook, store_place, out, activate, say))


def _pages_learnt(
    codebook: Codebook, store_place: str | None, out: str | Path | None, activate: str, say: Progress
) -> int:
    """Number of pages put right that the segmenter learnt from."""
    elsewhere = out is not None and Path(out).resolve() != places.models_folder().resolve()
    place = store_place or default_store(codebook)
    if place is None or elsewhere or activate == NEVER:
        return 0
    say("looking for pages put right")
    with LabelStore(place) as store:
        return learn_seam(store)


def _new_version(
    label_files: Sequence[str | Path] | None,
    codebook: Codebook,
    store_place: str | None,
    out: str | Path | None,
    activate: str,
    settings: Settings | None,
    say: Progress,
    searching: bool,
    accept_contradictions: bool,
) -> Outcome:
    say("reading the labels")
    rows = training_set(label_files, codebook, store_place, say)
    train = [row for row in rows if row.split != TEST]
    test = [row for row in rows if row.split == TEST]
    if not train:
        raise LabelsError(
            "there are no rows to learn from" + (", all rows are marked `test`" if test else ""),
            remedy="label comments with `belowline app`, or name a file with --labels",
        )
    texts, groups = [row.text for row in train], _groups(train, say)
    labels = {head.name: [row.labels.get(head.name) for row in train] for head in codebook.heads}
    if searching:
        models = Path(out) if out else places.models_folder()
        memory = Memory(models / ".cache", verbose=0)
        settings = search(texts, labels, codebook, groups, candidates(settings), say, memory).best
        say(f"chosen: {settings}")
    parents = [row.parent for row in train]
    fitted = fit(texts, labels, codebook, groups=groups, settings=settings, progress=say, parents=parents)
    say("judging it on rows it has not seen")
    brought = _influences(label_files, codebook, store_place, train, fitted)
    if not accept_contradictions:
        refuse_contradictions(brought)
    held_out = held_out_rows(fitted, train, test, codebook)
    reports = {name: h.report() for name, h in held_out.items()}
    models = Path(out) if out else places.models_folder()
    version = _save(models, codebook, fitted, rows, held_out, reports, settings or Settings())
    engines.prepare(version)
    if versions.has_active(models) and versions.open_version(models).name == version.name:
        return Outcome(version, reports, {}, False, f"nothing has changed: {version.name} is active already")
    comparisons = _compare(models, codebook, held_out)
    activated, verdict = _decide(models, version, codebook, comparisons, activate)
    if activated:
        versions.activate(models, version.name)
    return Outcome(version, reports, comparisons, activated, verdict, influences=brought)


def _influences(
    label_files: Sequence[str | Path] | None,
    codebook: Codebook,
    store_place: str | None,
    train: Sequence[LabelledRow],
    fitted: Fit,
) -> list[Influence]:
    """What each source of labels brought, as far as it was learnt from."""
    place = store_place or default_store(codebook)
    with LabelStore(place) if place else nullcontext() as store:
        sources = label_sources(label_files or places.label_files(), store, codebook)
    return influences(train, fitted.out_of_fold, sources, codebook)


def _groups(rows: list[LabelledRow], say: Progress) -> list[str]:
    """What rows belong with, but for a group of more than half of them, whose rows are held out one by one."""
    sizes = Counter(row.group for row in rows)
    largest, size = sizes.most_common(1)[0]
    if size <= len(rows) / 2:
        return [row.group for row in rows]
    say(f"{size:,} of {len(rows):,} labels stand on one page, which flatters the figures: rows of it are held out")
    return [row.digest if row.group == largest else row.group for row in rows]


def save_fit(models: Path, codebook: Codebook, fitted: Fit, rows: list[LabelledRow]) -> versions.Version:
    """Write what was fitted on rows, with its held-out figures, as a version that becomes the active one.

    Raises
    ------
    LabelsError
        When too few groups have labels to hold any out.
    OutputError
        When the folder cannot be written.
    """
    held_out = held_out_rows(fitted, rows, [], codebook)
    reports = {name: own.report() for name, own in held_out.items()}
    version = _save(models, codebook, fitted, rows, held_out, reports, Settings())
    versions.activate(models, version.name)
    return version


def settings_with_embeddings() -> Settings:
    """The default settings with the embedding model of the extra ``belowline[embeddings]``."""
    return Settings(features=FeatureSettings(embedding=embedding.NAME))


def training_set(
    label_files: Sequence[str | Path] | None,
    codebook: Codebook,
    store_place: str | None,
    say: Progress = lambda _words: None,
) -> list[LabelledRow]:
    """Rows of label files, overruled by what people corrected in the store; what they differ on is told and left out.

    The default store holds labels of the codebook in use, so it is left out for any other codebook; a store
    that is named is always added.
    """
    rows = [row for path in label_files or places.label_files() for row in read_labels(path, codebook)]
    place = store_place or default_store(codebook)
    if place:
        with LabelStore(place) as store:
            labelled = store_rows(store, codebook)
        rows += labelled.rows
        if labelled.set_aside:
            say(labelled.set_aside)
    return merge(rows)


def default_store(codebook: Codebook) -> str | None:
    """Address of the store in use; None where there is none or its labels are those of another codebook."""
    place, in_use = places.store_place(), places.codebook_path()
    there = "://" in place or Path(place).is_file()
    return place if there and in_use.is_file() and read_codebook(in_use).name == codebook.name else None


@dataclass(frozen=True)
class HeldOut:
    """Probabilities of rows by a model that had not seen them.

    Attributes
    ----------
    digests : array of str, shape (rows,)
    answers : array of int, shape (rows,)
    probabilities : array of float, shape (rows, labels)
    """

    head: Head
    digests: NDArray[np.str_]
    answers: NDArray[np.intp]
    probabilities: NDArray[np.float64]

    def is_whole(self) -> bool:
        """Whether every row has its digest, an answer of the head and probabilities."""
        rows, labels = len(self.digests), len(self.head.labels)
        return (
            self.digests.dtype.kind == "U"
            and self.answers.shape == (rows,)
            and self.answers.dtype.kind == "i"
            and bool(((self.answers >= 0) & (self.answers < labels)).all())
            and self.probabilities.shape == (rows, labels)
            and bool(np.isfinite(self.probabilities).all())
        )

    def report(self) -> HeadReport:
        """Figures on these rows."""
        return report(self.head.names, self.answers, self.probabilities, self.head.opposed)


def held_out_rows(
    fitted: Fit, train: list[LabelledRow], test: list[LabelledRow], codebook: Codebook
) -> dict[str, HeldOut]:
    """Rows marked `test` where there are any; else every row, judged by the fold that left its group out."""
    predicted = fitted.model.predict([row.text for row in test], [row.parent for row in test]) if test else {}
    found = {}
    for head in codebook.heads:
        rows, shares = train, fitted.out_of_fold[head.name]
        if any(head.name in row.labels for row in test):
            rows, shares = test, predicted[head.name]
        known = [n for n, row in enumerate(rows) if head.name in row.labels and not np.isnan(shares[n]).any()]
        if not known:
            raise LabelsError(
                f"too few groups with `{head.name}` to hold any out",
                remedy="add labels from another document or mark some rows with split=test",
            )
        found[head.name] = HeldOut(
            head,
            np.array([rows[n].digest for n in known]),
            np.array([head.names.index(rows[n].labels[head.name]) for n in known], dtype=np.intp),
            shares[known],
        )
    return found


def _save(
    models: Path,
    codebook: Codebook,
    fitted: Fit,
    rows: list[LabelledRow],
    held_out: dict[str, HeldOut],
    reports: dict[str, HeadReport],
    settings: Settings,
) -> versions.Version:
    arrays = pack(fitted.model)
    whole = digest_of(arrays)
    made_at = datetime.now(UTC)
    train = [row for row in rows if row.split != TEST]
    identity = digest(whole, codebook.digest, labels_digest(rows))
    manifest: dict[str, Any] = {
        "version": versions.version_name(made_at, identity),
        "made_at": made_at.isoformat(timespec="seconds"),
        "digest": whole,
        "codebook": {"name": codebook.name, "version": codebook.version, "digest": codebook.digest},
        "labels": {"digest": labels_digest(rows), "train": len(train), "test": len(rows) - len(train)},
        "libraries": {name: library_version(name) for name in _LIBRARIES}
        | {"belowline": __version__, "python": platform.python_version()},
        "strength": settings.strength,
        "smoothing": settings.smoothing,
        "seed": settings.seed,
    }
    same = _same_as_active(models, manifest)
    if same:
        return same
    contents = {
        **arrays,
        "codebook.toml": codebook.text.encode("utf-8"),
        "metrics.json": files.json_bytes({name: r.as_dict() for name, r in reports.items()}),
        "trained_on.txt": "\n".join(sorted(row.digest for row in train)).encode(),
        "README.md": model_card(manifest, codebook, reports).encode("utf-8"),
    }
    for name, rows_held_out in held_out.items():
        contents[f"{name}.held_out.npz"] = _npz(rows_held_out)
    return versions.save_version(models, manifest, contents)


def _same_as_active(models: Path, manifest: dict[str, Any]) -> versions.Version | None:
    """The active version where it is the same model of the same labels."""
    if not versions.has_active(models):
        return None
    active = versions.open_version(models)
    same = all(active.manifest.get(key) == manifest[key] for key in ("digest", "labels", "codebook"))
    return active if same else None


def _npz(held_out: HeldOut) -> bytes:
    buffer = io.BytesIO()
    np.savez(
        buffer,
        digests=held_out.digests,
        answers=held_out.answers,
        probabilities=held_out.probabilities,
    )
    return buffer.getvalue()


def read_held_out(version: versions.Version, head: Head) -> HeldOut:
    """Held-out rows of a version."""
    name = f"{head.name}.held_out.npz"
    try:
        data = files.arrays_in(version.read(name))
        found = HeldOut(head, data["digests"], data["answers"], data["probabilities"])
        if found.is_whole():
            return found
    except (KeyError, ValueError):
        pass
    raise BundleError(f"{name} does not hold what was held out", where=version.folder, remedy="belowline retrain")


def _compare(models: Path, codebook: Codebook, held_out: dict[str, HeldOut]) -> dict[str, HeadComparison]:
    """Old against new on the rows that both held out."""
    if not versions.has_active(models):
        return {}
    active = versions.open_version(models)
    if active.manifest["codebook"].get("digest") != codebook.digest:
        return {}
    return compare_held_out(active, held_out)


def compare_held_out(before: versions.Version, held_out: dict[str, HeldOut]) -> dict[str, HeadComparison]:
    """A version against later held-out probabilities, by head, on the rows both have; left out where they are few."""
    found = {}
    for head in before.codebook.heads:
        old, new = read_held_out(before, head), held_out[head.name]
        _, at_old, at_new = np.intersect1d(old.digests, new.digests, return_indices=True)
        if len(at_new) >= LEAST_IN_COMMON:
            answers, first, second = new.answers[at_new], old.probabilities[at_old], new.probabilities[at_new]
            found[head.name] = HeadComparison(
                len(at_new),
                report(head.names, answers, first).macro_f1.value,
                report(head.names, answers, second).macro_f1.value,
                paired_difference(answers, first, second),
            )
    return found


def _decide(
    models: Path,
    version: versions.Version,
    codebook: Codebook,
    comparisons: dict[str, HeadComparison],
    activate: str,
) -> tuple[bool, str]:
    if activate == NEVER:
        return False, "not activated, as asked"
    if activate == ALWAYS:
        return True, "activated, as asked"
    if not versions.has_active(models):
        return True, "activated: there was no active version"
    active = versions.open_version(models)
    if active.manifest["codebook"].get("digest") != codebook.digest:
        return False, f"not activated: the active version {active.name} has another codebook"
    if len(comparisons) < len(codebook.heads):
        return False, (
            f"not activated: fewer than {LEAST_IN_COMMON} held-out rows in common with {active.name}; "
            "activate it with --activate always"
        )
    worse = [name for name, c in comparisons.items() if c.difference.high < 0 or c.difference.value < -TOLERANCE]
    if worse:
        return False, f"not activated: worse than {active.name} on {', '.join(worse)}"
    return True, f"activated: not worse than {active.name} on any head"
