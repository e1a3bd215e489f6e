"""Sheets of paper: printing them, keying them twice, deciding what differs."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from surveyapp.access.roles import Action
from surveyapp.access.serials import read_serial, written
from surveyapp.services import paper_files
from surveyapp.services.asked import questionnaire_of
from surveyapp.services.deeds import Deed
from surveyapp.services.keying import form as keying
from surveyapp.services.keying.compare import Difference
from surveyapp.services.keying.form import Typed
from surveyapp.services.keying.sheet import Sheet, state_of
from surveyapp.services.keying.sheets import Desk, KeyingRefusal, KeyingStep
from surveyapp.storage.db import main_store
from surveyapp.storage.staff import Staff
from surveyapp.storage.surveys import Survey, Wave
from surveyapp.web.staff.files import attachment, today
from surveyapp.web.staff.guard import Page, for_staff, own_survey, own_wave
from surveyapp.web.staff.paper_pages import keying_page, papers_page
from surveyapp.web.staff.paper_words import refusal_field, step_sentence

FIRST, SECOND, OTHER = "1", "2", "andere"
"""What a third look finds right: the first entry, the second, or something else."""


@dataclass(frozen=True, slots=True)
class ComparePage:
    """What the two entries of one sheet do not agree on."""

    slug: str
    title: str
    wave: int
    sheet: int
    differences: tuple[Difference, ...]
    #: Name of a difference to what was chosen, and to what was typed instead.
    chosen: dict[str, str]
    others: dict[str, str]
    #: Names of the differences that are not decided yet.
    open: frozenset[str] = frozenset()
    #: What changes with every entry of the sheet.
    seen: str = ""


# Printing


@for_staff(Action.KEY_SHEETS)
def papers(actor: Staff, slug: str) -> Page:
    """Show what can be printed, and the sheets that wait."""
    page = papers_page(main_store(), own_survey(actor, slug))
    return render_template("staff/paper/papers.html", page=page)


@for_staff(Action.KEY_SHEETS, Deed.SHEETS_PRINTED)
def print_sheets(actor: Staff, slug: str, number: int, suffix: str) -> Page:
    """Give the form of a wave, plain or numbered, or where a scanner finds its boxes."""
    survey, wave = own_wave(actor, slug, number)
    spoken, items = _spoken(wave), _items()
    name = f"bogen-{slug}-welle-{number}-{spoken}"
    if suffix == "json":
        content = paper_files.layout(main_store(), wave, spoken, items)
        return attachment(content, "application/json", f"{name}.json")
    serials = _serials()
    if serials is None:
        errors = {
            "serials": _(
                "Bitte geben Sie zwei Nummern von 1 bis 999 999 an, zum Beispiel 1 und 200. In einer Datei "
                "sind höchstens %(most)s Bogen.",
                most=paper_files.MOST_SHEETS,
            )
        }
        return _refused(survey, wave, errors)
    content = paper_files.sheets(main_store(), wave, spoken, items, serials)
    numbered = f"-{serials[0]}-{serials[-1]}" if serials else ""
    return attachment(content, "application/pdf", f"{name}{numbered}.pdf")


@for_staff(frozenset({Action.KEY_SHEETS, Action.FOLLOW_SURVEY}), Deed.SHEETS_PRINTED)
def print_poster(actor: Staff, slug: str, number: int, paper: str) -> Page:
    """Give a poster or cards, a page for each chosen language."""
    _survey, wave = own_wave(actor, slug, number)
    known = paper_files.languages_of(main_store(), wave)
    chosen = [each for each in known if each in request.args.getlist("sprache")] or [known[0]]
    contact = request.args.get("kontakt", "").strip()[:120]
    content = paper_files.poster(main_store(), wave, paper, chosen, contact)
    return attachment(content, "application/pdf", f"{paper}-{slug}.pdf")


def _spoken(wave: Wave) -> str:
    known = paper_files.languages_of(main_store(), wave)
    wanted = request.values.get("sprache", "")
    return wanted if wanted in known else known[0]


def _items() -> int:
    typed = request.args.get("kinder", "")
    count = int(typed) if re.fullmatch(r"[0-9]{1,2}", typed) else 3
    return min(max(count, 1), paper_files.MOST_ITEMS)


def _serials() -> range | None:
    """Return the numbers to print; an empty range for a plain form, None where they do not fit."""
    first, last = (request.args.get(name, "").strip() for name in ("von", "bis"))
    if not first and not last:
        return range(0)
    low, high = read_serial(first), read_serial(last or first)
    if low is None or high is None or not 0 <= high - low < paper_files.MOST_SHEETS:
        return None
    return range(low, high + 1)


def _refused(survey: Survey, wave: Wave, errors: dict[str, str]) -> tuple[str, int]:
    page = papers_page(main_store(), survey, errors, wave.number, request.values.to_dict())
    return render_template("staff/paper/papers.html", page=page, has_errors=True), 422


# Keying


def _at_desk(view: Callable[..., Page]) -> Callable[..., Page]:
    """Let a view have the desk of its wave, which must be open, instead of slug and number."""

    def seated(actor: Staff, slug: str, number: int, **rest: int) -> Page:
        _survey, wave = own_wave(actor, slug, number)
        if wave.state != "open":
            flash(refusal_field(KeyingRefusal.CLOSED)[1], "danger")
            return redirect(url_for("staff.papers", slug=slug))
        asked = keying.as_keyed(questionnaire_of(main_store(), wave))
        return view(Desk(wave, actor.id, asked, today()), **rest)

    seated.__name__ = view.__name__
    return seated


@for_staff(Action.KEY_SHEETS)
@_at_desk
def begin_sheet(desk: Desk) -> Page:
    """Take the number of a sheet, and its code where one is needed, and show what to type first."""
    number, code = request.form.get("sheet", ""), request.form.get("code", "")
    sheet = desk.begin(number, code, _spoken(desk.wave))
    if isinstance(sheet, KeyingRefusal):
        field, sentence = refusal_field(sheet)
        return _refused(desk.wave.survey, desk.wave, {field: sentence})
    return _typing(desk, sheet.number, sheet.language, {})


@for_staff(Action.KEY_SHEETS)
@_at_desk
def key_sheet(desk: Desk) -> Page:
    """Take what was typed; show what is asked further, or keep the entry."""
    typed, number = _typed(), read_serial(request.form.get("sheet", ""))
    if number is None:
        abort(400)
    spoken = _spoken(desk.wave)
    outcome: KeyingStep | KeyingRefusal = KeyingRefusal.UNFINISHED
    if request.form.get("do") == "save":
        outcome = desk.enter(str(number), spoken, typed, request.form.get("seen", ""))
    if outcome is KeyingRefusal.UNFINISHED:
        return _typing(desk, number, spoken, typed)
    return _ended(desk, number, outcome)


def _ended(desk: Desk, number: int, outcome: KeyingStep | KeyingRefusal) -> Page:
    if isinstance(outcome, KeyingRefusal):
        flash(refusal_field(outcome)[1], "danger")
    else:
        flash(*step_sentence(outcome, number))
    return redirect(url_for("staff.papers", slug=desk.wave.survey.slug))


def _typing(
    desk: Desk, number: int, spoken: str, typed: Typed, *, decides: bool = False
) -> tuple[str, int]:
    found = keying.form_of(desk.questionnaire, typed)
    heading = _("Bogen %(sheet)s eingeben", sheet=written(number))
    after = request.form.get("after", "")
    page = keying_page(
        desk.wave, number, spoken, heading, found, typed, after=after, decides=decides
    )
    page = replace(page, seen=request.form.get("seen", desk.state(number)))
    shown = render_template("staff/paper/keying.html", page=page, has_errors=bool(page.errors))
    return shown, 422 if page.errors else 200


def _typed() -> Typed:
    """Return what was typed by screen; names of fields are ``screen:field``."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for name, value in request.form.items():
        screen, colon, field = name.partition(":")
        if colon:
            found[screen][field] = value
    return found


