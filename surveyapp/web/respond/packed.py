"""What a device gets that shall go on without network: the questionnaire with its forms and its words."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import render_template
from flask_babel import gettext, ngettext

from surveyapp.questionnaire.index import SameObject
from surveyapp.questionnaire.live import Possible
from surveyapp.questionnaire.model import Questionnaire, Text
from surveyapp.questionnaire.pack import pack
from surveyapp.questionnaire.pack_words import Wordings, marked
from surveyapp.questionnaire.types.kind import Asked
from surveyapp.ui import fields, languages
from surveyapp.ui.fields.base import QuestionField
from surveyapp.web.respond.forms import shown_to
from surveyapp.web.respond.messages import ANSWER_ERRORS, COUNTED, minutes_left


def packed(questionnaire: Questionnaire, language: str) -> dict[str, Any]:
    """Return a questionnaire for devices without network; it must be spoken of in a request.

    ``questionnaire`` is readied for its wave. Where a browser alone cannot lead through it, the
    document says ``portable: false`` and nothing else but ``why``, one of ``portable.Unportable``.
    """
    languages.use(language)
    return _packed(SameObject(questionnaire), language)


def mark_of(questionnaire: Questionnaire, language: str) -> str:
    """Return a mark that changes with anything in the pack.

    A device that kept the pack before an update must not lead new pages with it.
    """
    languages.use(language)
    return _mark(SameObject(questionnaire), language)


@lru_cache(maxsize=32)
def _mark(key: SameObject, language: str) -> str:
    text = json.dumps(_packed(key, language), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


@lru_cache(maxsize=32)
def _packed(key: SameObject, language: str) -> dict[str, Any]:
    def rendered(found: tuple[Possible, ...], wordings: Wordings) -> str:
        return _form(_Device(key.questionnaire, wordings), found)

    document = pack(key.questionnaire, language, rendered)
    if not document["portable"]:
        return document
    return document | {"words": _words(), "errors": _errors()}


@dataclass(frozen=True, slots=True)
class _Device:
    """Reads marks, and puts the words in when it knows the answers."""

    questionnaire: Questionnaire
    wordings: Wordings
    may_name: bool = False

    @property
    def language(self) -> str:
        return self.wordings.language

    def wording(self, asked: Asked) -> str:
        return marked(self.wordings.of_question(asked.question))

    def hint(self, asked: Asked) -> str:
        number = self.wordings.hint_of(asked.question)
        return "" if number is None else marked(number)

    def words(self, asked: Asked, text: Text | None) -> str:  # noqa: ARG002 - the device knows of whom
        return self.wordings.mark(text)


@dataclass(frozen=True, slots=True)
class _Fields:
    """What the template of the fields reads of a page."""

    fields: list[QuestionField]


def _form(device: _Device, found: tuple[Possible, ...]) -> str:
    form = fields.bind(fields.unbound(each.asked.question for each in found), {})
    for each in found:
        form[each.asked.question.id].show(shown_to(device, each), {})
    html = render_template("respond/fields.html", page=_Fields(list(form)))
    return " ".join(html.split())


class _Open(dict[str, str]):
    """Leaves the places of a sentence open: "mindestens {minimum}"."""

    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"


def _errors() -> dict[str, Any]:
    """Return what a device says of a mistake it can see by itself; a list is for 1, 2, 3 … things."""
    return {
        key: [COUNTED[key][1](each) for each in range(1, MOST_COUNTED + 1)]
        if key in COUNTED
        else str(ANSWER_ERRORS[key]) % _Open()
        for key in _SEEN
    }


_SEEN = (
    *("required", "required_or_refuse", "must_agree", "exclusive", "too_many", "too_few"),
    *("not_a_number", "not_whole", "too_precise", "too_small", "too_large"),
    *("not_a_year", "not_a_month", "year_too_early", "year_too_late"),
    *("not_a_date", "date_too_early", "date_too_late"),
    *("not_a_time", "time_too_early", "time_too_late"),
    *("not_a_duration", "too_short", "too_lasting", "too_long", "pattern"),
    *("rank_twice", "rank_free", "too_few_ranks"),
)
"""Keys of ``ANSWER_ERRORS`` and ``COUNTED`` that ``way.js`` finds; everything else only the server does."""

MOST_MINUTES = 60
"""Longest rest of a way that is named; honest questionnaires are shorter."""

MOST_COUNTED = 20
"""So many things are counted in words of their own; of more the words of this number are read."""


def _words() -> dict[str, Any]:
    """Return the words of the product around questions; a list holds those for 1, 2, 3 … things."""
    counted = range(1, MOST_COUNTED + 1)
    return {
        "progress": gettext(
            "Abschnitt %(position)s von %(total)s", position="{position}", total="{total}"
        ),
        "minutes": [minutes_left(each) for each in range(1, MOST_MINUTES + 1)],
        "wrong": [
            ngettext(
                "Eine Antwort fehlt oder passt noch nicht",
                "%(num)s Antworten fehlen oder passen noch nicht",
                each,
            )
            for each in counted
        ],
        "opened": [
            ngettext(
                "Zu Ihrer Antwort haben wir noch eine Frage. Sie ist mit „Neu“ gekennzeichnet.",
                "Zu Ihren Antworten haben wir noch %(num)s Fragen. Sie sind mit „Neu“ gekennzeichnet.",
                each,
            )
            for each in counted
        ],
        "error": gettext("Fehler:"),
        "new": gettext("Neu"),
        "agrees": gettext("einverstanden"),
        "disagrees": gettext("nicht einverstanden"),
        "unanswered": gettext("nicht beantwortet"),
    }
