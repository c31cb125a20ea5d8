"""The query page with its scripts: writing, running and reading a query, by keyboard and by eye."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from typing import Literal
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
PREFIXES = """PREFIX geo: <http://www.opengis.net/ont/geosparql#>
PREFIX hg: <https://w3id.org/horgos/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
PLACES = PREFIXES + "SELECT ?place ?at { ?place geo:hasGeometry/geo:asWKT ?at }"
CLASSES = (
    PREFIXES + "SELECT ?class (COUNT(*) AS ?n) { ?thing a ?class } GROUP BY ?class ORDER BY DESC(?n) LIMIT 30"
)
EVENTS = PREFIXES + "SELECT ?claim ?when { ?claim hg:when ?when } ORDER BY ?claim LIMIT 40"
BROADER = PREFIXES + "CONSTRUCT { ?a skos:broader ?b } { ?a skos:inScheme ?b } LIMIT 20"
DIGITS = "VALUES ?{0} {{ 0 1 2 3 4 5 6 7 8 9 }}"
MANY = (
    f"SELECT ?n {{ {' '.join(DIGITS.format(name) for name in 'abcd')} BIND(?a*1000+?b*100+?c*10+?d AS ?n) }}"
)
ENDLESS = f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'?a{i} ?b{i} ?c{i} .' for i in range(4))} }}"
VIEWS = {"table": CLASSES, "chart": CLASSES, "timeline": EVENTS, "map": PLACES, "graph": BROADER}


