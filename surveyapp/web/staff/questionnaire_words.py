"""A questionnaire told in German: its parts in order, its conditions, and places in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from surveyapp.questionnaire.explain import in_words, names_of_items
from surveyapp.questionnaire.index import Index, index_of
from surveyapp.questionnaire.model import Option, Page, Question, Questionnaire, Row, Text
from surveyapp.questionnaire.texts import neutral, wording

LANGUAGE = "de"
MOST_OPTIONS = 40
"""Options shown of one question; a list of all municipalities is not read here."""


@dataclass(frozen=True, slots=True)
class PartView:
    """An option or a row, with the condition under which it is seen."""

    text: str
    condition: str = ""


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question in words."""

    id: str
    text: str
    kind: str
    condition: str
    #: "Pflicht", or when an answer is needed; empty where none is.
    required: str
    rows: tuple[PartView, ...]
    options: tuple[PartView, ...]
    more_options: int = 0


@dataclass(frozen=True, slots=True)
class PageView:
    """One page in words."""

    title: str
    #: When it is shown, and for whom it repeats.
    conditions: tuple[str, ...]
    questions: tuple[QuestionView, ...]


@dataclass(frozen=True, slots=True)
class SectionView:
    """One section in words."""

    title: str
    condition: str
    pages: tuple[PageView, ...]
    count: str


def sections_in_words(questionnaire: Questionnaire) -> tuple[SectionView, ...]:
    """Return a questionnaire section by section."""
    return tuple(_sections(questionnaire))


def _sections(questionnaire: Questionnaire) -> Iterator[SectionView]:
    known = {section.id for section in questionnaire.sections}
    for section in questionnaire.sections:
        pages = [page for page in questionnaire.pages if page.section == section.id]
        yield SectionView(
            said(section.title) or section.id,
            condition_in_words(section.show, questionnaire),
            tuple(_page(each, questionnaire) for each in pages),
            _count(pages),
        )
    homeless = [page for page in questionnaire.pages if page.section not in known]
    if homeless:
        pages_in_words = tuple(_page(each, questionnaire) for each in homeless)
        yield SectionView(_("Ohne Abschnitt"), "", pages_in_words, _count(homeless))


def _count(pages: Sequence[Page]) -> str:
    questions = sum(len(page.questions) for page in pages)
    return _(
        "%(pages)s, %(questions)s",
        pages=ngettext("%(num)s Seite", "%(num)s Seiten", len(pages)),
        questions=ngettext("%(num)s Frage", "%(num)s Fragen", questions),
    )


def _page(page: Page, questionnaire: Questionnaire) -> PageView:
    index = index_of(questionnaire)
    conditions = []
    if page.repeat is not None:
        many = names_of_items(page.repeat, questionnaire, LANGUAGE)["many"]
        conditions.append(_("Nacheinander für alle %(many)s", many=many))
    if page.show is not None:
        conditions.append(condition_in_words(page.show, questionnaire))
    questions = tuple(_question(each, index) for each in page.questions)
    return PageView(without_gap(said(page.title)) or page.id, tuple(conditions), questions)


def _question(question: Question, index: Index) -> QuestionView:
    questionnaire = index.questionnaire
    options = index.options[question.id]
    return QuestionView(
        id=question.id,
        text=said(question.text) or said(question.label or {}) or question.id,
        kind=kind_in_words(question.type),
        condition=condition_in_words(question.show, questionnaire),
        required=_required(question, questionnaire),
        rows=_parts(question.rows, questionnaire),
        options=_parts(options[:MOST_OPTIONS], questionnaire),
        more_options=max(0, len(options) - MOST_OPTIONS),
    )


def _required(question: Question, questionnaire: Questionnaire) -> str:
    if isinstance(question.required, str):
        words = in_words(question.required, questionnaire, LANGUAGE)
        return _("Pflicht, %(when)s", when=words)
    return _("Pflicht") if question.required else ""


def _parts(parts: Sequence[Option | Row], questionnaire: Questionnaire) -> tuple[PartView, ...]:
    return tuple(
        PartView(said(each.text) or each.code, condition_in_words(each.show, questionnaire))
        for each in parts
    )


