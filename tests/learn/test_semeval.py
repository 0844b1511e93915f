import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "semeval.py"
HEADER = "ID\tTarget\tTweet\tStance\n"
TWEETS = {
    "FAVOR": [
        "Trams are a joy to ride",
        "More trams for everyone please",
        "I love the new tram",
        "A tram is a blessing",
    ],
    "AGAINST": ["Trams are a waste of money", "No tram in my street", "I hate that tram", "The tram is a curse"],
    "NONE": ["What a sunny day", "My cat sleeps all day", "Lunch was late again", "Who won the match"],
}


def lines(count):
    rows = [(text, stance) for stance, texts in TWEETS.items() for text in texts[:count]]
    return "".join(f'{n}\tTrams\t"{text} caf\xe9 #SemST\t{stance}\n' for n, (text, stance) in enumerate(rows))


def run(folder):
    return subprocess.run([sys.executable, BENCHMARK, folder], capture_output=True, text=True, timeout=120)


def test_files_of_the_task_are_read_and_both_models_judged(tmp_path):
    (tmp_path / "trainingdata-all-annotations.txt").write_bytes((HEADER + lines(4)).encode("cp1252"))
    (tmp_path / "testdata-taskA-all-annotations.txt").write_bytes((HEADER + lines(2)).encode("cp1252"))
    (tmp_path / "testdata-taskB-all-annotations.txt").write_bytes((HEADER + "1\tBuses\tx\tFAVOR\n").encode("cp1252"))
    done = run(tmp_path)
    assert done.returncode == 0, done.stderr
    table = [[cell.strip() for cell in line.strip("|").split("|")] for line in done.stdout.splitlines()]
    assert table[0] == ["model", "Trams", "all"]
    assert [row[0] for row in table[2:]] == ["default trainer", "plain TF-IDF and logistic regression"]
    assert all(float(row[-1]) > 80 for row in table[2:])


def test_a_folder_without_the_files_is_refused(tmp_path):
    done = run(tmp_path)
    assert done.returncode == 1
    assert "needs a file named train" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("answers", "guesses", "figure"), [("FA", "FA", 1.0), ("FAN", "FAF", 5 / 6), ("FN", "NN", 0.0)]
)
def test_the_figure_is_the_mean_of_two_labels(answers, guesses, figure):
    sys.path.insert(0, str(BENCHMARK.parent))
    try:
        from semeval import f_avg
    finally:
        sys.path.pop(0)
    names = {"F": "FAVOR", "A": "AGAINST", "N": "NONE"}
    assert f_avg([names[a] for a in answers], [names[g] for g in guesses]) == pytest.approx(figure)
