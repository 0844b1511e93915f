"""Bytes of a saved page → `Document`: which encoding, which kind of text, nothing dropped."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from classifier.errors import InputError
from classifier.files import sha256_bytes
from classifier.reading import mhtml
from classifier.reading.decoding import decode
from classifier.reading.exports import SUFFIXES as EXPORT_SUFFIXES
from classifier.reading.exports import export_kind
from classifier.reading.opening import bare_suffix, read_whole
from classifier.records import Document

TEXT_SUFFIXES = (".txt", ".text")
MARKDOWN_SUFFIXES = (".md", ".markdown")
HTML_SUFFIXES = (".html", ".htm", ".xhtml")

MHTML_SUFFIXES = (".mhtml", ".mht")
WARC_SUFFIXES = (".warc",)

#: Suffixes of the documents a folder is searched for.
SUFFIXES = (*TEXT_SUFFIXES, *MARKDOWN_SUFFIXES, *HTML_SUFFIXES, *MHTML_SUFFIXES, *WARC_SUFFIXES)

_SIGNATURES = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a zip archive or an office document",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x1f\x8b": "a gzip archive",
    b"\xd0\xcf\x11\xe0": "an office document",
    b"SQLite format 3\0": "a database",
    b"PAR1": "a Parquet table",
    b"\x28\xb5\x2f\xfd": "a Zstandard archive",
}
_SAVE_AS_TEXT = "save the page as text or HTML and name that file"

# How much of a text is looked at to guess its kind.
_SAMPLE = 200_000
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html\b)", re.I | re.S
)
_HTML_TAGS = re.compile(r"<(?:head|body|div|p|article|span|table|a\s+href)\b[^<>]{0,500}>", re.I)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def read_document(path: str | os.PathLike[str]) -> Document:
    r"""Read a saved page.

    Parameters
    ----------
    path : path
        Plain text, Markdown or HTML in any common encoding, or a page saved as MHTML; packed or not.

    Returns
    -------
    Document
        With every character of the page; what had to be assumed is said in its `notes`.

    Raises
    ------
    InputError
        When the file is missing, unreadable, empty, or no text.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     page = Path(folder, "page.txt")
    ...     _ = page.write_bytes("Caf\xe9 closes.\n\nAt last!\n".encode("latin-1"))
    ...     document = read_document(page)
    >>> document.lines[0]
    'Café closes.'
    >>> document.notes[0]
    'read as windows-1252: it is not valid UTF-8'
    """
    path = Path(path)
    if path.is_dir():
        raise InputError("is a folder, not a document", where=path, remedy="name a file in it")
    raw = read_whole(path)
    if mhtml.is_mhtml(raw):
        page = mhtml.page_of(raw, path)
        document = document_of(page.raw, path.name, path, sha256_bytes(raw), ".html", page.charset, page.notes)
        return replace(document, saved=page.saved)
    return document_of(raw, path.name, path, sha256_bytes(raw), bare_suffix(path))


def document_of(
    raw: bytes,
    name: str,
    where: object,
    sha256: str,
    suffix: str,
    charset: str | None = None,
    notes: tuple[str, ...] = (),
) -> Document:
    """Document of the bytes of a page.

    Parameters
    ----------
    raw : bytes
    name : str
        What records call it.
    where : object
        What an error calls it.
    sha256 : str
    suffix : str
        Ending of a file's name that tells what a page is that does not show it itself.
    charset : str, optional
        The encoding it came with, where it came with one.
    notes : tuple of str
        What there is to say of it already.

    Raises
    ------
    InputError
        When it is empty or no text.
    """
    if not raw.strip():
        raise InputError("the file is empty", where=where, remedy="save the page again")
    _refuse_binary(raw, where)
    text, encoding, assumed = decode(raw, charset)
    _refuse_control_characters(text, where)
    if not text.strip("\ufeff\u200b \t\r\n\f\v"):
        raise InputError("the file is empty", where=where, remedy="save the page again")
    kind = _kind(suffix, text)
    return Document(name, sha256, kind, text, encoding, (*notes, *assumed))


def documents_in(folder: str | os.PathLike[str]) -> Iterator[Path]:
    """Documents, containers of documents and exports of a folder and the folders in it, sorted.

    Hidden files, files called README and the ``…_files`` folders that browsers put beside a saved page
    are passed over.

    Parameters
    ----------
    folder : path

    Yields
    ------
    Path
    """
    folder = Path(folder)
    try:
        entries = sorted(folder.iterdir())
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", where=folder) from error
    for entry in entries:
        if entry.name.startswith(".") or entry.stem.lower() == "readme":
            continue
        if entry.is_dir() and not entry.is_symlink():
            if not entry.name.endswith("_files"):
                yield from documents_in(entry)
        elif entry.is_file() and _is_document(entry):
            yield entry


def _is_document(path: Path) -> bool:
    suffix = bare_suffix(path)
    return suffix in SUFFIXES or (suffix in EXPORT_SUFFIXES and export_kind(path) is not None)


def _refuse_binary(raw: bytes, where: object) -> None:
    for signature, what in _SIGNATURES.items():
        if raw.startswith(signature):
            raise InputError(f"is {what}, not a text", where=where, remedy=_SAVE_AS_TEXT)


def _refuse_control_characters(text: str, where: object) -> None:
    sample = text[:_SAMPLE]
    if len(_CONTROL.findall(sample)) > 0.02 * len(sample) or "\0" in sample:
        raise InputError("is binary, not a text", where=where, remedy=_SAVE_AS_TEXT)


def _kind(suffix: str, text: str) -> str:
    head = text[:_SAMPLE].lstrip("\ufeff")
    if _HTML_START.match(head) or (suffix in HTML_SUFFIXES and _HTML_TAGS.search(head)):
        return "html"
    if head.lstrip().startswith("<") and len(_HTML_TAGS.findall(head[:20_000])) >= 3:
        return "html"
    if suffix in MARKDOWN_SUFFIXES or front_matter_lines(text):
        return "markdown"
    return "text"


def front_matter_lines(text: str) -> int:
    r"""How many physical lines at the top of a text are front matter; 0 where there is none.

    Parameters
    ----------
    text : str

    Returns
    -------
    int

    Examples
    --------
    >>> front_matter_lines("---\ntitle: A day\n---\nIt rained.\n")
    3
    >>> front_matter_lines("---\nIt rained.\n---\n")
    0
    """
    head = text[:20_000].lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    reader = _front_matter_reader(head)
    if reader is None:
        return 0
    try:
        fields, content = reader.split(head)
    except ValueError:
        return 0
    if not _are_fields(fields, reader):
        return 0
    above = head[: len(head) - len(content)]
    return above.count("\n") + (content.startswith("\n") or not above.endswith("\n"))


def _front_matter_reader(head: str) -> Any:
    """What reads front matter that begins as a text does: YAML, TOML or JSON; None where it has none."""
    if not head.startswith(("---", "+++", "{\n")):
        return None
    from frontmatter.default_handlers import BaseHandler, JSONHandler, YAMLHandler

    if head.startswith("---"):
        return YAMLHandler()
    if head.startswith("{"):
        return JSONHandler()
    reader = BaseHandler(re.compile(r"^\+{3,}[ \t]*$", re.M), "+++", "+++")
    reader.load = tomllib.loads
    return reader


def _are_fields(fields: str, reader: Any) -> bool:
    try:
        return isinstance(reader.load(fields), dict)
    except Exception:  # the library passes on whatever its parsers raise
        lines = [line for line in fields.split("\n") if line.strip()]
        return sum(bool(re.match(r"[\w-]+\s*[:=]", line)) for line in lines) > 0.6 * len(lines)