def condition_in_words(show: str | None, questionnaire: Questionnaire) -> str:
    """Return a condition as a sentence without its full stop; empty where there is none."""
    if show is None:
        return ""
    return _("Nur %(when)s", when=in_words(show, questionnaire, LANGUAGE))


def said(text: Text) -> str:
    """Return a wording on one line, an ellipsis for what is filled in."""
    return " ".join(wording(neutral(text), LANGUAGE).split())


def without_gap(title: str) -> str:
    """Return a title without what is filled in at its beginning: "…: Betreuung" is "Betreuung"."""
    return _GAP.sub("", title)


def page_name(page: Page) -> str:
    """Return what a page is called: its title, else its first question."""
    texts = (page.title, *(each.text for each in page.questions))
    return next(filter(None, (without_gap(said(each)) for each in texts)), page.id)


_GAP = re.compile(r"^…[\s:–-]*")


def kind_in_words(kind: str) -> str:
    """Return what a type of question is called."""
    return _kinds().get(kind, kind)


def _kinds() -> Mapping[str, str]:
    return {
        "single": _("eine Antwort"),
        "dropdown": _("eine Antwort aus einer Liste"),
        "yesno": _("ja oder nein"),
        "image": _("ein Bild"),
        "scale": _("Skala"),
        "consent": _("Zustimmung"),
        "multiple": _("mehrere Antworten"),
        "ranking": _("Rangfolge"),
        "matrix": _("eine Antwort je Zeile"),
        "matrix_multiple": _("mehrere Antworten je Zeile"),
        "matrix_number": _("eine Zahl je Zeile"),
        "municipality": _("Gemeinde"),
        "postcode": _("Postleitzahl und Gemeinde"),
        "point": _("Punkt auf der Karte"),
        "number": _("Zahl"),
        "year": _("Jahr"),
        "month": _("Monat"),
        "date": _("Datum"),
        "time": _("Uhrzeit"),
        "duration": _("Dauer"),
        "text": _("freier Text"),
        "note": _("Hinweis ohne Antwort"),
        "computed": _("wird berechnet"),
        "email": _("E-Mail-Adresse"),
        "phone": _("Telefonnummer"),
    }


# Places

_STEP = re.compile(r"(\w+)(?:\[(\d+)\])?")


def place_in_words(path: str, questionnaire: Questionnaire) -> str:
    """Return a place such as ``pages[2].questions[0].show`` as people find it."""
    steps = [(name, int(place or 0)) for name, place in _STEP.findall(path)]
    first, *rest = steps or [("", 0)]
    parts = {
        "pages": questionnaire.pages,
        "sections": questionnaire.sections,
        "lists": questionnaire.lists,
        "indicators": questionnaire.indicators,
        "axes": questionnaire.axes,
        "pairs": questionnaire.pairs,
    }.get(first[0], ())
    if first[1] >= len(parts):
        return _fields().get(first[0], _("Fragebogen"))
    part = parts[first[1]]
    question = _question_at(part, rest) if isinstance(part, Page) else None
    if question is not None:
        return _("Frage %(name)s", name=_quoted(question.text, question.id))
    text: Text = getattr(part, "title", None) or getattr(part, "label", None) or {}
    return f"{_names()[first[0]]} {_quoted(text, getattr(part, 'id', ''))}"


def _question_at(page: Page, rest: Sequence[tuple[str, int]]) -> Question | None:
    name, place = rest[0] if rest else ("", 0)
    is_there = name == "questions" and place < len(page.questions)
    return page.questions[place] if is_there else None


def _quoted(text: Text, instead: str) -> str:
    return f"„{said(text) or instead}“"


def _names() -> Mapping[str, str]:
    return {
        "pages": _("Seite"),
        "sections": _("Abschnitt"),
        "lists": _("Liste"),
        "indicators": _("Bedarf"),
        "axes": _("Merkmal"),
        "pairs": _("Paar"),
    }


def _fields() -> Mapping[str, str]:
    return {
        "title": _("Titel"),
        "intro": _("Begrüßung"),
        "thanks": _("Dank"),
        "languages": _("Sprachen"),
        "minutes": _("Dauer"),
        "scales": _("Skalen"),
        "contact": _("Rückrufformular"),
        "area_question": _("Frage nach dem Wohnort"),
        "child_age_question": _("Frage nach dem Alter der Kinder"),
        "child_ages": _("Alter der Kinder"),
    }
