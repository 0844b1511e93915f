"""`belowline models`."""

from __future__ import annotations

from pathlib import Path

import click

from classifier.cli.options import json_option, say_done


@click.command("models", short_help="List model versions, or make one the active one.")
@click.option("--models", "folder", type=click.Path(path_type=Path), help="Folder of versions; default: models/.")
@click.option("--activate", metavar="VERSION", help="Make this version the active one.")
@json_option
def command(folder: Path | None, activate: str | None, as_json: bool) -> None:
    """List model versions, newest first, with their held-out figures; or activate one of them."""
    from classifier import places
    from classifier.flow import versions

    folder = folder or places.models_folder()
    if activate:
        versions.activate(folder, activate)
        say_done({"version": activate, "active": True}, f"{activate} is active", as_json)
        return
    active = versions.active_name(folder) if versions.has_active(folder) else None
    found = versions.versions(folder)
    if not found and not as_json:
        click.echo("no versions yet; make one with: belowline retrain")
    for version in found:
        figures = ", ".join(f"{name} {m['macro_f1']['value']:.3f}" for name, m in version.metrics.items())
        in_use = version.name == active
        facts = {"version": version.name, "active": in_use, "folder": version.folder, "metrics": version.metrics}
        say_done(facts, f"{'*' if in_use else ' '} {version.name}  macro-F1: {figures}", as_json)
