"""The scorer: plain functions over arrays, run by Python for a handful of comments, compiled for more.

Every function works on integers that fit 64 bits, so that both ways give the same answers. `use_compiled`
turns the functions of this module into machine code, once a process; the machine code is kept on disk.
"""

from __future__ import annotations

import math
import threading
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from classifier.learn.fast.characters import (
    BY_PYTHON,
    CAPITAL,
    DIGIT,
    ELLIPSIS,
    EMOJI,
    LARGE,
    LETTER,
    LOOKALIKE,
    NOTHING,
    SPACE,
    SPELT,
    WORD,
)

#: Bytes of a chunk that one word of its key holds.
WORD_BYTES = 7

#: Words of a chunk's key that lie in its slot, and where the slot has the chunk's size and record.
KEYS, META = 3, 3

#: Number of the record that stands for none.
NO_RECORD = 0

#: Share of large letters above which capitals stress nothing.
SHOUTED = 0.7

#: Bits of each of the three numbers in an entry of a model's table: two that are looked for, one that is found.
FIELD = 21

#: Slots looked at before a chunk counts as unknown.
PROBES = 32

#: Labels are handled in groups of so many, which fills a cache line.
LANES = 8

#: Manners in the order in which they are counted; the last two decide of the first.
MANNERS = (
    "capitals",
    "exclaims",
    "exclaims again",
    "asks",
    "asks again",
    "trails off",
    "quotes",
    "scare quotes",
    "quotes a reader",
    "digits",
    "year",
    "small start",
    "no end",
    "new line",
    "emoji",
    "hashtag",
    "link",
    "reader",
    "small i",
    "comma",
    "colon",
    "semicolon",
    "full stop",
    "brackets",
    "dash",
    "masked",
    "letters",
    "large letters",
)
(
    CAPITALS, EXCLAIMS, EXCLAIMS_AGAIN, ASKS, ASKS_AGAIN, TRAILS_OFF, QUOTES, SCARE_QUOTES, QUOTES_READER, DIGITS,
    YEAR, SMALL_START, NO_END, NEW_LINE, EMOJIS, HASHTAG, LINK, READER, SMALL_I, COMMA, COLON, SEMICOLON, FULL_STOP,
    BRACKETS, DASH, MASKED, LETTERS_SEEN, LARGE_LETTERS,
) = range(28)  # fmt: skip

#: Fields of a chunk's record; that of its twin has the first four only.
(
    TOKENS, TOKEN_COUNT, LETTERS, LETTER_COUNT, KEY, TWIN, FLAGS, MANNER, MANNER_COUNT, LETTERS_THERE, LARGE_THERE,
    SCARE_FRESH, SCARE_AFTER,
) = range(13)  # fmt: skip
#: Fields a record has room for, which fill a cache line.
RECORD = 16

#: Bits of a record's flags.
TWINNED, QUOTING, SMALL, ENDED, HYPHEN, CLOSING, OPEN_FRESH, OPEN_AFTER, NAMED = (1 << bit for bit in range(9))

#: Counters of a memory, and the secret its hashes are keyed with.
RECORDS, WORDS, IDS, SECRET = range(4)

#: Numbers a desk keeps: chunks left to Python, flags of a comment, new lines at its end, and a base of counts.
PENDING, FLAGS_THERE, LINES_LEFT, BASE = range(4)

#: More than any column can be counted in a comment.
MOST = 1 << 22

#: Highest count an array of counts holds.
HIGHEST = (1 << 32) - 1

#: Sizes of a model.
SHORTEST, LONGEST, WINDOW, PAIR_SALT, LABELS = range(5)

#: Roots of the trie: runs of letters, and tokens.
LETTER_ROOT, TOKEN_ROOT = 0, 1

#: Number of a token the model does not know.
STRANGER = 2

#: Where a chunk of a comment begins and ends, new lines before it, and the slot it is looked for first.
START, END, LINES, HOME = range(4)

#: What Python has spelt: the chunk by its place, where the text lies, its size, and its twin's, which follows it.
CHUNK, TEXT, PLAIN, OTHER = range(4)

#: What `find_or_learn` says instead of a record.
UNKNOWN, NO_ROOM = -1, -2

_FOLD = (1 << 62) - 1
_SPREAD = 0x1E3779B97F4A7C15


class Tables(NamedTuple):
    """A model's arrays; see `arrays.FIELDS`."""

    classes: Any
    plain: Any
    blanks: Any
    codes: Any
    trie: Any
    values: Any
    rows: Any
    unigrams: Any
    pairs: Any
    sides: Any
    shown: Any
    near: Any
    manners: Any
    intercepts: Any
    mirrored: Any
    temperatures: Any
    heads: Any
    sizes: Any
    logs: Any


class Memory(NamedTuple):
    """Chunks met so far: a table of keys, a record each, and what the records point to."""

    slots: Any
    records: Any
    words: Any
    ids: Any
    sums: Any
    used: Any


class Desk(NamedTuple):
    """Room to work in, empty between comments."""

    raw: Any
    plain: Any
    twin: Any
    key: Any
    spans: Any
    keys: Any
    units: Any
    tokens: Any
    twin_tokens: Any
    probes: Any
    counts: Any
    touched: Any
    factors: Any
    surplus: Any
    manner: Any
    marks: Any
    own: Any
    other: Any
    shared: Any
    block: Any
    words: Any
    letters: Any
    pending: Any
    spelt: Any
    spelling: Any
    state: Any


def place(at):
    """A place in an array; machine code is spared looking whether it is counted from the end, see `unsigned`."""
    return at


def unsigned(at):
    """`place` in machine code, where a number without a sign is never counted from the end."""
    return np.uint64(at)


def mix(state, word):
    """Fold one word into a hash."""
    state = ((state ^ word) * _SPREAD) & _FOLD
    return state ^ (state >> 29)


def look_up(table, salt, first, second):
    """Value of a pair of numbers in a table of the model, or -1; the whole pair is compared."""
    key = (first << FIELD) | second
    return find_pair(table, key, mix(salt, key) & (len(table) - 1))


