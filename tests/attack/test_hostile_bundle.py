"""A model from a stranger: it runs no code, reaches no other file, and is refused where its numbers cannot be."""

import hashlib
import io
import json
import os
import pickle
import shutil
import zipfile

import numpy as np
import pytest
from click.testing import CliRunner

from classifier.cli import main
from classifier.codebook import parse_codebook
from classifier.errors import BundleError
from classifier.flow import engines, versions
from classifier.flow.retrain import read_held_out
from classifier.learn.bundle import digest_of
from classifier.learn.fast import arrays
from classifier.segmenter.seam import arrays_of, read_weights, shipped_weights

_TEXTS = ["Build the lane, cyclists!", "a waste of money", "Drivers pay", ""]


@pytest.fixture
def bundle(toy_models, tmp_path, monkeypatch):
    """Folder of a copy of a model, as a stranger may hand it over, and nothing kept of another."""
    monkeypatch.setenv("BELOWLINE_CACHE", str(tmp_path / "cache"))
    _forget()
    active = versions.open_version(toy_models)
    return shutil.copytree(active.folder, tmp_path / active.name, ignore=shutil.ignore_patterns("compiled-*"))


def _forget():
    engines._arrays.cache_clear()
    versions._load_model.cache_clear()
    vars(engines._own_to_thread).clear()


def put(folder, name, raw, **changes):
    """Put a file into a bundle and make its manifest true of it, as a careful stranger would."""
    (folder / name).write_bytes(raw)
    manifest = json.loads((folder / "manifest.json").read_bytes())
    manifest["files"][name] = hashlib.sha256(raw).hexdigest()
    model = {
        known: (folder / known).read_bytes()
        for known in manifest["files"]
        if (known.endswith(".npy") or known == "settings.json") and (folder / known).is_file()
    }
    (folder / "manifest.json").write_text(json.dumps(manifest | {"digest": digest_of(model)} | changes))


def npy(values, **more):
    out = io.BytesIO()
    np.save(out, values, **more)
    return out.getvalue()


def claiming(shape, dtype="<f8"):
    """A NumPy file that claims more than it has."""
    out = io.BytesIO()
    np.lib.format.write_array_header_1_0(out, {"descr": dtype, "fortran_order": False, "shape": shape})
    return out.getvalue() + bytes(64)


class _Runs:
    def __reduce__(self):
        return os.system, ("touch owned",)


def _score(folder):
    version = versions.open_version(folder)
    reference, compiled = version.model().predict(_TEXTS), engines.engine_of(version).predict(_TEXTS)
    return bool(np.allclose(reference["position"], compiled["position"], rtol=0, atol=1e-9))


def _fitting(folder, name):
    return np.load(folder / name)


NUMBERS = {
    "pickle": lambda good: pickle.dumps(_Runs()),
    "objects": lambda good: npy(np.array([_Runs()], dtype=object), allow_pickle=True),
    "huge": lambda good: claiming((10**12,)),
    "overflowing": lambda good: claiming((2**40, 2**40)),
    "negative": lambda good: claiming((-1, 3)),
    "empty": lambda good: b"",
    "cut": lambda good: npy(good)[:-9],
    "text": lambda good: npy(np.full(good.shape, "a")),
    "small": lambda good: npy(good.astype(np.float32)),
    "other_order": lambda good: npy(good.astype(">f8")),
    "nan": lambda good: npy(np.full_like(good, np.nan)),
    "infinite": lambda good: npy(np.full_like(good, np.inf)),
    "longer": lambda good: npy(np.concatenate([good, good])) if good.ndim else npy(np.array([1.0, 2.0])),
    "complex": lambda good: npy(good.astype(complex)),
}


@pytest.mark.parametrize("kind", NUMBERS)
@pytest.mark.parametrize("name", ["position.coefficients.npy", "position.temperature.npy", "words.idf.npy"])
def test_numbers_no_trained_model_has_are_refused(kind, name, bundle, contained):
    put(bundle, name, NUMBERS[kind](_fitting(bundle, name)))
    assert contained(lambda: _score(bundle)).startswith("refused")


@pytest.mark.parametrize("value", [0.0, -1.0])
def test_a_temperature_that_turns_labels_round_is_refused(value, bundle, contained):
    put(bundle, "position.temperature.npy", npy(np.array(value)))
    assert contained(lambda: _score(bundle)).startswith("refused")


@pytest.mark.parametrize(
    "raw", [npy(np.frombuffer(b"a\na", np.uint8)), npy(np.frombuffer(b"\xff\n\xfe", np.uint8)), npy(np.zeros(3))]
)
def test_terms_no_trained_model_has_are_refused(raw, bundle, contained):
    put(bundle, "words.terms.npy", raw)
    assert contained(lambda: _score(bundle)).startswith("refused")


