"""What reading and writing add to scoring, how memory grows, and how fast pages are split.

``OMP_NUM_THREADS=1 python benchmarks/streaming.py [--comments N] [--models FOLDER] [--large] [--pages FOLDER]``

The same comments go from Parquet to Parquet and through the scorer alone, turn by turn in one run, so that
other work on the machine slows both alike; medians of five. One-core figures are processor time.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from scoring import machine

from classifier import places
from classifier.files import read_jsonl
from classifier.flow.engines import compiled_scorer, engine_of
from classifier.flow.models import chosen_version
from classifier.flow.scoring import score_file
from classifier.learn.fast.scorer import WORTH_COMPILING

ROUNDS = 5
GROUP = 50_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--comments", type=int, default=60_000)
    parser.add_argument("--models", type=Path)
    parser.add_argument("--large", action="store_true", help="Also memory and time of a million and of ten million.")
    parser.add_argument("--pages", type=Path, help="Folder of saved pages to be split.")
    parser.add_argument("--scratch", type=Path, help="Where large files may lie for a while.")
    options = parser.parse_args()
    version = chosen_version(options.models)
    print(f"{options.comments:,} comments, {machine()}.\n")
    with tempfile.TemporaryDirectory(dir=options.scratch) as folder:
        print(speed(version, Path(folder), options.comments))
        if options.large:
            print(large(version, Path(folder)))
    if options.pages:
        print(splitting(options.pages))


def comments(count: int, start: int = 0):
    """Different comments, in groups: labelled ones with a number behind."""
    texts = [row["text"] for _, row in read_jsonl(places.labels_path())]
    random.seed(start)
    for first in range(0, count, GROUP):
        yield [f"{random.choice(texts)} {n}" for n in range(first, min(count, first + GROUP))]


def write_table(path: Path, count: int) -> None:
    with pq.ParquetWriter(path, pa.schema([("text", "string")])) as table:
        for texts in comments(count):
            table.write_table(pa.table({"text": texts}))


FORMATS = {
    "Parquet to Parquet": ("in.parquet", "out.parquet"),
    "CSV to Parquet": ("in.csv", "out.parquet"),
    "JSON lines to Parquet": ("in.jsonl", "out.parquet"),
    "Parquet to CSV": ("in.parquet", "out.csv"),
    "Parquet to JSON lines": ("in.parquet", "out.jsonl"),
}


def speed(version, folder: Path, count: int) -> str:
    """The command's work on one core beside the scorer's alone, by format."""
    write_table(folder / "in.parquet", count)
    texts = pq.read_table(folder / "in.parquet")["text"].combine_chunks()
    texts.to_pandas().to_frame("text").to_csv(folder / "in.csv", index=False)
    with open(folder / "in.jsonl", "w", encoding="utf-8") as lines:
        lines.writelines(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts.to_pylist())
    data, offsets = (np.frombuffer(texts.buffers()[n], kind) for n, kind in ((2, np.uint8), (1, np.int32)))
    engine_of(version).expect(WORTH_COMPILING)
    scorer = compiled_scorer(version)

    def alone():
        for at in range(0, count, 20_000):
            scorer.predict_utf8(data, offsets[at : at + 20_001])

    def command(name: str):
        source, out = FORMATS[name]
        return lambda: score_file([folder / source], folder / out, version, jobs=1)

    jobs = {"the scorer alone": alone} | {name: command(name) for name in FORMATS}
    one = turns(jobs, count, time.process_time)
    base = one["the scorer alone"]
    lines = ["| one core | µs a comment | rate against the scorer's |", "|---|---|---|"]
    lines += [f"| {name} | {cost:.1f} | {base / cost:.2f} |" for name, cost in one.items()]
    return "\n".join([*lines, ""])


def turns(jobs, count: int, clock) -> dict[str, float]:
    """Microseconds a comment of several ways, taken in turns; medians."""
    times = {name: [] for name in jobs}
    for job in jobs.values():
        job()
    for _ in range(ROUNDS):
        for name, job in jobs.items():
            began = clock()
            job()
            times[name].append(clock() - began)
    return {name: statistics.median(found) / count * 1e6 for name, found in times.items()}


def large(version, folder: Path) -> str:
    """The most memory that the whole command takes for a million comments and for ten million, and its time."""
    lines = ["| comments | cores | most memory, MB | comments a second |", "|---|---|---|---|"]
    for count, cores in ((10**6, 1), (10**6, 2), (10**7, 2)):
        write_table(folder / "large.parquet", count)
        call = [sys.executable, "-m", "classifier", "score", str(folder / "large.parquet"), "--jobs", str(cores)]
        call += ["--out", str(folder / "out.parquet"), "--model", str(version.folder)]
        began = time.perf_counter()
        most = peak(call)
        lines.append(f"| {count:,} | {cores} | {most:,.0f} | {count / (time.perf_counter() - began):,.0f} |")
        for name in ("large.parquet", "out.parquet"):
            (folder / name).unlink()
    return "\n".join([*lines, ""])


def peak(call: list[str]) -> float:
    """MB that a command took at most, by what the system says of the child of a child."""
    code = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL); "
    code += "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    return int(subprocess.run([sys.executable, "-c", code, *call], capture_output=True, check=True).stdout) / 1024


def splitting(folder: Path) -> str:
    """Saved pages split from article to comments, beside trafilatura's extraction of the same pages."""
    from trafilatura import extract

    from classifier.flow.seam import seam_weights
    from classifier.reading import documents_in, read_document
    from classifier.segmenter import comments_of, segment

    pages, weights = list(documents_in(folder)), seam_weights()
    raw = [path.read_bytes() for path in pages]
    found = turns(
        {
            "read and split": lambda: [comments_of(segment(read_document(path), weights)) for path in pages],
            "trafilatura's extraction": lambda: [extract(page, include_comments=True) for page in raw],
        },
        len(pages),
        time.process_time,
    )
    lines = [f"{len(pages)} pages.", "", "| one core | documents a second |", "|---|---|"]
    return "\n".join([*lines, *(f"| {name} | {1e6 / cost:.1f} |" for name, cost in found.items())])


if __name__ == "__main__":
    main()
