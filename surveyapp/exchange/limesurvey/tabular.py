"""Questions that are tables: rows with answers, numbers or texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    note_drop,
    options_of,
    part_condition,
    row_codes_of,
    rows_of,
    text_draft,
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


def cells_of_texts(asked: Asked, desk: Desk) -> Drafted:
    """Draft a table of texts (;): a text question for each cell."""
    cells = [(row, column) for row in asked.rows() for column in asked.columns()]
    if len(cells) > MOST_CELLS:
        return note_drop(
            desk,
            asked,
            f"Eine Tabelle aus {len(cells)} Textfeldern füllt niemand auf dem Telefon aus; fragen "
            "Sie anders",
            f"nobody fills in a table of {len(cells)} text fields on a phone; ask in another way",
        )
    found = _texts(
        asked,
        desk,
        [
            (f"{row.code}_{column.code}", joined(row.texts, column.texts, ", "), row)
            for row, column in cells
        ],
    )
    note_change(
        desk,
        asked,
        f"Die Tabelle aus Textfeldern wird zu {len(cells)} Textfragen",
        f"the table of text fields becomes {len(cells)} text questions",
    )
    return found


def several_texts(asked: Asked, desk: Desk) -> Drafted:
    """Draft several short texts (Q): a text question for each."""
    found = _texts(asked, desk, [(part.code, part.texts, part) for part in asked.rows()])
    note_change(
        desk,
        asked,
        f"Die Frage mit {len(asked.rows())} Textfeldern wird zu einzelnen Fragen",
        f"the question with {len(asked.rows())} text fields becomes single questions",
    )
    return found


def _texts(asked: Asked, desk: Desk, fields: Sequence[tuple[str, Text, Part]]) -> Drafted:
    """Return a note with the question, and one text or number for each field."""
    heading = draft(asked, desk, "note")
    heading.question = replace(heading.question, required=False, rotate=False)
    found = Drafted([heading] if any(asked.texts.values()) else [])
    is_number = asked.attributes.is_on("numbers_only")
    lines = 1 if asked.attributes.get("display_rows", "1") in {"", "1"} else 4
    most = as_number(asked.attributes.get("maximum_chars"))
    for code, text, part in fields:
        field = text_draft(desk, f"{asked.code} {code}", text, lines)
        field.question = replace(
            field.question,
            type="number" if is_number else "text",
            decimals=2 if is_number else 0,
            maximum=None if is_number else most,
            required=asked.mandatory == "Y",
            unit_text=asked.attributes.texts("suffix") or None,
        )
        condition = part_condition(asked, part)
        field.shows = (condition,) if condition else ()
        found.drafts.append(field)
        holds = Holds.NUMBER if is_number else Holds.TEXT
        ref = Ref(holds, field.question.id, question=asked.code)
        found.variables.append(Named(f"_{code}", code, ref))
    return found


def several_numbers(asked: Asked, desk: Desk) -> Drafted:
    """Draft several numbers (K), with what their sum must be."""
    low, high, step = _slider(asked)
    parts = asked.rows()
    rows = row_codes_of(parts)
    main = draft(asked, desk, "matrix_number", rows=rows_of(asked, parts, rows))
    main.question = replace(
        main.question,
        unit_text=asked.attributes.texts("suffix") or None,
        minimum=low,
        maximum=high,
        decimals=0 if asked.attributes.is_on("num_value_int_only") or step >= 1 else 2,
    )
    refs = {
        code: Ref(Holds.NUMBER, f"{main.question.id}.{ours}", question=asked.code)
        for code, ours in rows.items()
    }
    main.checks = tuple(_sums(asked, tuple(refs.values())))
    main.minimum, main.maximum = _limits_as_script(asked)
    return Drafted([main], [Named(f"_{code}", code, ref) for code, ref in refs.items()])


def _slider(asked: Asked) -> tuple[float | None, float | None, float]:
    """Return the limits and the step of the numbers; sliders have their own."""
    get = asked.attributes.get
    if not asked.attributes.is_on("slider_layout"):
        low, high = as_number(get("min_num_value_n")), as_number(get("max_num_value_n"))
        return low, high, 1.0 if asked.attributes.is_on("num_value_int_only") else 0.01
    low, high = as_number(get("slider_min")), as_number(get("slider_max"))
    step = as_number(get("slider_accuracy")) or 1.0
    return (0.0 if low is None else low), (100.0 if high is None else high), step


def _limits_as_script(asked: Asked) -> tuple[str, str]:
    """Return limits that are expressions."""
    found = [asked.attributes.get(f"{end}_num_value_n") for end in ("min", "max")]
    low, high = (each if each and as_number(each) is None else "" for each in found)
    return low, high


def _sums(asked: Asked, refs: tuple[Ref, ...]) -> list[tuple[str, Text, tuple[Ref, ...]]]:
    signs = (("equals_num_value", "=="), ("min_num_value", ">="), ("max_num_value", "<="))
    found = []
    for attribute, sign in signs:
        wanted = asked.attributes.get(attribute)
        if wanted:
            said = f"sum(self.NAOK) {sign} ({wanted})"
            if asked.mandatory != "Y":
                said = f"count(self.NAOK) == 0 or {said}"
            found.append((said, words.TOTAL, refs))
    for attribute, sign in (("min_answers", ">="), ("max_answers", "<=")):
        wanted = asked.attributes.get(attribute)
        if wanted:
            found.append((f"count(self.NAOK) {sign} ({wanted})", words.HOW_MANY, refs))
    return found
