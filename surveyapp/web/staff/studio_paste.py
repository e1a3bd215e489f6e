"""Pasting from Word or Excel: what was understood is shown before it is taken."""

from __future__ import annotations

from dataclasses import dataclass

from flask import request

from surveyapp.questionnaire.editing.pasting import Pasted, understand
from surveyapp.web.staff.questionnaire_words import kind_in_words
from surveyapp.web.staff.studio_desk import Seat

FIELD = "eingefuegt"


@dataclass(frozen=True, slots=True)
class PastedLine:
    """One question that was understood."""

    text: str
    kind: str
    options: tuple[str, ...]
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PasteRoom:
    """The field to paste into, and what was understood of it."""

    path: str
    text: str
    #: Title of a page (empty: the one that is there) and its questions.
    pages: tuple[tuple[str, tuple[PastedLine, ...]], ...]
    left_over: tuple[str, ...]
    number: int

    @property
    def is_understood(self) -> bool:
        """Say whether there is anything to take."""
        return self.number > 0


def paste_room(seat: Seat) -> PasteRoom:
    """Return the field with what it holds."""
    text = request.form.get(FIELD, "") if request.method == "POST" else ""
    found = understand(text) if text.strip() else Pasted()
    pages = tuple(
        (
            page.title,
            tuple(
                PastedLine(each.text, kind_in_words(each.type), each.options, each.rows)
                for each in page.questions
            ),
        )
        for page in found.pages
    )
    return PasteRoom(
        seat.path, text, pages, found.left_over, sum(len(lines) for _title, lines in pages)
    )
