"""The audit log: who of the staff did what."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from flask import render_template, request, url_for
from flask_babel import format_date
from flask_babel import gettext as _

from surveyapp.access.roles import Action
from surveyapp.exchange.letters.lists import safe_csv
from surveyapp.services import audit, read_log
from surveyapp.services.deeds import DEEDS, Deed
from surveyapp.services.read_log import Found, Line, Search
from surveyapp.storage.db import main_store
from surveyapp.storage.staff import Staff
from surveyapp.web.staff.files import attachment, today
from surveyapp.web.staff.guard import Page, for_staff

TIME = "%d.%m.%Y %H:%M"


@dataclass(frozen=True, slots=True)
class LogPage:
    """One page of the log, and what it was narrowed to."""

    lines: tuple[tuple[str, Line], ...]
    total: int
    #: Place among the pages, in words; empty where one page holds all.
    place: str
    before: str
    after: str
    table: str
    sent: dict[str, str]
    names: tuple[str, ...]
    deeds: tuple[tuple[str, str], ...]
    #: Fields with something that is no day.
    errors: dict[str, str]
    #: Whether all entries fit, in words; and whether they do.
    standing: str
    is_whole: bool


@for_staff(Action.READ_LOG)
def log(actor: Staff) -> Page:
    """Show who did what, the newest first."""
    wanted, errors = _search()
    number = request.args.get("seite", 1, type=int)
    found = read_log.search(main_store(), actor.county_ags, wanted, number)
    page = _page(actor, found, errors)
    shown = render_template("staff/log.html", page=page, has_errors=bool(errors))
    return shown, 422 if errors else 200


@for_staff(Action.READ_LOG, Deed.LOG_TAKEN)
def log_table(actor: Staff) -> Page:
    """Send what was looked for as a table."""
    wanted, _errors = _search()
    lines = read_log.every(main_store(), actor.county_ags, wanted)
    header = ("Nummer", "Zeit", "Wer", "Was", "Wovon", "Näheres")
    rows = [
        (each.number, f"{each.at:{TIME}}", each.name, each.deed, each.subject, each.detail)
        for each in lines
    ]
    return attachment(safe_csv(header, rows), "text/csv; charset=utf-8", f"protokoll-{today()}.csv")


def _page(actor: Staff, found: Found, errors: dict[str, str]) -> LogPage:
    sent = {name: request.args.get(name, "").strip() for name in ("was", "wer", "von", "bis")}
    chosen = {name: value for name, value in sent.items() if value}
    standing = audit.check_county(main_store(), actor.county_ags)
    return LogPage(
        lines=tuple((f"{each.at:{TIME}}", each) for each in found.lines),
        total=found.total,
        place=_place(found),
        before=_address(found.page - 1, chosen) if found.page > 1 else "",
        after=_address(found.page + 1, chosen) if found.page < found.pages else "",
        table=url_for("staff.log_table", **chosen),  # type: ignore[arg-type]
        sent=sent,
        names=read_log.names(main_store(), actor.county_ags),
        deeds=tuple(sorted(((str(deed), words) for deed, words in DEEDS.items()), key=_words)),
        errors=errors,
        standing=_standing(standing),
        is_whole=isinstance(standing, audit.Whole),
    )


def _place(found: Found) -> str:
    if found.pages == 1:
        return ""
    return _("Seite %(page)s von %(pages)s", **{k: asdict(found)[k] for k in ("page", "pages")})


def _words(choice: tuple[str, str]) -> str:
    return choice[1]


def _address(page: int, chosen: dict[str, str]) -> str:
    return url_for("staff.log", **chosen, seite=page)  # type: ignore[arg-type]


def _standing(standing: audit.Whole | audit.Broken) -> str:
    if isinstance(standing, audit.Broken):
        return _(
            "Eintrag %(number)s passt nicht zu den anderen: Er fehlt oder wurde an der Plattform vorbei "
            "geändert. Bitte sprechen Sie mit denen, die die Anlage betreiben.",
            number=standing.number,
        )
    return _("Alle Einträge sind vollständig und unverändert.")


def _search() -> tuple[Search, dict[str, str]]:
    errors: dict[str, str] = {}
    days = {name: _day(name, errors) for name in ("von", "bis")}
    deed = request.args.get("was", "")
    wanted = Search(
        deed=deed if deed in set(Deed) else "",
        name=request.args.get("wer", "").strip()[:120],
        since=days["von"],
        until=days["bis"],
    )
    return wanted, errors


def _day(name: str, errors: dict[str, str]) -> date | None:
    written = request.args.get(name, "").strip()
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        example = format_date(date(today().year, 3, 1), "short")
        errors[name] = _(
            "Das ist kein Tag. Bitte wählen Sie einen aus, zum Beispiel %(day)s.", day=example
        )
        return None
