"""Examples that stand at the end of every command's help; all of them are run by a test, in this order."""

from __future__ import annotations

EXAMPLES = {
    "app": ("belowline app", "belowline app --port 8600 --no-browser"),
    "new-topic": (
        "belowline new-topic bus-lane --label yes='Wants the lane.' --label no='Does not want it.'",
        "belowline new-topic vote --question 'For whom?' --label north='Wants Ahl.' --label south='Wants Berg.' \\\n"
        "      --opposed north south --names ahl=berg --also quality --add page.html",
    ),
    "add": ("belowline add page.html pages/", "belowline add comments.csv --column text=body --column author=user"),
    "segment": ("belowline segment page.html --format text", "belowline segment pages/ > segments.jsonl"),
    "score": (
        "belowline score pages/ --out scores.csv",
        "belowline score comments.csv --column text=body --column article=url --out scores.parquet",
    ),
    "prevalence": (
        "belowline prevalence scores.parquet",
        "belowline prevalence scores.parquet --together --json",
        "belowline prevalence scores.parquet --out shares.csv --figure shares.svg",
    ),
    "evaluate": (
        "belowline evaluate --labels mine.jsonl",
        "belowline evaluate --labels mine.jsonl --json > figures.json",
    ),
    "retrain": ("belowline retrain", "belowline retrain --labels mine.jsonl --activate never"),
    "models": ("belowline models", "belowline models --activate 20261125T042500Z-c3ded4cc"),
    "labels": ("belowline labels", "belowline labels mine.jsonl --check --out doubtful.jsonl"),
    "export": ("belowline export labels.csv", "belowline export --out model.joblib"),
    "import": ("belowline import labels.csv", "belowline import mine.jsonl --annotator ann"),
    "forget": ("belowline forget --author maria", "belowline forget --author maria --yes"),
    "backup": ("belowline backup copy.db",),
    "restore": ("belowline restore copy.db",),
}


def shown(name: str) -> str:
    """A command's examples as its help has them; click must not fill the lines anew."""
    return "\b\nExamples:\n" + "\n".join(f"  {example}" for example in EXAMPLES[name]) if name in EXAMPLES else ""
