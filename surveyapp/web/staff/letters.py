"""Codes and letters of a survey: issued once, made void, issued anew, and listed for a reminder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import format_date, format_decimal
from flask_babel import gettext as _

from surveyapp.access.roles import Action
from surveyapp.services import letter_files, repeatable
from surveyapp.services import letters as service
from surveyapp.services.deeds import Deed
from surveyapp.services.field.plan import parts_of
from surveyapp.services.jobs import sealed, start
from surveyapp.services.letters import Issued, IssueRefusal, ReminderRefusal, Standing, VoidStep
from surveyapp.storage.db import main_store
from surveyapp.storage.staff import Staff
from surveyapp.storage.surveys import Survey, Wave
from surveyapp.ui import who
from surveyapp.web.staff.files import attachment, today
from surveyapp.web.staff.guard import Page, for_staff, own_survey, own_wave
from surveyapp.web.staff.letter_forms import LettersForm, proposed

MEDIA_TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class WaveLetters:
    """What was issued for one wave, or the form to issue it."""

    number: int
    name: str
    #: Name of a part, letters and reserve codes, in words.
    parts: tuple[tuple[str, str, str], ...]
    #: Numbers of the codes made void, such as "3, 17–20"; empty without any.
    void: str
    #: Whether all codes may still be made void and issued anew.
    may_start_over: bool
    #: The first number of codes issued from now on.
    first_serial: int
    #: None where codes are there already.
    form: LettersForm | None
    #: Mark of the list for a reminder, and why there is none; one of the two is empty.
    mark: str
    no_reminder: str


@dataclass(frozen=True, slots=True)
class LettersPage:
    """The waves of a survey that can have letters."""

    slug: str
    title: str
    waves: tuple[WaveLetters, ...]


@for_staff(Action.ISSUE_CODES)
def letters(actor: Staff, slug: str) -> Page:
    """Show what was issued, and what can be done."""
    page = _page(own_survey(actor, slug))
    return render_template("staff/letters.html", page=page)


@for_staff(Action.ISSUE_CODES, Deed.CODES_ISSUED)
def issue_letters(actor: Staff, slug: str, number: int) -> Page:
    """Issue the codes of a wave and give all files of them in one archive, this once."""
    survey, wave = own_wave(actor, slug, number)
    form = _form(wave)
    if not form.validate():
        return _refused(survey, wave, form)
    strata, reserve = form.strata(), form.reserve.data or 0
    said = (wave.id, actor.id, today().isoformat(), form.key.data, repr((strata, reserve)))
    chance = repeatable.for_one_press("letters", *said)
    issued = service.issue(main_store(), actor, wave.id, strata, reserve, chance)
    if isinstance(issued, IssueRefusal):
        form.refuse(issued)
        return _refused(survey, wave, form)
    name = f"briefe-{survey.slug}-welle-{wave.number}"
    contact = (form.contact.data or "").strip()
    if len(issued.letters) > letter_files.AT_ONCE:
        return _long_work(actor, wave, name, issued, contact, said)
    common = letter_files.occasion(main_store(), wave, contact)
    return attachment(letter_files.bundle(issued, common, name), "application/zip", f"{name}.zip")


def _long_work(
    actor: Staff, wave: Wave, name: str, issued: Issued, contact: str, said: Sequence[str | None]
) -> Page:
    """Let many letters be written; what waits meanwhile is sealed for this browser."""
    key = sealed.arguments(who.secret(), *map(str, said), contact)
    codes = sealed.handed_in(who.secret(), key, letter_files.written(issued, contact))
    asked = {"wave": wave.id, "name": name, **key}
    job = start(main_store(), actor, "letters", asked, files={letter_files.CODES: codes})
    return redirect(url_for("staff.job", job=job.id))


@for_staff(Action.ISSUE_CODES, Deed.LETTER_VOIDED)
def void_letter(actor: Staff, slug: str, number: int) -> Page:
    """Make the code of one letter unusable."""
    _survey, wave = own_wave(actor, slug, number)
    written = request.form.get("serial", "").strip()
    is_number = written.isascii() and written.isdigit() and 0 < len(written) < 7
    serial = int(written) if is_number else 0
    step = service.void(main_store(), actor, wave.id, serial)
    if step is VoidStep.DONE:
        main_store().commit()
    flash(*_void_sentence(step, written[:20]))
    return redirect(url_for("staff.letters", slug=slug))


@for_staff(Action.ISSUE_CODES, Deed.LETTERS_VOIDED)
def void_all_letters(actor: Staff, slug: str, number: int) -> Page:
    """Make all codes of a wave unusable, so that they can be issued anew."""
    _survey, wave = own_wave(actor, slug, number)
    if "sure" in request.form:
        step = service.void_all(main_store(), actor, wave.id)
        if step is VoidStep.DONE:
            main_store().commit()
        flash(*_void_all_sentence(step))
    else:
        flash(_("Bitte kreuzen Sie zuerst an, dass kein Brief verwendet wird."), "danger")
    return redirect(url_for("staff.letters", slug=slug))


@for_staff(Action.ISSUE_CODES, Deed.REMINDER_LISTED)
def remind(actor: Staff, slug: str, number: int) -> Page:
    """Give the numbers of the letters to send again."""
    survey, wave = own_wave(actor, slug, number)
    suffix = f".{request.form.get('form', 'xlsx')}"
    if suffix not in letter_files.REMINDERS:
        abort(404)
    mark = request.form.get("mark", "")
    found = service.reminders(main_store(), actor, wave.id, today(), mark if mark.isascii() else "")
    if isinstance(found, ReminderRefusal):
        flash(_reminder_sentence(found, wave), "info")
        return redirect(url_for("staff.letters", slug=slug))
    name = f"erinnerung-{survey.slug}-welle-{wave.number}{suffix}"
    return attachment(letter_files.REMINDERS[suffix](found), MEDIA_TYPES[suffix], name)


def _form(wave: Wave) -> LettersForm:
    """Return the form of a wave; it proposes what was planned."""
    parts = {name: each.letters for name, each in parts_of(main_store(), wave.id).items()}
    return LettersForm(prefix=f"w{wave.number}-", data=proposed(parts, wave.invited))


def _refused(survey: Survey, wave: Wave, form: LettersForm) -> tuple[str, int]:
    page = _page(survey, wave, form)
    return render_template("staff/letters.html", page=page, wrong=form, has_errors=True), 422


def _page(survey: Survey, sent: Wave | None = None, form: LettersForm | None = None) -> LettersPage:
    """Return the page; ``form`` is what was sent for the wave ``sent`` and has to be mended."""
    able = [
        wave
        for wave in reversed(survey.waves)
        if wave.sampling != "open" and wave.state != "closed"
    ]
    if form is not None and sent is not None and sent not in able:
        abort(404)
    shown = tuple(_wave(wave, form if wave is sent else None) for wave in able)
    return LettersPage(survey.slug, survey.title, shown)


def _wave(wave: Wave, sent: LettersForm | None) -> WaveLetters:
    standing, day = service.standing(wave.id), today()
    refusal = service.may_remind(wave, day)
    return WaveLetters(
        number=wave.number,
        name=_("Welle %(number)s", number=wave.number),
        parts=_parts(standing),
        void=ranges(standing.void),
        may_start_over=standing.is_issued and not standing.is_answered,
        first_serial=standing.last_serial + 1,
        form=sent or (None if standing.is_issued else _form(wave)),
        mark=service.reminder_mark(wave, day),
        no_reminder=_reminder_sentence(refusal, wave) if refusal else "",
    )


def _parts(standing: Standing) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (
            part.stratum or _("Ganzer Landkreis"),
            format_decimal(part.letters),
            format_decimal(part.reserve),
        )
        for part in standing.parts
    )


def ranges(serials: Sequence[int]) -> str:
    """Return sorted numbers as people write them: ``3, 17–20``."""
    runs: list[list[int]] = []
    for serial in serials:
        if runs and serial == runs[-1][1] + 1:
            runs[-1][1] = serial
        else:
            runs.append([serial, serial])
    return ", ".join(str(low) if low == high else f"{low}–{high}" for low, high in runs)


def _void_sentence(step: VoidStep, serial: str) -> tuple[str, str]:
    return {
        VoidStep.DONE: (
            _(
                "Nr. %(serial)s ist gesperrt. Sie können der Familie jetzt einen Reserve-Code geben. Hat "
                "sie mit dem alten Code schon geantwortet, zählt diese Antwort. Das zeigt sich hier, wenn "
                "der nächste Schub Antworten geöffnet wird.",
                serial=serial,
            ),
            "success",
        ),
        VoidStep.USED: (
            _(
                "Mit dem Code von Nr. %(serial)s wurde schon geantwortet. Bitte geben Sie keinen "
                "Reserve-Code heraus.",
                serial=serial,
            ),
            "info",
        ),
        VoidStep.ALREADY_VOID: (_("Nr. %(serial)s war schon gesperrt.", serial=serial), "info"),
        VoidStep.CLOSED: _closed(),
    }.get(
        step,
        (
            _("Eine Nr. %(serial)s gibt es in dieser Welle nicht.", serial=serial or "–"),
            "danger",
        ),
    )


def _void_all_sentence(step: VoidStep) -> tuple[str, str]:
    return {
        VoidStep.DONE: (
            _("Alle Codes dieser Welle sind gesperrt. Sie können jetzt neue ausgeben."),
            "success",
        ),
        VoidStep.USED: (
            _(
                "Das geht nicht mehr: Es haben schon Familien geantwortet. Bitte helfen Sie einzelnen "
                "Familien mit Reserve-Codes."
            ),
            "danger",
        ),
        VoidStep.CLOSED: _closed(),
    }.get(step, (_("In dieser Welle gibt es keine gültigen Codes."), "info"))


def _closed() -> tuple[str, str]:
    return _("Diese Welle ist schon geschlossen."), "info"


def _reminder_sentence(refusal: ReminderRefusal, wave: Wave) -> str:
    again: date | None = service.listed_again_on(wave)
    day = format_date(again, "long") if again else ""
    return {
        ReminderRefusal.NOT_OPEN: _("Erinnern können Sie, solange die Welle läuft."),
        ReminderRefusal.FIRST_BATCH: _(
            "Noch gibt es keine Liste: Die ersten Antworten liegen versiegelt beisammen und werden erst "
            "gemeinsam geöffnet, wenn es genug sind. Vorher weiß niemand, wer geantwortet hat."
        ),
        ReminderRefusal.TOO_SOON: _(
            "Die nächste Liste gibt es ab dem %(day)s. Käme sie öfter, ließe sich aus zwei Listen "
            "ablesen, wer gerade geantwortet hat.",
            day=day,
        ),
    }.get(refusal, _("Diese Welle gibt es nicht."))
