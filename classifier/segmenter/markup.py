# ruff: noqa: E501 - patterns and samples of text are easier to check on one line
"""A saved web page → its segments: comments by the markup that holds them, title and body by trafilatura.

Comment systems name what they are in classes and ids, number their comments, and repeat one structure for
each. A comment is found by any of these, its text, author and time by the parts inside it, its parent by the
comment that encloses it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from classifier.reading.fragments import text_of
from classifier.records import Document, Segment, comment_id
from classifier.segmenter.bylines import byline_of

Element = Any

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "td",
        "th",
        "tr",
        "ul",
        "br",
        "center",
    ]
)
_UNSEEN = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "iframe",
        "button",
        "select",
        "textarea",
        "input",
        "object",
        "head",
    ]
)

_COMMENT = r"(?:comments?|kommentare?n?|comentarios?|coment[aá]rios?|commentaires?|commenti|commento|komentarze?|reacties?|opinions?|opinies?|lesermeinung|leserbrief)"
#: Ids that number a comment.
_NUMBERED = re.compile(
    r"^(?:(?:li|div|article|comment|single|view|wc|entry|the|dsq|fb|xenforo|disqus)[-_]?)*"
    r"(?:comment|cmt|kommentar|comentario|commentaire|commento|komentarz|reply|answer|antwort|bb_message|msg|message|post|opinion|reactie)"
    r"(?:[-_]?(?:wrapper|body|inner|entry|item|id|container|text|message|comm|by|li))?[-_:]?(?:n)?(?P<number>\d[\d_]*|[0-9a-f]{8,}(?:-[0-9a-f]+)*)$"
    r"|^c(?P<blogger>\d{6,})$|^t1_(?P<reddit>\w+)$",
    re.I,
)
#: Class tokens of one comment, whole.
_UNIT = re.compile(
    r"^(?:[a-z]{1,12}(?:-{1,2}|_{1,2}))?(?:comments?(?=[-_]?con$)|comment|kommentar|comentario|commentaire|commento|komentarz|reactie|leserkommentar|usercomment|opinion)(?:(?:-{1,2}|_{1,2}|(?=[A-Z]))?"
    r"(?:item|entry|card|box|block|container|wrapper|wrap|node|single|article|row|listitem|list-item|message-container|messagecontainer|con|thread-item|post|comment|level|depth))?$"
    r"|^(?:[a-z]{1,12}[-_])?(?:jdgm-rev|review|reviewbox|review-item|user-review|reply|answer|discussion-item|discussion-post|forum-post|forum-fil|postcontainer|message--post|post-comment|topic-post|crayons-comment)$"
    r"|^coral-comment$|^thread_depth_\d+$|^Comment$",
    re.I,
)
_CONTAINER = re.compile(
    r"^(?:[a-z]{1,14}[-_]{1,2}){0,2}(?:comments?|comment[-_]?(?:list|thread|threads|area|section|wrapper|holder|feed|stream)|commentlist|kommentare?|kommentarliste|"
    r"kommentarbereich|comentarios|commentaires|commenti|komentarze|reacties|responses|replies|discussion|discussion-list|reader-opinions|readeropinions|opinions|"
    r"user-?comments|postcomments?|coveragelist|disqus_thread|conversation|talkback|forum-?thread|reviews|top-ra|comment[-_]?box|leserkommentare|community)"
    r"(?:[-_](?:list|area|section|wrapper|container|inner|content|items|body|wrap|block|holder|thread|main|community))?$",
    re.I,
)
_PART_OF_UNIT = re.compile(
    r"(?:author|meta|date|time|avatar|form|respond|link|count|number|reply|reply-?link|button|action|footer|header|head|title|heading|info|vote|like|rating|tools?|nav|pagination|"
    r"pager|policy|notice|rules|feed|subscribe|count|login|text|content|body|message|story|texte|inner|options?|controls?|edit|share|toolbar|permalink|user(?:name)?|name|icon|submit|tab|sort|filter|closed|more|load)s?$",
    re.I,
)
_FORM = re.compile(
    r"(?:^|[-_])(?:respond|reply-?form|comment-?form|commentform|comment-respond|add-?comment|post-?comment-?form|newcomment|write-?comment)(?:[-_]|$)",
    re.I,
)
#: Class tokens and itemprops of the text inside a comment.
_TEXT = re.compile(
    r"^(?:[a-z]{0,14}(?:-{1,2}|_{1,2}))?(?:comment|kommentar|commentaire|comentario|forum|reply|review|rev|message|post|answer|mtncomment|mtbnewscomment|mtbnewsComment|xenforo-comment|wc-comment|social-comment|coventry|media|objlink|user)?"
    r"(?:-{1,2}|_{1,2})?(?:text|content|body|message|story|texte|copy|description|entry-content|reviewbody|richtext\w*|usertext|md|cooked|contenttext|postbody|post_message\w*|message-body|messagetext|js-read-more|comment-body)$"
    r"|^usertext-body$|^postcontent$|^bbwrapper$|^field-name-comment-body$",
    re.I,
)
_META = re.compile(
    r"(?:^|[-_])(?:author|vcard|meta|metadata|date|datetime|time|timestamp|posted|avatar|gravatar|reply|respond|action|actions|vote|votes|voting|like|likes|rating|share|permalink|footer|foot|header|byline|"
    r"username|user|userinfo|user-?name|nick(?:name)?|name|commenter|cite|says|tools?|toolbar|buttons?|links?|controls?|badge|number|counter|anchor|edit|report|flag|moderat\w*|awaiting|info|published|subject|"
    r"screen-reader-text|sr-only|visually-hidden|hidden|tooltip|menu|dropdown|rank|joined|signature|autor|datum|auteur|fecha|pseudo)(?:$|[-_])",
    re.I,
)
_AUTHOR = re.compile(
    r"^(?:fn|author|username|user-?name|commenter|nick(?:name)?|pseudo|autor|auteur|poster|(?:[a-z]+[-_]{1,2})*(?:comment|review|post|user|reply|kommentar|rev|forum)?(?:[-_]{1,2}|(?=[A-Z]))?"
    r"(?:author|username|user-?name|user|name|nick|autor|auteur|author-?name|commenter|pseudo)(?:[-_]{1,2}(?:name|link|fn))?)$",
    re.I,
)
_WHEN = re.compile(
    r"(?:^|[-_])(?:date|datum|time|timestamp|datetime|posted|published|created|fecha|ago|when|permalink)(?:$|[-_])",
    re.I,
)
_SCHEMA = re.compile(r"schema\.org/(?:Comment|UserComments|Answer|UserReview|Review)\b", re.I)
_ISO = re.compile(r"^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s?(?:Z|[+-]\d\d:?\d\d)?)?")
_SAYS = re.compile(
    r"\s*(?:\b(?:says?|said|wrote|writes|schrieb|sagt|meint|dit|a [eé]crit|dice|disse|zegt|pisze|commented|replied)\b)?\s*(?:on|at|am|:|…|\.\.\.)?\s*$",
    re.I,
)
_TOKEN = re.compile(r"[\s]+")
_SPACE = re.compile(r"\s+")
#: Elements nested in each other beyond which a page is a trap or a ruin, and only its text is read.
_DEEPEST = 250
#: Most characters of markup whose comments are looked for; the rest of a larger page is read as body.
_LARGEST = 60_000_000


@dataclass(slots=True)
class Unit:
    """One comment in the markup."""

    element: Element
    number: str | None
    parent: Unit | None = None
    text: str = ""
    author: str | None = None
    posted_at: str | None = None
    nested: list[Element] = field(default_factory=list)


def markup_segments(document: Document) -> tuple[Segment, ...]:
    """Segments of a web page, in the order of its source; their lines are those of the source.

    Lines of a source may hold several segments or parts of none.
    """
    tree = parsed(document.text)
    if tree is None:
        return ()
    if _deeper(tree, _DEEPEST):
        return _text_only(document)
    units = comment_units(tree)
    for unit in units:
        _fill(unit)
    units = [unit for unit in units if unit.text]
    comments = _comment_segments(document, units) or _from_json(document, tree)
    _cut_out(tree, units)
    parts = [*_article_segments(document, tree), *comments]
    return tuple(sorted(parts, key=lambda part: part.start_line))


def _deeper(tree: Element, limit: int) -> bool:
    """Whether elements are nested deeper than `limit`; found without recursion."""
    from lxml import etree

    depth = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > limit:
            return True
    return False


def _text_only(document: Document) -> tuple[Segment, ...]:
    """One segment with all text of a page that is nested beyond reason, deeper than its tree goes."""
    source = re.sub(r"^\s*<!doctype[^>]*>", "", document.text, flags=re.I)
    text = "\n".join(filter(None, (_SPACE.sub(" ", line).strip() for line in text_of(source).splitlines())))
    count = len(document.lines)
    return (Segment(document.name, document.sha256, "body", 1, count, text, 0.5),) if text else ()


def parsed(text: str) -> Element | None:
    """Tree of a page's source; None where there is nothing to parse."""
    from lxml import etree, html

    source = re.sub(r"^\s*<\?xml[^>]*\?>", "", text[:_LARGEST].replace("\0", ""))
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True)
    try:
        return html.fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


