"""The graph is what its editors mean it to be: run with `python3 -m unittest discover tests`, or with pytest.

Needs nothing but horgos. What a query of the library answers stands beside it, in a file of the same name
that ends in .csv. After a change that is meant, write it anew: horgos query --graph . --file … --format csv
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLACES = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)))


def horgos(*arguments: object) -> str:
    """Run `horgos …` and return what it printed; fail with its words where it does."""
    program = shutil.which("horgos", path=PLACES)
    if not program:
        raise AssertionError("horgos is not found: activate the environment that it is installed in")
    run = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, check=False)
    if run.returncode:
        raise AssertionError(run.stdout + run.stderr)
    return run.stdout


class GraphTest(unittest.TestCase):
    """What must hold after every change."""

    def test_it_validates(self) -> None:
        """Files, rules, shapes and the headings of the queries: nothing to mend."""
        self.assertIn("no violations", horgos("validate", ROOT))

    def test_the_queries_answer_as_before(self) -> None:
        """Each query answers what stands beside it."""
        for answer in sorted(ROOT.glob("queries/*/*.csv")):
            with self.subTest(answer.stem):
                asked = horgos(
                    "query", "--graph", ROOT, "--file", answer.with_suffix(".rq"), "--format", "csv"
                )
                self.assertEqual(asked, answer.read_text("utf-8"))

    def test_the_texts_are_those_that_were_read(self) -> None:
        """The checksum of each text stands in data/sources.trig, or its passages may have moved."""
        known = set(re.findall(r'"([0-9a-f]{64})"', (ROOT / "data" / "sources.trig").read_text("utf-8")))
        for text in sorted(ROOT.glob("texts/*.txt")):
            with self.subTest(text.name):
                self.assertIn(hashlib.sha256(text.read_bytes()).hexdigest(), known)


if __name__ == "__main__":
    unittest.main()
