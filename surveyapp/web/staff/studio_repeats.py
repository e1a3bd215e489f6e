"""What a page may be repeated for: a number, the answers chosen of several, the rows answered in one way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from surveyapp.questionnaire.editing.edits import Edit
from surveyapp.questionnaire.editing.tree import Tree, questionnaire_of
from surveyapp.questionnaire.index import index_of
from surveyapp.questionnaire.model import Page, Question, Questionnaire
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import Gives
from surveyapp.web.staff.questionnaire_words import said

BETWEEN = "|"
_SOURCES = ("count", "options_of", "rows_of")


@dataclass(frozen=True, slots=True)
class RepeatGroup:
    """Questions of one sort that say how often a page comes."""

    label: str
    #: What is sent, and the question in words.
    choices: tuple[tuple[str, str], ...]


def repeat_groups(asked: Questionnaire, page: Page) -> tuple[RepeatGroup, ...]:
    """Return what a page may be repeated for: what is asked on the pages before it."""
    before = tuple(_before(asked, page))
    labels = {
        "count": _("So oft, wie eine Zahl sagt"),
        "options_of": _("Für jede gewählte Antwort"),
        "rows_of": _("Für jede Zeile, die so beantwortet ist"),
    }
    groups = (
        RepeatGroup(labels[source], tuple(_choices(asked, source, before))) for source in _SOURCES
    )
    return tuple(each for each in groups if each.choices)


def _before(asked: Questionnaire, page: Page) -> Iterator[Question]:
    """Iterate over the questions that are asked once, before a page."""
    for each in asked.pages:
        if each.id == page.id:
            return
        if each.repeat is None:
            yield from each.questions


def _choices(
    asked: Questionnaire, source: str, before: tuple[Question, ...]
) -> Iterator[tuple[str, str]]:
    for question in before:
        kind, name = kind_of(question), said(question.label or question.text) or question.id
        if source == "count" and kind.has_unit and kind.gives is Gives.NUMBER:
            yield f"count|{question.id}", name
        if source == "options_of" and kind.gives is Gives.CODES:
            yield f"options_of|{question.id}", name
        if source == "rows_of" and kind.gives is Gives.ROWS and kind.row_gives is Gives.CODE:
            for option in index_of(asked).options[question.id]:
                answer = said(option.text) or option.code
                words = _("%(question)s: „%(answer)s“", question=name, answer=answer)
                yield f"rows_of|{question.id}|{option.code}", words


def known_list(seen: Tree, sent: str) -> str | None:
    """Return the id of a list of the same source that is there already."""
    source, id_, answered = _parts(sent)
    for each in questionnaire_of(seen).lists:
        if getattr(each, source, None) == id_ and (each.answered or "") == answered:
            return each.id
    return None


def list_edit(sent: str, name: str) -> Edit:
    """Return the edit that makes a list of what was picked; ``name`` is what each of a number is called."""
    source, id_, answered = _parts(sent)
    if source == "count":
        label = f"{name} {{number}}" if name else "{number}"
        return Edit("add_list", "", {"label": label, "count": id_})
    arguments = {"label": "{row}", source: id_} | ({"answered": answered} if answered else {})
    return Edit("add_list", "", arguments)


def _parts(sent: str) -> tuple[str, str, str]:
    source, id_, answered = (*sent.split(BETWEEN, 2), "", "")[:3]
    return (source, id_, answered) if source in _SOURCES else ("count", source, "")
