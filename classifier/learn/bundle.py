"""A model as plain arrays and text, and back: nothing in it can run."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.codebook import Codebook, Head
from classifier.errors import BundleError
from classifier.files import array_of, json_object, sha256_bytes
from classifier.learn.context import Context
from classifier.learn.features import FeatureSettings, TextFeatures
from classifier.learn.mirror import Mirror
from classifier.learn.model import HeadModel, Model
from classifier.records import digest

#: Version of the layout written here; another one is refused.
FORMAT = 1

#: Longest runs of words or letters, window and term that a model may ask for.
_LONGEST_RUN, _WIDEST, _LONGEST_TERM = 20, 100, 50_000


def pack(model: Model) -> dict[str, bytes]:
    """Files of a model by name; the same model gives the same bytes.

    Returns
    -------
    dict of str to bytes
        ``settings.json`` and NumPy arrays. The codebook is not among them.
    """
    files = {"settings.json": _json({"format": FORMAT, "features": asdict(model.features.settings)})}
    for block in model.features.blocks:
        text = "\n".join(block.terms).encode("utf-8", "surrogatepass")
        files[f"{block.name}.terms.npy"] = _array(np.frombuffer(text, dtype=np.uint8))
        files[f"{block.name}.idf.npy"] = _array(_known(block.idf))
    for head in model.heads:
        files[f"{head.head.name}.coefficients.npy"] = _array(head.coefficients)
        files[f"{head.head.name}.intercepts.npy"] = _array(head.intercepts)
        files[f"{head.head.name}.temperature.npy"] = _array(np.array(head.temperature))
        files[f"{head.head.name}.sure_from.npy"] = _array(np.array(head.sure_from))
        if head.context:
            files[f"{head.head.name}.context_scale.npy"] = _array(np.array(head.context.scale))
            files[f"{head.head.name}.context.npy"] = _array(head.context.follow)
    return files


def digest_of(files: Mapping[str, bytes]) -> str:
    """Digest of the files of `pack`, by which a model is known."""
    return digest(*(part for name, raw in sorted(files.items()) for part in (name, sha256_bytes(raw))))


def unpack(files: Mapping[str, bytes], codebook: Codebook) -> Model:
    """The model that `pack` took apart, every number of it checked.

    Raises
    ------
    BundleError
        When a file is missing, cut short, of another layout, or holds what no trained model holds.
    """
    settings = _settings(files)
    if settings.get("format") != FORMAT:
        raise BundleError(
            f"is of bundle format {settings.get('format')}, this program reads {FORMAT}",
            remedy="make a new one with: belowline retrain",
        )
    features = TextFeatures(_feature_settings(settings.get("features")), Mirror(codebook.mirror_pairs))
    for block in features.blocks:
        block.terms = _terms(files, f"{block.name}.terms.npy")
        block.idf = _numbers(files, f"{block.name}.idf.npy", (len(block.terms),))
    return Model(codebook, features, tuple(_head(files, head, features.width) for head in codebook.heads))


def _settings(files: Mapping[str, bytes]) -> dict[str, Any]:
    try:
        return json_object(_file(files, "settings.json"))
    except ValueError as error:
        raise BundleError(f"settings.json {error}", remedy="belowline retrain") from error


def _feature_settings(given: Any) -> FeatureSettings:
    """Settings of features, none of them such that reading a text would have no end."""
    try:
        named: dict[str, Any] = {key: tuple(v) if isinstance(v, list) else v for key, v in given.items()}
        sizes = FeatureSettings(**named)
        spans = (sizes.words, sizes.letters)
        fitting = all(1 <= first <= last <= _LONGEST_RUN for first, last in spans)
        kinds = isinstance(sizes.embedding, str) and isinstance(sizes.manner, bool)
        if fitting and kinds and 0 <= sizes.window <= _WIDEST and isinstance(sizes.least, int):
            return sizes
    except (AttributeError, TypeError, ValueError):
        pass
    raise BundleError("settings.json holds settings this program does not know", remedy="belowline retrain")


def _terms(files: Mapping[str, bytes], name: str) -> tuple[str, ...]:
    raw = _load(files, name)
    try:
        text = raw.tobytes().decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        raise _unfit(name) from error
    terms = tuple(text.split("\n")) if text else ()
    if raw.dtype != np.uint8 or any(len(term) > _LONGEST_TERM for term in terms) or len(set(terms)) != len(terms):
        raise _unfit(name)
    return terms


def _numbers(files: Mapping[str, bytes], name: str, shape: tuple[int, ...]) -> NDArray[np.float64]:
    """Finite numbers of a shape."""
    values = _load(files, name)
    if values.dtype != np.float64 or values.shape != shape or not np.isfinite(values).all():
        raise _unfit(name)
    return values


def _head(files: Mapping[str, bytes], head: Head, width: int) -> HeadModel:
    name, labels = head.name, len(head.labels)
    temperature = float(_numbers(files, f"{name}.temperature.npy", ()))
    sure_from = float(_numbers(files, f"{name}.sure_from.npy", ()))
    if temperature <= 0:
        raise _unfit(f"{name}.temperature.npy")
    return HeadModel(
        head,
        _numbers(files, f"{name}.coefficients.npy", (labels, width)),
        _numbers(files, f"{name}.intercepts.npy", (labels,)),
        temperature,
        sure_from,
        _context(files, name, labels),
    )


def _context(files: Mapping[str, bytes], name: str, labels: int) -> Context | None:
    if f"{name}.context.npy" not in files:
        return None
    scale = float(_numbers(files, f"{name}.context_scale.npy", ()))
    return Context(scale, _numbers(files, f"{name}.context.npy", (labels, labels)))


def _unfit(name: str) -> BundleError:
    return BundleError(f"{name} does not hold what a trained model has there", remedy="belowline retrain")


def _known(idf: NDArray[np.float64] | None) -> NDArray[np.float64]:
    return np.zeros(0) if idf is None else idf


def _json(value: Any) -> bytes:
    return (json.dumps(value, indent=2, sort_keys=True) + "\n").encode()


def _array(values: NDArray[Any]) -> bytes:
    buffer = io.BytesIO()
    np.save(buffer, values, allow_pickle=False)
    return buffer.getvalue()


def _file(files: Mapping[str, bytes], name: str) -> bytes:
    try:
        return files[name]
    except KeyError:
        raise BundleError(f"has no {name}", remedy="belowline retrain") from None


def _load(files: Mapping[str, bytes], name: str) -> NDArray[Any]:
    try:
        return array_of(_file(files, name))
    except (ValueError, EOFError, OSError) as error:
        raise BundleError(f"{name} cannot be read ({error})", remedy="belowline retrain") from error
