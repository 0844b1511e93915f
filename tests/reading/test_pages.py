import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.errors import InputError
from classifier.reading import documents_in, read_document
from classifier.reading.decoding import decode
from classifier.reading.pages import front_matter_lines


@pytest.fixture
def page(tmp_path):
    def write(raw, name="page.txt"):
        path = tmp_path / name
        path.write_bytes(raw)
        return path

    return write


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"\xef\xbb\xbf\n", "empty"),
        (b"%PDF-1.7\n...", "PDF"),
        (bytes(range(256)) * 9, "binary"),
    ],
)
def test_refused(page, raw, reason):
    path = page(raw)
    with pytest.raises(InputError, match=reason) as caught:
        read_document(path)
    assert str(path) in str(caught.value)


def test_missing(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        read_document(tmp_path / "gone.txt")


def test_folder_instead_of_file(tmp_path):
    with pytest.raises(InputError, match="folder"):
        read_document(tmp_path)


SENTENCE = "Größe, naïveté, “quoted” words — and façade… all of it on one page of a small town’s gazette."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "cp1252"])
def test_encodings(page, encoding):
    document = read_document(page(SENTENCE.encode(encoding)))
    assert document.text == SENTENCE
    assert bool(document.notes) == (encoding in ("utf-16-le", "cp1252"))


def test_cyrillic_and_greek_in_one_byte_each(page):
    text = "Сегодня утром в городе снова слышали выстрелы, сообщает корреспондент газеты. " * 5
    document = read_document(page(text.encode("cp1251")))
    assert document.text == text
    assert "not valid UTF-8" in document.notes[0]


def test_mixed_encodings_lose_nothing(page):
    raw = "Müller said: ".encode() + b"caf\xe9 \x93closed\x94" + " für immer".encode()
    document = read_document(page(raw))
    assert document.text == "Müller said: café “closed” für immer"
    assert "3 bytes" in document.notes[0]


@given(st.binary(min_size=1, max_size=300))
def test_no_byte_is_dropped(raw):
    text, encoding, notes = decode(raw)
    assert isinstance(text, str)
    if encoding in ("utf-8", "windows-1252") and not raw.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        assert len(text.encode("utf-8")) >= len(raw.decode("utf-8", "ignore").encode())
        assert text.isascii() or notes or raw.decode("utf-8") == text


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=300))
def test_utf8_comes_back_as_it_was(text):
    if not text.startswith("\ufeff") and "iso-2022" not in text:
        assert decode(text.encode())[0] == text


@pytest.mark.parametrize(
    ("raw", "name", "kind"),
    [
        (b"plain words\n", "a.txt", "text"),
        (b"---\ntitle: x\n---\nwords\n", "a.txt", "markdown"),
        (b"+++\ntitle = 'x'\n+++\nwords\n", "a.txt", "markdown"),
        (b'{\n"title": "x"\n}\n\nwords\n', "a.txt", "markdown"),
        (b"# words\n", "a.md", "markdown"),
        (b"<!DOCTYPE html><html><p>words</p></html>", "a.txt", "html"),
        (b"<div><p>words</p></div>", "a.html", "html"),
    ],
)
def test_kinds(page, raw, name, kind):
    assert read_document(page(raw, name)).kind == kind


def test_folder(tmp_path):
    for name in ("b.txt", "a.html", ".hidden.txt", "README.md", "x.png", "deep/c.md", "a_files/frame.html"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    assert [path.name for path in documents_in(tmp_path)] == ["a.html", "b.txt", "c.md"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("---\ntitle: A day\n---\nIt rained.\n", 3),
        ("\ufeff---\r\ntitle: A day\r\n---\r\nIt rained.\r\n", 3),
        ("+++\ntitle = 'A day'\n+++\n\nIt rained.\n", 3),
        ("+++\nIt rained.\n+++\n", 0),
        ('{\n  "title": "A day"\n}\n\nIt rained.\n', 3),
        ("{\nIt rained.\n}\n", 0),
        ("---\ntitle: [broken\nauthor: x\n---\nIt rained.\n", 4),
        ("--- not front matter\n", 0),
        ("---\ntitle: never closed\n", 0),
    ],
)
def test_front_matter_is_counted_in_physical_lines(text, count):
    assert front_matter_lines(text) == count
