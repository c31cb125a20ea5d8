"""The report: each goal with what was reached, then everything that was measured."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from speed.peers import OURS
from speed.ratios import Spread, ratios, table
from speed.rounds import Results
from speed.works import Aim, Work


def report(works: Sequence[Work], servers: Sequence[str], results: Results) -> str:
    """The whole report as Markdown."""
    goals = [row for work in works for row in _goals(work, results)]
    parts = [table(("work", "goal", "ours", "reached"), goals)] if goals else []
    parts += [text for work in works if (text := _details(work, servers, results))]
    parts += [f"Note: {note}" for note in results.notes]
    parts += [f"ERROR: {error}" for error in results.errors]
    return "\n\n".join(parts)


def _goals(work: Work, results: Results) -> Iterator[Sequence[str]]:
    for aim in work.aims:
        found = reached(work, aim, results)
        if found is not None:
            yield work.title, str(aim.goal), str(found), aim.goal.verdict(found.median)


def reached(work: Work, aim: Aim, results: Results) -> Spread | None:
    """What ours reached of a goal: a value, or the ratio to the other's in the same round, if known."""
    ours = results.values(work.name, OURS, aim.metric)
    if aim.to is None:
        return Spread.of(ours) if ours else None
    return ratios(ours, results.values(work.name, aim.to, aim.metric))


def _details(work: Work, servers: Sequence[str], results: Results) -> str:
    """A line for each server with all metrics of a work: median, least and greatest of the rounds."""
    found = {name: results.measured.get((work.name, name), []) for name in servers}
    metrics = list(
        dict.fromkeys(metric for samples in found.values() for sample in samples for metric in sample)
    )
    rows = [
        (name, *_cells(results.values(work.name, name, metric) for metric in metrics))
        for name, samples in found.items()
        if samples
    ]
    return f"{work.title} (`{work.name}`)\n\n{table(('server', *metrics), rows)}" if rows else ""


def _cells(columns: Iterable[Sequence[float]]) -> Iterator[str]:
    for values in columns:
        yield str(Spread.of(values)) if values else ""
