"""What families wrote: read by a person, shortened where needed, approved for everybody or not."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from surveyapp.access.roles import Action
from surveyapp.services import quoting
from surveyapp.services.deeds import Deed
from surveyapp.services.quoting import ON_A_PAGE, Added, NoSuchText, NothingLeft, Outcome, Read
from surveyapp.storage.db import main_store
from surveyapp.storage.staff import Staff
from surveyapp.storage.surveys import Survey, Wave
from surveyapp.web.staff.guard import Page, for_staff, own_survey, own_wave


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a list to choose from."""

    code: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class TextView:
    """One text with what can be done with it."""

    key: str
    #: Place in the whole list, from 1; it says nothing of who wrote first.
    number: int
    text: str
    language: str
    #: What stands in the field: the approved wording, what was just sent, or the text itself.
    wording: str
    is_approved: bool
    approve: str
    take_back: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """A wording that was not approved, to be corrected."""

    key: str
    wording: str
    error: str


@dataclass(frozen=True, slots=True)
class TextsPage:
    """The texts of one closed wave that answer one question."""

    slug: str
    title: str
    waves: tuple[Choice, ...]
    questions: tuple[Choice, ...]
    question: str
    texts: tuple[TextView, ...]
    #: How many texts there are in all, and addresses of the pages around this one.
    total: int
    before: str = ""
    after: str = ""


@for_staff(Action.READ_TEXTS)
def texts(actor: Staff, slug: str) -> Page:
    """Show the texts of a question, in an order that means nothing."""
    survey = own_survey(actor, slug)
    return _shown(actor, survey, _chosen_wave(survey))


@for_staff(Action.READ_TEXTS, Deed.TEXT_APPROVED)
def approve_text(actor: Staff, slug: str, number: int, text: str) -> Page:
    """Approve a wording for everybody, or say what is wrong with it."""
    survey, wave = own_wave(actor, slug, number)
    wording = request.form.get("wording", "")
    outcome = quoting.approve(main_store(), actor, wave, _id(text), wording)
    if error := _error(outcome):
        return _shown(actor, survey, wave, Sent(text, wording, error)), 422
    if isinstance(outcome, NoSuchText):
        flash(_("Diesen Text gibt es nicht mehr."), "danger")
    else:
        flash(_("Freigegeben. Der Text steht jetzt bei den Ergebnissen."), "success")
    return redirect(_back(slug, number))


@for_staff(Action.READ_TEXTS, Deed.TEXT_TAKEN_BACK)
def take_back_text(actor: Staff, slug: str, number: int, text: str) -> Page:
    """Show an approved text to nobody any more."""
    _survey, wave = own_wave(actor, slug, number)
    is_gone = quoting.take_back(main_store(), actor, wave, text)
    gone = _("Zurückgenommen. Der Text steht nicht mehr bei den Ergebnissen.")
    flash(
        gone if is_gone else _("Dieser Text war nicht freigegeben."),
        "success" if is_gone else "info",
    )
    return redirect(_back(slug, number))


def _shown(actor: Staff, survey: Survey, wave: Wave | None, sent: Sent | None = None) -> str:
    page = TextsPage(survey.slug, survey.title, (), (), "", (), 0)
    if wave is not None and quoting.may_read(actor, wave):
        page = _page(actor, survey, wave, sent)
    return render_template("staff/texts.html", page=page, has_errors=sent is not None)


def _page(actor: Staff, survey: Survey, wave: Wave, sent: Sent | None) -> TextsPage:
    numbers = quoting.numbers_of_texts(wave)
    asked = request.values.get("frage", "")
    question = asked if asked in numbers else next(iter(numbers), "")
    total = numbers.get(question, 0)
    place = min(max(request.values.get("seite", 1, type=int), 1), max(-(-total // ON_A_PAGE), 1))
    found = quoting.read_texts(main_store(), actor, wave, question, place)
    first = (place - 1) * ON_A_PAGE + 1
    return TextsPage(
        slug=survey.slug,
        title=survey.title,
        waves=tuple(_wave_choices(survey, wave)),
        questions=tuple(
            Choice(code, _question_label(wave, code, number), code == question)
            for code, number in numbers.items()
        ),
        question=quoting.wording_of(main_store(), wave, question) if question else "",
        texts=tuple(_view(survey, wave, each, at, sent) for at, each in enumerate(found, first)),
        total=total,
        before=_address(survey.slug, wave.number, question, place - 1) if place > 1 else "",
        after=_address(survey.slug, wave.number, question, place + 1)
        if total > place * ON_A_PAGE
        else "",
    )


def _wave_choices(survey: Survey, chosen: Wave) -> list[Choice]:
    return [
        Choice(str(each.number), _("Welle %(number)s", number=each.number), each.id == chosen.id)
        for each in reversed(survey.waves)
        if each.state == "closed"
    ]


def _question_label(wave: Wave, code: str, number: int) -> str:
    words = quoting.wording_of(main_store(), wave, code)
    return f"{words} ({ngettext('%(num)s Text', '%(num)s Texte', number)})"


def _view(survey: Survey, wave: Wave, read: Read, number: int, sent: Sent | None) -> TextView:
    key = read.id.hex()
    is_sent = sent is not None and sent.key == key
    slug, quote = survey.slug, quoting.quote_id(read.id)
    return TextView(
        key=key,
        number=number,
        text=read.text,
        language=read.language,
        wording=sent.wording if sent is not None and is_sent else read.approved or read.text,
        is_approved=read.approved is not None,
        approve=url_for("staff.approve_text", slug=slug, number=wave.number, text=key),
        take_back=url_for("staff.take_back_text", slug=slug, number=wave.number, text=quote),
        error=sent.error if sent is not None and is_sent else "",
    )


def _error(outcome: Outcome) -> str:
    if isinstance(outcome, NothingLeft):
        return _(
            "Es ist kein Wort übrig. Bitte lassen Sie etwas stehen, oder geben Sie nichts frei."
        )
    if not isinstance(outcome, Added):
        return ""
    return _(
        "Das steht so nicht im Text der Familie: %(words)s. Bitte nur kürzen oder Wörter durch […] "
        "ersetzen.",
        words=", ".join(f"„{word}“" for word in outcome.words[:8]),
    )


def _chosen_wave(survey: Survey) -> Wave | None:
    closed = [wave for wave in survey.waves if wave.state == "closed"]
    wanted = request.args.get("welle", type=int)
    if wanted is None:
        return closed[-1] if closed else None
    found = next((wave for wave in closed if wave.number == wanted), None)
    if found is None:
        abort(404)
    return found


def _back(slug: str, number: int) -> str:
    return _address(slug, number, request.form.get("frage"), request.form.get("seite", type=int))


def _address(slug: str, wave: int, question: str | None, place: int | None) -> str:
    return url_for("staff.texts", slug=slug, welle=wave, frage=question or None, seite=place)


def _id(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""