#: Classes of entries that another site's link made, not a reader.
_ANOTHER_PAGE = {"pingback", "trackback"}


def comment_units(tree: Element) -> list[Unit]:
    """Comments of a page in document order, each once, with the comment that encloses it."""
    marked = [element for element in tree.iter() if isinstance(element.tag, str) and _is_unit(element)]
    marked = marked or list(_repeated(tree))
    return _nested(marked)


def _tokens(element: Element) -> list[str]:
    return (element.get("class") or "").split()


def _number(element: Element) -> str | None:
    for name in (element.get("id"), element.get("data-comment-id"), element.get("data-id"), element.get("name")):
        found = _NUMBERED.match(name.strip()) if name else None
        if found:
            return next(filter(None, found.groups()))
    return None


def _is_unit(element: Element) -> bool:
    if element.tag not in (
        "li",
        "div",
        "article",
        "section",
        "dd",
        "tr",
        "td",
        "blockquote",
        "details",
        "table",
        "dl",
    ):
        return False
    if _SCHEMA.search(element.get("itemtype") or "") and "Review" not in (element.get("itemtype") or ""):
        return True
    tokens = _tokens(element)
    if _ANOTHER_PAGE & set(tokens):
        return False
    own_id = element.get("id") or ""
    if _FORM.search(own_id) or any(_FORM.search(token) for token in tokens):
        return False
    if own_id and _NUMBERED.match(own_id):
        return _post_is_comment(element, own_id, tokens)
    return any(_UNIT.match(token) for token in tokens) and not _holds_form(element) and _in_comments(element, tokens)


