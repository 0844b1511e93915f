"""The scorer: plain functions over arrays, run by Python for a handful of comments, compiled for more.

Every function works on integers that fit 64 bits, so that both ways give the same answers. `use_compiled`
turns the functions of this module into machine code, once a process; the machine code is kept on disk.
"""

from __future__ import annotations

import math
import threading
from pathlib import Path
from typing import Any, NamedTuple

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

#: Fields of a chunk's record.
(
    KEY, TOKENS, TOKEN_COUNT, LETTERS, LETTER_COUNT, SUM, TWIN_TOKENS, TWIN_TOKEN_COUNT, TWIN_LETTERS,
    TWIN_LETTER_COUNT, TWIN_SUM, MANNER, MANNER_COUNT, FLAGS, SCARE_FRESH, SCARE_AFTER,
) = range(16)  # fmt: skip
RECORD = 16

#: Bits of a record's flags.
TWINNED, QUOTING, SMALL, ENDED, HYPHEN, CLOSING, OPEN_FRESH, OPEN_AFTER = 1, 2, 4, 8, 16, 32, 64, 128

#: Counters of a memory, and the secret its hashes are keyed with.
RECORDS, WORDS, IDS, SUMS, SECRET = range(5)

#: Sizes of a model.
SHORTEST, LONGEST, WINDOW, WIDTH, TOKEN_ROOT, TRIE_SALT, PAIR_SALT, LABELS = range(8)

#: What `find_or_learn` says instead of a record.
UNKNOWN, NO_ROOM = -1, -2

_FOLD = (1 << 62) - 1
_SPREAD = 0x1E3779B97F4A7C15


class Tables(NamedTuple):
    """A model's arrays; see `arrays.FIELDS`."""

    classes: Any
    plain: Any
    blanks: Any
    trie: Any
    values: Any
    rows: Any
    squares: Any
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
    units: Any
    tokens: Any
    counts: Any
    touched: Any
    manner: Any
    marks: Any
    own: Any
    other: Any
    shared: Any
    block: Any
    pending: Any
    state: Any


def mix(state, word):
    """Fold one word into a hash."""
    state = ((state ^ word) * _SPREAD) & _FOLD
    return state ^ (state >> 29)


def look_up(table, salt, first, second):
    """Value of a pair of numbers in a table of the model, or -1; the whole pair is compared."""
    mask = len(table) - 1
    key = (first << FIELD) | second
    slot = mix(salt, key) & mask
    found = table[slot]
    while found >> FIELD != key:
        if found < 0:
            return -1
        slot = (slot + 1) & mask
        found = table[slot]
    return found & ((1 << FIELD) - 1)


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
            token = token_id(tables, text, start, at)
            if token >= 0 and tables.sides[token] >= 0:
                return True
        else:
            at += 1
    return False


def token_id(tables, text, start, end):
    """Number of a token, -1 for one the model does not know."""
    trie, salt = tables.trie, tables.sizes[TRIE_SALT]
    node = tables.sizes[TOKEN_ROOT]
    for at in range(start, end):
        node = look_up(trie, salt, node, text[at])
        if node < 0:
            return -1
    return tables.values[node]


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
    trie, salt = tables.trie, tables.sizes[TRIE_SALT]
    values, ids = tables.values, memory.ids
    place = memory.used[IDS]
    shortest, longest = tables.sizes[SHORTEST], tables.sizes[LONGEST]
    for begin in range(start - 1, end + 1):
        node = 0
        for at in range(begin, min(begin + longest, end + 1)):
            node = look_up(trie, salt, node, text[at] if start <= at < end else 32)
            if node < 0:
                break
            term = values[node]
            if term >= 0 and at - begin + 1 >= shortest:
                ids[place] = term
                place += 1
    memory.used[IDS] = place


