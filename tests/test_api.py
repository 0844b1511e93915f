"""The Python API: pages and columns of any make go in, and what comes out fits beside them."""

import pathlib
import subprocess
import sys

import datasets
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import classifier
from classifier import Model, read_document, score, segment
from classifier.errors import BundleError, CodebookError, InputError, LabelsError, OutputError
from classifier.flow.versions import open_version

PAGE = "The council met on Monday.\n\n2 Comments\n\nAnn says:\nMore lanes please, the air is better already.\n\nBob says:\nA waste of paint.\n"
TEXTS = ["More lanes please, the air is better already.", "A waste of paint.", "How wide will it be?"]


@pytest.fixture(scope="module")
def model(toy_models):
    return Model.load(toy_models)


def test_importing_it_imports_nothing_else():
    code = (
        "import sys, classifier; print(sorted(n for n in sys.modules if n.startswith('classifier.') or 'numpy' in n))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_what_type_checkers_see_is_what_there_is(tmp_path):
    stub = tmp_path / "use.py"
    stub.write_text(
        "from classifier import Model, segment\n"
        "reveal_type(segment('page.html').comments[0].text)\n"
        "reveal_type(Model.load().predict(['x']))\n"
    )
    command = [sys.executable, "-m", "mypy", "--follow-imports=silent", "--cache-dir", str(tmp_path), str(stub)]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=pathlib.Path(classifier.__file__).parent.parent, check=False
    )
    assert 'Revealed type is "str"' in done.stdout.replace("builtins.", ""), done.stdout
    assert "dict[str, list[str]]" in done.stdout.replace("builtins.", "")


def test_a_page_is_a_file_a_string_or_bytes(tmp_path):
    path = tmp_path / "page.txt"
    path.write_text(PAGE)
    found = [segment(given) for given in (path, str(path), PAGE, PAGE.encode(), read_document(path))]
    assert {tuple(comment.text for comment in page.comments) for page in found} == {(TEXTS[0], TEXTS[1])}
    assert {page.article for page in found} == {"The council met on Monday."}
    assert found[2].comments == segment(PAGE).comments
    markup = segment("<html><title>Lane</title><p>The council met.</p></html>")
    assert markup.document.kind == "html"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("a single line", "no such file"),
        (b"", "empty"),
        (b"%PDF-1.7 x", "PDF"),
        ("two\nlines \ud800", "half a character"),
    ],
)
def test_what_is_no_page_is_refused(given, words):
    with pytest.raises(InputError, match=words):
        segment(given)


def test_a_table_is_no_page(tmp_path):
    path = tmp_path / "comments.csv"
    path.write_text("text\nBuild it\nDo not\n")
    with pytest.raises(InputError, match="no single page.*belowline score"):
        segment(path)
    with pytest.raises(InputError, match="no documents"):
        segment(tmp_path)


COLUMNS = {
    "pandas": pd.Series(TEXTS),
    "numpy": np.array(TEXTS),
    "polars": pl.Series(TEXTS),
    "arrow": pa.array(TEXTS),
    "arrow chunks": pa.chunked_array([TEXTS[:1], TEXTS[1:]]),
    "datasets": datasets.Dataset.from_dict({"text": TEXTS})["text"],
    "list": TEXTS,
    "tuple": tuple(TEXTS),
    "generator": (text for text in TEXTS),
    "dicts": [{"text": text} for text in TEXTS],
    "categories": pd.Series(TEXTS, dtype="category"),
}


@pytest.mark.parametrize("kind", COLUMNS)
def test_any_column_can_be_scored(model, kind):
    table = score(COLUMNS[kind], model)
    assert table.column_names == [
        "text", "position", "position_confidence", "p_for", "p_against", "p_undecided", "model_version",
    ]  # fmt: skip
    assert table["position"].to_pylist() == ["for", "against", "undecided"]
    assert table["text"].to_pylist() == TEXTS
    assert table["p_for"].to_pylist() == pytest.approx(model.predict_proba(TEXTS)["position"][:, 0])


ROWS = {"article": [7, 7, 9], "words": TEXTS}
TABLES = {
    "pandas": pd.DataFrame(ROWS, index=["x", "y", "z"]),
    "polars": pl.DataFrame(ROWS),
    "arrow": pa.table(ROWS),
    "batch": pa.record_batch(ROWS),
    "datasets": datasets.Dataset.from_dict(ROWS),
    "dict": ROWS,
    "dicts": [dict(zip(ROWS, row, strict=True)) for row in zip(*ROWS.values(), strict=True)],
}


@pytest.mark.parametrize("kind", TABLES)
def test_a_table_keeps_its_columns(model, kind):
    table = score(TABLES[kind], model, text="words")
    assert table["article"].to_pylist() == [7, 7, 9]
    assert pl.from_arrow(table)["position"].to_list() == ["for", "against", "undecided"]
    if kind == "pandas":
        assert table.to_pandas().index.tolist() == ["x", "y", "z"]


