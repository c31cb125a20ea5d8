"""Write a graph of any size: logbooks of lighthouses, each passage a voice that states ten figures.

    python benchmarks/synthetic.py --triples 10000000 FOLDER

It is the graph of tests/graph with as many logbooks more as it takes; rules and shapes hold in it as in any
other. The same number gives the same bytes, and no more than one file is in memory at a time.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

TINY = Path(__file__).resolve().parents[1] / "tests" / "graph"
PASSAGES, FIGURES, LIGHTS = 10, 10, 5  # of a logbook; of a passage; of a logbook
SELECTOR, FIGURE = 7, 8  # triples of each passage and each figure
PER_LOGBOOK = 4 + 2 * LIGHTS + PASSAGES * (SELECTOR + FIGURES * FIGURE)
PER_FILE = 100  # logbooks
FIRST_YEAR = 1800

PROLOGUE = """\
@prefix c: <https://example.org/tiny/claim/> .
@prefix d: <https://example.org/tiny/source/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix e: <https://example.org/tiny/id/> .
@prefix edtf: <http://id.loc.gov/datatypes/edtf/> .
@prefix g: <https://example.org/tiny/graph/> .
@prefix hg: <https://w3id.org/horgos/ns#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix v: <https://example.org/tiny/vocab/> .
"""


def write(folder: Path, triples: int) -> int:
    """Write at least so many triples, stated ones alone; return how many the logbooks have."""
    shutil.copytree(TINY, folder, dirs_exist_ok=True)
    logbooks = -(-triples // PER_LOGBOOK)
    for first in range(0, logbooks, PER_FILE):
        numbers = range(first, min(first + PER_FILE, logbooks))
        path = folder / "data" / f"logbooks-{first // PER_FILE:05}.trig"
        path.write_text(
            "".join([PROLOGUE, *(part for number in numbers for part in _logbook(number))]), "utf-8"
        )
    return logbooks * PER_LOGBOOK


def _logbook(number: int) -> Iterator[str]:
    """One logbook: what the editors say of its lights, where its passages stand, what each passage says."""
    name = f"log-{number}"
    yield "\ng:editorial {\n"
    for light in range(LIGHTS):
        yield f'  e:light-{number}-{light} a hg:Facility ; skos:prefLabel "Light {number}-{light}"@en .\n'
    sha256 = hashlib.sha256(name.encode()).hexdigest()
    yield f'}}\n\ng:sources {{\n  d:{name} a hg:Document ; skos:prefLabel "Logbook {number}"@en ;\n'
    yield f'    schema:size {PASSAGES * 100} ; schema:sha256 "{sha256}" .\n'
    for passage in range(PASSAGES):
        chars = f"<https://example.org/tiny/source/{name}-{passage}#chars>"
        yield f"  d:{name}-{passage} a hg:Passage ; dcterms:isPartOf d:{name} ;\n"
        yield f'    hg:locator "Page {passage}" ;\n'
        yield f"    oa:hasSelector {chars} .\n  {chars} a oa:TextPositionSelector ;\n"
        yield f"    oa:start {passage * 100} ; oa:end {passage * 100 + 100} .\n"
    yield "}\n"
    for passage in range(PASSAGES):
        yield f"\nd:{name}-{passage} {{\n"
        yield from (_figure(number, passage, figure) for figure in range(FIGURES))
        yield "}\n"


def _figure(number: int, passage: int, figure: int) -> str:
    """What a passage says of a light in a year that no other figure of this light is of."""
    each = passage * FIGURES + figure
    light, year = each % LIGHTS, FIRST_YEAR + each // LIGHTS
    value = 20 + (number * 7 + each * 3) % 50
    return (
        f'  c:height-{number}-{each} a hg:Figure ; rdfs:label "Height in {year}: {value} m"@en ;\n'
        f'    hg:about e:light-{number}-{light} ; hg:indicator v:height ; hg:when "{year}"^^edtf:EDTF ;\n'
        f"    hg:value {value} ; hg:unit v:metre ; hg:qualifier v:stated .\n"
    )


def main() -> None:
    """Read the options, write, and tell how many triples there are."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--triples", type=int, required=True, help="how many triples there are to be, or a few more"
    )
    parser.add_argument("folder", type=Path, help="a folder, made if it is not there")
    options = parser.parse_args()
    print(f"{write(options.folder, options.triples):,} triples beside those of {TINY.name}/")


if __name__ == "__main__":
    main()
