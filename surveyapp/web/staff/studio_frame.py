"""What stands around the middle of the studio: state, outline, findings, remarks, preview."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from flask import url_for
from flask_babel import gettext as _

from surveyapp.access.roles import Action, may
from surveyapp.questionnaire.checks import Level
from surveyapp.questionnaire.editing.cures import Located, findings
from surveyapp.services import studio_comments
from surveyapp.services.studio_comments import Thread
from surveyapp.services.studio_words import cure_words
from surveyapp.storage.db import main_store
from surveyapp.web.staff.questionnaire_pages import duration_words, title_of
from surveyapp.web.staff.questionnaire_words import place_in_words
from surveyapp.web.staff.studio_desk import Seat
from surveyapp.web.staff.studio_outline import Outline, outline
from surveyapp.web.staff.studio_preview import PreviewView, preview_view
from surveyapp.web.staff.studio_rooms import Room

BERLIN = ZoneInfo("Europe/Berlin")


@dataclass(frozen=True, slots=True)
class CureView:
    """A button that mends a finding."""

    do: str
    label: str


@dataclass(frozen=True, slots=True)
class FindingView:
    """One thing to mend or to look at."""

    path: str
    url: str
    place: str
    sentence: str
    help: str
    is_error: bool
    rule_url: str
    cures: tuple[CureView, ...]


@dataclass(frozen=True, slots=True)
class RemarkView:
    """One thing somebody said."""

    who: str
    when: str
    words: str


@dataclass(frozen=True, slots=True)
class ThreadView:
    """What was said about one element."""

    id: str
    path: str
    url: str
    remarks: tuple[RemarkView, ...]
    is_resolved: bool


@dataclass(frozen=True, slots=True)
class HeadView:
    """State of the draft, and the pages of the studio."""

    title: str
    saved: str
    duration: str
    links: tuple[tuple[str, str, bool], ...]
    mistakes: int
    may_edit: bool


@dataclass(frozen=True, slots=True)
class StudioPage:
    """The studio with an element in the middle."""

    seat: Seat
    head: HeadView
    outline: Outline
    room: Room
    findings: tuple[FindingView, ...]
    threads: tuple[ThreadView, ...]
    preview: PreviewView


def studio_page(seat: Seat, room: Room) -> StudioPage:
    """Return everything on the page of an element."""
    found = findings(seat.desk.document)
    threads = studio_comments.threads(main_store(), seat.actor, seat.desk.draft_id)
    still_open = [each.path for each in threads if not each.is_resolved]
    return StudioPage(
        seat,
        head(seat, "studio", found),
        outline(seat, (each.path for each in found), still_open),
        room,
        finding_views(seat, (each for each in found if _belongs(each.path, seat.path))),
        thread_views(seat, (each for each in threads if _belongs(each.path, seat.path))),
        preview_view(seat.key, seat.desk.questionnaire, room.place, seat.desk.revision),
    )


def _belongs(path: str, element: str) -> bool:
    """Say whether an address is an element, or something inside it that has no room of its own."""
    return path == element or (bool(element) and path.startswith(f"{element}/"))


def head(seat: Seat, view: str, found: Sequence[Located]) -> HeadView:
    """Return what stands above every page of the studio."""
    names = (
        ("studio", _("Bearbeiten")),
        ("studio_findings", _("Hinweise (%(number)s)", number=len(found))),
        ("studio_remarks", _("Kommentare")),
        ("try_out", _("Probieren")),
        ("studio_history", _("Verlauf")),
        ("studio_release", _("Freigabe")),
    )
    links = [(seat.to(name), label, name == view) for name, label in names]
    if may(seat.actor, Action.TRANSLATE, seat.actor.county_ags):
        own_card = url_for("staff.translations", _anchor=seat.key)
        links.insert(3, (own_card, _("Übersetzen"), False))
    return HeadView(
        title_of(seat.desk.questionnaire),
        _saved(seat),
        duration_words(seat.desk.questionnaire, seat.actor),
        tuple(links),
        sum(each.finding.level is Level.ERROR for each in found),
        may(seat.actor, Action.EDIT_QUESTIONNAIRES, seat.actor.county_ags),
    )


def _saved(seat: Seat) -> str:
    last = seat.desk.last
    if last is None:
        return _("noch nicht geändert")
    return _("gespeichert am %(when)s, %(who)s", when=said_when(last.when), who=last.who)


def said_when(when: datetime) -> str:
    """Return a time as people in Germany say it."""
    return format_datetime(when, "d. MMM, HH:mm", tzinfo=BERLIN, locale="de") + " " + _("Uhr")


def finding_views(seat: Seat, found: Iterable[Located]) -> tuple[FindingView, ...]:
    """Return findings in words, those that hinder publishing first."""
    ordered = sorted(found, key=lambda each: each.finding.level is not Level.ERROR)
    return tuple(_finding(seat, each) for each in ordered)


def _finding(seat: Seat, each: Located) -> FindingView:
    sentence, cure = each.finding.say("de")
    return FindingView(
        each.path,
        seat.url("/".join(each.path.split("/")[:2])),
        place_in_words(each.finding.path, seat.desk.questionnaire),
        sentence,
        cure[:1].upper() + cure[1:],
        each.finding.level is Level.ERROR,
        url_for("staff.rule", rule=each.finding.rule),
        tuple(
            CureView(
                f"heilen~{each.path}~{each.finding.rule}|{each.property}|{cure.kind}",
                cure_words(cure),
            )
            for cure in each.cures
            if cure.edits
        ),
    )


def thread_views(seat: Seat, threads: Iterable[Thread]) -> tuple[ThreadView, ...]:
    """Return what was said, in words."""
    return tuple(
        ThreadView(
            each.id,
            each.path,
            seat.url("/".join(each.path.split("/")[:2])),
            tuple(RemarkView(one.who, said_when(one.when), one.words) for one in each.remarks),
            each.is_resolved,
        )
        for each in threads
    )