def _post_is_comment(element: Element, own_id: str, tokens: list[str]) -> bool:
    """An id like ``post-12`` is the article's on a blog and a reply's in a forum."""
    if not re.match(r"(?:post|message|msg|reply)", own_id, re.I):
        return True
    if any(_UNIT.match(token) for token in tokens):
        return True
    parent = element.getparent()
    siblings = [] if parent is None else [child for child in parent if isinstance(child.tag, str) and _number(child)]
    return len(siblings) > 2 and own_id != siblings[0].get("id") and "type-post" not in tokens


def _holds_form(element: Element) -> bool:
    if next(element.iter("textarea"), None) is None:
        return False
    return not any(_TEXT.match(token) for part in element.iter("div", "p", "span") for token in _tokens(part))


def _in_comments(element: Element, tokens: list[str]) -> bool:
    """A bare class ``comment`` is one only beside others or in something that holds comments."""
    if _number(element):
        return True
    parent = element.getparent()
    for _ in range(5):
        if parent is None:
            break
        names = [*_tokens(parent), parent.get("id") or ""]
        if any(_CONTAINER.match(name) for name in names if name) or any(_UNIT.match(name) for name in names if name):
            return True
        parent = parent.getparent()
    parent = element.getparent()
    alike = (
        0
        if parent is None
        else sum(1 for child in parent if isinstance(child.tag, str) and set(_tokens(child)) & set(tokens))
    )
    return alike > 1


