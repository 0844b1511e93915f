"""Long runs: parts, interruptions, order, repeated texts."""

import cProfile
import errno
import gzip
import os
import pstats
import signal
import subprocess
import sys
import time
import tracemalloc

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from classifier.errors import OutputError
from classifier.flow import engines, scoring
from classifier.flow.versions import open_version
from classifier.records import Comment

SUFFIXES = (".parquet", ".csv", ".jsonl")


@pytest.fixture
def version(toy_models, tmp_path, monkeypatch):
    monkeypatch.setenv("BELOWLINE_CACHE", str(tmp_path / "cache"))
    return open_version(toy_models)


@pytest.fixture
def table(tmp_path):
    texts = [f'comment {n}, "quoted"\nof cyclists é\r' if n % 3 else "again and again" for n in range(230)]
    pq.write_table(pa.table({"text": [*texts, None, " "]}), tmp_path / "in.parquet")
    return tmp_path / "in.parquet"


def short_parts(monkeypatch):
    monkeypatch.setattr(scoring, "PART", 50)


def read(out):
    return out.read_bytes(), out.with_name(out.name + ".rejects.jsonl").read_bytes()


@pytest.fixture
def whole(version, table, tmp_path, monkeypatch):
    """What an uninterrupted run gives, by kind of output."""
    short_parts(monkeypatch)
    found = {}
    (tmp_path / "whole").mkdir()
    for suffix in SUFFIXES:
        out = tmp_path / "whole" / f"out{suffix}"
        scoring.score_file([table], out, version, jobs=1)
        found[suffix] = read(out)
        assert sorted(p.name for p in out.parent.glob(f"out{suffix}*")) == [out.name, f"{out.name}.rejects.jsonl"]
    return found


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("stop", [KeyboardInterrupt, OSError(errno.ENOSPC, "full")])
def test_a_stopped_run_goes_on_and_ends_byte_for_byte_the_same(
    version, table, whole, tmp_path, monkeypatch, suffix, stop
):
    out, scored, real = tmp_path / f"out{suffix}", [], scoring.scored_columns

    def stopping(batch, *given):
        if len(scored) == 2:
            raise stop
        scored.append(len(batch))
        return real(batch, *given)

    monkeypatch.setattr(scoring, "scored_columns", stopping)
    with pytest.raises((KeyboardInterrupt, OutputError)):
        scoring.score_file([table], out, version, jobs=1)
    assert not out.exists()
    parts = sorted(p.name for p in (tmp_path / f"out{suffix}.parts").iterdir())
    assert parts == ["0000000.part", "0000001.part", "journal.json"]

    scored.clear()
    monkeypatch.setattr(scoring, "scored_columns", lambda *given: (scored.append(len(given[0])), real(*given))[1])
    summary = scoring.score_file([table], out, version, jobs=1)
    assert scored == [50, 50, 30]
    assert (summary.comments, summary.rejected) == (230, 2)
    assert read(out) == whole[suffix]
    assert not (tmp_path / f"out{suffix}.parts").exists()


def test_a_killed_run_goes_on_and_ends_byte_for_byte_the_same(version, table, whole, tmp_path):
    out = tmp_path / "out.parquet"
    code = (
        "import sys, time\nfrom classifier.flow import scoring\nfrom classifier.flow.versions import open_version\n"
        "scoring.PART = 50\nreal = scoring.scored_columns\n"
        "scoring.scored_columns = lambda *given: (time.sleep(0.5), real(*given))[1]\n"
        f"scoring.score_file([{str(table)!r}], {str(out)!r}, open_version({str(version.folder)!r}), jobs=1)"
    )
    run = subprocess.Popen([sys.executable, "-c", code])
    while not (tmp_path / "out.parquet.parts" / "0000001.part").exists():
        assert run.poll() is None
        time.sleep(0.02)
    os.kill(run.pid, signal.SIGKILL)
    run.wait()
    assert not out.exists()
    scoring.score_file([table], out, version, jobs=2)
    assert read(out) == whole[".parquet"]


