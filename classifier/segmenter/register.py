# ruff: noqa: E501 - patterns and samples of text are easier to check on one line
"""How a line is written, in numbers without words: the register that tells an article from its readers.

Only closed classes of words are counted (pronouns, auxiliaries, greetings, words of answering and of
thanking), and the marks of writing: capitals, quotation marks, how sentences end.
"""

from __future__ import annotations

import math
import re

import numpy as np

from classifier.segmenter.bylines import CLOCK, DATE, Byline

#: How much of a line is measured; the rest of a longer one adds nothing to its register.
MEASURED = 3000


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Closed classes of words that are counted, by the name of the feature.
CLASSES: dict[str, frozenset[str]] = {
    "i": _words("i i'm i've i'd i'll im ive me my mine myself ich mir mich mein meine je j'ai moi mon yo mi me"),
    "we": _words("we we're we've we'd we'll us our ours ourselves"),
    "you": _words(
        "you you're you've you'd you'll your yours yourself yourselves u ur ya y'all youre du dir dich sie ihr vous tu"
    ),
    "he": _words("he she him her his hers they them their he's she's they're"),
    "it": _words("it it's its this that that's these those there here"),
    "thanks": _words(
        "thanks thank thx thankyou thankful cheers congrats congratulations kudos bravo danke merci gracias obrigado grazie"
    ),
    "praise": _words(
        "great nice awesome wonderful amazing love loved lovely cool excellent brilliant beautiful fantastic good best "
        "interesting helpful useful enjoyed perfect super happy glad"
    ),
    "answer": _words(
        "agree agreed disagree exactly yes yeah yep no nope nah indeed true right wrong correct incorrect well ok okay sure actually absolutely totally amen please sorry"
    ),
    "page": _words(
        "post posts article articles blog comment comments commenter commenters author writer reader readers piece site page thread photo photos picture pics video review link"
    ),
    "opinion": _words(
        "think thought guess believe feel hope wish wonder imho imo seems seem maybe perhaps suppose doubt opinion bet bit"
    ),
    "slang": _words(
        "lol haha hahaha hehe btw wtf omg lmao rofl gonna wanna gotta dont cant wont isnt doesnt didnt thats whats lets cuz tho thru etc kinda stuff guy guys dude crap damn hell shit stupid idiot idiots nonsense bullshit sad shame pathetic joke clown troll trolls bs"
    ),
    "greeting": _words("hi hello hey dear hola hallo wow oh ah ooh aw aww ugh hmm um huh yay woo greetings"),
    "report": _words(
        "said says told according announced reported added explained noted spokesman spokeswoman official officials statement"
    ),
    "aux": _words(
        "is are was were be been being am has have had do does did will would can could should may might must shall"
    ),
    "negation": _words(
        "not don't doesn't didn't won't can't isn't aren't wasn't weren't wouldn't shouldn't couldn't never nothing nobody none nor"
    ),
    "article": _words("the a an"),
    "preposition": _words(
        "of in to for with on at by from as into about over after before between through during against under within without"
    ),
    "link": _words(
        "and or but because although while since if then so however though also too just even still only really very much"
    ),
    "question": _words("who what where when why how which whose anyone anybody someone"),
    "time": _words(
        "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december today yesterday tomorrow"
    ),
}
_CLASS_NAMES = tuple(CLASSES)
_CLASSES_OF: dict[str, tuple[int, ...]] = {}
for _index, _name in enumerate(_CLASS_NAMES):
    for _word in CLASSES[_name]:
        _CLASSES_OF[_word] = (*_CLASSES_OF.get(_word, ()), _index)

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:[.,]\d+)*")
_MARKS = {
    "comma": ",",
    "colon": ":",
    "semicolon": ";",
    "exclamation": "!",
    "question_mark": "?",
    "dash": "—–",
    "bracket": "()",
    "curly_single": "’‘",
    "straight_single": "'",
    "quote": '"“”„«»',
    "ellipsis": "…",
    "symbol": "@#*&/\\=+<>~^|_%$",
}
_EMOTICON = re.compile(r"(?<!\w)[:;=8xX]['-]?[)(DPpO/\\|*3]+(?!\w)|<3|[\U0001F300-\U0001FAFF☀-➿]|\(:|\^\^")
_DOTS = re.compile(r"\.{2,}|…")
_REPEATED = re.compile(r"([!?])\1|[!?]{2}|([a-z])\2{2}", re.I)
_GLUED = re.compile(r"[a-z][.,!?;][A-Za-z]|\s[,.!?;](?:\s|$)|\(\s|,\w")
_LOWER_I = re.compile(r"(?<![\w'’.])i(?:['’]?(?:m|ve|ll|d))?(?![\w'’.])")
_URL = re.compile(r"https?://|www\.|\b[\w-]+\.(?:com|org|net|co\.uk|de|fr)\b", re.I)
_ADDRESS = re.compile(
    r"^(?:@[\w.]+|(?:hi|hey|hello|dear|ok|well|no|yes|sorry|thanks|thank you),?\s+[A-Z][\w.]+|[A-Z][\w.@]{1,20}(?:\s[A-Z][\w.]{1,20})?)\s*(?:,|:|-|–|—|!|\.\.\.)"
)
_INITIAL = re.compile(r"(?<=[.!?:])[\"'”’)]*\s+")
_OPENS_QUOTE = re.compile(r"^[\"“„«'‘>]")
_CLOSES = re.compile(r"[.!?][\"'”’)\]]*$")
_NAME_PAIR = re.compile(r"(?<![.!?:]\s)(?<!^)\b[A-Z][a-z]+ [A-Z][a-z]+")
_BULLET = re.compile(r"^(?:[-*•·>+–—]|\(?\d{1,3}[.)]|[a-z]\))\s*\S")
_COLON_LABEL = re.compile(r"^[A-Z][\w ]{1,30}:\s")

