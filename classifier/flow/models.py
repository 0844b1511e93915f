"""Which model to use: the one named, the active one, or the first one, trained on the spot."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from classifier import files, places
from classifier.codebook import Codebook, read_codebook
from classifier.errors import BundleError
from classifier.flow import versions
from classifier.records import digest


def chosen_version(
    place: str | os.PathLike[str] | None = None, say: Callable[[str], None] | None = None
) -> versions.Version:
    """The version named, or the active one of the project; where there is none yet, one is trained.

    Parameters
    ----------
    place : path, optional
        A version's folder, or a folder of versions.
    say : callable, optional
        Told in words when a model has to be trained first.

    Raises
    ------
    BundleError
        When the version is missing, damaged, or of another codebook than the project's; or when there is none
        and there are no labels to train one from.
    """
    if place is not None:
        return versions.open_version(place)
    models = places.models_folder()
    if not versions.has_active(models):
        if not places.label_files():
            raise BundleError(
                "there is no model yet",
                where=models,
                remedy="label a hundred comments with `belowline app`, then run: belowline retrain",
            )
        from classifier.flow.retrain import retrain

        if say:
            say("no model yet: training one from the shipped labels, which takes about a minute")
        retrain(progress=say)
    version = versions.open_version(models)
    check_codebook(version)
    return version


def version_to_label_with(say: Callable[[str], None] | None = None) -> versions.Version:
    """The version in use; where there can be none before people have labelled, one that has learnt nothing.

    Parameters
    ----------
    say : callable, optional
        Told in words when a model has to be trained first.

    Raises
    ------
    BundleError
        When the version is damaged, or of another codebook than the one in use.
    """
    if versions.has_active(places.models_folder()) or places.label_files():
        return chosen_version(say=say)
    return _untrained(read_codebook(places.codebook_path()))


def _untrained(codebook: Codebook) -> versions.Version:
    from classifier.learn.bundle import digest_of, pack
    from classifier.learn.model import untrained

    arrays = pack(untrained(codebook))
    contents = arrays | {
        "codebook.toml": codebook.text.encode("utf-8"),
        "metrics.json": files.json_bytes({}),
    }
    name = f"untrained-{digest(codebook.text, length=8)}"
    about = {"name": codebook.name, "version": codebook.version, "digest": codebook.digest}
    manifest = {"version": name, "digest": digest_of(arrays), "codebook": about, "untrained": True}
    return versions.save_version(places.models_folder() / ".untrained", manifest, contents)


def check_codebook(version: versions.Version) -> None:
    """Refuse a version whose codebook is not the one in use.

    Raises
    ------
    BundleError
        Naming the command that mends it.
    """
    in_use = read_codebook(places.codebook_path())
    if version.manifest["codebook"].get("digest") != in_use.digest:
        raise BundleError(
            f"was trained with another codebook than {places.codebook_path()}",
            where=version.folder,
            remedy="make a new one with: belowline retrain --activate always",
        )


def export_joblib(version: versions.Version, out: Path) -> None:
    """Write a version's model as a joblib file."""
    import joblib

    model = version.model()
    with files.atomic_path(out) as part:
        joblib.dump(model, part, compress=3)
