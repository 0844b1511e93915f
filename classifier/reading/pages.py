"""Bytes of a saved page → `Document`: which encoding, which kind of text, nothing dropped."""

from __future__ import annotations

import codecs
import contextlib
import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from classifier.errors import InputError
from classifier.files import sha256_bytes
from classifier.reading import mhtml
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

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
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

# How much of a file is looked at to guess its kind or encoding; the whole is decoded either way.
_SAMPLE = 200_000
_HTML_START = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html\b)", re.I | re.S
)
_HTML_TAGS = re.compile(r"<(?:head|body|div|p|article|span|table|a\s+href)\b[^<>]{0,500}>", re.I)
_DECLARED = re.compile(rb"<meta\b[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
# Python knows them, but no page is written in them; some take time that grows with the square of a text.
_NO_ENCODINGS = frozenset(["idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"])
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
        return document_of(page.raw, path.name, path, sha256_bytes(raw), ".html", page.charset, page.notes)
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


def decode(raw: bytes, charset: str | None = None) -> tuple[str, str, tuple[str, ...]]:
    r"""Text, encoding and assumptions of the bytes of a text file.

    Parameters
    ----------
    raw : bytes
    charset : str, optional
        The encoding it is said to be in; believed where the bytes are not UTF-8 and fit it.

    Returns
    -------
    text : str
    encoding : str
    notes : tuple of str

    Examples
    --------
    >>> decode(b"\xef\xbb\xbfmarked")
    ('marked', 'utf-8-sig', ())
    >>> decode("na\xefve — ".encode() + b"\x93quoted\x94")
    ('naïve — “quoted”', 'utf-8', ('2 bytes that are not valid UTF-8 were read as windows-1252',))
    """
    marked = marked_encoding(raw)
    if marked:
        with contextlib.suppress(UnicodeDecodeError):
            return raw.decode(marked), marked, ()
    declared = _declared(raw, charset)
    try:
        return _as_declared(raw, declared) or (raw.decode("utf-8"), "utf-8", ())
    except UnicodeDecodeError:
        return _as_utf16(raw) or _as_damaged_utf8(raw) or _as_guessed(raw, declared)


def marked_encoding(raw: bytes) -> str | None:
    """The encoding that a mark at the very start tells, None where there is no mark."""
    return next((encoding for mark, encoding in _MARKS if raw.startswith(mark)), None)


def _declared(raw: bytes, charset: str | None) -> str | None:
    """The encoding a page came with or names itself, where it is one."""
    found = _DECLARED.search(raw[:4096])
    for name in (charset, found[1].decode("ascii") if found else None):
        if name:
            with contextlib.suppress(LookupError, ValueError):
                if codecs.lookup(name).name not in _NO_ENCODINGS:
                    return name.lower()
    return None


def _as_declared(raw: bytes, declared: str | None) -> tuple[str, str, tuple[str, ...]] | None:
    """A page in a seven-bit encoding looks like valid UTF-8; only its own declaration tells."""
    if declared and declared.startswith(("iso-2022", "hz-gb")):
        with contextlib.suppress(UnicodeDecodeError):
            return raw.decode(declared), declared, (f"read as {declared}, as the page declares",)
    return None


def _as_utf16(raw: bytes) -> tuple[str, str, tuple[str, ...]] | None:
    """UTF-16 without a mark: nearly every other byte is zero."""
    for encoding, zeros in (("utf-16-le", raw[1:_SAMPLE:2]), ("utf-16-be", raw[0:_SAMPLE:2])):
        if zeros and zeros.count(0) > 0.7 * len(zeros):
            try:
                return raw.decode(encoding), encoding, (f"read as {encoding}: every other byte is zero",)
            except UnicodeDecodeError:
                return None
    return None


def _as_damaged_utf8(raw: bytes) -> tuple[str, str, tuple[str, ...]] | None:
    """UTF-8 with some bytes of another encoding in it, as when texts of two sources were pasted together."""
    text = raw.decode("utf-8", "surrogateescape")
    strays = sum(1 for char in text if "\udc80" <= char <= "\udcff") if len(raw) <= _SAMPLE else None
    if strays is None:
        sample = raw[: _SAMPLE * 10].decode("utf-8", "surrogateescape")
        strays = sum("\udc80" <= char <= "\udcff" for char in sample)
        whole = sum(char > "\x7f" for char in sample) - strays
    else:
        whole = sum(char > "\x7f" for char in text) - strays
    if whole < 1 or strays > 2 * whole:
        return None
    pieces = re.split("([\udc80-\udcff]+)", text)
    pieces[1::2] = [_single_bytes(piece.encode("utf-8", "surrogateescape")) for piece in pieces[1::2]]
    count = sum(map(len, pieces[1::2]))
    amount = "1 byte that is" if count == 1 else f"{count} bytes that are"
    verb = "was" if count == 1 else "were"
    return "".join(pieces), "utf-8", (f"{amount} not valid UTF-8 {verb} read as windows-1252",)


def _single_bytes(raw: bytes) -> str:
    """Every byte as windows-1252 has it; the five that it leaves undefined as the control characters they are."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in raw)


def _as_guessed(raw: bytes, declared: str | None) -> tuple[str, str, tuple[str, ...]]:
    for encoding in _guesses(raw, declared):
        try:
            text = raw.decode(encoding)
        except (UnicodeError, LookupError):
            continue
        name = {"cp1252": "windows-1252", "iso8859-1": "windows-1252"}.get(codecs.lookup(encoding).name, encoding)
        return text, name, (f"read as {name}: it is not valid UTF-8",)
    return _single_bytes(raw), "windows-1252", ("read as windows-1252: it is not valid UTF-8",)


def _guesses(raw: bytes, declared: str | None) -> Iterator[str]:
    if declared:
        yield declared
    # A page in a western language is windows-1252 far more often than any of its look-alikes.
    first = re.search(rb"[\x80-\xff]", raw)
    start = max(0, first.start() - _SAMPLE // 10) if first else 0
    sample = raw[start : start + _SAMPLE]
    if _looks_western(sample):
        yield "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(sample, preemptive_behaviour=False).best()
    if best is not None:
        yield best.encoding
    yield "cp1252"


def _looks_western(sample: bytes) -> bool:
    """Whether the high bytes are sparse and, as windows-1252, letters inside words or typographic marks."""
    high = re.findall(rb"[\x80-\xff]+", sample)
    letters = len(re.findall(rb"[A-Za-z]", sample))
    if sum(map(len, high)) > 0.3 * letters or any(len(run) > 3 for run in high):
        return False
    common = set("àâäáãåæçèéêëìíîïñòóôõöøœùúûüÿßÀÂÄÁÅÆÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØŒÙÚÛÜ‘’“”–—…«»€£§°·•\xa0©®™‚„´½")
    chars = "".join(map(_single_bytes, high))
    return sum(char in common for char in chars) > 0.97 * len(chars)


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
