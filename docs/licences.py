"""Write docs/licences.md: the licence of every library the program needs, from the metadata of what is installed."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
HEAD = """# Licences of the libraries

Made by `make licences` from what is installed. The first table is what `pip install .` names itself, the second what
those bring along; extras and the tools of development are not part of the program.

"""


def needed() -> list[str]:
    """Names of the libraries that pyproject.toml names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return [canonicalize_name(Requirement(line).name) for line in project["dependencies"]]


def brought(names: Iterable[str]) -> set[str]:
    """Names of all that some libraries need, themselves among them."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found and _installed(name) is not None:
            found.add(name)
            waiting += _requirements(name)
    return found


def licence(name: str) -> str:
    """Licence of an installed library, in the words of its metadata."""
    about = distribution(name).metadata
    classified = [
        line.rpartition(" :: ")[2] for line in about.get_all("Classifier", []) if line.startswith("License ::")
    ]
    said = (about.get("License") or "").strip().splitlines()
    short = said[0] if said and len(said[0]) < 60 else ""
    return about.get("License-Expression") or ", ".join(classified) or short or "see its files"


def page() -> str:
    """The text of docs/licences.md."""
    own = sorted(needed())
    others = sorted(brought(own) - set(own))
    return HEAD + "\n".join([*_table(own), "", *_table(others), ""])


def _table(names: Iterable[str]) -> Iterator[str]:
    yield "| library | licence |"
    yield "|---|---|"
    for name in names:
        yield f"| {name} | {licence(name)} |"


def _installed(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def _requirements(name: str) -> Iterator[str]:
    for line in distribution(name).requires or ():
        wanted = Requirement(line)
        if wanted.marker is None or wanted.marker.evaluate({"extra": ""}):
            yield canonicalize_name(wanted.name)


if __name__ == "__main__":
    (ROOT / "docs" / "licences.md").write_text(page(), "utf-8")