def _repeated(tree: Element) -> Iterator[Element]:
    """Repeated blocks with a name or a time and a text, inside something called comments."""
    for container in tree.iter("div", "section", "ul", "ol", "dl", "aside", "details", "table", "article"):
        names = [*_tokens(container), container.get("id") or ""]
        if not any(
            _CONTAINER.match(name) or re.search(r"comment|kommentar|opinion|reacti", name, re.I)
            for name in names
            if name
        ):
            continue
        groups: dict[tuple[str, str], list[Element]] = {}
        for child in container:
            if (
                isinstance(child.tag, str)
                and child.tag in _BLOCKS
                and child.tag not in ("form", "h1", "h2", "h3", "h4", "br", "hr", "nav")
            ):
                groups.setdefault((child.tag, (_tokens(child) or [""])[0]), []).append(child)
        for members in groups.values():
            speaking = [child for child in members if _speaks(child)]
            if len(speaking) * 2 > len(members):
                yield from speaking


def _speaks(element: Element) -> bool:
    """Whether a block holds a time or an author, and a text."""
    text = _all_text(element)
    if len(text) < 12 or next(element.iter("textarea"), None) is not None:
        return False
    lines = [line for line in _lines_of(element, ()) if line]
    return (
        len(lines) > 1
        and any((found := byline_of(line)) is not None and found.strong for line in lines[:4] + lines[-2:])
    ) or _author_of(element, ()) is not None


def _nested(marked: list[Element]) -> list[Unit]:
    """Units of marked elements: what encloses nothing else of its own is but a wrapper or a part."""
    marked = _without_holders(marked)
    units: dict[Element, Unit] = {}
    order: list[Unit] = []
    for element in marked:
        above = next((units[ancestor] for ancestor in element.iterancestors() if ancestor in units), None)
        number = _number(element)
        if above is not None and _same_comment(above, element, number):
            above.number = above.number or number
            units[element] = above
            continue
        unit = Unit(element, number, above)
        if above is not None:
            above.nested.append(element)
        units[element] = unit
        order.append(unit)
    return _without_wrappers(order)


def _without_holders(marked: list[Element]) -> list[Element]:
    """Marked elements without those that only hold several others: no number, and no prose before the first."""
    inside: dict[Element, list[Element]] = {}
    known = set(marked)
    for element in marked:
        above = next((ancestor for ancestor in element.iterancestors() if ancestor in known), None)
        if above is not None:
            inside.setdefault(above, []).append(element)
    return [
        element
        for element in marked
        if _number(element) or len(inside.get(element, ())) < 2 or _text_beside(element, inside[element][0])
    ]


def _same_comment(above: Unit, element: Element, number: str | None) -> bool:
    """Whether an element inside a comment is a part of it rather than an answer to it."""
    if number is not None and above.number is not None:
        return number.split("_")[0] == above.number.split("_")[0]
    if above.nested:
        return False
    if number is not None or above.number is None:
        return not _text_beside(above.element, element)
    return not any(
        _UNIT.match(token) and token.lower() == "comment" for token in _tokens(element)
    ) or not _text_beside(above.element, element)


def _text_beside(outer: Element, inner: Element) -> bool:
    """Whether an element has prose of its own in front of the one it encloses."""
    size = 0
    for text in _texts(outer, (inner,), stop=inner):
        size += len(text.split())
        if size > 12:
            return True
    return False


