"""The page of treated rows: for whom they were made, how safe they are, and the form for another one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import request, url_for
from flask_babel import format_date
from flask_babel import gettext as _

from surveyapp.services.microdata.ask import (
    LEAST_K,
    LEAST_L,
    LONGEST,
    MOST_K,
    MOST_KEYS,
    MOST_L,
    MOST_YEARS,
    SHORTEST,
    NotGiven,
    Refusal,
    Sent,
    Wrong,
)
from surveyapp.services.microdata.choices import Choices, KeyChoice
from surveyapp.services.microdata.files import KEPT
from surveyapp.storage import microdata as store
from surveyapp.storage.microdata import MicrodataExport
from surveyapp.storage.surveys import Survey, Wave
from surveyapp.web.staff.forms import whole

_GERMAN_DAY = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})")
ENTROPY = "entropy"


@dataclass(frozen=True, slots=True)
class ReportPart:
    """One part of the report of the risk."""

    heading: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ExportView:
    """One archive as the page shows it."""

    number: int
    office: str
    state: str
    is_running: bool
    #: Why there is none.
    problem: str
    facts: tuple[tuple[str, str], ...]
    report: tuple[ReportPart, ...]
    #: Where it can be taken and deleted; empty where there is none.
    take_url: str = ""
    delete_url: str = ""


@dataclass(frozen=True, slots=True)
class MicrodataPage:
    """All archives of a wave and the form for another one."""

    slug: str
    number: int
    title: str
    wave: str
    is_closed: bool
    exports: tuple[ExportView, ...]
    keys: tuple[KeyChoice, ...]
    #: How rows that were taken before were treated; empty where none were.
    fixed: tuple[str, ...]
    sent: Mapping[str, str]
    chosen: frozenset[str]
    #: Days an archive waits.
    days: int
    errors: Mapping[str, str] = field(default_factory=dict)


def read_form() -> Sent:
    """Return what somebody sent."""
    form = request.form
    return Sent(
        texts={name: form.get(name, "") for name in LONGEST},
        contract_on=_day(form.get("contract_on", "")),
        keep_until=_day(form.get("keep_until", "")),
        keys=form.getlist("keys"),
        k=whole(form.get("k", "").strip()),
        l=whole(form.get("l", "").strip()),
        by_entropy=form.get("how") == ENTROPY,
    )


def _day(written: str) -> date | None:
    """Return a day, as a browser's calendar sends it or as Germans write it; None for anything else."""
    german = _GERMAN_DAY.fullmatch(written.strip())
    try:
        if german:
            return date(*map(int, reversed(german.groups())))
        return date.fromisoformat(written.strip())
    except ValueError:
        return None


def page_of(
    found: Sequence[tuple[MicrodataExport, str, str | None]],
    survey: Survey,
    wave: Wave,
    choices: Choices,
    given: Mapping[str, Any] | None,
    wrong: Sequence[Wrong] = (),
) -> MicrodataPage:
    """Return the page; ``given`` says how rows that were taken before were treated."""
    is_sent = request.method == "POST"
    proposed = {each.name for each in choices.keys if each.is_proposed}
    return MicrodataPage(
        slug=survey.slug,
        number=wave.number,
        title=survey.title,
        wave=_("Welle %(number)s", number=wave.number),
        is_closed=wave.state == "closed",
        exports=tuple(_view(survey, wave, *each) for each in found),
        keys=choices.keys,
        fixed=_fixed(choices, given),
        sent=request.form if is_sent else {"k": "5", "l": "2", "how": ""},
        chosen=frozenset(request.form.getlist("keys") if is_sent else proposed),
        days=KEPT.days,
        errors=_errors(wrong),
    )


def _errors(wrong: Sequence[Wrong]) -> dict[str, str]:
    """Return what is wrong with each field, in the order of the form."""
    labels = _labels()
    found = {each.field: each.refusal for each in reversed(wrong)}
    return {
        name: f"{labels[name]}: {sentence(found[name])}" if labels[name] else sentence(found[name])
        for name in labels
        if name in found
    }


def _labels() -> dict[str, str]:
    """Return the fields of the form in their order, and what is written above them."""
    return {
        "": "",
        "office": _("Auswertende Stelle"),
        "address": _("Anschrift der Stelle"),
        "purpose": _("Zweck"),
        "legal_basis": _("Rechtsgrundlage"),
        "contract_on": _("Vertrag vom"),
        "keep_until": _("Die Stelle löscht die Daten spätestens am"),
        "keys": _("Schlüsselmerkmale"),
        "k": _("k: kleinste Gruppe"),
        "l": _("l: verschiedene Antworten auf heikle Fragen"),
    }


def _fixed(choices: Choices, given: Mapping[str, Any] | None) -> tuple[str, ...]:
    if given is None:
        return ()
    labels = {each.name: each.label for each in choices.keys}
    how = _("nach Entropie") if given["by_entropy"] else _("verschiedene Antworten")
    return (
        _("Schlüsselmerkmale: %(keys)s", keys=", ".join(labels.get(k, k) for k in given["keys"])),
        _("k = %(k)s, l = %(l)s (%(how)s)", k=given["k"], l=given["l"], how=how),
    )


