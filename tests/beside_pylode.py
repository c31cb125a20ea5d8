"""Compare the page of the vocabulary with the one that pyLODE makes: `python tests/beside_pylode.py ADDRESS`.

ADDRESS is that of a running server. Prints what pyLODE's page shows of the ontology and its terms, and ours
does not, in either language; exit code 1 where there is any. docs/vocabulary.md tells where it is run.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import Request, urlopen
from xml.etree.ElementTree import Element

import html5lib
from pylode import OntPub

# The kinds of terms as pyLODE marks them, beside each link: class, object and datatype property.
MARKS = {"", "c", "op", "dp", "ap"}
PREFIXED = re.compile(r"[a-z]+:(?=\w+$)")


def fetch(address: str, accept: str) -> str:
    """What is at an address in a media type."""
    with urlopen(Request(address, headers={"Accept": accept})) as answer:
        return str(answer.read().decode())


def plain(text: str) -> str:
    """A text without white space, breaks and case: pyLODE has names where we have words."""
    return re.sub(r"\s+|\u200b", "", text).casefold()


def told(page: Element) -> Iterator[tuple[str, str, str]]:
    """Each term of ours (or the ontology) on pyLODE's page, what is told of it, and the texts of that."""
    for head, value in zip(page.findall(".//dt"), page.findall(".//dd"), strict=True):
        if (heading := "".join(head.itertext()).strip()) in {
            "IRI",
            "Title",
            "Creator",
            "License",
            "Version Iri",
        }:
            yield from (("ontology", heading, text) for text in value.itertext())
    for table in page.iter("table"):
        rows = [tuple(row) for row in table.iter("tr")]
        iri = "".join(rows[0][1].itertext()).strip() if rows and len(rows[0]) > 1 else ""
        if "/ns#" in iri and "w3id.org" in iri:
            for heading, value in rows:
                yield from ((iri, "".join(heading.itertext()).strip(), text) for text in value.itertext())


def main(address: str) -> int:
    """Print what is missing, and return 1 where anything is, or nothing was compared."""
    with TemporaryDirectory() as folder:
        file = Path(folder, "ontology.ttl")
        file.write_text(fetch(f"{address}ns", "text/turtle"), "utf-8")
        theirs = html5lib.parse(OntPub(ontology=str(file)).make_html(), namespaceHTMLElements=False)
    page = "".join(fetch(f"{address}ns?lang={language}", "text/html") for language in ("en", "zh"))
    ours = plain(unescape(re.sub(r"<[^>]+>", "", page)))
    linked = {plain(re.split("[/#]", link)[-1]) for link in re.findall(r'href="([^"]*)"', page)}
    texts = [each for each in told(theirs) if each[2].strip() not in MARKS]
    missing = [
        each
        for each in texts
        if (name := plain(PREFIXED.sub("", each[2].strip()))) not in ours and name not in linked
    ]
    print(f"{len(texts)} texts of {len({iri for iri, _, _ in texts})} subjects, {len(missing)} missing")
    for each in missing:
        print(*map(str.strip, each), sep=" | ")
    return 1 if missing or not texts else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
