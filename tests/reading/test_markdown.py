import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.reading import read_document
from classifier.reading.markdown import words_of_lines
from classifier.segmenter import comments_of, segment

BODY = (
    "The council of the small town met on Monday to decide about the bridge, which has been shut since March.\n\n"
    "The works will cost four million, the mayor said, and should end before the winter.\n"
)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("**Ann** says:", "Ann says:"),
        ("__Ann__ says:", "Ann says:"),
        ("[Ann](http://x.test 'her page') says:", "[Ann](http://x.test 'her page') says:"),
        ('[Ann](http://x.test "her page") says:', "Ann says:"),
        ("**[Ann](http://x.test)** says:", "Ann says:"),
        ("![A bridge](b.jpg)", "![A bridge](b.jpg)"),
        ("[![A bridge](b.jpg)](http://x.test)", "[![A bridge](b.jpg)](http://x.test)"),
        ("snake__case__name 2**3**4", "snake__case__name 234"),
        ("2 ** 3", "2 ** 3"),
    ],
)
def test_marks_inside_a_line_go(line, words):
    assert words_of_lines([line]) == (words,)


@given(st.lists(st.text(alphabet='*_[]()! ab"', max_size=40)))
def test_no_line_is_lost_or_emptied(lines):
    found = words_of_lines(lines)
    assert [bool(line.strip()) for line in found] == [bool(line.strip()) for line in lines]


@pytest.mark.parametrize("mark", ["**", "__a ", "[a](", "[", "**a "])
def test_a_megabyte_of_marks_is_done_at_once(mark):
    assert words_of_lines([mark * (1_000_000 // len(mark))])


@pytest.mark.parametrize("name", ["**{}**", "__{}__", "[{}](http://x.test/u)", "**[{}](http://x.test/u)**", "{}"])
@pytest.mark.parametrize("front", ["", "---\ntitle: Bridge\n---\n\n", "+++\ntitle = 'Bridge'\n+++\n\n"])
def test_names_are_read_however_they_are_marked(tmp_path, name, front):
    said = "".join(
        f"\n{name.format(who)} says:\n{what}\n" for who, what in [("Ann", "At last!"), ("Bob", "A waste.")]
    )
    path = tmp_path / "p.md"
    path.write_text(f"{front}# Bridge shut\n\n{BODY}\n## 2 Comments\n{said}")
    document = read_document(path)
    assert [(comment.author, comment.text) for comment in comments_of(document)] == [
        ("Ann", "At last!"),
        ("Bob", "A waste."),
    ]
    first = segment(document)[0]
    assert first.role == ("metadata" if front else "title")
