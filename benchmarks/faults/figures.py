"""What came of a fault: one row of figures, as a table for people or JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Figures:
    """What was confirmed before a fault, and what of it was found afterwards."""

    fault: str
    database: str
    #: How often the fault was brought about.
    runs: int
    #: Answers that families were told to be kept, and withdrawals told to be done.
    acknowledged: int = 0
    #: Of these: not found afterwards.
    lost: int = 0
    #: Answers found more than once.
    doubled: int = 0
    #: Answers sent again with the same ticket, because nobody had confirmed them.
    retried: int = 0
    #: Key files, whole or begun, whose batch is gone.
    orphan_keys: int = 0
    #: What the database says of its own files; ``ok`` or the first fault.
    integrity: str = "ok"
    #: What else was seen, or why nothing was tried.
    remark: str = ""
    #: True for a setting that is not the product's, tried to see that a loss would show.
    is_counter_check: bool = False

    @property
    def is_clean(self) -> bool:
        """Say whether nothing was lost, doubled, left over or damaged."""
        found = (self.lost, self.doubled, self.orphan_keys)
        return found == (0, 0, 0) and self.integrity == "ok"


_COLUMNS = (
    "fault",
    "database",
    "runs",
    "acknowledged",
    "lost",
    "doubled",
    "retried",
    "orphan_keys",
    "integrity",
)


def as_json(rows: Sequence[Figures]) -> str:
    """Return all rows as one JSON document; what is not the product's setting stands apart."""
    found: dict[str, list[dict[str, object]]] = {"faults": [], "counter_checks": []}
    for row in rows:
        cells = asdict(row)
        found["counter_checks" if cells.pop("is_counter_check") else "faults"].append(cells)
    return json.dumps(found, indent=2, ensure_ascii=False)


def as_text(rows: Sequence[Figures]) -> str:
    """Return all rows as a table, each remark in a line of its own below its row."""
    cells = [[str(getattr(row, name)) for name in _COLUMNS] for row in rows]
    titles = [name.replace("_", " ") for name in _COLUMNS]
    widths = [max(map(len, column)) for column in zip(titles, *cells, strict=True)]
    lines = [_line(titles, widths)]
    for row, found in zip(rows, cells, strict=True):
        lines.append(_line(found, widths))
        if row.is_counter_check:
            lines.append("    counter-check: not the product's setting, so that a loss is seen")
        if row.remark:
            lines.append(f"    {row.remark}")
    return "\n".join(lines) + "\n"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    return "  ".join(padded).rstrip()
