"""What somebody is told who tries a questionnaire out by a link."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus

from flask_babel import gettext

from surveyapp.ui import languages
from surveyapp.ui.family import choose_language
from surveyapp.ui.preview import Outcome
from surveyapp.web.respond import pages
from surveyapp.web.respond.context import NoticePage

Words = tuple[str, str]


def _kept() -> Words:
    return gettext("Danke fürs Ausprobieren!"), gettext(
        "Ihre Antworten und Hinweise helfen, die Fragen besser zu machen. Nach 30 Tagen werden sie "
        "gelöscht."
    )


def _full() -> Words:
    return gettext("Danke fürs Ausprobieren!"), gettext(
        "Über diesen Link haben schon sehr viele geschrieben. Was Sie zuletzt geschickt haben, konnten "
        "wir nicht mehr annehmen."
    )


def _gone() -> Words:
    return gettext("Dieser Link gilt nicht mehr"), gettext(
        "Bitte fragen Sie dort nach einem neuen, wo Sie ihn bekommen haben."
    )


def _empty() -> Words:
    return gettext("Hier steht noch keine Frage"), gettext(
        "Bitte versuchen Sie es später noch einmal."
    )


def _ended() -> Words:
    return gettext("Die Probe ist beendet"), gettext(
        "Ihre Antworten wurden nicht gespeichert, Ihre Hinweise schon."
    )


_WORDS: Mapping[Outcome, tuple[Callable[[], Words], HTTPStatus]] = {
    Outcome.KEPT: (_kept, HTTPStatus.OK),
    Outcome.FULL: (_full, HTTPStatus.OK),
    Outcome.GONE: (_gone, HTTPStatus.NOT_FOUND),
    Outcome.EMPTY: (_empty, HTTPStatus.OK),
    Outcome.ENDED: (_ended, HTTPStatus.OK),
}


def notice(outcome: Outcome) -> NoticePage:
    """Return the page that says what came of it, in the language of the request."""
    words, status = _WORDS[outcome]
    heading, sentence = words()
    frame = pages.frame(heading)
    return NoticePage(frame=frame, status=status, heading=heading, sentences=(sentence,))


def gone() -> NoticePage:
    """Return the page for a link that opens nothing; its questionnaire's languages are not known."""
    choose_language(languages.spoken())
    return notice(Outcome.GONE)