def put_sum(tables, memory, start, count):
    """Write the sum of the rows of some columns, each taken once for every time it stands there."""
    row, width = memory.used[SUMS], tables.sizes[WIDTH]
    sums, ids, rows, squares = memory.sums, memory.ids, tables.rows, tables.squares
    memory.used[SUMS] = row + 1
    for lane in range(width + 1):
        sums[row, lane] = 0.0
    for at in range(start, start + count):
        term = ids[at]
        sums[row, width] += squares[term]
        for group in range(0, width, LANES):
            for lane in range(LANES):
                sums[row, group + lane] += rows[term, group + lane]
    return row


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
        counts[LETTERS_SEEN] += 1 if tables.classes[code] & LETTER else 0
        counts[LARGE_LETTERS] += 1 if tables.classes[code] & LARGE else 0
        before = text[at - 1] if at else 32
        ahead = text[at + 1] if at + 1 < size else 32
        after_word = tables.classes[before] & WORD
        before_word = tables.classes[ahead] & WORD
        if code == 33:
            counts[EXCLAIMS] += 1
            counts[EXCLAIMS_AGAIN] += 1 if ahead == 33 and before != 33 else 0
        elif code == 63:
            counts[ASKS] += 1
        elif code == 46:
            counts[TRAILS_OFF] += 1 if ahead == 46 and before != 46 else 0
            counts[FULL_STOP] += 1 if at + 1 == size else 0
        elif code == 0x2026:
            counts[TRAILS_OFF] += 1
        elif code == 0x22 or code == 0x201C or code == 0x201D or code == 0xAB or code == 0xBB:
            counts[QUOTES] += 1
        elif code == 35:
            counts[HASHTAG] += 1 if before_word else 0
        elif code == 64:
            counts[READER] += 1 if before_word and not after_word else 0
        elif code == 44:
            counts[COMMA] += 1
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
    flags = flags_of(tables, text, size)
    fresh = scare_quotes(tables, text, 0, size)
    head = word_end(tables, text, 0, size)
    after = fresh
    if 0 < head < size and closes_quote(text[head]):
        flags |= CLOSING
        after = scare_quotes(tables, text, head + 1, size)
    flags |= OPEN_FRESH if fresh & 1 else 0
    flags |= OPEN_AFTER if after & 1 else 0
    mark_words(tables, text, size, counts)
    mark_signs(tables, text, size, counts)
    mark_runs(tables, text, size, counts)
    place = memory.used[IDS]
    memory.records[record, MANNER] = place
    for manner in range(len(MANNERS)):
        if counts[manner]:
            memory.ids[place] = manner
            memory.ids[place + 1] = counts[manner]
            counts[manner] = 0
            place += 2
    memory.records[record, MANNER_COUNT] = (place - memory.used[IDS]) >> 1
    memory.used[IDS] = place
    memory.records[record, FLAGS] = flags
    memory.records[record, SCARE_FRESH] = fresh >> 1
    memory.records[record, SCARE_AFTER] = after >> 1


def put_terms(tables, text, size, memory, record, fields):
    """Write the tokens and the runs of letters of a chunk or of its twin."""
    memory.records[record, fields] = memory.used[IDS]
    memory.records[record, fields + 1] = put_tokens(tables, text, size, memory)
    memory.records[record, fields + 2] = memory.used[IDS]
    memory.records[record, fields + 3] = put_letters(tables, text, size, memory)
    memory.records[record, fields + 4] = put_sum(
        tables, memory, memory.records[record, fields + 2], memory.records[record, fields + 3]
    )


def copy_terms(memory, record):
    """Let a chunk that names no side be its own twin."""
    for field in range(5):
        memory.records[record, TWIN_TOKENS + field] = memory.records[record, TOKENS + field]


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


def home_slot(slots, secret, key, words, size):
    """Where a chunk's key is looked for first."""
    state = mix(secret, size)
    for at in range(words):
        state = mix(state, key[at])
    return state & (len(slots) - 1)


def find(slots, records, keys, key, words, size, slot):
    """Record of a chunk, or `UNKNOWN`; every byte is compared."""
    mask = len(slots) - 1
    for _ in range(PROBES):
        meta = slots[slot, 1]
        if meta == 0:
            return UNKNOWN
        if slots[slot, 0] == key[0] and meta >> 32 == size:
            record = (meta & 0xFFFFFFFF) - 1
            if same_words(keys, records[record, KEY], key, words):
                return record
        slot = (slot + 1) & mask
    return UNKNOWN


def same_words(keys, start, key, words):
    """Whether a record's key is the one given, from its second word on."""
    for at in range(1, words):
        if keys[start + at] != key[at]:
            return False
    return True


