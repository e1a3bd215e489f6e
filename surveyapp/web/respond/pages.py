"""Putting pages together: from a visit to the words a family reads."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus

from flask import url_for
from flask_babel import gettext

from surveyapp.questionnaire.answers import AnswerError, raw_step
from surveyapp.questionnaire.flow import Progress, previous_step, progress
from surveyapp.questionnaire.path import Roster, Screen
from surveyapp.questionnaire.redaction import find
from surveyapp.questionnaire.types import kind_of
from surveyapp.services.enter import EnterRefusal
from surveyapp.services.keys import derived_key
from surveyapp.services.receipt import receipt_of
from surveyapp.ui import chosen_language, fallback
from surveyapp.ui.family import Frame, frame_in_chosen_language
from surveyapp.ui.fields.base import Choice, QuestionField, ShownRow
from surveyapp.web.respond import places
from surveyapp.web.respond.afterwards import afterwards
from surveyapp.web.respond.context import (
    AssistedPage,
    Effort,
    ErrorLink,
    KioskPage,
    LeavePage,
    NoticePage,
    QuestionPage,
    ReviewedQuestion,
    ReviewedStep,
    ReviewPage,
    RosterItem,
    ShownRoster,
    StartPage,
    ThanksPage,
    WaitPage,
    Written,
)
from surveyapp.web.respond.draft import seal
from surveyapp.web.respond.forms import form_fields, item_labels, pictogram, title_of, words
from surveyapp.web.respond.messages import (
    ENTER_REFUSALS,
    WAYS,
    WAYS_TAKEN,
    Way,
    answer_error,
    minutes_left,
    named,
    waiting_time,
)
from surveyapp.web.respond.visit import OpenSurvey, Visit

DRAFT_KEY = "drafts"
"""Purpose of the key that seals drafts."""

ADD_BUTTON = "add!"
"""Id of the button that adds an item, where errors about the list lead to."""


def frame(
    title: str,
    heading: str = "",
    codes: Sequence[str] = (),
    *,
    about: str = "",
    is_wrong: bool = False,
) -> Frame:
    """Return what stands around a page in the chosen language; ``heading`` says who asks."""
    parts = (f"{gettext('Fehler:')} {title}" if is_wrong else title, about or heading)
    whole = " – ".join(part for part in parts if part)
    found = frame_in_chosen_language(whole, heading or gettext("Umfragen für Familien"), codes)
    return replace(
        found,
        is_big=places.here().is_unattended,
        place=places.here(),
        family=places.family(),
        start=places.start(),
    )


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs of a text; authors part them by an empty line."""
    parts = (part.strip() for part in re.split(r"\n\s*\n", fallback.unmarked(text)))
    is_german = text != fallback.unmarked(text)
    return tuple(
        fallback.marked(part, chosen_language()) if is_german else part for part in parts if part
    )


def survey_frame(survey: OpenSurvey, title: str, *, is_wrong: bool = False) -> Frame:
    """Return what stands around a page of an open survey."""
    about = fallback.worded(survey.questionnaire.title, chosen_language())
    codes = survey.questionnaire.languages
    return frame(title, survey.county, codes, about=about, is_wrong=is_wrong)


def start_page(
    survey: OpenSurvey, code: str = "", error: str = "", *, links: tuple[tuple[str, str], ...]
) -> StartPage:
    """Return the first page of a survey, with what a family may read before it begins."""
    kind = START_PAGES.get(places.here().name, StartPage)
    return kind(
        frame=survey_frame(survey, gettext("Willkommen"), is_wrong=bool(error)),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK,
        title=fallback.worded(survey.questionnaire.title, chosen_language()),
        county=survey.county,
        facility=survey.facility,
        intro=paragraphs(fallback.worded(survey.questionnaire.intro, chosen_language())),
        minutes=survey.questionnaire.minutes,
        needs_code=survey.needs_code,
        links=links,
        open_wave=open_wave_name(survey),
        mistyped=str(ENTER_REFUSALS[EnterRefusal.MISTYPED]),
        way=str(WAYS[Way.SEALED if survey.needs_code else Way.OPEN]),
        blind_way=str(WAYS[Way.BLIND]),
        code=code,
        error=error,
        ticket="start" if survey.needs_code else "",
        action=action(survey.slug),
        slug=survey.slug,
        resume=url_for("respond.resume", slug=survey.slug, lang=chosen_language()),
        forgets=places.here().is_shared,
    )


START_PAGES: Mapping[str, type[StartPage]] = {"kiosk": KioskPage, "begleitet": AssistedPage}
"""Name of a place to its first page, where that is another than at home."""


def action(slug: str) -> str:
    """Return where all forms of a survey go; the place goes in a field."""
    return url_for("respond.move", slug=slug)


def sealed(visit: Visit) -> str:
    """Return the visit's draft as the text of a hidden field."""
    key = derived_key(DRAFT_KEY)
    return seal(visit.draft, key, slug=visit.survey.slug)