def find_pair(table, key, slot):
    """Value of a key in a table of the model, looked for from a slot on, or -1."""
    found = table[slot]
    while found >> FIELD != key:
        if found < 0:
            return -1
        slot = (slot + 1) & (len(table) - 1)
        found = table[slot]
    return found & ((1 << FIELD) - 1)


def step(codes, trie, node, code):
    """Node of the trie that a character leads to, or -1."""
    if code >= len(codes):
        return -1
    place = trie[node, 0] + codes[code]
    return place if trie[place, 1] == node else -1


def blank_at(blanks, classes, data, at, end):
    """Bytes of the blank that stands at a place, 0 where none does."""
    kind = blanks[data[at]]
    if kind < 2:
        return kind
    if data[at] == 0xC2:
        return 2 if at + 1 < end and (data[at + 1] == 0x85 or data[at + 1] == 0xA0) else 0
    if at + 2 >= end:
        return 0
    code = ((data[at] & 15) << 12) | ((data[at + 1] & 63) << 6) | (data[at + 2] & 63)
    return 3 if classes[code] & SPACE else 0


def decode(data, start, end, out):
    """Code points of UTF-8 bytes; how many there are."""
    count, at = 0, start
    while at < end:
        byte = data[at]
        if byte < 0x80:
            code, at = byte, at + 1
        elif byte < 0xE0:
            code, at = ((byte & 31) << 6) | (data[at + 1] & 63), at + 2
        elif byte < 0xF0:
            code = ((byte & 15) << 12) | ((data[at + 1] & 63) << 6) | (data[at + 2] & 63)
            at += 3
        else:
            code = ((byte & 7) << 18) | ((data[at + 1] & 63) << 12)
            code |= ((data[at + 2] & 63) << 6) | (data[at + 3] & 63)
            at += 4
        out[count] = code
        count += 1
    return count


def spell(tables, raw, count, out):
    """Normalised spelling of a chunk in which nothing depends on its neighbours; -1 where something may."""
    size, latin, strange = 0, False, False
    for at in range(count):
        code = raw[at]
        small = tables.plain[code] if code < SPELT else BY_PYTHON
        if small == BY_PYTHON:
            return -1
        if small == ELLIPSIS:
            for _ in range(3):
                out[size] = 46
                size += 1
        elif small != NOTHING:
            out[size] = small
            size += 1
            latin = latin or 97 <= small <= 122
            strange = strange or small == 36 or tables.classes[small] & LOOKALIKE != 0
    if (latin and strange) or not plainly_spelt(tables, out, size):
        return -1
    return size


def plainly_spelt(tables, text, size):
    """Whether small letters hold no link, reader, hashtag, disguise, long run of one letter, or side's name."""
    run = 0
    for at in range(size):
        code = text[at]
        ahead = text[at + 1] if at + 1 < size else 0
        before = text[at - 1] if at else 0
        run = run + 1 if code == before else 1
        if code == 35 or code == 64 or (run > 3 and tables.classes[code] & WORD):
            return False
        if 97 <= ahead <= 122 and (48 <= code <= 57 or (code == 46 and may_name_host(before))):
            return False
        if (code == 46 and before == 119) or (code == 47 and before == 58):
            return False
    return not names_side(tables, text, size)


def may_name_host(code):
    """Whether a character may end the first part of an address without a scheme."""
    return 97 <= code <= 122 or 48 <= code <= 57 or code == 45


def names_side(tables, text, size):
    """Whether a word of a text is the name of a side."""
    at = 0
    while at < size:
        start = at
        while at < size and text[at] != 95 and tables.classes[text[at]] & WORD:
            at += 1
        if at > start:
            if tables.sides[token_id(tables, text, start, at)] >= 0:
                return True
        else:
            at += 1
    return False


def token_id(tables, text, start, end):
    """Number of a token, `STRANGER` for one the model does not know."""
    codes, trie, node = tables.codes, tables.trie, TOKEN_ROOT
    for at in range(start, end):
        node = step(codes, trie, node, text[at])
        if node < 0:
            return STRANGER
    return tables.values[node] if tables.values[node] >= 0 else STRANGER


def token_end(tables, text, at, size):
    """Where the token that begins at a place ends; the place itself where none begins."""
    code = text[at]
    kind = tables.classes[code]
    if kind & WORD or (code == 35 and at + 1 < size and tables.classes[text[at + 1]] & WORD):
        at += 1
        while at < size and tables.classes[text[at]] & WORD:
            at += 1
        return at
    if code == 33 or code == 63:
        while at < size and (text[at] == 33 or text[at] == 63):
            at += 1
        return at
    if code == 46:
        return at + 3 if at + 2 < size and text[at + 1] == 46 and text[at + 2] == 46 else at
    return at + 1 if code == 34 or kind & EMOJI else at


def put_tokens(tables, text, size, memory):
    """Write the numbers of a text's tokens; how many there are."""
    first = memory.used[IDS]
    place, at = first, 0
    while at < size:
        end = token_end(tables, text, at, size)
        if end > at:
            memory.ids[place] = token_id(tables, text, at, end)
            place += 1
            at = end
        else:
            at += 1
    memory.used[IDS] = place
    return place - first


def put_letters(tables, text, size, memory):
    """Write the columns of a text's runs of letters; how many there are."""
    first, at = memory.used[IDS], 0
    while at < size:
        if tables.classes[text[at]] & SPACE:
            at += 1
            continue
        start = at
        while at < size and not tables.classes[text[at]] & SPACE:
            at += 1
        put_runs(tables, text, start, at, memory)
    return memory.used[IDS] - first


def put_runs(tables, text, start, end, memory):
    """Write the columns of the runs of letters of one chunk, which has a blank on both sides."""
    codes, trie, values, ids = tables.codes, tables.trie, tables.values, memory.ids
    shortest, longest = tables.sizes[SHORTEST], tables.sizes[LONGEST]
    place = memory.used[IDS]
    for begin in range(start - 1, end + 1):
        node = LETTER_ROOT
        for at in range(begin, min(begin + longest, end + 1)):
            node = step(codes, trie, node, text[at] if start <= at < end else 32)
            if node < 0:
                break
            term = values[node]
            if term >= 0 and at - begin + 1 >= shortest:
                ids[place] = term
                place += 1
    memory.used[IDS] = place


