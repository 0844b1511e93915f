"""The five documents the project began with; their text is not part of it, only digests and line numbers."""

import os
from pathlib import Path

import pytest

from classifier.files import read_jsonl, sha256_of
from classifier.reading import read_document
from classifier.segmenter import line_roles

GOLD = {row["sha256"]: row["roles"] for _, row in read_jsonl(Path(__file__).parents[1] / "gold" / "originals.jsonl")}
FOLDER = os.environ.get("BELOWLINE_ORIGINALS")

pytestmark = [
    pytest.mark.originals,
    pytest.mark.skipif(not FOLDER, reason="BELOWLINE_ORIGINALS names no folder with the original documents"),
]


@pytest.fixture(scope="module")
def found():
    """Digest to the roles of the filled lines, by line number."""
    documents = {sha256_of(path): read_document(path) for path in sorted(Path(FOLDER or ".").glob("*.txt"))}
    return {
        digest: {number: role for number, role in enumerate(line_roles(documents[digest]), 1) if role}
        for digest in GOLD
        if digest in documents
    }


def expected(roles):
    return {number: role for role, first, last in roles for number in range(first, last + 1)}


def test_all_are_there(found):
    assert set(found) == set(GOLD)


def test_first_comments(found):
    for digest, roles in GOLD.items():
        gold = [number for number, role in expected(roles).items() if role == "comment"]
        assert [number for number, role in found[digest].items() if role == "comment"] == gold


def test_all_roles_but_three(found):
    wrong = [
        (digest[:8], number, role)
        for digest, roles in GOLD.items()
        for number, role in found[digest].items()
        if expected(roles).get(number) != role
    ]
    assert len(wrong) <= 3, wrong