RUN = """
import resource, signal, sys
from classifier.errors import OutputError
from classifier.flow import scoring
from classifier.flow.versions import open_version
scoring.PART = 50
source, out, models, limit = sys.argv[1:]
resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
real = scoring.scored_columns
if int(limit) < 0:
    scoring.scored_columns = lambda *given: (len(list(scoring.Path(out + ".parts").glob("0*"))) > 1 and signal.raise_signal(2), real(*given))[1]
try:
    scoring.score_file([source], out, open_version(models), jobs=1)
except OutputError as error:
    sys.exit(str(error))
"""


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("stop", ["no part", "no whole", "Ctrl-C"])
def test_no_room_or_an_interruption_leaves_no_output_and_the_run_goes_on(
    version, table, whole, tmp_path, suffix, stop
):
    """Room for no part, for parts but not for the joined output, and Ctrl-C."""
    out = tmp_path / f"out{suffix}"
    limit = {"no part": 3000, "no whole": len(whole[suffix][0]) * 3 // 4, "Ctrl-C": -1}[stop]
    run = subprocess.run(
        [sys.executable, "-c", RUN, table, out, version.folder, str(limit)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode != 0
    assert "choose another place or make room" in run.stderr or "KeyboardInterrupt" in run.stderr
    left = {path.name for path in tmp_path.iterdir()} - {"cache", "whole", table.name}
    assert left == {f"out{suffix}.parts"}
    parts = len(list((tmp_path / f"out{suffix}.parts").glob("0*.part")))
    assert parts == 0 if stop == "no part" else parts > 1
    scoring.score_file([table], out, version, jobs=1)
    assert read(out) == whole[suffix]


@pytest.mark.parametrize("packing", ["gz", "zst"])
@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_packed_tables_are_scored_as_what_is_in_them(version, tmp_path, monkeypatch, packing, kind):
    short_parts(monkeypatch)
    texts = [f"comment {n} of cyclists é" for n in range(120)]
    raw = "text\n" + "\n".join(texts) if kind == "csv" else "".join(f'{{"text": "{text}"}}\n' for text in texts)
    found = {}
    for name, content in {"plain": raw.encode(), packing: packed(packing, raw.encode())}.items():
        (tmp_path / name).mkdir()
        source = tmp_path / name / (f"t.{kind}" if name == "plain" else f"t.{kind}.{packing}")
        source.write_bytes(content)
        out = tmp_path / name / "out.parquet"
        assert scoring.score_file([source], out, version, jobs=2).comments == 120
        found[name] = pq.read_table(out).drop_columns(["comment_id", "document"])
    assert found["plain"].equals(found[packing])


def packed(packing, raw):
    return gzip.compress(raw) if packing == "gz" else pa.compress(raw, codec="zstd", asbytes=True)


def test_what_was_set_aside_is_written_as_it_comes(version, tmp_path, monkeypatch):
    """However many are set aside, none are held."""
    short_parts(monkeypatch)
    monkeypatch.setattr("classifier.reading.tables.BATCH", 100)
    rows = "".join(f"comment {n}\n" + '" "\n' * 9 for n in range(300))
    (tmp_path / "in.csv").write_text("text\n" + rows)
    sizes = []
    part = tmp_path / ".out.csv.rejects.jsonl.part"
    summary = scoring.score_file(
        [tmp_path / "in.csv"],
        tmp_path / "out.csv",
        version,
        jobs=1,
        progress=lambda _: sizes.append(part.stat().st_size),
    )
    assert (summary.comments, summary.rejected) == (300, 2700)
    assert sizes[0] < sizes[-1]
    assert len(summary.rejects.read_text().splitlines()) == 2700
    assert not part.exists()


def test_how_many_are_expected_is_told_of_tables(table, tmp_path):
    assert scoring.expected_comments([table]) == 232
    (tmp_path / "a.csv").write_text("text\n" + "fine\n" * 600_000)
    (tmp_path / "b.jsonl").write_text('{"text": "fine"}\n' * 10)
    both = scoring.expected_comments([tmp_path / "a.csv", tmp_path / "b.jsonl"])
    assert both == pytest.approx(600_010, rel=0.01)
    (tmp_path / "c.csv.gz").write_bytes(gzip.compress(b"text\nfine\n"))
    (tmp_path / "d.txt").write_text("a page\n")
    for other in ("c.csv.gz", "d.txt", "none.csv", "-"):
        assert scoring.expected_comments([table, tmp_path / other]) is None


def test_parts_of_other_inputs_are_not_used(version, table, whole, tmp_path, monkeypatch):
    out = tmp_path / "out.csv"
    parts = tmp_path / "out.csv.parts"
    parts.mkdir()
    (parts / "journal.json").write_text('{"run": "another"}\n')
    (parts / "0000000.part").write_text("nonsense\n")
    scoring.score_file([table], out, version, jobs=1)
    assert read(out) == whole[".csv"]


@pytest.mark.parametrize("engine", engines.ENGINES)
def test_two_workers_give_what_one_gives(version, table, whole, tmp_path, engine):
    out = tmp_path / "out.jsonl"
    scoring.score_file([table], out, version, jobs=2, engine=engine)
    if engine == "compiled":
        assert read(out) == whole[".jsonl"]
    else:
        assert len(read(out)[0].splitlines()) == len(whole[".jsonl"][0].splitlines())


def test_what_is_said_twice_is_scored_once_and_counted(version, table, tmp_path, monkeypatch):
    asked = []

    class Counting:
        def predict(self, texts, parents):
            asked.extend(texts)
            return version.model().predict(texts)

    monkeypatch.setattr(engines, "engine_of", lambda *_: Counting())
    summary = scoring.score_file([table], tmp_path / "out.csv", version)
    assert summary.repeated == 76
    assert len(asked) == summary.comments - summary.repeated == len(set(asked))


def test_what_was_said_in_an_earlier_batch_is_scored_once_and_counted_alike_after_a_stop(
    version, tmp_path, monkeypatch
):
    short_parts(monkeypatch)
    monkeypatch.setattr("classifier.flow.recent.REMEMBERED", 40)
    texts = [f"comment {n % 20 if n % 3 else n}" + " " * (n % 2) for n in range(300)]
    pq.write_table(pa.table({"text": texts}), tmp_path / "in.parquet")
    asked, real = [], scoring._predicted
    monkeypatch.setattr(scoring, "_predicted", lambda *given: (asked.append(len(given[0])), real(*given))[1])
    first = scoring.score_file([tmp_path / "in.parquet"], tmp_path / "a.parquet", version, jobs=1)
    assert sum(asked) == first.comments - first.repeated == len(set(map(str.strip, texts)))

    stop = iter([False, False, True])
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(scoring, "_predicted", lambda *given: stopping(next(stop), real, given))
        scoring.score_file([tmp_path / "in.parquet"], tmp_path / "b.parquet", version, jobs=1)
    again = scoring.score_file([tmp_path / "in.parquet"], tmp_path / "b.parquet", version, jobs=2)
    assert again.repeated == first.repeated
    assert (tmp_path / "a.parquet").read_bytes() == (tmp_path / "b.parquet").read_bytes()


def stopping(stop, real, given):
    if stop:
        raise KeyboardInterrupt
    return real(*given)


def test_memory_does_not_grow_with_the_run(version, tmp_path, monkeypatch):
    """At most a few batches are under way, however many there are."""
    short_parts(monkeypatch)
    under_way, most = set(), []
    real_batches, real_score = scoring._batches, scoring.scored_columns

    def batches(comments):
        for batch in real_batches(comments):
            under_way.add(batch.comment_id[0])
            most.append(len(under_way))
            yield batch

    def score(batch, *given):
        under_way.discard(batch.comment_id[0])
        return real_score(batch, *given)

    monkeypatch.setattr(scoring, "_batches", batches)
    monkeypatch.setattr(scoring, "scored_columns", score)
    (tmp_path / "in.csv").write_text("text\n" + "".join(f"comment {n}\n" for n in range(3000)))
    scoring.score_file([tmp_path / "in.csv"], tmp_path / "out.csv", version, jobs=2)
    assert len(most) == 60
    assert max(most) <= 8


@pytest.fixture
def no_model(monkeypatch):
    """Reading and writing alone: every text gets the same scores."""
    monkeypatch.setattr(scoring, "_predicted", lambda keys, engine: np.tile([0.5, 0.3, 0.2], (len(keys), 1)))


def numbered(folder, count):
    pq.write_table(
        pa.table({"text": [f"comment {n} of cyclists" for n in range(count)]}), folder / f"{count}.parquet"
    )
    return folder / f"{count}.parquet"


def test_half_a_character_in_a_page_is_scored_as_the_reference_scores_it(version):
    comments = [
        Comment(str(n), "page", "00", 1, 1, text) for n, text in enumerate(["a lane \ud800 for cyclists", "no", ""])
    ]
    compiled = scoring.score_comments(comments, version)
    reference = scoring.score_comments(comments, version, version.model())
    for own, other in zip(compiled, reference, strict=True):
        assert own.probabilities["position"] == pytest.approx(other.probabilities["position"], abs=1e-9)


def test_memory_is_the_same_for_more_comments(version, tmp_path, monkeypatch, no_model):
    """What Python and NumPy hold at most, for some comments and for five times as many."""
    monkeypatch.setattr(scoring, "PART", 500)
    monkeypatch.setattr("classifier.reading.tables.BATCH", 500)
    monkeypatch.setattr("classifier.reading.tally.HELD", 1000)
    monkeypatch.setattr("classifier.reading.tally.FILTER_BITS", 16)
    monkeypatch.setattr("classifier.flow.recent.REMEMBERED", 500)
    most = []
    for source in (numbered(tmp_path, 500), numbered(tmp_path, 5000), numbered(tmp_path, 25_000)):
        tracemalloc.start()
        scoring.score_file([source], tmp_path / "out.parquet", version, jobs=1)
        most.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert most[2] < 1.1 * most[1]


def test_one_more_comment_costs_few_calls(version, tmp_path, no_model):
    """Calls of Python and of what it is made of, from table to table, without the model's."""
    calls = []
    sources = [numbered(tmp_path, count) for count in (1000, 1000, 3000)]
    for source in sources:
        profile = cProfile.Profile()
        profile.runcall(scoring.score_file, [source], tmp_path / "out.parquet", version, jobs=1)
        calls.append(pstats.Stats(profile).total_calls)
    assert (calls[2] - calls[1]) / 2000 < 22
