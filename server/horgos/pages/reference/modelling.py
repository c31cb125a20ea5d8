"""How facts are modelled, in the words that programs and those who write them are told."""

from __future__ import annotations

MODEL = (
    "Each passage of a source is a named graph, its voice: `GRAPH ?passage { ?s ?p ?o }` tells who says a "
    "triple; the default graph is the merge of all.",
    "A fact with a time, a unit, a bound or a speaker is a claim (`hg:about`, `hg:when` in EDTF): a figure, "
    "an event, a stake, hours or a name.",
    "Passages that state the same share the claim; a plain relation is a triple in the graph of the passage.",
    "The editors of the dataset and its rules are voices too: what they add or derive "
    "(`prov:wasDerivedFrom`) stands in graphs of their own.",
    "Claims that differ stand side by side; a finding (`hg:between`) holds them against each other, with the "
    "editors' verdict, or none, and a reason.",
)
"""The model in five lines. `hg:` is the vocabulary of publishing, whatever the dataset is about."""
