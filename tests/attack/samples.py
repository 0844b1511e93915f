"""One small real file of every kind that a stranger may send, made up, and ways to damage it."""

import gzip
import io
import json
import random

TEXT = """The council shuts the bridge

The council met on Monday and talked at length about the old bridge. It will be shut from Friday.

3 Comments

Ann says:
March 5, 2024 at 6:07 am
About time, it shook under every bus!

Bob replied to Ann:
March 5, 2024 at 7:10 am
@Ann and how do I get to work now? 12 likes
"""

HTML = (
    "<!doctype html><html lang='en'><head><meta charset='utf-8'><title>The bridge</title></head><body><article>"
    "<h1>The bridge</h1><p>The council met on Monday and talked at length about the old bridge.</p></article>"
    "<ol class='commentlist'>"
    "<li class='comment' id='comment-7'><cite class='fn'>Ann</cite><time datetime='2024-03-05T06:07:08Z'>5 March"
    "</time><div class='comment-content'><p>About time, it shook under every bus!</p></div><span>3 votes</span>"
    "<ul class='children'><li class='comment' id='comment-8'><cite class='fn'>Bob</cite>"
    "<div class='comment-content'><p>And how do I get to work now?</p></div></li></ul></li></ol>"
    '<script type=\'application/ld+json\'>{"@type": "Comment", "text": "Linked", "upvoteCount": 3}</script>'
    "</body></html>"
)

MHTML = (
    "From: <Saved by a browser>\r\nSnapshot-Content-Location: https://gazette.test/bridge\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/related; type="text/html"; boundary="edge"\r\n\r\n--edge\r\n'
    "Content-Type: text/html; charset=utf-8\r\nContent-Location: https://gazette.test/bridge\r\n\r\n"
    f"{HTML}\r\n--edge--\r\n"
)

FRONT_MATTER = "---\ntitle: The bridge\ntags: [town, &a traffic]\nmore: *a\ndate: 2024-03-05\n---\n" + TEXT
FRONT_MATTER_TOML = '+++\ntitle = "The bridge"\ndate = 2024-03-05\n[more]\ntags = ["town"]\n+++\n' + TEXT

CODEBOOK = """name = "lanes"
version = "1"
[[heads]]
name = "position"
opposed = ["for", "against"]
[[heads.labels]]
name = "for"
definition = "Wants it."
colour = "#112233"
shortcut = "Q"
[[heads.labels]]
name = "against"
definition = "Does not."
[mirror]
pairs = [["bikes", "cars"]]
"""

_ROWS = [
    {"id": "1", "text": "About time!", "author": "Ann", "posted_at": "2024-03-05T06:07:08Z", "votes": 3},
    {"id": "2", "text": 'And how, "friend"?\nTell me', "author": "Bob", "parent": "1", "votes": -1},
]
_ACT = {"head": "position", "label": "for", "annotator": "ann", "at": "2024-03-05T06:07:08+00:00"}
_LABELLED = [{**row, "position": "for", "annotations": [_ACT]} for row in _ROWS]


def warc() -> bytes:
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{HTML}".encode()
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://gazette.test/bridge\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def jsonl(rows) -> bytes:
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def parquet() -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([{**row, "position": "for"} for row in _ROWS]), out)
    return out.getvalue()


def wordpress() -> bytes:
    return (
        b'<?xml version="1.0"?><rss xmlns:content="c" xmlns:wp="http://wordpress.org/export/1.2/"><channel><item>'
        b"<title>The bridge</title><link>https://blog.test/1</link><content:encoded><![CDATA[<p>Shut.</p>]]>"
        b"</content:encoded><wp:post_id>1</wp:post_id><wp:post_type>post</wp:post_type><wp:comment>"
        b"<wp:comment_id>7</wp:comment_id><wp:comment_author>Ann</wp:comment_author><wp:comment_date_gmt>2024-03-05 "
        b"06:07:08</wp:comment_date_gmt><wp:comment_content><![CDATA[About <b>time</b>!<img alt='x'>]]>"
        b"</wp:comment_content><wp:comment_approved>1</wp:comment_approved><wp:comment_parent>0</wp:comment_parent>"
        b"</wp:comment></item></channel></rss>"
    )


