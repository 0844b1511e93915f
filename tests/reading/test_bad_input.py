"""What nobody should have to read, and what is merely unusual: it ends soon, with a result or a plain refusal."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.reading import read_document, read_documents
from classifier.reading.outcomes import Reject
from classifier.records import Document, Segment
from classifier.segmenter import comments_of, line_roles, segment

PAGE = (
    "<!DOCTYPE html><html><head><title>Bridge</title></head><body><article><h1>Bridge</h1><p>{body}</p></article>"
    '<ol class="commentlist"><li class="comment" id="comment-1"><cite class="fn">Ann</cite><p>{said}</p></li></ol>'
    "</body></html>"
)


@pytest.fixture
def page(tmp_path):
    def write(raw, name="page.html"):
        path = tmp_path / name
        path.write_bytes(raw if isinstance(raw, bytes) else raw.encode())
        return read_document(path)

    return write


@pytest.mark.parametrize("tag", ["table", "div", "table><tr><td", "b", "ul><li", "blockquote"])
def test_nesting_beyond_reason_ends_soon_and_loses_no_text(page, tag):
    document = page(f"<html><body><p>before</p>{f'<{tag}>' * 100_000}within</body></html>")
    text = " ".join(part.text for part in segment(document))
    assert "before" in text
    assert "within" in text


SIZES = {
    "lines": "'A line of many.\\n' * 1_000_000",
    "one line": "'word ' * 4_000_000",
    "one word": "'w' * 20_000_000",
    "comments": "'Page\\n\\n2 Comments\\n\\n' + 'Ann says:\\nWell, no.\\n\\n' * 20_000",
}


@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="memory is read from /proc")
@pytest.mark.parametrize("what", SIZES)
def test_a_text_of_any_size_is_read_in_memory_of_its_size(tmp_path, what):
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from classifier.reading import read_document\nfrom classifier.segmenter import segment\n"
        f"path = Path(sys.argv[1]); path.write_text({SIZES[what]})\n"
        "document = read_document(path)\nparts = segment(document)\n"
        "assert parts and parts[-1].end_line >= len(document.lines) - 1\n"
        "status = dict(line.split(':', 1) for line in open('/proc/self/status'))\n"
        "print(int(status['VmHWM'].split()[0]) // 1024)"
    )
    command = [sys.executable, "-c", code, tmp_path / "page.txt"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    assert int(done.stdout) < 1024


@pytest.mark.parametrize("cut", range(5, 330, 9))
def test_a_page_cut_anywhere_is_read_as_far_as_it_goes(page, cut):
    whole = PAGE.format(body="The bridge was shut on Friday. " * 3, said="At last, somebody acted here!")
    document = page(whole[:cut])
    assert document.text == whole[:cut]
    segment(document)


def test_what_stands_before_a_cut_in_a_tag_is_a_comment(page):
    whole = PAGE.format(body="The bridge was shut on Friday. " * 3, said="At last, somebody acted here!")
    end = whole.index("</li>")
    assert [comment.text for comment in comments_of(page(whole[: end + 3]))] == ["At last, somebody acted here!"]


UNUSUAL = {
    "right to left": "הגשר נסגר ביום שישי. مرحبا بالعالم",
    "zero width": "The br\u200bidge\u200d was\u2060 shut\ufeff.",
    "directions": "\u202eThe bridge\u202c was \u2067shut\u2069.",
    "combining": "e\u0301" * 20 + " x" + "\u0336" * 500,
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈 1️⃣ done",
    "beyond the plane": "𝕿𝖍𝖊 𝖇𝖗𝖎𝖉𝖌𝖊",
}


@pytest.mark.parametrize("what", UNUSUAL)
def test_unusual_characters_come_through_unchanged(page, what):
    text = UNUSUAL[what]
    document = page(
        f"Council meets\n\nThe bridge is shut.\n\n2 Comments\n\nAnn says:\n{text}\n\nBob says:\nNo.\n", "p.txt"
    )
    assert comments_of(document)[0].text == text
    document = page(PAGE.format(body="The bridge was shut on Friday.", said=text))
    assert comments_of(document)[0].text == text


@pytest.mark.parametrize("name", ["p.txt", "p.html", "p.md"])
def test_zero_bytes_are_refused_as_no_text(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(b"<html><p>words\0and words</p>")
    (reject,) = read_documents(path)
    assert "binary" in reject.reason


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=400))
def test_the_roles_of_any_text_are_those_of_its_filled_lines(text):
    for kind in ("text", "markdown"):
        document = Document("p", "00", kind, text)
        roles = line_roles(document)
        assert [role is not None for role in roles] == [bool(line.strip()) for line in document.lines]
        starts = [part.start_line for part in segment(document)]
        assert starts == sorted(starts)


@given(
    st.binary(min_size=1, max_size=400),
    st.sampled_from(
        [
            ".txt",
            ".html",
            ".md",
            ".mhtml",
            ".warc",
            ".xml",
            ".csv",
            ".jsonl",
            ".parquet",
            ".csv.gz",
            ".warc.gz",
            ".txt.zst",
        ]
    ),
)
def test_no_bytes_whatever_make_a_reader_fail(tmp_path_factory, raw, suffix):
    path = tmp_path_factory.mktemp("b") / f"p{suffix}"
    path.write_bytes(raw)
    assert all(item is not None for item in read_documents(path))


@pytest.mark.parametrize(
    ("suffix", "head", "row"), [(".jsonl", "", '{"text": "Fine."}\n'), (".csv", "text\n", "Fine.\n")]
)
def test_a_table_cut_within_a_character_is_read_up_to_there(tmp_path, suffix, head, row):
    path = tmp_path / f"p{suffix}"
    path.write_bytes((head + row * 40).encode("utf-16")[:-1])
    found = list(read_documents(path))
    assert sum(isinstance(item, Segment) for item in found) >= 30
    assert any(isinstance(item, Reject) and "utf-16" in item.reason.lower() for item in found)
