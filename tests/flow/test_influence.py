import json
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from classifier.cli import main
from classifier.errors import LabelsError
from classifier.flow import versions
from classifier.flow.ingest import ingest
from classifier.flow.retrain import retrain
from classifier.store import LabelStore

_TURNED = {"for": "against", "against": "for", "undecided": "undecided"}


def written(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


@pytest.fixture
def known(toy_files, tmp_path):
    return dict(
        codebook_file=toy_files / "codebook.toml", store_place=str(tmp_path / "s.db"), out=tmp_path / "models"
    )


def again(rows, change=lambda label: label):
    """The rows in other words, by others."""
    return [
        {"text": f"{row['text']} Really {n % 7}", "position": change(row["position"]), "writer": f"x{n % 9}"}
        for n, row in enumerate(rows)
    ]


def test_each_source_is_listed_with_its_rows_and_agreement(toy_files, toy_rows, known, tmp_path):
    mine = written(tmp_path / "mine.jsonl", again(toy_rows))
    outcome = retrain([toy_files / "labels.jsonl", mine], **known)
    assert {one.source: one.standing.rows for one in outcome.influences} == {"labels.jsonl": 72, "mine.jsonl": 72}
    assert not [one for one in outcome.influences if one.standing.contradicts]


def test_exchanged_labels_are_refused_unless_they_are_accepted(toy_files, toy_rows, known, tmp_path):
    files = [toy_files / "labels.jsonl", written(tmp_path / "turned.jsonl", again(toy_rows * 1, _TURNED.get))]
    good = written(tmp_path / "more.jsonl", [{**row, "text": row["text"] + " Again"} for row in again(toy_rows * 1)])
    with pytest.raises(LabelsError, match=r"turned.jsonl: 72 labels of position.*for and against exchanged"):
        retrain([*files, good], **known)
    assert not versions.versions(known["out"])
    assert retrain([*files, good], **known, accept_contradictions=True).version.name


def labelled_by(store, tmp_path, rows, who, change):
    lines = [f"{who}{n} says:\n{row['text']} Honestly {n % 5}\n" for n, row in enumerate(rows)]
    page = tmp_path / f"{who}.txt"
    page.write_text(f"The council met.\n\n{len(rows)} Comments\n\n" + "\n".join(lines))
    ingest([page], store)
    labels = {f"{row['text']} Honestly {n % 5}": row["position"] for n, row in enumerate(rows)}
    sha256 = next(d["sha256"] for d in store.documents() if d["name"] == page.name)
    for comment in store.comments(sha256):
        if comment.text in labels:
            store.annotate(comment.comment_id, "position", change(labels[comment.text]), who, datetime.now(UTC))


def test_corrections_turned_by_one_annotator_are_refused_and_name_them(toy_files, toy_rows, known, tmp_path):
    files = [toy_files / "labels.jsonl", written(tmp_path / "more.jsonl", again(toy_rows))]
    with LabelStore(known["store_place"]) as store:
        labelled_by(store, tmp_path, toy_rows, "ann", lambda label: label)
    brought = retrain(files, **known).influences
    assert next(one for one in brought if one.source.startswith("ann")).standing.rows >= 60
    with LabelStore(known["store_place"]) as store:
        labelled_by(
            store, tmp_path, toy_rows, "mallory", {"for": "against", "against": "undecided", "undecided": "for"}.get
        )
    with pytest.raises(LabelsError, match="mallory"):
        retrain(files, **known)


def test_the_command_line_refuses_and_names_the_way_out(toy_files, toy_rows, known, tmp_path):
    turned = written(tmp_path / "turned.jsonl", again(toy_rows, _TURNED.get))
    more = written(tmp_path / "more.jsonl", again([{**row, "text": row["text"] + " Yes"} for row in toy_rows]))
    command = ["retrain", "--codebook", str(known["codebook_file"]), "--out", str(known["out"])]
    command += ["--store", known["store_place"]]
    command += [part for path in (toy_files / "labels.jsonl", turned, more) for part in ("--labels", str(path))]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 2
    assert "--accept-contradictions" in done.output
    done = CliRunner().invoke(main, [*command, "--accept-contradictions"])
    assert done.exit_code == 0, done.output
    assert "turned.jsonl: 72 labels of position" in done.output
