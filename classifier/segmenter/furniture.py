# ruff: noqa: E501 - patterns and samples of text are easier to check on one line
"""Roles of the lines above the seam: title, metadata, captions, boilerplate, and the body itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from classifier.segmenter.bylines import Byline
from classifier.segmenter.register import CLASSES

_HEADING = re.compile(r"^#{1,2}\s+\S|^\[[^\]]{8,}\]\([^)]*\)$")
_CREDIT = re.compile(
    r"\b(?:photo(?:s|graphs?|graphy)?|pictures?|image(?: credit)?s?|illustration|graphic|credit|video|map|source|foto|bild|screenshot)\s*(?:courtesy|by|credit|source|via)?\s*:\s*\S.{0,60}$"
    r"|\b(?:photo|photograph(?:ed|s)?|picture[sd]?|image|illustration|map|drawing|graphic)s?\s+(?:by|courtesy|from|taken by|via)\b.{2,60}$"
    r"|\((?:photo|picture|image|ap|afp|reuters|getty|file)\b[^)]{0,60}\)\s*\.?$|\b(?:ap|afp|reuters|getty images|epa|shutterstock|handout)\s*(?:photo)?(?:\s*/\s*[\w .]+)?\)?$"
    r"|^(?:all )?(?:photos|photographs|pictures|images|photo|picture|image)\b.{0,40}\b(?:by|courtesy|archive|author)\b|\bfile (?:photo|picture)\b",
    re.I,
)
_CAPTION_START = re.compile(
    r"^\W{0,2}(?:(?:photo|picture|pictured|image|caption|above|below|left|right|figure|fig\.|map|video|watch|infographic)\b\s*(?:\d+\s*)?[:.(]|!\[|[<(]?(?:above|below|left|right|top|bottom|pictured|clockwise)\s*[,:)])",
    re.I,
)
_BOILERPLATE = re.compile(
    r"^\W{0,4}(?:read (?:more|also|next|the (?:full|original))|see also|also (?:read|see|on|in)|related\b|more (?:on|from|about|stories|in|like)\b|recommended|you (?:may|might) also|"
    r"share\b.{0,40}$|tweet\b.{0,20}$|pin it|like us|follow (?:us|me|@)|subscribe|sign up|newsletter|advert(?:isement|ising)?\b|sponsored|promoted|print\b.{0,25}$|e-?mail this|save this|bookmark|"
    r"copyright\b|©|\(c\) ?\d{4}|all rights reserved|terms (?:of|and)|privacy|cookies?\b|about us|contact us|back to top|skip to|click here|"
    r"continue reading|load more|show more|view (?:all|more)|most (?:read|popular)|trending|editor['’]s picks?|popular (?:posts|now)|previous(?: post| article)?\s*[:«<]|next(?: post| article)?\s*[:»>]|"
    r"filed under|trackbacks?|permalink|this entry was posted|leave a (?:comment|reply)|post a comment|comments? (?:are|is) (?:closed|off)|"
    r"have (?:a|your) (?:story|say|tip)|got a (?:story|tip)|support (?:us|our|the)|donate|download (?:the|our) app|get (?:the|our)\b.{0,40}(?:inbox|newsletter|app)\b|"
    r"lesen sie auch|mehr zum thema|lire aussi|leer m[aá]s|leia (?:mais|tamb[eé]m)|leggi anche)",
    re.I,
)
_BOILERPLATE_ANYWHERE = re.compile(
    r"\ball rights reserved\b|\bfollow (?:us|me|him|her) on (?:twitter|facebook|instagram)\b|\b(?:our|the|a|free|weekly|daily) newsletter\b|\bin your inbox\b|"
    r"\bsubscribe (?:to|now|for)\b|\bsign up (?:for|here|to)\b|\breposted with permission\b|\bmay not be (?:reproduced|republished)\b|\bcookies? policy\b",
    re.I,
)
_FIELD = re.compile(
    r"^\W{0,3}(?:tags?|filed under|filed in|categor(?:y|ies)|labels?|topics?|keywords?|section|published|updated|last (?:updated|modified)|posted|date|author|by|byline|written|words|text|reporting|"
    r"reading time|dateline|layout|slug|permalink|location|place|source|issue|volume|from|edition|desk|interview(?:er)?|translat(?:ed|ion)(?: by)?|contact|for immediate release|embargo(?:ed)?|"
    r"von|ver[oö]ffentlicht|schlagw[oö]rter|par|publi[eé] le|por|publicado|di)\b\s*:",
    re.I,
)
_KEY = re.compile(r"^[a-z][\w-]{1,20}:\s*\S.{0,300}$")
_BY = re.compile(
    r"^\W{0,2}(?:by|von|par|por|from|words|text|story|report(?:ing)?)\s+(?:by\s+)?(?:[A-Z(]|our|the|a\b|staff|agencies)[^.!?]{1,90}$",
    re.I,
)
_READING_TIME = re.compile(r"\b\d+[- ]min(?:ute)?s?\s+read\b|\b(?:reading|read) time\b", re.I)
_PLACE_AND_DAY = re.compile(r"\b(?:19|20)\d\d\b")
_CLOSED = re.compile(r"[.!?…:;,][\"'”’»)\]*_]*$|[\"”»]$")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]*_]*$")
_LIST_ITEM = re.compile(r"^(?:[-*•·+–—>]|\(?\d{1,3}[.)]|[a-z]\)|\d{1,2}[:.]\d\d)\s*")
_CUT_OFF = CLASSES["preposition"] | CLASSES["article"] | CLASSES["link"] | CLASSES["aux"]

#: How certain each way of telling a role is.
CERTAIN, LIKELY, GUESS = 0.97, 0.88, 0.7


def article_roles(lines: Sequence[str], bylines: Sequence[Byline | None]) -> list[tuple[str, float]]:
    """Role and certainty of each filled line of an article.

    Parameters
    ----------
    lines : sequence of str
    bylines : sequence of Byline or None
        What each line says as a byline.

    Returns
    -------
    list of tuple of str and float

    Examples
    --------
    >>> rows = ["Bridge shut", "By Ada Brook", "The bridge was shut on Friday.", "Read more: the old bridge"]
    >>> [role for role, _ in article_roles(rows, [None] * 4)]
    ['title', 'metadata', 'body', 'boilerplate']
    """
    texts = [line.strip().strip("\u200b\ufeff") for line in lines]
    roles = [_role(texts, bylines, row) for row in range(len(texts))]
    _find_title(texts, roles)
    _find_bare_captions(texts, roles)
    return roles


def _role(texts: Sequence[str], bylines: Sequence[Byline | None], row: int) -> tuple[str, float]:
    text = texts[row]
    words = len(text.split())
    if row < 4 and _HEADING.match(text):
        return "title", CERTAIN
    if _is_boilerplate(text, words, bylines[row]):
        return "boilerplate", LIKELY
    if words <= 70 and (_CREDIT.search(text) or _CAPTION_START.match(text)):
        return "caption", LIKELY
    if _is_metadata(texts, bylines[row], row, words):
        return "metadata", LIKELY
    return "body", LIKELY


def _is_boilerplate(text: str, words: int, byline: Byline | None) -> bool:
    kind = byline.kind if byline else ""
    if kind == "header" or (kind == "button" and not text.strip("#.()").isdigit()):
        return True
    if words == 1 and text.islower() and text.isalpha():
        return True  # a placeholder where something was embedded
    if words <= 25 and _BOILERPLATE.match(text):
        return not (_SENTENCE_END.search(text) and words > 14)
    return words <= 40 and bool(_BOILERPLATE_ANYWHERE.search(text))


def _is_metadata(texts: Sequence[str], byline: Byline | None, row: int, words: int) -> bool:
    text = texts[row]
    at_an_end = row < 8 or row >= len(texts) - 4
    if not at_an_end or words > 30:
        return False
    if byline is not None and byline.strong and (row < 8 or byline.kind == "dated"):
        return not _LIST_ITEM.match(text) or row < 4
    if _FIELD.match(text) or (row < 8 and _KEY.match(text)):
        return True
    if row >= 8 or _SENTENCE_END.search(text):
        return False
    if _BY.match(text) or _READING_TIME.search(text) or (" | " in text and words <= 20):
        return True
    if row < 6 and words <= 12 and bool(_PLACE_AND_DAY.search(text)) and row > 0:
        return True
    # A section, a place or a form of text, directly beneath a headline.
    lead = max((len(other.split()) for other in texts[row + 1 : row + 3]), default=0)
    headline = not _CLOSED.search(texts[0]) and len(texts[0].split()) > words
    return row == 1 and words <= 8 and headline and lead > 20 and not _CLOSED.search(text)


def _find_title(texts: Sequence[str], roles: list[tuple[str, float]]) -> None:
    """The first line that is neither metadata nor boilerplate, where it looks like a headline."""
    if any(role == "title" for role, _ in roles[:4]):
        return
    for row, (role, _) in enumerate(roles[:6]):
        if role in ("metadata", "boilerplate"):
            continue
        text, words = texts[row], len(texts[row].split())
        rest = [len(other.split()) for other in texts[row + 1 : row + 12]]
        headline = words <= 22 and not re.search(r"[.,:;][\"'”’)]*$", text) and not _LIST_ITEM.match(text)
        if role == "body" and headline and rest and max(rest) > words:
            roles[row] = ("title", LIKELY)
        return


def _find_bare_captions(texts: Sequence[str], roles: list[tuple[str, float]]) -> None:
    """Captions without a credit: prose that ends without a stop on a page where prose ends with one."""
    prose = [row for row, (role, _) in enumerate(roles) if role == "body" and len(texts[row].split()) >= 8]
    open_ended = [row for row in prose if not _CLOSED.search(texts[row])]
    if len(open_ended) <= 0.4 * len(prose):
        for row in open_ended:
            if row > 1 and _may_be_caption(texts[row]):
                roles[row] = ("caption", GUESS)
    captions = [texts[row] for row, (role, _) in enumerate(roles) if role == "caption"]
    for row in prose:
        if roles[row][0] == "body" and any(_same_start(texts[row], caption) for caption in captions):
            roles[row] = ("caption", GUESS)


def _may_be_caption(text: str) -> bool:
    words = text.split()
    last = words[-1].lower().strip("\"'”’)")
    return len(words) <= 80 and last not in _CUT_OFF and not text[:1].islower() and not _LIST_ITEM.match(text)


def _same_start(text: str, caption: str) -> bool:
    """Whether a line repeats a caption, perhaps without its credit."""
    plain = text.rstrip(". ")
    return len(plain.split()) >= 6 and caption.startswith(plain)