#: How readers begin: with praise, thanks, assent, a greeting, often with the subject left out.
_READER_START = re.compile(
    r"^\W{0,3}(?:(?:what an?|such an?|this (?:is|was|looks?)(?: so| such| really| very| just| the)*(?: an?)?|these (?:are|look)(?: so)?|"
    r"that(?:'s| is| was| looks)(?: so| really| very| just)*(?: an?)?|it(?:'s| is)(?: so| really)?(?: an?)?|so|very|really|"
    r"i(?: just| really| also| totally| absolutely| too| so| completely| am| would have to| have to)*|absolutely|totally|just|looks?|sounds?|"
    r"simply|pretty|some|another|always|many|a very|a)\s+)?"
    r"(?:great|nice|awesome|wonderful|amazing|love[ds]?|lovely|excellent|brilliant|beautiful(?:ly)?|fantastic|cool|thanks?|thx|"
    r"congrat\w*|kudos|bravo|agree[ds]?|enjoy(?:ed)?|liked?|funny|interesting|helpful|useful|"
    r"well (?:said|done|written|put)|good (?:job|work|post|article|luck|stuff|point|one|to|for|read|piece|on)|ha(?:ha)+\w*|lol|wow|omg|"
    r"oh|ah|yes|yeah|yay|hi|hello|hey|dear|nope|ok(?:ay)?|exactly|true|sorry|perfect|disagree|happy to|glad|sad|so true|can['’]?t wait)\b",
    re.I,
)
#: What readers say about the page they have read.
_ABOUT_PAGE = re.compile(
    r"\b(?:your|ur)\s+(?:\w+\s+)?(?:posts?|articles?|blog|site|website|writing|work|photos?|pictures?|pics|videos?|point|comment|book|story|"
    r"advice|thoughts?|review|piece|column)\b|\b(?:this|the|great|nice|good|excellent|interesting) (?:\w+ )?(?:post|article|blog|piece|comment)\b|"
    r"\bthank(?:s| you)(?: so much| a lot| very much| again)? for\b|\bfor (?:sharing|posting|writing|the (?:info|post|article|great|link))\b|"
    r"\bkeep (?:up|it up|writing)\b|\bcan['’]?t wait\b|\bi (?:totally |completely |also |really |would |do |must )*(?:agree|disagree|love|enjoyed|wonder|wish|guess)\b",
    re.I,
)
#: How articles turn to their readers at the end.
_INVITES = re.compile(
    r"\bwhat do you think\b|\blet (?:me|us) know\b|\bleave (?:me |us )?(?:a|your) (?:comment|note|reply)\b|\bin the comments?\b|\bcomments? below\b|"
    r"\bshare your\b|\btell (?:me|us)\b|\bwhat(?:['’]s| is| are) your\b|\byour (?:thoughts|favou?rites?|experiences?|opinion|turn)\b|\bhave you\b|\bdo you\b|"
    r"\bwould you\b|\bwhich (?:one|of)\b|\bhow about you\b|\bany (?:thoughts|ideas|suggestions|questions)\b|\bstay tuned\b|\buntil next\b|\bsee you\b|"
    r"\bclick here\b|\bfollow (?:me|us|him|her)\b|\bsubscribe\b|\bsign up\b|\bcheck out\b|\bfor more\b|\babout the author\b",
    re.I,
)
#: Notes at the foot of an article.
_FOOTNOTE = re.compile(
    r"^\W{0,4}(?:via|source|sources|photo|photos|image|images|picture|pictures|credit|tags?|filed|posted|updated?|by|related|share|note|"
    r"disclaimer|disclosure|copyright|©|p\.?s|labels?|categor\w+|read|see|more|originally|from|contact|for more|about|download|watch|listen|tweet|print)\b[^.!?]{0,12}(?::|\bby\b|$)|"
    r"\b(?:photo|image|pic|picture)s? (?:by|via|credit|courtesy|thx|from)\b|\ball rights reserved\b|\bcopyright\b|\bpermission\b",
    re.I,
)
_SIGN_OFF = re.compile(
    r"^\W{0,3}(?:cheers|best|regards|best wishes|love|xo+x?o*|peace|sincerely|yours|kind regards|warmly|hugs)?\W{0,3}(?:[A-Z][\w.]*(?: [A-Z][\w.]*)?)?\W{0,3}$"
)

