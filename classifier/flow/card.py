"""The model card: what a model version is, how good it is, and what it is not for."""

from __future__ import annotations

from typing import Any

from classifier.codebook import Codebook
from classifier.judge.metrics import HeadReport


def model_card(manifest: dict[str, Any], codebook: Codebook, reports: dict[str, HeadReport]) -> str:
    """Model card in Markdown, after Mitchell et al., *Model Cards for Model Reporting*, FAT* 2019."""
    labels = manifest["labels"]
    libraries = ", ".join(f"{name} {number}" for name, number in manifest["libraries"].items())
    held_out = (
        "the rows marked `test`, none of whose writers is among the training rows"
        if labels["test"]
        else "every row, each judged by a model fitted without its group"
    )
    parts = [
        f"# Model {manifest['version']}",
        f"{codebook.title}: TF-IDF and multinomial logistic regression, one a head, calibrated by temperature.",
        f"- made: {manifest['made_at']}\n"
        f"- codebook: {codebook.name} {codebook.version} ({codebook.digest})\n"
        f"- labels: {labels['train']} training rows, {labels['test']} test rows ({labels['digest']})\n"
        f"- made with: {libraries}",
        f"Figures are for held-out rows: {held_out}. In brackets 95% bootstrap intervals.",
        *(_head(name, report) for name, report in reports.items()),
        "## What it is for\n\nTo propose labels to a person who reads the comment, to order what to read first, "
        "and to describe discussions in numbers together with their intervals.",
        "## What it is not for\n\nTo delete, hide or punish without a person; to judge a writer; to read other "
        "languages, other conflicts or other codebooks than the one it was trained with. It sees words, not "
        "intentions: irony, allusion and replies that lean on what they answer are where it errs most.",
    ]
    return "\n\n".join(parts) + "\n"


def _head(name: str, report: HeadReport) -> str:
    lines = [
        f"## {name}",
        "",
        f"{report.rows} rows; macro-F1 {report.macro_f1}; accuracy {report.accuracy}; "
        f"expected calibration error {report.expected_calibration_error}.",
        "",
        "| label | rows | precision | recall | F1 |",
        "|---|---|---|---|---|",
    ]
    for label, figures in report.labels.items():
        shown = " | ".join(str(figures[key]) for key in ("precision", "recall", "f1"))
        lines.append(f"| {label} | {report.support[label]} | {shown} |")
    lines += ["", "True label in rows, the model's in columns:", ""]
    lines += ["| | " + " | ".join(report.names) + " |", "|---" * (len(report.names) + 1) + "|"]
    for label, counts in zip(report.names, report.confusion, strict=True):
        lines.append(f"| {label} | " + " | ".join(map(str, counts)) + " |")
    return "\n".join(lines)
