"""`python -m classifier` is the same as `belowline`."""

from classifier.cli import main

main(prog_name="belowline")
