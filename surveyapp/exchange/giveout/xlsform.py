"""A questionnaire as an XLSForm, for ODK Collect, KoboToolbox, Enketo and whatever else reads it."""

# ruff: noqa: E501 - sentences are read better on one line

from __future__ import annotations

from surveyapp.exchange.giveout import form_questions
from surveyapp.exchange.giveout.draft import Draft, Row
from surveyapp.exchange.giveout.form_texts import Teller
from surveyapp.exchange.giveout.naming import Piece, Scope, is_written_out, way
from surveyapp.exchange.giveout.sheets import Sheet, workbook
from surveyapp.exchange.giveout.xpath_parts import TRUE, both
from surveyapp.exchange.report import Remark
from surveyapp.questionnaire.index import index_of
from surveyapp.questionnaire.model import Page, Questionnaire
from surveyapp.questionnaire.texts import wording

_FIRST = ("type", "name")
_LAST = (
    *("relevant", "required", "constraint", "calculation", "appearance", "parameters"),
    *("choice_filter", "repeat_count", "planning"),
)


def write(questionnaire: Questionnaire, language: str) -> tuple[bytes, tuple[Remark, ...]]:
    """Return a questionnaire as a workbook, and what a form cannot say; ``language`` is its default."""
    first = language if language in questionnaire.languages else questionnaire.languages[0]
    others = tuple(each for each in questionnaire.languages if each != first)
    draft = Draft(index_of(questionnaire), (first, *others))
    _write_pages(draft)
    _remark(draft, questionnaire)
    sheets = (
        _sheet("survey", draft.finished(), _FIRST, _LAST),
        _sheet("choices", draft.choices, ("list_name", "name"), ("points",)),
        _sheet("settings", [_settings(draft, questionnaire)], ("form_title", "form_id"), ()),
    )
    return workbook(sheets, is_wrapped=False), tuple(draft.remarks)


def _sheet(name: str, rows: list[Row], first: tuple[str, ...], last: tuple[str, ...]) -> Sheet:
    found = dict.fromkeys(key for row in rows for key in row)
    middle = sorted(key for key in found if key not in (*first, *last))
    columns = (*first, *middle, *(key for key in last if key in found))
    return Sheet(name, columns, [[row.get(key) for key in columns] for row in rows])


def _settings(draft: Draft, questionnaire: Questionnaire) -> Row:
    first = draft.languages[0]
    return {
        "form_title": wording(questionnaire.title, first),
        "form_id": questionnaire.id,
        "version": str(questionnaire.version),
        "default_language": draft.called(first),
    }


# Pages


def _write_pages(draft: Draft) -> None:
    section = ""
    for piece in way(draft.index):
        if not piece.scope.repeats or piece.opens == piece.scope.repeats[:1][0]:
            section = _change_section(draft, section, piece)
        if piece.opens:
            _open(draft, piece)
        elif piece.closes:
            draft.add("end_repeat", "")["_repeat"] = piece.closes[1]
        elif piece.page is not None:
            _page(draft, piece.scope, piece.page)
    if section:
        draft.add("end_group", "")


def _change_section(draft: Draft, section: str, piece: Piece) -> str:
    """Close the group of one section and open that of the next where a new one begins."""
    new = piece.page.section if piece.page else _section_of(draft, piece)
    if new == section or not new:
        return section
    if section:
        draft.add("end_group", "")
    found = draft.index.sections.get(new)
    cells: Row = {}
    if found is not None:
        teller = Teller(draft, Scope(), new)
        draft.texts(cells, "label", found.title, teller.say)
        if found.show is not None:
            text = found.show
            cells["relevant"] = draft.said(new, Scope(), lambda path: path.condition(text))
        if found.rotate:
            draft.remark(
                new,
                "die eigene Reihenfolge der Seiten für jede Familie kommt nicht mit",
                "the order of pages of its own for each family does not come over",
            )
    draft.add("begin_group", draft.free(f"section_{new}"), **cells)
    return new


def _section_of(draft: Draft, piece: Piece) -> str:
    """Return the section of the first page inside a repeat."""
    pieces = way(draft.index)
    start = pieces.index(piece) if piece.opens else -1
    if start < 0:
        return ""
    inside = (each.page.section for each in pieces[start:] if each.page is not None)
    return next(inside, "")


