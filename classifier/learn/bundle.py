"""A model as plain arrays and text, and back: nothing in it can run."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.codebook import Codebook
from classifier.errors import BundleError
from classifier.learn.context import Context
from classifier.learn.features import FeatureSettings, TextFeatures
from classifier.learn.mirror import Mirror
from classifier.learn.model import HeadModel, Model

#: Version of the layout written here; another one is refused.
FORMAT = 1


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


def unpack(files: Mapping[str, bytes], codebook: Codebook) -> Model:
    """The model that `pack` took apart.

    Raises
    ------
    BundleError
        When a file is missing, cut short, or of another layout.
    """
    settings = json.loads(_file(files, "settings.json"))
    if settings.get("format") != FORMAT:
        raise BundleError(
            f"is of bundle format {settings.get('format')}, this program reads {FORMAT}",
            remedy="make a new one with: belowline retrain",
        )
    sizes: dict[str, Any] = {key: tuple(v) if isinstance(v, list) else v for key, v in settings["features"].items()}
    features = TextFeatures(FeatureSettings(**sizes), Mirror(codebook.mirror_pairs))
    for block in features.blocks:
        text = _load(files, f"{block.name}.terms.npy").tobytes().decode("utf-8", "surrogatepass")
        block.terms = tuple(text.split("\n")) if text else ()
        block.idf = _load(files, f"{block.name}.idf.npy")
    heads = tuple(
        HeadModel(
            head,
            _load(files, f"{head.name}.coefficients.npy"),
            _load(files, f"{head.name}.intercepts.npy"),
            float(_load(files, f"{head.name}.temperature.npy")),
            float(_load(files, f"{head.name}.sure_from.npy")),
            _context(files, head.name),
        )
        for head in codebook.heads
    )
    for head in heads:
        if head.coefficients.shape != (len(head.head.labels), features.width):
            raise BundleError("holds arrays that do not fit each other", remedy="belowline retrain")
    return Model(codebook, features, heads)


def _context(files: Mapping[str, bytes], name: str) -> Context | None:
    if f"{name}.context.npy" not in files:
        return None
    return Context(float(_load(files, f"{name}.context_scale.npy")), _load(files, f"{name}.context.npy"))


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
        return np.load(io.BytesIO(_file(files, name)), allow_pickle=False)
    except (ValueError, EOFError, OSError) as error:
        raise BundleError(f"{name} cannot be read ({error})", remedy="belowline retrain") from error