def _view(
    survey: Survey, wave: Wave, export: MicrodataExport, asked: str, taken: str | None
) -> ExportView:
    place = {"slug": survey.slug, "number": wave.number, "export": export.number}
    is_there = export.state == store.READY and export.deleted_on is None
    return ExportView(
        number=export.number,
        office=export.office,
        state=_state(export),
        is_running=export.state == store.RUNNING,
        problem=export.message,
        facts=tuple(_facts(export, asked, taken)),
        report=tuple(
            ReportPart(part["heading"], tuple((line[0], line[1]) for line in part["lines"]))
            for part in export.report.get("parts", ())
        ),
        take_url=url_for("staff.take_microdata", **place) if is_there else "",  # type: ignore[arg-type]
        delete_url=url_for("staff.forget_microdata", **place) if is_there else "",  # type: ignore[arg-type]
    )


def _state(export: MicrodataExport) -> str:
    if export.deleted_on is not None:
        return _("hier gelöscht")
    return {
        store.RUNNING: _("wird erstellt"),
        store.READY: _("bereit"),
        store.FAILED: _("nicht möglich"),
    }[export.state]


def _facts(export: MicrodataExport, asked: str, taken: str | None) -> list[tuple[str, str]]:
    day = "long"
    found = [
        (_("Auswertende Stelle"), f"{export.office}, {export.address}"),
        (_("Zweck"), export.purpose),
        (_("Rechtsgrundlage"), export.legal_basis),
        (_("Vertrag vom"), format_date(export.contract_on, day)),
        (_("Dort zu löschen bis"), format_date(export.keep_until, day)),
        (_("Erstellt von"), _who(asked, export.asked_on)),
    ]
    if export.fetched_on is not None:
        found.append((_("Zuletzt geholt von"), _who(taken or "", export.fetched_on)))
    if export.deleted_on is not None:
        found.append((_("Hier gelöscht am"), format_date(export.deleted_on, day)))
    if export.sha256:
        found.append((_("Prüfsumme der Datei (SHA-256)"), export.sha256))
    return found


def _who(name: str, day: date) -> str:
    return _("%(name)s am %(day)s", name=name, day=format_date(day, "long"))


def sentence(refusal: Refusal) -> str:
    """Return what staff read of something that is wrong."""
    between = _("Bitte geben Sie eine ganze Zahl an: k von %(k)s bis %(most_k)s, l von %(l)s bis %(most_l)s.",
                k=LEAST_K, most_k=MOST_K, l=LEAST_L, most_l=MOST_L)  # fmt: skip
    return {
        Refusal.NOT_ALLOWED: _("Einzeldaten darf nur die Leitung der Befragungen ausgeben."),
        Refusal.WAVE_OPEN: _(
            "Diese Welle ist noch nicht geschlossen. Einzeldaten gibt es erst danach."
        ),
        Refusal.BUSY: _("Für diese Welle wird schon eine Datei erstellt. Bitte warten Sie kurz."),
        Refusal.TEXT: _(
            "Bitte schreiben Sie mindestens %(least)s Zeichen, und höchstens so viele, wie in das Feld "
            "passen.",
            least=SHORTEST,
        ),
        Refusal.NO_DATE: _("Bitte schreiben Sie einen Tag, zum Beispiel 12.03.2026."),
        Refusal.CONTRACT_AHEAD: _("Der Vertrag muss schon geschlossen sein."),
        Refusal.END_PASSED: _("Dieser Tag ist schon vorbei. Bitte wählen Sie einen späteren."),
        Refusal.END_FAR: _("Bitte wählen Sie einen Tag in höchstens %(years)s Jahren.", years=MOST_YEARS),
        Refusal.NO_KEYS: _("Bitte wählen Sie mindestens ein Schlüsselmerkmal."),
        Refusal.TOO_MANY_KEYS: _(
            "Bitte wählen Sie höchstens %(most)s Schlüsselmerkmale.", most=MOST_KEYS
        ),
        Refusal.UNKNOWN_KEY: _("Bitte wählen Sie Schlüsselmerkmale aus der Liste."),
        Refusal.NUMBER: between,
    }[refusal]  # fmt: skip


def not_given(why: NotGiven) -> str:
    """Return what staff read of an archive that is not given."""
    return {
        NotGiven.GONE: _("Diese Datei gibt es hier nicht mehr. Bitte erstellen Sie sie neu."),
        NotGiven.TREATED_OTHERWISE: _(
            "Diese Datei ist anders behandelt als die, die schon jemand geholt hat. Zusammen verrieten sie "
            "mehr als jede allein. Bitte löschen Sie sie hier und erstellen Sie sie neu."
        ),
        NotGiven.OTHER_FAMILIES: _(
            "In dieser Datei sind nicht dieselben Familien wie in der, die schon jemand geholt hat. Im "
            "Vergleich beider ließen sich einzelne Familien erkennen. Bitte löschen Sie diese hier."
        ),
    }[why]