@pytest.fixture(scope="module")
def reader(browser: Browser, server: str) -> Iterator[BrowserContext]:
    """A reader of English whose browser runs scripts, under the policy that the pages have."""
    context = browser.new_context(base_url=server, locale="en-GB", viewport={"width": 1280, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context
    context.close()


@pytest.fixture
def page(reader: BrowserContext, server: str) -> Iterator[Page]:
    """A tab of that reader, in which nothing goes wrong unseen and nothing is asked of anybody else."""
    page = reader.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda line: wrong.append(line.text) if "Policy" in line.text else None)
    page.on("request", lambda asked: wrong.append(asked.url) if not asked.url.startswith(server) else None)
    yield page
    assert wrong == []
    page.close()


def opened(page: Page, query: str = "") -> Locator:
    """The editor on the query page, with a query that has been run."""
    page.goto(f"/sparql?query={quote(query)}" if query else "/sparql")
    editor = page.locator(".CodeMirror")
    expect(editor).to_be_visible()
    return editor


def write(page: Page, text: str) -> None:
    """Type a text into the emptied editor. Brackets are not closed by it."""
    page.locator(".CodeMirror").click()
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def written(page: Page) -> str:
    """The query in the editor, as the form would send it."""
    return page.locator("textarea#query").input_value()


def test_a_class_is_completed_and_its_prefix_declared(page: Page) -> None:
    """What is typed after `a` finds the classes of this graph by their label."""
    opened(page)
    write(page, "SELECT * { ?port a border")
    hint = page.get_by_role("option", name="border port hg:BorderPort")
    expect(hint).to_be_visible()
    page.keyboard.press("Enter")
    page.keyboard.type(" }")
    assert written(page) == ("PREFIX hg: <https://w3id.org/horgos/ns#>\nSELECT * { ?port a hg:BorderPort }")
    page.keyboard.press("Control+Enter")
    cell = page.get_by_role("region", name="Table of results").get_by_role("link", name="Horgos Border Port")
    expect(cell).to_have_attribute("href", "/page/horgos-port")


def test_a_property_is_completed_by_its_label(page: Page) -> None:
    """After the subject stands a property."""
    opened(page)
    write(page, "SELECT * { ?claim statedi")
    expect(page.get_by_role("option", name="hg:statedIn")).to_be_visible()
    page.keyboard.press("Enter")
    assert written(page).endswith("{ ?claim hg:statedIn")


def test_an_entity_is_completed_by_any_of_its_names(page: Page) -> None:
    """In any script; asked for with Ctrl+Space, as each asks the endpoint."""
    opened(page)
    write(page, "SELECT * { ?claim hg:about 霍尔果斯口岸")
    page.keyboard.press("Control+Space")
    expect(page.get_by_role("option", name="e:horgos-port").first).to_be_visible()
    page.keyboard.press("Enter")
    assert written(page).endswith("?claim hg:about e:horgos-port")
    assert "PREFIX e: <https://w3id.org/horgos/id/>" in written(page)


def test_a_name_in_chinese_is_completed_by_the_keyboard_alone(page: Page) -> None:
    """Alt+/ as well, since Ctrl+Space changes the input method where Chinese is written; and none is told."""
    opened(page)
    assert page.locator(".CodeMirror textarea").get_attribute("aria-describedby") == "keys"
    write(page, "SELECT * { ?claim hg:about 霍尔果斯河")
    page.keyboard.press("Alt+/")
    expect(page.get_by_role("option", name="e:horgos-river").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    page.keyboard.type("无此名")
    page.keyboard.press("Alt+/")
    expect(page.get_by_role("status")).to_have_text("Nothing is known that fits here.")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Run")).to_be_focused()


def test_a_prefix_is_declared_as_soon_as_it_is_used(page: Page) -> None:
    """From the prefixes of this graph, and once."""
    opened(page)
    write(page, "SELECT * { ?a skos:broader ?b . ?b skos:")
    assert written(page).count("PREFIX skos: <http://www.w3.org/2004/02/skos/core#>") == 1


def test_an_error_is_marked_at_its_line_until_the_query_changes(page: Page) -> None:
    """Where the endpoint says it is, in words above and in the editor."""
    editor = opened(page)
    write(page, "SELECT ?s\nWHERE { ?s ?p ?o")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("Line 2, column 7.")
    expect(editor.locator(".wrong-line")).to_have_count(1)
    expect(editor.locator(".wrong-here").first).to_have_text("{")
    expect(editor.locator(".CodeMirror-gutter-wrapper", has=page.locator(".wrong-mark"))).to_contain_text("2")
    page.keyboard.press("Control+End")
    page.keyboard.type(" }")
    expect(editor.locator(".wrong-line, .wrong-here, .wrong-mark")).to_have_count(0)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", name=re.compile(r"[\d,]+ rows"))).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)


def test_an_address_with_an_error_marks_it_too(page: Page) -> None:
    """The page that comes with an error in words has it marked in the editor, and asks nothing again."""
    editor = opened(page, "SELECT ?s\nWHERE { ?s ?p ?o")
    expect(editor.locator(".wrong-here").first).to_have_text("{")
    expect(page.get_by_role("alert")).to_contain_text("line 2, column 7")


@pytest.mark.parametrize("query", ["", EVENTS, "SELECT ?s { ?s ?p"], ids=["empty", "rows", "error"])
def test_nothing_jumps_when_the_scripts_come(page: Page, query: str) -> None:
    """What they put into the page has its room before: a cumulative layout shift that counts as good."""
    page.add_init_script(
        "window.shift = 0; new PerformanceObserver(list => list.getEntries().forEach(each => "
        "{ window.shift += each.value })).observe({ type: 'layout-shift', buffered: true })"
    )
    opened(page, query)
    if query == EVENTS:
        expect(page.get_by_role("region", name="Table of results").get_by_role("link").first).to_be_visible()
    assert page.evaluate("window.shift") < 0.1


def test_an_address_leads_to_its_query_and_going_back_to_the_one_before(page: Page) -> None:
    """A run has an address of its own, which anybody can open."""
    opened(page, "ASK { ?s ?p 1 , 2 }")
    expect(page.get_by_role("heading", level=2).first).to_have_text("No")
    write(page, "ASK { ?s ?p ?o }")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("heading", level=2).first).to_have_text("Yes")
    assert page.url.endswith(f"query={quote('ASK { ?s ?p ?o }').replace('%20', '+')}")
    page.go_back()
    expect(page.get_by_role("heading", level=2).first).to_have_text("No")
    assert written(page) == "ASK { ?s ?p 1 , 2 }"


def test_time_rows_size_and_limit_are_told(page: Page) -> None:
    """What was asked for, and what may be asked for."""
    opened(page, EVENTS)
    results = page.locator("#results")
    expect(results.get_by_role("heading")).to_have_text("40 rows")
    expect(results).to_contain_text(re.compile(r"In [\d,]+ ms, \d+ KiB\."))
    expect(results).to_contain_text("The LIMIT of 40 is reached: there may be more.")
    expect(results).to_contain_text("A query may take 10 s, its answer 64 MiB.")


def test_places_are_shown_on_a_map_with_outlines(page: Page) -> None:
    """A place opens what its row says; the outlines come from here."""
    opened(page, PLACES)
    expect(page.get_by_role("button", name="Map")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("path.country").nth(100)).to_be_attached()
    place = page.get_by_role("button", name="Horgos Border Port")
    place.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".leaflet-popup").get_by_role("link", name="Horgos Border Port")).to_be_visible()


