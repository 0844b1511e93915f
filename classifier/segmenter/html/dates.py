"""Times of a page in the words of its language, as ISO 8601."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache, partial
from typing import Any

from classifier.segmenter.bylines import AGO, CLOCK, DATE, Byline, byline_of, iso_time, time_before, writes_day_first

ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s?(?:Z|[+-]\d\d:?\d\d)?)?(?!\d)")
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")
_ENGLISH = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
#: Languages whose months `bylines` reads by itself.
_KNOWN = frozenset(["en", "de", "fr", "es", "it", "pt", "nl", "pl"])
#: Languages to try where a page does not name its own, by the script of its letters.
_SCRIPTS = (
    (re.compile(r"[\u0400-\u04ff]"), ("ru", "uk", "bg")),
    (re.compile(r"[\u0530-\u058f]"), ("hy",)),
    (re.compile(r"[\u10a0-\u10ff]"), ("ka",)),
    (re.compile(r"[\u0370-\u03ff]"), ("el",)),
    (re.compile(r"[\u0600-\u06ff]"), ("ar", "fa")),
    (re.compile(r"[\u0590-\u05ff]"), ("he",)),
)
_SHORT_UNITS = {"second": "s", "minute": "m", "hour": "h", "day": "d", "week": "w"}
_EASTERN = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")
_SAVED = (
    re.compile(r"saved date:\s*\w{3} (\w{3} \d\d \d{4} \d\d:\d\d)"),
    re.compile(r"FILE ARCHIVED ON (\d\d:\d\d):\d\d (\w{3} \d\d, \d{4})"),
)
#: A half of the day, or a clock that no ISO 8601 writes, after a date that does.
_CLOCK_AFTER = re.compile(r"\s*[ap]\.?m\b|[\s,.|–-]{2,4}\d{1,2}:\d\d", re.I)
_LAST_COLON = re.compile(r"(\d):\s*$")
_DIGIT = re.compile(r"\d")


class Dates:
    """Reads the times of one page.

    Parameters
    ----------
    language : str or None
        As the page names it ("de", "en-GB").
    lines : iterable of str
        Short lines of the page, whose dates tell whether the day stands first.
    saved : datetime or None
        When the page was saved, which makes "2 days ago" a date.

    Examples
    --------
    >>> Dates("tr").find("3 Mart 2020, 14:05")
    '2020-03-03T14:05'
    >>> Dates("en").find("3/4/2020") is None
    True
    >>> Dates("en-GB").find("3/4/2020")
    '2020-04-03'
    """

    def __init__(self, language: str | None, lines: Iterable[str] = (), saved: datetime | None = None) -> None:
        self.language = (language or "").replace("_", "-").lower()
        self.saved = saved
        self._seen: dict[str, bool] = {}
        self._bylines: dict[str, Byline | None] = {}
        told = writes_day_first([line for line in lines if _DIGIT.search(line)])
        self.day_first = self._by_language() if told is None else told

    def _by_language(self) -> bool | None:
        base, _, region = self.language.partition("-")
        if base == "en":
            return False if region == "us" else True if region in ("gb", "au", "ie", "in", "nz", "za") else None
        return True if base else None

    def shows(self, text: str) -> bool:
        """Whether a short text holds a date or tells how long ago something was."""
        known = self._seen.get(text)
        if known is None:
            known = self._seen[text] = _DIGIT.search(text) is not None and self._dated(text)
        return known

    def byline(self, line: str) -> Byline | None:
        """What a line says as a byline, in the page's language."""
        if line not in self._bylines:
            self._bylines[line] = byline_of(self.in_english(line), day_first=self.day_first)
        return self._bylines[line]

    def _dated(self, text: str) -> bool:
        plain = self.in_english(text)
        if DATE.search(plain) is not None or AGO.search(plain) is not None:
            return True
        return bool(self._languages(text)) and self._ago(plain) is not None

    def find(self, text: str) -> str | None:
        """ISO 8601 of the first date in a text; None where there is none, or more than one way to read it."""
        found = ISO.search(text)
        if found and not _CLOCK_AFTER.match(text, found.end()):
            return found[0].replace(" ", "T", 1).replace(" ", "")
        plain = self.in_english(text)
        date = DATE.search(plain)
        if date is None:
            return self._anchored(plain)
        if self.day_first is None and _ambiguous(date):
            return None
        clock = CLOCK.search(plain[date.end() :]) or CLOCK.search(plain[: date.start()])
        return iso_time(date, clock, self.day_first)

    def in_english(self, text: str) -> str:
        """The text with months in English and digits of a date in order, as `bylines` reads them."""
        # The colon after "wrote at 9:15:" would read as more of the time.
        text = _LAST_COLON.sub(r"\1", _EASTERN.sub(r"\1-\2-\3", text))
        for language in self._languages(text):
            pattern, numbers = _months(language)
            if pattern is not None:
                text = pattern.sub(partial(_month_in_english, numbers), text)
        return text

    def _languages(self, text: str) -> tuple[str, ...]:
        base = self.language.partition("-")[0]
        scripts = () if text.isascii() else _SCRIPTS
        by_script = next((languages for script, languages in scripts if script.search(text)), ())
        if base and base not in _KNOWN:
            return (base, *by_script)
        return by_script

    def _ago(self, text: str) -> tuple[int, str] | None:
        for language in self._languages(text) or (self.language.partition("-")[0] or "en",):
            for unit, pattern in _agos(language):
                found = pattern.search(text)
                if found:
                    return int(found[1]), unit
        return None

    def _anchored(self, text: str) -> str | None:
        """Time of "2 days ago" on a page that says when it was saved; months and years ago are no date."""
        ago = self._ago(text) if self.saved is not None else None
        if ago is None or self.saved is None or ago[1] not in _SHORT_UNITS:
            return None
        at = time_before(self.saved, ago[0], _SHORT_UNITS[ago[1]])
        return at.date().isoformat() if ago[1] in ("day", "week") else at.isoformat(timespec="minutes")


