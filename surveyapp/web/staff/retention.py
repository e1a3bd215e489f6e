"""How long things of a survey are kept, when they are deleted, and what was deleted already."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from babel.lists import format_list
from flask import flash, redirect, render_template, request, url_for
from flask_babel import format_date
from flask_babel import gettext as _

from surveyapp.access.roles import Action
from surveyapp.questionnaire.texts import label_of
from surveyapp.services import retain
from surveyapp.services import retention as service
from surveyapp.services.deeds import Deed
from surveyapp.services.retention import MOST_MONTHS, SUBJECTS, Due
from surveyapp.storage.db import main_store
from surveyapp.storage.staff import Staff
from surveyapp.storage.surveys import Survey, Wave
from surveyapp.web.staff.files import today
from surveyapp.web.staff.guard import Page, for_staff, own_survey


@dataclass(frozen=True, slots=True)
class RuleView:
    """One kind of thing, how long it is kept, and what follows from that."""

    key: str
    label: str
    why: str
    #: Months as they were typed.
    months: str
    #: For each wave, when its things are deleted.
    days: tuple[str, ...]
    error: str = ""


@dataclass(frozen=True, slots=True)
class RetentionPage:
    """The plan of one survey and what was deleted by it."""

    slug: str
    title: str
    rules: tuple[RuleView, ...]
    #: When answers go that the questionnaire keeps for a time of its own.
    questions: tuple[str, ...]
    deleted: tuple[str, ...]


@for_staff(Action.EDIT_RETENTION, Deed.RETENTION_CHANGED)
def retention(actor: Staff, slug: str) -> Page:
    """Show the plan of a survey, or keep another one."""
    survey = own_survey(actor, slug)
    months = service.plan(main_store(), survey)
    if request.method == "GET":
        return _shown(survey, months, {})
    typed = {key: request.form.get(key, "").strip() for key in SUBJECTS}
    read = {key: number for key, text in typed.items() if (number := _months(text)) is not None}
    if len(read) < len(typed):
        return _shown(survey, months, typed), 422
    service.change_plan(main_store(), actor, survey, read)
    flash(_("Der Löschplan ist gespeichert."), "success")
    return redirect(url_for("staff.retention", slug=slug))


def _shown(survey: Survey, months: dict[str, int], typed: dict[str, str]) -> str:
    page = RetentionPage(
        slug=survey.slug,
        title=survey.title,
        rules=tuple(
            RuleView(
                key=key,
                label=subject.many,
                why=subject.why,
                months=typed.get(key, str(months[key])),
                days=tuple(_days(survey, key, months[key], today())),
                error=_error(typed.get(key, str(months[key]))),
            )
            for key, subject in SUBJECTS.items()
        ),
        questions=tuple(_questions(survey, months, today())),
        deleted=retain.sentences_of(main_store(), survey.slug),
    )
    has_errors = any(rule.error for rule in page.rules)
    return render_template("staff/retention.html", page=page, has_errors=has_errors)


def _days(survey: Survey, key: str, months: int, now: date) -> list[str]:
    return [
        _when(Due(SUBJECTS[key], wave, service.months_after(wave.closes_on, months)), now)
        for wave in _closed(survey)
    ]


def _questions(survey: Survey, months: dict[str, int], now: date) -> Iterator[str]:
    for wave in _closed(survey):
        for due in service.due_questions(main_store(), wave, months):
            labels = format_list([f"„{label_of(each)}“" for each in due.questions], locale="de")
            yield f"{_when(due, now)}: {labels}"


def _closed(survey: Survey) -> list[Wave]:
    return [wave for wave in survey.waves if wave.state == "closed"]


def _when(due: Due, now: date) -> str:
    shown = {"wave": due.wave.number, "day": format_date(due.day, "long")}
    if due.day > now:
        return _("Welle %(wave)s: ab %(day)s", **shown)
    if due.subject.count(main_store(), due.wave.id)[1]:
        return _("Welle %(wave)s: fällig seit %(day)s", **shown)
    return _("Welle %(wave)s: nichts mehr da", **shown)


def _months(text: str) -> int | None:
    is_number = text.isascii() and text.isdigit() and len(text) <= 3
    return int(text) if is_number and int(text) <= MOST_MONTHS else None


def _error(text: str) -> str:
    if _months(text) is not None:
        return ""
    return _(
        "Bitte geben Sie ganze Monate von 0 bis %(most)s ein, zum Beispiel 12.", most=MOST_MONTHS
    )