def _without_wrappers(units: list[Unit]) -> list[Unit]:
    kept = []
    for unit in units:
        inside = [other for other in units if other.parent is unit]
        own = " ".join(_texts(unit.element, unit.nested)).split()
        if len(inside) > 0 and unit.number is None and len(own) < 4 + 3 * len(inside):
            for other in inside:
                other.parent = unit.parent
            continue
        kept.append(unit)
    return kept


def _texts(element: Element, without: Iterable[Element], stop: Element | None = None) -> Iterator[str]:
    """Texts of an element in order, without those of some elements inside it and of what nobody sees."""
    without = set(without)
    if element.text and element.tag not in _UNSEEN:
        yield element.text
    for child in element:
        if child is stop:
            return
        if isinstance(child.tag, str) and child.tag not in _UNSEEN and child not in without:
            yield from _texts(child, without, stop)
            if stop is not None and any(ancestor is child for ancestor in stop.iterancestors()):
                return
        if child.tail:
            yield child.tail


def _all_text(element: Element) -> str:
    return _SPACE.sub(" ", " ".join(_texts(element, ()))).strip()


def _lines_of(element: Element, without: Iterable[Element]) -> list[str]:
    """Text of an element as lines: what blocks and line breaks divide."""
    lines = [""]
    skipped = set(without)

    def walk(node: Element) -> None:
        if node.text:
            lines[-1] += node.text
        for child in node:
            if isinstance(child.tag, str) and child.tag not in _UNSEEN and child not in skipped:
                block = child.tag in _BLOCKS
                if block:
                    lines.append("")
                walk(child)
                if block:
                    lines.append("")
            if child.tail:
                lines[-1] += child.tail

    walk(element)
    return [line for line in (_SPACE.sub(" ", line).strip() for line in lines) if line]


def _parts(element: Element, without: Iterable[Element]) -> Iterator[Element]:
    """Elements inside one, without those of the comments nested in it."""
    skipped = set(without)
    for child in element:
        if isinstance(child.tag, str) and child not in skipped and child.tag not in ("script", "style"):
            yield child
            yield from _parts(child, skipped)


def _fill(unit: Unit) -> None:
    parts = list(_parts(unit.element, unit.nested))
    unit.author = _author_of(unit.element, unit.nested, parts)
    unit.posted_at = _time_of(parts)
    text = _text_part(parts)
    about = set(unit.nested)
    if text is None:
        about |= {part for part in parts if _is_about(part)}
    lines = _lines_of(unit.element if text is None else text, about)
    if text is None:
        lines = _without_bylines(unit, lines)
    unit.text = "\n".join(lines).strip()


def _text_part(parts: list[Element]) -> Element | None:
    """The part that is called the text; the innermost of those that hold all of it."""
    best, size = None, 0
    for part in parts:
        names = [*_tokens(part), part.get("itemprop") or ""]
        if not any(_TEXT.match(name) or name in ("text", "commentText", "reviewBody") for name in names if name):
            continue
        length = len(_all_text(part))
        clean = not any(_is_about(inner) for inner in part.iter() if inner is not part and isinstance(inner.tag, str))
        if (
            best is None
            or (length >= 0.6 * size and (clean or length == size) and best in set(part.iterancestors()))
            or (best not in set(part.iterancestors()) and length > size)
        ):
            best, size = part, length
    if best is None or not size:
        return None
    if any(_is_about(inner) for inner in best.iter() if inner is not best and isinstance(inner.tag, str)):
        return None
    return best


def _is_about(part: Element) -> bool:
    """Whether a part is about a comment rather than of it."""
    if part.tag in ("time", "cite", "form", "button", "nav", "footer", "header", "img", "h1", "h2", "h3", "h4"):
        return part.tag != "cite" or len(_all_text(part)) < 60
    names = [*_tokens(part), part.get("itemprop") or "", part.get("id") or ""]
    if any(name in ("text", "commentText") for name in names):
        return False
    if not any(_META.search(name) for name in names if name):
        return False
    holds_text = any(inner is not part for inner in part.iter("p"))
    return not holds_text or len(_all_text(part)) < 60