def test_comments_of_a_page_are_scored_with_what_they_are(model):
    page = segment(PAGE)
    table = score(page, model)
    assert table.column_names[:5] == ["comment_id", "document", "start_line", "end_line", "text"]
    assert table["comment_id"].to_pylist() == [comment.comment_id for comment in page.comments]
    assert table["position"].to_pylist() == score(iter(page.comments), model)["position"].to_pylist()


def test_rows_without_text_have_no_labels(model):
    table = score(["More lanes please, the air is better already.", None, "  ", "A waste of paint."], model)
    assert table["position"].to_pylist() == ["for", None, None, "against"]
    assert table["model_version"].to_pylist()[1] is None
    assert score([], model).num_rows == 0
    assert score([], model).schema.field("position") == table.schema.field("position")
    assert score([None], model)["position"].to_pylist() == [None]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("one text", "list of texts"),
        ([7], "table of texts"),
        (["\ud800"], "table of texts"),
        (7, "table of texts"),
        ({"text": [1, 2]}, "holds no text"),
        ({"body": ["x"]}, "no column `text`.*body"),
        ({"text": ["x"], "position": ["for"]}, "column `position` already"),
        ([{"text": "x", "n": 1}, {"text": "y", "n": "z"}], "table of texts"),
    ],
)
def test_what_cannot_be_scored_is_refused(model, given, words):
    with pytest.raises(InputError, match=words):
        score(given, model)


def test_a_model_of_ones_own_is_fitted_saved_and_loaded(toy_rows, tmp_path):
    texts, labels = [row["text"] for row in toy_rows], [row["position"] for row in toy_rows]
    model = Model.fit(texts, labels, groups=[row["writer"] for row in toy_rows])
    assert [head.names for head in model.codebook.heads] == [("against", "for", "undecided")]
    folder = model.save(tmp_path)
    again = Model.load(tmp_path)
    assert again.name == folder.name
    assert again.predict(TEXTS) == model.predict(TEXTS) == {"label": ["for", "against", "undecided"]}
    assert np.abs(again.predict_proba(TEXTS)["label"] - model.predict_proba(TEXTS)["label"]).max() < 1e-6
    assert 0.3 < open_version(tmp_path).metrics["label"]["macro_f1"]["value"] <= 1
    copied = again.save(tmp_path / "copy")
    assert Model.load(tmp_path / "copy").name == copied.name


def test_a_model_of_a_codebook_has_its_mirror(toy_rows, toy_book):
    texts, labels = [row["text"] for row in toy_rows], [row["position"] for row in toy_rows]
    model = Model.fit(texts, {"position": labels}, toy_book)
    one, other = model.predict_proba(["Cyclists deserve it", "Drivers deserve it"])["position"]
    assert (one[0], one[1], one[2]) == (other[1], other[0], other[2])


def test_words_explain_the_label(model):
    words = model.explain("Build the lane, what a waste")["position"]
    assert [word for word, _ in words] == ["Build", "the", "lane,", "what", "a", "waste"]
    label = model.predict(["Build the lane, what a waste"])["position"][0]
    weight = dict(words)
    assert (weight["waste"] > weight["Build"]) == (label == "against")


@pytest.mark.parametrize(
    ("texts", "labels", "options", "error", "words"),
    [
        (["a", "b"], ["x"], {}, LabelsError, "2 texts and 1 labels"),
        (["a", "b"], ["x", "y"], {"groups": ["g"]}, LabelsError, "2 texts and 1 groups"),
        (["a", "b"], ["x", "x"], {}, CodebookError, "at least 2"),
        (["a", "b"], ["x y", "z"], {}, CodebookError, "letters a-z"),
        (["a", 7], ["x", "y"], {}, InputError, "number 1 is no text"),
        ("ab", ["x", "y"], {}, InputError, "list of texts"),
        (["a", "b"], ["x", "y"], {"codebook": "nowhere.toml"}, Exception, "nowhere.toml"),
    ],
)
def test_what_cannot_be_fitted_is_refused(texts, labels, options, error, words):
    with pytest.raises(error, match=words):
        Model.fit(texts, labels, **options)


def test_labels_must_fit_the_codebook(toy_book):
    with pytest.raises(LabelsError, match="number 1 of `position` is 'agianst'"):
        Model.fit(["a", "b"], ["for", "agianst"], toy_book)
    with pytest.raises(LabelsError, match="no `stance`.*position"):
        Model.fit(["a", "b"], {"stance": ["for", "against"]}, toy_book)


def test_a_model_that_is_not_there_is_refused(tmp_path, model):
    with pytest.raises(BundleError):
        Model.load(tmp_path)
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError):
        model.save(tmp_path / "file")


@settings(max_examples=25)
@given(st.lists(st.one_of(st.none(), st.text(st.characters(exclude_categories=["Cs"]))), max_size=6))
def test_any_texts_come_back_in_order_with_a_label_each(model, texts):
    table = score(texts, model)
    assert table["text"].to_pylist() == texts
    assert [label is not None for label in table["position"].to_pylist()] == [
        bool(text and text.strip()) for text in texts
    ]
