import gzip

import pyarrow as pa
import pytest

from classifier.errors import InputError
from classifier.reading import opening, read_documents
from classifier.reading.opening import head_of, opened, read_whole
from classifier.reading.outcomes import Reject

TEXT = "".join(f"line {n} of many\n" for n in range(20_000)).encode()


def packed(kind, raw=TEXT):
    return gzip.compress(raw, mtime=0) if kind == ".gz" else pa.compress(raw, codec="zstd", asbytes=True)


@pytest.mark.parametrize("kind", [".gz", ".zst"])
def test_what_was_packed_comes_out(tmp_path, kind):
    path = tmp_path / f"a.txt{kind}"
    path.write_bytes(packed(kind))
    assert read_whole(path) == TEXT
    with opened(path) as source:
        assert next(iter(source)) == b"line 0 of many\n"
    assert head_of(path, 6) == b"line 0"


@pytest.mark.parametrize("kind", [".gz", ".zst"])
def test_what_stands_before_a_cut_comes_out_and_the_cut_is_said(tmp_path, kind):
    path = tmp_path / f"a.csv{kind}"
    raw = packed(kind, b"text\n" + TEXT)
    path.write_bytes(raw[: len(raw) // 2] if kind == ".gz" else raw[:-4])
    *kept, reject = read_documents(path)
    assert len(kept) > 100 or kind == ".zst"
    assert isinstance(reject, Reject)
    assert "cut short or damaged" in reject.reason


@pytest.mark.parametrize("kind", [".gz", ".zst"])
def test_a_file_that_unpacks_to_far_more_than_it_is_is_stopped(tmp_path, monkeypatch, kind):
    monkeypatch.setattr(opening, "ALLOWED", 2**20)
    path = tmp_path / f"bomb.txt{kind}"
    path.write_bytes(packed(kind, b"\n" * 2**25))
    with pytest.raises(InputError, match="unpacks to more than 3 MB|unpacks to more than 1 MB") as caught:
        read_whole(path)
    assert "unpack it" in str(caught.value)


def test_a_file_that_is_not_what_its_ending_says_is_refused(tmp_path):
    (tmp_path / "a.txt.gz").write_bytes(b"only words")
    (reject,) = read_documents(tmp_path / "a.txt.gz")
    assert "damaged" in reject.reason