@pytest.mark.parametrize(
    "settings",
    ["{}", "[]", "x", "{" * 100_000]
    + [json.dumps({"format": 1, "features": one}) for one in (None, [], {"letters": [1, 10**9]}, {"odd": 1})]
    + [json.dumps({"format": 1, "features": one}) for one in ({"window": 10**9}, {"words": "ab"}, {"least": "1"})],
)
def test_settings_no_trained_model_has_are_refused(settings, bundle, contained):
    put(bundle, "settings.json", settings.encode())
    assert contained(lambda: _score(bundle)).startswith("refused")


@pytest.mark.parametrize(
    "changes",
    [
        {"files": []},
        {"files": {"../../secret": "0"}},
        {"files": {"/etc/passwd": "0"}},
        {"version": "../x"},
        {"version": 7},
        {"digest": "../.."},
        {"codebook": []},
        {"files": {"a.npy": None}},
    ],
)
def test_a_manifest_that_leads_elsewhere_is_refused(changes, bundle):
    manifest = json.loads((bundle / "manifest.json").read_bytes())
    (bundle / "manifest.json").write_text(json.dumps(manifest | changes))
    with pytest.raises(BundleError):
        versions.open_version(bundle)


@pytest.mark.parametrize("target", ["/etc/passwd", "/dev/zero", "manifest.json"])
def test_a_link_in_a_bundle_is_refused(target, bundle, contained):
    (bundle / "words.idf.npy").unlink()
    (bundle / "words.idf.npy").symlink_to(target)
    assert contained(lambda: _score(bundle)).startswith("refused")


def test_a_pipe_in_a_bundle_is_refused(bundle, contained):
    (bundle / "words.idf.npy").unlink()
    os.mkfifo(bundle / "words.idf.npy")
    assert contained(lambda: _score(bundle)).startswith("refused")


def test_an_active_version_lies_in_its_folder(bundle):
    (bundle.parent / "active").write_text(f"../{bundle.parent.name}/{bundle.name}")
    with pytest.raises(BundleError, match="no version of this folder"):
        versions.open_version(bundle.parent)


def test_a_model_cannot_pass_for_another(bundle, contained):
    """Else its compiled arrays would be kept under the other's name, and used for it."""
    coefficients = _fitting(bundle, "position.coefficients.npy")
    known = json.loads((bundle / "manifest.json").read_bytes())["digest"]
    put(bundle, "position.coefficients.npy", npy(-coefficients), digest=known)
    assert "not the model its manifest.json names" in contained(lambda: _score(bundle))


@pytest.mark.parametrize("raw", [b"x", b"PK\x03\x04" + bytes(90)], ids=["text", "cut"])
def test_held_out_rows_that_are_none_are_refused(raw, bundle):
    put(bundle, "position.held_out.npz", raw)
    version = versions.open_version(bundle)
    with pytest.raises(BundleError, match="held out"):
        read_held_out(version, version.codebook.heads[0])


