"""Run the W3C's test suites for SPARQL against this server, over HTTP.

    python tests/conformance/run.py FOLDER

FOLDER is a checkout of https://github.com/w3c/rdf-tests. Exit codes: 0 all as expected; 1 a test fails that
is not listed in known-failures.toml, or one passes that is; 2 the list or the folder is wrong.
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # as pytest has it

from conformance.endpoint import Endpoint
from conformance.manifest import Suite, Test
from conformance.publication import prepare
from serving import serving

MANIFESTS = ("sparql/sparql10/manifest.ttl", "sparql/sparql11/manifest-all.ttl")
KNOWN = Path(__file__).with_name("known-failures.toml")
PARTS = {
    "QueryEvaluationTest": "query evaluation",
    "CSVResultFormatTest": "CSV and TSV results",
    "PositiveSyntaxTest": "syntax",
    "PositiveSyntaxTest11": "syntax",
    "NegativeSyntaxTest": "syntax",
    "NegativeSyntaxTest11": "syntax",
    "ProtocolTest": "protocol",
    "ServiceDescriptionTest": "service description",
}


@dataclass(frozen=True)
class Known:
    """What is not expected to pass, each with its reason.

    `left_out` is by patterns of `kind name`, `failures` by name.
    """

    left_out: Mapping[str, str]
    failures: Mapping[str, str]

    @classmethod
    def at(cls, path: Path) -> Known:
        """Read the list. Raises OSError and ValueError."""
        read = tomllib.loads(path.read_text("utf-8"))
        return cls(read["left-out"], read["failures"])

    def why_left_out(self, test: Test) -> str | None:
        """Why a test is not run, None where it is."""
        name = f"{test.kind} {test.name}"
        return next((reason for pattern, reason in self.left_out.items() if fnmatch(name, pattern)), None)


def run(folder: Path, known: Known) -> int:
    """Run what is not left out and print what came of it; returns the exit code."""
    suite = Suite(folder)
    found = [test for manifest in MANIFESTS if (folder / manifest).exists() for test in suite.tests(manifest)]
    left_out = Counter(reason for test in found if (reason := known.why_left_out(test)))
    tests = [test for test in found if not known.why_left_out(test)]
    graphs = {name: file for test in tests for name, file in suite.data(test).items()}
    with (
        tempfile.TemporaryDirectory(prefix="horgos-suite-") as workshop,
        serving(*prepare(suite, graphs, Path(workshop))) as address,
    ):
        endpoint = Endpoint(f"{address}sparql", suite)
        failed = {test.name: failure for test in tests if (failure := endpoint.run(test))}
    return report(tests, failed, known.failures, left_out)


def report(
    tests: Iterable[Test], failed: Mapping[str, str], listed: Mapping[str, str], left_out: Mapping[str, int]
) -> int:
    """Print what is not as the list has it, and the counts; returns the exit code."""
    names = [test.name for test in tests]
    unexpected = [name for name in names if (name in failed) != (name in listed)]
    unknown = [name for name in listed if name not in names]
    for name in unexpected:
        print(f"FAILED {name}: {failed[name]}" if name in failed else f"PASSED, though listed: {name}")
    for name in unknown:
        print(f"LISTED, but there is no such test: {name}")
    for reason, count in left_out.items():
        print(f"left out: {count} ({reason})")
    parts = [(test.folder.partition("/")[0], PARTS[test.kind], test.name in failed) for test in tests]
    for (suite, part), count in Counter((suite, part) for suite, part, _ in parts).items():
        print(f"{suite} {part}: {count - parts.count((suite, part, True))} of {count} pass")
    expected = len(failed) - sum(name in failed for name in unexpected)
    print(
        f"{len(names)} tests: {len(names) - len(failed)} pass, {expected} fail as listed, "
        f"{len(unexpected) + len(unknown)} not as listed."
    )
    return 1 if unexpected or unknown else 0


def main(arguments: list[str]) -> int:
    """Read the arguments and run; returns the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, help="a checkout of w3c/rdf-tests")
    parser.add_argument("--known", type=Path, default=KNOWN, help="the list of what is expected not to pass")
    given = parser.parse_args(arguments)
    logging.getLogger("rdflib.term").setLevel(logging.ERROR)  # the suites hold ill-typed literals on purpose
    if not any((given.folder / manifest).exists() for manifest in MANIFESTS):
        parser.error(f"{given.folder} has none of {', '.join(MANIFESTS)}")
    return run(given.folder, Known.at(given.known))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
