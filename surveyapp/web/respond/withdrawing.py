"""Having answers deleted: a page that takes a receipt and nothing else, and always answers the same."""

from __future__ import annotations

from http import HTTPStatus

from flask import url_for
from flask_babel import gettext

from surveyapp.services.receipt import read_receipt
from surveyapp.services.withdraw import Withdrawn, withdraw
from surveyapp.web.respond import pages
from surveyapp.web.respond.context import NoticePage, Page, WithdrawPage
from surveyapp.web.respond.visit import OpenSurvey


def show(survey: OpenSurvey, receipt: str = "", error: str = "") -> WithdrawPage:
    """Show the form, with what is wrong with the receipt."""
    title = gettext("Antworten löschen")
    return WithdrawPage(
        frame=pages.survey_frame(survey, title, is_wrong=bool(error)),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK,
        receipt=receipt,
        error=error,
    )


def take(survey: OpenSurvey, typed: str) -> Page:
    """Delete what belongs to a receipt; the answer never tells whether there was anything."""
    receipt = read_receipt(typed)
    if receipt is None:
        return show(survey, typed, _mistyped())
    if withdraw(survey.slug, receipt) is Withdrawn.CLOSED:
        return closed(survey.title)
    return NoticePage(
        frame=pages.survey_frame(survey, gettext("Gelöscht")),
        heading=gettext("Wenn es Antworten zu diesem Beleg gab, sind sie gelöscht"),
        sentences=(
            gettext(
                "Wir sagen absichtlich nicht, ob es welche gab. So kann niemand mit einem Beleg "
                "herausfinden, wer teilgenommen hat."
            ),
            gettext("Den Beleg können Sie jetzt wegwerfen."),
        ),
        link=(url_for("respond.start", slug=survey.slug), gettext("Zum Anfang der Umfrage")),
        forgets=True,
    )


def closed(title: str) -> NoticePage:
    """Say that a survey has ended, so that nothing can be deleted any more."""
    return NoticePage(
        frame=pages.frame(gettext("Umfrage beendet"), about=title),
        status=HTTPStatus.GONE,
        heading=gettext("Die Umfrage läuft nicht mehr"),
        sentences=(
            gettext(
                "Einzelne Antworten lassen sich deshalb nicht mehr löschen: Mit dem Ende haben wir alle "
                "Belege vernichtet, und niemand kann noch sagen, welche Antworten Ihre sind."
            ),
        ),
        link=(url_for("respond.home"), gettext("Zu den offenen Umfragen")),
    )


def _mistyped() -> str:
    return gettext(
        "Da hat sich ein Tippfehler eingeschlichen. Bitte vergleichen Sie den Beleg Zeichen für Zeichen. "
        "Er hat 20 Zeichen in fünf Gruppen."
    )
