"""What the processes of a server have in common, made before they are forked."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from horgos.config import Config
from horgos.engine.door import Door
from horgos.web.access_log import AccessLog
from horgos.web.board import Board
from horgos.web.client import Proxies
from horgos.web.metrics.families import WIDTH
from horgos.web.rate import Limiter

if TYPE_CHECKING:
    from horgos.site import Publication

_OTHERS = 2  # rows for the main process, and for one that is being replaced


@dataclass(frozen=True)
class Shared:
    """The board, and who is believed; the limiter and the access log where the settings want them.

    `main` is the id of the process that all the others are started by. Behind `door` is the one that holds
    the dataset, where a server has one for all. `publication` is the first that is served: what was read
    before the fork is in memory once.
    """

    board: Board
    proxies: Proxies
    limiter: Limiter | None
    log: AccessLog | None
    main: int
    door: Door | None = None
    publication: Publication | None = None

    @classmethod
    def of(cls, config: Config) -> Self:
        """What the settings ask for. Raises ConfigError where the access log cannot be written."""
        return cls(
            Board(config.processes + _OTHERS, WIDTH),
            Proxies(config.trusted_proxies, config.proxy_header),
            Limiter(config.rate, config.burst) if config.rate else None,
            AccessLog(config.access_log) if config.access_log else None,
            os.getpid(),
        )
