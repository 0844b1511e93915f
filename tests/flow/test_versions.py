import io
import json
import shutil
import zipfile

import pytest

from classifier.errors import BundleError, OutputError
from classifier.flow import versions


@pytest.fixture
def models(toy_models, tmp_path):
    return shutil.copytree(toy_models, tmp_path / "models")


def test_a_version_is_opened_by_its_folder_or_as_the_active_one(models):
    active = versions.open_version(models)
    assert versions.open_version(models / active.name).manifest == active.manifest
    assert active.manifest["codebook"]["name"] == "cycle-lanes"
    assert set(active.manifest["libraries"]) >= {"scikit-learn", "numpy", "belowline"}
    assert "not for" in active.card


def test_no_version_names_the_command_that_makes_one(tmp_path):
    with pytest.raises(BundleError, match="belowline retrain"):
        versions.open_version(tmp_path)


@pytest.mark.parametrize("file", ["position.coefficients.npy", "codebook.toml", "words.terms.npy"])
def test_a_version_cut_short_is_refused(models, file):
    active = versions.open_version(models)
    path = active.folder / file
    path.write_bytes(path.read_bytes()[:-7])
    with pytest.raises(BundleError, match="changed or cut short"):
        versions.open_version(models).model()


def test_a_missing_file_is_refused(models):
    active = versions.open_version(models)
    (active.folder / "position.intercepts.npy").unlink()
    with pytest.raises(BundleError, match="has no position.intercepts"):
        active.model()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": 1}'])
def test_a_broken_manifest_is_refused(models, text):
    folder = versions.open_version(models).folder
    (folder / "manifest.json").write_text(text)
    with pytest.raises(BundleError, match="manifest|format"):
        versions.open_version(models)


def test_another_format_is_refused_with_the_command_that_mends_it(models):
    path = versions.open_version(models).folder / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "format": 99}))
    with pytest.raises(BundleError, match=r"format 99.*belowline retrain"):
        versions.open_version(models)


def test_a_version_that_cannot_be_written_leaves_nothing(tmp_path, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(versions.os, "fsync", full)
    with pytest.raises(OutputError, match="disk is full"):
        versions.save_version(tmp_path / "models", {"version": "v"}, {"a": b"x"})
    assert list((tmp_path / "models").iterdir()) == []


def test_only_a_whole_version_can_be_activated(models):
    with pytest.raises(BundleError):
        versions.activate(models, "nope")
    (models / ".part-x").mkdir()
    assert len(versions.versions(models)) == 1


def test_the_version_before_is_known_and_going_back_twice_returns(models):
    first = versions.open_version(models)
    second = versions.save_version(models, {**first.manifest, "version": "second"}, _contents(first))
    assert versions.previous(models) is None
    versions.activate(models, second.name)
    assert versions.previous(models).name == first.name
    versions.activate(models, second.name)
    versions.activate(models, versions.previous(models).name)
    assert (versions.open_version(models).name, versions.previous(models).name) == (first.name, second.name)
    shutil.rmtree(second.folder)
    assert versions.previous(models) is None


def test_an_archive_is_the_same_each_time_and_unpacks_to_the_version(models, tmp_path):
    version = versions.open_version(models)
    packed = versions.archive(version)
    assert versions.archive(version) == packed
    with zipfile.ZipFile(io.BytesIO(packed)) as bundle:
        bundle.extractall(tmp_path / "unpacked")
    again = versions.open_version(tmp_path / "unpacked" / version.name)
    assert again.manifest == version.manifest
    assert {name: again.read(name) for name in version.manifest["files"]} == _contents(version)


def test_a_damaged_version_is_not_packed(models):
    version = versions.open_version(models)
    (version.folder / "metrics.json").write_text("{}")
    with pytest.raises(BundleError, match=r"metrics\.json was changed"):
        versions.archive(version)


def _contents(version):
    return {name: version.read(name) for name in version.manifest["files"]}