def test_a_comment_picks_the_view(page: Page) -> None:
    """`#defaultView:Chart`, as on Wikidata; another can be chosen."""
    opened(page, f"#defaultView:Chart\n{CLASSES}")
    expect(page.get_by_role("button", name="Chart")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".bars rect").first).to_be_visible()
    page.get_by_role("button", name="Table").click()
    expect(page.get_by_role("region", name="Table of results")).to_be_visible()


def test_a_view_that_the_rows_cannot_have_is_told_to_be_none(page: Page) -> None:
    """A comment that asks for it is not passed over: the table says why it is one."""
    opened(page, f"#defaultView:Map\n{CLASSES}")
    expect(page.locator("#results")).to_contain_text("Nothing in these rows can be shown as: Map.")
    expect(page.get_by_role("button", name="Table")).to_have_attribute("aria-pressed", "true")


def test_a_timeline_has_its_times_in_words_and_counts_what_names_no_year(page: Page) -> None:
    """As the pages say them; what stands in the data is there for those who ask."""
    opened(page, f"#defaultView:Timeline\n{EVENTS}")
    times = page.locator(".bars td.when")
    expect(times.first).to_be_visible()
    words = times.all_inner_texts()
    assert not [said for said in words if "/" in said or ".." in said or "X" in said]
    assert any(said.startswith(("since ", "to ", "from ")) for said in words)
    expect(page.locator(".view .cut")).to_have_text(
        f"{40 - len(words)} rows name no year and stand in the table alone."
    )


def test_columns_are_sorted_by_what_they_hold(page: Page) -> None:
    """Numbers by value; the other way round at the second press."""
    opened(page, CLASSES)
    button = page.get_by_role("columnheader", name="n", exact=True).get_by_role("button")
    button.click()
    numbers = page.locator("td.number")
    expect(page.get_by_role("columnheader", name="n", exact=True)).to_have_attribute("aria-sort", "ascending")
    values = [int(text) for text in numbers.all_inner_texts()]
    assert values == sorted(values)
    button.click()
    expect(page.get_by_role("columnheader", name="n", exact=True)).to_have_attribute(
        "aria-sort", "descending"
    )
    assert [int(text) for text in numbers.all_inner_texts()] == values[::-1]


def test_ten_thousand_rows_are_in_the_document_only_where_one_looks(page: Page) -> None:
    """However far one scrolls; each row tells its place among all."""
    opened(page, MANY)
    region = page.get_by_role("region", name="Table of results")
    expect(region.get_by_role("table")).to_have_attribute("aria-rowcount", "10001")
    expect(page.get_by_role("heading", name="10,000 rows")).to_be_visible()
    for _ in range(3):
        region.evaluate("element => element.scrollBy(0, 50000)")
        expect(region.locator("tr[aria-rowindex]").last).to_be_attached()
        assert region.locator("tr").count() < 700
    region.evaluate("element => element.scrollTo(0, element.scrollHeight)")
    expect(region.locator("tr[aria-rowindex='10001']")).to_be_visible()
    assert region.locator("tr").count() < 700