def total_rows(rows, picked, start, end, block):
    """Set a block to the sum of the rows that are picked."""
    for group in range(len(block)):
        a, b, c, d, e, f, g, h = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
        for at in range(start, end):
            row = picked[at]
            a += rows[row, group, 0]
            b += rows[row, group, 1]
            c += rows[row, group, 2]
            d += rows[row, group, 3]
            e += rows[row, group, 4]
            f += rows[row, group, 5]
            g += rows[row, group, 6]
            h += rows[row, group, 7]
        block[group, 0] = a
        block[group, 1] = b
        block[group, 2] = c
        block[group, 3] = d
        block[group, 4] = e
        block[group, 5] = f
        block[group, 6] = g
        block[group, 7] = h


def add_rows(tables, desk, many, block):
    """Add to a block the rows that were touched, as often as the factors say; see `note`."""
    rows, touched, factors = tables.rows, desk.touched, desk.factors
    for group in range(len(block)):
        a, b, c, d, e, f, g, h = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
        for at in range(many):
            row, factor = touched[at], factors[at]
            a += factor * rows[row, group, 0]
            b += factor * rows[row, group, 1]
            c += factor * rows[row, group, 2]
            d += factor * rows[row, group, 3]
            e += factor * rows[row, group, 4]
            f += factor * rows[row, group, 5]
            g += factor * rows[row, group, 6]
            h += factor * rows[row, group, 7]
        block[group, 0] += a
        block[group, 1] += b
        block[group, 2] += c
        block[group, 3] += d
        block[group, 4] += e
        block[group, 5] += f
        block[group, 6] += g
        block[group, 7] += h
    add_squares(tables, desk, many, block)


def add_squares(tables, desk, many, block):
    """Add to a block's length what weights other than 1 add to it."""
    rows, touched, surplus = tables.rows, desk.touched, desk.surplus
    group, lane = (tables.sizes[LABELS] - 1) // LANES, (tables.sizes[LABELS] - 1) % LANES
    square = 0.0
    for at in range(many):
        square += surplus[at] * rows[touched[at], group, lane]
    block[group, lane] += square


def set_zero(block):
    """Empty a block."""
    for group in range(len(block)):
        for lane in range(LANES):
            block[group, lane] = 0.0


def opens_quote(code):
    """Whether a character may open scare quotes."""
    return code == 0x22 or code == 0x27 or code == 0x2018 or code == 0x201C


def closes_quote(code):
    """Whether a character may close scare quotes."""
    return code == 0x22 or code == 0x27 or code == 0x2019 or code == 0x201D


def word_end(tables, text, at, size):
    """Where the word characters from a place on end."""
    while at < size and tables.classes[text[at]] & WORD:
        at += 1
    return at


def scare_quotes(tables, text, start, size):
    """Scare quotes within a chunk, doubled, plus 1 where one is left open at the end."""
    count, at = 0, start
    while at < size:
        end = word_end(tables, text, at + 1, size) if opens_quote(text[at]) else at + 1
        if not opens_quote(text[at]) or end == at + 1:
            at += 1
            continue
        if end == size:
            return 2 * count + 1
        if text[end] == 45:
            second = word_end(tables, text, end + 1, size)
            end = second if second > end + 1 else end
        if end < size and closes_quote(text[end]):
            count, at = count + 1, end + 1
        else:
            at += 1
    return 2 * count


def is_link(text, at, size):
    """Whether the text at a place begins a link."""
    if text[at] == 119:
        return at + 3 < size and text[at + 1] == 119 and text[at + 2] == 119 and text[at + 3] == 46
    if not (
        at + 6 < size and text[at] == 104 and text[at + 1] == 116 and text[at + 2] == 116 and text[at + 3] == 112
    ):
        return False
    at += 5 if text[at + 4] == 115 else 4
    return at + 2 < size and text[at] == 58 and text[at + 1] == 47 and text[at + 2] == 47


def mark_words(tables, text, size, counts):
    """Count manners that show in whole words and in numbers."""
    at = 0
    while at < size:
        start, capitals = at, True
        while at < size and tables.classes[text[at]] & WORD:
            kind = tables.classes[text[at]]
            capitals = capitals and kind & CAPITAL != 0
            counts[DIGITS] += 1 if kind & DIGIT and (at == start or text[at - 1] == 95) else 0
            at += 1
        counts[CAPITALS] += 1 if capitals and at - start >= 3 else 0
        counts[SMALL_I] += 1 if at - start == 1 and text[start] == 105 else 0
        counts[YEAR] += 1 if at - start == 4 and is_year(tables, text, start) else 0
        at += 1 if at == start else 0


def is_year(tables, text, at):
    """Whether four word characters are a year from 1800 to 2099."""
    century = (text[at] == 49 and (text[at + 1] == 56 or text[at + 1] == 57)) or (
        text[at] == 50 and text[at + 1] == 48
    )
    return century and tables.classes[text[at + 2]] & DIGIT and tables.classes[text[at + 3]] & DIGIT


def mark_signs(tables, text, size, counts):
    """Count manners that show in single characters and in what stands beside them."""
    for at in range(size):
        code = text[at]
        before = text[at - 1] if at else 32
        ahead = text[at + 1] if at + 1 < size else 32
        if code == 46:
            counts[TRAILS_OFF] += 1 if ahead == 46 and before != 46 else 0
            counts[FULL_STOP] += 1 if at + 1 == size else 0
        elif code == 44:
            counts[COMMA] += 1
        elif code == 33:
            counts[EXCLAIMS] += 1
            counts[EXCLAIMS_AGAIN] += 1 if ahead == 33 and before != 33 else 0
        elif code == 63:
            counts[ASKS] += 1
        elif code == 0x2026:
            counts[TRAILS_OFF] += 1
        elif code == 0x22 or code == 0x201C or code == 0x201D or code == 0xAB or code == 0xBB:
            counts[QUOTES] += 1
        elif code == 35:
            counts[HASHTAG] += 1 if tables.classes[ahead] & WORD else 0
        elif code == 64:
            counts[READER] += 1 if tables.classes[ahead] & WORD and not tables.classes[before] & WORD else 0
        elif code == 58:
            counts[COLON] += 1
        elif code == 59:
            counts[SEMICOLON] += 1
        elif code == 40:
            counts[BRACKETS] += 1
        elif code == 0x2013 or code == 0x2014:
            counts[DASH] += 1
        elif code == 104 or code == 119:
            counts[LINK] += 1 if is_link(text, at, size) else 0
        if tables.classes[code] & EMOJI:
            counts[EMOJIS] += 1


