"""Forms of question pages: fields are made once for a page, and filled with words for each family."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence

from flask import url_for

from surveyapp.questionnaire.answers import AnswerError
from surveyapp.questionnaire.flow import Possible, as_they_are
from surveyapp.questionnaire.model import Option, Question, Text
from surveyapp.questionnaire.path import Screen
from surveyapp.questionnaire.texts import hint_of, say
from surveyapp.questionnaire.types.kind import Asked
from surveyapp.ui import fields
from surveyapp.ui.fields.base import Choice, QuestionField, Raw, Shown, ShownRow
from surveyapp.web.respond.messages import answer_error
from surveyapp.web.respond.visit import Visit


def form_fields(
    visit: Visit,
    screen: Screen,
    raw: Raw,
    errors: Sequence[AnswerError] = (),
    opened: Collection[str] = (),
    *,
    is_live: bool = False,
) -> list[QuestionField]:
    """Return the fields of a screen for one family, in its language.

    With ``is_live`` also those that answers of the screen may open, with their conditions.

    ``raw`` is what they hold, ``errors`` what is wrong with it, ``opened`` the questions that the
    answers of the same page have just opened.
    """
    every = visit.survey.fields[screen.page.id]
    found = visit.possible(screen) if is_live else as_they_are(visit.in_own_order(screen))
    names = [each.asked.question.id for each in found]
    form = fields.bind({name: every[name] for name in names}, raw)
    for each in found:
        asked = each.asked
        shown = _shown(visit, each, is_new=asked.question.id in opened)
        form[asked.question.id].show(shown, _messages(asked, errors, shown.pattern_hint))
    return list(form)


def _messages(asked: Asked, errors: Sequence[AnswerError], hint: str) -> dict[str, str]:
    return {
        error.field: answer_error(error, may_refuse=asked.refuse is not None, hint=hint)
        for error in errors
        if error.field.partition(".")[0] == asked.question.id
    }


def _shown(visit: Visit, possible: Possible, *, is_new: bool) -> Shown:
    asked = possible.asked
    question = asked.question
    return Shown(
        text=words(visit, question.text, asked.item, question),
        label=words(visit, question.label, asked.item),
        hint=words(visit, hint_of(question, visit.way, asked.item), asked.item),
        purpose=words(visit, question.purpose, asked.item),
        unit=words(visit, question.unit_text, asked.item),
        low=words(visit, question.low, asked.item),
        high=words(visit, question.high, asked.item),
        choices=tuple(_choices(visit, asked)),
        rows=tuple(ShownRow(row.code, words(visit, row.text, asked.item)) for row in asked.rows),
        language=visit.draft.language,
        is_required=asked.required,
        minimum=asked.minimum,
        maximum=asked.maximum,
        pattern_hint=words(visit, question.pattern_hint, asked.item),
        is_new=is_new,
        condition="" if possible.condition is None else json.dumps(possible.condition),
        is_open=possible.is_shown,
    )


def _choices(visit: Visit, asked: Asked) -> Iterator[Choice]:
    for option in asked.options:
        text = words(visit, option.text, asked.item)
        yield Choice(option.code, text, option.exclusive, _picture(visit, option))


def _picture(visit: Visit, option: Option) -> str:
    """Return the address of an option's picture."""
    if option.image is None:
        return ""
    return url_for("respond.picture", questionnaire=visit.questionnaire.id, name=option.image)


def words(
    visit: Visit, text: Text | None, item: str | None = None, question: Question | None = None
) -> str:
    """Return ``text`` as this family reads it; nothing where there is none."""
    if text is None:
        return ""
    return say(
        text,
        visit.draft.language,
        visit.questionnaire,
        visit.draft.answers,
        item,
        question,
        way=visit.way,
    )