def _without_bylines(unit: Unit, lines: list[str]) -> list[str]:
    """Lines without those at either end that say who and when."""
    while lines:
        found = byline_of(lines[0])
        if found is None or (found.kind == "name" and found.author != unit.author and len(lines) < 2):
            break
        unit.author = unit.author or found.author
        unit.posted_at = unit.posted_at or found.posted_at
        lines = lines[1:]
    while len(lines) > 1:
        found = byline_of(lines[-1])
        if found is None or found.kind == "name":
            break
        unit.author = unit.author or found.author
        unit.posted_at = unit.posted_at or found.posted_at
        lines = lines[:-1]
    return lines


def _author_of(element: Element, without: Iterable[Element], parts: list[Element] | None = None) -> str | None:
    """Who wrote a comment, by the part that is called so; the shortest of those that hold a name."""
    names: list[tuple[int, int, str]] = []
    for part in parts if parts is not None else list(_parts(element, without)):
        called = [*_tokens(part), part.get("itemprop") or "", *(part.get("rel") or "").split()]
        rank = 0 if part.tag == "cite" or "fn" in called or part.get("itemprop") == "name" else 1
        if part.tag == "cite" or any(_AUTHOR.match(name) for name in called if name):
            text = _SAYS.sub("", _all_text(part)).strip(" ,:•·|-–—")
            if 0 < len(text) <= 60 and len(text.split()) <= 7:
                names.append((rank, len(names), text))
    return min(names)[2] if names else element.get("data-author") or element.get("data-comment-author")


def _time_of(parts: list[Element]) -> str | None:
    for part in parts:
        stamp = part.get("datetime") or (
            part.get("content") if "date" in (part.get("itemprop") or "").lower() else None
        )
        found = _ISO.match((stamp or "").strip())
        if found:
            return found[0].replace(" ", "T", 1)
    for part in parts:
        names = [*_tokens(part), part.get("itemprop") or "", part.tag]
        if any(_WHEN.search(name) for name in names if name) or part.get("title") or part.tag == "a":
            for text in (part.get("title") or "", _all_text(part)):
                found_line = byline_of(text) if 3 < len(text) < 120 else None
                if found_line is not None and found_line.posted_at:
                    return found_line.posted_at
    return None


def _comment_segments(document: Document, units: list[Unit]) -> list[Segment]:
    seen: dict[str, int] = {}
    ids: dict[int, str] = {}
    segments = []
    for unit in units:
        ordinal = seen[unit.text] = seen.get(unit.text, -1) + 1
        ids[id(unit)] = comment_id(document.sha256, unit.text, ordinal)
        above = unit.parent
        while above is not None and id(above) not in ids:
            above = above.parent
        start, end = _source_lines(unit.element, unit.nested)
        segments.append(
            Segment(
                document=document.name,
                sha256=document.sha256,
                role="comment",
                start_line=start,
                end_line=end,
                text=unit.text,
                confidence=0.97 if unit.number else 0.9,
                comment_id=ids[id(unit)],
                author=unit.author,
                posted_at=unit.posted_at,
                parent_id=ids[id(above)] if above is not None else None,
            )
        )
    return segments


def _source_lines(element: Element, without: Iterable[Element]) -> tuple[int, int]:
    start = element.sourceline or 1
    last = max([part.sourceline or start for part in _parts(element, without)], default=start)
    return start, max(start, last)


