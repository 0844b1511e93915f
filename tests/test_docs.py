"""The documentation: its links lead somewhere, its commands and code run, its picture is that of the imports."""

import importlib.util
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from walk import walk

ROOT = Path(__file__).parents[1]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("*/README.md")]


def architecture():
    """The script that draws the picture."""
    spec = importlib.util.spec_from_file_location("architecture", ROOT / "docs" / "architecture.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    text = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.S)
    targets = [target for _, target in re.findall(r"\[([^\]]*)\]\(([^)\s]+)\)", text)]
    local = [target.partition("#")[0] for target in targets if not re.match(r"[a-z]+:|#", target)]
    assert [target for target in local if not (page.parent / target).exists()] == []


def test_the_picture_is_that_of_the_imports():
    drawing = architecture()
    found = drawing.imports()
    assert drawing.PICTURE.read_text("utf-8") == drawing.drawn(found), "run: python docs/architecture.py"
    order = list(drawing.LAYERS)
    assert [(own, other) for own, other in found if order.index(other) >= order.index(own)] == []
    assert ("cli", "ui") not in found
    assert ("ui", "cli") not in found


def test_every_module_is_in_a_layer():
    modules = {path.stem for path in (ROOT / "classifier").iterdir() if path.suffix == ".py" or path.is_dir()}
    assert {name for name in modules if not name.startswith("_")} == set(architecture().LAYERS)


def test_the_tutorial_prints_what_it_says(tmp_path, monkeypatch):
    for name in ("BELOWLINE_HOME", "BELOWLINE_STORE"):
        monkeypatch.delenv(name, raising=False)
    shutil.copytree(ROOT / "docs" / "examples", tmp_path / "docs" / "examples")
    monkeypatch.chdir(tmp_path)
    walk((ROOT / "docs" / "new-topic.md").read_text("utf-8"), monkeypatch)


def test_the_python_of_the_documentation_runs(toy_home, tmp_path, monkeypatch):
    shutil.copytree(ROOT / "docs" / "examples", tmp_path / "docs" / "examples")
    monkeypatch.chdir(tmp_path)
    names = {}
    for code in re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "python.md").read_text("utf-8"), re.S):
        exec(code, names)
    assert names["table"].num_rows == 40
    assert names["scored"]["position"].isna().tolist() == [False, False, True]
    assert names["model"].predict(["a fine dog"]) == {"label": ["glad"]}
    assert (tmp_path / "my-models" / "active").is_file()


def test_every_page_is_on_the_site_and_nothing_comes_from_the_network(tmp_path):
    pytest.importorskip("material", reason="the documentation needs: pip install 'belowline[docs]'")
    build = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", str(tmp_path / "site")]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    built = list((tmp_path / "site").rglob("*.html"))
    assert len(built) >= 15
    for page in built:
        fetched = re.findall(
            r'<(?:script|img|iframe)[^>]*\ssrc="(\w+:)?//|<link[^>]*\shref="(?:\w+:)?//', page.read_text()
        )
        assert fetched == [], page.name
    reference = (tmp_path / "site" / "reference" / "python.html").read_text()
    assert "Label comments." in reference
    assert "prevalence" in (tmp_path / "site" / "reference" / "commands.html").read_text()


def test_every_page_has_its_place_on_the_site():
    listed = (ROOT / "mkdocs.yml").read_text("utf-8")
    pages = [str(page.relative_to(ROOT / "docs")) for page in (ROOT / "docs").rglob("*.md")]
    assert [page for page in pages if page not in listed] == []
