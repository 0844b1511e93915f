"""Text as the features see it: one spelling for what looks the same."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
_SAME = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "`": "'", "´": "'", "ʼ": "'",
        "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"',
        "–": "-", "—": "-", "―": "-", "−": "-", "…": "...",
    }
)  # fmt: skip
_LINK = re.compile(
    r"(?:https?://|www\.)\S+|\b[a-z0-9-]+\.(?:com|org|net|az|am|ru|tr|uk|eu|de|fr|info|tv|news)(?:/\S*)?\b"
)
_READER = re.compile(r"(?<![\w.])@\w+")
_HASHTAG = re.compile(r"#(\w+)")
_HASHTAG_WORD = re.compile(r"[^\W\d_a-z]?[a-zà-ÿ]+|[^\W\d_a-z]+(?![a-zà-ÿ])|\d+")
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_WORD = re.compile(r"[^\W_]+(?:[@$][^\W_]+)*")
_LATIN = re.compile(r"[a-z]")
#: Cyrillic and Greek letters that pass for Latin ones inside a Latin word.
_LOOKALIKES = str.maketrans("аеорсухікмтвнӏѕјԁɡαεορυικν", "aeopcyxikmtbhlsjdgaeopuikv")
_DIGIT_INSIDE = re.compile(r"(?<=[a-z])[01345@$7]+(?=[a-z])|^[01345@$7](?=[a-z]{3})")
_DIGIT_LETTERS = str.maketrans("01345@$7", "oieasast")
_LONG_RUN = re.compile(r"(\w)\1{3,}")


def normalise(text: str) -> str:
    r"""Lower-cased text with one kind of quotation mark, apostrophe and dash, and nothing invisible.

    Links become ``_link_``, readers addressed with @ become ``_reader_``, and a letter repeated more
    than three times stands three times, so that none of them is learnt by heart. Flags become words, and
    hashtags of several capitalised words become those words. Letters disguised as look-alikes of other
    alphabets or as digits are undone.

    Examples
    --------
    >>> normalise("“SO\u200b-called” aid… @Maria see https://example.com/x nooooo")
    '"so-called" aid... _reader_ see _link_ nooo'
    >>> normalise("#StandWithBaku #peace \U0001f1ec\U0001f1ea")
    '#stand with baku #peace  flagge '
    >>> normalise("l1ars, p34c3, p\u0430id, F-16, 5th, covid19")
    'liars, peac3, paid, f-16, 5th, covid19'
    """
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).translate(_SAME)
    text = _HASHTAG.sub(_words_of_hashtag, _FLAG.sub(_word_of_flag, text)).lower()
    text = _LINK.sub("_link_", text)
    text = _WORD.sub(_plain_word, text)
    text = _READER.sub("_reader_", text)
    return _LONG_RUN.sub(r"\1\1\1", text)


def _plain_word(match: re.Match[str]) -> str:
    """A word with disguised letters undone: look-alikes of other alphabets, and digits between letters."""
    word = match.group()
    if not word.isascii() and _LATIN.search(word):
        word = word.translate(_LOOKALIKES)
    return word if word.isalpha() else _DIGIT_INSIDE.sub(lambda digit: digit.group().translate(_DIGIT_LETTERS), word)


def _words_of_hashtag(match: re.Match[str]) -> str:
    words = _HASHTAG_WORD.findall(match.group(1))
    return match.group() if "".join(words) != match.group(1) else "#" + " ".join(words)


def _word_of_flag(match: re.Match[str]) -> str:
    return " flag" + "".join(chr(ord(letter) - 0x1F1E6 + ord("a")) for letter in match.group()) + " "
