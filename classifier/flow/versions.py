"""Model versions on disk: one folder each, written whole, checked before use; `active` names one."""

from __future__ import annotations

import io
import os
import re
import shutil
import stat
import tempfile
import zipfile
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from classifier import files
from classifier.codebook import Codebook, parse_codebook
from classifier.errors import BelowlineError, BundleError

if TYPE_CHECKING:
    from classifier.learn.model import Model

MANIFEST = "manifest.json"
FORMAT = 1

#: Bytes of one file of a version; the shipped model's largest has a fiftieth.
LARGEST = 512 * 2**20

_PREVIOUS = "previous"
_REMEDY = "make a new one with: belowline retrain"


@dataclass(frozen=True)
class Version:
    """A model version: where it lies and what its manifest says."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def name(self) -> str:
        """Name of the version."""
        return str(self.manifest["version"])

    @property
    def untrained(self) -> bool:
        """Whether it has learnt nothing yet and only stands in for a model."""
        return bool(self.manifest.get("untrained"))

    @property
    def codebook(self) -> Codebook:
        """The codebook the version was trained with."""
        return parse_codebook(self._text("codebook.toml"), where=str(self.folder / "codebook.toml"))

    @property
    def metrics(self) -> dict[str, Any]:
        """Held-out figures by head, in the codebook's order."""
        figures = self._json("metrics.json")
        found = {head.name: figures[head.name] for head in self.codebook.heads if head.name in figures}
        if not all(_is_number(_inner(figure, "macro_f1", "value")) for figure in found.values()):
            raise BundleError("metrics.json holds no figures", where=self.folder, remedy=_REMEDY)
        return found

    @property
    def card(self) -> str:
        """The model card, in Markdown."""
        return self._text("README.md")

    def model(self) -> Model:
        """The model itself, after checking every file against the manifest."""
        return _load_model(self.folder, self.manifest["digest"])

    def read(self, name: str) -> bytes:
        """Bytes of one of the version's files, checked against the manifest.

        Raises
        ------
        BundleError
            When the file is missing or was changed or cut short.
        """
        expected = self.manifest["files"].get(name)
        raw = _read(self.folder, name)
        if files.sha256_bytes(raw) != expected:
            raise BundleError(f"{name} was changed or cut short", where=self.folder, remedy=_REMEDY)
        return raw

    def _text(self, name: str) -> str:
        return self.read(name).decode("utf-8", "replace")

    def _json(self, name: str) -> dict[str, Any]:
        try:
            return files.json_object(self.read(name))
        except ValueError as error:
            raise BundleError(f"{name} {error}", where=self.folder, remedy=_REMEDY) from error


def _read(folder: Path, name: str) -> bytes:
    """Bytes of a file that lies in a folder itself and is as large as a model's file may be."""
    path = folder / name
    try:
        found = path.lstat()
        if not stat.S_ISREG(found.st_mode) or found.st_size > LARGEST:
            raise BundleError(f"{name} is no file of a model", where=folder, remedy=_REMEDY)
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise BundleError(f"has no {name}", where=folder, remedy=_REMEDY) from error


def _inner(value: Any, *keys: str) -> Any:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


@lru_cache(maxsize=4)
def _load_model(folder: Path, expected: str) -> Model:
    from classifier.learn.bundle import digest_of, unpack

    version = open_version(folder)
    names = [name for name in version.manifest["files"] if name.endswith(".npy") or name == "settings.json"]
    contents = {name: version.read(name) for name in names}
    if digest_of(contents) != expected:
        raise BundleError("is not the model its manifest.json names", where=folder, remedy=_REMEDY)
    try:
        return unpack(contents, version.codebook)
    except BundleError as error:
        raise BundleError(error.what, where=error.where or folder, remedy=error.remedy) from error


def open_version(place: str | os.PathLike[str]) -> Version:
    """A version by its own folder, or the active one of a folder of versions.

    Raises
    ------
    BundleError
        When there is none, it is damaged, or of another format.
    """
    folder = Path(place)
    if not (folder / MANIFEST).is_file():
        folder = folder / active_name(folder)
    try:
        manifest = files.json_object(_read(folder, MANIFEST))
    except ValueError as error:
        raise BundleError("its manifest.json cannot be read", where=folder, remedy=_REMEDY) from error
    if manifest.get("format") != FORMAT:
        raise BundleError(
            f"is of bundle format {manifest.get('format')}, this program reads {FORMAT}",
            where=folder,
            remedy=_REMEDY,
        )
    missing = {"version", "digest", "files", "codebook"} - manifest.keys()
    if missing:
        raise BundleError(f"its manifest.json has no {sorted(missing)[0]}", where=folder, remedy=_REMEDY)
    if not _is_manifest(manifest):
        raise BundleError("its manifest.json is not what it must be", where=folder, remedy=_REMEDY)
    return Version(folder, manifest)


