"""Write pages in the layouts of many comment systems, with the comments that are on them.

usage: python benchmarks/make_pages.py OUT      `pages/` and `gold.jsonl`, for `benchmarks/markup.py`
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from layouts import pages


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--per-layout", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    folder = args.out / "pages"
    folder.mkdir(parents=True, exist_ok=True)
    rows = []
    for page in pages(args.per_layout, args.seed):
        (folder / page.gold["file"]).write_text(page.html, "utf-8")
        rows.append(json.dumps(page.gold, ensure_ascii=False))
    (args.out / "gold.jsonl").write_text("\n".join(rows) + "\n", "utf-8")
    print(f"{len(rows)} pages")


if __name__ == "__main__":
    main()
