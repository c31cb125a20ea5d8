"""Thirty questions that people ask, the query of the library that answers each, and the whole answer.

A row of an answer is the columns that matter, as text, with the prefixes of the graph for its IRIs.
Nothing else may come back in these columns, and nothing of it may be missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Rows = set[tuple[str, ...]]


@dataclass(frozen=True)
class Question:
    """A question by its number, the query, the values to bind (none: its defaults), and the rows expected."""

    number: int
    query: str
    columns: str
    rows: Rows
    values: Mapping[str, int | str] = field(default_factory=dict)


GATE = ("10:00:00", "19:30:00", "220", "metre", "Crossroads of Beijing Road and National Highway 218")
STAKES = {
    ("e:heg", "c:heg-stake-2017", "2017"),
    ("e:heg-dry-port", "c:heg-dry-port-stake-2017", "Caption C18B1"),
}
TREATY = ("e:treaty-of-st-petersburg", "1881", "Treaty of Ili", "Ili region", "1871", "Russia", "6")
FLIGHT = ("Ili–Tacheng Incident", "1962-21", "more than", "67000", "Soviet Republic of Kazakhstan")
SALESWOMAN = {
    "princess-hats-from-kazakhstan",
    "princess-hat-feathers-owl",
    "princess-hat-feathers-good-luck",
    "store-kazakh-style",
    "store-aim-kazakh-customers",
    "supply-chain-advantage",
    "store-price-advantage",
    "kazakh-customers-buy-imports",
}
MANAGER = {
    "goods-sent-from-guangzhou-or-yiwu",
    "transit-to-horgos-3-days",
    "customs-4-to-5-days",
    "direct-shipping-from-horgos",
    "days-saved-3-to-4",
}
NEAR = {
    ("e:heg", "15"),
    ("e:heg-dry-port", "15"),
    *(
        (f"e:{thing}", "")
        for thing in (
            "beijing-218-intersection",
            "border-gate-scenic-area",
            "horgos-railway-port",
            "horgos-river",
            "horgos-road-port",
            "icbc",
            "international-tourist-zone",
            "national-gate-scenic-area",
            "new-national-gate",
            "ouyang-lianxin-intersection",
            "passenger-terminal",
        )
    ),
}

QUESTIONS = (
    Question(
        1,
        "history/when-did-it-happen",
        "year documents claim passage",
        {
            ("1881", "2", "c:port-official-opening-1881", "d:atlas-1881"),
            ("1881", "2", "c:port-official-opening-1881-trade", "d:guide-history"),
        },
    ),
    Question(
        2,
        "places/when-open-and-where",
        "opens closes distance distanceUnitLabel fromLabel within",
        {
            (*GATE, f"e:{place}")
            for place in (
                "horgos-city",
                "ili-prefecture",
                "northwest-xinjiang",
                "xinjiang",
                "northwest-china",
                "china",
            )
        },
    ),
    Question(
        3,
        "statistics/whole-and-parts",
        "about value unitLabel locator",
        {
            ("e:icbc", "5.28", "square kilometre", "Horgos International Border Cooperation Center ¶1"),
            (
                "e:icbc-chinese-side",
                "3.43",
                "square kilometre",
                "Horgos International Border Cooperation Center ¶1",
            ),
        },
    ),
    Question(
        4,
        "transport/modes",
        "mode",
        {("v:road",), ("v:rail",), ("v:pipeline",), ("v:air",), ("v:optical-cable",), ("v:mail",)},
    ),
    Question(
        5,
        "statistics/under-a-model",
        "indicatorLabel after afterUnitLabel beforeLeast beforeMost beforeUnitLabel",
        {("import time", "16", "hour", "2", "3", "day"), ("train switching time", "2", "hour", "", "", "")},
    ),
    Question(
        6,
        "ownership/stakes-in-zone-of-developer",
        "holder zone stakeIn stake locator when",
        {(f"e:{holder}", "e:heg", *stake, "2017/..") for holder in ("cosco", "lphg") for stake in STAKES},
    ),
    Question(
        7,
        "agreements/restored-sovereignty",
        "treaty signed otherName regionLabel occupied holderLabel towns whereLabel",
        {(*TREATY, where) for where in ("Xinjiang", "Mongolia", "Gansu")},
    ),
    Question(
        8,
        "history/flight-after-incident",
        "crossing incidentLabel incidentWhen qualifierLabel people toLabel",
        {("e:horgos-port", *FLIGHT), ("e:baketu", *FLIGHT)},
    ),
    Question(
        9,
        "transport/joined-in-opening-year",
        "year joined modeLabel province developer",
        {("2012", "e:lianyungang-port", mode, "e:jiangsu", "e:lphg") for mode in ("rail", "road")},
    ),
    Question(
        10,
        "agreements/settlement-in-town",
        "treaty treatySigned town laterAgreement name laterSigned",
        {
            (
                "e:treaty-of-kuldja",
                "1851",
                "e:chuguchak",
                "e:protocol-of-chuguchak",
                "Protocol of Chuguchak",
                "1864",
            )
        },
    ),
    Question(
        11,
        "history/status-in-year",
        "statusLabel when passage",
        {("closed", "1962/1983-11", "d:atlas-1962"), ("closed", "1962/1983-11", "d:atlas-1983")},
        {"year": 1975},
    ),
    Question(
        12,
        "history/status-in-year",
        "statusLabel when passage",
        {
            ("open", "1920/1962", "d:atlas-1920"),
            ("open", "1920/1962", "d:atlas-1962"),
            ("open", "1950/1962", "d:guide-history"),
        },
        {"year": 1955},
    ),
    Question(
        13,
        "history/what-happened-in-year",
        "claim documentLabel",
        {
            ("c:icbc-establishment-2006", "Guide"),
            ("c:icbc-construction-start-2006", "Atlas"),
            ("c:port-management-committee-establishment-2006", "Guide"),
            ("c:gas-supply-agreement-signing-2006", "Atlas"),
        },
        {"year": 2006},
    ),
    Question(
        14,
        "history/months-between",
        "fewestMonths mostMonths oneWhen otherWhen",
        {("36", "36", "2009-12", "2012-12")},
    ),
    Question(
        15,
        "history/neighbour-in-year",
        "year neighbour claim",
        {
            ("1890", "e:russia", "c:port-official-opening-1881"),
            ("1890", "e:russia", "c:port-between-qing-china-and-russia"),
            ("1930", "e:soviet-central-asia", "c:port-reopening-1920"),
            ("1960", "e:soviet-union", "c:port-between-china-and-soviet-union-to-1962"),
            ("2026", "e:kazakhstan", "c:port-between-china-and-kazakhstan-2012"),
            ("2026", "e:kazakhstan", "c:port-between-china-and-kazakhstan"),
        },
    ),
    Question(
        16,
        "statistics/series",
        "when qualifierLabel value",
        {
            ("../2024-0X", "more than", "33000"),
            ("../2024-10", "stated", "40000"),
            ("../..", "stated", "48000"),
        },
    ),
    Question(
        17,
        "agreements/signed-when",
        "agreement year agreements",
        {
            ("e:treaty-of-kuldja", "1851", "6"),
            ("e:protocol-of-chuguchak", "1864", "6"),
            ("e:treaty-of-st-petersburg", "1881", "6"),
            ("e:ili-protocol", "1920", "6"),
            ("e:icbc-agreement-2004", "2004", "6"),
            ("e:gas-supply-agreement-2006", "2006", "6"),
        },
    ),
    Question(
        18,
        "statistics/sum-of-parts",
        "derivedSum unitLabel value figure",
        {("112", "kilometre", "22", "c:city-streets-22"), ("112", "kilometre", "90", "c:secondary-roads-90")},
    ),
    Question(
        19,
        "statistics/derived-of-indicator",
        "when value unitLabel input",
        {
            ("2024", "1384", "tonne", "c:cargo-2024-12080000"),
            ("2024", "1384", "tonne", "c:trains-2024-8730"),
            ("2023-01/2023-06", "1366", "tonne", "c:cargo-2023-h1-5280000"),
            ("2023-01/2023-06", "1366", "tonne", "c:trains-2023-h1-3864"),
        },
    ),
    Question(
        20,
        "organisations/companies-by-country",
        "country count company stated",
        {
            ("e:china", "3", "e:cosco", "true"),
            ("e:china", "3", "e:lphg", "true"),
            ("e:china", "3", "e:sanshuntong", "false"),
            ("e:kazakhstan", "1", "e:ktz", "true"),
            ("e:united-states", "1", "e:aecom", "true"),
        },
    ),
    Question(
        21,
        "names/find-by-name",
        "name thing",
        {(name, "e:horgos-port") for name in ("Korgas", "Khorgas", "Nikanka", "Nikan", "霍尔果斯")},
    ),
    Question(
        22,
        "names/called-by-sources",
        "thing found",
        {
            ("e:horgos-port", "霍尔果斯"),
            ("e:horgos-city", "霍尔果斯市"),
            ("e:horgos-river", "霍尔果斯河"),
            ("e:icbc", "中哈霍尔果斯国际边境合作中心"),
        },
    ),
    Question(
        23,
        "provenance/where-number-stands",
        "value unitLabel about documentLabel locator",
        {
            (
                "5.28",
                "square kilometre",
                "e:icbc",
                "Guide",
                "Horgos International Border Cooperation Center ¶1",
            ),
            ("5280000", "tonne", "e:horgos-port", "Guide", "Growth of China-Europe Freight Trains ¶3"),
        },
    ),
    Question(
        24,
        "people/words-of-persons",
        "speaker jobTitle claim",
        {("e:saleswoman", "saleswoman", f"c:{claim}") for claim in SALESWOMAN}
        | {("e:zhang-dongqing", "business manager", f"c:{claim}") for claim in MANAGER},
    ),
    Question(
        25,
        "statistics/figure-in-year",
        "value unitLabel when disputed locator",
        {
            ("90", "percent", "2024", "true", "2024 Achievements ¶1"),
            ("112", "percent", "2024", "true", "Record-Breaking Milestones ¶4"),
        },
    ),
    Question(
        26,
        "statistics/ranked-first",
        "about documentLabel locator",
        {
            ("e:icbc", "Guide", "Cross-Border Economic Cooperation ¶1"),
            ("e:horgos-port", "News report", "¶9"),
        },
    ),
    Question(27, "geography/within-km", "found kilometres", NEAR),
    Question(
        28,
        "places/administrative-chain",
        "level place labelZh printedZh",
        {
            ("3", "e:horgos-city", "霍尔果斯市", "霍尔果斯市"),
            ("2", "e:ili-prefecture", "伊犁哈萨克自治州", "伊犁哈萨克自治州"),
            ("1", "e:xinjiang", "新疆", "新疆"),
            ("0", "e:china", "中国", ""),
        },
    ),
    Question(29, "history/year-of-event", "year", set()),
    Question(30, "agreements/which-line-and-who-signed", "about what", set()),
)
