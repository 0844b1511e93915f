"""How fast comments are scored, against other ways of scoring the same ones.

``OMP_NUM_THREADS=1 python benchmarks/scoring.py [--quick] [--comments N] [--models FOLDER] [--out FILE.json]``

One run, the same comments for all, medians of five. Rivals take turns, so that what else the machine does hits all
alike. What is left out because a library is not installed is named. All figures but those of two cores are processor
time, so that a busy machine changes them little.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import numpy as np

from classifier import places
from classifier.files import read_jsonl
from classifier.flow.engines import compiled_scorer
from classifier.flow.models import chosen_version
from classifier.learn.fast.scorer import WORTH_COMPILING

ROUNDS = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--comments", type=int, default=10_000)
    parser.add_argument("--quick", action="store_true", help="few comments, one core, no command and no training")
    parser.add_argument("--models", type=Path)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    version = chosen_version(options.models)
    rows = [row for _, row in read_jsonl(places.labels_path())]
    random.seed(0)
    texts = [row["text"] for row in random.choices(rows, k=1000 if options.quick else options.comments)]
    odd = unrepeated(rows, 1000)
    found = {"machine": machine(), "comments": len(texts), "words": mean(len(t.split()) for t in texts)}
    parts = {"one core": lambda: one_core(version, rows, texts, odd)}
    if not options.quick:
        parts |= {"start": lambda: start(version), "command": lambda: command(version, texts)}
        parts |= {
            "training": lambda: training(rows, version.codebook),
            "two cores": lambda: two_cores(version, texts),
        }
    for name, measure in parts.items():
        found[name] = measure()
        if options.out:
            options.out.write_text(json.dumps(found, indent=2) + "\n", "utf-8")
    print(table(found))


def mean(values) -> float:
    return round(statistics.mean(values), 1)


def machine() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").is_file() else []
    model = next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine())
    busy = f"{os.getloadavg()[0]:.1f} processes waiting for them at the start"
    return f"{os.cpu_count()} cores of {model} ({busy}), Python {platform.python_version()}"


def unrepeated(rows, count: int) -> list[str]:
    """Comments of forty words none of which stands twice: halves of words of the labelled comments, joined anew."""
    words = sorted({word for row in rows for word in row["text"].lower().split() if word.isalpha() and len(word) > 3})
    made: dict[str, None] = {}
    while len(made) < 40 * count:
        first, second = random.sample(words, 2)
        made[first[: len(first) // 2 + 1] + second[len(second) // 2 :]] = None
    every = list(made)
    return [" ".join(every[40 * n : 40 * n + 40]) for n in range(count)]


def taking_turns(rivals, clock=time.process_time, rounds: int = ROUNDS) -> dict[str, float]:
    """Seconds that each function takes, medians of rounds in which each has its turn."""
    times: dict[str, list[float]] = {name: [] for name in rivals}
    for _ in range(rounds):
        for name, function in rivals.items():
            began = clock()
            function()
            times[name].append(clock() - began)
    return {name: statistics.median(measured) for name, measured in times.items()}


def one_core(version, rows, texts, odd) -> dict[str, float | None]:
    """Microseconds a comment."""
    scorers = [compiled_scorer(version) for _ in range(2)]
    scorers[0].expect(WORTH_COMPILING)
    scorers[0].predict(texts)
    few = texts[: len(texts) // 10]
    model = version.model()
    rivals = {
        "compiled": (lambda: scorers[0].predict(texts), len(texts)),
        "compiled, no word repeated": (lambda: unprepared(scorers[1], odd), len(odd)),
        "reference": (lambda: model.predict(few), len(few)),
        "reference, no word repeated": (lambda: model.predict(odd), len(odd)),
        "gathering alone": (gathering(model, texts), len(texts)),
    }
    others = {"word TF-IDF": word_tfidf, "fastText": fasttext, "Vowpal Wabbit": vowpal}
    for name, make in others.items():
        with suppress(ImportError):
            rivals[name] = (make(rows, texts), len(texts))
    times = taking_turns({name: function for name, (function, _) in rivals.items()})
    return {name: times[name] / rivals[name][1] * 1e6 if name in rivals else None for name in [*rivals, *others]}


def unprepared(scorer, texts):
    """Score texts with nothing remembered."""
    scorer.forget()
    return scorer.predict(texts)


def gathering(model, texts):
    """Adding up the rows of the known terms of texts and their twins, all of them found beforehand."""
    import numba

    readings = model.features.read(texts)
    counts = model.features.count(readings)
    twins = model.features.weigh(model.features.count_twins(readings, counts))
    named = np.array([reading.twin is not None for reading in readings])
    designs = [model.features.weigh(counts), twins[named]]
    rows = np.ascontiguousarray(np.vstack([head.coefficients for head in model.heads]).T)

    @numba.njit(error_model="numpy")
    def add(starts, columns, weights, rows):
        total = np.zeros((len(starts) - 1, rows.shape[1]))
        for text in range(len(starts) - 1):
            for at in range(starts[text], starts[text + 1]):
                for label in range(rows.shape[1]):
                    total[text, label] += weights[at] * rows[columns[at], label]
        return total

    def run():
        for design in designs:
            add(design.indptr, design.indices, design.data, rows)

    run()
    return run


def word_tfidf(rows, texts):
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    pipeline = make_pipeline(TfidfVectorizer(ngram_range=(1, 2), min_df=2), LogisticRegression(max_iter=200))
    pipeline.fit([row["text"] for row in rows], [row["stance"] for row in rows])
    return lambda: pipeline.predict_proba(texts)


def fasttext(rows, texts):
    import fasttext as library

    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as train:
        train.writelines(f"__label__{row['stance']} {' '.join(row['text'].split())}\n" for row in rows)
        train.flush()
        model = library.train_supervised(
            train.name, wordNgrams=2, minn=2, maxn=5, dim=100, epoch=1, bucket=200_000, thread=1, verbose=0
        )
    lines = [" ".join(text.split()) + "\n" for text in texts]
    return lambda: model.f.multilinePredict(lines, 4, 0.0, "strict")


def vowpal(rows, texts):
    from vowpalwabbit import Workspace

    labels = sorted({row["stance"] for row in rows})
    model = Workspace(f"--oaa {len(labels)} --ngram 2 -b 20 --quiet")
    plain = ["".join(c for c in text if c not in ":|\n\r") for text in texts]
    for row in rows[:2000]:
        words = "".join(c for c in row["text"] if c not in ":|\n\r")
        model.learn(f"{labels.index(row['stance']) + 1} | {words}")
    return lambda: [model.predict(f"| {text}") for text in plain]


def two_cores(version, texts) -> dict[str, float]:
    """Microseconds a comment with one thread and with two."""
    from concurrent.futures import ThreadPoolExecutor

    scorers = [compiled_scorer(version) for _ in range(2)]
    raw = [text.encode("utf-8", "surrogatepass") for text in texts]
    ends = np.cumsum([0, *map(len, raw)])
    data, bounds = b"".join(raw), np.stack([ends[:-1], ends[1:]], axis=1)
    halves = np.array_split(bounds, 2)
    for scorer in scorers:
        scorer.score(data, bounds)
    with ThreadPoolExecutor(2) as pool:
        times = taking_turns(
            {
                "one": lambda: scorers[0].score(data, bounds),
                "two": lambda: list(pool.map(lambda n: scorers[n].score(data, halves[n]), range(2))),
            },
            time.perf_counter,
        )
    return {name: seconds / len(texts) * 1e6 for name, seconds in times.items()}


def command(version, texts, rounds: int = 3) -> dict[str, float]:
    """The whole command from Parquet to Parquet: what more comments cost in a run that has its machine code."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    sizes = {"few": 20_000, "many": 60_000}
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        args = ["--model", str(version.folder), "--out", str(place / "out.parquet"), "--jobs", "1"]
        for name, size in sizes.items():
            many = [f"{text} {n}" for n, text in enumerate(random.choices(texts, k=size))]
            pq.write_table(pa.table({"text": many}), place / f"{name}.parquet", row_group_size=20_000)
        calls = {name: run("score", str(place / f"{name}.parquet"), *args) for name in sizes}
        times = taking_turns(calls, of_children, rounds)
    return {"microseconds a comment": (times["many"] - times["few"]) / (sizes["many"] - sizes["few"]) * 1e6}


