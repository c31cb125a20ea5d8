"""Our server beside its peers: the same data, the same requests, measured in turn in one run.

    python3 run.py bench [--only ours,oxigraph-memory] [--work small-new,endless] [--rounds 5] [--seconds 5]

Prints ratios with their spread beside the goals, then all that was measured. Ends with 1 where something
could not be measured, and with 0 however slow anything is. See README.md beside this file.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Callable

from speed.data import published, work_folder
from speed.peers import servers
from speed.report import report
from speed.rounds import Bench
from speed.works import REMEMBERED, RESTED, WORKS


def some_of(choices: list[str]) -> Callable[[str], list[str]]:
    """The type of an option that takes several of these, with commas between."""

    def names(text: str) -> list[str]:
        if unknown := [name for name in text.split(",") if name not in choices]:
            raise argparse.ArgumentTypeError(f"{unknown[0]!r} is none of {', '.join(choices)}")
        return text.split(",")

    return names


def main() -> None:
    """Read the options, measure, report."""
    all_servers, all_works = servers(), {work.name: work for work in (*WORKS, REMEMBERED, RESTED)}
    parser = argparse.ArgumentParser(prog="run.py bench", description=(__doc__ or "").partition("\n")[0])
    for option, choices in {"--only": list(all_servers), "--work": list(all_works)}.items():
        text = f"some of {', '.join(choices)}; all by default"
        parser.add_argument(option, type=some_of(choices), default=choices, metavar="NAME,…", help=text)
    parser.add_argument("--rounds", type=int, default=5, help="how often each is measured (5)")
    parser.add_argument("--seconds", type=float, default=5, help="how long each is asked in a round (5)")
    options = parser.parse_args()
    if not shutil.which("wrk"):
        parser.error("wrk is missing; on Debian: apt-get install wrk")
    chosen = [all_works[name] for name in options.work]
    folder = work_folder()
    folder.mkdir(parents=True, exist_ok=True)
    data = published(folder / "cache")
    compared = {name: all_servers[name] for name in options.only}
    results = Bench(compared, chosen, data, folder, options.rounds, options.seconds).run()
    print(report(chosen, options.only, results))
    sys.exit(1 if results.errors else 0)


if __name__ == "__main__":
    main()