def put_key(memory, key, words, size, slot, record):
    """Enter a record under its key; where all slots nearby are taken, the first gives way."""
    mask, free = len(memory.slots) - 1, slot
    for probe in range(PROBES):
        if memory.slots[(slot + probe) & mask, 1] == 0:
            free = (slot + probe) & mask
            break
    memory.slots[free, 0] = key[0]
    memory.slots[free, 1] = (size << 32) | (record + 1)
    start = memory.used[WORDS]
    for at in range(words):
        memory.words[start + at] = key[at]
    memory.records[record, KEY] = start
    memory.used[WORDS] = start + words


def has_room(tables, memory, size, plain, twin):
    """Whether a chunk of some bytes and characters fits a memory."""
    ids = (2 * (plain + twin) + 4) * (1 + tables.sizes[LONGEST]) + 2 * len(MANNERS)
    return (
        memory.used[RECORDS] < len(memory.records)
        and memory.used[WORDS] + size < len(memory.words)
        and memory.used[SUMS] + 2 < len(memory.sums)
        and memory.used[IDS] + ids < len(memory.ids)
    )


def learn(tables, memory, desk, data, start, end, plain, twin):
    """Remember a chunk whose spelling, and whose twin's, lie on the desk; a `twin` of -1 is none."""
    if not has_room(tables, memory, end - start, plain, max(twin, 0)):
        return NO_ROOM
    record = memory.used[RECORDS]
    memory.used[RECORDS] = record + 1
    raw = decode(data, start, end, desk.raw)
    put_manner(tables, desk.raw, raw, memory, record, desk.marks)
    put_terms(tables, desk.plain, plain, memory, record, TOKENS)
    if twin < 0:
        copy_terms(memory, record)
    else:
        put_terms(tables, desk.twin, twin, memory, record, TWIN_TOKENS)
        memory.records[record, FLAGS] |= TWINNED
    words = read_key(data, start, end, desk.key)
    slot = home_slot(memory.slots, memory.used[SECRET], desk.key, words, end - start)
    put_key(memory, desk.key, words, end - start, slot, record)
    return record


def learn_simple(tables, memory, desk, data, start, end):
    """Remember a chunk that can be spelt without its neighbours; `UNKNOWN` where Python must spell it."""
    raw = decode(data, start, end, desk.raw)
    plain = spell(tables, desk.raw, raw, desk.plain)
    return learn(tables, memory, desk, data, start, end, plain, -1) if plain >= 0 else UNKNOWN


def bump(counts, touched, many, term):
    """Count one occurrence of a column; how many columns have been touched."""
    seen = counts[term]
    counts[term] = seen + 1
    if seen == 0:
        touched[many] = term
        return many + 1
    return many


def sublinear(logs, count):
    """Weight of a number of occurrences."""
    return logs[count] if count < len(logs) else 1.0 + math.log(count)


def add_row(block, rows, row, factor, width):
    """Add a multiple of a row to a block."""
    for group in range(0, width, LANES):
        for lane in range(LANES):
            block[group + lane] += factor * rows[row, group + lane]


def close_block(tables, desk, many, odds):
    """Weigh the touched columns, scale them to length 1 and add what they say; forget them."""
    width, square = tables.sizes[WIDTH], 0.0
    rows, squares, logs = tables.rows, tables.squares, tables.logs
    block, touched, counts = desk.block, desk.touched, desk.counts
    for lane in range(width):
        block[lane] = 0.0
    for at in range(many):
        term = touched[at]
        weight = sublinear(logs, counts[term])
        counts[term] = 0
        square += weight * weight * squares[term]
        add_row(block, rows, term, weight, width)
    add_scaled(block, square, odds, width)


def add_scaled(block, square, odds, width):
    """Add a block scaled by its length to the log-odds."""
    if square > 0.0:
        scale = 1.0 / math.sqrt(square)
        for lane in range(width):
            odds[lane] += block[lane] * scale


def gather_tokens(memory, desk, units, fields):
    """Tokens of a comment in order; how many there are."""
    records, ids, tokens, chosen = memory.records, memory.ids, desk.tokens, desk.units
    many = 0
    for unit in range(units):
        record = chosen[unit]
        start = records[record, fields]
        for at in range(start, start + records[record, fields + 1]):
            tokens[many] = ids[at]
            many += 1
    return many


