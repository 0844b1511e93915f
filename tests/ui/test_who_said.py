"""What the pages tell of who has labelled what."""

from datetime import UTC, datetime

import pytest

from classifier.codebook import parse_codebook
from classifier.records import Annotation
from classifier.ui.adjudication import said_html
from classifier.ui.review import who_said

NOW = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
LABELS = "".join(f'[[heads.labels]]\nname = "{name}"\ndefinition = "d"\n' for name in ("for", "against"))
HEAD = parse_codebook(f'name = "b"\nversion = "1"\n[[heads]]\nname = "h"\n{LABELS}').heads[0]


def acts(*said):
    return [
        Annotation(
            "c", "h", action, label, None, who, NOW, note=note, vote=vote, settled=action == "settle", act_id=n
        )
        for n, (action, who, label, vote, note) in enumerate(said, 1)
    ]


ANN = ("label", "ann", "for", "for", None)
BOB = ("label", "bob", "against", "against", "<b>no</b>")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ([], "not reviewed"),
        ([ANN], "reviewed by ann"),
        ([ANN, ("confirm", "bob", "for", "for", None)], "reviewed by ann, bob"),
        ([ANN, BOB], "For by ann; Against by bob"),
        ([ANN, BOB, ("undo", "bob", "for", None, None)], "reviewed by ann"),
        (
            [ANN, BOB, ("settle", "cy", "for", None, "irony")],
            "For by ann; Against by bob; settled as For by cy (irony)",
        ),
    ],
)
def test_who_labelled_what_is_told_in_words(said, words):
    assert who_said(HEAD, acts(*said)) == words


def test_what_was_said_stands_side_by_side_and_nothing_in_it_is_markup():
    html = said_html(HEAD, acts(BOB, ("vote", "<i>eve</i>", "against", "for", None)))
    assert html.index("For") < html.index("Against")
    assert "&lt;b&gt;no&lt;/b&gt;" in html
    assert "<i>" not in html
