"""Tell maintainers what a change of the files does: what is wrong, and what becomes different for users."""

from horgos.checking.run import Checked, check
from horgos.checking.telling import as_json, as_text

__all__ = ["Checked", "as_json", "as_text", "check"]
