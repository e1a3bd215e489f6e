"""The middle of the studio where a question stands: all that can be said of it, the usual things first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from surveyapp.questionnaire.editing.choosing import choices as choices_before
from surveyapp.questionnaire.editing.spots import escaped
from surveyapp.questionnaire.index import index_of
from surveyapp.questionnaire.model import Option, Question, Questionnaire, Row
from surveyapp.questionnaire.types import KINDS, kind_of
from surveyapp.questionnaire.types.kind import POINTS
from surveyapp.web.staff.questionnaire_words import condition_in_words, kind_in_words, said
from surveyapp.web.staff.studio_desk import Seat
from surveyapp.web.staff.studio_fields import Setting, TextField, text_field, written
from surveyapp.web.staff.studio_planning import PlanningView, planning_view
from surveyapp.web.staff.studio_rules import RuleGroup, check_group, variant_group
from surveyapp.web.staff.studio_settings import settings_of
from surveyapp.web.staff.studio_tie import TieView, tie_view


@dataclass(frozen=True, slots=True)
class PartLine:
    """An option or a row as a line of a table."""

    path: str
    code: str
    field: TextField
    condition: str
    condition_url: str
    settings: tuple[Setting, ...] = ()


@dataclass(frozen=True, slots=True)
class Parts:
    """The options or rows of an element."""

    path: str
    #: Name of the field that takes one more.
    adds: str
    title: str
    more: str
    lines: tuple[PartLine, ...]


@dataclass(frozen=True, slots=True)
class Insertion:
    """An earlier answer that can stand in a text."""

    placeholder: str
    label: str


@dataclass(frozen=True, slots=True)
class QuestionRoom:
    """A question, ready to be changed."""

    path: str
    id: str
    kind: str
    types: tuple[tuple[str, str], ...]
    type: str
    texts: tuple[TextField, ...]
    more_texts: tuple[TextField, ...]
    settings: tuple[Setting, ...]
    more_settings: tuple[Setting, ...]
    options: Parts | None
    rows: Parts | None
    #: Name and address of the scale it takes its answers from.
    scale: tuple[str, str] | None
    #: Names of the scales it could take instead of its own answers; None where it can take none.
    scales: tuple[str, ...] | None
    condition: str
    condition_url: str
    insertions: tuple[Insertion, ...]
    planning: PlanningView
    #: Where the next question is added.
    next_url: str
    #: Checks and other wordings.
    rules: tuple[RuleGroup, ...]
    tie: TieView


def question_room(seat: Seat, question: Question) -> QuestionRoom:
    """Return what stands in the middle for a question."""
    asked = seat.desk.questionnaire
    path = f"question/{escaped(question.id)}"
    simple, more = settings_of(path, question)
    texts, more_texts = _texts(path, question, asked.languages)
    page = index_of(asked).page_of.get(question.id)
    return QuestionRoom(
        path=path,
        id=question.id,
        kind=kind_in_words(question.type),
        types=tuple((each, kind_in_words(each)) for each in KINDS if not KINDS[each].is_personal),
        type=question.type,
        texts=texts,
        more_texts=more_texts,
        settings=simple,
        more_settings=more,
        options=_options(seat, path, question),
        rows=_rows(seat, path, question),
        scale=_scale(seat, question),
        scales=tuple(asked.scales) if kind_of(question).takes >= POINTS else None,
        condition=condition_in_words(question.show, asked),
        condition_url=seat.url(path, "bedingung"),
        insertions=tuple(_insertions(asked, path)),
        planning=planning_view(path, question.planning),
        next_url=seat.url(f"page/{escaped(page.id)}", "frage", nach=path) if page else "",
        rules=tuple(_rules(seat, path, question)),
        tie=tie_view(seat, question),
    )


def _texts(
    path: str, question: Question, languages: tuple[str, ...]
) -> tuple[tuple[TextField, ...], tuple[TextField, ...]]:
    """Return the texts everybody needs, and the others."""

    def field(name: str, label: str, hint: str = "", lines: int = 1) -> TextField:
        return text_field(path, name, label, getattr(question, name), languages, hint, lines)

    kind = kind_of(question)
    usual = [field("text", _("Fragetext"), lines=2)]
    if kind.is_shown and not kind.is_asked:  # it is only read
        usual = [field("text", _("Text"), lines=4)]
    usual.append(field("hint", _("Hilfe unter der Frage"), _("Kann leer bleiben."), 2))
    if kind.has_unit:
        usual.append(field("unit_text", _("Einheit hinter dem Feld"), _("Zum Beispiel: Stunden")))
    if "low" in kind.takes:
        usual += [field("low", _("Wort am Anfang")), field("high", _("Wort am Ende"))]
    more = [
        field("label", _("Kurzer Name für Auswertungen")),
        field("purpose", _("Warum Sie das fragen"), _("Pflicht bei besonders Geschütztem."), 2),
    ]
    # Addresses and telephone numbers have patterns of their own.
    if "pattern_hint" in kind.takes and not kind.is_personal:
        more.append(field("pattern_hint", _("Satz, der das Muster erklärt")))
    return tuple(usual), tuple(more)


def _scale(seat: Seat, question: Question) -> tuple[str, str] | None:
    if question.scale is None:
        return None
    return question.scale, seat.url(f"scale/{escaped(question.scale)}")


def _options(seat: Seat, path: str, question: Question) -> Parts | None:
    kind = kind_of(question)
    if "options" not in kind.takes or not kind.is_shown or question.scale is not None:
        return None
    lines = part_lines(seat, path, "option", question.options, is_several=_several(question))
    return Parts(path, "neu", _("Antworten"), _("Noch eine Antwort"), lines)


def _several(question: Question) -> bool:
    kind = kind_of(question)
    return "exclusive" in kind.option_takes and not kind.is_order


def _rows(seat: Seat, path: str, question: Question) -> Parts | None:
    if "rows" not in kind_of(question).takes:
        return None
    lines = part_lines(seat, path, "row", question.rows)
    return Parts(path, "zeile", _("Zeilen"), _("Noch eine Zeile"), lines)


def part_lines(
    seat: Seat,
    path: str,
    sort: str,
    parts: Sequence[Option | Row],
    *,
    is_several: bool = False,
) -> tuple[PartLine, ...]:
    """Return options or rows as lines of a table."""
    asked = seat.desk.questionnaire
    return tuple(
        _part_line(seat, f"{path}/{sort}/{escaped(each.code)}", each, asked, is_several=is_several)
        for each in parts
    )


def _part_line(
    seat: Seat, path: str, part: Option | Row, asked: Questionnaire, *, is_several: bool
) -> PartLine:
    label = _("Antwort") if isinstance(part, Option) else _("Zeile")
    return PartLine(
        path,
        part.code,
        text_field(path, "text", label, part.text, asked.languages),
        condition_in_words(part.show, asked),
        seat.url(path, "bedingung"),
        tuple(_part_settings(path, part, is_several=is_several)),
    )


def _part_settings(path: str, part: Option | Row, *, is_several: bool) -> Iterator[Setting]:
    if not isinstance(part, Option):
        return
    if is_several:
        label = _("schließt alle anderen aus")
        yield Setting(path, "exclusive", label, is_checked=part.exclusive)
    yield Setting(
        path, "value", _("Zahl für Mittelwerte"), widget="number", value=written(part.value)
    )


def _insertions(asked: Questionnaire, path: str) -> Iterator[Insertion]:
    for each in choices_before(asked, path):
        question = index_of(asked).questions.get(each.name)
        if question is None or each.row is not None or not kind_of(question).is_asked:
            continue
        yield Insertion(f"{{{each.name}}}", said(question.label or question.text) or each.name)


def _rules(seat: Seat, path: str, question: Question) -> Iterator[RuleGroup]:
    if kind_of(question).is_asked:
        yield check_group(seat, path, question.checks)
    yield variant_group(seat, path, question.variants)
