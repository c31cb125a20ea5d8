"""One frozen `Config`, made from one table of settings. The only reader of `os.environ`.

The table also makes the options of the command line and the reference in `docs/configuration.md`; a setting
that is not in it does not exist.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from horgos.errors import ConfigError

PACKAGE = Path(__file__).resolve().parent
FORWARDED, X_FORWARDED_FOR = "Forwarded", "X-Forwarded-For"


def shipped_graph() -> Path:
    """Return the folder of the graph that comes with the program: in the wheel, else in the checkout.

    An editable install has no `_graph` in the package (force-include does not reach it), so the checkout
    two folders up is the second place. Raises ConfigError where neither has `data/`.
    """
    for folder in (PACKAGE / "_graph", PACKAGE.parents[1]):
        if (folder / "data").is_dir():
            return folder
    raise ConfigError("The graph that comes with the program is missing.", advice="Install horgos again.")


def cache_folder() -> Path:
    """Return the user's cache folder for this program (XDG Base Directory Specification)."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "horgos"


def finite(text: str) -> float:
    """Read a number that can be counted to. Raises ValueError, also for `inf` and `nan`."""
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def networks(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """Read addresses and networks, with spaces or commas between them. Raises ValueError."""
    return tuple(ip_network(part) for part in text.replace(",", " ").split())


def network_list(text: str) -> str:
    """The same as text in one form. Raises ValueError."""
    return " ".join(map(str, networks(text)))


def proxy_header(text: str) -> str:
    """Read the name of a header that proxies tell the client in. Raises ValueError for any other."""
    for name in (X_FORWARDED_FOR, FORWARDED):
        if text.lower() == name.lower():
            return name
    raise ValueError(text)


def flag(text: str) -> bool:
    """Read yes or no, in the words that people use. Raises ValueError for others."""
    if text.lower() in ("1", "true", "yes", "on"):
        return True
    if text.lower() in ("0", "false", "no", "off", ""):
        return False
    raise ValueError(text)


@dataclass(frozen=True)
class Setting:
    """One setting: its name in `Config`, how text becomes its value, its default, unit and meaning.

    A `repeatable` one has several values, which stand with spaces between them in a text. A `secret` one
    comes from the environment alone: the arguments of a command are there for all to see.
    """

    name: str
    read: Callable[[str], Any]
    default: Callable[[], Any]
    unit: str
    help: str
    minimum: float | None = None
    repeatable: bool = False
    secret: bool = False

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return f"HORGOS_{self.name.upper()}"

    @property
    def is_flag(self) -> bool:
        """Whether the option stands alone and means yes."""
        return self.read is flag

    @property
    def metavar(self) -> str:
        """How the help calls its value: the unit in capitals."""
        return self.unit.split()[-1].upper()

    @property
    def default_text(self) -> str:
        """The default as the help and the reference tell it: the same on every machine."""
        value = self.default()
        folders = {
            "graph": "the graph that comes with horgos",
            "cache": "~/.cache/horgos",
            "releases": "releases/ in the folder of the graph",
        }
        if isinstance(value, bool):
            return "yes" if value else "no"
        return folders.get(self.name, str(value) or "none")

    @property
    def option(self) -> str:
        """The option of the command line that sets it."""
        return f"--{self.name.replace('_', '-')}"

    def value(self, text: str, where: str) -> Any:
        """Read a value given as text. Raises ConfigError, naming `where` it stood, if it cannot be used."""
        try:
            value = self.read(text)
        except ValueError:
            shown = "a text" if self.secret else repr(text)
            raise ConfigError(f"{where} is {shown}, which is not {self.unit}.", advice=self.help) from None
        if self.minimum is not None and not value >= self.minimum:
            raise ConfigError(
                f"{where} is {text}, but the least is {self.minimum:g} {self.unit}.", advice=self.help
            )
        return value


def printable(text: str) -> str:
    """Read a text that may stand in a header (RFC 9110, 5.5). Raises ValueError."""
    if not (text.isascii() and text.isprintable()):
        raise ValueError
    return text


def endpoint(text: str) -> str:
    """Read the address of an endpoint; empty for none. Raises ValueError, also where it holds a password."""
    parts = urlsplit(printable(text))
    usable = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc
    if text and (not usable or set(text) & set(' <>"{}|^`\\') or parts.port == 0):
        raise ValueError
    return text


def endpoints(text: str) -> str:
    """Read addresses of endpoints with spaces between them. Raises ValueError."""
    return " ".join(map(endpoint, text.split()))


FOLDER = "The folder with `data/` (and `ontology/`, `shapes/`, `queries/`)."
PATIENCE = (
    "A query that takes longer may be stopped for those that wait: half of the processes are for quick ones."
)
URL = "an http or https URL"
ENGINE = "The SPARQL 1.1 endpoint that holds the graph and answers every query. No password in it."
AUTHORIZATION = (
    "The header `Authorization` that `--engine` wants. Never shown, and no option, which others could see."
)
SERVICES = "An endpoint that SERVICE may ask, exactly so written; repeatable."
PUBLIC = "The address, with its path, at which a proxy in front shows this server."
RELEASES = "Where releases stand, each under its version."
ANSWERS = "How much memory each web process may take to keep answers that it has given; 0 keeps none."
SENDING = (
    "How long a client may take to send the head of a request, or its body, or go without reading the answer."
)
RATE = "How many requests a second a client may send in the long run; more get 429. 0 sets no bound."
PROXIES = "Proxies, parted by spaces or commas, whose word is taken for who the client is."
ACCESS_LOG = "Where a line of JSON is written for each request; `-` stands for standard error."
GRACE = "How long running requests may take to finish once the server is told to stop."
RELOAD = "Whether the files of the graph are watched, and new data is served when they change."
SETTINGS = (
    Setting("graph", Path, shipped_graph, "a folder", FOLDER),
    Setting("cache", Path, cache_folder, "a folder", "Where built graphs are kept, each under its digest."),
    Setting("releases", str, str, "a folder", RELEASES),
    Setting("engine", endpoint, lambda: "", URL, ENGINE),
    Setting("engine_authorization", printable, lambda: "", "a header value", AUTHORIZATION, secret=True),
    Setting("allow_service", endpoints, lambda: "", URL, SERVICES, repeatable=True),
    Setting("host", str, lambda: "127.0.0.1", "an address", "The address to listen on."),
    Setting("port", int, lambda: 8000, "a port number", "The port to listen on.", 0),
    Setting("public_url", endpoint, lambda: "", URL, PUBLIC),
    Setting("processes", int, lambda: 2, "processes", "Web processes.", 1),
    Setting("workers", int, lambda: 4, "processes", "Query processes of each web process.", 1),
    Setting(
        "queue", int, lambda: 32, "queries", "Queries that may wait for a query process; more get 503.", 0
    ),
    Setting(
        "deadline", finite, lambda: 10.0, "seconds", "How long one query may take, waiting included.", 0.001
    ),
    Setting("patience", finite, lambda: 0.25, "seconds", PATIENCE, 0.001),
    Setting("memory", int, lambda: 512, "MiB", "How much memory one query may take beyond the dataset.", 16),
    Setting("result", int, lambda: 64, "MiB", "How large the answer of one query may be.", 1),
    Setting("query_length", int, lambda: 1024, "KiB", "How long a request body or query may be.", 1),
    Setting("sending", finite, lambda: 10.0, "seconds", SENDING, 0.001),
    Setting("answers", int, lambda: 8, "MiB", ANSWERS, 0),
    Setting("nesting", int, lambda: 200, "levels", "How deeply brackets may be nested in a query.", 1),
    Setting("rate", finite, lambda: 0.0, "requests a second", RATE, 0),
    Setting("burst", int, lambda: 50, "requests", "How many it may send at once where there is a rate.", 1),
    Setting("trusted_proxies", network_list, str, "addresses or networks", PROXIES),
    Setting(
        "proxy_header",
        proxy_header,
        lambda: X_FORWARDED_FOR,
        "the name of a header",
        f"The header in which they say it: `{X_FORWARDED_FOR}` or `{FORWARDED}`.",
    ),
    Setting("access_log", str, str, "a file", ACCESS_LOG),
    Setting("grace", finite, lambda: 10.0, "seconds", GRACE, 0.001),
    Setting("keep", int, lambda: 5, "graphs", "How many built graphs the cache keeps, the last used.", 1),
    Setting("reload", flag, bool, "yes or no", RELOAD),
)


@dataclass(frozen=True)
class Config:
    """Every setting, read and checked. Sizes are in the unit that the table names."""

    graph: Path
    cache: Path
    releases: str
    engine: str
    engine_authorization: str = field(repr=False)
    allow_service: str
    host: str
    port: int
    public_url: str
    processes: int
    workers: int
    queue: int
    deadline: float
    patience: float
    memory: int
    result: int
    query_length: int
    sending: float
    answers: int
    nesting: int
    rate: float
    burst: int
    trusted_proxies: str
    proxy_header: str
    access_log: str
    grace: float
    keep: int
    reload: bool

    @property
    def releases_folder(self) -> Path:
        """Where releases stand: with the graph that they are of, which moves and is backed up with them."""
        return Path(self.releases) if self.releases else self.graph / "releases"

    @classmethod
    def load(
        cls, options: Mapping[str, Any] | None = None, environ: Mapping[str, str] | None = None
    ) -> Config:
        """Make a Config: an option counts before the environment, the environment before the default.

        `options` maps setting names to values or texts; None counts as not given. Raises ConfigError.
        """
        given = {name: value for name, value in (options or {}).items() if value not in (None, ())}
        variables = os.environ if environ is None else environ
        return cls(**{setting.name: cls._choose(setting, given, variables) for setting in SETTINGS})

    @staticmethod
    def _choose(setting: Setting, options: Mapping[str, Any], environ: Mapping[str, str]) -> Any:
        if setting.name in options:
            given = options[setting.name]
            text = " ".join(given) if setting.repeatable and not isinstance(given, str) else str(given)
            return setting.value(text, setting.option)
        if setting.variable in environ:
            return setting.value(environ[setting.variable], setting.variable)
        return setting.default()


if tuple(field.name for field in fields(Config)) != tuple(setting.name for setting in SETTINGS):
    raise AssertionError("Config and SETTINGS must have the same names in the same order")
