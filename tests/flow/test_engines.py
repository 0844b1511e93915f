import shutil
import subprocess
import sys

import numpy as np
import pytest

from classifier.flow import engines
from classifier.flow.versions import open_version, versions


@pytest.fixture
def version(toy_home, tmp_path, monkeypatch):
    monkeypatch.setenv("BELOWLINE_CACHE", str(tmp_path / "cache"))
    forget()
    found = open_version(toy_home / "models")
    for folder in found.folder.glob("compiled-*"):
        shutil.rmtree(folder)
    return found


def forget():
    engines._arrays.cache_clear()
    vars(engines._own_to_thread).clear()


def same(engine, version):
    texts = ["Build the lane, cyclists!", "no", ""]
    own, reference = engine.predict(texts), version.model().predict(texts)
    np.testing.assert_allclose(own["position"], reference["position"], rtol=0, atol=1e-9)


def compiled_folder(version):
    return next(version.folder.glob("compiled-*"))


def test_a_bundle_without_arrays_is_compiled_on_first_use_and_then_mapped(version):
    same(engines.engine_of(version), version)
    assert compiled_folder(version).is_dir()
    forget()
    engine = engines.engine_of(version)
    same(engine, version)
    assert isinstance(engine.arrays["rows"], np.memmap)
    assert [found.name for found in versions(version.folder.parent)] == [version.name]


def test_damaged_arrays_are_made_anew_elsewhere(version, tmp_path):
    engines.engine_of(version)
    forget()
    with open(compiled_folder(version) / "rows.npy", "r+b") as rows:
        rows.seek(300)
        rows.write(b"damage")
    same(engines.engine_of(version), version)


def test_a_model_it_does_not_know_is_run_by_the_reference(version, monkeypatch):
    forget()
    monkeypatch.setattr("classifier.learn.fast.arrays._KNOWN_FEATURES", "other")
    assert engines.engine_of(version) is version.model()


def test_the_reference_can_be_asked_for(version):
    assert engines.engine_of(version, "reference") is version.model()


def test_scoring_imports_neither_scikit_learn_nor_machine_code_for_a_few(version, tmp_path):
    engines.engine_of(version)
    code = (
        "import sys\nfrom classifier.cli import main\n"
        f"main(['score', '-', '--out', {str(tmp_path / 'o.jsonl')!r}], standalone_mode=False)\n"
        "heavy = ('sklearn', 'scipy', 'nltk', 'streamlit', 'datasets', 'numba', 'pandas', 'pyarrow', 'joblib')\n"
        "print('HEAVY', [name for name in heavy if name in sys.modules])"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], input="Build it\n", capture_output=True, text=True, check=False
    )
    assert run.stdout.splitlines()[-1] == "HEAVY []", run.stderr


def test_arrays_are_made_before_anyone_scores(version):
    engines.prepare(version)
    forget()
    assert isinstance(engines.engine_of(version).arrays["rows"], np.memmap)


@pytest.mark.parametrize(("terminal", "said"), [(True, "belowline: words\n"), (False, "")])
def test_what_is_said_while_scoring_is_for_terminals(terminal, said, monkeypatch, capsys):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
    engines._say_on_terminal("words")
    assert capsys.readouterr().err == said