def _open(draft: Draft, piece: Piece) -> None:
    """Begin a repeat: counted by an answer, or added to by the family."""
    list_id, name = piece.opens or ("", "")
    items = draft.index.lists[list_id]
    outside = Scope(piece.scope.repeats[:-1], piece.scope.rows)
    cells: Row = {}
    teller = Teller(draft, outside, list_id)
    label = {key: said.split("{")[0].strip(" :(–-") for key, said in items.label.items()}
    draft.texts(cells, "label", {k: v or list_id for k, v in label.items()}, teller.say)
    first = _first_of(draft, piece)
    if first != name:
        cells["repeat_count"] = f"count(${{{first}}})"
    elif items.count is not None:
        count = draft.said(list_id, outside, lambda path: path.amount(items.count or "0"))
        cells["repeat_count"] = _at_most(draft, items.count, count, items.maximum)
    elif items.minimum or items.maximum:
        draft.remark(
            list_id,
            f"die Grenzen der Liste ({items.minimum} bis {items.maximum} Einträge) kommen nicht mit",
            f"the limits of the list ({items.minimum} to {items.maximum} items) do not come over",
        )
    draft.add("begin_repeat", name, **cells)


def _first_of(draft: Draft, piece: Piece) -> str:
    """Return the repeat in which the items of a list first come up, beside the same outer ones."""
    list_id, name = piece.opens or ("", "")
    same = (
        each.opens[1]
        for each in way(draft.index)
        if each.opens and each.opens[0] == list_id and each.scope.rows == piece.scope.rows
    )
    return next(same, name)


def _at_most(draft: Draft, question_id: str, count: str, maximum: int) -> str:
    limit = (
        draft.index.questions[question_id].maximum if question_id in draft.index.questions else None
    )
    if isinstance(limit, (int, float)) and limit <= maximum:
        return count
    return f"if({count} > {maximum}, {maximum}, {count})"


def _page(draft: Draft, scope: Scope, page: Page) -> None:
    if page.collect is not None and not page.questions:
        return  # the repeat that follows asks for each item itself
    teller = Teller(draft, scope, page.id)
    cells: Row = {"appearance": "field-list"}
    draft.texts(cells, "label", page.title, teller.say)
    cells["relevant"] = _relevant(draft, scope, page)
    name = draft.free(f"page_{page.id}{scope.suffix}")
    draft.add("begin_group", name, **cells)
    if page.intro is not None:
        note = draft.add("note", draft.free(f"{page.id}{scope.suffix}_intro"))
        draft.texts(note, "label", page.intro, teller.say)
    for question in page.questions:
        form_questions.write(draft, scope, question)
    draft.add("end_group", "")
    if page.checks:
        draft.remark(
            page.id,
            "Prüfungen einer ganzen Seite kommen nicht mit",
            "checks of a whole page do not come over",
        )


def _relevant(draft: Draft, scope: Scope, page: Page) -> str:
    parts = []
    for list_id, code in scope.rows.items():
        parts.append(
            draft.said(page.id, scope, lambda path, of=list_id, row=code: path.is_item(of, row))  # type: ignore[misc]
        )
    if page.show is not None:
        text = page.show
        parts.append(draft.said(page.id, scope, lambda path: path.condition(text)))
    found = both([each for each in parts if each])
    return "" if found == TRUE else found


def _remark(draft: Draft, questionnaire: Questionnaire) -> None:
    """Say what a form has no place for."""
    for holds, where, german, english in (
        (questionnaire.indicators, "indicators", "Bedarfe gehören nicht in ein Formular", "needs do not belong into a form"),
        (questionnaire.axes, "axes", "Gliederungen gehören nicht in ein Formular", "breakdowns do not belong into a form"),
        (questionnaire.pairs, "pairs", "Paare von Tabellen gehören nicht in ein Formular", "pairs of matrices do not belong into a form"),
        (questionnaire.contact, "contact", "das Kontaktformular kommt nicht mit: es darf nie bei den Antworten liegen", "the contact form does not come over: it must never lie beside the answers"),
        (True, "intro", "Einleitung und Dank kommen nicht mit: ein Formular hat keinen Platz dafür", "introduction and thanks do not come over: a form has no place for them"),
    ):  # fmt: skip
        if holds:
            draft.remark(where, german, english)
    for items in questionnaire.lists:
        if is_written_out(draft.index, items.id):
            draft.remark(
                items.id,
                "die Seiten zu dieser Liste stehen für jede Zeile oder Option einmal da",
                "the pages of this list stand there once for each row or option",
            )
