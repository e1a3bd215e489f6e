"""The contact form: a page of its own that no draft, code or answer comes to.

It borrows how questions are shown from the survey's pages, with a visit that begins with nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from http import HTTPStatus

from babel.dates import format_skeleton
from flask import g, url_for
from flask_babel import get_locale, gettext

from surveyapp.questionnaire.answers import AnswerError, AnswerErrors, raw_step
from surveyapp.questionnaire.contact import AGREEMENT, STEP, read, valid
from surveyapp.questionnaire.model import ContactForm
from surveyapp.questionnaire.texts import wording
from surveyapp.questionnaire.types import kind_of
from surveyapp.services import contact as service
from surveyapp.services.contact import ID_BYTES, Month, Said, WishRefusal
from surveyapp.services.enter import Ticket
from surveyapp.storage.db import main_store
from surveyapp.ui import fallback, languages
from surveyapp.web.respond import pages
from surveyapp.web.respond.context import ContactPage, ContactThanksPage, NoticePage, Page
from surveyapp.web.respond.draft import Draft
from surveyapp.web.respond.forms import form_fields, words
from surveyapp.web.respond.messages import OPENED, WISH_REFUSALS
from surveyapp.web.respond.visit import OpenSurvey, Visit

TRAP = "message-subject"
"""Field that no person sees: what fills it in is a program, and gets thanks for nothing."""

PAGE_KEY = "page-key"
"""Field with the random name of the page; the dash keeps it apart from questions."""

Raw = Mapping[str, Sequence[str]]


def show(survey: OpenSurvey, raw: Raw, key: str, errors: Sequence[AnswerError] = ()) -> Page:
    """Show the form as it was filled in, with what is wrong with it."""
    visit = _visit(survey, raw)
    screen = visit.screen
    if screen is None:
        message = f"{survey.slug} shows no contact form; its one page must have no condition"
        raise ValueError(message)
    opened = {error.field.partition(".")[0] for error in errors if error.key == OPENED}
    mistakes = [error for error in errors if error.key != OPENED]
    fields = form_fields(visit, screen, raw, mistakes, opened, is_live=True)
    title = fallback.worded(screen.page.title, str(g.language))
    return ContactPage(
        frame=pages.survey_frame(survey, title, is_wrong=bool(mistakes)),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK,
        title=title,
        intro=pages.paragraphs(words(visit, screen.page.intro)),
        fields=fields,
        errors=tuple(pages.error_links(fields)),
        opened=len(opened),
        delete_in=_spoken(service.month_after(_today(), _contact(survey).keep_days)),
        key=_key(key).hex(),
    )


def begin(survey: OpenSurvey) -> Page:
    """Show the empty form, or say that too many wait already."""
    if service.is_full(main_store(), survey.survey_id, _today()):
        return _refused(survey, WishRefusal.FULL)
    return show(survey, {}, "")


def leave(survey: OpenSurvey, raw: Raw, key: str, *, is_trapped: bool) -> Page:
    """Keep what a family left, or say what is wrong with it."""
    contact = _contact(survey)
    found = read(survey.questionnaire, raw)
    if isinstance(found, AnswerErrors):
        return show(survey, raw, key, found.errors)
    today = _today()
    if is_trapped:
        return _thanks(survey, service.month_after(today, contact.keep_days))
    outcome = service.leave_wish(
        main_store(),
        survey.slug,
        _key(key),
        _in_german(survey, raw),
        consent=wording(contact.consent, str(g.language)),
        keep_days=contact.keep_days,
        today=today,
    )
    if isinstance(outcome, WishRefusal):
        return _refused(survey, outcome)
    return _thanks(survey, outcome)


def none_here(survey: OpenSurvey) -> NoticePage:
    """Say that a survey asks for nobody's address."""
    return NoticePage(
        frame=pages.survey_frame(survey, gettext("Nicht gefunden")),
        status=HTTPStatus.NOT_FOUND,
        heading=gettext("Diese Umfrage fragt nicht nach Kontaktdaten"),
        sentences=(gettext("Sie bleibt ganz ohne Namen, Adressen und Telefonnummern."),),
        link=(url_for("respond.start", slug=survey.slug), gettext("Zum Anfang der Umfrage")),
    )


def _thanks(survey: OpenSurvey, delete_in: Month) -> NoticePage:
    deleted = gettext(
        "Wir bewahren sie getrennt von allen Antworten auf. Im %(month)s löschen wir sie, oder schon "
        "vorher, wenn alles geklärt ist.",
        month=_spoken(delete_in),
    )
    earlier = gettext(
        "Sollen wir sie früher löschen? Dann sagen Sie es bitte der Stelle, die Sie eingeladen hat "
        "(%(county)s).",
        county=survey.county,
    )
    close = gettext("Sie können dieses Fenster jetzt schließen.")
    return ContactThanksPage(
        frame=pages.survey_frame(survey, gettext("Vielen Dank")),
        heading=gettext("Ihre Kontaktdaten sind angekommen"),
        sentences=(gettext("Ihr Landkreis meldet sich bei Ihnen."), deleted, earlier, close),
        forgets=True,
    )


def _refused(survey: OpenSurvey, refusal: WishRefusal) -> NoticePage:
    heading, sentence = WISH_REFUSALS[refusal]
    return pages.refusal_page(survey, str(heading), str(sentence))


def _visit(survey: OpenSurvey, raw: Raw) -> Visit:
    """Return a visit that knows nobody: no code, no id, and what is valid of this page alone."""
    nobody = Ticket(survey.wave_id, b"")
    found = valid(survey.questionnaire, raw)
    draft = Draft(nobody, str(g.language), survey.document_hash, found, STEP.key)
    return Visit(survey, draft, raw)


def _in_german(survey: OpenSurvey, raw: Raw) -> list[Said]:
    """Return what was said in the words of the county's staff, whatever language the family reads."""
    spoken = str(g.language)
    languages.use(languages.SOURCE)
    said = list(_said(_visit(survey, raw)))
    languages.use(spoken)
    return said


def _said(visit: Visit) -> Iterator[Said]:
    raw = raw_step(visit.questionnaire, visit.draft.answers, STEP)
    for field in form_fields(visit, visit.way.screens[0], raw):
        lines = [f"{line.row}: {line.text}" if line.row else line.text for line in field.answer()]
        is_asked = kind_of(field.question).is_asked and field.question.id != AGREEMENT
        if is_asked and any(line.text for line in field.answer()):
            yield field.shown.label or field.shown.text, "\n".join(lines)


def _contact(survey: OpenSurvey) -> ContactForm:
    contact = survey.questionnaire.contact
    if contact is None:
        message = f"{survey.slug} asks for no contact; only its form may come here"
        raise ValueError(message)
    return contact


def _key(text: str) -> bytes:
    """Return the name a page was given, or a new one."""
    try:
        found = bytes.fromhex(text)
    except ValueError:
        found = b""
    return found if len(found) == ID_BYTES else service.new_wish_id()


def _spoken(month: Month) -> str:
    day = date(month.year, month.month, 1)
    return str(format_skeleton("yMMMM", day, locale=get_locale()))


def _today() -> date:
    return datetime.now(UTC).date()