# Deciding


@for_staff(Action.KEY_SHEETS)
@_at_desk
def compare_sheet(desk: Desk, sheet: int) -> Page:
    """Show what two people typed differently, or take what a third look found right."""
    found = desk.sheet(sheet)
    if found is None or len(found.entries) < 2:
        return _ended(desk, sheet, KeyingRefusal.UNKNOWN)
    differing = desk.differences(found)
    chosen, others = _choices(differing)
    undecided = frozenset(
        each.name for each in differing if chosen.get(each.name) not in (FIRST, SECOND, OTHER)
    )
    is_sent = request.method == "POST"
    if is_sent and request.form.get("seen") != state_of(found):
        return _keyed_anew(desk, sheet)
    if is_sent and not undecided:
        return _decided(desk, found, differing, chosen, others)
    page = ComparePage(
        desk.wave.survey.slug,
        desk.wave.survey.title,
        desk.wave.number,
        sheet,
        differing,
        chosen,
        others,
        undecided if is_sent else frozenset(),
        state_of(found),
    )
    shown = render_template("staff/paper/compare.html", page=page, has_errors=is_sent)
    return shown, 422 if is_sent else 200


def _keyed_anew(desk: Desk, sheet: int) -> Page:
    """Show the comparison again: what was decided belongs to entries that are gone."""
    flash(refusal_field(KeyingRefusal.REPLACED)[1], "danger")
    slug, number = desk.wave.survey.slug, desk.wave.number
    return redirect(url_for("staff.compare_sheet", slug=slug, number=number, sheet=sheet))


