"""Many reviewers at once, counted afterwards: no correction that was acknowledged may be missing.

    python benchmarks/load.py --seconds 600 --reviewers 20
    python benchmarks/load.py --seconds 600 --store postgresql+psycopg://localhost/empty

Every reviewer is a process of its own, which labels comments, looks at what the page looks at, and now and then
takes a label back. It writes down what the store has acknowledged. With --kill a reviewer that is at work is ended
by force every so many seconds, and another takes its place.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from classifier.errors import StoreError
from classifier.records import Comment, Document, Segment, comment_id
from classifier.store import LabelStore

HEAD, LABELS = "position", ("for", "against", "undecided")


@dataclass(frozen=True)
class Run:
    """What a run came to."""

    acknowledged: int
    lost: int
    refused: int
    killed: int
    median: float
    late: float
    slowest: float

    def __str__(self) -> str:
        return (
            f"acknowledged {self.acknowledged:,}, lost {self.lost}, refused in words {self.refused:,}, "
            f"reviewers killed {self.killed}; a correction takes {1000 * self.median:.1f} ms, "
            f"95% under {1000 * self.late:.0f} ms, the slowest {1000 * self.slowest:.0f} ms"
        )


def fill(place: str, count: int) -> list[str]:
    """Put a page with some comments into a store; their ids."""
    sha256 = "0" * 64
    texts = [f"Comment {n} on the lane." for n in range(count)]
    ids = [comment_id(sha256, text, 0) for text in texts]
    placed = [
        Segment("page", sha256, "comment", n + 1, n + 1, text, 1.0, comment_id=own)
        for n, (text, own) in enumerate(zip(texts, ids, strict=True))
    ]
    comments = [
        Comment(own, "page", sha256, n + 1, n + 1, text) for n, (text, own) in enumerate(zip(texts, ids, strict=True))
    ]
    with LabelStore(place) as store:
        store.add_document(Document("page", sha256, "text", "\n".join(texts)), placed, comments, datetime.now(UTC))
    return ids


def review(place: str, who: str, ids: list[str], until: float, log: Path, pause: float) -> None:
    """Label until the time is over; every act that the store acknowledged is written down at once."""
    rng = random.Random(who)
    with open(log, "a", buffering=1, encoding="utf-8") as out:
        while time.time() < until:
            try:
                with LabelStore(place, busy_seconds=30) as store:
                    while time.time() < until:
                        out.write(json.dumps(one_act(store, who, ids, rng)) + "\n")
                        time.sleep(rng.random() * 2 * pause)
            except StoreError as error:
                out.write(json.dumps({"refused": str(error)}) + "\n")
                time.sleep(pause)


def one_act(store: LabelStore, who: str, ids: list[str], rng: random.Random) -> dict[str, Any]:
    """Look now and then, take back seldom, label else; what the store acknowledged and how long it took."""
    if rng.random() < 0.1:
        store.labels()
    began, now = time.perf_counter(), datetime.now(UTC)
    if rng.random() < 0.05:
        act = store.undo(who, now)
    else:
        act = store.annotate(rng.choice(ids), HEAD, rng.choice(LABELS), who, now)
    return {"id": act and act.act_id, "took": time.perf_counter() - began}


def run(place: str, reviewers: int, seconds: float, pause: float = 0.05, kill_every: float = 0.0) -> Run:
    """Let reviewers work at once and count what they did."""
    ids = fill(place, 500)
    until = time.time() + seconds
    with tempfile.TemporaryDirectory() as folder:
        context = multiprocessing.get_context("fork")

        def begin(number: int) -> multiprocessing.process.BaseProcess:
            log = Path(folder, f"{number}.jsonl")
            at_work = context.Process(target=review, args=(place, f"r{number}", ids, until, log, pause))
            at_work.start()
            return at_work

        crew = [begin(number) for number in range(reviewers)]
        killed = 0
        while kill_every and time.time() < until - kill_every:
            time.sleep(kill_every)
            at = killed % reviewers
            crew[at].kill()
            crew[at].join()
            killed += 1
            crew[at] = begin(reviewers + killed)
        for one in crew:
            one.join()
        return counted(place, Path(folder), killed)


def counted(place: str, folder: Path, killed: int) -> Run:
    """Compare what reviewers were told with what the store holds."""
    lines = [line for log in folder.glob("*.jsonl") for line in log.read_text("utf-8").splitlines()]
    said = [json.loads(line) for line in lines if line.endswith("}")]
    acknowledged = {one["id"] for one in said if one.get("id") is not None}
    with LabelStore(place) as store:
        held = {act.act_id for act in store.history()}
    took = sorted(one["took"] for one in said if "took" in one) or [0.0]
    return Run(
        len(acknowledged),
        len(acknowledged - held),
        sum("refused" in one for one in said),
        killed,
        statistics.median(took),
        took[int(0.95 * (len(took) - 1))],
        took[-1],
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", help="an address, or a file that is not there yet; default: a new SQLite file")
    parser.add_argument("--reviewers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--pause", type=float, default=0.05, help="mean seconds a reviewer looks at a comment")
    parser.add_argument("--kill", type=float, default=0.0, metavar="SECONDS", help="kill a reviewer so often")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = run(
            given.store or str(Path(folder, "labels.db")), given.reviewers, given.seconds, given.pause, given.kill
        )
    print(f"{given.reviewers} reviewers, {given.seconds:.0f} s: {found}")
    sys.exit(1 if found.lost else 0)


if __name__ == "__main__":
    main()
