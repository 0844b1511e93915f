import pytest

from classifier.codebook import SHORTCUTS, parse_codebook, read_codebook
from classifier.errors import BelowlineError, CodebookError
from classifier.places import codebook_path

GOOD = """name = "n"
version = "1"
[[heads]]
name = "h"
[[heads.labels]]
name = "a"
definition = "A."
[[heads.labels]]
name = "b"
definition = "B."
"""


def test_defaults_are_sensible():
    book = parse_codebook(GOOD)
    head = book.head("h")
    assert head.names == ("a", "b")
    assert head.label("a").display == "A"
    assert len({label.colour for label in head.labels}) == 2
    assert [label.shortcut for label in head.labels] == ["1", "2"]
    assert head.mirrored_order == (0, 1)


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ('name = "n"', 'name = "a b"', 1, "may have letters"),
        ('version = "1"', "version = 1", 2, "must be a text"),
        ('name = "b"', 'name = "a"', 9, "given twice"),
        ('definition = "B."', "", 8, "no `definition`"),
        ('definition = "B."', 'defintion = "B."', 10, "unknown key"),
        ('definition = "A."', 'definition = "A."\ncolour = "red"', 8, "colour"),
        ('definition = "A."', 'definition = "A."\nshortcut = "C"', 8, "shortcut"),
        ('name = "h"', 'name = "h"\nopposed = ["a", "z"]', 5, "opposed"),
        ('name = "h"', 'name = "h"\nrules = "one"', 5, "list of texts"),
        ('name = "h"', "name = ", 4, "not valid TOML"),
        ('definition = "B."', 'definition = "B."\n[mirror]\npairs = [["x", "x"]]', 12, "two pairs"),
        ('definition = "B."', 'definition = "B."\n[mirror]\npairs = [["x"]]', 12, "pairs of words"),
    ],
)
def test_a_wrong_codebook_is_refused_with_line_and_reason(old, new, line, reason):
    with pytest.raises(CodebookError) as caught:
        parse_codebook(GOOD.replace(old, new, 1), where="my.toml")
    assert f"my.toml, line {line}:" in str(caught.value)
    assert reason in str(caught.value)


def test_one_label_is_too_few():
    with pytest.raises(CodebookError, match="at least 2"):
        parse_codebook(GOOD[: GOOD.rindex("[[heads.labels]]")])


def test_a_missing_codebook_is_said_so(tmp_path):
    with pytest.raises(BelowlineError, match="no such file"):
        read_codebook(tmp_path / "none.toml")


def test_wording_does_not_change_the_digest_but_labels_do():
    book = parse_codebook(GOOD)
    assert parse_codebook(GOOD.replace("A.", "Another wording.")).digest == book.digest
    assert parse_codebook(GOOD.replace('"a"', '"c"')).digest != book.digest


def test_the_shipped_codebook_treats_both_sides_alike():
    book = read_codebook(codebook_path())
    stance = book.head("stance")
    assert len(stance.opposed) == 2
    assert stance.mirrored_order == (1, 0, 2, 3)
    first, second = (stance.label(name) for name in stance.opposed)
    assert bool(first.examples) == bool(second.examples)
    keys = [label.shortcut for head in book.heads for label in head.labels]
    assert len(set(keys)) == len(keys)
    assert set(keys) <= set(SHORTCUTS)


def test_no_code_spells_a_label():
    """Another subject is another codebook: only the codebook itself names labels and heads."""
    from pathlib import Path

    import classifier

    book = read_codebook(codebook_path())
    names = {name for head in book.heads for name in head.names if "-" in name}
    root = Path(classifier.__file__).parent
    for path in [*root.rglob("*.py"), root.parent / "app.py"]:
        source = path.read_text("utf-8")
        assert not [name for name in names if f'"{name}"' in source], path
