"""Long work in the background: it goes on whatever page is on the screen, and everybody sees how far it is."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

import streamlit as st

from classifier.errors import BelowlineError
from classifier.flow.alone import Progress
from classifier.flow.curve import Curve
from classifier.flow.retrain import Outcome

Result = TypeVar("Result")


class _Stopped(BelowlineError):
    """Somebody stopped the work."""


class Job(Generic[Result]):
    """One piece of work at a time, shared by everyone who has the page open."""

    def __init__(self) -> None:
        self.result: Result | None = None
        self.error: str | None = None
        self.thread: threading.Thread | None = None
        self.lock = threading.Lock()
        self.stopping = threading.Event()

    @property
    def running(self) -> bool:
        """Whether work is under way."""
        return self.thread is not None and self.thread.is_alive()

    def start(self, work: Callable[[Progress], Result]) -> bool:
        """Start work, which is given what to call at each step; whether it was started, none being under way."""
        with self.lock:
            if self.running:
                return False
            self.result, self.error = None, None
            self.stopping.clear()
            self.thread = threading.Thread(target=self._run, args=(work,), daemon=True)
            self.thread.start()
            return True

    def stop(self) -> None:
        """Have the work end at its next step."""
        self.stopping.set()

    def _step(self, _words: str) -> None:
        if self.stopping.is_set():
            raise _Stopped("stopped, as asked")

    def _run(self, work: Callable[[Progress], Result]) -> None:
        try:
            self.result = work(self._step)
        except BelowlineError as error:
            self.error = str(error)
        except Exception as error:
            self.error = f"it failed ({type(error).__name__}: {error})"
            raise


@st.cache_resource
def retrain_job() -> Job[Outcome]:
    """The one retraining there can be."""
    return Job()


@st.cache_resource
def curve_job() -> Job[Curve]:
    """The one measuring of a learning curve there can be."""
    return Job()
