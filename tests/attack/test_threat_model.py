"""Every test that docs/security.md and docs/reliability.md name is there, and every licence is told."""

import re
from pathlib import Path

import pytest

from docs.licences import needed

ROOT = Path(__file__).resolve().parents[2]


def named(text):
    """Tests by file: `::name` belongs to the file named last."""
    file = None
    for place, name in re.findall(r"`(tests/[\w/.]+\.py)?(?:::(\w+))?`", text):
        file = place or file
        if place or name:
            yield file, name


@pytest.mark.parametrize("page", ["security.md", "reliability.md"])
def test_every_named_test_is_there(page):
    found = list(named((ROOT / "docs" / page).read_text("utf-8")))
    assert len(found) > 3
    for file, name in found:
        text = (ROOT / file).read_text("utf-8")
        assert not name or f"def {name}(" in text, f"{file}::{name}"


def test_the_licence_of_every_library_is_told():
    told = (ROOT / "docs" / "licences.md").read_text("utf-8")
    assert [name for name in needed() if f"\n| {name} | " not in told] == []
    assert not [name for name in needed() if f"\n| {name} | see its files |" in told]
