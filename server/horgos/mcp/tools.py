"""The tools: what each is for, the arguments that it takes, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from horgos.mcp import findings, models, queries, things
from horgos.mcp.evidence import Evidence
from horgos.pages.reading import Reader
from horgos.search import Wanted

if TYPE_CHECKING:
    from horgos.pages.words.glossary import Glossary
    from horgos.site import Site

LANGUAGE = r"^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$"  # of BCP 47, 2.1, as far as labels have them


class Arguments(BaseModel):
    """The arguments of a tool. One that it does not have is an error."""

    model_config = ConfigDict(extra="forbid")

    language: Annotated[
        str, Field(pattern=LANGUAGE, description="The language of labels and times, as en or zh.")
    ] = "en"


Limit = Annotated[int, Field(ge=1, le=1000)]
Identifier = Annotated[str, Field(min_length=1, description="An IRI, or a prefixed name.")]
Filter = Annotated[str, Field(description="One of `choices` in the answer, a prefixed name, or an IRI.")]


class SearchArguments(Arguments):
    """The arguments of `search`."""

    query: Annotated[str, Field(max_length=200, description="A name or a part of one, in any script.")]
    kind: Annotated[str, Field(description="A class that all must be of: an IRI or a prefixed name.")] = ""
    source: Annotated[str, Field(description="A document that must speak of them, likewise.")] = ""
    limit: Annotated[int, Field(ge=1, le=20)] = 10


class DescribeArguments(Arguments):
    """The arguments of `describe`."""

    iri: Identifier
    year: Annotated[int | None, Field(description="Only how it stood in this year.")] = None
    limit: Annotated[Limit, Field(description="How much of each kind of thing is told.")] = 40


class ListArguments(Arguments):
    """The arguments of `list_queries`."""

    words: Annotated[str, Field(max_length=200, description="Words that a question must have.")] = ""


class RunArguments(Arguments):
    """The arguments of `run_query`."""

    id: Annotated[str, Field(description="The id of a query, as `list_queries` tells it.")]
    parameters: Annotated[
        dict[str, str | list[str]],
        Field(description="Values by parameter: IRI, prefixed name, number, date or text. Others: defaults."),
    ] = {}
    limit: Annotated[Limit, Field(description="How many rows are told; all are counted.")] = 50


class SparqlArguments(Arguments):
    """The arguments of `sparql`."""

    query: Annotated[str, Field(description="A query of SPARQL 1.1, which declares its prefixes.")]
    limit: Annotated[Limit, Field(description="How many rows or triples are told; all are counted.")] = 50
    timeout: Annotated[
        float | None, Field(gt=0, description="Seconds; it can only lower the server's limit.")
    ] = None


class FindingsArguments(Arguments):
    """The arguments of `list_disagreements`."""

    kind: Filter = ""
    verdict: Filter = ""
    source: Filter = ""
    page: Annotated[int, Field(ge=1)] = 1


A = TypeVar("A", bound=Arguments)


@dataclass(frozen=True)
class Asked(Generic[A]):
    """One call: who reads, the arguments, what the answer rests on so far."""

    site: Site
    reader: Reader
    arguments: A
    evidence: Evidence


@dataclass(frozen=True)
class Tool(Generic[A]):
    """A tool as clients see it. `answer` raises HorgosError where it has none."""

    name: str
    title: str
    description: str
    arguments: type[A]
    answers: type[models.Answer]
    answer: Callable[[Asked[A]], models.Answer]

    def call(self, site: Site, glossary: Glossary, given: Mapping[str, Any]) -> models.Answer:
        """The answer. Raises HorgosError, and pydantic's ValidationError for arguments that are none."""
        arguments = self.arguments.model_validate(dict(given))
        reader = Reader(site.engine, site.prefixes, site.base, (arguments.language,), glossary)
        evidence = Evidence(reader, site.config.public_url)
        return self.answer(Asked(site, reader, arguments, evidence))


def _search(asked: Asked[SearchArguments]) -> models.Answer:
    given, reader = asked.arguments, asked.reader
    kinds, sources = ((things.named(reader, text),) if text else () for text in (given.kind, given.source))
    wanted = Wanted(given.query, kinds, sources)
    return things.search(reader, asked.site.search, asked.evidence, wanted, given.limit)


def _describe(asked: Asked[DescribeArguments]) -> models.Answer:
    given = asked.arguments
    return things.describe(asked.reader, asked.evidence, given.iri, given.year, given.limit)


def _list(asked: Asked[ListArguments]) -> models.Answer:
    return queries.listed(asked.reader, asked.evidence, asked.site.queries, asked.arguments.words)


def _run(asked: Asked[RunArguments]) -> models.Answer:
    given = asked.arguments
    library = asked.site.queries
    return queries.run_listed(
        asked.reader, asked.evidence, library, given.id, given.parameters, limit=given.limit
    )


def _sparql(asked: Asked[SparqlArguments]) -> models.Answer:
    given = asked.arguments
    return queries.run(asked.reader, asked.evidence, given.query, given.limit, given.timeout)


def _findings(asked: Asked[FindingsArguments]) -> models.Answer:
    given = asked.arguments.model_dump(include={"kind", "verdict", "source"})
    wanted = {name: asked.reader.prefixes.meant(value) for name, value in given.items() if value}
    return findings.findings(asked.reader, asked.evidence, wanted, asked.arguments.page)


TOOLS: tuple[Tool[Any], ...] = (
    Tool(
        "search",
        "Search by name",
        "Find things by their name in any spelling or script, or by an identifier. Start here to get an IRI.",
        SearchArguments,
        models.Hits,
        _search,
    ),
    Tool(
        "describe",
        "Describe a thing",
        "Everything about one resource, with who says it: names, statements, claims, disputes, what refers "
        "to it. Also for a claim, a passage, a document, a finding or a rule.",
        DescribeArguments,
        models.Description,
        _describe,
    ),
    Tool(
        "list_queries",
        "List the library of queries",
        "The questions that the dataset comes with queries for, and their parameters.",
        ListArguments,
        models.Library,
        _list,
    ),
    Tool(
        "run_query",
        "Run a query of the library",
        "The answer to a query of the library, with the passages that each row rests on.",
        RunArguments,
        models.Results,
        _run,
    ),
    Tool(
        "sparql",
        "Run a SPARQL query",
        "The answer to a query of one's own (SELECT, ASK, CONSTRUCT, DESCRIBE; no update, no SERVICE), under "
        "the limits of the endpoint. Rows that name claims or passages come with the passages they rest on.",
        SparqlArguments,
        models.Results,
        _sparql,
    ),
    Tool(
        "list_disagreements",
        "List disagreements",
        "Where claims differ, or only seem to: the claims side by side with who says each, the computation, "
        "and the editors' verdict with its reason.",
        FindingsArguments,
        models.Findings,
        _findings,
    ),
)
