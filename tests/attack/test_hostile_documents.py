"""Pages, containers, exports and tables made to cost time or memory, to crash, or to reach further than they may."""

import gzip
import io
import struct
from collections import Counter

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import classifier.segmenter.html  # noqa: F401 - read once, not in every child
from classifier.flow.ingest import ingest
from classifier.reading.sources import read_documents
from classifier.records import Document
from classifier.segmenter import comments_of
from classifier.segmenter.seam import shipped_weights
from classifier.store import LabelStore
from tests.attack.samples import HTML, damaged, parquet

shipped_weights()

_WXR = '<rss xmlns:wp="http://wordpress.org/export/1.2/" xmlns:content="c"><channel>'
_ENTITIES = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(10))
_ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
_MHTML = "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x0"


def page(inside):
    return HTML.replace("</article>", inside + "</article>")


def linked(data):
    return page(f"<script type='application/ld+json'>{data}</script>")


def record(body, headers=b"", length=None):
    answer = _ANSWER + headers + b"\r\n" + body
    size = str(len(answer)).encode() if length is None else length
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://x/\r\nContent-Type: application/http\r\n"
    return head + b"Content-Length: " + size + b"\r\n\r\n" + answer + b"\r\n\r\n"


def table(**columns):
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out, compression="zstd", use_dictionary=False)
    return out.getvalue()


