"""Questions of several fields: texts or numbers side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from surveyapp.exchange.limesurvey import words
from surveyapp.exchange.limesurvey.drafting import (
    Desk,
    Drafted,
    draft,
    joined,
    note_change,
    note_drop,
    part_condition,
    row_codes_of,
    rows_of,
    text_draft,
)
from surveyapp.exchange.limesurvey.names import Holds, Named, Ref
from surveyapp.exchange.limesurvey.sayings import as_number
from surveyapp.exchange.limesurvey.source import Asked, Part
from surveyapp.exchange.limesurvey.tabular import MOST_CELLS
from surveyapp.questionnaire.model import Text


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
