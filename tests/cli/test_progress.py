import io
import sys

from classifier.cli.progress import counting


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_nobody_watches_and_nothing_is_said(monkeypatch):
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with counting("comments", lambda: 1 / 0) as progress:
        assert progress is None
    assert sys.stderr.getvalue() == ""


def test_a_terminal_sees_how_many_and_how_fast(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", Terminal())
    with counting("comments", lambda: 4000) as progress:
        progress(1000)
        progress(2000)
    assert "comments" in sys.stderr.getvalue()