def written(visit: Visit) -> Written:
    """Return what a device needs to write this page down."""
    return Written(
        screen=visit.draft.step,
        document=visit.draft.document_hash,
        order=visit.draft.seed,
        mode=visit.draft.mode,
        needs_code=visit.survey.needs_code,
    )


def question_page(
    visit: Visit,
    screen: Screen,
    errors: Sequence[AnswerError] = (),
    opened: Collection[str] = (),
    roster: ShownRoster | None = None,
) -> QuestionPage:
    """Return one screen of questions, with what was wrong or what the last answers opened."""
    step = screen.step
    kept = (visit.raw or None) if errors or opened else None
    raw = raw_step(visit.questionnaire, visit.draft.answers, step) if kept is None else kept
    found = form_fields(visit, screen, raw, errors, opened, is_live=True)
    draft, way = visit.draft, visit.way
    reached = progress(visit.questionnaire, draft.answers, step, draft.seed, way)
    before = previous_step(visit.questionnaire, draft.answers, step, draft.seed, way)
    title = title_of(visit, screen)
    roster = roster or shown_roster(visit, screen, errors)
    return QuestionPage(
        frame=survey_frame(visit.survey, title, is_wrong=bool(errors)),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK,
        draft=sealed(visit),
        written=written(visit),
        device="" if places.here().is_unattended else "journal",
        title=title,
        intro=paragraphs(words(visit, screen.page.intro, step.item, of=screen.page.repeat)),
        progress=_progress(visit, reached),
        sections=tuple(
            "current" if each.section == reached.section else str(each.state)
            for each in reached.sections
        ),
        fields=found,
        errors=(*error_links(found), *_roster_errors(roster)),
        opened=len(opened),
        pictogram=pictogram(visit.questionnaire, visit.draft.language, screen.page),
        has_previous=before is not None,
        is_reviewing=visit.draft.is_reviewing,
        roster=roster,
    )


def _progress(visit: Visit, reached: Progress) -> str:
    where = gettext(
        "Abschnitt %(position)s von %(total)s", position=reached.position, total=reached.total
    )
    section = words(visit, reached.section.title)
    return f"{where}: {section} · {minutes_left(reached.minutes_left)}"


def _roster_errors(roster: ShownRoster | None) -> tuple[ErrorLink, ...]:
    return (ErrorLink(ADD_BUTTON, roster.error),) if roster is not None and roster.error else ()


def shown_roster(
    visit: Visit,
    screen: Screen,
    errors: Sequence[AnswerError] = (),
    *,
    focus: str | None = None,
    said: str = "",
) -> ShownRoster | None:
    """Return the list a screen lets a family add to, if any.

    ``focus`` is the item a family has just come from; empty where none is left.
    """
    roster = screen.roster
    if roster is None:
        return None
    wrong = (
        answer_error(each, may_refuse=False) for each in errors if each.field == roster.list.id
    )
    add = words(visit, roster.list.add) or gettext("Eintrag hinzufügen")
    return ShownRoster(
        items=tuple(
            RosterItem(
                item=item,
                first=_first_step_of(visit, roster.list.id, item),
                label=item_label(visit, roster, item),
                is_focused=item == focus,
            )
            for item in roster.items or ()
        ),
        add="" if roster.is_full else add,
        is_add_focused=focus == "",
        said=said,
        error=next(wrong, ""),
    )


def item_label(visit: Visit, roster: Roster, item: str) -> str:
    """Return what an item is called on the page of its list."""
    return item_labels(visit, roster.list.id, item)[-1]


def _first_step_of(visit: Visit, list_id: str, item: str) -> str:
    """Return the key of the first screen about an item or one inside it; empty without any."""
    index = visit.way.environment.index
    for screen in visit.way.screens:
        repeat, key = screen.page.repeat, screen.step.item
        if repeat and key and (list_id, item) in index.lineage(repeat, key):
            return screen.step.key
    return ""


def roster_page(visit: Visit, *, focus: str, said: str) -> QuestionPage:
    """Return the page of a list after something was added or removed."""
    screen = visit.screen
    if screen is None:
        message = f"step {visit.draft.step!r} shows no list; only pages that do may add and remove"
        raise ValueError(message)
    roster = shown_roster(visit, screen, focus=focus, said=said)
    return question_page(visit, screen, roster=roster)


def error_links(fields: Sequence[QuestionField]) -> list[ErrorLink]:
    """Return the lines of the error summary."""
    return [
        ErrorLink(name, f"{_about(field, name)}: {message}")
        for field in fields
        for name, message in field.messages.items()
    ]


def _about(field: QuestionField, name: str) -> str:
    """Name the question, row or option a message belongs to, so that several can be told apart."""
    parts: tuple[ShownRow | Choice, ...] = (*field.shown.rows, *field.shown.choices)
    named = (part.text for part in parts if name == f"{field.question.id}.{part.code}")
    return next(named, field.shown.label or field.shown.text)


