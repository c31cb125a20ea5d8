"""What the tools answer, as JSON: the models that their output schemas are made from."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

SaidBy = Annotated[
    tuple[str, ...], Field(description="IRIs of those who say it: passages and other_voices tell which.")
]


class Model(BaseModel):
    """A part of an answer."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Resource(Model):
    """A resource and its label; `language` is empty for a label without one."""

    iri: str
    label: str
    language: str = ""


class Passage(Model):
    """A place in a source: its document, its heading, and the characters of the text of the document."""

    iri: str
    document: str
    document_iri: str
    heading: str
    start: Annotated[int | None, Field(description="First character, from 0.")] = None
    end: Annotated[int | None, Field(description="First character after the passage.")] = None
    address: Annotated[str | None, Field(description="Its page, where the dataset has a public one.")] = None


class Voice(Model):
    """A voice that is no passage: the editors of the dataset, or a rule that derives statements."""

    iri: str
    kind: Literal["editors", "rule"]
    label: str


class Answer(Model):
    """What every answer has: the passages that it rests on, and a sentence about them."""

    passages: tuple[Passage, ...] = ()
    other_voices: tuple[Voice, ...] = ()
    evidence: Annotated[str, Field(description="How the answer rests on the passages, or why it names none.")]


class Hit(Model):
    """A thing that was found. `name` is what fits, where the thing is labelled otherwise."""

    iri: str
    label: str
    language: str
    kinds: tuple[Resource, ...]
    name: str | None
    said_by: Annotated[SaidBy, Field(description="IRIs of those who use the name that fits.")]


class Hits(Answer):
    """Things that were found by a name, the best first."""

    query: str
    total: int
    similar: Annotated[bool, Field(description="No name is as the query is: these are spelt nearly so.")]
    results: tuple[Hit, ...]


class Source(Model):
    """A claim in few words and who says it."""

    iri: str
    text: str
    said_by: SaidBy


class Claim(Source):
    """A claim. `when` is in words, `edtf` as the data has it (Extended Date/Time Format).

    `disputed_in` are the findings, or the rival claims, that it is disputed in.
    """

    topic: str
    when: str | None
    edtf: str | None
    disputed_in: tuple[str, ...]
    follows_from: Annotated[tuple[Source, ...], Field(description="What a derived claim follows from.")]


class Name(Model):
    """A spelling of a name and who uses it."""

    text: str
    language: str
    said_by: SaidBy


class Statement(Model):
    """A statement about a thing: a predicate and a value, which has an IRI where it is a resource."""

    predicate: Resource
    value: str
    iri: str | None
    language: str
    said_by: SaidBy


class Told(Model):
    """A statement of a passage or a rule about something."""

    subject: Resource
    predicate: Resource
    value: str
    iri: str | None


class Reference(Model):
    """Something that refers to the thing by a predicate."""

    resource: Resource
    predicate: Resource
    said_by: SaidBy


class Dispute(Model):
    """What is disputed about a claim: the finding of the editors, or else a claim that it conflicts with."""

    claim: str
    other: Resource
    is_finding: bool
    verdict: str | None
    preferred: Annotated[bool, Field(description="The editors prefer this claim.")]
    reasons: tuple[str, ...]


class Description(Answer):
    """Everything about one resource, as far as `left_out` does not say otherwise."""

    iri: str
    label: str
    language: str
    kinds: tuple[Resource, ...]
    summary: str | None
    names: tuple[Name, ...]
    statements: tuple[Statement, ...]
    claims: Annotated[tuple[Claim, ...], Field(description="Itself, if it is a claim; then claims about it.")]
    states: Annotated[tuple[Claim, ...], Field(description="Claims that it states, if it is a voice.")]
    tells: Annotated[tuple[Told, ...], Field(description="Plain statements that it makes, likewise.")]
    contains: Annotated[tuple[Resource, ...], Field(description="Its passages, if it is a document.")]
    disputes: tuple[Dispute, ...]
    referred_to_by: tuple[Reference, ...]
    left_out: tuple[str, ...]


class Side(Claim):
    """A claim in a finding."""

    preferred: Annotated[bool, Field(description="The editors prefer it.")]
    differs: Annotated[bool, Field(description="It is one of those that differ, not only beside them.")]


class Finding(Model):
    """What the editors found where they held claims against each other.

    `is_disagreement` is false for what only looked like one.
    """

    iri: str
    label: str
    kind: str | None
    verdict: str | None
    is_disagreement: bool
    computation: str | None
    reasons: tuple[str, ...]
    concerns: tuple[Resource, ...]
    claims: tuple[Side, ...]


class Findings(Answer):
    """Findings, a page of them. `choices` are the values that each filter takes."""

    total: int
    disagreements: Annotated[int, Field(description="How many of them are disagreements.")]
    page: int
    pages: int
    findings: tuple[Finding, ...]
    choices: dict[str, tuple[str, ...]]


class Parameter(Model):
    """A parameter of a query: the datatype or class of its values, as a prefixed name, and its defaults."""

    name: str
    type: str | None
    defaults: tuple[str, ...]


class LibraryQuery(Model):
    """A query of the library."""

    id: str
    title: str
    question: str
    result: str | None
    topic: str
    parameters: tuple[Parameter, ...]


class Library(Answer):
    """Queries of the library; `total` counts all there are."""

    total: int
    queries: tuple[LibraryQuery, ...]


class Row(Model):
    """A solution: variable to term, as in SPARQL 1.1 Query Results JSON (3.2.2); and what it rests on."""

    bindings: dict[str, dict[str, Any]]
    passages: Annotated[tuple[str, ...], Field(description="IRIs of the passages it rests on.")]


class Results(Answer):
    """The answer to a query: `rows` under `variables`, a `boolean`, or a `graph` in Turtle.

    `total` counts all rows or triples, of which `shown` are here.
    """

    form: Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]
    query: Annotated[str | None, Field(description="The query of the library as it was run.")] = None
    variables: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    boolean: bool | None = None
    graph: str | None = None
    total: int
    shown: int
    prefixes: Annotated[dict[str, str], Field(description="Prefixes that the rows can be written with.")] = {}
