"""What every command promises: examples that run, figures for programs, documented exit codes, no colour where unwanted."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from classifier.cli import COMMANDS, main
from classifier.cli.examples import EXAMPLES

ROOT = Path(__file__).parents[2]
PAGE = "The council met.\n\n2 Comments\n\nmaria says:\nBuild the lane!\n\nBob says:\nA waste of paint.\n"


@pytest.fixture
def folder(toy_home, toy_rows, toy_files, tmp_path, monkeypatch):
    """A folder with the files that the examples name, and a model under the name they use."""
    folder = tmp_path / "work"
    (folder / "pages").mkdir(parents=True)
    monkeypatch.chdir(folder)
    for path in ("page.html", "pages/page.txt"):
        Path(path).write_text(PAGE)
    rows = "".join(f'"{row["text"]}",u{n},a{n % 2}\n' for n, row in enumerate(toy_rows))
    Path("comments.csv").write_text(f"body,user,url\n{rows}")
    shutil.copy(toy_files / "labels.jsonl", "mine.jsonl")
    monkeypatch.setattr("classifier.flow.serve.serve", lambda *_args, **_options: None)
    run("belowline import mine.jsonl")
    return folder


def run(line, **options):
    """Run an example as a shell would, with its output in the file it names."""
    command, _, out = line.replace("\\\n", " ").partition(" > ")
    program, *args = shlex.split(command)
    assert program == "belowline"
    done = CliRunner().invoke(main, args, **options)
    if out:
        Path(out.strip()).write_text(done.stdout)
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


def prepared(example):
    """An example with the version there is."""
    from classifier import places

    active = (places.models_folder() / "active").read_text().strip()
    return re.sub(r"\d{8}T\d{6}Z-[0-9a-f]{8}", active, example)


def test_every_command_has_examples():
    assert list(EXAMPLES) == list(COMMANDS)
    for name, examples in EXAMPLES.items():
        assert all(re.match(rf"belowline {name}\b", example) for example in examples), name


def test_every_example_runs(folder):
    for examples in EXAMPLES.values():
        for example in examples:
            done = run(prepared(example))
            asks_first = example == "belowline forget --author maria"
            assert done.exit_code == (2 if asks_first else 0), f"{example}: {done.output}"


@pytest.mark.parametrize("name", COMMANDS)
def test_help_says_what_for_and_shows_the_examples(name):
    done = CliRunner().invoke(main, [name, "--help"])
    assert done.exit_code == 0
    for example in EXAMPLES[name]:
        assert " ".join(example.split()) in " ".join(done.output.split())
    for option in main.get_command(None, name).params:
        assert option.param_type_name == "argument" or option.help, option.name


WRITES_JSON = [
    "new-topic t --label a=x --label b=y",
    "add page.html",
    "segment page.html",
    "score comments.csv --column text=body --out scores.parquet",
    "prevalence scores.parquet",
    "evaluate --labels mine.jsonl",
    "retrain --activate never",
    "models",
    "labels",
    "labels --check",
    "import mine.jsonl",
    "export labels.csv",
    "export --out model.joblib",
    "forget --author maria --yes",
    "backup copy.db",
    "restore copy.db",
]


def test_every_command_has_output_for_programs(folder):
    assert {line.split()[0] for line in WRITES_JSON} == set(COMMANDS) - {"app"}
    for line in WRITES_JSON:
        done = run(f"belowline {line} --json")
        assert done.exit_code == 0, f"{line}: {done.output}"
        try:
            records = [json.loads(done.stdout)]
        except ValueError:
            records = [json.loads(record) for record in done.stdout.splitlines()]
        assert records, line
        assert all(isinstance(record, dict) for record in records), line


EXIT_CODES = {
    "models": 0,
    "models --activate nowhere": 2,
    "score page.html missing.txt --out scores.csv": 3,
    "score missing.txt --out scores.csv": 2,
    "segment missing.txt": 2,
    "no-such-command": 2,
}


@pytest.mark.parametrize("line", EXIT_CODES)
def test_exit_codes_are_those_of_the_readme(folder, line):
    assert run(f"belowline {line}").exit_code == EXIT_CODES[line]


def belowline(*args, **environment):
    command = [sys.executable, "-m", "classifier", *args]
    kept = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "FORCE_COLOR")}
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env={**kept, **environment}, check=False)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_complete_commands(shell):
    code = "from classifier.cli import main; main(prog_name='belowline')"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True, text=True, cwd=ROOT, check=False,
        env={**os.environ, "_BELOWLINE_COMPLETE": f"{shell}_source"},
    )  # fmt: skip
    assert "_BELOWLINE_COMPLETE" in done.stdout
    asked = {"COMP_WORDS": "belowline pre", "COMP_CWORD": "1", "_BELOWLINE_COMPLETE": f"{shell}_complete"}
    asked |= {"COMP_WORDS": "belowline pre", "COMP_CWORD": "pre"} if shell == "fish" else {}
    found = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
        env={**os.environ, **asked},
    )
    assert "prevalence" in found.stdout


@pytest.mark.parametrize("environment", [{}, {"NO_COLOR": "1"}])
def test_no_colours_where_nobody_looks(environment):
    for args in (["--help"], ["segment", "missing.txt"], ["score", "--nonsense"]):
        done = belowline(*args, **environment)
        assert "\x1b" not in done.stdout + done.stderr
