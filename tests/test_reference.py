"""The reference never disagrees with the program: what the program knows is generated, or compared.

`python tests/test_reference.py` writes the generated parts of all documents anew.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from horgos.build import MEMORY_QUADS
from horgos.build.bulk import LARGE
from horgos.build.parts import MOST_VOICES
from horgos.config import Config
from horgos.engine import exchange, service
from horgos.pages.reconciliation.asked import BATCH
from horgos.pages.words import glossary
from horgos.sources import checksums
from horgos.web import access_log, process, rate, wanted
from horgos.web.front.queries import HASH
from reference import DOCUMENTS, PART, PARTS, ROOT, written

DEFAULTS = Config.load({}, {})
WORDS = {2: "two", 3: "three"}
STATED = {
    "search.md": (
        f"of at most {wanted.LONGEST} characters",
        f"at most {BATCH} queries",
        f"above {LARGE >> 20} MiB has none",
    ),
    "deploy.md": (
        f"`horgos serve` listens on {DEFAULTS.host}:{DEFAULTS.port}",
        f"client_max_body_size {DEFAULTS.query_length >> 10}m; # --query-length",
        f"above {MEMORY_QUADS:,} statements the store lies on disk",
        f"above {LARGE >> 20} MiB of files",
        f"are tried again, {WORDS[exchange.TRIES]} times at most",
        f"one query may ask {service.MOST} times",
    ),
    "metadata.md": (f"More than {MOST_VOICES:,} voices have no files", f"a graph above {LARGE >> 20} MiB"),
    "operations.md": (
        f"up to {glossary.BOUND >> 20} MiB of names",
        f"soon after its start, {WORDS[process.TRIES + 1]} times, waits a second",
        f"cut -c-{HASH}`",
        f"after {access_log.PATH} characters of the path and {access_log.AGENT} of the user agent",
        f"The {rate.PLACES:,} clients that were seen last",
        f"files of {checksums.LARGE >> 10} KiB and more",
    ),
}
"""What documents say in a sentence that has a number of the program in it."""


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_the_generated_parts_of_a_document_are_what_the_program_says(document: Path) -> None:
    """A document is as `python tests/test_reference.py` writes it."""
    text = document.read_text("utf-8")
    assert written(text) == text, "Write it anew: .venv/bin/python tests/test_reference.py"


def test_every_generated_part_stands_in_a_document() -> None:
    """None is made for nobody, and each pair of lines in a document is understood."""
    texts = [document.read_text("utf-8") for document in DOCUMENTS]
    found = [name for text in texts for name in PART.findall(text)]
    assert sorted(found) == sorted(PARTS)
    assert sum(text.count("\n[//]: # ") for text in texts) == 2 * len(found)


@pytest.mark.parametrize("document", STATED)
def test_a_number_that_a_sentence_names_is_the_number_of_the_program(document: str) -> None:
    """What is not generated is compared; lines may break anywhere."""
    text = " ".join((ROOT / "docs" / document).read_text("utf-8").split())
    assert [sentence for sentence in STATED[document] if sentence not in text] == []


if __name__ == "__main__":
    for each in DOCUMENTS:
        each.write_text(written(each.read_text("utf-8")), encoding="utf-8")
        sys.stdout.write(f"{each.relative_to(ROOT)}\n")
