"""Retraining in the background: it goes on whatever page is on the screen."""

from __future__ import annotations

import threading

import streamlit as st

from classifier.errors import BelowlineError
from classifier.flow.retrain import Outcome, retrain


class RetrainJob:
    """One retraining at a time, shared by everyone who has the page open."""

    def __init__(self) -> None:
        self.steps: list[str] = []
        self.outcome: Outcome | None = None
        self.error: str | None = None
        self.thread: threading.Thread | None = None
        self.lock = threading.Lock()

    @property
    def running(self) -> bool:
        """Whether a retraining is under way."""
        return self.thread is not None and self.thread.is_alive()

    def start(self, store_place: str) -> bool:
        """Start a retraining; whether one was started, rather than under way already."""
        with self.lock:
            if self.running:
                return False
            self.steps, self.outcome, self.error = [], None, None
            self.thread = threading.Thread(target=self._run, args=(store_place,), daemon=True)
            self.thread.start()
            return True

    def _run(self, store_place: str) -> None:
        try:
            self.outcome = retrain(store_place=store_place, progress=self.steps.append)
        except BelowlineError as error:
            self.error = str(error)
        except Exception as error:
            self.error = f"the retraining failed ({type(error).__name__}: {error})"
            raise


@st.cache_resource
def retrain_job() -> RetrainJob:
    """The one retraining there can be."""
    return RetrainJob()
