"""Reconciliation: names and properties in somebody's table matched with the things of the dataset.

What is asked and answered is that of the Reconciliation Service API (Entity Reconciliation Community Group):
of version 0.2, which OpenRefine speaks, and of 1.0-draft. An entity is identified by the path of its IRI
below the base of the dataset, so that `identifierSpace` and the identifier make the IRI; a type or a property
by its IRI.
"""

from __future__ import annotations