def judge_words(tables, desk, tokens, odds):
    """Add what words and pairs of words say."""
    unigrams, pairs, salt = tables.unigrams, tables.pairs, tables.sizes[PAIR_SALT]
    counts, touched, sequence = desk.counts, desk.touched, desk.tokens
    many, before = 0, -1
    for at in range(tokens):
        token = sequence[at]
        if token >= 0 and unigrams[token] >= 0:
            many = bump(counts, touched, many, unigrams[token])
        if token >= 0 and before >= 0:
            term = look_up(pairs, salt, before, token)
            if term >= 0:
                many = bump(counts, touched, many, term)
        before = token
    close_block(tables, desk, many, odds)


def judge_sides(tables, desk, tokens, odds):
    """Add what stands near the names of the sides says."""
    sides, shown, terms = tables.sides, tables.shown, tables.near
    counts, touched, sequence = desk.counts, desk.touched, desk.tokens
    many, window = 0, tables.sizes[WINDOW]
    for at in range(tokens):
        name = sequence[at]
        if name < 0 or sides[name] < 0:
            continue
        for near in range(max(0, at - window), min(tokens, at + window + 1)):
            token = sequence[near]
            if near != at and token >= 0:
                term = terms[4 * shown[token] + 2 * sides[name] + (1 if near > at else 0)]
                if term >= 0:
                    many = bump(counts, touched, many, term)
    close_block(tables, desk, many, odds)


def count_letters(memory, desk, units):
    """Count the runs of letters of a comment; how many stand more than once."""
    records, ids, counts = memory.records, memory.ids, desk.counts
    touched, chosen = desk.touched, desk.units
    many = 0
    for unit in range(units):
        record = chosen[unit]
        start = records[record, LETTERS]
        for at in range(start, start + records[record, LETTER_COUNT]):
            term = ids[at]
            seen = counts[term]
            counts[term] = seen + 1
            if seen == 1:
                touched[many] = term
                many += 1
    return many


def add_sums(tables, memory, desk, units, field):
    """Sum of the rows of all runs of letters of a comment into the block; sum of their squares."""
    width, square = tables.sizes[WIDTH], 0.0
    records, sums, block, chosen = memory.records, memory.sums, desk.block, desk.units
    for lane in range(width):
        block[lane] = 0.0
    for unit in range(units):
        row = records[chosen[unit], field]
        square += sums[row, width]
        add_row(block, sums, row, 1.0, width)
    return square


def add_repeated(tables, desk, many, square):
    """Weigh columns that stand more than once for what they are, not for so many single ones."""
    rows, squares, logs, width = tables.rows, tables.squares, tables.logs, tables.sizes[WIDTH]
    block, touched, counts = desk.block, desk.touched, desk.counts
    for at in range(many):
        term = touched[at]
        count = counts[term]
        if count > 1:
            weight = sublinear(logs, count)
            square += (weight * weight - count) * squares[term]
            add_row(block, rows, term, weight - count, width)
            counts[term] = -count
    for at in range(many):
        counts[touched[at]] = abs(counts[touched[at]])
    return square


def judge_letters(tables, memory, desk, units, odds):
    """Add what runs of letters say; their counts stay. How many stand more than once."""
    many = count_letters(memory, desk, units)
    square = add_sums(tables, memory, desk, units, SUM)
    square = add_repeated(tables, desk, many, square)
    add_scaled(desk.block, square, odds, tables.sizes[WIDTH])
    return many


def judge_twin_letters(tables, memory, desk, units, many, odds):
    """Add what the twin's runs of letters say, from the counts of the comment's own."""
    many = exchange_letters(memory, desk, units, many)
    square = add_sums(tables, memory, desk, units, TWIN_SUM)
    square = add_repeated(tables, desk, many, square)
    add_scaled(desk.block, square, odds, tables.sizes[WIDTH])
    forget_letters(memory, desk, units, TWIN_LETTERS)


def exchange_letters(memory, desk, units, many):
    """Take the runs of letters of names from the counts and put those of their twins in."""
    records, ids, counts = memory.records, memory.ids, desk.counts
    touched, chosen = desk.touched, desk.units
    for unit in range(units):
        record = chosen[unit]
        if records[record, FLAGS] & TWINNED:
            start = records[record, LETTERS]
            for at in range(start, start + records[record, LETTER_COUNT]):
                counts[ids[at]] -= 1
    for unit in range(units):
        record = chosen[unit]
        if records[record, FLAGS] & TWINNED:
            start = records[record, TWIN_LETTERS]
            for at in range(start, start + records[record, TWIN_LETTER_COUNT]):
                term = ids[at]
                seen = counts[term]
                counts[term] = seen + 1
                if seen == 1:
                    touched[many] = term
                    many += 1
    return many