_KIN = _words(
    "husband wife hubby mom mum mother dad father son sons daughter daughters kids kid baby boyfriend girlfriend friend friends sister brother "
    "family grandma grandmother grandpa mine myself"
)
_STRONG_WORDS = _words(
    "so such really very too quite totally absolutely definitely always never ever much many most all every any just even still"
)
_IMPERATIVES = _words(
    "add place put let use make take try go see check click visit read watch find look "
    "get give keep start stop learn download follow join sign tell share enter leave think consider remember note please don't never always"
)
_NAME_REPORTS = re.compile(
    r"^(?:[A-Z][\w.'’-]+,? ){1,4}(?:said|says|told|has|had|was|is|will|announced|reported|added|wrote|and|of|in|'s|’s)\b"
)

_SCALARS = (
    "reader_start",
    "about_page",
    "invites",
    "footnote",
    "sign_off",
    "you_asked",
    "first_sentence",
    "first_sentence_exclaims",
    "last_sentence",
    "last_sentence_asks",
    "starts_with_it",
    "starts_with_he",
    "starts_with_question",
    "starts_with_report_name",
    "starts_imperative",
    "rate_kin",
    "rate_strong_word",
    "ends_too",
    "money",
    "percent",
    "questions",
    "log_words",
    "log_chars",
    "word_length",
    "sentence_length",
    "sentences",
    "capitals",
    "shouted",
    "digits",
    "long_words",
    "name_pairs",
    "repeats_itself",
    "lower_start",
    "quote_start",
    "bullet_start",
    "label_start",
    "address_start",
    "closed",
    "closed_exclaiming",
    "closed_asking",
    "closed_dots",
    "closed_colon",
    "closed_comma",
    "dots",
    "doubled_marks",
    "glued",
    "lower_i",
    "url",
    "emoticon",
    "date",
    "clock",
    "past",
    "adverb",
    "contraction",
    "first_is_i",
    "first_is_greeting",
    "first_is_answer",
    "first_is_you",
    "first_is_article",
    "first_is_link",
    "indent",
    "tabs",
    "blanks_before",
    "byline_dated",
    "byline_says",
    "byline_name",
    "byline_button",
    "byline_header",
)
#: Names of the measures of a line, in their order.
NAMES = _SCALARS + tuple(f"rate_{name}" for name in _CLASS_NAMES) + tuple(f"mark_{name}" for name in _MARKS)
INDEX = {name: number for number, name in enumerate(NAMES)}


