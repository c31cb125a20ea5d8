"""How rules are read, checked and run until they have nothing more to say."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, NamedNode, Store

from conftest import Edit
from horgos.build import Built, Dataset, conclude, derivation
from horgos.errors import InvalidGraph
from horgos.report import Finding
from horgos.sources import load, read

HEADER = "#+ label: A rule of the tests\n#+ description: It does what the test says.\n"
PREFIXES = "PREFIX e: <https://example.org/tiny/id/>\nPREFIX hg: <https://w3id.org/horgos/ns#>\n"

Concluded = tuple[Dataset, Store]
Run = Callable[..., Concluded]


@pytest.fixture
def run(edit: Edit) -> Run:
    """Run the rules of the tiny graph and more, each of which gets a header and prefixes put before it."""

    def built(**rules: str) -> Concluded:
        files = {f"ontology/rules/{slug}.rq": HEADER + PREFIXES + text for slug, text in rules.items()}
        return concluded(edit(files))

    return built


def concluded(folder: Path) -> Concluded:
    """The dataset of a folder, and what its files say and its rules conclude."""
    return conclude(load(read(folder)))


def finding(run: Callable[[], object]) -> Finding:
    """The one finding that the graph is refused for."""
    with pytest.raises(InvalidGraph) as caught:
        run()
    (found,) = caught.value.report.findings
    return found


def graph(built: Concluded, name: str) -> set[str]:
    """The triples of one graph, each as N-Triples."""
    dataset, store = built
    node = NamedNode(dataset.iri_of(name))
    return {str(quad.triple) for quad in store.quads_for_pattern(None, None, None, node)}


def test_rule_derives_into_the_graph_that_it_names(run: Run) -> None:
    """The voice of what a rule derives is the rule."""
    built = run(own="CONSTRUCT { ?light e:seen true } WHERE { ?light a hg:Facility }")
    (triple,) = graph(built, "rule/own")
    assert triple.startswith("<https://example.org/tiny/id/gannet-light> <https://example.org/tiny/id/seen>")


def test_rules_feed_each_other_until_nothing_is_new(run: Run) -> None:
    """The order of the files does not matter."""
    built = run(
        a="CONSTRUCT { ?x e:three 3 } WHERE { ?x e:two 2 }",
        b="CONSTRUCT { ?x e:two 2 } WHERE { ?x e:one 1 }",
        c="CONSTRUCT { ?x e:one 1 } WHERE { ?x a hg:Facility }",
    )
    assert len(graph(built, "rule/a")) == 1


def test_rule_may_feed_on_its_own_conclusions(run: Run) -> None:
    """A transitive closure is one rule."""
    built = run(
        chain="CONSTRUCT { e:a e:next e:b . e:b e:next e:c . e:c e:next e:d } WHERE { }",
        reach="CONSTRUCT { ?x e:to ?z } WHERE { { ?x e:next ?z } UNION { ?x e:next ?y . ?y e:to ?z } }",
    )
    assert len(graph(built, "rule/reach")) == 6


def test_late_rule_waits_for_what_is_not_there(edit: Edit) -> None:
    """A rule with NOT EXISTS must not speak before the others have, and must take back what fell."""
    late = "CONSTRUCT { ?x e:alone true } WHERE { ?x a hg:Facility FILTER NOT EXISTS { ?x e:friend ?y } }"
    rules = {
        "a": f"#+ order: late\n{PREFIXES}{late}",
        "b": f"{PREFIXES}CONSTRUCT {{ ?x e:friend e:gull }} WHERE {{ ?x e:three 3 }}",
        "c": f"{PREFIXES}CONSTRUCT {{ ?x e:three 3 }} WHERE {{ ?x a hg:Facility }}",
    }
    folder = edit({f"ontology/rules/{slug}.rq": HEADER + text for slug, text in rules.items()})
    assert graph(concluded(folder), "rule/a") == set()


@pytest.mark.parametrize("order", [("a", "b", "c"), ("c", "b", "a"), ("b", "c", "a")])
def test_late_rules_may_build_on_each_other(order: tuple[str, str, str], edit: Edit) -> None:
    """Sums, then conflicts, then what is in no conflict: the order of their files does not matter."""
    late = [
        "CONSTRUCT { ?x e:count ?n } WHERE { SELECT ?x (COUNT(?y) AS ?n) WHERE { ?x a ?y } GROUP BY ?x }",
        "CONSTRUCT { ?x e:odd true } WHERE { ?x a hg:Facility FILTER NOT EXISTS { ?x e:count 2 } }",
        "CONSTRUCT { ?x e:even true } WHERE { ?x a hg:Facility FILTER NOT EXISTS { ?x e:odd true } }",
    ]
    texts = {slug: f"#+ order: late\n{PREFIXES}{text}" for slug, text in zip(order, late, strict=True)}
    folder = edit({f"ontology/rules/{slug}.rq": HEADER + text for slug, text in texts.items()})
    built = concluded(folder)
    assert (len(graph(built, f"rule/{order[1]}")), len(graph(built, f"rule/{order[2]}"))) == (1, 0)


def test_conclusion_that_no_longer_holds_is_taken_back(run: Run) -> None:
    """In the end each graph holds what its rule concludes from the finished whole, and the merge follows."""
    built = run(
        a="CONSTRUCT { ?x e:alone true } WHERE { ?x a hg:Facility FILTER NOT EXISTS { ?x e:friend ?y } }",
        b="CONSTRUCT { ?x e:friend e:gull } WHERE { ?x a hg:Facility }",
    )
    assert graph(built, "rule/a") == set()
    alone = NamedNode("https://example.org/tiny/id/alone")
    assert not list(built[1].quads_for_pattern(None, alone, None, DefaultGraph()))


def test_late_rule_feeds_the_early_ones(tiny_build: Built) -> None:
    """Status periods are late, and still get the bounds of their time."""
    bounded = "\n".join(graph((tiny_build.dataset, tiny_build.store), "rule/time-bounds"))
    assert "derived/gannet-light-lit-keeper-1871-10> <https://w3id.org/horgos/ns#earliest>" in bounded


def test_base_of_a_rule_is_that_of_the_dataset(run: Run) -> None:
    """A rule that makes nodes does not know the name of the graph it runs on."""
    built = run(own='CONSTRUCT { ?made e:of ?x } WHERE { ?x a hg:Facility BIND(IRI("derived/y") AS ?made) }')
    assert "<https://example.org/tiny/derived/y>" in str(graph(built, "rule/own"))


def test_rules_are_described_with_their_text(tiny_build: Built) -> None:
    """Whoever reads a derived statement can read the rule as well."""
    described = "\n".join(graph((tiny_build.dataset, tiny_build.store), "graph/rules"))
    for slug in ("stated-in", "status-periods", "time-bounds"):
        rule = f"<https://example.org/tiny/rule/{slug}>"
        assert (
            f"{rule} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://w3id.org/horgos/ns#Rule>"
            in described
        )
        assert f'{rule} <http://www.w3.org/ns/shacl#construct> "#+ label: ' in described


@pytest.fixture
def rounds(monkeypatch: pytest.MonkeyPatch) -> int:
    """After how many rounds it is given up: some more than the rules of the tiny graph take, and not 200."""
    monkeypatch.setattr(derivation, "ROUNDS", 20)
    return derivation.ROUNDS


def test_rules_that_never_settle_are_named(run: Run, rounds: int) -> None:
    """A rule that counts upwards for ever is stopped."""
    more = "SELECT (COALESCE(MAX(?n), 0) + 1 AS ?m) { OPTIONAL { e:a e:n ?n } }"
    grow = f"CONSTRUCT {{ e:a e:n ?m }} WHERE {{ {more} }}"
    found = finding(lambda: run(grow=grow))
    assert found.file == "ontology/rules/grow.rq"
    assert f"{rounds} rounds" in found.message


@pytest.mark.usefixtures("rounds")
def test_rules_that_undo_each_other_are_named(run: Run) -> None:
    """A rule that holds only as long as it has not spoken has no end."""
    text = "CONSTRUCT { e:a e:b e:c } WHERE { FILTER NOT EXISTS { e:a e:b e:c } }"
    assert "undoes" in finding(lambda: run(liar=text)).advice


def test_syntax_error_in_a_rule_has_its_place(run: Run) -> None:
    """File, line and column, as for data."""
    found = finding(lambda: run(wrong="CONSTRUCT { ?a ?b ?c }\nWHERE { ?a ?b }"))
    assert (found.file, found.line) == ("ontology/rules/wrong.rq", 6)
    assert found.column is not None
    assert found.message.startswith("The rule is not valid SPARQL: ")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT * { ?a ?b ?c }", "not a CONSTRUCT"),
        ("ASK { ?a ?b ?c }", "not a CONSTRUCT"),
        ("DELETE WHERE { ?a ?b ?c }", "not valid SPARQL"),
        ("CONSTRUCT { ?a ?b ?c } WHERE { SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }", "another endpoint"),
        ("CONSTRUCT { ?x e:of ?y } WHERE { ?x a hg:Facility BIND(e:f(?x) AS ?y) }", "cannot be run"),
        ("CONSTRUCT { [] e:of ?x } WHERE { ?x a hg:Facility }", "blank nodes"),
    ],
)
def test_rule_that_does_what_no_rule_may(text: str, message: str, run: Run) -> None:
    """A rule constructs, from this graph alone, nodes that have names."""
    found = finding(lambda: run(wrong=text))
    assert found.file == "ontology/rules/wrong.rq"
    assert message in found.message
    assert found.advice


def test_word_service_is_no_request(run: Run) -> None:
    """A variable, a string or a comment of that name asks nobody."""
    text = '# SERVICE\nCONSTRUCT { ?service e:of "SERVICE" } WHERE { ?service a hg:Facility }'
    assert len(graph(run(own=text), "rule/own")) == 1


@pytest.mark.parametrize(
    "header",
    ["", "#+ label: x\n", "#+ description: x\n", HEADER + "#+ order: later\n", HEADER + "#+ title: x\n"],
)
def test_rule_without_a_full_header_is_refused(header: str, edit: Edit) -> None:
    """A rule without label and description could not be shown to anyone."""
    folder = edit({"ontology/rules/own.rq": f"{header}CONSTRUCT {{ ?a ?b ?c }} WHERE {{ ?a ?b ?c }}"})
    found = finding(lambda: concluded(folder))
    assert found.place == "ontology/rules/own.rq:1"
    assert "#+ label:" in found.advice


def test_only_a_rule_writes_into_its_graph(edit: Edit) -> None:
    """What a file says there would be taken for derived, and then be overwritten."""
    prefix = "@prefix r: <https://example.org/tiny/rule/> .\n"
    folder = edit({"data/more.trig": f"{prefix}\nr:stated-in {{ r:a a r:b }}\n"})
    found = finding(lambda: concluded(folder))
    assert found.place == "data/more.trig:3"
