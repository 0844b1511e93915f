"""A copy of the label store, made and put back by hand."""

from click.testing import CliRunner

from classifier.cli import main


def belowline(*args):
    return CliRunner().invoke(main, [str(arg) for arg in args])


def test_a_store_is_copied_and_put_back(toy_home, tmp_path):
    (tmp_path / "page.txt").write_text("The council met.\n\n1 Comment\n\nAnn says:\nBuild the lane!\n")
    belowline("add", tmp_path / "page.txt")
    made = belowline("backup", tmp_path / "copy.db")
    assert made.exit_code == 0, made.output
    assert "documents 1, comments 1, acts of labelling 0" in made.stdout
    back = belowline("restore", tmp_path / "copy.db")
    assert "documents 1, comments 1" in back.stdout
    assert "what was there is kept in" in back.stdout
    again = belowline("backup", tmp_path / "copy.db")
    assert (again.exit_code, again.stderr.count("\n")) == (2, 1)
    assert "stands there already" in again.stderr