def measure(line: str, byline: Byline | None, blanks_before: int) -> list[float]:
    """Measures of one line, in the order of `NAMES`.

    Parameters
    ----------
    line : str
        The physical line.
    byline : Byline or None
        What it says as a byline.
    blanks_before : int
        How many blank lines stand before it.

    Examples
    --------
    >>> numbers = measure("so you think it will rain???", None, 0)
    >>> numbers[INDEX["lower_start"]], numbers[INDEX["closed_asking"]]
    (1.0, 1.0)
    """
    raw = line[:MEASURED]
    text = raw.strip()
    tokens = _TOKEN.findall(text)
    count = max(len(tokens), 1)
    lowered = [token.lower().replace("’", "'") for token in tokens]
    classes = [0] * len(_CLASS_NAMES)
    for word in lowered:
        for index in _CLASSES_OF.get(word, ()):
            classes[index] += 1
    first = _CLASSES_OF.get(lowered[0], ()) if lowered else ()
    alphabetic = [token for token in tokens if token[0].isalpha()]
    sentences = [part for part in _INITIAL.split(text) if part] or [text]
    inner = max(len(alphabetic) - len(sentences), 1)
    kind = byline.kind if byline else ""
    end = text[-1:] if text else ""
    chars = max(len(text), 1)
    scalars = (
        bool(_READER_START.match(text)),
        bool(_ABOUT_PAGE.search(text)),
        bool(_INVITES.search(text)),
        len(text) < 300 and bool(_FOOTNOTE.search(text)),
        len(text) < 40 and bool(_SIGN_OFF.match(text)),
        end == "?" and classes[_CLASS_NAMES.index("you")] > 0,
        math.log1p(len(sentences[0].split())),
        sentences[0].rstrip("\"'”’)").endswith("!"),
        math.log1p(len(sentences[-1].split())),
        sentences[-1].rstrip("\"'”’)").endswith("?"),
        _CLASS_NAMES.index("it") in first,
        _CLASS_NAMES.index("he") in first,
        _CLASS_NAMES.index("question") in first,
        bool(_NAME_REPORTS.match(text)),
        bool(lowered) and lowered[0] in _IMPERATIVES,
        sum(word in _KIN for word in lowered) / count,
        sum(word in _STRONG_WORDS for word in lowered) / count,
        bool(lowered)
        and lowered[-1] in ("too", "though", "tho", "anyway", "either", "again", "ever", "lol", "x", "xx"),
        bool(re.search(r"[$€£]\s?\d|\d\s?[$€£]", text)),
        "%" in text or "percent" in lowered or "per" in lowered,
        math.log1p(text.count("?")),
        math.log1p(len(tokens)),
        math.log1p(len(text)),
        sum(map(len, alphabetic)) / max(len(alphabetic), 1),
        math.log1p(len(tokens) / max(len(sentences), 1)),
        math.log1p(len(sentences)),
        (sum(token[0].isupper() for token in alphabetic) - len(sentences)) / inner,
        sum(token.isupper() and len(token) > 1 for token in alphabetic) / count,
        sum(token[0].isdigit() for token in tokens) / count,
        sum(len(token) > 7 for token in alphabetic) / count,
        len(_NAME_PAIR.findall(text)) / count,
        1 - len(set(lowered)) / count if lowered else 0.0,
        text[:1].islower(),
        bool(_OPENS_QUOTE.match(text)),
        bool(_BULLET.match(text)),
        bool(_COLON_LABEL.match(text)),
        bool(_ADDRESS.match(text)),
        bool(_CLOSES.search(text)),
        end == "!",
        end == "?",
        bool(text.endswith(("...", "…", ".."))),
        end == ":",
        end == ",",
        len(_DOTS.findall(text)) / count * 10,
        bool(_REPEATED.search(text)),
        len(_GLUED.findall(text)) / count * 10,
        bool(_LOWER_I.search(text)),
        bool(_URL.search(text)),
        bool(_EMOTICON.search(text)),
        bool(DATE.search(text[:400])),
        bool(CLOCK.search(text[:400])),
        sum(word.endswith("ed") for word in lowered) / count,
        sum(word.endswith("ly") for word in lowered) / count,
        sum("'" in word for word in lowered) / count,
        _CLASS_NAMES.index("i") in first,
        _CLASS_NAMES.index("greeting") in first or _CLASS_NAMES.index("thanks") in first,
        _CLASS_NAMES.index("answer") in first,
        _CLASS_NAMES.index("you") in first,
        _CLASS_NAMES.index("article") in first,
        _CLASS_NAMES.index("link") in first,
        min(len(raw) - len(raw.lstrip()), 12) / 4,
        "\t" in raw,
        min(blanks_before, 4),
        kind == "dated",
        kind == "says",
        kind == "name",
        kind == "button",
        kind == "header",
    )
    marks = [sum(map(text.count, marks)) / chars * 100 for marks in _MARKS.values()]
    return [*map(float, scalars), *(number / count for number in classes), *marks]


def measures(lines: list[str], bylines: list[Byline | None], blanks: list[int]) -> np.ndarray:
    """Measures of many lines, one row a line: shape (lines, `NAMES`)."""
    if not lines:
        return np.zeros((0, len(NAMES)))
    return np.array([measure(*row) for row in zip(lines, bylines, blanks, strict=True)])
