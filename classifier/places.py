"""Where things are: the checkout's own folders, or what is installed and the person's data folder."""

from __future__ import annotations

import os
from pathlib import Path

#: Where the codebook lies in a home folder; a folder that has one is a subject of its own.
CODEBOOK = Path("labels", "codebook.toml")

_PACKAGE = Path(__file__).resolve().parent


def home() -> Path:
    """Folder that holds `labels/`, `models/` and `seeds/`.

    ``BELOWLINE_HOME`` where it is set; the current folder where it has a codebook; the checkout the package
    lies in; else the person's data folder.
    """
    chosen = os.environ.get("BELOWLINE_HOME")
    if chosen:
        return Path(chosen).expanduser()
    if CODEBOOK.is_file():
        return Path.cwd()
    if (_PACKAGE.parent / CODEBOOK).is_file():
        return _PACKAGE.parent
    from platformdirs import user_data_path

    return user_data_path("belowline", appauthor=False)


def shipped(*parts: str) -> Path:
    """A file the project ships, in the checkout or in the installed package."""
    checkout = _PACKAGE.parent.joinpath(*parts)
    return checkout if checkout.exists() else _PACKAGE.joinpath("_shipped", *parts)


def _own(*parts: str) -> Path:
    """A file of the home folder; where that is no subject of its own and has none, the shipped one."""
    own = home().joinpath(*parts)
    return own if own.exists() or (home() / CODEBOOK).is_file() else shipped(*parts)


def codebook_path() -> Path:
    """The codebook in use."""
    return _own(*CODEBOOK.parts)


def labels_path() -> Path:
    """The labels the first model learns from; a subject of its own may have none."""
    return _own("labels", "comments.jsonl")


def label_files() -> list[Path]:
    """What a model is trained from where nothing is named; people's labels in the store are added."""
    return [labels_path()] if labels_path().is_file() else []


def own_pages() -> list[Path]:
    """Articles with the comments beneath them, of which the splitter knows the roles; in the order of names."""
    folder = home() / "labels" / "pages"
    return sorted((folder if folder.is_dir() else shipped("labels", "pages")).glob("*.json"))


def seeds_folder() -> Path:
    """Example documents; a subject of its own may have none."""
    return _own("seeds")


def page_script() -> Path:
    """The Streamlit script."""
    return shipped("app.py")


def models_folder() -> Path:
    """Model versions, one folder each."""
    return home() / "models"


def store_place() -> str:
    """The label store: ``BELOWLINE_STORE``, or an SQLite file beside the labels."""
    return os.environ.get("BELOWLINE_STORE") or str(home() / "labels" / "belowline.db")


def cache_folder() -> Path:
    """What can be made again at any time: ``BELOWLINE_CACHE``, or the person's own cache folder."""
    chosen = os.environ.get("BELOWLINE_CACHE")
    if chosen:
        return Path(chosen).expanduser()
    from platformdirs import user_cache_path

    return user_cache_path("belowline", appauthor=False)