def review_page(visit: Visit, error: str = "", effort: Effort | None = None) -> ReviewPage:
    """Return all answers on one page, with what has to be done before they can be sent.

    ``error`` says why the code is asked for here.
    """
    is_wrong = bool(error) or (effort is not None and effort.is_missing)
    return ReviewPage(
        frame=survey_frame(visit.survey, gettext("Ihre Antworten"), is_wrong=is_wrong),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK,
        draft=sealed(visit),
        written=written(visit),
        device="" if places.here().is_unattended else "journal",
        steps=tuple(reviewed(visit, each) for each in visit.way.screens if _has_answers(each)),
        has_trap=not visit.survey.needs_code,
        is_saved=visit.draft.is_saved,
        effort=effort,
        asks_code=bool(error),
        code=visit.code,
        error=error,
        ticket="send" if visit.is_blind else "",
    )


def open_wave_name(survey: OpenSurvey) -> str:
    """Return the name of a wave where anybody may answer; empty where codes keep order.

    A device that many families share marks nothing.
    """
    return "" if survey.needs_code or places.here().is_shared else survey.wave_id


def wait_page(seconds: int, fields: tuple[tuple[str, str], ...]) -> WaitPage:
    """Return the page that asks to send the same again a little later."""
    return WaitPage(
        frame=frame(gettext("Bitte warten Sie einen Moment")),
        status=HTTPStatus.TOO_MANY_REQUESTS,
        retry_after=seconds,
        outcome="wait",
        fields=fields,
        wait=waiting_time(seconds),
    )


def reviewed(visit: Visit, screen: Screen) -> ReviewedStep:
    """Return one screen with its answers in words."""
    raw = raw_step(visit.questionnaire, visit.draft.answers, screen.step)
    return ReviewedStep(
        key=screen.step.key,
        title=title_of(visit, screen),
        questions=tuple(
            ReviewedQuestion(field.shown.text, field.answer(), replaced(field))
            for field in form_fields(visit, screen, raw)
            if kind_of(field.question).is_asked
        ),
        items=None
        if screen.roster is None
        else tuple(item_label(visit, screen.roster, item) for item in screen.roster.items or ()),
    )


def replaced(field: QuestionField) -> tuple[tuple[str, str], ...]:
    """Return what will be replaced in a free text, and what it is taken for."""
    if not kind_of(field.question).is_stored_apart:
        return ()
    text = field.words()
    return tuple((text[each.start : each.end], named(each.kind)) for each in find(text))


def _has_answers(screen: Screen) -> bool:
    is_answered = any(kind_of(asked.question).is_asked for asked in screen.asked)
    return is_answered or screen.roster is not None


def leave_page(visit: Visit) -> LeavePage:
    """Return the question whether everything shall be thrown away."""
    return LeavePage(
        frame=survey_frame(visit.survey, gettext("Angaben löschen?")),
        draft=sealed(visit),
        is_saved=visit.draft.is_saved,
    )


def left_page(survey: OpenSurvey) -> NoticePage:
    """Return the page after everything was thrown away."""
    again = gettext("Wenn Sie es sich anders überlegen, können Sie jederzeit neu beginnen.")
    return NoticePage(
        frame=survey_frame(survey, gettext("Gelöscht")),
        heading=gettext("Ihre Angaben sind gelöscht"),
        sentences=(gettext("Wir haben nichts gespeichert."), again),
        link=(url_for("respond.start", slug=survey.slug), gettext("Zum Anfang der Umfrage")),
        forgets=True,
        ticket="left" if survey.needs_code else "",
        device="wipe",
    )


def refusal_page(survey: OpenSurvey, heading: str, sentence: str) -> NoticePage:
    """Return why answers were not taken."""
    return NoticePage(
        frame=survey_frame(survey, heading),
        status=HTTPStatus.CONFLICT,
        heading=heading,
        sentences=(sentence,),
        ticket="sent" if survey.needs_code else "",
        device="wipe",
        outcome="refused",
    )


def thanks_page(visit: Visit, way: Way) -> ThanksPage:
    """Return the last page; the same after sending once and after sending twice."""
    is_shared = places.here().is_shared
    return ThanksPage(
        frame=survey_frame(visit.survey, gettext("Vielen Dank")),
        thanks=paragraphs(fallback.worded(visit.questionnaire.thanks, chosen_language())),
        afterwards=afterwards(visit.survey.slug, visit.survey.wave_id, datetime.now(UTC).date()),
        receipt=receipt_of(visit.draft.ticket.claim),
        withdrawal=url_for("respond.withdraw", slug=visit.survey.slug, lang=chosen_language()),
        contact=_contact_link(visit),
        open_wave=open_wave_name(visit.survey),
        again=url_for("respond.start", slug=visit.survey.slug) if is_shared else "",
        way=str(WAYS_TAKEN[way]),
        forgets=True,
        ticket="sent" if visit.survey.needs_code else "",
        device="wipe",
        outcome="kept",
    )


def _contact_link(visit: Visit) -> tuple[str, str] | None:
    """Return where the contact form is; of the family only its language goes with the address."""
    contact = visit.questionnaire.contact
    if contact is None:
        return None
    language = chosen_language()
    address = url_for("respond.contact", slug=visit.survey.slug, lang=language)
    return address, fallback.worded(contact.title, language)