def start(version) -> dict[str, float]:
    """Seconds until one comment is scored, until help is shown, and until Python does nothing."""
    line = "Nine months without bread through Lachin, and you call it an eco protest?\n"
    with tempfile.TemporaryDirectory() as folder:
        score = ["score", "-", "--model", str(version.folder), "--out", str(Path(folder, "out.jsonl"))]
        calls = {name: run(*score, "--engine", name, line=line) for name in ("compiled", "reference")}
        calls |= {"--help": run("score", "--help"), "pass": lambda: subprocess.run([sys.executable, "-c", "pass"])}
        return taking_turns(calls, of_children)


def of_children() -> float:
    """Processor time of the programs that were run."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def run(*args: str, line: str = ""):
    """The command with some arguments, to be called."""
    call = [sys.executable, "-m", "classifier", *args]
    return lambda: subprocess.run(call, input=line, text=True, capture_output=True, check=True)


def training(rows, codebook) -> dict[str, float]:
    """Processor seconds of a whole fit, and of scikit-learn alone at the same settings, on an eighth of the comments.

    Scikit-learn alone reads the texts and their twins into the same terms once, and fits and cross-validates a
    logistic regression a head; the fit also learns terms and their weights anew for each fold and calibrates.
    """
    from classifier.learn.model import Settings, fit

    texts = [row["text"] for row in rows][::8]
    labels = {head.name: [row.get(head.name) for row in rows][::8] for head in codebook.heads}
    settings = Settings()
    rivals = {
        "fit": lambda: fit(texts, labels, codebook, settings=settings, jobs=1),
        "scikit-learn": lambda: plain_fit(texts, labels, codebook, settings),
    }
    return taking_turns(rivals, rounds=3)


def plain_fit(texts, labels, codebook, settings) -> None:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import cross_val_predict
    from sklearn.pipeline import make_union

    from classifier.learn.features import TextFeatures
    from classifier.learn.mirror import Mirror

    features = TextFeatures(settings.features, Mirror(codebook.mirror_pairs))
    readings = features.read(texts)
    twinned = [n for n, reading in enumerate(readings) if reading.twin is not None]
    documents = [(r.plain, r.raw) for r in readings] + [(readings[n].twin, readings[n].raw) for n in twinned]
    blocks = [
        TfidfVectorizer(
            analyzer=lambda pair, block=block: block.analyse(pair[block.reads_raw]), sublinear_tf=True, min_df=4
        )
        for block in features.blocks
    ]
    design = make_union(*blocks).fit_transform(documents)
    for head in codebook.heads:
        order = head.mirrored_order
        own = [head.names.index(label) for label in labels[head.name]]
        answers = np.array(own + [order[own[n]] for n in twinned])
        regression = LogisticRegression(C=settings.strength, max_iter=1000, tol=1e-3)
        cross_val_predict(regression, design, answers, cv=settings.folds, method="decision_function")
        regression.fit(design, answers)


def table(found) -> str:
    core = found["one core"]
    own, odd = core["compiled"], core["compiled, no word repeated"]
    ratio = {
        "against the reference, running text": (core["reference"] / own, "≥ 40"),
        "against the reference, no word repeated": (core["reference, no word repeated"] / odd, "≥ 20"),
        "time against gathering alone": (own / core["gathering alone"], "≤ 1.8"),
    }
    for name, aim in {"word TF-IDF": "≥ 4", "fastText": "≥ 9", "Vowpal Wabbit": "≥ 1.7"}.items():
        if core[name] is not None:
            ratio[f"against {name}"] = (core[name] / own, aim)
    if "command" in found:
        cores, begin, made = found["two cores"], found["start"], found["training"]
        ratio |= {
            "two cores against one": (cores["one"] / cores["two"], "≥ 1.8"),
            "whole command against the kernel": (own / found["command"]["microseconds a comment"], "≥ 0.6"),
            "cold start against the reference's": (begin["compiled"] / begin["reference"], "≤ 0.40"),
            "`--help` against `python -c pass`": (begin["--help"] / begin["pass"], "≤ 10"),
            "a fit against scikit-learn's alone": (made["fit"] / made["scikit-learn"], "≤ 1.2"),
        }
    lines = [f"{found['comments']:,} comments of {found['words']} words, {found['machine']}.", ""]
    lines += ["| measure | ratio | aim |", "|---|---|---|"]
    lines += [f"| {name} | {value:.2f} | {aim} |" for name, (value, aim) in ratio.items()]
    lines += ["", "| one core | µs a comment |", "|---|---|"]
    lines += [f"| {name} | {'not installed' if time is None else f'{time:.1f}'} |" for name, time in core.items()]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
