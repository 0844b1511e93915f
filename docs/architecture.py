"""Draws docs/images/architecture.svg from the imports of the package; run it after a change of who imports whom."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1] / "classifier"
PICTURE = Path(__file__).with_name("images") / "architecture.svg"

#: Layers and what each is for; one may import only those before it.
LAYERS = {
    "errors": "named errors",
    "records": "document, segment, comment, score",
    "files": "whole files or none",
    "codebook": "heads and labels",
    "places": "where things lie",
    "reading": "bytes to documents",
    "segmenter": "documents to comments",
    "learn": "texts and labels to a model",
    "judge": "figures, shares, reasons",
    "store": "what people labelled",
    "flow": "the verbs",
    "api": "Python",
    "cli": "commands",
    "ui": "pages",
}

CELL, LEFT, TOP = 34, 290, 110


def imports() -> set[tuple[str, str]]:
    """Which layer imports which."""
    found: set[tuple[str, str]] = set()
    for path in sorted(ROOT.rglob("*.py")):
        own = path.relative_to(ROOT).parts[0].removesuffix(".py")
        if own in LAYERS:
            found.update((own, other) for other in {*_imported(path)} - {own})
    return found


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        parts = (name.split(".") for name in names if name.startswith("classifier."))
        yield from (part[1] for part in parts if part[1] in LAYERS)


def drawn(found: set[tuple[str, str]]) -> str:
    """The picture: a row a layer, a column for each it imports; nothing stands on or right of the diagonal."""
    names = list(LAYERS)
    width, height = LEFT + CELL * len(names) + 20, TOP + CELL * len(names) + 20
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
        'font-size="13" role="img" aria-label="Which layer imports which">',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
    ]
    for row, name in enumerate(names):
        y = TOP + CELL * row
        for column, other in enumerate(names):
            fill = "#d0d7de" if other == name else "#2f4b7c" if (name, other) in found else "#f6f8fa"
            square = f'width="{CELL - 2}" height="{CELL - 2}" fill="{fill}"'
            parts.append(f'<rect x="{LEFT + CELL * column + 1}" y="{y + 1}" {square}/>')
    return "\n".join([*parts, "</svg>", ""])


if __name__ == "__main__":
    PICTURE.write_text(drawn(imports()), "utf-8")
