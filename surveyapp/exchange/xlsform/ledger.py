"""What is said to the author of a form: each thing once, with the rows it is about."""

from __future__ import annotations

from surveyapp.exchange.report import Remark
from surveyapp.exchange.xlsform.faults import cell

_SHOWN = 12
"""Most rows that one remark names."""


class Ledger:
    """Collects remarks in the order in which they come up."""

    def __init__(self) -> None:
        """Begin without remarks."""
        self._changed: dict[tuple[str, str, str], list[int]] = {}
        self._dropped: dict[tuple[str, str, str], list[int]] = {}

    def change(self, row: int, german: str, english: str, sheet: str = "survey") -> None:
        """Note what came over with a change; the same sentence gathers its rows."""
        self._changed.setdefault((sheet, german, english), []).append(row)

    def drop(self, row: int, german: str, english: str, sheet: str = "survey") -> None:
        """Note what did not come over."""
        self._dropped.setdefault((sheet, german, english), []).append(row)

    @property
    def changed(self) -> tuple[Remark, ...]:
        """Return what came over with a change."""
        return _remarks(self._changed)

    @property
    def dropped(self) -> tuple[Remark, ...]:
        """Return what did not come over."""
        return _remarks(self._dropped)


def _remarks(found: dict[tuple[str, str, str], list[int]]) -> tuple[Remark, ...]:
    return tuple(
        Remark(_where(sheet, rows), {"de": german, "en": english})
        for (sheet, german, english), rows in found.items()
    )


def _where(sheet: str, rows: list[int]) -> str:
    distinct = list(dict.fromkeys(row for row in rows if row))
    if len(distinct) < 2:
        return cell(sheet, distinct[0]) if distinct else sheet
    shown = ", ".join(str(row) for row in distinct[:_SHOWN])
    return f"{sheet}, rows {shown}{' …' if len(distinct) > _SHOWN else ''}"