def _from_json(document: Document, tree: Element) -> list[Segment]:
    """Comments that a page holds only as linked data."""
    segments: list[Segment] = []
    seen: dict[str, int] = {}
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "") or not script.text:
            continue
        try:
            data = json.loads(script.text)
        except (ValueError, RecursionError):
            continue
        for entry in _comments_within(data, 0):
            text = _plain(str(entry.get("text") or ""))
            if not text:
                continue
            ordinal = seen[text] = seen.get(text, -1) + 1
            author = entry.get("author")
            line = script.sourceline or 1
            found = _ISO.match(str(entry.get("dateCreated") or entry.get("datePublished") or ""))
            segments.append(
                Segment(
                    document=document.name,
                    sha256=document.sha256,
                    role="comment",
                    start_line=line,
                    end_line=line,
                    text=text,
                    confidence=0.95,
                    comment_id=comment_id(document.sha256, text, ordinal),
                    author=author.get("name")
                    if isinstance(author, dict)
                    else author
                    if isinstance(author, str)
                    else None,
                    posted_at=found[0] if found else None,
                )
            )
    return segments


def _comments_within(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 30:
        return
    if isinstance(data, list):
        for entry in data:
            yield from _comments_within(entry, depth + 1)
    elif isinstance(data, dict):
        if data.get("@type") in ("Comment", "UserComments", "Answer"):
            yield data
        for value in data.values():
            if isinstance(value, (list, dict)):
                yield from _comments_within(value, depth + 1)


def _plain(text: str) -> str:
    """Text of a snippet of markup."""
    if "<" not in text and "&" not in text:
        return _SPACE.sub(" ", text).strip()
    tree = parsed(f"<div>{text}</div>")
    return "" if tree is None else "\n".join(_lines_of(tree, ()))


def _cut_out(tree: Element, units: list[Unit]) -> None:
    """Take comments and what stands around them out of a tree, so that they cannot leak into the body."""
    for unit in units:
        if unit.parent is None:
            _remove(unit.element)
    for element in list(tree.iter("div", "section", "ul", "ol", "dl", "aside", "form", "details")):
        names = [*_tokens(element), element.get("id") or ""]
        marked = any(
            _FORM.search(name)
            or (_CONTAINER.match(name) and re.search(r"comment|kommentar|opinion|discussion-list", name, re.I))
            for name in names
            if name
        )
        if (
            marked
            and element.getparent() is not None
            and len(_all_text(element)) < 3000
            and next(element.iter("h1"), None) is None
        ):
            _remove(element)


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _article_segments(document: Document, tree: Element) -> list[Segment]:
    """Title and body of what is left of a page."""
    from trafilatura import bare_extraction

    places = _places(tree)
    found = bare_extraction(
        tree, include_comments=False, include_tables=True, with_metadata=False, favor_recall=False
    )
    segments = []
    title = _title_of(tree)
    if title:
        line = places.get(_key(title), 1)
        segments.append(Segment(document.name, document.sha256, "title", line, line, title, 0.9))
    text = (found.text if found is not None else None) or ""
    lines = [line for line in text.split("\n") if line.strip()]
    if lines and title and _key(lines[0]) == _key(title):
        lines = lines[1:]
    if lines:
        spots = [places[_key(line)] for line in lines if _key(line) in places] or [1]
        segments.append(
            Segment(document.name, document.sha256, "body", min(spots), max(spots), "\n".join(lines), 0.9)
        )
    return segments


def _key(text: str) -> str:
    return re.sub(r"\W+", "", text)[:40].casefold()


def _places(tree: Element) -> dict[str, int]:
    """Source line of every block, by how its text begins."""
    places: dict[str, int] = {}
    for element in tree.iter("p", "h1", "h2", "h3", "h4", "li", "blockquote", "td", "pre", "figcaption", "div"):
        if element.text and not element.text.isspace():
            places.setdefault(_key(element.text), element.sourceline or 1)
    return places


def _title_of(tree: Element) -> str | None:
    for meta in tree.iter("meta"):
        if meta.get("property") == "og:title" and (meta.get("content") or "").strip():
            return _SPACE.sub(" ", meta.get("content")).strip()
    for tag in ("h1", "title"):
        found = next(tree.iter(tag), None)
        if found is not None and _all_text(found):
            return _all_text(found)
    return None