def is_mask(code):
    """Whether a character may hide a letter."""
    return code == 42 or code == 36 or code == 64 or code == 35


def mark_runs(tables, text, size, counts):
    """Count questions asked twice over and masked words, whose signs belong to one match each."""
    at = 0
    while at < size:
        ahead = text[at + 1] if at + 1 < size else 32
        if text[at] == 63 and ahead == 63:
            counts[ASKS_AGAIN] += 1
            while at < size and text[at] == 63:
                at += 1
        elif (text[at] == 63 and ahead == 33) or (text[at] == 33 and ahead == 63):
            counts[ASKS_AGAIN] += 1
            at += 2
        else:
            at += 1
    at = 0
    while at < size:
        end = at + 1
        if tables.classes[text[at]] & WORD:
            while end < size and is_mask(text[end]):
                end += 1
            if end > at + 1 and end < size and tables.classes[text[end]] & WORD:
                counts[MASKED] += 1
                end += 1
        at = end


def flags_of(tables, text, size):
    """What of a chunk matters to manners that reach across a blank."""
    first, last = text[0], text[size - 1]
    found = QUOTING if first == 62 else 0
    if 97 <= first <= 122 or 0xE0 <= first <= 0xFF:
        found |= SMALL
    if last == 46 or last == 33 or last == 63 or last == 0x2026 or last == 34 or last == 0x201D:
        found |= ENDED
    if last == 39 or last == 41 or last == 93:
        found |= ENDED
    if size == 1 and first == 45:
        found |= HYPHEN
    return found


def put_manner(tables, text, size, memory, record, counts):
    """Write the manner of one chunk: counts, and what a neighbour may add to them."""
    kinds, words, letters, large = 0, WORD, 0, 0
    for at in range(size):
        kind = tables.classes[text[at]]
        kinds |= kind
        words &= kind
        letters += 1 if kind & LETTER else 0
        large += 1 if kind & LARGE else 0
    memory.records[record, LETTERS_THERE] = letters
    memory.records[record, LARGE_THERE] = large
    memory.records[record, FLAGS] = flags_of(tables, text, size)
    if not words or size == 1 or kinds & (DIGIT | CAPITAL):
        mark_words(tables, text, size, counts)
    if not words or kinds & EMOJI:
        mark_signs(tables, text, size, counts)
        mark_runs(tables, text, size, counts)
        put_quotes(tables, text, size, memory.records, record)
    put_counts(memory, record, counts)


def put_quotes(tables, text, size, records, record):
    """Write the scare quotes of one chunk, where none and where some are open before it."""
    fresh = scare_quotes(tables, text, 0, size)
    head = word_end(tables, text, 0, size)
    after = fresh
    if 0 < head < size and closes_quote(text[head]):
        records[record, FLAGS] |= CLOSING
        after = scare_quotes(tables, text, head + 1, size)
    records[record, FLAGS] |= (OPEN_FRESH if fresh & 1 else 0) | (OPEN_AFTER if after & 1 else 0)
    records[record, SCARE_FRESH] = fresh >> 1
    records[record, SCARE_AFTER] = after >> 1


def put_counts(memory, record, counts):
    """Write the manners that were counted, and clear them."""
    first = memory.used[IDS]
    place = first
    for manner in range(len(MANNERS)):
        if counts[manner]:
            memory.ids[place] = manner
            memory.ids[place + 1] = counts[manner]
            counts[manner] = 0
            place += 2
    memory.records[record, MANNER] = first
    memory.records[record, MANNER_COUNT] = (place - first) >> 1
    memory.used[IDS] = place


def put_terms(tables, text, size, memory, record, block):
    """Write the tokens, the runs of letters and the sum of these of a chunk or of a twin."""
    ids, records = memory.ids, memory.records
    first = memory.used[IDS]
    tokens = put_tokens(tables, text, size, memory)
    letters = put_letters(tables, text, size, memory)
    records[record, TOKENS] = first
    records[record, TOKEN_COUNT] = tokens
    records[record, LETTERS] = first + tokens
    records[record, LETTER_COUNT] = letters
    for at in range(first, first + tokens):
        if tables.sides[ids[at]] >= 0:
            records[record, FLAGS] |= NAMED
    total_rows(tables.rows, ids, first + tokens, first + tokens + letters, block)
    for group in range(len(block)):
        for lane in range(LANES):
            memory.sums[record, group, lane] = block[group, lane]


def read_key(data, start, end, key):
    """Write a chunk's bytes as words; how many there are."""
    count, word, shift = 0, 0, 0
    for at in range(start, end):
        word |= data[at] << shift
        shift += 8
        if shift == 8 * WORD_BYTES:
            key[count] = word
            count, word, shift = count + 1, 0, 0
    if shift or not count:
        key[count] = word
        count += 1
    return count


def same_key(memory, desk, data, start, end, record):
    """Whether a record has the bytes of a chunk that is longer than its slot holds."""
    words = read_key(data, start, end, desk.key)
    first = memory.records[record, KEY]
    for at in range(words):
        if memory.words[first + at] != desk.key[at]:
            return False
    return True


