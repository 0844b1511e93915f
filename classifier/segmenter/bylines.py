# ruff: noqa: E501 - patterns and samples of text are easier to check on one line
"""Lines that say who wrote a comment and when, in the styles that pages use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

#: Longest line that can be a byline, in characters.
LONGEST = 200

_MONTHS = (
    "jan(?:uary|uar|vier|eiro|uari)?|jän(?:ner)?|ene(?:ro)?|gen(?:naio)?|st(?:y)?cz(?:e[nń]|nia)?",
    "feb(?:ruary|ruar|rero|braio|ruari)?|f[eé]v(?:r?ier|rier|ereiro|r)?|lut(?:y|ego)?",
    "mar(?:ch|zo|[cç]o|s|ca|zec)?|m[aä]r(?:z)?|maart|mrt",
    "apr(?:il|ile)?|avr(?:il)?|abr(?:il)?|kwi(?:e(?:cie[nń]|tnia))?",
    "may(?:o)?|mai(?:o)?|mei|mag(?:gio)?|maja?",
    "jun(?:e|i|io|ho)?|juin|giu(?:gno)?|cze(?:r(?:wiec|wca))?",
    "jul(?:y|i|io|ho)?|juil(?:let)?|lug(?:lio)?|lip(?:iec|ca)?",
    "aug(?:ust|ustus)?|ao[uû]t|ago(?:sto)?|sie(?:r(?:pie[nń]|pnia))?",
    "sep(?:t|tember|tembre|tiembre)?|set(?:embro|tembre)?|wrz(?:e(?:sie[nń]|[sś]nia))?",
    "oct(?:ober|obre|ubre)?|okt(?:ober)?|out(?:ubro)?|ott(?:obre)?|pa[zź](?:dziernika?)?",
    "nov(?:ember|embre|iembre|embro)?|lis(?:topada?)?",
    "dec(?:ember|embre)?|dez(?:ember|embro)?|dic(?:iembre|embre)?|d[eé]c(?:embre)?|gru(?:dzie[nń]|dnia)?",
)
_MONTH = "(?P<{0}>" + "|".join(_MONTHS) + r")\b\.?"
_MONTH_NUMBER = [re.compile(names, re.I) for names in _MONTHS]
_ZONE = r"(?:\s*\(?\b(?:e[sd]t|c[sd]t|m[sd]t|p[sd]t|gmt|utc|bst|cest|cet|edt|ist|aest)\b(?:\s*[+-]\d{1,2})?\)?)?"
_CLOCK = r"(?P<hour>\d{1,2})[:.h ](?P<minute>\d\d)(?:[:.]\d\d)?\s*(?P<half>[ap]\.?m?\b\.?)?" + _ZONE
_BARE_HOUR = r"(?P<hour_only>\d{1,2})\s?(?P<half_only>[ap]\.?m\b\.?)" + _ZONE
_ORDINAL = r"(?:st|nd|rd|th|er|º|\.)?"
_DE = r"(?:\s*(?:de|of|del)\b)?"
_DATE = "|".join(
    (
        r"(?P<y1>(?:19|20)\d\d)[-/.](?P<m1>\d{1,2})[-/.](?P<d1>\d{1,2})(?:T(?=\d))?",
        r"(?<![\da-z])(?P<d2>\d{1,2})"
        + _ORDINAL
        + _DE
        + r"[\s,./-]*"
        + _MONTH.format("m2")
        + _DE
        + r"[\s,./-]*(?P<y2>(?:19|20)\d\d|'?\d\d(?!\d|[:.h]\d))?",
        r"(?:\b|(?-i:(?<=[a-z)])(?=[A-Z])))"
        + _MONTH.format("m3")
        + r"[\s,./-]*(?P<d3>\d{1,2})"
        + _ORDINAL
        + r"(?!\d|:)(?:[\s,./-]+(?:at\s+)?(?P<y3>(?:19|20)\d\d)|(?=\s+\d\d:\d\d(?::\d\d)?\s+(?:[A-Z]{3,4}\s+)?(?P<y5>(?:19|20)\d\d)\b))?",
        r"(?<!\d)(?P<a4>\d{1,2})[./-](?P<b4>\d{1,2})[./-](?P<y4>(?:19|20)?\d\d)(?!\d)",
    )
)
DATE = re.compile(_DATE, re.I)
CLOCK = re.compile(r"(?<![\d:.$€£#])(?:" + _CLOCK + "|" + _BARE_HOUR + r")(?![\d:])", re.I)
_UNIT = r"(?:s(?:ec(?:ond)?s?)?|m(?:in(?:ute)?s?|ins?)?|h(?:(?:ou)?rs?)?|d(?:ays?)?|w(?:ee)?ks?|w|mo(?:nth)?s?|y(?:ea)?rs?|y)"
_UNIT_NAMED = (
    r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|days?|weeks?|wks?|months?|years?|yrs?"
    r"|sekunden?|minuten?|stunden?|tage?n?|wochen?|monate?n?|jahre?n?"
    r"|heures?|jours?|semaines?|mois|ans?|segundos?|minutos?|horas?|d[ií]as?|semanas?|m[eê]s(?:es)?|a[nñ]os?"
    r"|minuti|or[ae]|giorn[oi]|settiman[ae]|mes[ei]|ann[oi])"
)
_AMOUNT = r"(?P<amount>\d+|an?|one|ein(?:em|er)?|une?|un[ao]?)"
AGO = re.compile(
    r"(?:(?:about|over|almost|vor|il y a|hace|há|fa)\s+)?"
    + _AMOUNT
    + r"\s*(?P<unit>"
    + _UNIT_NAMED
    + r"|[smhdwy](?=\s+ago))"
    r"(?:\s+(?:and\s+)?\d+\s+" + _UNIT_NAMED + r")?(?:\s+(?:ago|atr[aá]s|fa|geleden|temu)\b)|"
    r"\b(?:vor|il y a|hace|há)\s+(?P<amount2>\d+|einem|einer|une?|un[ao]?)\s+(?P<unit2>" + _UNIT_NAMED + r")\b|"
    r"\b(?:yesterday|today|just now|gestern|heute|hier|ayer|hoy|ieri|oggi|ontem|hoje)\b(?=\s*(?:at|um|à|a las|,|$|\d))",
    re.I,
)
_SHORT_AGO = re.compile(r"(?:^|[•·|\s])(\d{1,3})\s?(" + _UNIT + r")(?:\s*ago)?\s*$", re.I)
_WEEKDAY = re.compile(
    r"\b(?:mon|tue(?:s)?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?|"
    r"\b(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|"
    r"lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bado|domingo|luned[iì]|marted[iì]|mercoled[iì]|gioved[iì]|venerd[iì])\b",
    re.I,
)
_VERB = r"says?|said|wrote|writes|written|commented|comments?|replied|replies|responded|added|posted|schrieb(?:en)?|sagte?|meinte?|antwortete|kommentar|dit|[aà] [eé]crit|dice|dijo|escribi[oó]|disse|scrive|ha scritto|zegt|pisze|napisa[lł]a?"
SAYS = re.compile(
    r"^\W{0,4}(?P<who>[^.!?\"“]{1,60}?)\s*[,-]?\s*\b(?P<verb>" + _VERB + r")\b\s*(?:this)?\s*(?:\.{3}|…|:|,|»)?\s*$",
    re.I,
)
_BY = re.compile(
    r"^\W{0,4}(?:(?:comment(?:ed|\s+posted)?|posted|written|submitted|left|from|kommentar|geschrieben|verfasst|publi[eé]|ecrit|par)\s+)?"
    r"(?:by|von|par|por|door)\s*:?\s+(?P<who>[^.!?\"“:]{1,60}?)\s*(?:\(\d+\))?\s*[,:]?\s*$",
    re.I,
)
BUTTON = re.compile(
    r"\W{0,3}(?:(?:reply|repl(?:y|ies) to (?:this )?(?:comment|post)|report(?: (?:this )?(?:comment|abuse|post))?|like|unlike|dislike|link|"
    r"share|permalink|flag|quote|edit|delete|log in (?:or register )?to (?:reply|post comments?|leave a comment)|register|thumb (?:up|down)|"
    r"repl(?:y|ies)|rec(?:ommend)?(?:ed)?|up|down|favou?rite|parent|top commenter|antworten|zitieren|melden|teilen|gefällt mir|"
    r"r[eé]pondre|signaler|responder|rispondi|reageren|odpowiedz|view \d+ repl(?:y|ies)|show \d+ repl(?:y|ies)|hide replies|load more(?: comments)?|"
    r"(?:in )?reply to|moderated|edited|\+?-?\d+ ?(?:likes?|points?|pts|recs?|votes?|repl(?:y|ies)|fans?|up|down|stars?|posts?|followers?)|"
    r"score:? ?-?\d+[\w, ]{0,20}|\d{1,5}\.?|#\s?\d+|\d+/\d+|[+-]\d{1,4}|vote up|vote down|(?:\d+ )?people like this|via \w+)[\s|·•:,/()\[\]-]*)+\W{0,3}",
    re.I,
)
HEADER = re.compile(
    r"\W{0,4}(?:(?:\d[\d,.]*|no|one|leave|post|add|write|view|all|read|recent|join|user|reader|readers|top|latest|show|see|hide)\s+(?:an?\s+|the\s+|all\s+|your\s+)*)?"
    r"(?:(?:reader|user|visitor)s?['’]?s?\s+)?(?:comments?|repl(?:y|ies)|responses?|thoughts?|reactions?|discussion|conversation|opinions?|feedback|trackbacks?|pingbacks?|"
    r"kommentare?|antworten|meinungen|leserbriefe|commentaires?|r[eé]actions?|comentarios?|commenti|commento|coment[aá]rios?|reacties?|komentarz(?:e|y))"
    r"(?:\s*[(\[]?\s*\d[\d,.]*\s*[)\]]?)?"
    r"(?:\s*(?:\([\w ]{1,30}\)|(?:to|on|so far|for|below|from our readers|zu|sur|sobre|su)\b.{0,120}))?\s*[:.…»]?\W{0,3}",
    re.I,
)
_WHOLE_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d(?!\d)|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}")
NUMBERING = re.compile(r"^\s*(?:#\s?\d{1,6}\b|\(?\d{1,5}[.):]|\+\d{1,4}\s+#\d+|\d{1,5}\s{1,}(?=\S))[\s:.)-]*")
_FILLER = re.compile(
    r"\b(?:at|on|in|by|posted|wrote|written|says?|said|commented|comment(?:er)?|unregistered|registered|submitted|replied|added|replying to a comment from|"
    r"um|uhr|am|vom|von|den|der|le|à|el|las|il|alle|op|om|schrieb|ago|reply|permalink|report|like|link|share|flag|edited|updated|joined|published)\b",
    re.I,
)
_FILLER_AT_ENDS = re.compile(rf"^\W*(?:(?:{_FILLER.pattern})\W*)+|(?:\s\W*(?:{_FILLER.pattern}))+\W*$", re.I)
_EMPTY_BRACKETS = re.compile(r"\([\s,;:.|-]*\)|\[[\s,;:.|-]*\]")
_NUMBER_NOTE = re.compile(
    r"\(?[#(]\d+\)?|\(\d+\)|\b\d+ (?:recs?|likes?|points?|pts|votes?|repl(?:y|ies)|posts?|fans?)\b|\bhttps?://\S+|\bwww\.\S+",
    re.I,
)
_ENDS_SENTENCE = re.compile(r"[.!?…][\"'”’)\]]*\s*$")
_WORD = re.compile(r"[^\W_]+(?:['’.@_-][^\W_]+)*")
_HANDLE = re.compile(r"^[@~]?[\w.@+-]{2,40}$")


@dataclass(frozen=True, slots=True)
class Byline:
    """What a line of furniture around a comment says.

    Attributes
    ----------
    kind : str
        ``dated`` (a date, perhaps with a name), ``says`` (a name and a verb), ``button`` (what can be
        clicked, counts, numbers), ``header`` ("12 comments") or ``name`` (what could be no more than a name).
    author, posted_at : str or None
        As far as the line says so; `posted_at` is ISO 8601.
    """

    kind: str
    author: str | None = None
    posted_at: str | None = None

    @property
    def strong(self) -> bool:
        """Whether the line is a byline without the help of its neighbours."""
        return self.kind in ("dated", "says")


def byline_of(line: str, *, day_first: bool | None = None) -> Byline | None:
    """Read one line as a byline.

    Parameters
    ----------
    line : str
    day_first : bool, optional
        How the page writes 3/4/2012; the month comes first where nothing is known.

    Returns
    -------
    Byline or None
        None where the line is prose.

    Examples
    --------
    >>> byline_of("Agata K. on October 29, 2012 at 2:35 pm")
    Byline(kind='dated', author='Agata K.', posted_at='2012-10-29T14:35')
    >>> byline_of("old miner says:").author
    'old miner'
    >>> byline_of("• 3 days ago").kind
    'dated'
    >>> byline_of("12 Comments").kind
    'header'
    >>> byline_of("She said on 3 May 2011 that the mine would close.") is None
    True
    """
    text = line.strip().strip("\u200b\u200e\u200f\ufeff")
    if not text or len(text) > LONGEST:
        return None
    if HEADER.fullmatch(text):
        return Byline("header")
    if BUTTON.fullmatch(text) and not _WHOLE_DATE.search(text):
        return Byline("button")
    return _dated(text, day_first) or _said(text) or _name(text)


def _dated(text: str, day_first: bool | None) -> Byline | None:
    rest, posted_at = _without_time(text, day_first)
    if rest is None:
        return None
    says = SAYS.match(rest) or _BY.match(rest.strip(" ,|-–—/"))
    rest = _NUMBER_NOTE.sub(" ", _WEEKDAY.sub(" ", rest))
    words = _WORD.findall(_FILLER.sub(" ", rest))
    if len(words) > 7 or (_ENDS_SENTENCE.search(text) and len(words) > 3):
        return None
    if len(words) > 4 and sum(word[0].islower() for word in words) > len(words) / 2:
        return None
    author = _FILLER_AT_ENDS.sub("", says["who"] if says else NUMBERING.sub("", rest)) if words else None
    return Byline("dated", _clean_name(author), posted_at)


def _said(text: str) -> Byline | None:
    if len(text) > 90:
        return None
    found = SAYS.match(text) or _BY.match(text)
    if not found:
        return None
    who = _clean_name(found["who"])
    return Byline("says", who) if who and len(who.split()) <= 7 else None


def _name(text: str) -> Byline | None:
    plain = NUMBERING.sub("", text).strip(" -–—|•·,")
    words = plain.split()
    if not 1 <= len(words) <= 5 or len(plain) > 50 or re.search(r"[.!?…:;,\"“”]$|[!?;\"“”]", plain):
        return None
    if len(words) == 1 and _HANDLE.match(plain):
        return Byline("name", _clean_name(plain))
    capital = sum(word[:1].isupper() or word[:1] in "@(&" or word in _PARTICLES for word in words)
    if capital >= len(words) - (len(words) > 3) and words[0][:1].isupper():
        return Byline("name", _clean_name(plain))
    return None


_PARTICLES = frozenset(
    [
        "van",
        "von",
        "de",
        "der",
        "den",
        "la",
        "le",
        "du",
        "da",
        "dos",
        "del",
        "di",
        "el",
        "al",
        "bin",
        "ibn",
        "y",
        "e",
        "and",
        "und",
        "of",
        "the",
        "from",
        "in",
        "@",
        "/",
    ]
)


def _clean_name(text: str | None) -> str | None:
    if text is None:
        return None
    text = _EMPTY_BRACKETS.sub(" ", NUMBERING.sub("", text))
    text = re.sub(r"\s+", " ", re.sub(r"^[\W_]+|[\s,;:|/•·–—\-=>»(\[]+$", "", text.replace("\u200b", "")))
    return text if any(map(str.isalpha, text)) else None


def _without_time(text: str, day_first: bool | None) -> tuple[str | None, str | None]:
    """The line without its date and time, and these in ISO 8601; (None, None) where it has neither."""
    ago = AGO.search(text) or _SHORT_AGO.search(text)
    date, clock = DATE.search(text), None
    rest = text[: date.start()] + " " + text[date.end() :] if date else text
    if date and date["y5"]:
        rest = rest.replace(date["y5"], " ", 1)
    clock = CLOCK.search(rest)
    if clock:
        rest = rest[: clock.start()] + " " + rest[clock.end() :]
    if not (date or clock or ago):
        return None, None
    if ago and not date:
        found = AGO.search(rest) or _SHORT_AGO.search(rest)
        if found:
            rest = rest[: found.start()] + " " + rest[found.end() :]
    return rest, iso_time(date, clock, day_first) if date else None


def iso_time(date: re.Match[str], clock: re.Match[str] | None, day_first: bool | None = None) -> str | None:
    """ISO 8601 of a found date and clock; None where they are no date or have no year."""
    year, month, day = _calendar(date, day_first)
    if not (year and month and day):
        return None
    try:
        if clock is None:
            return datetime(year, month, day).date().isoformat()
        return datetime(year, month, day, *_hour_minute(clock)).isoformat(timespec="minutes")
    except ValueError:
        return None


def _calendar(date: re.Match[str], day_first: bool | None) -> tuple[int | None, int | None, int | None]:
    part = date.groupdict()
    if part["y1"]:
        return int(part["y1"]), int(part["m1"]), int(part["d1"])
    if part["m2"]:
        return _year(part["y2"]), _month(part["m2"]), int(part["d2"])
    if part["m3"]:
        return _year(part["y3"] or part["y5"]), _month(part["m3"]), int(part["d3"])
    first, second = int(part["a4"]), int(part["b4"])
    if day_first is None:
        day_first = "." in date[0]
    if first > 12 or (day_first and second <= 12):
        first, second = second, first
    return _year(part["y4"]), first, second


def _year(digits: str | None) -> int | None:
    if digits is None:
        return None
    year = int(digits.lstrip("'"))
    return year if year > 99 else year + (2000 if year < 70 else 1900)


def _month(name: str) -> int | None:
    for number, names in enumerate(_MONTH_NUMBER, 1):
        if names.fullmatch(name.rstrip(".")):
            return number
    return None


def _hour_minute(clock: re.Match[str]) -> tuple[int, int]:
    hour, minute = int(clock["hour"] or clock["hour_only"]), int(clock["minute"] or 0)
    half = (clock["half"] or clock["half_only"] or "").lower()
    if half.startswith("p") and hour < 12:
        hour += 12
    elif half.startswith("a") and hour == 12:
        hour = 0
    return hour, minute


def writes_day_first(lines: list[str]) -> bool | None:
    """How a page writes dates of numbers, judged by all of them; None where none of them tells.

    Examples
    --------
    >>> writes_day_first(["3/4/2012 Ann", "25/4/2012 Bob"])
    True
    """
    day = month = 0
    for line in lines:
        found = DATE.search(line[:LONGEST])
        if found and found["a4"]:
            day += int(found["a4"]) > 12
            month += int(found["b4"]) > 12
    return None if day == month else day > month


def time_before(now: datetime, amount: int, unit: str) -> datetime:
    """A point of time some units before another one; months and years are counted as 30 and 365 days."""
    days = {"d": 1, "w": 7, "mo": 30, "y": 365}
    seconds = {"s": 1, "m": 60, "h": 3600}
    if unit in seconds:
        return now - timedelta(seconds=seconds[unit] * amount)
    return now - timedelta(days=days[unit] * amount)


_DIGITS = re.compile(r"\d+")


def shape(line: str) -> str:
    """The pattern a line shares with other lines made by the same program: words and numbers blotted out.

    Examples
    --------
    >>> shape("Anna Berg on May 3, 2012 at 9:14 am") == shape("Carl on June 12, 2011 at 12:07 pm")
    True
    """
    text = CLOCK.sub("H", DATE.sub("D", line.strip()[:LONGEST]))
    text = _WEEKDAY.sub("W", AGO.sub("G", text))
    text = _DIGITS.sub("9", text)
    blotted = [
        word if word in _KEPT else "A" if word[:1].isupper() and len(word) > 1 else word[:1] if len(word) < 3 else "a"
        for word in text.split()
    ]
    return re.sub(r"\b(?:A )+A\b", "A", " ".join(blotted))


_KEPT = frozenset(
    [
        "says",
        "said",
        "wrote",
        "at",
        "on",
        "by",
        "posted",
        "says:",
        "said:",
        "said...",
        "wrote:",
        "Says:",
        "Said:",
        "Posted",
        "Reply",
        "reply",
        "D",
        "H",
        "W",
        "G",
    ]
)
