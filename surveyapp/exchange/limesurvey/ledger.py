"""The list of everything that changed, was left out, or refuses the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from surveyapp.exchange.report import Remark

_Key: TypeAlias = tuple[str, str]
"""Place and German sentence."""

MAX_REMARKS = 3000
"""More nobody reads; a file that says more is hostile."""


@dataclass
class Ledger:
    """Collects remarks, each of them once."""

    changed: dict[_Key, Remark] = field(default_factory=dict)
    dropped: dict[_Key, Remark] = field(default_factory=dict)
    errors: dict[_Key, Remark] = field(default_factory=dict)

    def change(self, where: str, german: str, english: str) -> None:
        """Note what came over with a change."""
        _note(self.changed, where, german, english)

    def drop(self, where: str, german: str, english: str) -> None:
        """Note what did not come over."""
        _note(self.dropped, where, german, english)

    def refuse(self, where: str, german: str, english: str) -> None:
        """Note why the file is refused."""
        _note(self.errors, where, german, english)


def _note(remarks: dict[_Key, Remark], where: str, german: str, english: str) -> None:
    if len(remarks) < MAX_REMARKS:
        remarks.setdefault((where, german), Remark(where, {"de": german, "en": english}))
