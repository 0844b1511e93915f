"""Damage files of every kind for as long as one likes, guided by what code they reach.

    pip install atheris
    python benchmarks/fuzz.py page.html -max_total_time=600
    python benchmarks/fuzz.py codebook -max_total_time=600 corpus/

The first word is a file of `tests/attack/samples.py` or `codebook`; what follows is for libFuzzer. It ends with the
input that made the program fail, which then becomes a test. The bounds are those of the tests: 10 s and 1 GB.
"""

from __future__ import annotations

import contextlib
import logging
import sys
import tempfile
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
with atheris.instrument_imports(include=["classifier", "email", "tomllib", "warcio", "frontmatter"]):
    import classifier.segmenter.html  # noqa: F401
    from classifier.codebook import parse_codebook
    from classifier.errors import BelowlineError
    from classifier.flow.ingest import ingest
    from classifier.flow.transfer import import_labels
    from classifier.store import LabelStore
    from tests.attack.samples import CODEBOOK, DOCUMENTS, LABELS

CODEBOOKS, BOOK = "codebook", parse_codebook(CODEBOOK)
KNOWN = {name: raw for (_, name), raw in LABELS.items()} | DOCUMENTS | {CODEBOOKS: CODEBOOK.encode()}


def attempt(name: str, raw: bytes, folder: Path) -> None:
    """Read one input the way the program would."""
    if name == CODEBOOKS:
        parse_codebook(raw.decode("utf-8", "replace"))
        return
    path = folder / name
    path.write_bytes(raw)
    with LabelStore("sqlite:///:memory:") as store:
        fmt = next((fmt for fmt, known in LABELS if known == name), None)
        if fmt:
            import_labels(store, path, BOOK, fmt)
        else:
            ingest([path], store)


def main() -> None:
    name, *others = sys.argv[1:] or [""]
    if name not in KNOWN:
        sys.exit(f"name one of {', '.join(KNOWN)}")
    logging.disable()
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder, "corpus")
        corpus.mkdir()
        (corpus / "sample").write_bytes(KNOWN[name])

        def one_input(raw: bytes) -> None:
            with contextlib.suppress(BelowlineError):
                attempt(name, raw, Path(folder))

        given = [sys.argv[0], "-timeout=10", "-rss_limit_mb=1500", "-len_control=0", *others, str(corpus)]
        atheris.Setup(given, one_input)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
