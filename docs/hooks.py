"""Makes the pages ready for the site: what lies outside of docs/ is named there, not linked."""

from __future__ import annotations

import re
from typing import Any

_OUTSIDE = re.compile(r"\[([^\]]+)\]\((?:\.\./)+([^)]+)\)")


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Turn links to files of the repository into their names."""
    inside = page.file.src_uri.startswith("reference/")
    return markdown if inside else _OUTSIDE.sub(r"\1 (`\2`)", markdown)
