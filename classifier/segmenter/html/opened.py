"""What a page shows from elsewhere in its source: frames written out in an attribute, and shadow trees."""

from __future__ import annotations

from classifier.segmenter.html.outline import Element, is_stuffed, parsed

#: Frames within frames that are opened.
_DEEPEST = 3


def opened(tree: Element, depth: int = 0) -> Element:
    """The tree with frames and shadow trees put where they are shown.

    What a frame holds is an ``aside``: another page's, and none of the article's text.

    Examples
    --------
    >>> from classifier.segmenter.html.outline import parsed
    >>> page = opened(parsed('<p>Bridge shut</p><iframe srcdoc="&lt;p&gt;At last!&lt;/p&gt;"></iframe>'))
    >>> page.find(".//aside/p").text
    'At last!'
    """
    for template in tree.iter("template"):
        if template.get("shadowrootmode") or template.get("shadowroot"):
            template.tag = "div"
    for frame in list(tree.iter("iframe", "frame")):
        source = frame.get("srcdoc") or ""
        inside = parsed(source) if depth < _DEEPEST and not is_stuffed(source) else None
        if inside is not None:
            _fill(frame, opened(inside, depth + 1))
    return tree


def _fill(frame: Element, page: Element) -> None:
    for element in page.iter():
        element.sourceline = frame.sourceline
    del frame.attrib["srcdoc"]
    frame.tag, frame.text = "aside", None
    for child in frame:
        frame.remove(child)
    body = page.find("body")
    frame.append(page if body is None else body)
    if body is not None:
        body.tag = "div"
