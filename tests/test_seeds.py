"""The example documents and what a careful person finds in them."""

import json

import pytest

from classifier.codebook import read_codebook
from classifier.files import read_jsonl, sha256_of
from classifier.places import codebook_path, seeds_folder
from classifier.reading import documents_in, read_document
from classifier.segmenter import comments_of, line_roles

GOLD = [row for _, row in read_jsonl(seeds_folder() / "gold.jsonl")]


def gold_lines(row):
    return {line: role for role, first, last in row["roles"] for line in range(first, last + 1)}


def test_gold_knows_every_document_as_it_is():
    names = [path.name for path in documents_in(seeds_folder())]
    assert names == [row["document"] for row in GOLD]
    for row in GOLD:
        assert sha256_of(seeds_folder() / row["document"]) == row["sha256"]


def test_gold_fits_the_codebook_and_shows_every_label():
    book = read_codebook(codebook_path())
    for head in book.heads:
        found = {comment[head.name] for row in GOLD for comment in row["comments"]}
        assert found == set(head.names)


@pytest.mark.parametrize("row", GOLD, ids=lambda row: row["document"])
def test_comments_are_found_where_they_are_and_nowhere_else(row):
    document = read_document(seeds_folder() / row["document"])
    found, gold = line_roles(document), gold_lines(row)
    wrong = [
        line
        for line, role in gold.items()
        if (role == "comment") != (found[line - 1] == "comment") and document.lines[line - 1].strip()
    ]
    assert wrong == []


def test_most_roles_are_right():
    right = total = 0
    for row in GOLD:
        if row["document"].endswith(".html"):
            continue
        document = read_document(seeds_folder() / row["document"])
        found = line_roles(document)
        for line, role in gold_lines(row).items():
            if document.lines[line - 1].strip():
                right += found[line - 1] == role
                total += 1
    assert right / total >= 0.95


def test_threads_and_bylines_are_read():
    row = next(row for row in GOLD if row["document"] == "07-threads.txt")
    found = comments_of(read_document(seeds_folder() / row["document"]))
    assert [c.author for c in found] == [c["author"] for c in row["comments"]]
    assert [c.text for c in found] == [c["text"] for c in row["comments"]]
    line_of = {c.comment_id: c.start_line for c in found}
    assert [line_of.get(c.parent_id) for c in found] == [c["reply_to_line"] for c in row["comments"]]


def test_gold_is_json_lines_in_name_order():
    lines = (seeds_folder() / "gold.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["document"] for line in lines] == sorted(row["document"] for row in GOLD)