def test_a_query_can_be_cancelled(page: Page) -> None:
    """While it runs there is a button; then it is gone, and the page says so."""
    opened(page)
    write(page, ENDLESS)
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("status")).to_contain_text("Cancelled after")
    expect(page.get_by_role("button", name="Cancel")).to_be_hidden()
    expect(page.get_by_role("button", name="Run")).to_be_focused()


@pytest.mark.parametrize("button", ["curl", "Python"])
def test_what_is_copied_works_as_it_is(page: Page, button: str) -> None:
    """A line for the shell, or a program, that prints the answer as CSV."""
    opened(page, 'SELECT ("it\'s" AS ?text) (1 AS ?n) {}')
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("button", name="copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    command = ["bash", "-c", copied] if button == "curl" else ["python3", "-c", copied]
    answer = subprocess.run(command, capture_output=True, text=True, check=True)
    assert answer.stdout.split() == ["text,n", "it's,1"]


@pytest.mark.parametrize(("query", "formats"), [(EVENTS, 4), (BROADER, 6)], ids=["rows", "triples"])
def test_an_answer_can_be_had_in_every_format(page: Page, query: str, formats: int) -> None:
    """In all that can carry it."""
    opened(page, query)
    links = page.locator("#results a[download]")
    expect(links).to_have_count(formats)
    for link in links.all():
        assert page.request.get(str(link.get_attribute("href"))).ok


def test_the_keyboard_reaches_everything_and_is_never_trapped(page: Page) -> None:
    """In the editor Tab indents; Escape leaves it, as the page says, and Tab goes on to the results."""
    opened(page, CLASSES)
    expect(page.locator("#results td").first).to_be_visible()
    expect(page.get_by_text("Escape leaves the editor")).to_be_visible()
    page.locator(".CodeMirror textarea").focus()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Run")).to_be_focused()
    names = []
    for _ in range(12):
        page.keyboard.press("Tab")
        names.append(
            page.evaluate("(document.activeElement.ariaLabel ?? document.activeElement.textContent).trim()")
        )
    expected = ["address of this query", "curl", "Python", "JavaScript", "SPARQL JSON", "SPARQL XML", "CSV"]
    assert names[:12] == [*expected, "TSV", "Table", "Chart", "Table of results", "class"]


@pytest.mark.parametrize("view", VIEWS)
def test_no_view_has_a_barrier(browser: Browser, server: str, view: str) -> None:
    """Axe finds nothing in either theme, on a phone and a wide screen, and nothing is wider than those."""
    context = browser.new_context(base_url=server, bypass_csp=True)
    page = context.new_page()
    page.goto(f"/sparql?query={quote(VIEWS[view])}")
    page.locator(f"button[data-view={view}]").click()
    expect(page.locator(f".view[data-view={view}] > *").first).to_be_visible()
    for theme, width in zip(THEMES, (375, 1440), strict=True):
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        report = Axe().run(page, context="#results")
        assert report.violations_count == 0, f"{theme}, {width} px wide: {report.generate_report()}"
    context.close()


def test_a_reader_of_chinese_has_words_and_labels_in_chinese(browser: Browser, server: str) -> None:
    """The words of the scripts come with the page, and the labels from the endpoint."""
    context = browser.new_context(base_url=server, locale="zh-CN")
    page = context.new_page()
    page.goto(f"/sparql?query={quote(EVENTS)}")
    expect(page.get_by_role("heading", name="40 行")).to_be_visible()
    expect(page.locator("td a bdi[lang^=zh]").first).to_be_visible()
    write(page, "SELECT * {")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert").get_by_role("heading")).to_have_text("查询不符合 SPARQL 语法")
    page.close()
    context.close()
