"""`python -m horgos.cli`: the same as the command `horgos`."""

from horgos.cli import main

main(prog_name="horgos")