def find(memory, desk, data, chunk):
    """Record of a chunk of the comment on the desk, or `NO_RECORD`; every byte is compared."""
    slots, spans, keys = memory.slots, desk.spans, desk.keys
    size = spans[chunk, END] - spans[chunk, START]
    slot = spans[chunk, HOME]
    for _ in range(PROBES):
        meta = slots[slot, META]
        if meta == 0:
            return NO_RECORD
        record = meta & 0xFFFFFFFF
        if (
            slots[slot, 0] == keys[chunk, 0]
            and meta >> 32 == size
            and slots[slot, 1] == keys[chunk, 1]
            and slots[slot, 2] == keys[chunk, 2]
            and (
                size <= KEYS * WORD_BYTES
                or same_key(memory, desk, data, spans[chunk, START], spans[chunk, END], record)
            )
        ):
            return record
        slot = (slot + 1) & (len(slots) - 1)
    return NO_RECORD


def put_key(memory, desk, data, chunk, record):
    """Enter a record under a chunk's key; where all slots nearby are taken, the first gives way."""
    mask, free = len(memory.slots) - 1, desk.spans[chunk, HOME]
    for probe in range(PROBES):
        if memory.slots[(desk.spans[chunk, HOME] + probe) & mask, META] == 0:
            free = (desk.spans[chunk, HOME] + probe) & mask
            break
    start, end = desk.spans[chunk, START], desk.spans[chunk, END]
    for at in range(KEYS):
        memory.slots[free, at] = desk.keys[chunk, at]
    memory.slots[free, META] = ((end - start) << 32) | record
    if end - start > KEYS * WORD_BYTES:
        put_words(memory, desk, data, start, end, record)


def put_words(memory, desk, data, start, end, record):
    """Keep the bytes of a chunk that is longer than its slot holds."""
    words, first = read_key(data, start, end, desk.key), memory.used[WORDS]
    for at in range(words):
        memory.words[first + at] = desk.key[at]
    memory.records[record, KEY] = first
    memory.used[WORDS] = first + words


def has_room(tables, memory, size, characters):
    """Whether a chunk of some bytes fits a memory, and what it is spelt as with its twin."""
    ids = (2 * characters + 4) * (1 + tables.sizes[LONGEST]) + 2 * len(MANNERS)
    return (
        memory.used[RECORDS] + 2 <= len(memory.records)
        and memory.used[WORDS] + size < len(memory.words)
        and memory.used[IDS] + ids < len(memory.ids)
    )


def new_record(memory):
    """Number of a record with nothing in it."""
    record = memory.used[RECORDS]
    memory.used[RECORDS] = record + 1
    for field in range(RECORD):
        memory.records[record, field] = 0
    return record


def learn(tables, memory, desk, data, chunk, plain, twin):
    """Remember a chunk whose spelling, and whose twin's, lie on the desk; a `twin` of -1 is none."""
    start, end = desk.spans[chunk, START], desk.spans[chunk, END]
    if not has_room(tables, memory, end - start, plain + max(twin, 0)):
        return NO_ROOM
    record = new_record(memory)
    raw = decode(data, start, end, desk.raw)
    put_manner(tables, desk.raw, raw, memory, record, desk.marks)
    put_terms(tables, desk.plain, plain, memory, record, desk.block)
    if twin >= 0:
        other = new_record(memory)
        put_terms(tables, desk.twin, twin, memory, other, desk.block)
        memory.records[record, FLAGS] |= TWINNED | (memory.records[other, FLAGS] & NAMED)
        memory.records[record, TWIN] = other
    put_key(memory, desk, data, chunk, record)
    return record


def find_or_learn(tables, memory, desk, data, chunk):
    """Record of a chunk that was not known when its comment was read, learnt where its spelling can be known."""
    record = find(memory, desk, data, chunk)
    if record != NO_RECORD:
        return record
    start, end = desk.spans[chunk, START], desk.spans[chunk, END]
    plain, twin = spell(tables, desk.raw, decode(data, start, end, desk.raw), desk.plain), -1
    if plain < 0:
        spelt = place_of(desk.spelt, start)
        if spelt < 0:
            return UNKNOWN
        plain, twin = desk.spelt[spelt, PLAIN], desk.spelt[spelt, OTHER]
        copy_text(desk.spelling, desk.spelt[spelt, TEXT], plain, desk.plain)
        copy_text(desk.spelling, desk.spelt[spelt, TEXT] + plain, twin, desk.twin)
    return learn(tables, memory, desk, data, chunk, plain, twin)


def place_of(spelt, start):
    """Row of what Python has spelt of the chunk that begins at a place, or -1."""
    low, high = 0, len(spelt)
    while low < high:
        middle = (low + high) >> 1
        if spelt[middle, CHUNK] < start:
            low = middle + 1
        else:
            high = middle
    return low if low < len(spelt) and spelt[low, CHUNK] == start else -1


def copy_text(source, start, size, target):
    """Copy characters to the beginning of a text."""
    for at in range(size):
        target[at] = source[start + at]


def next_base(desk):
    """The count that stands for none in this comment; what was counted in others lies below it.

    Names of sides are counted from one and two times `MOST` above it. No count has to be set back to nothing
    but once in some three hundred comments.
    """
    base = desk.state[BASE] + 3 * MOST
    if base + 3 * MOST > HIGHEST:
        for term in range(len(desk.counts)):
            desk.counts[term] = 0
        base = MOST
    desk.state[BASE] = base
    return base


def bump(counts, touched, many, term, base):
    """Count one occurrence of a column; how many columns have been touched."""
    seen = max(counts[term], base)
    counts[term] = seen + 1
    touched[place(many)] = term
    return many + 1 if seen == base else many


def sublinear(logs, count):
    """Weight of a number of occurrences."""
    return logs[count] if count < len(logs) else 1.0 + math.log(count)


def note(desk, at, term, factor, surplus):
    """Write down how often a row is to be added, and what its square is to be added beyond that."""
    desk.touched[at] = term
    desk.factors[at] = factor
    desk.surplus[at] = surplus


def close_block(tables, desk, many, block, odds, base):
    """Weigh the touched columns, scale them to length 1 and add what they say."""
    touched, counts = desk.touched, desk.counts
    for at in range(many):
        weight = sublinear(tables.logs, counts[touched[at]] - base)
        note(desk, at, touched[at], weight, weight * weight - weight)
    set_zero(block)
    add_rows(tables, desk, many, block)
    add_scaled(tables, block, odds)


