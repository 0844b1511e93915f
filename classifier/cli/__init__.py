"""The command line: one file a command, loaded when it is called; errors become one line and an exit code."""

from __future__ import annotations

import sys
from importlib import import_module
from keyword import iskeyword

import click

from classifier import __version__
from classifier.cli.examples import shown
from classifier.errors import BelowlineError

#: Commands in the order in which they are listed.
COMMANDS = (
    "app",
    "new-topic",
    "add",
    "segment",
    "score",
    "prevalence",
    "evaluate",
    "retrain",
    "models",
    "labels",
    "export",
    "import",
    "forget",
    "backup",
    "restore",
)


class _Commands(click.Group):
    """Loads a command's module only when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name.replace("-", "_")
        command = import_module(f"classifier.cli.{module}").command
        assert isinstance(command, click.Command)
        command.epilog = shown(cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BelowlineError as error:
            click.echo(f"belowline: {error}", err=True)
            ctx.exit(2)
        except KeyboardInterrupt:
            click.echo("belowline: stopped", err=True)
            ctx.exit(130)
        except BrokenPipeError:
            sys.stderr.close()
            ctx.exit(141)


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="belowline")
def main() -> None:
    """Find the readers' comments in saved pages, and label whose side each takes and how good it is."""
