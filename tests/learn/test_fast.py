"""The compiled scorer against the reference, on any text."""

import re
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from classifier.codebook import parse_codebook
from classifier.learn.fast import arrays, characters, kernel, scorer, tries
from classifier.learn.features import FeatureSettings, manner_occurrences
from classifier.learn.model import Settings, fit
from classifier.learn.normalise import normalise
from tests.conftest import TOY_CODEBOOK

PIECES = [
    "cyclists", "Drivers", "CARS", "#bikes", "#freecyclistsnow", "the", "lane", "Lane!", "a", "I", "i", "safe",
    "it's", "‘so’", '"called"', "'safe lane'", "“safe lane”", "-", "–", "- -", "...", "…", "..", ".", "?!", "!?!",
    "??", "!!", "@Ann", "a@b", "x.com", "www.a.org/b", "https://a.am", "1998", "5th", "l1ar", "no0o", "$100", "a$b",
    "noooooo", "#StandByTheLane", "#42", "_", "snake_case", "cars_", "\U0001f1e6\U0001f1f2", "\U0001f6b2", "❶", "½",
    "İ", "ß", "ẞ", "ΣΑΣ", "ὈΔΥΣΣΕΎΣ", "ﬁ", "ﷺ", "e\u0301", "\u0301", "\u0345", "ı", "ǅ", "рaid", "αlpha",
    "\u200b", "\u200d", "\u00ad", "\u202e", "\ufeff", "\u00a0", "\u2003", "\u3000", "\x85", "\x1c", "\x00", "\x02",
    "\n", "\r\n", "\n>", ">", "\t", " ", "  ", "\ud800", "\udfff", "한국", "각", "\u1100\u1161", "日本", "مرحبا",
    "Ⓐ", "ⓑ", "ALL OF IT IN CAPITALS", "שלום", "हिन्दी", "க்ஷ", "\U00020000", "\U000e0041", "÷", "à", "é,", "f*ck", "s**t", "(so)", "a;b:c", "e.g.",
]  # fmt: skip
ANY_TEXT = st.one_of(
    st.text(alphabet=st.characters() | st.sampled_from("\u0130\u1e9e\u03a3\u0307\u200d\U0001f600 .'\"-#@\n")),
    st.lists(st.sampled_from(PIECES)).map("".join),
    st.lists(st.sampled_from(PIECES)).map(" ".join),
    st.lists(st.sampled_from([*"\"'“”‘’- ab", "a b", "' "])).map("".join),
)


@pytest.fixture(scope="module")
def model(toy_rows, toy_book):
    extra = [f"{text} {' '.join(PIECES[n::7])}" for n, text in enumerate(row["text"] for row in toy_rows)]
    texts = [row["text"] for row in toy_rows] + extra
    labels = [row["position"] for row in toy_rows] * 2
    return fit(texts, {"position": labels}, toy_book, jobs=1).model


@pytest.fixture(scope="module")
def compiled(model, toy_book):
    return scorer.Compiled(arrays.compile_model(model), toy_book)


def agree(model, compiled, texts):
    own, reference = compiled.predict(texts), model.predict(texts)
    assert own.keys() == reference.keys()
    for head, shares in reference.items():
        np.testing.assert_allclose(own[head], shares, rtol=0, atol=1e-9)


@given(st.lists(ANY_TEXT, max_size=4))
@example(["'a b'c'", "\"so called\" 'x y' z'", "' a'b 'c d'", "“a-b c” d'"])
@example([" - - ", " -  - ", "- x -", "a - - b - c", "-"])
@example(["\n\n> a\n > b", ">", "x\n>\n>>", "ab\x85> c"])
def test_it_agrees_with_the_reference_on_any_text(model, compiled, texts):
    agree(model, compiled, texts)


@given(st.lists(st.sampled_from(["cyclists", "drivers", "the", "lane", "Cars,", "#bikes", "is"]), max_size=30))
def test_repeated_words_and_names_weigh_as_they_should(model, compiled, words):
    agree(model, compiled, [" ".join(words)])


def test_the_spelling_of_each_character_is_the_reference_s(model, compiled):
    agree(model, compiled, [f"a{chr(code)}b {chr(code)} {chr(code)}c" for code in range(0, 0x3000, 7)])


@given(ANY_TEXT)
def test_chunks_are_normalised_alone_as_in_company(text):
    alone = [part for chunk in text.split() for part in normalise(chunk).split()]
    assert normalise(text).split() == alone


def test_a_text_is_cut_where_the_reference_cuts_it(model, compiled):
    agree(model, compiled, ["é" * 19_998 + " lane", "the lane " * 4000, "cyclists " * 2222 + "a" * 9000])


@given(st.lists(ANY_TEXT, max_size=4), st.sampled_from([b"", b"lane "]))
@example(["\u20ac" * 19_999 + "ab cd", "lane"], b"")
def test_a_buffer_of_bytes_is_read_as_its_texts_are(model, compiled, texts, before):
    texts = [text.encode("utf-8", "ignore").decode() for text in texts]
    raw = [text.encode() for text in texts]
    data = np.frombuffer(before + b"".join(raw) + b"cyclists", dtype=np.uint8)
    own = compiled.predict_utf8(data, np.cumsum([len(before), *map(len, raw)]))
    np.testing.assert_allclose(own["position"], model.predict(texts)["position"], rtol=0, atol=1e-9)