def change(tables, desk, many, term, by, base, linear):
    """Count an occurrence more or less and note what that changes; how many changes are noted.

    Parts of a block that count every occurrence in full, `linear` ones, are changed elsewhere.
    """
    count = max(desk.counts[term], base) - base
    desk.counts[term] = base + count + by
    old, new = sublinear(tables.logs, count), sublinear(tables.logs, count + by)
    note(desk, many, term, new - old - linear, new * new - new - (old * old - old))
    return many + 1


def add_scaled(tables, block, odds):
    """Add a block scaled by its length to the log-odds."""
    last = tables.sizes[LABELS] - 1
    square = block[last // LANES, last % LANES]
    if square > 0.0:
        scale = 1.0 / math.sqrt(square)
        for group in range(len(block)):
            for lane in range(LANES):
                odds[group, lane] += block[group, lane] * scale


def gather_tokens(memory, desk, units, twinned, tokens):
    """Tokens of a comment or its twin in order; how many there are."""
    records, ids, chosen = memory.records, memory.ids, desk.units
    many = 0
    for unit in range(units):
        record = chosen[unit]
        if twinned and records[record, FLAGS] & TWINNED:
            record = records[record, TWIN]
        start = records[record, TOKENS]
        for at in range(start, start + records[record, TOKEN_COUNT]):
            tokens[place(many)] = ids[place(at)]
            many += 1
    return many


def judge_words(tables, desk, tokens, odds, base):
    """Add what words and pairs of words say; their counts stay, and their sum before it is scaled."""
    unigrams, pairs, salt = tables.unigrams, tables.pairs, tables.sizes[PAIR_SALT]
    counts, touched, sequence, probes = desk.counts, desk.touched, desk.tokens, desk.probes
    many = 0
    for at in range(1, tokens):
        probes[at] = mix(salt, (sequence[at - 1] << FIELD) | sequence[at]) & (len(pairs) - 1)
    for at in range(tokens):
        term = unigrams[sequence[at]]
        if term >= 0:
            many = bump(counts, touched, many, term, base)
    for at in range(1, tokens):
        term = find_pair(pairs, (sequence[at - 1] << FIELD) | sequence[at], probes[at])
        if term >= 0:
            many = bump(counts, touched, many, term, base)
    close_block(tables, desk, many, desk.words, odds, base)


def judge_twin_words(tables, memory, desk, units, tokens, twins, odds, base):
    """Add what the twin's words say: names and the pairs they are part of are taken away, their twins' put in."""
    own, other, own_done, other_done = 0, 0, 0, 0
    for unit in range(units):
        record = desk.units[unit]
        count = memory.records[record, TOKEN_COUNT]
        twin_count = count
        if memory.records[record, FLAGS] & TWINNED:
            twin_count = memory.records[memory.records[record, TWIN], TOKEN_COUNT]
            own_done = change_words(tables, desk, desk.tokens, own, own + count, own_done, tokens, -1, base)
            other_done = change_words(
                tables, desk, desk.twin_tokens, other, other + twin_count, other_done, twins, 1, base
            )
        own += count
        other += twin_count
    add_scaled(tables, desk.words, odds)


def change_words(tables, desk, sequence, first, end, done, tokens, by, base):
    """Change some words and the pairs they are part of, but those up to a place; the last pair's place."""
    many, last = 0, min(end, tokens - 1)
    for at in range(first, end):
        term = tables.unigrams[sequence[at]]
        if term >= 0:
            many = change(tables, desk, many, term, by, base, 0)
    for at in range(max(first, done + 1), last + 1):
        term = look_up(tables.pairs, tables.sizes[PAIR_SALT], sequence[at - 1], sequence[at])
        if term >= 0:
            many = change(tables, desk, many, term, by, base, 0)
    add_rows(tables, desk, many, desk.words)
    return max(done, last)


def judge_sides(tables, desk, sequence, tokens, odds, base):
    """Add what stands near the names of the sides says."""
    sides, shown, terms = tables.sides, tables.shown, tables.near
    counts, touched = desk.counts, desk.touched
    many, window = 0, tables.sizes[WINDOW]
    for at in range(tokens):
        side = sides[sequence[at]]
        if side < 0:
            continue
        for near in range(max(0, at - window), min(tokens, at + window + 1)):
            if near != at:
                term = terms[4 * shown[sequence[near]] + 2 * side + (1 if near > at else 0)]
                if term >= 0:
                    many = bump(counts, touched, many, term, base)
    close_block(tables, desk, many, desk.block, odds, base)


def count_letters(memory, desk, units, base):
    """Count the runs of letters of a comment; how many stand more than once."""
    records, ids, counts = memory.records, memory.ids, desk.counts
    touched, chosen = desk.touched, desk.units
    many = 0
    for unit in range(units):
        record = chosen[unit]
        start = records[record, LETTERS]
        for at in range(start, start + records[record, LETTER_COUNT]):
            term = ids[place(at)]
            seen = max(counts[term], base)
            counts[term] = seen + 1
            touched[place(many)] = term
            many += 1 if seen == base + 1 else 0
    return many


def judge_letters(tables, memory, desk, units, odds, base):
    """Add what runs of letters say; their counts stay on the desk, and their sum before it is scaled.

    The sums of the chunks take every run once for each time it stands there; what stands more than once is
    mended.
    """
    counts, touched, letters = desk.counts, desk.touched, desk.letters
    many = count_letters(memory, desk, units, base)
    for at in range(many):
        term = touched[at]
        count = counts[term] - base
        weight = sublinear(tables.logs, count)
        note(desk, at, term, weight - count, weight * weight - weight)
    total_rows(memory.sums, desk.units, 0, units, letters)
    add_rows(tables, desk, many, letters)
    add_scaled(tables, letters, odds)


def judge_twin_letters(tables, memory, desk, units, odds, base):
    """Add what the twin's runs of letters say: those of names are taken away, those of their twins put in."""
    letters, sums = desk.letters, memory.sums
    for unit in range(units):
        record = desk.units[unit]
        if memory.records[record, FLAGS] & TWINNED:
            other = memory.records[record, TWIN]
            for group in range(len(letters)):
                for lane in range(LANES):
                    letters[group, lane] += sums[other, group, lane] - sums[record, group, lane]
            change_letters(tables, memory, desk, record, -1, base)
            change_letters(tables, memory, desk, other, 1, base)
    add_scaled(tables, letters, odds)


def change_letters(tables, memory, desk, record, by, base):
    """Take a chunk's runs of letters from the counts or put them in, and mend what stands more than once."""
    counts, ids, many = desk.counts, memory.ids, 0
    start = memory.records[record, LETTERS]
    for at in range(start, start + memory.records[record, LETTER_COUNT]):
        term = ids[at]
        if counts[term] > base + (1 if by < 0 else 0):
            many = change(tables, desk, many, term, by, base, by)
        else:
            counts[term] = base + (1 if by > 0 else 0)
    add_rows(tables, desk, many, desk.letters)


def judge_manner(tables, desk, odds, base):
    """Add what the manner of writing says, and clear its counts."""
    many = 0
    if desk.manner[LARGE_LETTERS] > SHOUTED * desk.manner[LETTERS_SEEN]:
        desk.manner[CAPITALS] = 0
    for manner in range(len(MANNERS)):
        term = tables.manners[manner]
        if desk.manner[manner] and term >= 0:
            desk.counts[term] = base + desk.manner[manner]
            desk.touched[many] = term
            many += 1
        desk.manner[manner] = 0
    close_block(tables, desk, many, desk.block, odds, base)


def judge(tables, memory, desk, units, flags, out, row):
    """Probabilities of every label of one comment, whose chunks have some flags among them."""
    base, tokens = next_base(desk), 0
    twinned = flags & TWINNED != 0
    set_zero(desk.own)
    set_zero(desk.other)
    set_zero(desk.shared)
    judge_manner(tables, desk, desk.shared, base)
    judge_letters(tables, memory, desk, units, desk.own, base)
    if twinned:
        judge_twin_letters(tables, memory, desk, units, desk.other, base)
    for twin in range(2 if twinned else 1):
        sequence, odds = (desk.twin_tokens, desk.other) if twin else (desk.tokens, desk.own)
        many = gather_tokens(memory, desk, units, twin, sequence)
        if twin:
            judge_twin_words(tables, memory, desk, units, tokens, many, odds, base)
        else:
            judge_words(tables, desk, many, odds, base)
            tokens = many
        if flags & NAMED:
            judge_sides(tables, desk, sequence, many, odds, base + (2 * MOST if twin else MOST))
    weigh_twins(tables, desk, twinned, out, row)


def weigh_twins(tables, desk, twinned, out, row):
    """Log-odds of a comment and its twin together, as probabilities."""
    own, other, shared = desk.own, desk.other, desk.shared
    last = tables.sizes[LABELS] - 1
    for odds_of in (own, other, shared):
        odds_of[last // LANES, last % LANES] = 0.0
    for label in range(last + 1):
        group, lane = label // LANES, label % LANES
        odds = own[group, lane] + shared[group, lane]
        if twinned:
            group, lane = tables.mirrored[label] // LANES, tables.mirrored[label] % LANES
            odds = (odds + other[group, lane] + shared[group, lane]) / 2
        odds += tables.intercepts[1 if twinned else 0, label]
        out[row, label] = odds / tables.temperatures[label]
    for head in range(len(tables.heads) - 1):
        soften(out, row, tables.heads[head], tables.heads[head + 1])


def soften(out, row, start, end):
    """Log-odds of one head as probabilities."""
    top, total = out[row, start], 0.0
    for label in range(start, end):
        top = max(top, out[row, label])
    for label in range(start, end):
        out[row, label] = math.exp(out[row, label] - top)
        total += out[row, label]
    for label in range(start, end):
        out[row, label] /= total


def find_chunks(tables, memory, desk, data, at, end):
    """Put the chunks of a comment on the desk, and the number of new lines after them; how many chunks there are."""
    blanks, classes, spans = tables.blanks, tables.classes, desk.spans
    secret, mask = memory.used[SECRET], len(memory.slots) - 1
    chunk = 0
    while True:
        lines = 0
        while at < end:
            blank = blank_at(blanks, classes, data, at, end)
            if not blank:
                break
            lines += 1 if data[at] == 10 else 0
            at += blank
        if at >= end:
            desk.state[LINES_LEFT] = lines
            return chunk
        spans[chunk, START] = at
        spans[chunk, LINES] = lines
        at = read_chunk(blanks, classes, data, at, end, desk.keys, chunk)
        spans[chunk, END] = at
        state = mix(secret, at - spans[chunk, START])
        for word in range(KEYS):
            state = mix(state, desk.keys[chunk, word])
        spans[chunk, HOME] = state & mask
        chunk += 1


def read_chunk(blanks, classes, data, at, end, keys, chunk):
    """Write the first bytes of a chunk as the words of its key, the rest folded into the last; where it ends."""
    count, word, shift = 0, 0, 0
    keys[chunk, 0], keys[chunk, 1], keys[chunk, 2] = 0, 0, 0
    while at < end:
        byte = data[place(at)]
        if blanks[byte] and blank_at(blanks, classes, data, at, end):
            break
        word |= byte << shift
        shift += 8
        if shift == 8 * WORD_BYTES:
            keys[chunk, count] = word if count < KEYS - 1 else mix(keys[chunk, KEYS - 1], word)
            count, word, shift = min(count + 1, KEYS - 1), 0, 0
        at += 1
    if shift:
        keys[chunk, count] = word if count < KEYS - 1 else mix(keys[chunk, KEYS - 1], word)
    return at


def note_manner(records, ids, manner, record, opened):
    """Add the manner of one chunk; whether it leaves scare quotes open."""
    flags = records[record, FLAGS]
    start = records[record, MANNER]
    manner[LETTERS_SEEN] += records[record, LETTERS_THERE]
    manner[LARGE_LETTERS] += records[record, LARGE_THERE]
    for at in range(start, start + 2 * records[record, MANNER_COUNT], 2):
        manner[ids[at]] += ids[at + 1]
    if opened and flags & CLOSING:
        manner[SCARE_QUOTES] += 1 + records[record, SCARE_AFTER]
        return flags & OPEN_AFTER
    if records[record, SCARE_FRESH]:
        manner[SCARE_QUOTES] += records[record, SCARE_FRESH]
    return flags & OPEN_FRESH


def defer(desk, start, end):
    """Ask for a chunk to be spelt by Python."""
    asked = desk.state[PENDING]
    if asked < len(desk.pending):
        desk.pending[asked, 0] = start
        desk.pending[asked, 1] = end
        desk.state[PENDING] = asked + 1


def read_comment(tables, memory, desk, data, start, end):
    """Records of a comment's chunks and its manner; their number, `UNKNOWN` or `NO_ROOM`.

    In `desk.state[FLAGS_THERE]` it leaves the flags that any of the chunks has.
    """
    manner, chosen = desk.manner, desk.units
    chunks, every = find_chunks(tables, memory, desk, data, start, end), 0
    # All are looked for before any is used, so that the processor waits for several at a time.
    for chunk in range(chunks):
        chosen[chunk] = find(memory, desk, data, chunk)
    for chunk in range(chunks):
        every |= memory.records[chosen[chunk], FLAGS]
    missing, last, opened, dashed = False, 0, 0, False
    gap = start
    for chunk in range(chunks):
        record, first, lines = chosen[chunk], desk.spans[chunk, START], desk.spans[chunk, LINES]
        if record == NO_RECORD:
            learnt = find_or_learn(tables, memory, desk, data, chunk)
            if learnt == NO_ROOM:
                return NO_ROOM
            if learnt == UNKNOWN:
                defer(desk, first, desk.spans[chunk, END])
                missing = True
                continue
            chosen[chunk] = learnt
            record = chosen[chunk]
            every |= memory.records[record, FLAGS]
        flags = memory.records[record, FLAGS]
        gap_space = first - gap == 1 and data[gap] == 32
        opened = note_manner(memory.records, memory.ids, manner, record, opened and gap_space)
        if lines or chunk == 0:
            manner[NEW_LINE] += lines
            manner[QUOTES_READER] += 1 if flags & QUOTING else 0
            manner[SMALL_START] += 1 if flags & SMALL and chunk == 0 else 0
        dashed = is_dash(data, flags, gap, first, end, dashed and gap_space)
        if dashed:
            manner[DASH] += 1
        last = flags
        gap = desk.spans[chunk, END]
    manner[NEW_LINE] += desk.state[LINES_LEFT]
    manner[NO_END] += 1 if chunks and not last & ENDED else 0
    desk.state[FLAGS_THERE] = every
    return UNKNOWN if missing else chunks


def is_dash(data, flags, gap, first, end, taken):
    """Whether a chunk is a hyphen between two spaces, of which an earlier dash has not taken the first."""
    return bool(
        flags & HYPHEN
        and first > gap
        and data[first - 1] == 32
        and first + 1 < end
        and data[first + 1] == 32
        and not taken
    )


def score(tables, memory, desk, data, bounds, order, done, out):
    """Score comments; how many of the order were looked at before the memory was full.

    Comments with a chunk that Python must spell are left undone, and the chunk in `desk.pending`. What it has spelt
    since, in the order of the places of the chunks, is to lie in `desk.spelt`.
    """
    desk.state[PENDING] = 0
    for place in range(len(order)):
        row = order[place]
        units = read_comment(tables, memory, desk, data, bounds[row, 0], bounds[row, 1])
        if units < 0:
            for manner in range(len(MANNERS)):
                desk.manner[manner] = 0
        if units == NO_ROOM:
            return place
        if units >= 0:
            judge(tables, memory, desk, units, desk.state[FLAGS_THERE], out, row)
            done[row] = 1
    return len(order)


#: `mix` as Python runs it, for building tables.
mixed = mix

_FUNCTIONS = (
    mix, look_up, find_pair, step, blank_at, decode, may_name_host, token_id, names_side, plainly_spelt, spell,
    token_end, put_tokens, put_runs, put_letters, total_rows, add_squares, add_rows, set_zero, opens_quote,
    closes_quote, word_end, scare_quotes, is_link, is_year, mark_words, mark_signs, is_mask, mark_runs, flags_of,
    put_quotes, put_counts, put_manner, put_terms, read_key, same_key, find, put_words, put_key, has_room, new_record,
    learn, read_chunk, find_chunks, place_of, copy_text, find_or_learn, next_base, bump, sublinear, note, add_scaled,
    close_block, change, gather_tokens, judge_words, change_words, judge_twin_words, judge_sides, count_letters,
    change_letters, judge_letters, judge_twin_letters, judge_manner, soften, weigh_twins, judge,
    note_manner, is_dash, defer, read_comment, score,
)  # fmt: skip
#: Held while the functions are turned, and while Python runs them.
turning = threading.Lock()
_compiled = False


def use_compiled(folder: str) -> bool:
    """Turn this module's functions into machine code, kept in a folder of the person's own; whether that was new."""
    global _compiled
    with turning:
        if _compiled:
            return False
        import numba

        numba.config.CACHE_DIR = folder
        numba.config.SLP_VECTORIZE = 1
        globals()["place"] = numba.njit(forceinline=True, no_cpython_wrapper=True, _nrt=False)(unsigned)
        for function in _FUNCTIONS:
            name = function.__name__
            # No array is made here; without this every call would count references to each of forty arrays.
            turn = numba.njit(
                cache=name == "score",
                nogil=True,
                error_model="numpy",
                forceinline=name != "score",
                no_cpython_wrapper=name != "score",
                no_cfunc_wrapper=True,
                _nrt=False,
            )
            globals()[name] = turn(function)
        _compiled = True
        return True


def is_kept(folder: str) -> bool:
    """Whether machine code of an earlier run lies in a folder."""
    return any(Path(folder).glob("**/*.nbi"))


def is_compiled() -> bool:
    """Whether the functions are machine code by now."""
    return _compiled