def aliases(count=9):
    """YAML whose value would have 9 to the power of 9 parts."""
    lines = ["---", "a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, count)]
    return "\n".join([*lines, "---", "Shut.", ""])


COSTLY = {
    "deep.html": lambda: page("<div>" * 100_000 + "deep"),
    "deep_comments.html": lambda: page('<div class="comment"><b>Ann</b><p>Good news</p>' * 5_000),
    "deep_table.html": lambda: page("<table><tr><td>" * 20_000),
    "siblings.html": lambda: page("<br>" * 1_000_000),
    "paragraphs.html": lambda: page("<p>x</p>" * 300_000),
    "links.html": lambda: page('<a href="#">x</a>' * 60_000),
    "attributes.html": lambda: page("<div " + " ".join(f'a{n}="x"' for n in range(200_000)) + ">"),
    "hidden_attributes.html": lambda: page("<div " + " ".join(f'a{n}=">"' for n in range(50_000)) + ">"),
    "class.html": lambda: page('<div class="' + "comment " * 300_000 + '">hi</div>'),
    "unclosed.html": lambda: page("<a " * 500_000),
    "brackets.html": lambda: page("<" * 1_000_000),
    "ampersands.html": lambda: page("&" * 1_000_000),
    "remarks.html": lambda: page("<!--" * 300_000),
    "linked_deep.html": lambda: linked("[" * 200_000),
    "linked_nested.html": lambda: linked('{"@graph":[' * 900 + "1" + "]}" * 900),
    "linked_number.html": lambda: linked('{"@type": "Comment", "text": "a", "upvoteCount": ' + "9" * 4_000 + "}"),
    "blanks.txt": lambda: "a" + " " * 2_000_000 + "b\nAnn says:\nhello",
    "digits.txt": lambda: "The\n" + ("1" * 50_000 + "\n") * 10,
    "names.txt": lambda: "The\n" + ("Ann " * 10_000 + "\n") * 10,
    "word.txt": lambda: "w" * 5_000_000,
    "joiners.txt": lambda: "The\n" + "\u200d" * 500_000,
    "accents.txt": lambda: "The\na" + "\u0301" * 500_000,
    "brackets.md": lambda: "# x\n" + "[" * 200_000 + "\n" + "[a](" * 50_000,
    "strong.md": lambda: "# x\n" + "**" * 100_000 + "\n" + "**a" * 50_000 + "\n" + "__a " * 40_000,
    "aliases.md": aliases,
    "yaml_deep.md": lambda: "---\na: " + "[" * 8_000 + "\n---\nShut.\n",
    "yaml_sexagesimal.md": lambda: "---\na: 1" + ":59" * 5_000 + "\n---\nShut.\n",
    "yaml_code.md": lambda: '---\na: !!python/object/apply:os.system ["touch owned"]\n---\nShut.\n',
    "toml_deep.md": lambda: "+++\na = " + "[" * 15_000 + "\n+++\nShut.\n",
    "toml_tables.md": lambda: "+++\n[" + "a." * 9_000 + "a]\n+++\nShut.\n",
    "json_deep.md": lambda: '{\n"a": ' + "[" * 15_000 + "\n}\nShut.\n",
    "number.jsonl": lambda: '{"text": "hi", "votes": ' + "9" * 100_000 + "}\n",
    "deep.jsonl": lambda: '{"text": "hi", "x": ' + "[" * 1_000_000 + "\n",
    "objects.jsonl": lambda: '{"x": ' * 100_000 + "1" + "}" * 100_000 + "\n",
    "keys.jsonl": lambda: "{" + "".join(f'"k{n}": 1, ' for n in range(300_000)) + '"text": "b"}\n',
    "rejects.jsonl": lambda: "x\n" * 300_000,
    "quotes.csv": lambda: "text\n" + '"' * 5_000_001,
    "open_quote.csv": lambda: 'text\n"' + "a,b\n" * 2_000_000,
    "columns.csv": lambda: ",".join(f"c{n}" for n in range(50_000)) + ",text\n" + "," * 50_000 + "hi\n",
    "same_columns.csv": lambda: ";" * 100_000 + "text\nx",
    "cell.parquet": lambda: table(text=["a" * 300_000_000]),
    "bomb.jsonl.gz": lambda: gzip.compress(b'{"text": "' + b"a" * 400_000_000 + b'"}\n'),
    "bomb.html.gz": lambda: gzip.compress(b"<html><body>" + b"<p>" * 100_000_000),
    "members.txt.gz": lambda: gzip.compress(b"") * 50_000,
    "laughs.xml": lambda: (
        f'<!DOCTYPE rss [<!ENTITY e0 "aaaaaaaaaa">{_ENTITIES}]>{_WXR}<item><title>&e10;</title></item>'
    ),
    "deep.xml": lambda: _WXR + "<a>" * 500_000,
    "items.xml": lambda: _WXR + "<item>" * 100_000,
    "attributes.xml": lambda: _WXR + "<item " + " ".join(f'a{n}="x"' for n in range(50_000)) + "/>",
    "tag.xml": lambda: _WXR + "<item><title><" + "a" * 40_000_000,
    "tags_in_text.xml": lambda: f"{_WXR}<item><wp:comment><wp:comment_content>" + '&lt;a "' * 300_000,
    "nested.mhtml": lambda: (
        _MHTML
        + "\n\n"
        + "".join(f"--x{n}\nContent-Type: multipart/related; boundary=x{n + 1}\n\n" for n in range(5_000))
    ),
    "header.mhtml": lambda: _MHTML + "; " + "a=b; " * 400_000 + "\n\n--x0\nContent-Type: text/html\n\nhi\n",
    "length.warc": lambda: record(b"<p>hi", length=b"99999999999999999999"),
    "no_address.warc": lambda: record(b"<p>hi").replace(b"WARC-Target-URI: http://x/\r\n", b""),
    "negative.warc": lambda: record(b"<p>hi", length=b"-5"),
    "bomb.warc": lambda: record(gzip.compress(b"a" * 300_000_000), b"Content-Encoding: gzip\r\n"),
    "chunks.warc": lambda: record(b"ffffffffff\r\n<p>hi", b"Transfer-Encoding: chunked\r\n"),
}


def _read(path):
    found = Counter()
    for one in read_documents(path):
        found[type(one).__name__] += 1
        if isinstance(one, Document):
            found["Comment"] += len(comments_of(one))
    return dict(found)


@pytest.mark.parametrize("name", COSTLY)
def test_a_costly_input_is_read_or_refused_within_bounds(name, contained, tmp_path):
    made = COSTLY[name]()
    (tmp_path / name).write_bytes(made if isinstance(made, bytes) else made.encode())
    del made
    assert contained(lambda: _read(tmp_path / name)).startswith("done")


@pytest.mark.parametrize(
    "encoding", ["undefined", "punycode", "idna", "unicode_escape", "zip", "hex", "utf-7", "mbcs"]
)
def test_an_encoding_no_page_is_written_in_is_not_believed(encoding, contained, tmp_path):
    path = tmp_path / "page.html"
    path.write_bytes(HTML.replace("utf-8", encoding).encode() + b"\xff\\x41+ADw-")
    assert "'Comment': 2" in contained(lambda: _read(path))


@pytest.mark.parametrize(
    "definition", ['<!ENTITY a SYSTEM "file:///etc/passwd">', '<!ENTITY % a SYSTEM "http://127.0.0.1:9/x"> %a;']
)
def test_an_export_cannot_name_other_files(definition, contained, tmp_path):
    path = tmp_path / "blog.xml"
    path.write_text(f"<!DOCTYPE rss [{definition}]>{_WXR}<item><title>&a;</title></item></channel></rss>")
    assert "Reject" in contained(lambda: _read(path))


def test_a_page_fetches_nothing(contained, tmp_path):
    path = tmp_path / "page.html"
    asks = '<link rel="stylesheet" href="http://127.0.0.1:9/a"><img src="http://127.0.0.1:9/b"><script src="//c/d">'
    path.write_text('<!DOCTYPE html SYSTEM "http://127.0.0.1:9/x.dtd">' + page(f"{asks}</script>"))
    assert "'Comment': 2" in contained(lambda: _read(path))


def test_a_page_cannot_name_a_file_of_this_machine(contained, tmp_path):
    path = tmp_path / "page.html"
    path.write_text(HTML.replace("lang='en'", "lang='../../../../etc/passwd'"))
    assert "'Comment': 2" in contained(lambda: _read(path))


def test_a_link_in_a_folder_of_pages_leads_nowhere_else(contained, tmp_path):
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "page.html").write_text(HTML)
    (folder / "all").symlink_to("/")
    assert "'Document': 1" in contained(lambda: _read(folder))


@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_parquet_file_is_read_or_refused(seed, contained, tmp_path):
    whole = parquet()
    footer = struct.unpack("<I", whole[-8:-4])[0] + 8

    def read_many():
        for number in range(60):
            raw = whole[:-footer] + damaged(whole[-footer:], 1000 * seed + number)
            (tmp_path / "table.parquet").write_bytes(raw)
            _read(tmp_path / "table.parquet")

    assert contained(read_many).startswith("done")


def test_numbers_no_database_holds_are_left_out_and_said(contained, tmp_path):
    path = tmp_path / "page.html"
    path.write_text(
        linked('{"@type": "Comment", "text": "a", "upvoteCount": ' + "9" * 40 + "}").replace("comment", "x")
    )

    def put():
        with LabelStore("sqlite:///:memory:") as store:
            found = ingest([path], store)
            return found.refused, [comment.votes for comment in store.comments()]

    assert contained(put) == "done ([], [None, 3])"
