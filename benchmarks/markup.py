"""Count where the snippets of annotated web pages are found.

usage: python benchmarks/markup.py FOLDER      with `pages/` and `annotations.json`
"""

from __future__ import annotations

import argparse
import json
import re
import time
from pathlib import Path

from classifier.reading import read_document
from classifier.segmenter import segment


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--verbose", action="store_true", help="name the pages where a comment is missed")
    args = parser.parse_args()
    counts = dict.fromkeys(("comments", "leaked", "with", "in_comments", "without", "boilerplate"), 0)
    totals = dict.fromkeys(("comments", "with", "without"), 0)
    seconds = 0.0
    for row in json.loads((args.folder / "annotations.json").read_text("utf-8")).values():
        document = read_document(args.folder / "pages" / row["file"])
        start = time.perf_counter()
        parts = segment(document)
        seconds += time.perf_counter() - start
        said = bare(" ".join(part.text for part in parts if part.role == "comment"))
        body = bare(" ".join(part.text for part in parts if part.role in ("title", "body")))
        for kind in totals:
            totals[kind] += len(row[kind])
        counts["comments"] += sum(bare(text) in said for text in row["comments"])
        counts["leaked"] += sum(bare(text) in body for text in row["comments"])
        counts["with"] += sum(bare(text) in body for text in row["with"])
        counts["in_comments"] += sum(bare(text) in said for text in row["with"])
        counts["boilerplate"] += sum(bare(text) in said for text in row["without"])
        if args.verbose and not all(bare(text) in said for text in row["comments"]):
            print(f"{row['file']}: {sum(part.role == 'comment' for part in parts)} comments found, some missed")
    print(f"comments in comments  {counts['comments']} of {totals['comments']}")
    print(f"comments in the body  {counts['leaked']} of {totals['comments']}")
    print(f"body in the body      {counts['with']} of {totals['with']}")
    print(f"body in comments      {counts['in_comments']} of {totals['with']}")
    print(f"neither in comments   {counts['boilerplate']} of {totals['without']}")
    print(f"{seconds:.1f} s")


def bare(text: str) -> str:
    """Letters and digits only: how a page breaks and spaces its lines does not matter."""
    return re.sub(r"\W+", "", text)


if __name__ == "__main__":
    main()
