"""Where a statement stands on the page of the voice that makes it: what its address has after the `#`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from horgos.pages.words.names import Ref


def of_claim(claim: Ref) -> str:
    """The place of a claim."""
    return f"says-{claim.page or claim.iri}"


def of_statement(subject: Ref, predicate: Ref) -> str:
    """The place of the plain statements of a subject with one predicate."""
    return f"{of_claim(subject)}.{predicate.short or predicate.iri}"
