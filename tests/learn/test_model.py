import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.errors import BundleError, LabelsError
from classifier.judge.behaviour import in_digits, shouted
from classifier.learn.bundle import pack, unpack
from classifier.learn.features import manner_occurrences
from classifier.learn.model import fit

ANY_TEXT = st.text(alphabet=st.characters() | st.sampled_from("\u0130\u1e9e\u03a3\u0307\u200d\U0001f600"))


@pytest.fixture(scope="module")
def fitted(toy_rows, toy_book):
    return fit(
        [row["text"] for row in toy_rows],
        {"position": [row["position"] for row in toy_rows]},
        toy_book,
        groups=[row["writer"] for row in toy_rows],
        jobs=1,
    )


def test_it_learns(fitted, toy_rows, toy_book):
    names = toy_book.head("position").names
    answers = np.array([names.index(row["position"]) for row in toy_rows])
    assert (fitted.out_of_fold["position"].argmax(axis=1) == answers).mean() > 0.5


@given(st.lists(ANY_TEXT, max_size=5))
def test_probabilities_add_up_on_any_text(fitted, texts):
    shares = fitted.model.predict(texts)["position"]
    assert shares.shape == (len(texts), 3)
    np.testing.assert_allclose(shares.sum(axis=1), 1.0)


@given(st.lists(st.sampled_from(["cyclists", "drivers", "cars", "bikes", "the", "lane", "never", "pay"]), min_size=1))
def test_exchanging_the_sides_exchanges_their_probabilities(fitted, words):
    text = " ".join([*words, "cyclists"])
    twin = fitted.model.features.mirror.exchange(text)
    own, other = fitted.model.predict([text, twin])["position"]
    np.testing.assert_allclose(own, other[[1, 0, 2]], atol=1e-12)


def test_a_text_is_judged_the_same_alone_and_in_company(fitted):
    texts = ["build the lane", "no lane", "when?"]
    together = fitted.model.predict(texts)["position"]
    alone = np.vstack([fitted.model.predict([text])["position"] for text in texts])
    np.testing.assert_allclose(together, alone, atol=1e-12)


def test_the_same_labels_give_the_same_bytes_in_one_process_or_two(fitted, toy_rows, toy_book):
    again = fit(
        [row["text"] for row in toy_rows],
        {"position": [row["position"] for row in toy_rows]},
        toy_book,
        groups=[row["writer"] for row in toy_rows],
        jobs=2,
    )
    assert pack(again.model) == pack(fitted.model)


def test_a_bundle_gives_the_model_back(fitted, toy_book):
    model = unpack(pack(fitted.model), toy_book)
    texts = ["Build it!", "waste of paint", "", "\ud800 half a character"]
    np.testing.assert_array_equal(model.predict(texts)["position"], fitted.model.predict(texts)["position"])


@pytest.mark.parametrize("damage", ["missing", "cut", "format", "pickle"])
def test_a_damaged_bundle_is_refused(fitted, toy_book, damage):
    files = pack(fitted.model)
    name = "position.coefficients.npy"
    if damage == "missing":
        del files[name]
    elif damage == "cut":
        files[name] = files[name][:60]
    elif damage == "format":
        files["settings.json"] = b'{"format": 99}'
    else:
        import io

        buffer = io.BytesIO()
        np.save(buffer, np.array([print], dtype=object), allow_pickle=True)
        files[name] = buffer.getvalue()
    with pytest.raises(BundleError, match="belowline retrain|cannot be read"):
        unpack(files, toy_book)


def test_unknown_labels_are_left_out_of_their_head_only(toy_rows, toy_book):
    labels = [row["position"] if n % 3 else None for n, row in enumerate(toy_rows)]
    result = fit([row["text"] for row in toy_rows], {"position": labels}, toy_book, jobs=1)
    unknown = np.isnan(result.out_of_fold["position"]).all(axis=1)
    assert unknown.tolist() == [label is None for label in labels]


def test_heads_known_on_different_rows_share_one_set_of_terms(toy_rows):
    from classifier.codebook import parse_codebook

    one = 'name = "{0}"\n[[heads.labels]]\nname = "a"\ndefinition = "A"\n[[heads.labels]]\nname = "b"\ndefinition = "B"\n'
    book = parse_codebook('name = "n"\nversion = "1"\n' + "".join("[[heads]]\n" + one.format(h) for h in ("x", "y")))
    texts = [row["text"] for row in toy_rows]
    first = ["ab"[n % 2] if n < 40 else None for n in range(len(texts))]
    second = ["ab"[n % 2] if n > 20 else None for n in range(len(texts))]
    model = fit(texts, {"x": first, "y": second}, book, jobs=1).model
    assert {head.coefficients.shape for head in model.heads} == {(2, model.features.width)}
    assert set(model.predict(["lane"])) == {"x", "y"}


def test_one_label_is_nothing_to_learn_from(toy_book):
    with pytest.raises(LabelsError, match="position"):
        fit(["a", "b"], {"position": ["for", "for"]}, toy_book, jobs=1)


def test_capitals_stress_a_word_but_not_a_whole_text():
    assert "capitals" in [name for name, _ in manner_occurrences("They NEVER asked us")]
    assert "capitals" not in [name for name, _ in manner_occurrences("THEY NEVER ASKED US")]


@pytest.mark.parametrize("disguise", [shouted, in_digits])
def test_a_disguise_changes_no_manner_but_that_of_letters(disguise):
    text = "When did the city promise a second lane?"
    plain, changed = ([name for name, _ in manner_occurrences(t)] for t in (text, disguise(text, None)))
    assert plain == changed
