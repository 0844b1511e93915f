"""`belowline models`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("models", short_help="List model versions, or make one the active one.")
@click.option("--models", "folder", type=click.Path(path_type=Path), help="Folder of versions; default: models/.")
@click.option("--activate", metavar="VERSION", help="Make this version the active one.")
def command(folder: Path | None, activate: str | None) -> None:
    """List model versions, newest first, with their held-out figures; or activate one of them."""
    from classifier import places
    from classifier.flow import versions

    folder = folder or places.models_folder()
    if activate:
        versions.activate(folder, activate)
        click.echo(f"{activate} is active")
        return
    active = versions.active_name(folder) if versions.has_active(folder) else None
    found = versions.versions(folder)
    if not found:
        click.echo("no versions yet; make one with: belowline retrain")
    for version in found:
        figures = ", ".join(f"{name} {m['macro_f1']['value']:.3f}" for name, m in version.metrics.items())
        click.echo(f"{'*' if version.name == active else ' '} {version.name}  macro-F1: {figures}")