def _choices(differing: tuple[Difference, ...]) -> tuple[dict[str, str], dict[str, str]]:
    chosen = {each.name: request.form.get(f"wahl-{each.name}", "") for each in differing}
    others = {each.name: request.form.get(f"anders-{each.name}", "") for each in differing}
    return chosen, others


def _decided(
    desk: Desk,
    sheet: Sheet,
    differing: tuple[Difference, ...],
    chosen: dict[str, str],
    others: dict[str, str],
) -> Page:
    """Finish the sheet; where a decision opens a question that nobody typed, it is typed now."""
    right = {
        each.name: {FIRST: each.typed[0], SECOND: each.typed[1]}.get(
            chosen[each.name], others[each.name]
        )
        for each in differing
    }
    typed = desk.decided(sheet, right)
    outcome = desk.decide(sheet, typed)
    if outcome is KeyingRefusal.UNFINISHED:
        return _typing(desk, sheet.number, sheet.language, typed, decides=True)
    return _ended(desk, sheet.number, outcome)


@for_staff(Action.KEY_SHEETS)
@_at_desk
def decide_sheet(desk: Desk, sheet: int) -> Page:
    """Take the rest that a third look typed."""
    typed, found = _typed(), desk.sheet(sheet)
    if found is None or len(found.entries) < 2:
        return _ended(desk, sheet, KeyingRefusal.UNKNOWN)
    if request.form.get("seen") != state_of(found):
        return _keyed_anew(desk, sheet)
    outcome = desk.decide(found, typed)
    if outcome is KeyingRefusal.UNFINISHED:
        return _typing(desk, sheet, _spoken(desk.wave), typed, decides=True)
    return _ended(desk, sheet, outcome)


@for_staff(Action.KEY_SHEETS)
@_at_desk
def discard_sheet(desk: Desk, sheet: int) -> Page:
    """Delete both entries of a sheet, so that it is keyed anew."""
    if desk.discard(sheet):
        flash(_("Die Eingaben zu Bogen %(sheet)s sind gelöscht.", sheet=sheet), "success")
    return redirect(url_for("staff.papers", slug=desk.wave.survey.slug))
