"""The house rules that a reader cannot see at a glance: who may import whom, and what loads when."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import classifier
from classifier.cli import COMMANDS

ROOT = Path(classifier.__file__).parent
LAYERS = [
    "errors",
    "records",
    "files",
    "codebook",
    "places",
    "reading",
    "segmenter",
    "learn",
    "judge",
    "store",
    "flow",
    "api",
    "cli",
    "ui",
]
HEAVY = (
    "sklearn",
    "scipy",
    "numpy",
    "pandas",
    "nltk",
    "streamlit",
    "altair",
    "datasets",
    "sqlalchemy",
    "alembic",
    "pyarrow",
    "trafilatura",
    "lxml",
    "rich",
)
HOME_OF = {
    "sklearn": {"learn", "judge"},
    "sqlalchemy": {"store"},
    "alembic": {"store"},
    "datasets": {"reading", "flow"},
    "streamlit": {"ui"},
    "altair": {"ui"},
}


def layer_of(path):
    name = path.relative_to(ROOT).parts[0].removesuffix(".py")
    return {"__init__": None, "__main__": "cli"}.get(name, name)


def imports(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda p: str(p.relative_to(ROOT)))
def test_layers_import_only_to_their_left(path):
    own = layer_of(path)
    if own is None:
        return
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "classifier" and len(parts) > 1 and parts[1] in LAYERS:
            assert LAYERS.index(parts[1]) <= LAYERS.index(own), name
            assert {own, parts[1]} != {"cli", "ui"}, name
        assert own in HOME_OF.get(parts[0], {own}), name


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_imports_nothing_heavy(command):
    code = (
        "import sys\n"
        "from classifier.cli import main\n"
        f"main({[*command.split(), '--help']!r}, standalone_mode=False)\n"
        f"print('HEAVY', [name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "HEAVY []"


def test_the_public_names_are_these():
    assert sorted(classifier.__all__) == [
        "Comment",
        "Document",
        "Model",
        "Page",
        "Score",
        "Segment",
        "comments_of",
        "open_version",
        "read_codebook",
        "read_document",
        "retrain",
        "score",
        "score_comments",
        "segment",
    ]
    for name in classifier.__all__:
        assert getattr(classifier, name)