def _is_manifest(manifest: dict[str, Any]) -> bool:
    """Whether a manifest names files of its own folder, with their digests."""
    listed = manifest["files"]
    texts = [manifest["version"], manifest["digest"]]
    if not isinstance(listed, dict) or not isinstance(manifest["codebook"], dict):
        return False
    return all(isinstance(text, str) and _is_plain(text) for text in [*texts, *listed]) and all(
        isinstance(value, str) for value in listed.values()
    )


def _is_plain(name: str) -> bool:
    """Whether a name is that of something in a folder, and leads nowhere else."""
    return bool(re.fullmatch(r"\w[\w.-]*", name))


def active_name(models: Path) -> str:
    """Name of the active version of a folder of versions.

    Raises
    ------
    BundleError
        When no version is active.
    """
    try:
        name = (models / "active").read_text("utf-8").strip()
    except (OSError, ValueError) as error:
        raise BundleError("holds no active model", where=models, remedy=_REMEDY) from error
    if not _is_plain(name):
        raise BundleError("`active` names no version of this folder", where=models, remedy=_REMEDY)
    return name


def has_active(models: Path) -> bool:
    """Whether a folder of versions has an active one."""
    return (models / "active").is_file()


def activate(models: Path, name: str) -> None:
    """Make a version the active one.

    Raises
    ------
    BundleError
        When there is no such version or it is damaged.
    """
    open_version(models / name)
    before = active_name(models) if has_active(models) else name
    if before != name:
        files.write_text(models / _PREVIOUS, before + "\n")
    files.write_text(models / "active", name + "\n")


def previous(models: Path) -> Version | None:
    """The version that was active before; None where there was none or it is gone."""
    try:
        return open_version(models / (models / _PREVIOUS).read_text("utf-8").strip())
    except (OSError, BelowlineError):
        return None


def archive(version: Version) -> bytes:
    """A version as a zip archive with one folder; the same version gives the same bytes.

    Raises
    ------
    BundleError
        When one of its files is missing or was changed.
    """
    packed = io.BytesIO()
    contents = {name: version.read(name) for name in version.manifest["files"]}
    contents[MANIFEST] = files.json_bytes(version.manifest)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, raw in sorted(contents.items()):
            member = zipfile.ZipInfo(f"{version.name}/{name}")
            member.external_attr = 0o644 << 16
            bundle.writestr(member, raw, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def versions(models: Path) -> list[Version]:
    """Every readable version, newest first."""
    found = []
    for manifest in models.glob(f"*/{MANIFEST}"):
        try:
            found.append(open_version(manifest.parent))
        except BelowlineError:
            continue
    return sorted(found, key=lambda version: str(version.manifest.get("made_at")), reverse=True)


def version_name(made_at: datetime, digest: str) -> str:
    """Name of a version: when it was made, and the beginning of its digest."""
    return f"{made_at:%Y%m%dT%H%M%SZ}-{digest[:8]}"


def save_version(models: Path, manifest: dict[str, Any], contents: dict[str, bytes]) -> Version:
    """Write a version's folder whole or not at all.

    Parameters
    ----------
    models : Path
        Folder of versions, made where it is missing.
    manifest : dict
        What to say of the version; digests of the files are added.
    contents : dict of str to bytes
        The files by name.

    Raises
    ------
    OutputError
        When the folder cannot be written.
    """
    listed = {name: files.sha256_bytes(raw) for name, raw in sorted(contents.items())}
    manifest = {**manifest, "format": FORMAT, "files": listed}
    target = models / manifest["version"]
    if (target / MANIFEST).is_file():
        return open_version(target)
    part = None
    try:
        models.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=".part-", dir=models))
        for name, raw in contents.items():
            _write_synced(part / name, raw)
        _write_synced(part / MANIFEST, files.json_bytes(manifest))
        part.chmod(0o777 & ~files.umask())
        part.rename(target)
    except OSError as error:
        raise files.output_error(error, target) from error
    finally:
        if part is not None:
            shutil.rmtree(part, ignore_errors=True)
    return Version(target, manifest)


def _write_synced(path: Path, raw: bytes) -> None:
    with open(path, "wb") as out:
        out.write(raw)
        out.flush()
        os.fsync(out.fileno())
