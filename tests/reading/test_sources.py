import io
import json

from hypothesis import given
from hypothesis import strategies as st

from classifier.reading.blocks import Block
from classifier.reading.sources import blocks_from
from classifier.reading.tables import Opened, Reject
from classifier.records import Comment, Document


def read(*given):
    """What comes of inputs, the comments one by one."""
    for item in blocks_from(*given):
        yield from item.comments() if isinstance(item, Block) else [item]


def one_comment(document: Document):
    return [Comment("id", document.name, document.sha256, 1, 1, document.text)]


def test_folders_documents_and_tables_come_in_the_order_named(tmp_path):
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "b.txt").write_text("second")
    (tmp_path / "pages" / "a.txt").write_text("first")
    (tmp_path / "pages" / ".hidden.txt").write_text("never")
    (tmp_path / "t.csv").write_text("text,author,posted_at\nthird,ann,2020-01-02\n")
    found = list(read([tmp_path / "pages", tmp_path / "t.csv"], one_comment))
    assert [type(item) for item in found] == [Opened, Comment] * 3
    comments = [item for item in found if isinstance(item, Comment)]
    assert [c.text for c in comments] == ["first", "second", "third"]
    assert (comments[2].author, comments[2].posted_at, comments[2].start_line) == ("ann", "2020-01-02", 2)


def test_equal_texts_of_a_table_keep_their_own_ids_on_every_run(tmp_path):
    path = tmp_path / "t.jsonl"
    path.write_text('{"text": "This."}\n{"text": "This."}\n')
    first, second = ([c.comment_id for c in read([path], one_comment) if isinstance(c, Comment)] for _ in range(2))
    assert len(set(first)) == 2
    assert first == second


def test_half_a_character_is_set_aside_with_its_line(tmp_path):
    path = tmp_path / "t.jsonl"
    path.write_text('{"text": "fine"}\n{"text": "\\udc80"}\n')
    *_, last = read([path], one_comment)
    assert isinstance(last, Reject)
    assert (last.line, "half a character" in last.reason) == (2, True)


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1), max_size=8))
def test_every_json_row_is_a_comment_or_set_aside(texts):
    raw = "".join(json.dumps({"text": text}) + "\n" for text in texts).encode()
    found = list(read(["-"], one_comment, io.BytesIO(raw)))
    comments = [item.text for item in found if isinstance(item, Comment)]
    assert comments == [text for text in texts if text.strip()]
    assert len(comments) + sum(isinstance(item, Reject) for item in found) == len(texts)
