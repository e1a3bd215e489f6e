"""The outline of a questionnaire: sections, pages and questions, each with what to look after."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from surveyapp.questionnaire.bank.core import CORE
from surveyapp.questionnaire.editing.spots import escaped
from surveyapp.questionnaire.model import Page, Question, Questionnaire, Section
from surveyapp.web.staff.questionnaire_words import kind_in_words, said, without_gap
from surveyapp.web.staff.studio_desk import Seat
from surveyapp.web.staff.studio_types import sign


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the outline."""

    path: str
    url: str
    text: str
    #: "3" for the third question; empty for what is not counted.
    number: str = ""
    sign: str = ""
    #: What the sign means.
    kind: str = ""
    has_condition: bool = False
    #: Whether it is asked for each item of a list.
    repeats: bool = False
    #: Whether all counties ask it alike.
    is_core: bool = False
    findings: int = 0
    remarks: int = 0
    is_current: bool = False
    inside: tuple[Line, ...] = ()
    #: Where a new question or page below it is added.
    add_url: str = ""


@dataclass(frozen=True, slots=True)
class Outline:
    """All lines, and the ones beside the pages."""

    top: Line
    sections: tuple[Line, ...]
    #: Lists, scales and the contact form.
    others: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class _Drawing:
    seat: Seat
    findings: Mapping[str, int]
    remarks: Mapping[str, int]

    def line(self, path: str, text: str, **more: object) -> Line:
        """Return a line with its marks."""
        return Line(
            path,
            self.seat.url(path),
            text,
            findings=self.findings.get(path, 0),
            remarks=self.remarks.get(path, 0),
            is_current=_is_at(self.seat.path, path),
            **more,  # type: ignore[arg-type]
        )


def _is_at(current: str, path: str) -> bool:
    """Say whether the element in the middle is this one or a part of it."""
    return current == path or (bool(path) and current.startswith(f"{path}/"))


def outline(seat: Seat, found: Iterable[str], remarks: Iterable[str]) -> Outline:
    """Return the outline; ``found`` and ``remarks`` are the addresses of what is marked."""
    drawing = _Drawing(seat, Counter(map(_head, found)), Counter(map(_head, remarks)))
    asked = seat.desk.questionnaire
    numbers = _numbers(asked)
    sections = tuple(_section(drawing, each, asked, numbers) for each in asked.sections)
    top = drawing.line("", _("Titel, Begrüßung und Dank"))
    return Outline(top, sections, tuple(_others(drawing, asked)))


def _head(path: str) -> str:
    """Return the element of the outline that an address belongs to: its first two parts."""
    return "/".join(path.split("/")[:2])


def _numbers(asked: Questionnaire) -> Mapping[str, str]:
    """Return each question's number as people count them: notes have none."""
    every = (each for page in asked.pages for each in page.questions if each.type not in _UNCOUNTED)
    return {question.id: str(number) for number, question in enumerate(every, start=1)}


_UNCOUNTED = {"note", "computed"}


def _section(
    drawing: _Drawing, section: Section, asked: Questionnaire, numbers: Mapping[str, str]
) -> Line:
    pages = (page for page in asked.pages if page.section == section.id)
    path = f"section/{escaped(section.id)}"
    return drawing.line(
        path,
        said(section.title) or _("Abschnitt ohne Titel"),
        has_condition=section.show is not None,
        inside=tuple(_page(drawing, page, numbers) for page in pages),
        add_url=drawing.seat.url(path, "seite"),
    )


def _page(drawing: _Drawing, page: Page, numbers: Mapping[str, str]) -> Line:
    path = f"page/{escaped(page.id)}"
    return drawing.line(
        path,
        without_gap(said(page.title)) or _("Seite ohne Titel"),
        has_condition=page.show is not None,
        repeats=page.repeat is not None,
        inside=tuple(_question(drawing, each, numbers) for each in page.questions),
        add_url=drawing.seat.url(path, "frage"),
    )


def _question(drawing: _Drawing, question: Question, numbers: Mapping[str, str]) -> Line:
    return drawing.line(
        f"question/{escaped(question.id)}",
        said(question.label or question.text) or _("Frage ohne Text"),
        number=numbers.get(question.id, ""),
        sign=sign(question.type),
        kind=kind_in_words(question.type),
        has_condition=question.show is not None,
        is_core=question.tie is not None and question.tie.item.startswith(CORE),
    )


def _others(drawing: _Drawing, asked: Questionnaire) -> Iterable[Line]:
    for each in asked.lists:
        name = said(each.label) or each.id
        yield drawing.line(
            f"list/{escaped(each.id)}", _("Wiederholung „%(name)s“", name=name), sign="↻"
        )
    for name in asked.scales:
        yield drawing.line(
            f"scale/{escaped(name)}", _("Antworten „%(name)s“", name=name), sign="☰"
        )