def forget_letters(memory, desk, units, fields):
    """Set the counts of a comment's runs of letters back to nothing."""
    records, ids, counts, chosen = memory.records, memory.ids, desk.counts, desk.units
    for unit in range(units):
        record = chosen[unit]
        start = records[record, fields]
        for at in range(start, start + records[record, fields + 1]):
            counts[ids[at]] = 0


def judge_manner(tables, desk, odds):
    """Add what the manner of writing says, and clear its counts."""
    many = 0
    if desk.manner[LARGE_LETTERS] > SHOUTED * desk.manner[LETTERS_SEEN]:
        desk.manner[CAPITALS] = 0
    for manner in range(len(MANNERS)):
        term = tables.manners[manner]
        if desk.manner[manner] and term >= 0:
            desk.counts[term] = desk.manner[manner]
            desk.touched[many] = term
            many += 1
        desk.manner[manner] = 0
    close_block(tables, desk, many, odds)


def judge(tables, memory, desk, units, twinned, out, row):
    """Probabilities of every label of one comment."""
    width = tables.sizes[WIDTH]
    own, other = desk.own, desk.other
    for lane in range(width):
        own[lane], other[lane] = 0.0, 0.0
    tokens = gather_tokens(memory, desk, units, TOKENS)
    judge_words(tables, desk, tokens, own)
    judge_sides(tables, desk, tokens, own)
    many = judge_letters(tables, memory, desk, units, own)
    if twinned:
        judge_twin_letters(tables, memory, desk, units, many, other)
        tokens = gather_tokens(memory, desk, units, TWIN_TOKENS)
        judge_words(tables, desk, tokens, other)
        judge_sides(tables, desk, tokens, other)
    forget_letters(memory, desk, units, LETTERS)
    manner = desk.shared
    for lane in range(width):
        manner[lane] = 0.0
    judge_manner(tables, desk, manner)
    for lane in range(width):
        own[lane] += manner[lane]
        other[lane] += manner[lane]
    weigh_twins(tables, desk, twinned, out, row)


def weigh_twins(tables, desk, twinned, out, row):
    """Log-odds of a comment and its twin together, as probabilities."""
    for label in range(tables.sizes[LABELS]):
        odds = desk.own[label]
        if twinned:
            odds = (odds + desk.other[tables.mirrored[label]]) / 2
        odds += tables.intercepts[twinned, label]
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


def find_or_learn(tables, memory, desk, data, start, end):
    """Record of a chunk, learnt where it is new and simple."""
    slots, key = memory.slots, desk.key
    words = read_key(data, start, end, key)
    slot = home_slot(slots, memory.used[SECRET], key, words, end - start)
    record = find(slots, memory.records, memory.words, key, words, end - start, slot)
    return record if record >= 0 else learn_simple(tables, memory, desk, data, start, end)


def note_manner(records, ids, manner, record, opened):
    """Add the manner of one chunk; whether it leaves scare quotes open."""
    flags = records[record, FLAGS]
    start = records[record, MANNER]
    for at in range(start, start + 2 * records[record, MANNER_COUNT], 2):
        manner[ids[at]] += ids[at + 1]
    if opened and flags & CLOSING:
        manner[SCARE_QUOTES] += 1 + records[record, SCARE_AFTER]
        return flags & OPEN_AFTER
    manner[SCARE_QUOTES] += records[record, SCARE_FRESH]
    return flags & OPEN_FRESH


def defer(desk, start, end):
    """Ask for a chunk to be spelt by Python."""
    asked = desk.state[0]
    if asked < len(desk.pending):
        desk.pending[asked, 0] = start
        desk.pending[asked, 1] = end
        desk.state[0] = asked + 1