def disqus() -> bytes:
    return (
        b'<?xml version="1.0"?><disqus xmlns:dsq="d"><thread dsq:id="1"><link>https://gazette.test/1</link>'
        b'<title>The bridge</title></thread><post dsq:id="2"><message><![CDATA[<p>About time!</p>]]></message>'
        b"<createdAt>2024-03-05T06:07:08Z</createdAt><isDeleted>false</isDeleted><isSpam>false</isSpam><author>"
        b'<name>Ann</name></author><thread dsq:id="1" /></post></disqus>'
    )


def label_studio() -> bytes:
    result = {"from_name": "position", "to_name": "text", "type": "choices", "value": {"choices": ["for"]}}
    act = {"completed_by": {"email": "ann"}, "created_at": "2024-03-05T06:07:08Z", "result": [result]}
    return json.dumps([{"data": {"text": row["text"]}, "annotations": [act]} for row in _ROWS]).encode()


def doccano() -> bytes:
    return jsonl({"id": n, "text": row["text"], "label": ["position: for"]} for n, row in enumerate(_ROWS))


#: What `belowline add` and `belowline score` are given, by file name.
DOCUMENTS = {
    "page.txt": TEXT.encode(),
    "page.html": HTML.encode(),
    "page.mhtml": MHTML.encode(),
    "page.md": FRONT_MATTER.encode(),
    "toml.md": FRONT_MATTER_TOML.encode(),
    "site.warc": warc(),
    "blog.xml": wordpress(),
    "talk.xml": disqus(),
    "table.csv": b'id,text,author,votes\n1,About time!,Ann,3\n2,"And how, ""friend""?\nTell me",Bob,x\n',
    "table.jsonl": jsonl(_ROWS),
    "table.parquet": parquet(),
    "table.jsonl.gz": gzip.compress(jsonl(_ROWS), mtime=0),
}

#: What `belowline import` is given, by format and file name.
LABELS = {
    ("jsonl", "labels.jsonl"): jsonl(_LABELLED),
    ("csv", "labels.csv"): b"text,position,votes\nAbout time!,for,3\nAnd how?,against,\n",
    ("parquet", "labels.parquet"): parquet(),
    ("label-studio", "labels.json"): label_studio(),
    ("doccano", "doccano.jsonl"): doccano(),
}

_ODD = (b"\0", b"\xff", b"9" * 30, b"-1", b"1e999", b"NaN", b"<", b">", b'"', b"'", b"]]>", b"&#x110000;", b"{", b"[")
_ODD += (
    b"\r",
    b"\n\n",
    b"--",
    b"../../",
    "\u202e".encode(),
    b"\xed\xa0\x80",
    b"<![CDATA[",
    b"null",
    b"[[",
    b"*a",
    b": ",
)


def damaged(raw: bytes, seed: int) -> bytes:
    """Bytes with a few bits turned, pieces cut, doubled, exchanged or replaced."""
    rng, raw = random.Random(seed), bytearray(raw)
    for _ in range(rng.choice((1, 1, 2, 4, 12))):
        at = rng.randrange(len(raw) + 1)
        end = min(len(raw), at + rng.choice((1, 2, 8, 60)))
        kind = rng.randrange(6)
        if kind == 0 and raw[at:end]:
            raw[at] ^= 1 << rng.randrange(8)
        elif kind == 1:
            del raw[at:end]
        elif kind == 2:
            raw[at:at] = raw[at:end] * rng.choice((1, 2, 50))
        elif kind == 3:
            raw[at:end] = rng.choice(_ODD)
        elif kind == 4:
            raw[at:at] = rng.choice(_ODD)
        elif rng.random() < 0.3:
            del raw[at:]
    return bytes(raw)
