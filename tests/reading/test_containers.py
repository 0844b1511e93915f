import base64
import io
import quopri

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from classifier.errors import InputError
from classifier.reading import read_document, read_documents
from classifier.reading.outcomes import Note, Reject
from classifier.records import Document

PAGE = "<!DOCTYPE html><html><head><title>Café</title></head><body><p>The bridge was shut.</p></body></html>"


def part(raw, *, kind="text/html; charset=utf-8", place="https://gazette.test/1", encoding="base64", name="<f1@x>"):
    packed = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring, "8bit": bytes}[encoding](raw)
    head = (
        f"Content-Type: {kind}\r\nContent-ID: {name}\r\nContent-Transfer-Encoding: {encoding}\r\n"
        f"Content-Location: {place}\r\n\r\n"
    )
    return head.encode() + packed.replace(b"\n", b"\r\n")


def mhtml(*parts, start="", place=""):
    head = "From: <Saved>\r\nMIME-Version: 1.0\r\n" + (f"Snapshot-Content-Location: {place}\r\n" if place else "")
    head += f'Content-Type: multipart/related;\r\n\ttype="text/html";{start}\r\n\tboundary="--x--"\r\n\r\n'
    return head.encode() + b"".join(b"\r\n----x--\r\n" + each for each in parts) + b"\r\n----x----\r\n"


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "8bit"])
@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "iso-8859-2"])
def test_the_page_of_an_mhtml_file_is_read_in_its_encoding(tmp_path, encoding, charset):
    path = tmp_path / "page.mhtml"
    raw = PAGE.encode("cp1252" if charset == "windows-1252" else charset)
    path.write_bytes(mhtml(part(raw, kind=f"text/html; charset={charset}", encoding=encoding)))
    document = read_document(path)
    assert (document.name, document.kind, document.text.rstrip()) == ("page.mhtml", "html", PAGE)
    assert "https://gazette.test/1" in document.notes[0]


@pytest.mark.parametrize("how", [{"start": '\r\n\tstart="<f2@x>";'}, {"place": "https://gazette.test/2"}])
def test_the_page_that_the_file_names_is_the_page(tmp_path, how):
    frame = part(b"<html><p>An advertisement</p></html>")
    page = part(PAGE.encode(), place="https://gazette.test/2", name="<f2@x>")
    (tmp_path / "p.mht").write_bytes(mhtml(frame, page, **how))
    document = read_document(tmp_path / "p.mht")
    assert document.text.rstrip() == PAGE
    assert "pages inside the page (frames) passed over: 1" in document.notes


def test_a_frame_is_read_where_the_page_shows_it_and_moves_no_line(tmp_path):
    inner = part('<html><p>"Déjà" & more</p>\n<p>Never.</p></html>'.encode(), name="<frame-7@x>")
    page = PAGE.replace("</body>", '\n<iframe src="cid:frame-7@x" height="9"></iframe>\n</body>')
    (tmp_path / "p.mht").write_bytes(mhtml(part(page.encode()), inner))
    document = read_document(tmp_path / "p.mht")
    assert len(document.lines) == len(page.splitlines())
    assert 'srcdoc="&lt;html&gt;&lt;p&gt;&quot;D&#233;j&#224;&quot; &amp; more' in document.lines[1]
    assert "pages inside the page (frames) read with it: 1" in document.notes


def test_frames_that_show_each_other_are_read_once(tmp_path):
    parts = [
        part(
            f'<html><iframe src="cid:f{1 - n}@x"></iframe></html>'.encode(),
            name=f"<f{n}@x>",
            place=f"https://g.test/{n}",
        )
        for n in range(2)
    ]
    page = part(b'<html><iframe src="cid:f0@x"></iframe><iframe src="cid:f0@x"></iframe></html>', name="<f2@x>")
    (tmp_path / "p.mht").write_bytes(mhtml(page, *parts))
    assert read_document(tmp_path / "p.mht").text.count("srcdoc") == 2


@pytest.mark.parametrize(
    ("said", "saved"), [("Thu, 11 Mar 2021 10:00:00 -0000", "2021-03-11T10:00:00"), ("long ago", None), (None, None)]
)
def test_when_an_mhtml_file_was_saved_goes_with_its_page(tmp_path, said, saved):
    raw = mhtml(part(PAGE.encode()))
    (tmp_path / "p.mhtml").write_bytes(raw.replace(b"MIME", f"Date: {said}\r\nMIME".encode(), 1) if said else raw)
    assert read_document(tmp_path / "p.mhtml").saved == saved


def test_an_mhtml_file_without_a_page_names_its_parts(tmp_path):
    (tmp_path / "p.mhtml").write_bytes(mhtml(part(b"GIF8", kind="image/gif")))
    with pytest.raises(InputError, match="image/gif"):
        read_document(tmp_path / "p.mhtml")