@pytest.mark.parametrize(
    ("data", "offsets"),
    [(b"lane", [0, 5]), (b"lane", [-1, 2]), (b"lane", [0, 3, 2]), (b"lane", []), (b"\xff", [0, 1]), ("é".encode(), [0, 1, 2])],
)  # fmt: skip
def test_a_buffer_that_is_no_text_is_refused(compiled, data, offsets):
    with pytest.raises(ValueError):
        compiled.predict_utf8(np.frombuffer(data, dtype=np.uint8), np.array(offsets, dtype=np.int32))


def test_a_memory_that_fills_up_changes_nothing(model, compiled, monkeypatch):
    monkeypatch.setattr(scorer, "CHUNKS", 64)
    small = scorer.Compiled(compiled.arrays, compiled.codebook)
    agree(model, small, [f"word{n} of cyclists{n} #{n} è{n}" for n in range(300)])


def test_a_chunk_that_finds_no_slot_is_still_read(model, compiled, monkeypatch):
    monkeypatch.setattr(kernel, "PROBES", 1)
    agree(model, compiled, [" ".join(f"w{n}x" for n in range(k, 400 + k)) for k in range(3)])


@pytest.mark.parametrize(
    "sizes",
    [
        FeatureSettings(words=(1, 1)), FeatureSettings(words=(2, 2)), FeatureSettings(letters=(3, 4)),
        FeatureSettings(letters=(1, 7)), FeatureSettings(window=0), FeatureSettings(manner=False, window=2),
    ],
)  # fmt: skip
def test_settings_of_every_size(toy_rows, toy_book, sizes):
    texts = [row["text"] for row in toy_rows]
    settings = Settings(features=replace(sizes, least=1))
    model = fit(texts, {"position": [r["position"] for r in toy_rows]}, toy_book, settings=settings, jobs=1).model
    agree(model, scorer.Compiled(arrays.compile_model(model), toy_book), [*texts, *PIECES, "", " ", "zzz"])


def test_two_heads_of_other_sizes_and_no_mirror(toy_rows):
    names = "abcdefghij"
    labels = "".join(f'[[heads.labels]]\nname = "{name}"\ndefinition = "d"\n' for name in names)
    first = TOY_CODEBOOK.split("[mirror]")[0]
    book = parse_codebook(f'{first}\n[[heads]]\nname = "other"\n{labels}')
    texts = [row["text"] for row in toy_rows]
    answers = {"position": [r["position"] for r in toy_rows], "other": [names[n % 10] for n in range(len(texts))]}
    model = fit(texts, answers, book, jobs=1).model
    agree(model, scorer.Compiled(arrays.compile_model(model), book), [*texts, *PIECES])


@pytest.mark.parametrize(
    "sizes", [FeatureSettings(words=(1, 3)), FeatureSettings(letters=(4, 5)), FeatureSettings(window=40)]
)
def test_settings_it_does_not_know_are_refused(toy_rows, toy_book, sizes):
    model = fit(
        [row["text"] for row in toy_rows],
        {"position": [row["position"] for row in toy_rows]},
        toy_book,
        settings=Settings(features=sizes),
        jobs=1,
    ).model
    with pytest.raises(arrays.Unsupported, match="--engine reference"):
        arrays.compile_model(model)


def test_the_rules_are_those_it_was_written_for(model, monkeypatch):
    assert characters.plain().any()
    monkeypatch.setattr("classifier.learn.features._TOKEN", re.compile(r"\w+"))
    with pytest.raises(arrays.Unsupported, match="these features"):
        arrays.compile_model(model)


def test_other_spelling_rules_are_left_to_python(model, toy_book, monkeypatch):
    monkeypatch.setattr("classifier.learn.normalise._LINK", re.compile(r"lan(?=e)"))
    assert not characters.plain().any()
    agree(model, scorer.Compiled(arrays.compile_model(model), toy_book), ["a lane", "planes"])


def test_every_manner_has_its_place():
    shown = {name for name, _ in manner_occurrences(" - ".join(PIECES))}
    assert shown <= set(kernel.MANNERS)


WORDS = st.dictionaries(st.text("abcdeé\U0001f600 ", min_size=1, max_size=5), st.integers(0, 99), max_size=60)


@given(WORDS, WORDS, st.text("abcdeé\U0001f600xZ", max_size=4))
def test_a_trie_finds_what_is_in_it_and_nothing_else(first, second, other):
    made = tries.laid_out([first, second])
    for root, words in enumerate((first, second)):
        for word in [*first, *second, other]:
            node = root
            for char in word:
                node = kernel.step(made["codes"], made["trie"], node, ord(char)) if node >= 0 else node
            found = made["values"][node] if node >= 0 and word else -1
            assert found == words.get(word, -1)


