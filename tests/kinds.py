"""Every kind of page of the graph that comes with the program, and every state of the query page."""

from __future__ import annotations

from urllib.parse import quote

KINDS = {
    "home": "/",
    "gazetteer": "/browse",
    "class": "/browse?class=schema:Place",
    "map": "/map",
    "year": "/map?year=1962",
    "thing": "/page/horgos-port",
    "claim": "/page/claim/heg-stake-2017",
    "concept": "/page/vocab/closure",
    "document": "/page/source/atlas",
    "passage": "/page/source/atlas-1881",
    "rule": "/page/rule/status-periods",
    "graph": "/page/graph/rules",
    "vocabulary": "/ns",
    "timeline": "/timeline",
    "year of a thing": "/timeline?year=1962&thing=horgos-port",
    "statistics": "/statistics",
    "query": "/sparql",
    "rows": f"/sparql?query={quote('SELECT * { ?s ?p ?o } LIMIT 30')}",
    "turtle": f"/sparql?query={quote('CONSTRUCT WHERE { ?s ?p ?o } LIMIT 30')}",
    "error": f"/sparql?query={quote('SELECT ?s { ?s ?p')}",
    "found": "/search?q=horgos&kind=hg:Facility",
    "slip": "/search?q=khrogas&lang=zh",
    "not found": "/search?q=qqqqq",
    "preview": "/reconcile/preview?id=id/horgos-port",
    "disagreements": "/disagreements?kind=contradiction",
    "sources": "/sources",
    "library": "/queries?q=year",
    "question": "/queries/statistics/figure-in-year",
    "value": "/queries/history/status-in-year?year=MCM",
    "about": "/about",
    "report": "/report",
    "shapes": "/shapes",
    "downloads": "/dumps/",
    "problems": "/errors/",
    "missing": "/page/none",
}
