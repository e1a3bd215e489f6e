"""The page of answers as they come in: letters, answers and families of each part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import flash, redirect, render_template, url_for
from flask_babel import format_date, format_decimal
from flask_babel import gettext as _

from surveyapp.access.roles import Action, may
from surveyapp.services import letters
from surveyapp.services.batches import together
from surveyapp.services.field import response
from surveyapp.services.field.response import Deviation, PartResponse, ResponseOfWave
from surveyapp.storage.db import main_store
from surveyapp.storage.staff import Staff
from surveyapp.storage.surveys import Survey, Wave
from surveyapp.web.staff.context import answered_words
from surveyapp.web.staff.files import today
from surveyapp.web.staff.guard import SEES_SURVEY, Page, for_staff, own_wave


@dataclass(frozen=True, slots=True)
class PartView:
    """One part of the letters in words, with a bar."""

    name: str
    letters: str
    answers: str
    percent: int
    expected: str
    deviation: str
    is_lagging: bool


@dataclass(frozen=True, slots=True)
class ReturnsPage:
    """How answers come in."""

    slug: str
    survey: str
    number: int
    headline: str
    advice: tuple[str, ...]
    parts: tuple[PartView, ...]
    together: int
    has_plan: bool
    #: Where lists for a reminder are; empty where the actor may not, or there are none.
    letters_url: str


@for_staff(SEES_SURVEY)
def returns(actor: Staff, slug: str, number: int) -> Page:
    """Show how answers come in, as it was known when the last batch was opened."""
    survey, wave = own_wave(actor, slug, number)
    if wave.state == "planned":
        flash(_("Die Welle ist noch nicht offen. Rücklauf gibt es erst dann."), "info")
        return redirect(url_for("staff.survey", slug=slug))
    page = _page(survey, wave, actor)
    return render_template("staff/field/returns.html", page=page)


def _page(survey: Survey, wave: Wave, actor: Staff) -> ReturnsPage:
    found = response.response_of(main_store(), wave)
    may_remind = wave.sampling != "open" and may(actor, Action.ISSUE_CODES, survey.county_ags)
    is_open = wave.state == "open"
    return ReturnsPage(
        slug=survey.slug,
        survey=survey.title,
        number=wave.number,
        headline=_headline(found),
        advice=tuple(_advice(wave, found)) if is_open else (),
        parts=tuple(_part(each) for each in found.parts),
        together=together(wave),
        has_plan=any(each.expected is not None for each in found.parts),
        letters_url=url_for("staff.letters", slug=survey.slug) if may_remind and is_open else "",
    )


def _headline(found: ResponseOfWave) -> str:
    answers = answered_words(found.answers)
    if not found.letters:
        return answers[:1].upper() + answers[1:] + "."
    return _(
        "%(answers)s. Von %(letters)s Briefen sind %(percent)s %% beantwortet.",
        answers=answers[:1].upper() + answers[1:],
        letters=format_decimal(found.letters),
        percent=found.percent,
    )


def _part(each: PartResponse) -> PartView:
    return PartView(
        name=each.name or _("Ganzer Landkreis"),
        letters=format_decimal(each.letters),
        answers=format_decimal(each.answers) if each.answers else _("unter 10"),
        percent=each.percent,
        expected="–" if each.expected is None else format_decimal(each.expected),
        deviation=_deviation(each),
        is_lagging=each.is_lagging,
    )


def _deviation(each: PartResponse) -> str:
    words = {"families": each.families_percent, "answers": each.answers_percent}
    return {
        Deviation.UNKNOWN: "–",
        Deviation.AS_MANY: _(
            "passt: %(answers)s %% der Antworten, %(families)s %% der Familien", **words
        ),
        Deviation.FEWER: _(
            "zu wenige: %(answers)s %% der Antworten, aber %(families)s %% der Familien", **words
        ),
        Deviation.MORE: _(
            "mehr als erwartet: %(answers)s %% der Antworten bei %(families)s %% der Familien",
            **words,
        ),
    }[each.deviation]


def _advice(wave: Wave, found: ResponseOfWave) -> Iterator[str]:
    for each in found.parts:
        if each.is_lagging:
            yield _(
                "%(name)s: %(percent)s %% – eine Erinnerung lohnt sich.",
                name=each.name,
                percent=each.percent,
            )
    if wave.sampling == "open":
        return
    refusal = letters.may_remind(wave, today())
    again = letters.listed_again_on(wave)
    if refusal is None:
        yield _("Eine Liste zum Erinnern gibt es jetzt.")
    elif refusal is letters.ReminderRefusal.TOO_SOON and again is not None:
        yield _(
            "Die nächste Liste zum Erinnern gibt es ab dem %(day)s.", day=format_date(again, "long")
        )
    elif not found.is_known:
        yield _("Noch ist kein Schub geöffnet. Bis dahin weiß niemand, wer geantwortet hat.")