def read_comment(tables, memory, desk, data, start, end):
    """Records of a comment's chunks and its manner; their number, `UNKNOWN` or `NO_ROOM`.

    In `desk.state[1]` it leaves whether any chunk has a twin.
    """
    blanks, classes, manner = tables.blanks, tables.classes, desk.manner
    records, ids, chosen = memory.records, memory.ids, desk.units
    at, units, missing = start, 0, False
    opened, twinned, last = 0, 0, 0
    lines, gap, gap_space, dashed = 0, 0, False, False
    while True:
        gap = at
        lines = 0
        while at < end:
            size = blank_at(blanks, classes, data, at, end)
            if size == 0:
                break
            lines += 1 if data[at] == 10 else 0
            at += size
        manner[NEW_LINE] += lines
        if at >= end:
            break
        first = at
        while at < end and blank_at(blanks, classes, data, at, end) == 0:
            at += 1
        record = find_or_learn(tables, memory, desk, data, first, at)
        if record == NO_ROOM:
            return NO_ROOM
        if record < 0:
            defer(desk, first, at)
            missing = True
            continue
        flags = records[record, FLAGS]
        gap_space = first - gap == 1 and data[gap] == 32
        opened = note_manner(records, ids, manner, record, opened and gap_space)
        manner[QUOTES_READER] += 1 if flags & QUOTING and (units == 0 or lines) else 0
        manner[SMALL_START] += 1 if flags & SMALL and units == 0 else 0
        dashed = bool(
            flags & HYPHEN
            and first > gap
            and data[first - 1] == 32
            and at < end
            and data[at] == 32
            and not (dashed and gap_space)
        )
        manner[DASH] += 1 if dashed else 0
        twinned |= flags & TWINNED
        last = flags
        chosen[units] = record
        units += 1
    manner[NO_END] += 1 if units and not last & ENDED else 0
    desk.state[1] = twinned
    return UNKNOWN if missing else units


def score(tables, memory, desk, data, bounds, order, done, out):
    """Score comments; how many of the order were looked at before the memory was full.

    Comments with a chunk that Python must spell are left undone, and the chunk in `desk.pending`.
    """
    desk.state[0] = 0
    for place in range(len(order)):
        row = order[place]
        units = read_comment(tables, memory, desk, data, bounds[row, 0], bounds[row, 1])
        if units < 0:
            for manner in range(len(MANNERS)):
                desk.manner[manner] = 0
        if units == NO_ROOM:
            return place
        if units >= 0:
            judge(tables, memory, desk, units, desk.state[1], out, row)
            done[row] = 1
    return len(order)


#: `mix` as Python runs it, for building tables.
mixed = mix

_FUNCTIONS = (
    mix, look_up, blank_at, decode, may_name_host, token_id, names_side, plainly_spelt, spell, token_end,
    put_tokens, put_runs, put_letters, put_sum, opens_quote, closes_quote, word_end, scare_quotes, is_link, is_year,
    mark_words, mark_signs, is_mask, mark_runs, flags_of, put_manner, put_terms, copy_terms, read_key, home_slot,
    same_words, find, put_key, has_room, learn, learn_simple, bump, sublinear, add_row, add_scaled, close_block,
    gather_tokens, judge_words, judge_sides, count_letters, add_sums, add_repeated, judge_letters, exchange_letters,
    forget_letters, judge_twin_letters, judge_manner, soften, weigh_twins, judge, find_or_learn, note_manner, defer,
    read_comment, score,
)  # fmt: skip
_ENTRIES = ("learn", "score")
#: Held while the functions are turned, and while Python runs them.
turning = threading.Lock()
_compiled = False


def use_compiled(folder: str) -> None:
    """Turn this module's functions into machine code, kept in a folder of the person's own."""
    global _compiled
    with turning:
        if _compiled:
            return
        import numba

        numba.config.CACHE_DIR = folder
        for function in _FUNCTIONS:
            name = function.__name__
            # No array is made here; without this every call would count references to each of forty arrays.
            turn = numba.njit(
                cache=name in _ENTRIES,
                nogil=True,
                error_model="numpy",
                forceinline=name not in _ENTRIES,
                _nrt=False,
            )
            globals()[name] = turn(function)
        _compiled = True


def is_kept(folder: str) -> bool:
    """Whether machine code of an earlier run lies in a folder."""
    return any(Path(folder).glob("**/*.nbi"))


def is_compiled() -> bool:
    """Whether the functions are machine code by now."""
    return _compiled
