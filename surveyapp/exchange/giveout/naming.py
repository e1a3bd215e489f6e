"""Names of questions, rows, groups and repeats in a form, and where in it each question stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from surveyapp.questionnaire.index import Group, Index, Part
from surveyapp.questionnaire.model import Page, Row


@dataclass(frozen=True, slots=True)
class Scope:
    """Where in a form something stands."""

    #: Repeats around it, outermost first: list and name.
    repeats: tuple[tuple[str, str], ...] = ()
    #: Lists of rows or options that are written out, with the row spoken of.
    rows: Mapping[str, str] = field(default_factory=dict)

    @property
    def suffix(self) -> str:
        """Return what names get here, so that no two are the same."""
        return "".join(
            f"_{code}".replace("-", "_").replace("+", "_") for code in self.rows.values()
        )

    def inside(self, list_id: str, name: str) -> Scope:
        """Return the scope inside a repeat."""
        return replace(self, repeats=(*self.repeats, (list_id, name)))

    def at(self, list_id: str, row: str) -> Scope:
        """Return the scope of the pages written out for a row."""
        return replace(self, rows={**self.rows, list_id: row})


@dataclass(frozen=True, slots=True)
class Piece:
    """Something of the way through the form: a page, or the begin or end of a repeat."""

    scope: Scope
    page: Page | None = None
    #: The list whose repeat begins or ends, with the name of the repeat.
    opens: tuple[str, str] | None = None
    closes: tuple[str, str] | None = None


def is_written_out(index: Index, list_id: str) -> bool:
    """Say whether the items of a list are rows or options, whose pages are written one by one."""
    items = index.lists[list_id]
    return bool(items.rows_of or items.options_of)


def rows_of(index: Index, list_id: str) -> tuple[Row, ...]:
    """Return the rows that may become items of a list, in order."""
    return index.rows_of(list_id)


def way(index: Index) -> tuple[Piece, ...]:
    """Return everything in the order of the form."""
    seen: dict[str, int] = {}

    def work(parts: tuple[Part, ...], scope: Scope) -> Iterator[Piece]:
        for part in parts:
            if not isinstance(part, Group):
                yield Piece(scope, part)
            elif is_written_out(index, part.list):
                for row in rows_of(index, part.list):
                    yield from work(part.parts, scope.at(part.list, row.code))
            else:
                key = part.list + scope.suffix
                seen[key] = seen.get(key, 0) + 1
                name = key if seen[key] == 1 else f"{key}_part_{seen[key]}"
                inner = scope.inside(part.list, name)
                yield Piece(inner, opens=(part.list, name))
                yield from work(part.parts, inner)
                yield Piece(inner, closes=(part.list, name))

    return tuple(work(index.parts, Scope()))
