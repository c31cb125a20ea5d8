"""What a request or the data brings onto a page is text there: no markup, no script, no address of one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import quote, urlsplit

import pytest

from wire import Endpoint, Reply

PAYLOADS = [
    "<script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "</title><svg onload=alert(1)>",
    '"><img src=x onerror=alert(1)>',
    "' autofocus onfocus='alert(1)",
    "javascript:alert(1)",
    "<!--<script>--><iframe srcdoc=x>",
    "{{ 7 * 7 }}{% for x in () %}",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\u202e\u2066>tpircs<",
]
OURS = re.compile(r"/static/build/[a-z]+-[0-9A-Z]{8}\.js\Z")
"""The addresses of the scripts that pages have."""
ADDRESSES = {"href", "src", "action", "formaction", "data", "poster", "srcdoc", "xlink:href"}
TAGS = {
    *(
        "a",
        "article",
        "aside",
        "b",
        "bdi",
        "body",
        "button",
        "code",
        "details",
        "div",
        "footer",
        "form",
        "head",
    ),
    *("h1", "h2", "h3", "h4", "header", "html", "label", "li", "line", "link", "main", "mark", "meta", "nav"),
    *("ol", "p", "pre", "rect", "section", "small", "span", "strong", "summary", "svg", "table", "tbody"),
    *("br", "dd", "dl", "dt", "figcaption", "figure", "input", "optgroup", "option", "path", "select"),
    *("td", "text", "textarea", "th", "thead", "time", "title", "tr", "ul", "wbr"),
}
"""The elements that pages have."""


class Page(HTMLParser):
    """A page as a browser reads it: its elements, its attributes, and the texts with where they stand."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.texts: list[tuple[str, str]] = []
        self._within = [""]
        assert reply.headers["content-type"] == "text/html; charset=utf-8"
        self.feed(reply.text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        if tag != "script" or not OURS.match(dict(attrs).get("src") or ""):
            self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        self._within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        if tag in self._within:
            del self._within[len(self._within) - self._within[::-1].index(tag) - 1 :]

    def handle_data(self, data: str) -> None:
        """A text."""
        self.texts.append((self._within[-1], data))

    def holds(self, text: str) -> bool:
        """Whether it shows this text as it is."""
        return any(text in shown for _, shown in self.texts)

    def dangers(self) -> Iterator[str]:
        """What would run, or lead to what would run."""
        yield from (f"<{tag}>" for tag in self.tags - TAGS)
        yield from (text for within, text in self.texts if within == "script")
        for name, value in self.attributes:
            if name.startswith("on") or name in ("style", "srcdoc"):
                yield f"{name}={value}"
            if name in ADDRESSES and urlsplit(value.strip()).scheme not in ("", "http", "https"):
                yield f"{name}={value}"


def page(server: Endpoint, path: str) -> Page:
    """The page that a browser is shown at a path."""
    return Page(server.get(path.encode(), b"Accept: text/html"))


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize(
    "address",
    [
        "/sparql?query={}",
        "/sparql?query=SELECT%20{}",
        "/sparql?query=ASK%7B%7D%23{}",
        "/sparql?query=ASK%7B%7D&default-graph-uri={}",
        "/sparql?query=ASK%7B%7D&timeout={}",
        "/sparql?query=PREFIX%20a:%20<urn:x>%20SELECT%20*%20%7B%20{}:b%20?p%20?o%20%7D",
        "/sparql?query=SELECT%20(<urn:{}>()%20AS%20?x)%7B%7D",
        "/page/{}",
        "/id/{}",
        "/dumps/{}",
        "/errors/{}",
        "/shapes.{}",
        "/static/{}",
        "/sparql?query=ASK%7B%7D&format=html&x={}%25",
        "/dumps/?format={}",
        "/ns?format=html&output={}",
        "/disagreements?kind={}",
        "/sources?document={}",
        "/queries?q={}",
        "/queries/light/{}",
    ],
)
def test_no_parameter_becomes_markup(server: Endpoint, address: str, payload: str) -> None:
    """The query, the error, the format, the path, the parameter: each is text on the page that shows it."""
    sent = address.replace("<", "%3C").replace(">", "%3E").replace("{}", quote(payload, safe=""))
    answer = server.get(sent.encode(), b"Accept: text/html")
    if answer.status not in (301, 303, 308):
        assert list(Page(answer).dangers()) == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_the_query_is_shown_as_it_was_sent(server: Endpoint, payload: str) -> None:
    """Nothing is stripped: a query that holds markup is still that query."""
    assert Page(server.shown(f"ASK {{}} # {payload}")).holds(f"ASK {{}} # {payload}")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_value_of_a_result_becomes_markup(server: Endpoint, payload: str) -> None:
    """Literals, their languages and datatypes, IRIs and graphs, as rows and as Turtle on the page."""
    literal = "'" + payload.replace("\\", "\\\\").replace("'", "\\'") + "'"
    iri = f"IRI(CONCAT('urn:', ENCODE_FOR_URI({literal})))"
    for query in (
        f"SELECT ({literal} AS ?x) (STRDT({literal}, {iri}) AS ?y) ({iri} AS ?z) {{}}",
        f"CONSTRUCT {{ <urn:s> <urn:p> {literal} }} {{}}",
    ):
        answer = server.shown(query)
        shown = Page(answer)
        assert answer.status == 200
        assert list(shown.dangers()) == []
    assert shown.holds(payload) or shown.holds(payload.replace('"', '\\"'))


@pytest.mark.parametrize(
    "iri",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "https:javascript:x",
        "//evil/x",
    ],
)
def test_an_iri_is_a_link_only_where_it_leads_to_a_page(server: Endpoint, iri: str) -> None:
    """In results and in the Turtle of a page only http and https are addresses."""
    shown = Page(server.shown(f"SELECT (IRI('{iri}') AS ?x) {{}}"))
    assert list(shown.dangers()) == []
    assert shown.holds(iri.rpartition(":")[2])


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("markup", "<script>alert(1)</script>"),
        ("template", "{{ 7 * 7 }}{% raw %}${7*7}"),
        ("reversed", "\u202egnp.exe\u2066\u200f"),
        ("endless", "x" * 5000),
    ],
)
def test_no_label_of_the_data_becomes_markup(server: Endpoint, name: str, label: str) -> None:
    """On its own page, on those that refer to it, on the first page and in results; and it is isolated."""
    named = f"<https://example.org/tiny/id/{name}> <http://www.w3.org/2004/02/skos/core#prefLabel> ?x"
    pages = [
        page(server, f"/page/{name}"),
        page(server, "/page/markup"),
        page(server, "/"),
        Page(server.shown(f"SELECT * {{ {named} }}")),
    ]
    for each in pages:
        assert list(each.dangers()) == []
    own = pages[0]
    assert own.holds(label[:40])
    shown = {element for element, text in (*own.texts, *pages[3].texts) if label[:40] in text}
    assert shown <= {"bdi", "title", "textarea"}


@pytest.mark.parametrize("format_", ["ttl", "nt", "jsonld", "rdf", "trig", "nq"])
def test_data_with_markup_in_it_is_not_taken_for_a_page(server: Endpoint, format_: str) -> None:
    """Its type is its own, and nobody may guess another (Fetch Standard, nosniff)."""
    answer = server.get(f"/data/markup.{format_}".encode(), b"Accept: text/html")
    assert answer.status == 200
    assert "html" not in answer.headers["content-type"]
    assert answer.headers["x-content-type-options"] == "nosniff"
