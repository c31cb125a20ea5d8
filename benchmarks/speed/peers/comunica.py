"""Comunica (npm package `@comunica/query-sparql-file`): a query engine in JavaScript, over a file."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from speed.data import Data
from speed.servers import DEADLINE, Launch, Unavailable

PACKAGE = "@comunica/query-sparql-file"
CURRENT, NEEDS, OLDER = 5, 22, 4  # its current version, the version of Node that this needs, the one before
INSTALLING = 600.0  # seconds
# It has no option for the address to listen on, and would listen on all.
LOOPBACK = """\
const { Server } = require('node:net');
const listen = Server.prototype.listen;
Server.prototype.listen = function (port, ...rest) {
  return typeof port === 'number' ? listen.call(this, port, '127.0.0.1', ...rest)
    : listen.call(this, port, ...rest);
};
"""


class Comunica:
    """`comunica-sparql-file-http FILE`, with the one worker that it takes by default."""

    name = "comunica"

    def prepare(self, data: Data, folder: Path) -> None:
        """Install it with npm, without running what packages bring along."""
        missing = [name for name in ("node", "npm") if not shutil.which(name)]
        if missing:
            raise Unavailable(f"there is no {' and no '.join(missing)} on this machine")
        self.folder, self.quads = folder / self.name, data.quads
        self.program = self.folder / "node_modules" / ".bin" / "comunica-sparql-file-http"
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "loopback.cjs").write_text(LOOPBACK, "utf-8")
        if not self.program.exists():
            package = f"{PACKAGE}@{CURRENT if _node() >= NEEDS else OLDER}"
            command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", package]
            done = subprocess.run(
                command, cwd=self.folder, capture_output=True, text=True, check=False, timeout=INSTALLING
            )
            if done.returncode:
                raise Unavailable(f"{package} cannot be installed: {done.stderr.strip()[-300:]}")

    def launch(self, port: int) -> Launch:
        """With the deadline that ours has."""
        options = ("--port", str(port), "--timeout", str(DEADLINE))
        environment = {"NODE_OPTIONS": f"--require={self.folder / 'loopback.cjs'}"}
        return Launch(("node", str(self.program), str(self.quads), *options), "/sparql", environment)


def _node() -> int:
    """The major version of the machine's Node."""
    done = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True)
    return int(done.stdout.lstrip("v").partition(".")[0])
