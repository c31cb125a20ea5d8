"""The rule files: CONSTRUCT queries with a header, checked before any of them runs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, QueryTriples, Store

from horgos.errors import InvalidGraph
from horgos.report import Finding, Report
from horgos.sources import Dataset, Role, SourceFile, Sources
from horgos.sources.tokens import Token, tokens

_HEADER = re.compile(r"#\+ ([\w-]+):\s*(.*?)\s*$")
_KEYS = ("label", "label-zh", "description", "description-zh", "order")
_PLACE = re.compile(r"error at (\d+):(\d+):\s*", re.DOTALL)
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_LABEL = NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
_DESCRIPTION = NamedNode("http://purl.org/dc/terms/description")
_CONSTRUCT = NamedNode("http://www.w3.org/ns/shacl#construct")
_RULE = NamedNode("https://w3id.org/horgos/ns#Rule")


@dataclass(frozen=True)
class Rule:
    """One rule file: its text and what its header says.

    A `late` rule asks for what is not there (NOT EXISTS, an aggregate): it runs when the others have
    nothing more to say.
    """

    file: SourceFile
    text: str
    label: str
    label_zh: str
    description: str
    description_zh: str
    late: bool

    @property
    def slug(self) -> str:
        """The name of the file without extension; the rule and its graph are `rule/{slug}`."""
        return Path(self.file.path).stem

    def graph(self, dataset: Dataset) -> NamedNode:
        """The rule, and the graph of what it derives."""
        return NamedNode(dataset.iri_of(f"rule/{self.slug}"))


def read_rules(sources: Sources) -> tuple[Rule, ...]:
    """Read every rule file. Raises InvalidGraph with everything that is wrong with any of them."""
    rules: list[Rule] = []
    findings: list[Finding] = []
    for file in sources.of(Role.RULE):
        rule = _read(file)
        if isinstance(rule, Rule):
            rules.append(rule)
        else:
            findings.append(rule)
    if findings:
        raise invalid(*findings)
    return tuple(rules)


def _read(file: SourceFile) -> Rule | Finding:
    try:
        text = file.location.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return finding(file, f"The rule cannot be read: {error}.", "It must be a readable file in UTF-8.")
    header = {match[1]: match[2] for line in text.splitlines() if (match := _HEADER.match(line))}
    return _wrong(file, text, header) or Rule(
        file,
        text,
        header["label"],
        header.get("label-zh", ""),
        header["description"],
        header.get("description-zh", ""),
        header.get("order") == "late",
    )


def _wrong(file: SourceFile, text: str, header: dict[str, str]) -> Finding | None:
    missing = [key for key in ("label", "description") if not header.get(key)]
    unknown = [key for key in header if key not in _KEYS]
    if missing or unknown or header.get("order", "late") != "late":
        return finding(
            file,
            "The header of the rule is not complete or has a line that means nothing.",
            "Begin with the lines `#+ label: …`, `#+ description: …`; if you like, `#+ label-zh: …` and "
            "`#+ description-zh: …`, and `#+ order: late` where the rule uses NOT EXISTS or an aggregate.",
            1,
        )
    for before, token in _pairs(tokens(text)):
        if token.text.upper() == "SERVICE" and before.text not in {"?", "$"}:
            advice = "Put the data it needs into data/."
            return finding(file, "A rule may not ask another endpoint.", advice, token.line, token.column)
    return _syntax(file, text)


def _pairs(stream: Iterable[Token]) -> Iterator[tuple[Token, Token]]:
    before = Token("", "", 0, 0)
    for token in stream:
        yield before, token
        before = token


def _syntax(file: SourceFile, text: str) -> Finding | None:
    advice = "A rule is one SPARQL 1.1 query of the form CONSTRUCT { … } WHERE { … }."
    try:
        result = Store().query(text, base_iri="https://example.org/")
    except SyntaxError as error:
        place = _PLACE.search(error.msg)
        line, column = (int(place[1]), int(place[2])) if place else (None, None)
        return finding(
            file, f"The rule is not valid SPARQL: {_PLACE.sub('', error.msg)}.", advice, line, column
        )
    except RuntimeError as error:
        return finding(file, f"The rule cannot be run: {error}.", "Use the functions of SPARQL 1.1 alone.")
    if not isinstance(result, QueryTriples):
        return finding(file, "The rule is not a CONSTRUCT query.", advice)
    return None


def descriptions(rules: Sequence[Rule], dataset: Dataset) -> Iterator[Quad]:
    """The rules as data, in the graph `graph/rules`: their labels, and the query itself (SHACL-AF, 8.5)."""
    graph = NamedNode(dataset.iri_of("graph/rules"))
    for rule in rules:
        node = rule.graph(dataset)
        yield Quad(node, _TYPE, _RULE, graph)
        for predicate, english, chinese in (
            (_LABEL, rule.label, rule.label_zh),
            (_DESCRIPTION, rule.description, rule.description_zh),
        ):
            yield Quad(node, predicate, Literal(english, language="en"), graph)
            if chinese:
                yield Quad(node, predicate, Literal(chinese, language="zh-hans"), graph)
        yield Quad(node, _CONSTRUCT, Literal(rule.text), graph)


def finding(
    file: SourceFile, message: str, advice: str, line: int | None = None, column: int | None = None
) -> Finding:
    """A finding about a rule file."""
    return Finding(message, advice, file=file.path, line=line, column=column)


def invalid(*findings: Finding) -> InvalidGraph:
    """The error that reports what is wrong with rules."""
    return InvalidGraph("A rule of the graph is wrong.", Report(findings), advice="See the report.")
