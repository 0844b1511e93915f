"""Count what is found on saved web pages.

usage: python benchmarks/markup.py FOLDER      with `pages/` and one or both of
                                               `annotations.json` (snippets: `comments`, `with`, `without`)
                                               `gold.jsonl` (whole comments, as `make_pages.py` writes them)
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from classifier.reading import read_document
from classifier.records import Document, Segment
from classifier.segmenter import segment


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--verbose", action="store_true", help="name the pages where a comment is missed or made up")
    args = parser.parse_args()
    if (args.folder / "annotations.json").exists():
        count_snippets(args.folder, args.verbose)
    if (args.folder / "gold.jsonl").exists():
        count_comments(args.folder, args.verbose)
    compare_speed(args.folder)


def count_snippets(folder: Path, verbose: bool) -> None:
    counts, totals = Counter[str](), Counter[str]()
    for row in json.loads((folder / "annotations.json").read_text("utf-8")).values():
        parts = segment(read_document(folder / "pages" / row["file"]))
        said = bare(" ".join(part.text for part in parts if part.role == "comment"))
        body = bare(" ".join(part.text for part in parts if part.role in ("title", "body")))
        totals.update({kind: len(row[kind]) for kind in ("comments", "with", "without")})
        counts["comments"] += sum(bare(text) in said for text in row["comments"])
        counts["leaked"] += sum(bare(text) in body for text in row["comments"])
        counts["with"] += sum(bare(text) in body for text in row["with"])
        counts["in_comments"] += sum(bare(text) in said for text in row["with"])
        counts["boilerplate"] += sum(bare(text) in said for text in row["without"])
        if verbose and not all(bare(text) in said for text in row["comments"]):
            print(f"{row['file']}: {sum(part.role == 'comment' for part in parts)} comments found, some missed")
        if verbose and any(bare(text) in said for text in row["with"]):
            print(f"{row['file']}: body among the comments")
    print(f"comments in comments  {counts['comments']} of {totals['comments']}")
    print(f"comments in the body  {counts['leaked']} of {totals['comments']}")
    print(f"body in the body      {counts['with']} of {totals['with']}")
    print(f"body in comments      {counts['in_comments']} of {totals['with']}")
    print(f"neither in comments   {counts['boilerplate']} of {totals['without']}")


def count_comments(folder: Path, verbose: bool) -> None:
    """Print what is right on pages with whole comments as gold, each group of layouts apart."""
    rows = [json.loads(line) for line in (folder / "gold.jsonl").read_text("utf-8").splitlines()]
    for group in sorted({row["group"] for row in rows}):
        tally = Counter[str]()
        for row in (row for row in rows if row["group"] == group):
            of_page = tally_of(row, segment(read_document(folder / "pages" / row["file"])))
            tally.update(of_page)
            if verbose and of_page != perfect(of_page):
                print(f"  {row['file']}: " + ", ".join(f"{kind} {count}" for kind, count in of_page.items() if count))
        print(f"layouts: {group}")
        for kind, of in FIGURES:
            share = f"  {tally[kind] / tally[of]:.3f}" if tally[of] else ""
            print(f"  {kind:34}{tally[kind]:6} of {tally[of]:6}{share}")


#: What is counted, and of what.
FIGURES = (
    ("comments found", "comments"),
    ("lines wrongly called comment", "lines called comment"),
    ("authors right", "authors"),
    ("times right", "times"),
    ("times wrong", "times"),
    ("parents right", "parents"),
    ("votes right", "votes"),
    ("pages with made-up comments", "pages without comments"),
    ("body lines kept", "body lines"),
    ("comments in the body", "comments"),
)


def tally_of(row: dict, parts: Sequence[Segment]) -> Counter[str]:
    """Counts of one page."""
    said = [part for part in parts if part.role == "comment"]
    gold, tally = row["comments"], Counter[str]()
    spots = _matched([one["text"] for one in gold], [part.text for part in said])
    wanted = Counter(bare(line) for one in gold for line in one["text"].split("\n"))
    called = Counter(bare(line) for part in said for line in part.text.split("\n"))
    body = bare(" ".join(part.text for part in parts if part.role == "body"))
    tally["comments"], tally["comments found"] = len(gold), len(spots)
    tally["lines called comment"] = called.total()
    tally["lines wrongly called comment"] = (called - wanted).total()
    tally["pages without comments"] = not gold
    tally["pages with made-up comments"] = bool(said) and not gold
    tally["body lines"] = len(row["body"])
    tally["body lines kept"] = sum(bare(line) in body for line in row["body"])
    tally["comments in the body"] = sum(bare(one["text"]) in body for one in gold if len(bare(one["text"])) > 20)
    ids = [part.comment_id for part in said]
    for place, one in enumerate(gold):
        part = said[spots[place]] if place in spots else None
        _tally_fields(tally, one, part)
        if "parent" in row["shows"]:
            tally["parents"] += 1
            above = None if part is None or part.parent_id is None else ids.index(part.parent_id)
            wanted_above = None if one["parent"] is None else spots.get(one["parent"], -1)
            tally["parents right"] += part is not None and above == wanted_above
    return tally


def _tally_fields(tally: Counter[str], one: dict, part: Segment | None) -> None:
    if one["author"] is not None:
        tally["authors"] += 1
        tally["authors right"] += part is not None and part.author == one["author"]
    if one["posted_at"] is not None:
        tally["times"] += 1
        found = None if part is None or part.posted_at is None else part.posted_at
        tally["times right"] += found is not None and found.startswith(one["posted_at"])
        tally["times wrong"] += found is not None and not found.startswith(one["posted_at"])
    if one["votes"] is not None:
        tally["votes"] += 1
        tally["votes right"] += part is not None and part.votes == one["votes"]


def _matched(gold: Sequence[str], found: Sequence[str]) -> dict[int, int]:
    """Place of each wanted comment among those found, each used once; only whole texts count."""
    free: dict[str, list[int]] = {}
    for place, text in enumerate(found):
        free.setdefault(bare(text), []).append(place)
    spots = {}
    for place, text in enumerate(gold):
        if free.get(bare(text)):
            spots[place] = free[bare(text)].pop(0)
    return spots


def perfect(tally: Counter[str]) -> Counter[str]:
    """The counts that a page without any mistake would have."""
    wanted = Counter(tally)
    for kind, of in FIGURES:
        wanted[kind] = 0 if "wrong" in kind or "made-up" in kind or "in the body" in kind else tally[of]
    return wanted


def compare_speed(folder: Path) -> None:
    """Print the time taken beside that of trafilatura's own extraction of the same pages."""
    documents = [read_document(path) for path in sorted((folder / "pages").iterdir())]
    extract_all(documents[:1])
    segment(documents[0])
    theirs = seconds(lambda: extract_all(documents))
    ours = seconds(lambda: [segment(document) for document in documents])
    print(f"{ours:.2f} s, {ours / theirs:.2f} times trafilatura's own {theirs:.2f} s")


def extract_all(documents: Iterable[Document]) -> None:
    from trafilatura import extract

    for document in documents:
        extract(document.text)


def seconds(work) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def bare(text: str) -> str:
    """Letters and digits only: how a page breaks and spaces its lines does not matter."""
    return re.sub(r"\W+", "", text)


if __name__ == "__main__":
    main()
