"""The rule derived-labels: what figures and periods that rules make are called."""

from __future__ import annotations

from conftest import derived
from figures import WORLD, figure
from horgos.pages.words import edtf

NAMES = """g:editorial {
  e:port skos:prefLabel "Port"@en , "口岸"@zh-hans , "Hafen"@de . e:south skos:prefLabel "South"@en .
  v:open skos:prefLabel "open"@en , "开放"@zh-hans , "offen"@de , "ouvert"@fr .
  v:trains skos:prefLabel "trains"@en , "列车数"@zh-hans . v:area skos:prefLabel "area"@en .
  v:cargo skos:prefLabel "货运量"@zh-hans . v:tonne skos:prefLabel "tonne"@en , "吨"@zh-hans .
}"""
TIMES = (
    "1983", "1962-21", "1962-24", "2024-08", "1983-11-16", "195X", "19XX", "1917~", "1917?", "1917-03%",
    "1881/1917", "1983/..", "1983-11/..", "../2024-10", "../1917~", "2023-01/2023-06", "2023-01-05/2023-06",
    "2023/2023-06", "2022-11/2023-06", "195X/1962-21", "1917~/1950?", "2023-01/2023-06~",
)  # fmt: skip


def labels(data: str, *slugs: str) -> set[str]:
    """The labels that follow, each with its language."""
    return {str(triple.object) for triple in derived(WORLD + NAMES + data, *slugs, "derived-labels")}


def period(name: str, when: str) -> str:
    """A period in which the port was open, in TriG."""
    made = f"x:{name} a hg:StatusPeriod ; hg:about e:port ; hg:status v:open"
    return f'g:editorial {{ {made} ; hg:when "{when}"^^edtf:EDTF }}\n'


def test_times_are_told_as_pages_tell_them() -> None:
    """In English and Chinese a time is in words; in another language it stands as it is written."""
    told = labels("".join(period(f"p{at}", when) for at, when in enumerate(TIMES)))
    assert told == {
        label
        for when in TIMES
        for label in (
            f'"Port: open, {edtf.words(when)}"@en',
            f'"口岸：开放，{edtf.words(when, "zh")}"@zh-hans',
            f'"Hafen: offen, {when}"@de',
        )
    }


def test_periods_that_two_documents_tell_alike_have_labels_of_their_own() -> None:
    """The document stands after the time, in the language of the label if it has a name in it."""
    named = (
        'g:sources { d:guide skos:prefLabel "Guide"@en , "指南"@zh-hans . d:diary skos:prefLabel "Diary"@en }'
    )
    both = "".join(
        period(name, "1881/1917").replace(" }", f" ; hg:accordingTo d:{name} }}")
        for name in ("guide", "diary")
    )
    told = labels(named + both)
    assert told >= {
        '"Port: open, from 1881 to 1917, according to Guide"@en',
        '"口岸：开放，1881年至1917年，据指南"@zh-hans',
    }
    assert '"Port: open, from 1881 to 1917, according to Diary"@en' in told


def test_what_is_not_known_of_a_time_is_left_out() -> None:
    """An open interval says nothing, nor does a month that is not known."""
    told = labels(period("a", "../..") + period("b", "1962-XX/.."))
    english = {label for label in told if label.endswith("@en")}
    assert english == {'"Port: open"@en', '"Port: open, since 1962"@en'}


def test_figure_is_called_with_its_amount_and_that_it_is_derived() -> None:
    """Thousands stand apart, what is counted has no sign, and the language needs names in both."""
    growth = figure("trains_a", "8730/10") + figure("train-growth_b", "12.5/0.1")
    assert labels(growth, "time-bounds", "normalised-units", "year-before") == {
        '"Port, trains, 2023: 7,760 (derived)"@en',
        '"口岸，列车数，2023年：7,760（推算）"@zh-hans',
    }


def test_amount_has_the_sign_of_the_unit() -> None:
    """Square kilometres have a sign of their own beside their code; a time that is open is not told."""
    halves = "g:editorial { e:port dcterms:hasPart e:north , e:south }"
    whole = figure("area_w", "12345675.28/0.01", "../..", kind="")
    north = figure("area_n", "3.43/0.01", "../..", kind="", about="north")
    assert labels(halves + whole + north, "normalised-units", "remaining-part") == {
        '"South, area: 12,345,671.85 km² (derived)"@en'
    }


def test_unit_is_a_word_in_the_language_of_the_label() -> None:
    """Letters of a sign are read as English; in Chinese the word stands at the number."""
    growth = figure("cargo_a", "12080/10") + figure("cargo-growth_b", "10.9/0.1")
    assert '"口岸，货运量，2023年：10,890吨（推算）"@zh-hans' in labels(
        growth, "time-bounds", "normalised-units", "year-before"
    )