def zipped(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in parts.items():
            archive.writestr(name.replace("__", "/"), raw)
    return out.getvalue()


@pytest.mark.parametrize(
    "raw",
    [
        zipped(**{"digests.npy": npy(np.zeros(10**8))}),
        zipped(**{"..__..__digests.npy": npy(np.zeros(3)), "answers.npy": b"", "probabilities.npy": b""}),
        zipped(**{"digests.npy": npy(np.array([_Runs()]), allow_pickle=True)}),
        zipped(**{"digests.npy": npy(np.array(["a"])), "answers.npy": npy(np.array([9]))}),
    ],
    ids=["bomb", "slip", "pickle", "missing"],
)
def test_a_packed_file_of_arrays_does_no_harm(raw, bundle, contained):
    put(bundle, "position.held_out.npz", raw)
    version = versions.open_version(bundle)
    assert contained(lambda: read_held_out(version, version.codebook.heads[0])).startswith("refused")


def _changed(name, change):
    def apply(made):
        made[name] = change(made[name].copy())

    return apply


def _all(value):
    def change(values):
        values[...] = value
        return values

    return change


HARMFUL = {
    "value beyond": _changed("values", _all(2**30)),
    "column beyond": _changed("unigrams", _all(2**30)),
    "column below": _changed("near", _all(-(2**30))),
    "side beyond": _changed("sides", _all(7)),
    "shown beyond": _changed("shown", _all(2**30)),
    "manner beyond": _changed("manners", _all(2**30)),
    "label beyond": _changed("mirrored", _all(99)),
    "spelling beyond": _changed("plain", _all(2**30)),
    "no free slot": _changed("pairs", _all(5)),
    "node beyond": _changed("trie", _all(2**30)),
    "node below": _changed("trie", lambda t: t - 2),
    "character beyond": _changed("codes", _all(2**30)),
    "trie cut short": _changed("trie", lambda t: t[:-3]),
    "no power of two": _changed("pairs", lambda t: t[:-3]),
    "pair beyond": _changed("pairs", lambda t: np.where(t >= 0, t | (2**21 - 1), 2**21 - 1)),
    "rows missing": _changed("rows", lambda r: r[:1]),
    "rows narrow": _changed("rows", lambda r: r[..., :1]),
    "rows nan": _changed("rows", _all(np.nan)),
    "other kind": _changed("values", lambda v: v.astype(np.int64)),
    "more labels": _changed("heads", _all(40)),
    "longest": _changed("sizes", lambda s: np.where(np.arange(5) == 1, 2**40, s)),
    "negative": _changed("sizes", lambda s: np.where(np.arange(5) == 1, -5, s)),
    "window": _changed("sizes", lambda s: np.where(np.arange(5) == 2, 1000, s)),
    "absent": lambda made: made.pop("logs"),
    "no logs": _changed("logs", lambda v: v[:0]),
}


def _compiled(folder, made):
    """Arrays that a stranger has put beside a model, with a manifest that is true of them."""
    version = versions.open_version(folder)
    name = f"compiled-{engines.digest(arrays.stamp().tobytes().decode(), length=8)}"
    contents = {f"{key}.npy": npy(values) for key, values in made.items()}
    manifest = {"version": name, "digest": version.manifest["digest"], "codebook": {}}
    return versions.save_version(folder, manifest, contents)


@pytest.fixture(scope="module")
def compiled(toy_models):
    return arrays.compile_model(versions.open_version(toy_models).model())


@pytest.mark.parametrize("kind", HARMFUL)
def test_compiled_arrays_that_lead_out_of_themselves_are_told(kind, compiled):
    assert arrays.are_sound(compiled, 3)
    made = dict(compiled)
    HARMFUL[kind](made)
    assert not arrays.are_sound(made, 3)


def test_harmful_arrays_beside_a_model_are_not_used(bundle, compiled, contained):
    made = dict(compiled)
    HARMFUL["value beyond"](made)
    _compiled(bundle, made)
    _forget()
    assert contained(lambda: _score(bundle)) == "done True"


def test_sound_arrays_are_used(bundle, compiled):
    version = versions.open_version(bundle)
    _compiled(bundle, compiled)
    _forget()
    assert isinstance(engines.engine_of(version).arrays["rows"], np.memmap)


def test_machine_code_is_not_taken_from_a_folder_others_can_write(bundle, tmp_path):
    cache = tmp_path / "cache"
    (cache / "machine-code").mkdir(parents=True)
    assert engines.machine_code_folder() == str(cache / "machine-code")
    (cache / "machine-code").chmod(0o777)
    assert engines.machine_code_folder() != str(cache / "machine-code")
    (cache / "machine-code").chmod(0o700)
    cache.chmod(0o777)
    assert engines.machine_code_folder() != str(cache / "machine-code")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder to another")
def test_machine_code_is_not_taken_from_a_folder_of_another(bundle, tmp_path):
    folder = tmp_path / "cache" / "machine-code"
    folder.mkdir(parents=True)
    os.chown(folder, 65534, 65534)
    assert engines.machine_code_folder() != str(folder)


def test_weights_of_the_splitter_with_a_path_without_end_are_refused():
    weights = dict(arrays_of(shipped_weights()))
    weights["line.left"] = np.zeros_like(weights["line.left"])
    out = io.BytesIO()
    np.savez(out, **weights)
    with pytest.raises(BundleError):
        read_weights(io.BytesIO(out.getvalue()))


def test_a_codebook_in_a_bundle_cannot_name_files(bundle):
    text = (bundle / "codebook.toml").read_text().replace('"position"', '"../../position"')
    put(bundle, "codebook.toml", text.encode())
    with pytest.raises(Exception, match="may have letters"):
        versions.open_version(bundle).codebook  # noqa: B018
    assert parse_codebook((bundle / "codebook.toml").read_text().replace("../../", ""))


def test_the_command_line_refuses_a_damaged_bundle_in_a_sentence(bundle, tmp_path):
    put(bundle, "metrics.json", b'{"position": 7}')
    (tmp_path / "one.jsonl").write_text('{"text": "Build it", "position": "for"}\n')
    for command in (
        ["models", "--models", str(bundle.parent)],
        ["evaluate", "--labels", "x", "--model", str(bundle)],
    ):
        done = CliRunner().invoke(main, command)
        assert isinstance(done.exception, SystemExit | None)
        assert done.exit_code in (0, 2)
