"""The timeline and the page of a year: what stands there, what a choice leaves, and how times are drawn."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from horgos.errors import BadRequest
from horgos.pages.bands import flags, scale
from horgos.pages.bands.flags import Wish
from horgos.pages.history import timeline, year
from horgos.pages.history.dated import BOUND, Choice, dated
from horgos.pages.history.timeline import TimelinePage
from horgos.pages.history.year import YearPage
from horgos.pages.reading import Reader
from horgos.pages.words import edtf
from horgos.queries import shipped
from horgos.site import Site

BROWSER = {"Accept": "text/html"}
BASE = "https://w3id.org/horgos/"


def reader(site: Site, *languages: str) -> Reader:
    """A reader of a site."""
    return Reader(site.engine, site.prefixes, site.base, languages or ("en",))


def shown(site: Site, choice: Choice | None = None, page: int = 1) -> TimelinePage:
    """A page of the timeline of a site."""
    return timeline.timeline(reader(site), choice or Choice(), page)


def words(page: TimelinePage) -> list[str]:
    """The lines of a page in their order, as text."""
    return [entry.line.words for era in page.eras for entry in era.entries]


def told(page: YearPage, key: str) -> list[str]:
    """The claims under one heading of the page of a year, by the end of their IRI."""
    found = (part.lines for part in page.parts if part.key == key)
    return [line.claim.iri.rpartition("/")[2] for lines in found for line in lines]


def test_the_years_that_are_told_of_are_those_of_what_was_chosen(tiny: Site) -> None:
    """The head of namings has the years of namings; the fields still offer all."""
    page = shown(tiny, Choice({"kind": "namings"}))
    years = [entry.line.when.words for era in page.eras for entry in era.entries if entry.line.when]
    assert page.told
    assert page.years
    assert all(str(year) in " ".join(years) for year in (page.told.first, page.told.last))
    assert (page.told.first, page.told.last) != (page.years.first, page.years.last)


def test_everything_that_names_a_year_stands_there_in_its_order(tiny: Site) -> None:
    """From the first lighting on; what names no year is counted, and can be asked for."""
    page = shown(tiny)
    years = [entry.line.order for era in page.eras for entry in era.entries]
    assert years == sorted(years)
    assert page.years
    assert (page.years.first, page.years.last, page.total, page.undated) == (1871, 1904, 12, 3)
    rest = shown(tiny, Choice(undated=True))
    assert rest.total == 3
    assert rest.told is None
    assert all(entry.strip is None for era in rest.eras for entry in era.entries)


def test_the_list_is_by_decade_where_it_is_long_and_by_year_where_it_is_short(tiny: Site) -> None:
    """Each part says how much it has."""
    assert [(era.year, era.number) for era in shown(tiny).eras] == [
        ("1870", 3), ("1880", 1), ("1890", 2), ("1900", 6)
    ]  # fmt: skip
    few = shown(tiny, Choice({"kind": "happened"}, first=1901))
    assert [era.year for era in few.eras] == ["1901", "1903", "1904"]


@pytest.mark.parametrize(
    ("choice", "left"),
    [
        (Choice({"kind": "stakes"}), 1),
        (Choice({"kind": "https://example.org/tiny/vocab/storm"}), 1),
        (Choice({"source": "https://example.org/tiny/source/office"}), 5),
        (Choice({"thing": "https://example.org/tiny/id/gannet-light"}), 12),
        (Choice(first=1901, last=1902), 5),
        (Choice({"kind": "happened"}, last=1888), 2),
    ],
)
def test_a_choice_leaves_what_suits_it(tiny: Site, choice: Choice, left: int) -> None:
    """By kind or a closer kind, document, thing, and years that a time begins in, ends in or takes in."""
    assert shown(tiny, choice).total == left


def test_each_value_says_what_it_would_leave(tiny: Site) -> None:
    """The number beside a value is that of the claims it leaves, the other parts being as chosen."""
    chosen = Choice({"source": "https://example.org/tiny/source/office"})
    (kinds,) = (facet for facet in shown(tiny, chosen).facets if facet.name == "kind")
    for option in kinds.options:
        assert shown(tiny, Choice({**chosen.parts, "kind": option.value})).total == option.number


def test_what_stated_and_derived_figures_share_is_listed_once(real: Site) -> None:
    """An indicator stands under the first kind that has it, so that no value is there twice."""
    (kinds,) = (facet for facet in shown(real).facets if facet.name == "kind")
    values = [inner.value for option in kinds.options for inner in option.inner]
    assert len(values) == len(set(values))
    assert all(inner.number <= option.number for option in kinds.options for inner in option.inner)


def test_the_first_column_of_a_timeline_is_whole(real: Site) -> None:
    """The scale begins where it does."""
    page = shown(real, Choice({"kind": "periods"}))
    assert page.overview
    first, second = page.overview.columns[:2]
    assert (first.first, first.last, first.width) == (1880, 1881, second.width)


def test_a_choice_that_nothing_could_suit_is_an_error(tiny: Site) -> None:
    """The error names the part, and values that would be right."""
    with pytest.raises(BadRequest, match="thing"):
        shown(tiny, Choice({"thing": "https://example.org/tiny/id/nothing"}))


def test_a_long_timeline_has_pages_and_cuts_nothing(tiny: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """All claims stand on one of the pages, and a decade leads to the page that it begins on."""
    whole = words(shown(tiny))
    monkeypatch.setattr(timeline, "BOUND", 5)
    pages = [shown(tiny, page=number) for number in (1, 2, 3)]
    assert [line for page in pages for line in words(page)] == whole
    assert {page.pages for page in pages} == {3}
    assert [page.shown for page in pages] == [(1, 5), (6, 10), (11, 12)]
    for era in pages[0].contents:
        assert era.year in {each.year for each in pages[era.page - 1].eras}


@pytest.mark.parametrize(
    ("when", "extent"),
    [
        ("1962", (1962, 1963, False)),
        ("184X", (1840, 1850, True)),
        ("1950~", (1950, 1951, True)),
        ("1962-21", (1962 + 2 / 12, 1962 + 5 / 12, False)),
        ("1983-11", (1983 + 10 / 12, 1983 + 11 / 12, False)),
        ("1917/..", (1917, None, False)),
        ("../1912", (None, 1913, False)),
        ("2025-01/2025-XX", (2025, 2026, True)),
    ],
)
def test_a_time_takes_in_a_stretch_of_years(
    when: str, extent: tuple[float | None, float | None, bool]
) -> None:
    """To the end of what it names, open where it has no end, vague where digits are missing."""
    found = edtf.extent(when)
    assert found
    start, end = (None if each is None else pytest.approx(each) for each in extent[:2])
    assert (found.start, found.end, found.vague) == (start, end, extent[2])


@pytest.mark.parametrize("when", ["../..", "XXXX-05-06", "no time", ""])
def test_a_time_without_a_year_takes_in_none(when: str) -> None:
    """It has no place on a scale."""
    assert edtf.extent(when) is None


def test_an_open_end_and_a_vague_time_are_drawn_so(client: FlaskClient) -> None:
    """By the form of the line: with dashes, with an end on one side only, or a bar that dissolves."""
    text = client.get("/timeline", headers=BROWSER).text
    stake = text.partition("holds 50")[0].rpartition('class="strip"')[2]
    assert '<line class="span open"' in stake
    assert 'class="span vague"' in text
    assert 'class="gap"' in text


@pytest.mark.parametrize(
    ("asked", "heading"),
    [
        ("", r'Timeline <span class="span-years">1871–1904</span>'),
        ("?from=1901&to=1901", r'Timeline <span class="span-years">1901</span>'),
        ("?undated=yes", r"Timeline"),
        ("?year=1901", r"As it stood in 1901"),
    ],
)
def test_the_head_says_of_which_years_the_page_is(client: FlaskClient, asked: str, heading: str) -> None:
    """Of none where it is of what names no year."""
    assert f"<h1>{heading}</h1>" in client.get(f"/timeline{asked}", headers=BROWSER).text


def test_the_overview_says_for_how_many_years_a_column_is(real: Site, tiny: Site) -> None:
    """A few claims have a column for each year; a single year stands among others on its scale."""
    assert [page.overview.step for site in (real, tiny) if (page := shown(site)).overview] == [5, 1]
    few = shown(tiny, Choice(first=1901, last=1901)).overview
    assert few
    assert len(few.marks) == timeline.SHORTEST + 1


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.text("abc 口岸", min_size=1, max_size=30), st.floats(0, 100), st.integers(0, 3)),
        max_size=25,
    ),
    st.sampled_from([280.0, 860.0, 1400.0]),
)
def test_labels_of_happenings_never_touch(wanted: list[tuple[str, float, int]], pixels: float) -> None:
    """Neither the text of another nor the line that leads to it, on the least width and on wider ones."""
    wishes = [
        Wish(f"{place}", text, at, (rank,), text * (rank % 3))
        for place, (text, at, rank) in enumerate(wanted)
    ]
    placed = flags.place(wishes, pixels, 6)
    for width in (pixels, 1.5 * pixels):
        boxes = []
        for flag in placed:
            pole, length = flag.at * width / 100, flags.width(flag.text)
            left = pole - 4 - length if flag.before else pole + 4  # the text stands 4 pixels off its pole
            boxes.append((flag.row, pole, left, left + length))
        for box in boxes:
            for row, _, left, right in (other for other in boxes if other is not box):
                assert box[0] != row or box[3] <= left or right <= box[2]
                assert box[0] <= row or not left < box[1] < right
    assert len({flag.iri for flag in placed}) == len(placed)


def test_a_label_has_more_words_where_there_is_room() -> None:
    """On a wide scale it is whole, on a narrow one it is cut; it takes the place of no other label."""
    wishes = [
        Wish("a", "1881 Port…", 10, (0,), "1881 Port officially opened"),
        Wish("b", "1900 War", 40, (1,)),
    ]
    shown = {name: [flag.text for flag in placed] for name, placed in flags.layouts(wishes, 1)}
    assert shown["wide"] == ["1881 Port officially opened", "1900 War"]
    assert shown["narrow"] == ["1881 Port…", "1900 War"]


def test_labels_are_given_out_over_the_whole_scale() -> None:
    """Where not all have room, none of its parts goes without for a second label of another."""
    wishes = [
        Wish("a", "1839", 0, (0,)),
        Wish("b", "1842 Trade grows quickly", 15, (0,)),
        Wish("c", "2006", 73, (1,)),
    ]
    assert [flag.text for flag in flags.place(wishes, 280, 1)] == ["1839", "2006"]


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_an_axis_takes_in_its_values_and_zero(one: float, other: float) -> None:
    """Its steps are equal and round, and there are not many."""
    least, most = min(one, other), max(one, other)
    axis = scale.ticks(least, most)
    slack = 1e-6 + 1e-8 * (most - least)  # what is too little to be seen
    assert axis[0] <= least + slack
    assert axis[-1] >= most - slack
    assert any(abs(value) < 1e-9 for value in axis)
    assert 2 <= len(axis) <= 8


def test_the_port_was_open_and_closed_in_1962_and_says_by_whom(real: Site) -> None:
    """Of a year of change both states hold; each document has its own."""
    page = year.year_page(reader(real), Choice({"thing": f"{BASE}id/horgos-port"}), 1962)
    states = {
        (state.document.label.text, period.status.label.text)
        for state in page.states
        if state.document
        for period in state.periods
    }
    assert states == {("Atlas", "open"), ("Atlas", "closed"), ("Guide", "open")}
    assert "port-closure-1962" in told(page, "happened")
    assert page.disputes


def test_a_year_tells_apart_what_held_on_and_what_only_began(real: Site) -> None:
    """A war of known ends is told of all its years, what has no end as begun, no beginning not before."""
    page = year.year_page(reader(real), Choice(), 1940)
    assert "second-sino-japanese-war-1937-1945" in told(page, "through")
    assert "soviet-trade-growth-1920" in told(page, "since")
    assert all("naming-port-office" not in told(page, part.key) for part in page.parts)
    assert "naming-port-office" in told(year.year_page(reader(real), Choice(), 1987), "names")
    assert page.years
    assert (page.years.earlier, page.years.later) == (1937, 1945)


def test_a_total_up_to_a_time_is_no_state_of_the_years_before_it(real: Site) -> None:
    """40,000 trains until 2024 say nothing of 1900."""
    page = year.year_page(reader(real), Choice(), 1900)
    assert all("trains" not in claim for part in page.parts for claim in told(page, part.key))


def test_a_year_leads_to_the_years_around_it(client: FlaskClient) -> None:
    """To those next to it of which something is told, and to years of change, with what else was chosen."""
    text = client.get("/timeline?year=1890&kind=happened", headers=BROWSER).text
    for other in (1889, 1901):
        assert re.search(rf'href="/timeline\?kind=happened&amp;year={other}"', text), other


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("year=62", "year"),
        ("year=1901&from=1900", "year"),
        ("from=1902&to=1901", "from"),
        ("from=x", "from"),
        ("page=0", "page"),
        ("kind=happened&kind=stakes", "kind"),
        ("source=d:none", "source"),
    ],
)
def test_a_wrong_parameter_is_named(client: FlaskClient, query: str, named: str) -> None:
    """400, with the parameter and what would be right."""
    response = client.get(f"/timeline?{query}", headers={"Accept": "application/problem+json"})
    assert response.status_code == 400
    problem = response.get_json()
    assert problem["parameter"] == named
    assert problem["advice"]


def test_a_year_before_all_that_is_told_has_no_claims(real: Site) -> None:
    """What is so up to a time is not told of 1800, which no source speaks of, nor are the nearest years."""
    reader = Reader(real.engine, real.prefixes, real.base)
    before, after = (year.year_page(reader, Choice(), at) for at in (1800, 1850))
    assert (before.parts, before.states) == ((), ())
    assert before.years
    assert before.years.later == before.years.first
    assert after.parts


def test_a_year_of_which_nothing_is_told_says_so(client: FlaskClient) -> None:
    """It names the years that claims are about."""
    text = client.get("/timeline?year=1700", headers=BROWSER).text
    assert "No claim tells of this year" in text
    assert "from 1871 to 1904" in text


def test_what_was_chosen_can_be_taken_back_one_by_one(client: FlaskClient) -> None:
    """Each choice has a link to the same page without it."""
    text = client.get("/timeline?kind=happened&source=d:keeper&from=1880", headers=BROWSER).text
    chosen = text.partition('class="chosen"')[2].partition("</ul>")[0]
    assert re.findall(r'href="([^"]*)"', chosen) == [
        "/timeline?source=d:keeper&amp;from=1880",
        "/timeline?kind=happened&amp;from=1880",
        "/timeline?kind=happened&amp;source=d:keeper",
        "/timeline",
    ]


def test_every_claim_of_the_real_graph_is_on_the_timeline(real: Site) -> None:
    """Either with a year or among those without."""
    every = dated(reader(real))
    page = shown(real)
    assert page.total + page.undated == len(every)
    assert page.total == sum(era.number for era in page.contents)


@pytest.mark.parametrize("query", ["dated", "figures"])
def test_what_a_timeline_and_statistics_take_in_is_bounded(query: str) -> None:
    """The bound of the query is the one that the page tells."""
    assert f"LIMIT {BOUND}" in shipped(query)


def test_a_timeline_says_where_it_does_not_have_all(
    tiny: Site, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It never leaves claims out silently."""
    assert not shown(tiny).cut
    monkeypatch.setattr("horgos.pages.history.dated.BOUND", shown(tiny).total)
    assert shown(tiny).cut
    for address in ("/timeline?page=1", "/timeline?year=1900"):
        assert "more claims than this page" in client.get(address, headers=BROWSER).text