def _ambiguous(date: re.Match[str]) -> bool:
    if not date["a4"] or "." in date[0]:
        return False
    return int(date["a4"]) <= 12 and int(date["b4"]) <= 12 and date["a4"] != date["b4"]


def from_epoch(text: str) -> str | None:
    """ISO 8601 of seconds or milliseconds since 1970.

    Examples
    --------
    >>> from_epoch("1614764520")
    '2021-03-03T09:42:00+00:00'
    """
    text = text.strip()
    if not _EPOCH.fullmatch(text):
        return None
    return datetime.fromtimestamp(int(text[:10]), UTC).isoformat()


def saved_at(source: str) -> datetime | None:
    """When a page was saved, where the program that saved it left a note of that."""
    for piece in (source[:4000], source[-4000:]):
        for pattern in _SAVED:
            found = pattern.search(piece)
            if found:
                stamp = " ".join(reversed(found.groups()))
                date, clock = DATE.search(stamp), CLOCK.search(stamp)
                iso = iso_time(date, clock) if date else None
                return datetime.fromisoformat(iso) if iso else None
    return None


def _month_in_english(numbers: dict[str, int], found: re.Match[str]) -> str:
    return _ENGLISH[numbers[found[0].casefold()]]


@lru_cache
def _months(language: str) -> tuple[re.Pattern[str] | None, dict[str, int]]:
    """Pattern of a language's months, and the number of each."""
    locale = _locale(language)
    if locale is None:
        return None, {}
    numbers: dict[str, int] = {}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in locale.months[context].get(width, {}).items():
                numbers.setdefault(name.casefold().rstrip("."), number - 1)
    numbers = {name: number for name, number in numbers.items() if not name.isdigit() and len(name) > 2}
    cut = {short: number for short, number in _cut_short(numbers).items() if short not in numbers}
    names, short = (
        "|".join(sorted(map(re.escape, some), key=len, reverse=True)) or r"(?!)" for some in (numbers, cut)
    )
    pattern = re.compile(rf"(?<!\w)(?:{names})(?!\w)|(?<=\d[\s./-])(?:{short})(?!\w)", re.I)
    return (pattern if numbers else None), numbers | cut


def _cut_short(numbers: dict[str, int]) -> dict[str, int]:
    """First three letters of months, where no other month begins with them.

    Examples
    --------
    >>> _cut_short({"ноября": 10, "марта": 2, "маршевый": 5})
    {'ноя': 10}
    """
    found: dict[str, set[int]] = {}
    for name, number in numbers.items():
        found.setdefault(name[:3], set()).add(number)
    return {short: months.pop() for short, months in found.items() if len(months) == 1}


@lru_cache
def _agos(language: str) -> list[tuple[str, re.Pattern[str]]]:
    """Patterns of "… days ago" in a language, with their unit."""
    locale = _locale(language)
    if locale is None:
        return []
    found = []
    for unit in ("second", "minute", "hour", "day", "week", "month", "year"):
        for width in ("", "-short", "-narrow"):
            past = locale._data["date_fields"].get(unit + width, {}).get("past", {})
            for phrase in set(past.values()):
                pattern = re.escape(phrase).replace(r"\{0\}", r"(\d{1,4})").replace(r"\ ", r"\s*")
                if r"(\d" in pattern and len(phrase) > 5:
                    found.append((unit, re.compile(rf"(?<!\w){pattern}(?!\w)", re.I)))
    return found


@lru_cache
def _locale(language: str) -> Any | None:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse(language)
    except (ValueError, UnknownLocaleError):
        return None