def test_a_cut_mhtml_file_gives_what_is_there_and_says_so(tmp_path):
    whole = mhtml(part(PAGE.encode(), encoding="quoted-printable"))
    (tmp_path / "p.mhtml").write_bytes(whole[: whole.index(b"was shut")])
    document = read_document(tmp_path / "p.mhtml")
    assert "The bridge" in document.text
    assert any("cut short" in note for note in document.notes)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200))
def test_any_text_comes_out_of_an_mhtml_file_as_it_was(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("m") / "p.mhtml"
    for encoding in ("base64", "quoted-printable"):
        path.write_bytes(mhtml(part(f"<!doctype html><p>{text}</p>".encode(), encoding=encoding)))
        assert read_document(path).text.strip("\n") == f"<!doctype html><p>{text}</p>"


def warc(*pages, gzip=False, kind="text/html; charset=utf-8", status="200 OK", more=()):
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=gzip)
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "test"}))
    for number, raw in enumerate(pages, 1):
        headers = StatusAndHeaders(status, [("Content-Type", kind), *more], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                f"https://gazette.test/{number}", "response", io.BytesIO(raw), http_headers=headers
            )
        )
    return out.getvalue()


def pages_of(path):
    return [item for item in read_documents(path) if isinstance(item, Document)]


@pytest.mark.parametrize("gzip", [False, True])
def test_every_page_of_an_archive_is_a_document(tmp_path, gzip):
    path = tmp_path / ("a.warc.gz" if gzip else "a.warc")
    path.write_bytes(warc(PAGE.encode(), PAGE.replace("shut", "open").encode(), PAGE.encode(), gzip=gzip))
    first, second, *notes = read_documents(path)
    assert (first.name, first.text, first.kind) == (f"{path.name}: https://gazette.test/1", PAGE, "html")
    assert second.name == f"{path.name}: https://gazette.test/2"
    assert [note.text for note in notes] == [
        "warcinfo records passed over: 1",
        "pages that stand in it twice, read once: 1",
    ]


def test_an_archive_that_is_packed_as_a_whole_is_read(tmp_path):
    import gzip

    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(warc(PAGE.encode(), b"<html><p>Two</p></html>")))
    assert len(pages_of(tmp_path / "a.warc.gz")) == 2


def test_packed_answers_are_unpacked_and_their_encoding_is_believed(tmp_path):
    import gzip

    raw = warc(
        gzip.compress(PAGE.replace("Café", "Žižka").encode("iso-8859-2")),
        kind="text/html; charset=iso-8859-2",
        more=[("Content-Encoding", "gzip")],
    )
    (tmp_path / "a.warc").write_bytes(raw)
    assert "Žižka" in pages_of(tmp_path / "a.warc")[0].text


def test_answers_that_are_no_page_are_counted(tmp_path):
    (tmp_path / "a.warc").write_bytes(warc(PAGE.encode(), status="404 Not Found") + warc(b"{}", kind="text/json"))
    assert {str(item).partition(": ")[2] for item in read_documents(tmp_path / "a.warc")} == {
        "warcinfo records passed over: 2",
        "answers with status 404 passed over: 1",
        "files that are no pages passed over: 1",
    }


def test_what_stands_before_the_cut_of_an_archive_is_kept(tmp_path):
    two = [PAGE.encode(), PAGE.replace("shut", "open " * 400).encode()]
    (tmp_path / "a.warc").write_bytes(warc(*two)[:-1200])
    whole, cut = pages_of(tmp_path / "a.warc")
    assert whole.notes == ()
    assert "cut short in the middle of this page" in cut.notes[0]
    (tmp_path / "a.warc.gz").write_bytes(warc(*two, gzip=True)[:-40])
    kept, *_, reject = read_documents(tmp_path / "a.warc.gz")
    assert kept.text == PAGE
    assert isinstance(reject, Reject)
    assert "cut short" in reject.reason


def test_a_page_that_cannot_be_read_does_not_stop_the_archive(tmp_path, monkeypatch):
    monkeypatch.setattr("classifier.reading.warc.LARGEST_PAGE", 100_000)
    (tmp_path / "a.warc").write_bytes(warc(b"", b"<html>" + b"x" * 300_000, PAGE.encode()))
    found = list(read_documents(tmp_path / "a.warc"))
    assert [type(item) for item in found] == [Reject, Reject, Document, Note]
    assert "https://gazette.test/1" in found[0].input


def test_a_file_called_an_archive_that_is_none_is_refused(tmp_path):
    (tmp_path / "a.warc").write_bytes(b"only words\n" * 50)
    found = list(read_documents(tmp_path / "a.warc"))
    assert [type(item) for item in found] == [Reject]
    assert "not a readable WARC" in found[0].reason
