"""Questions that are tables: rows with answers, numbers or texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from surveyapp.exchange.limesurvey import words
from surveyapp.exchange.limesurvey.drafting import (
    Desk,
    Drafted,
    choice_limits,
    code_ref,
    codes_of,
    draft,
    joined,
    note_change,
    options_of,
    part_condition,
    row_codes_of,
    rows_of,
)
from surveyapp.exchange.limesurvey.names import Holds, Named, Ref
from surveyapp.exchange.limesurvey.sayings import as_number
from surveyapp.exchange.limesurvey.source import Asked, Part
from surveyapp.questionnaire.model import Option, Text

MOST_CELLS = 60
"""More text fields than this nobody fills in on a phone."""


def five_points(asked: Asked, desk: Desk) -> Drafted:
    """Draft rows rated from 1 to 5 (A)."""
    return _points(asked, desk, 5)


def ten_points(asked: Asked, desk: Desk) -> Drafted:
    """Draft rows rated from 1 to 10 (B)."""
    return _points(asked, desk, 10)


def _points(asked: Asked, desk: Desk, most: int) -> Drafted:
    options = tuple(
        Option(str(point), {"de": str(point), "en": str(point)}, float(point))
        for point in range(1, most + 1)
    )
    return _matrix(asked, desk, options, {str(point): str(point) for point in range(1, most + 1)})


def yes_uncertain_no(asked: Asked, desk: Desk) -> Drafted:
    """Draft rows answered yes, uncertain or no (C)."""
    return _fixed(asked, desk, words.YES_UNCERTAIN_NO)


def more_same_less(asked: Asked, desk: Desk) -> Drafted:
    """Draft rows answered increase, same or decrease (E)."""
    return _fixed(asked, desk, words.MORE_SAME_LESS)


def _fixed(asked: Asked, desk: Desk, said: Mapping[str, Text]) -> Drafted:
    options = tuple(Option(code.lower(), text) for code, text in said.items())
    return _matrix(asked, desk, options, {code: code.lower() for code in said})


def flexible(asked: Asked, desk: Desk) -> Drafted:
    """Draft rows with the author's own answers (F), or columns with them (H)."""
    if asked.type == "H":
        note_change(
            desk,
            asked,
            "Die Tabelle nach Spalten wird Zeile für Zeile gefragt",
            "the table by columns is asked row by row",
        )
    codes = codes_of(asked.scale(0))
    return _matrix(asked, desk, options_of(asked, asked.scale(0), codes), codes)


def _matrix(
    asked: Asked, desk: Desk, options: tuple[Option, ...], codes: Mapping[str, str]
) -> Drafted:
    rows = row_codes_of(asked.rows())
    main = draft(asked, desk, "matrix", options=options, rows=rows_of(asked, asked.rows(), rows))
    variables = [
        Named(
            f"_{theirs}",
            theirs,
            code_ref(asked, f"{main.question.id}.{ours}", asked.scale(0), codes),
        )
        for theirs, ours in rows.items()
    ]
    return Drafted([main], variables)


def two_scales(asked: Asked, desk: Desk) -> Drafted:
    """Draft rows with two lists of answers (1): a table for each."""
    found = Drafted()
    rows = row_codes_of(asked.rows())
    for number, header in ((0, "dualscale_headerA"), (1, "dualscale_headerB")):
        parts = asked.scale(number)
        codes = codes_of(parts)
        main = draft(asked, desk, "matrix", options=options_of(asked, parts, codes))
        id_ = desk.names.id_of(asked.code if number == 0 else f"{asked.code} {number + 1}")
        heading = asked.attributes.texts(header)
        text = joined(asked.texts, heading) if heading else asked.texts
        main.question = replace(
            main.question, id=id_, text=text, rows=rows_of(asked, asked.rows(), rows)
        )
        found.drafts.append(main)
        found.variables += [
            Named(
                f"_{theirs}_{number}",
                f"{theirs}#{number}",
                code_ref(asked, f"{id_}.{ours}", parts, codes),
            )
            for theirs, ours in rows.items()
        ]
    note_change(
        desk,
        asked,
        "Die Tabelle mit zwei Skalen wird zu zwei Tabellen hintereinander",
        "the table with two scales becomes two tables, one after the other",
    )
    return found


def cells_of_numbers(asked: Asked, desk: Desk) -> Drafted:
    """Draft a table of numbers (:): boxes to tick, or one table of numbers for each column."""
    if asked.attributes.is_on("multiflexible_checkbox"):
        return _ticked_cells(asked, desk)
    low, high, step = _cell_limits(asked)
    rows = row_codes_of(asked.rows())
    found = Drafted()
    for place, column in enumerate(asked.columns(), start=1):
        main = draft(asked, desk, "matrix_number", minimum=low, maximum=high)
        id_ = desk.names.id_of(asked.code if place == 1 else f"{asked.code} {column.code}")
        main.question = replace(
            main.question,
            id=id_,
            text=joined(asked.texts, column.texts),
            rows=rows_of(asked, asked.rows(), rows),
            decimals=0 if float(step).is_integer() else 2,
        )
        condition = part_condition(asked, column)
        main.shows = (condition,) if condition else ()
        found.drafts.append(main)
        found.variables += [
            _cell(asked, theirs, column, Ref(Holds.NUMBER, f"{id_}.{ours}", question=asked.code))
            for theirs, ours in rows.items()
        ]
    if len(asked.columns()) > 1:
        _note_columns(asked, desk)
    return found


def _cell(asked: Asked, row: str, column: Part, ref: Ref) -> Named:  # noqa: ARG001
    name = f"{row}_{column.code}"
    return Named(f"_{name}", name, ref)


def _cell_limits(asked: Asked) -> tuple[float, float, float]:
    """Return the smallest and largest number of a cell and their distance; 1 to 10 as LimeSurvey has it."""
    found = [
        as_number(asked.attributes.get(f"multiflexible_{name}")) for name in ("min", "max", "step")
    ]
    low, high, step = found
    least = (0.0 if high is not None and high < 1 else 1.0) if low is None else low
    return least, max(10.0, least) if high is None else high, step or 1.0


def _ticked_cells(asked: Asked, desk: Desk) -> Drafted:
    rows, columns = row_codes_of(asked.rows()), codes_of(asked.columns())
    options = options_of(asked, asked.columns(), columns)
    main = draft(
        asked,
        desk,
        "matrix_multiple",
        options=options,
        rows=rows_of(asked, asked.rows(), rows),
        **choice_limits(asked),
    )
    variables = [
        _cell(
            asked,
            row,
            column,
            Ref(
                Holds.FLAG,
                f"{main.question.id}.{rows[row]}",
                option=columns[column.code],
                of=len(columns),
                question=asked.code,
            ),
        )
        for row in rows
        for column in asked.columns()
    ]
    return Drafted([main], variables)


def _note_columns(asked: Asked, desk: Desk) -> None:
    note_change(
        desk,
        asked,
        "Jede Spalte der Tabelle wird zu einer eigenen Frage",
        "each column of the table becomes a question of its own",
    )
