"""Long work in a process of its own: no page waits for it, it goes on behind any page, and it can be stopped."""

from __future__ import annotations

import multiprocessing
import signal
import sys
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

import streamlit as st

from classifier.errors import BelowlineError
from classifier.flow.curve import Curve
from classifier.flow.retrain import Outcome

Result = TypeVar("Result")

_SPAWN = multiprocessing.get_context("spawn")


class Job(Generic[Result]):
    """One piece of work at a time, shared by everyone who has the page open."""

    def __init__(self) -> None:
        self.result: Result | None = None
        self.error: str | None = None
        self.stopped = False
        self.thread: threading.Thread | None = None
        self.process: Any = None
        self.lock = threading.Lock()

    @property
    def running(self) -> bool:
        """Whether work is under way."""
        return self.thread is not None and self.thread.is_alive()

    def start(self, work: Callable[..., Result], **arguments: object) -> bool:
        """Start a function of a module with arguments; whether it was started, none being under way."""
        with self.lock:
            if self.running:
                return False
            self.result, self.error, self.stopped = None, None, False
            here, there = _SPAWN.Pipe(duplex=False)
            # What belongs to the server ends with it.
            self.process = _SPAWN.Process(target=_work, args=(there, work, arguments), daemon=True)
            self.process.start()
            there.close()
            self.thread = threading.Thread(target=self._wait, args=(here,), daemon=True)
            self.thread.start()
            return True

    def stop(self) -> None:
        """End the work; what it had not finished is not there."""
        self.stopped = True
        self.process.terminate()

    def _wait(self, here: Connection) -> None:
        try:
            self.result, self.error = here.recv()
        except EOFError:
            self.error = "stopped, as asked" if self.stopped else "it ended without a result"
        self.process.join()


def _work(there: Connection, work: Callable[..., Any], arguments: dict[str, object]) -> None:
    # Leaving by an exception lets what is half done be cleared away.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        there.send((work(**arguments), None))
    except BelowlineError as error:
        there.send((None, str(error)))
    except Exception as error:
        there.send((None, f"it failed ({type(error).__name__}: {error})"))
        raise


@st.cache_resource
def retrain_job() -> Job[Outcome]:
    """The one retraining there can be."""
    return Job()


@st.cache_resource
def curve_job() -> Job[Curve]:
    """The one measuring of a learning curve there can be."""
    return Job()
