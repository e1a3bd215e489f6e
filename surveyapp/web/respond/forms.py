"""Forms of question pages: fields are made once for a page, and filled with words for each family."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from flask import url_for

from surveyapp.questionnaire import pictograms, rosters
from surveyapp.questionnaire.answers import AnswerError
from surveyapp.questionnaire.live import Opening, Possible, as_they_are
from surveyapp.questionnaire.model import Option, Page, Question, Questionnaire, Text
from surveyapp.questionnaire.path import Screen
from surveyapp.questionnaire.texts import hint_of, only_in, say, text_of
from surveyapp.questionnaire.types.kind import Asked
from surveyapp.ui import fallback, fields
from surveyapp.ui.fields.base import ALWAYS, Choice, Gate, QuestionField, Raw, Shown, ShownRow
from surveyapp.web.respond.messages import answer_error
from surveyapp.web.respond.visit import Visit

FILLED_IN: Mapping[str, str] = {
    "name": "name",
    "first_name": "given-name",
    "last_name": "family-name",
    "street": "street-address",
    "postcode": "postal-code",
    "town": "address-level2",
}
"""Id of a text question of the contact form to what a browser knows of the person."""


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
        shown = shown_to(_Family(visit), each, is_new=asked.question.id in opened)
        form[asked.question.id].show(shown, _messages(asked, errors, shown.pattern_hint))
    return list(form)


def _messages(asked: Asked, errors: Sequence[AnswerError], hint: str) -> dict[str, str]:
    return {
        error.field: answer_error(error, may_refuse=asked.refuse is not None, hint=hint)
        for error in errors
        if error.field.partition(".")[0] == asked.question.id
    }


class Reader(Protocol):
    """For whom the words of a form are: a family, or a device that puts them in later."""

    @property
    def language(self) -> str:
        """Return the language of the form."""

    @property
    def questionnaire(self) -> Questionnaire:
        """Return whose form it is, and whose pictures stand beside options."""

    @property
    def may_name(self) -> bool:
        """Say whether the form asks for a person."""

    def wording(self, asked: Asked) -> str:
        """Return what a question asks."""

    def hint(self, asked: Asked) -> str:
        """Return the hint of a question; nothing where it has none."""

    def words(self, asked: Asked, text: Text | None) -> str:
        """Return any other text of a question; nothing where there is none."""


@dataclass(frozen=True, slots=True)
class _Family:
    """One family with its answers so far."""

    visit: Visit

    @property
    def language(self) -> str:
        return self.visit.draft.language

    @property
    def questionnaire(self) -> Questionnaire:
        return self.visit.questionnaire

    @property
    def may_name(self) -> bool:
        return self.visit.asks_for_contact

    def wording(self, asked: Asked) -> str:
        return words(self.visit, asked.question.text, asked.item, asked.question)

    def hint(self, asked: Asked) -> str:
        return self.words(asked, hint_of(asked.question, self.visit.way, asked.item))

    def words(self, asked: Asked, text: Text | None) -> str:
        of = self.visit.way.environment.index.list_of[asked.question.id]
        return words(self.visit, text, asked.item, of=of)


def shown_to(reader: Reader, possible: Possible, *, is_new: bool = False) -> Shown:
    """Return what stands on a form of one question, in the words of who reads it."""
    asked = possible.asked
    question = asked.question
    said = partial(reader.words, asked)
    return Shown(
        text=reader.wording(asked),
        label=said(only_in(question.label, reader.language)),
        hint=reader.hint(asked),
        purpose=said(question.purpose),
        unit=said(question.unit_text),
        low=said(question.low),
        high=said(question.high),
        choices=tuple(_choices(reader, possible)),
        rows=tuple(_rows(reader, possible)),
        language=reader.language,
        is_required=asked.required,
        minimum=asked.minimum,
        maximum=asked.maximum,
        pattern_hint=said(question.pattern_hint),
        is_new=is_new,
        gate=_gate(possible.opening),
        pictogram=pictogram(reader.questionnaire, reader.language, question),
        may_name=reader.may_name,
        autocomplete=FILLED_IN.get(question.id, "off") if reader.may_name else "off",
    )


def _gate(opening: Opening | None) -> Gate:
    """Return when the browser shows something; nothing where it is always there."""
    if opening is None or opening.condition is None:
        return ALWAYS
    return Gate(json.dumps(opening.condition, separators=(",", ":")), opening.is_shown)


def _choices(reader: Reader, possible: Possible) -> Iterator[Choice]:
    for option in possible.asked.options:
        text = reader.words(possible.asked, option.text)
        gate = _gate(possible.options.get(option.code))
        yield Choice(option.code, text, option.exclusive, _picture(reader, option), gate)


def _rows(reader: Reader, possible: Possible) -> Iterator[ShownRow]:
    for row in possible.asked.rows:
        text = reader.words(possible.asked, row.text)
        yield ShownRow(row.code, text, _gate(possible.rows.get(row.code)))


def _picture(reader: Reader, option: Option) -> str:
    """Return the address of an option's picture."""
    if option.image is None:
        return ""
    return url_for("respond.picture", questionnaire=reader.questionnaire.id, name=option.image)


def pictogram(questionnaire: Questionnaire, language: str, part: Page | Question) -> str:
    """Return the address of the pictogram of a page or question; empty where none is shown."""
    name = part.pictogram
    if name is None or not pictograms.are_shown(questionnaire, language):
        return ""
    return url_for("respond.pictogram", name=name)


def words(
    visit: Visit,
    text: Text | None,
    item: str | None = None,
    question: Question | None = None,
    of: str | None = None,
) -> str:
    """Return ``text`` as this family reads it; nothing where there is none.

    ``of`` names the list of ``item``, where the text is no question's.
    """
    if text is None:
        return ""
    language, way = visit.draft.language, visit.way
    said = say(
        text, language, visit.questionnaire, visit.draft.answers, item, question, way=way, of=of
    )
    if question is not None and question.variants:
        text = text_of(question, way, item)
    return said if text.get(language) else fallback.marked(said, language)


def title_of(visit: Visit, screen: Screen) -> str:
    """Return the title of a screen; inside a list in a list it says whose screen it is."""
    step, list_id = screen.step, screen.page.repeat
    title = words(visit, screen.page.title, step.item, of=list_id)
    index = visit.way.environment.index
    if list_id is None or step.item is None:
        return title
    if index.outer(list_id) is None and screen.roster is None:
        return title
    return " – ".join((*_missing_in(title, item_labels(visit, list_id, step.item)), title))


def _missing_in(title: str, labels: Sequence[str]) -> list[str]:
    return [label for label in labels if label not in title]


def item_labels(visit: Visit, list_id: str, item: str) -> tuple[str, ...]:
    """Return what an item is called, after what it belongs to."""
    return rosters.label(visit.questionnaire, visit.way, list_id, item, visit.draft.language)
