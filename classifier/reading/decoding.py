"""Bytes of a text file → its text: in which encoding, and what had to be assumed."""

from __future__ import annotations

import codecs
import contextlib
import re
from collections.abc import Iterator

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# How much of a file is looked at to guess its encoding; the whole is decoded either way.
_SAMPLE = 200_000
_DECLARED = re.compile(rb"<meta\b[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
# Python knows them, but no page is written in them; some take time that grows with the square of a text.
_NO_ENCODINGS = frozenset(["idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"])


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