@given(st.dictionaries(st.integers(0, 2**42 - 1), st.integers(0, 2**21 - 1), max_size=300))
def test_tables_find_what_is_in_them_and_nothing_else(entries):
    table, salt = arrays._hashed(entries)
    for key in [*entries, *range(50)]:
        assert kernel.look_up(table.data, salt, key >> 21, key & (2**21 - 1)) == entries.get(key, -1)


@pytest.mark.parametrize("entries", [{0: 2**21}, {2**42: 0}])
def test_a_vocabulary_too_large_for_a_table_is_refused(entries):
    with pytest.raises(arrays.Unsupported, match="so many terms"):
        arrays._hashed(entries)


def test_a_chunk_met_before_costs_no_search_and_no_spelling(compiled, monkeypatch):
    """Counted work: what the speed rests on."""
    steps, pairs, spelt = [], [], []
    step, find_pair, spell = kernel.step, kernel.find_pair, scorer.normalise
    monkeypatch.setattr(kernel, "step", lambda *given: (steps.append(given[2]), step(*given))[1])
    monkeypatch.setattr(kernel, "find_pair", lambda *given: (pairs.append(given[1]), find_pair(*given))[1])
    monkeypatch.setattr(scorer, "normalise", lambda text: (spelt.append(text), spell(text))[1])
    own = scorer.Compiled(compiled.arrays, compiled.codebook)
    text = "Cyclists, the new lane is no0o good @Ann; drivers pay @Ann;"
    own.predict([text])
    assert sorted(spelt) == ["@Ann;", "Cyclists,", "drivers", "no0o"]
    letters, asked, used = len(steps), len(pairs), own._memory.used.copy()
    assert 10 * len(text.split()) < letters < 60 * len(text.split())
    own.predict([text] * 3)
    assert (len(spelt), len(steps)) == (4, letters)
    assert len(pairs) - asked == 3 * asked <= 3 * 2 * len(text.split())
    np.testing.assert_array_equal(own._memory.used, used)


def test_a_twin_costs_what_differs_in_it(compiled, monkeypatch):
    """Counted work: a name's runs of letters and its pairs are changed, nothing else is counted again."""
    changes, change = [], kernel.change
    monkeypatch.setattr(kernel, "change", lambda *given: (changes.append(given[3]), change(*given))[1])
    own = scorer.Compiled(compiled.arrays, compiled.codebook)
    counted = []
    for text in ("a lane for cyclists", "a lane for cyclists" + " and a new lane by the park" * 9):
        own.predict([text])
        counted.append(len(changes))
        changes.clear()
    assert 0 < counted[0] <= counted[1] <= 2 * (3 + 4 * len(" cyclists "))


def test_counts_begin_anew_before_they_run_over(model, compiled):
    own = scorer.Compiled(compiled.arrays, compiled.codebook)
    own._desk.state[kernel.BASE] = kernel.HIGHEST - 10 * kernel.MOST
    for _ in range(6):
        agree(model, own, ["Cyclists, cyclists and the drivers of the lane, the lane"])
    assert own._desk.state[kernel.BASE] < 20 * kernel.MOST


def test_machine_code_is_made_for_long_runs_also_in_small_pieces(compiled, monkeypatch, tmp_path):
    made, said = [], []
    monkeypatch.setattr(kernel, "use_compiled", lambda folder: made.append(folder) or True)
    monkeypatch.setattr(scorer, "WORTH_COMPILING", 40)
    own = scorer.Compiled(compiled.arrays, compiled.codebook, str(tmp_path), said.append)
    for calls in (0, 0, 1):
        own.predict(["the lane is safe"])
        assert (len(made), len(said)) == (calls, calls)
    assert "half a minute" in said[0]


def test_machine_code_gives_the_same_answers(model, compiled, tmp_path_factory):
    folder = tmp_path_factory.mktemp("compiled")
    np.savez(folder / "arrays.npz", **compiled.arrays)
    texts = [*PIECES, " ".join(PIECES), "".join(PIECES)] * 40
    (folder / "texts.txt").write_text(ascii(texts))
    (folder / "book.toml").write_text(TOY_CODEBOOK, "utf-8")
    code = f"""
import ast, numpy as np, pathlib
from classifier.codebook import parse_codebook
from classifier.learn.fast import kernel, scorer
folder = pathlib.Path({str(folder)!r})
book = parse_codebook((folder / "book.toml").read_text("utf-8"))
made = scorer.Compiled(dict(np.load(folder / "arrays.npz")), book, str(folder))
made.expect(scorer.WORTH_COMPILING)
assert kernel.is_compiled()
np.save(folder / "out.npy", made.predict(ast.literal_eval((folder / "texts.txt").read_text()))["position"])
assert kernel.is_kept(str(folder))
"""
    subprocess.run([sys.executable, "-c", code], check=True)
    np.testing.assert_allclose(np.load(folder / "out.npy"), model.predict(texts)["position"], rtol=0, atol=1e-9)
