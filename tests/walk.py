"""Walks what documents say: the commands of their console blocks, and what each prints."""

import doctest
import os
import re
import shlex

from click.testing import CliRunner

from classifier.cli import main


def steps(text):
    """Commands of the console blocks with what they print."""
    for block in re.findall(r"```console\n(.*?)```", text, re.S):
        for step in block.removeprefix("$ ").split("\n$ "):
            command, _, output = step.rstrip("\n").partition("\n")
            yield command, output


def prints(command, expected):
    """Run a command and see that it prints what is expected, in which ... stands for anything."""
    done = CliRunner().invoke(main, shlex.split(command)[1:])
    assert done.exit_code == 0, f"{command}: {done.output}"
    same = doctest.OutputChecker().check_output(expected + "\n", done.output, doctest.ELLIPSIS)
    assert same, f"{command} printed\n{done.output}"


def walk(text, monkeypatch):
    """Run every command of a text, each in the folder that those before it changed to."""
    for command, expected in steps(text):
        if command.startswith("cd "):
            monkeypatch.chdir(os.path.abspath(command.removeprefix("cd ")))
        else:
            prints(command, expected)
