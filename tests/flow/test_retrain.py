import json
from datetime import UTC, datetime

import pytest

from classifier.errors import LabelsError
from classifier.flow import versions
from classifier.flow.evaluate import evaluate, evaluate_pairs
from classifier.flow.ingest import ingest
from classifier.flow.retrain import read_held_out, retrain
from classifier.learn.bundle import pack
from classifier.store import LabelStore


@pytest.fixture
def toy_args(toy_files, tmp_path):
    return dict(
        label_files=[toy_files / "labels.jsonl"],
        codebook_file=toy_files / "codebook.toml",
        store_place=str(tmp_path / "store.db"),
        out=tmp_path / "models",
    )


def test_the_first_version_becomes_active_and_says_how_good_it_is(toy_args):
    outcome = retrain(**toy_args)
    assert outcome.activated
    assert versions.open_version(toy_args["out"]).name == outcome.version.name
    assert outcome.reports["position"].rows == 72
    assert "macro-F1" in outcome.version.card


def test_a_worse_version_is_written_but_not_activated(toy_args, toy_rows, tmp_path):
    first = retrain(**toy_args)
    names = ["for", "against", "undecided"]
    worse = tmp_path / "worse.jsonl"
    shuffled = [{**row, "position": names[(n * 7 // 3) % 3]} for n, row in enumerate(toy_rows)]
    worse.write_text("".join(json.dumps(row) + "\n" for row in shuffled))
    outcome = retrain(**{**toy_args, "label_files": [worse]})
    assert not outcome.activated
    assert "worse" in outcome.verdict
    assert outcome.comparisons["position"].rows == 72
    assert versions.open_version(toy_args["out"]).name == first.version.name
    assert len(versions.versions(toy_args["out"])) == 2
    assert retrain(**{**toy_args, "label_files": [worse]}, activate="always").activated


def test_never_means_never(toy_args):
    assert not retrain(**toy_args, activate="never").activated
    assert not versions.has_active(toy_args["out"])


def test_rows_marked_test_are_never_learnt_from(toy_args, toy_rows, tmp_path):
    marked = tmp_path / "marked.jsonl"
    rows = [{**row, "split": "test" if row["writer"] == "w0" else "train"} for row in toy_rows]
    marked.write_text("".join(json.dumps(row) + "\n" for row in rows))
    outcome = retrain(**{**toy_args, "label_files": [marked]})
    test_rows = sum(row["writer"] == "w0" for row in toy_rows)
    assert outcome.reports["position"].rows == test_rows
    assert evaluate(marked, outcome.version, test_only=True).seen_in_training == 0
    assert evaluate(marked, outcome.version).seen_in_training == len(rows) - test_rows
    assert evaluate(marked, outcome.version, unseen_only=True).rows == test_rows


def test_the_same_labels_give_the_same_coefficients(toy_args, tmp_path):
    first, second = retrain(**toy_args), retrain(**{**toy_args, "out": tmp_path / "other"})
    assert pack(first.version.model()) == pack(second.version.model())
    assert first.version.manifest["digest"] == second.version.manifest["digest"]


def test_nothing_changed_makes_no_version(toy_args):
    first, second = retrain(**toy_args), retrain(**toy_args)
    assert "nothing has changed" in second.verdict
    assert [v.name for v in versions.versions(toy_args["out"])] == [first.version.name]


def test_corrections_in_the_store_are_learnt(toy_args, tmp_path):
    before = retrain(**toy_args).version.model()
    page = tmp_path / "page.txt"
    page.write_text(
        "The council met.\n\n2 Comments\n\nAnn says:\nZebra crossings first\n\nBob says:\nZebra nonsense\n"
    )
    with LabelStore(toy_args["store_place"]) as store:
        ingest([page], store)
        for comment in store.comments():
            store.annotate(comment.comment_id, "position", "undecided", "ann", datetime.now(UTC))
    outcome = retrain(**toy_args)
    assert outcome.version.manifest["labels"]["train"] == 74
    shares = [m.predict(["Zebra"])["position"][0, 2] for m in (before, outcome.version.model())]
    assert shares[1] > shares[0]


def test_corrections_of_one_subject_are_not_learnt_for_another(toy_home, toy_files, tmp_path):
    page = tmp_path / "page.txt"
    page.write_text(
        "The council met.\n\n2 Comments\n\nAnn says:\nZebra crossings first\n\nBob says:\nZebra nonsense\n"
    )
    with LabelStore(toy_home / "labels" / "belowline.db") as store:
        ingest([page], store)
        for comment in store.comments():
            store.annotate(comment.comment_id, "position", "undecided", "ann", datetime.now(UTC))
    other = tmp_path / "other.toml"
    other.write_text((toy_files / "codebook.toml").read_text().replace('"cycle-lanes"', '"bus-lanes"'))
    rows = {
        name: retrain([toy_files / "labels.jsonl"], book, out=tmp_path / name).version.manifest["labels"]["train"]
        for name, book in (("same", toy_files / "codebook.toml"), ("other", other))
    }
    assert rows == {"same": 74, "other": 72}


def test_another_codebook_is_never_activated_over_the_active_one(toy_args, toy_files, tmp_path):
    first = retrain(**toy_args)
    other = tmp_path / "other.toml"
    other.write_text((toy_files / "codebook.toml").read_text().replace('"cycle-lanes"', '"bus-lanes"'))
    outcome = retrain(**{**toy_args, "codebook_file": other})
    assert not outcome.activated
    assert "another codebook" in outcome.verdict
    assert versions.open_version(toy_args["out"]).name == first.version.name


def test_contrast_pairs_are_judged_and_wrong_ones_refused(toy_args, tmp_path):
    version = retrain(**toy_args).version
    path = tmp_path / "pairs.jsonl"
    pair = {
        "head": "position",
        "a": "The lane will save lives, thank you council",
        "b": "The lane is a waste of money and nobody uses it",
        "a_label": "for",
        "b_label": "against",
    }
    path.write_text(json.dumps(pair) + "\n")
    (found,) = evaluate_pairs(path, version)
    assert (found.pairs, found.told_apart, found.both_right) == (1, 1, 1)
    path.write_text(json.dumps(pair) + "\n" + json.dumps({**pair, "b_label": "maybe"}) + "\n")
    with pytest.raises(LabelsError, match="line 2"):
        evaluate_pairs(path, version)


def test_sure_labels_err_as_seldom_as_stated(toy_args):
    version = retrain(**toy_args).version
    held_out = read_held_out(version, version.codebook.head("position"))
    sure = held_out.probabilities.max(axis=1) >= version.model().heads[0].sure_from
    assert (held_out.probabilities.argmax(axis=1) != held_out.answers)[sure].mean() <= 0.2


def test_only_test_rows_are_refused(toy_args, tmp_path):
    path = tmp_path / "t.jsonl"
    path.write_text('{"text": "x", "position": "for", "split": "test"}\n')
    with pytest.raises(LabelsError, match="no rows to learn from"):
        retrain(**{**toy_args, "label_files": [path]})
