"""What a release is asked to leave out, and who decided it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Pair = tuple[str, str]
"""Names of a variable and of a view."""


MOST_DRAWS = 3
"""Different sets of figures a wave, or the texts of a question, may be released with: each has noise of
its own, and the mean of many would have little."""


@dataclass(frozen=True, slots=True)
class Order:
    """How a release was asked for."""

    #: Who asked, as the protocol names them; empty on the command line.
    asked_by: str = ""
    #: Pairs somebody decided to leave out after a release was held for them.
    decided: frozenset[Pair] = frozenset()
    #: Leave out whatever the audit finds, and do not hold the release.
    leaves_out_what_leaks: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the order as a running release keeps it."""
        return {"asked_by": self.asked_by, "decided": pairs_to_json(self.decided)}

    @classmethod
    def from_json(cls, document: Mapping[str, Any], *, leaves_out_what_leaks: bool) -> Order:
        """Read the order a running release keeps."""
        return cls(
            str(document.get("asked_by", "")),
            pairs_from_json(document.get("decided", ())),
            leaves_out_what_leaks,
        )


def pairs_to_json(pairs: frozenset[Pair]) -> list[list[str]]:
    """Return pairs as JSON holds them, in one order."""
    return [list(pair) for pair in sorted(pairs)]


def pairs_from_json(document: Any) -> frozenset[Pair]:  # noqa: ANN401 - any JSON
    """Read pairs."""
    return frozenset((str(variable), str(view)) for variable, view in document)
