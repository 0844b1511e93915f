"""Where things are: the checkout's own folders, or what is installed and the person's data folder."""

from __future__ import annotations

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def home() -> Path:
    """Folder that holds `labels/`, `models/` and `seeds/`.

    ``BELOWLINE_HOME`` where it is set; the checkout the package lies in; else the person's data folder.
    """
    chosen = os.environ.get("BELOWLINE_HOME")
    if chosen:
        return Path(chosen).expanduser()
    if (_PACKAGE.parent / "labels" / "codebook.toml").is_file():
        return _PACKAGE.parent
    from platformdirs import user_data_path

    return user_data_path("belowline", appauthor=False)


def shipped(*parts: str) -> Path:
    """A file the project ships: the one in the home folder, else the one in the installed package."""
    for root in (home(), _PACKAGE.parent, _PACKAGE / "_shipped"):
        if root.joinpath(*parts).exists():
            return root.joinpath(*parts)
    return home().joinpath(*parts)


def codebook_path() -> Path:
    """The codebook in use."""
    return shipped("labels", "codebook.toml")


def labels_path() -> Path:
    """The labels the shipped model learns from."""
    return shipped("labels", "comments.jsonl")


def own_pages() -> list[Path]:
    """Articles with the comments beneath them, of which the splitter knows the roles; in the order of names."""
    return sorted(shipped("labels", "pages").glob("*.json"))


def seeds_folder() -> Path:
    """Example documents."""
    return shipped("seeds")


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
