"""Pages handed over by a browser: within limits, never under their own names."""

import pytest

from classifier.errors import InputError
from classifier.flow import upload
from classifier.flow.upload import ingest_place, ingest_uploads
from classifier.store import LabelStore

PAGE = b"A bridge\n\nIt opened on Monday.\n"


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("BELOWLINE_HOME", str(tmp_path / "home"))
    with LabelStore(tmp_path / "labels.db") as opened:
        yield opened


def test_an_upload_keeps_its_name_in_the_store_alone(store, tmp_path):
    result = ingest_uploads([("../../evil.txt", PAGE)], store)
    assert result.added == ["evil.txt"]
    assert [row["name"] for row in store.documents()] == ["evil.txt"]
    assert not list(tmp_path.rglob("*evil*"))


def test_the_wrong_kind_and_too_much_are_refused_by_name(store, monkeypatch):
    monkeypatch.setattr(upload, "LARGEST", 40)
    result = ingest_uploads([("run.exe", b"MZ"), ("long.txt", PAGE * 3), ("empty.txt", b""), ("ok.txt", PAGE)], store)
    assert result.added == ["ok.txt"]
    assert [reason.split(":")[0] for reason in result.refused] == ["run.exe", "long.txt", "empty.txt"]


def test_too_many_at_once_are_refused(store):
    with pytest.raises(InputError, match="201 files at once, 200 are allowed"):
        ingest_uploads([(f"{n}.txt", PAGE) for n in range(201)], store)
    assert store.documents() == []


def test_a_folder_of_this_machine(store, tmp_path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "one.txt").write_bytes(PAGE)
    assert ingest_place(str(tmp_path / "pages"), store).added == ["one.txt"]
    with pytest.raises(InputError, match="no such file or folder"):
        ingest_place(str(tmp_path / "none"), store)
