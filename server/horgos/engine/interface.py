"""What an engine is: a query goes in, bytes and their format come out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, Protocol, Self, runtime_checkable

from horgos.config import Config
from horgos.errors import BadRequest
from horgos.formats import BY_NAME, Format

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]

KIB = 1024
MIB = 1024 * KIB


@dataclass(frozen=True)
class Query:
    """A query of SPARQL 1.1 and how its answer is wanted.

    `default_graphs` and `named_graphs` are the dataset of the protocol (SPARQL 1.1 Protocol, 2.1.4) and count
    instead of FROM; with both empty the default graph is the merge of all graphs, and every graph is named.
    Which of the two formats counts depends on the form: `rows` for SELECT and ASK, `graph` for CONSTRUCT and
    DESCRIBE. `deadline`, in seconds, may only lower the one of the engine. `prefixes` (prefix to namespace)
    shorten Turtle, TriG and RDF/XML; they do not count in the query, which must declare its own.
    """

    text: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    rows: Format = BY_NAME["json"]
    graph: Format = BY_NAME["ttl"]
    base: str | None = None
    deadline: float | None = None
    prefixes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """A whole answer, serialised as `format`.

    `rows` is the number of rows or triples where counting is cheap: for graphs, TSV, XML, and CSV without
    quotes; else None. `seconds` is how long the answer took, waiting included.
    """

    form: Form
    format: Format
    body: bytes
    rows: int | None
    seconds: float


@dataclass(frozen=True)
class Limits:
    """The bounds of an engine: sizes in bytes, times in seconds."""

    workers: int = 4
    queue: int = 32
    deadline: float = 10.0
    patience: float = 0.25
    memory: int = 512 * MIB
    result: int = 64 * MIB
    query_length: int = 1024 * KIB
    nesting: int = 200

    @classmethod
    def of(cls, config: Config) -> Self:
        """The limits that the settings ask for, in bytes and seconds."""
        return cls(
            workers=config.workers,
            queue=config.queue,
            deadline=config.deadline,
            patience=config.patience,
            memory=config.memory * MIB,
            result=config.result * MIB,
            query_length=config.query_length * KIB,
            nesting=config.nesting,
        )

    def allowed(self, query: Query) -> float:
        """The seconds that this query may take. Raises BadRequest where it asks for none."""
        if query.deadline is None:
            return self.deadline
        if query.deadline > 0:
            return min(query.deadline, self.deadline)
        raise BadRequest(f"A deadline of {query.deadline:g} s leaves no time.", advice="Give one above 0.")


class Census(NamedTuple):
    """How many query processes are idle and busy, how many have ended so far, and how many queries wait."""

    idle: int
    busy: int
    ended: int
    waiting: int


class Engine(Protocol):
    """Something that answers queries. Safe to be used by many threads at once."""

    def run(self, query: Query) -> Answer:
        """Answer a query.

        Raises QuerySyntaxError, QueryRefused, BadRequest and NotAcceptable for what the asker can mend,
        QueryTimeout, QueryMemory and ResultTooLarge at a limit, and Busy where another try may succeed.
        """
        ...

    def run_all(self, queries: Sequence[Query]) -> tuple[Answer, ...]:
        """Answer several queries, in their order: at once, where that is cheaper than one after the other.

        Raises what `run` raises, for the first that fails. Where they go together they share the deadline and
        the bound on results of one.
        """
        return tuple(map(self.run, queries))

    def census(self) -> Census | None:
        """What its query processes do at the moment; None where it has none of its own."""
        return None

    def close(self) -> None:
        """End everything the engine started. A second call does nothing."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(self, *exception: object) -> None: ...


@runtime_checkable
class OnLoop(Protocol):
    """An engine that can also be asked on an event loop, without a thread that waits."""

    async def run_on_loop(self, query: Query) -> Answer:
        """Answer a query, as `Engine.run` does. Where it is cancelled, the query is given up at once."""
        ...

    def begin(self, query: Query, seconds: float) -> Answer | Running | None:
        """Answer a query in this thread, where that takes no longer than `seconds`; else it goes on.

        None where nothing is free to answer it just now. Raises as `Engine.run` does.
        """
        ...


@runtime_checkable
class Running(Protocol):
    """A query that was begun and goes on, until one of these is called, once."""

    async def on_loop(self) -> Answer:
        """Its answer, on the event loop that runs, as `OnLoop.run_on_loop` has it."""
        ...

    def give_up(self) -> None:
        """End it, unanswered."""
        ...
