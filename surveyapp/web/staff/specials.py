"""Special analyses of a wave: ask for one with a reason, read those there are, see who asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort, render_template, request, url_for
from flask_babel import format_date
from flask_babel import gettext as _

from analytics import describe, figures
from analytics.figure import Figure
from analytics.picture import fluid
from analytics.released import Cell, Contents, Measure
from surveyapp.access.roles import Action
from surveyapp.services import run_release
from surveyapp.services import special_analyses as service
from surveyapp.services.deeds import Deed
from surveyapp.services.special_analyses import LONGEST_REASON, MOST, Choice, SpecialRefusal
from surveyapp.storage import releases, specials
from surveyapp.storage.db import main_store
from surveyapp.storage.specials import Special, SpecialAnalysis, Wanted
from surveyapp.storage.staff import Staff
from surveyapp.storage.surveys import Survey, Wave
from surveyapp.web.staff.files import today
from surveyapp.web.staff.guard import Page, for_staff, own_wave
from surveyapp.web.staff.jobs import follow

FIELDS = ("topic", "first", "second", "reason")


@dataclass(frozen=True, slots=True)
class Asked:
    """One special analysis as the list shows it."""

    number: int
    title: str
    state: str
    is_running: bool
    who: str
    reason: str
    #: Why there is no table.
    problem: str
    #: Where its table is; empty where there is none.
    url: str


@dataclass(frozen=True, slots=True)
class SpecialsPage:
    """All special analyses of a wave, and the form for another one."""

    slug: str
    number: int
    title: str
    wave: str
    analyses: tuple[Asked, ...]
    #: Whether another one may be asked for now.
    is_possible: bool
    left: int
    topics: tuple[Choice, ...]
    groups: tuple[Choice, ...]
    axes: tuple[Choice, ...]
    sent: Mapping[str, str]
    #: Field to what is wrong with it.
    errors: Mapping[str, str]


@for_staff(Action.RELEASE, Deed.SPECIAL_ASKED)
def special_analyses(actor: Staff, slug: str, number: int) -> Page:
    """List the special analyses of a wave, or ask for another one."""
    survey, wave = own_wave(actor, slug, number)
    run_release.settle(main_store(), wave.id)
    if request.method == "GET":
        return render_template("staff/specials.html", page=_page(survey, wave, {}, {}))
    sent = {name: request.form.get(name, "").strip() for name in FIELDS}
    page = url_for("staff.special_analyses", slug=slug, number=number)
    outcome = service.ask(main_store(), actor, wave, Wanted(**sent), today(), page)
    if isinstance(outcome, SpecialRefusal):
        errors = {_field_of(outcome): _sentence(outcome)}
        shown = _page(survey, wave, sent, errors)
        return render_template("staff/specials.html", page=shown, has_errors=True), 422
    return follow(outcome)


def _page(
    survey: Survey, wave: Wave, sent: Mapping[str, str], errors: Mapping[str, str]
) -> SpecialsPage:
    session = main_store()
    found = specials.analyses_of(session, wave.id)
    is_released = releases.latest_release(session, wave.id) is not None
    left = MOST - sum(analysis.state == specials.DONE for analysis, _name in found)
    known = service.choices(session, wave) if is_released else service.Choices({}, {})
    return SpecialsPage(
        slug=survey.slug,
        number=wave.number,
        title=survey.title,
        wave=_("Welle %(number)s", number=wave.number),
        analyses=tuple(_asked(survey, wave, known, *each) for each in found),
        is_possible=is_released and left > 0,
        left=left,
        topics=tuple(known.topics.values()),
        groups=tuple(known.groups.values()),
        axes=tuple(known.axes.values()),
        sent=sent,
        errors=errors,
    )


def _asked(
    survey: Survey, wave: Wave, known: service.Choices, analysis: SpecialAnalysis, name: str
) -> Asked:
    states = {
        specials.RUNNING: _("wird berechnet"),
        specials.DONE: _("fertig"),
        specials.FAILED: _("nicht möglich"),
    }
    place: dict[str, Any] = {"slug": survey.slug, "number": wave.number}
    is_done = analysis.state == specials.DONE
    return Asked(
        number=analysis.number,
        title=_title(analysis, known),
        state=states[analysis.state],
        is_running=analysis.state == specials.RUNNING,
        who=_("%(name)s am %(day)s", name=name, day=format_date(analysis.asked_on, "long")),
        reason=analysis.reason,
        problem=analysis.message,
        url=url_for("staff.special_analysis", **place, special=analysis.number) if is_done else "",
    )


def _title(analysis: SpecialAnalysis, known: service.Choices) -> str:
    def name(key: str) -> str:
        choice = known.groups.get(key) or known.topics.get(key)
        return key if choice is None else choice.label

    groups = _(" und ").join(name(each) for each in (analysis.first, analysis.second) if each)
    return _("„%(topic)s“ nach %(groups)s", topic=name(analysis.topic), groups=groups)


def _field_of(refusal: SpecialRefusal) -> str:
    return {
        SpecialRefusal.UNKNOWN_TOPIC: "topic",
        SpecialRefusal.UNKNOWN_GROUPS: "first",
        SpecialRefusal.SAME: "first",
        SpecialRefusal.TWO_QUESTIONS: "second",
        SpecialRefusal.OTHER_UNIT: "first",
        SpecialRefusal.REASON_TOO_SHORT: "reason",
        SpecialRefusal.REASON_TOO_LONG: "reason",
    }.get(refusal, "topic")


def _sentence(refusal: SpecialRefusal) -> str:
    return {
        SpecialRefusal.NOT_ALLOWED: _("Das dürfen Sie in diesem Landkreis nicht."),
        SpecialRefusal.NO_RELEASE: _("Bitte berechnen Sie zuerst die Ergebnisse dieser Welle."),
        SpecialRefusal.TOO_MANY: _(
            "Diese Welle hat schon alle Sonderauswertungen, die sie haben darf."
        ),
        SpecialRefusal.BUSY: _(
            "Für diese Welle wird gerade gerechnet. Bitte warten Sie kurz und senden Sie es dann noch "
            "einmal."
        ),
        SpecialRefusal.UNKNOWN_TOPIC: _("Bitte wählen Sie eine Frage aus der Liste."),
        SpecialRefusal.UNKNOWN_GROUPS: _("Bitte wählen Sie Gruppen aus der Liste."),
        SpecialRefusal.SAME: _("Bitte wählen Sie verschiedene Fragen."),
        SpecialRefusal.TWO_QUESTIONS: _(
            "Weiter aufteilen geht nur, wenn beide Gruppen Merkmale der Familien sind, keine Fragen."
        ),
        SpecialRefusal.OTHER_UNIT: _(
            "Diese Gruppen gibt es nur für Kinder, die Frage beantworten Familien."
        ),
        SpecialRefusal.REASON_TOO_SHORT: _(
            "Bitte schreiben Sie in ein paar Worten, wofür Sie die Zahlen brauchen."
        ),
        SpecialRefusal.REASON_TOO_LONG: _(
            "Bitte schreiben Sie höchstens %(most)s Zeichen.", most=LONGEST_REASON
        ),
    }[refusal]


@dataclass(frozen=True, slots=True)
class SpecialPage:
    """The table of one special analysis."""

    slug: str
    number: int
    title: str
    wave: str
    #: What the figures are and whom they speak for.
    about: str
    facts: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...], str], ...]
    caveat: str
    #: The same as pictures, each with its wide and its narrow form; one for each answer where two
    #: groups are joined.
    drawn: tuple[tuple[Figure, str, str], ...]


@for_staff(Action.VIEW)
def special_analysis(actor: Staff, slug: str, number: int, special: int) -> Page:
    """Show the table of one special analysis."""
    survey, wave = own_wave(actor, slug, number)
    found = specials.analyses_of(main_store(), wave.id)
    analysis, name = next((each for each in found if each[0].number == special), (None, ""))
    if analysis is None or analysis.state != specials.DONE:
        abort(404)
    read = specials.read_special(main_store(), analysis)
    known = service.choices(main_store(), wave)
    cells = _shown_cells(read)
    columns = tuple(dict.fromkeys(_column(read, cell) for cell in cells))
    page = SpecialPage(
        slug=slug,
        number=number,
        title=_title(analysis, known),
        wave=f"{survey.title}, {_('Welle %(number)s', number=number)}",
        about=_("Anteile im ganzen Landkreis, in Klammern das Intervall. n ist auf 5 gerundet."),
        facts=(
            (_("Angefordert von"), name),
            (_("Am"), format_date(analysis.asked_on, "long")),
            (_("Wofür"), analysis.reason),
        ),
        columns=columns,
        rows=tuple(_rows(read, cells)),
        caveat=read.contents.caveat,
        drawn=tuple(_drawn(read)),
    )
    return render_template("staff/special.html", page=page)


def _drawn(read: Special) -> Iterator[tuple[Figure, str, str]]:
    analysis = read.analysis
    view = "*".join(filter(None, (analysis.first, analysis.second)))
    answers = dict.fromkeys(c.category for c in read.table if c.measure is Measure.SHARE)
    for answer in answers if analysis.second else [""]:
        try:
            made = figures.crosstab(read.table, read.contents, analysis.topic, view, answer)
        except figures.NothingToShowError:
            continue
        yield made, fluid(made.svg), fluid(made.narrow_svg)


def _shown_cells(read: Special) -> list[Cell]:
    return [cell for cell in read.table if cell.measure in {Measure.SHARE, Measure.MEAN}]


def _column(read: Special, cell: Cell) -> str:
    if cell.measure is Measure.MEAN:
        return _("Mittelwert")
    topic = read.contents.topics[0]
    return topic.categories.get(cell.category) or _("ja")


def _rows(read: Special, cells: list[Cell]) -> list[tuple[str, tuple[str, ...], str]]:
    groups = list(dict.fromkeys(cell.group for cell in cells))
    found = []
    for group in groups:
        own = [cell for cell in cells if cell.group == group]
        words = tuple(describe.beside_bar(cell) for cell in own)
        found.append((_group(read, group), words, describe.respondents(own[0])))
    return found


def _group(read: Special, group: str) -> str:
    contents: Contents = read.contents
    names = filter(None, (read.analysis.first, read.analysis.second))
    parts = zip(names, group.split("*"), strict=True)
    return ", ".join(contents.axis_categories.get(name, {}).get(code, code) for name, code in parts)
