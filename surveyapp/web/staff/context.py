"""What the staff pages show, as typed values and German sentences."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from flask import url_for
from flask_babel import format_date, format_decimal, ngettext
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from surveyapp.access.roles import Action, may
from surveyapp.inventory.rows import Fault, Note
from surveyapp.region import packaged, territory
from surveyapp.services import run_release
from surveyapp.services.import_inventory import Imported
from surveyapp.services.waves import WaveStep
from surveyapp.storage import areas as area_store
from surveyapp.storage import inventory as inventory_store
from surveyapp.storage import releases, responses
from surveyapp.storage import surveys as survey_store
from surveyapp.storage.db import urn_store
from surveyapp.storage.staff import Staff
from surveyapp.storage.surveys import Survey, Wave

ROUNDING = 10
"""Counts of an open wave are shown rounded down to this, so no single answer can be watched."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing staff can do next with a wave."""

    address: str
    label: str
    #: primary, secondary or tertiary.
    kind: str


@dataclass(frozen=True, slots=True)
class WaveView:
    """One wave with its facts and next steps."""

    number: int
    name: str
    state_name: str
    answered: str
    is_simulated: bool
    facts: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...] = ()
    #: Where the newest results are; empty without any.
    results_url: str = ""
    #: Why the last computation failed; empty when it did not.
    problem: str = ""
    #: What happens or helps next, as a sentence.
    next_step: str = ""


@dataclass(frozen=True, slots=True)
class SurveyView:
    """One survey with its waves, the newest first."""

    slug: str
    title: str
    family_url: str
    waves: tuple[WaveView, ...]


@dataclass(frozen=True, slots=True)
class SurveysPage:
    """The surveys of a county."""

    county: str
    surveys: tuple[SurveyView, ...]


@dataclass(frozen=True, slots=True)
class KindView:
    """One facility type with what the county has of it."""

    code: str
    label: str
    places: str
    offers: str
    capacity: str
    reach: str
    source: str


@dataclass(frozen=True, slots=True)
class FaultView:
    """One faulty cell of a file."""

    place: str
    column: str
    value: str
    reason: str
    cure: str


@dataclass(frozen=True, slots=True)
class InventoryPage:
    """The register of places and offers."""

    kinds: tuple[KindView, ...]
    attribution: tuple[str, ...]
    errors: tuple[FaultView, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class AreaView:
    """One planning area with the names of its municipalities."""

    name: str
    municipalities: str


@dataclass(frozen=True, slots=True)
class AreasPage:
    """The planning areas of a county on one day."""

    day: str
    areas: tuple[AreaView, ...]
    attribution: str
    errors: tuple[FaultView, ...] = field(default=())


def surveys_page(session: Session, actor: Staff) -> SurveysPage:
    """Return the surveys of the actor's county."""
    found = survey_store.surveys_of(session, actor.county_ags)
    counts = _counts([wave for survey in found for wave in survey.waves])
    return SurveysPage(
        county=territory.county(actor.county_ags).name,
        surveys=tuple(_survey_view(survey, counts) for survey in found),
    )


def survey_page(session: Session, survey: Survey, actor: Staff) -> SurveyView:
    """Return one survey with what the actor can do next."""
    counts = _counts(survey.waves)
    waves = tuple(
        _wave_with_steps(session, survey, wave, counts, actor) for wave in reversed(survey.waves)
    )
    return SurveyView(survey.slug, survey.title, _family_url(survey), waves)


def _survey_view(survey: Survey, counts: Mapping[str, int]) -> SurveyView:
    waves = tuple(_wave_view(wave, counts) for wave in reversed(survey.waves))
    return SurveyView(survey.slug, survey.title, _family_url(survey), waves)


def _family_url(survey: Survey) -> str:
    return f"/f/{survey.slug}/"


def _counts(waves: Sequence[Wave]) -> Mapping[str, int]:
    with urn_store() as urn:
        return responses.count_by_wave(urn, [wave.id for wave in waves])


def _state_names() -> Mapping[str, str]:
    return {"planned": _("geplant"), "open": _("läuft"), "closed": _("geschlossen")}


def _sampling_names() -> Mapping[str, str]:
    return {
        "all": _("alle Familien eingeladen"),
        "random": _("Zufallsauswahl"),
        "open": _("offen für alle, nicht repräsentativ"),
    }


def _wave_view(wave: Wave, counts: Mapping[str, int]) -> WaveView:
    answered = _answered(counts.get(wave.id, 0))
    days = f"{format_date(wave.opens_on)} – {format_date(wave.closes_on)}"
    facts = [
        (_("Stand"), _state_names()[wave.state]),
        (_("Zeitraum"), days),
        (_("Teilnahme"), _sampling_names()[wave.sampling]),
        (_("Antworten"), answered),
    ]
    if wave.invited is not None:
        facts.insert(3, (_("Eingeladen"), format_decimal(wave.invited)))
    return WaveView(
        number=wave.number,
        name=_("Welle %(number)s", number=wave.number),
        state_name=_state_names()[wave.state],
        answered=answered,
        is_simulated=wave.is_simulated,
        facts=tuple(facts),
    )


def _answered(count: int) -> str:
    if count < ROUNDING:
        return _("weniger als 10 Antworten")
    rounded = count // ROUNDING * ROUNDING
    return _("mindestens %(count)s Antworten", count=format_decimal(rounded))


def _wave_with_steps(
    session: Session, survey: Survey, wave: Wave, counts: Mapping[str, int], actor: Staff
) -> WaveView:
    run_release.settle(session, wave.id)
    newest = next(iter(releases.releases_of(session, wave.id)), None)
    done = releases.latest_release(session, wave.id)
    view = _wave_view(wave, counts)
    return WaveView(
        number=view.number,
        name=view.name,
        state_name=view.state_name,
        answered=view.answered,
        is_simulated=view.is_simulated,
        facts=(*view.facts, *_release_facts(done)),
        steps=tuple(_steps(survey, wave, newest, done, actor)),
        results_url=_results_url(survey, wave, done),
        problem=newest.message if newest and newest.state == releases.FAILED else "",
        next_step=_next_sentence(wave, newest),
    )


def _release_facts(done: releases.Release | None) -> tuple[tuple[str, str], ...]:
    if done is None:
        return ()
    seen = _("für alle sichtbar") if done.is_public else _("nur für Ihren Landkreis sichtbar")
    return ((_("Ergebnisse vom"), f"{format_date(done.created_on)}, {seen}"),)


def _results_url(survey: Survey, wave: Wave, done: releases.Release | None) -> str:
    return f"/ergebnisse/{survey.slug}/?welle={wave.number}" if done else ""


def _steps(
    survey: Survey,
    wave: Wave,
    newest: releases.Release | None,
    done: releases.Release | None,
    actor: Staff,
) -> list[Step]:
    is_running = newest is not None and newest.state == releases.RUNNING
    hide_or_show = _("Nur intern zeigen") if done and done.is_public else _("Für alle zeigen")
    first = "secondary" if done else "primary"
    possible = (
        (wave.state == "planned", Action.OPEN_WAVE, "open_wave", _("Welle öffnen"), "primary"),
        (wave.state == "open", Action.CLOSE_WAVE, "close_wave", _("Welle schließen"), "secondary"),
        (
            wave.state == "closed" and not is_running,
            Action.RELEASE,
            "release",
            _("Ergebnisse neu berechnen") if done else _("Ergebnisse berechnen"),
            first,
        ),
        (done is not None, Action.RELEASE, "publish", hide_or_show, "secondary"),
    )
    return [
        Step(url_for(f"staff.{view}", slug=survey.slug, number=wave.number), label, kind)
        for is_next, action, view, label, kind in possible
        if is_next and may(actor, action, survey.county_ags)
    ]


def _next_sentence(wave: Wave, newest: releases.Release | None) -> str:
    if newest is not None and newest.state == releases.RUNNING:
        return _("Die Ergebnisse werden gerade berechnet. Bitte laden Sie die Seite gleich neu.")
    return {
        "planned": _("Mit dem Öffnen wird der Fragebogen festgeschrieben."),
        "open": _("Ergebnisse gibt es erst nach dem Schließen. So bleibt jede Antwort geschützt."),
        "closed": "",
    }[wave.state]


def wave_sentence(outcome: WaveStep, wave: Wave) -> tuple[str, str]:
    """Return how an attempt to change a wave ended, and the kind of message."""
    opened = _("Die Welle ist geöffnet. Familien können jetzt antworten.")
    closed = _("Die Welle ist geschlossen. Jetzt können Sie die Ergebnisse berechnen.")
    return {
        WaveStep.DONE: (opened if wave.state == "open" else closed, "success"),
        WaveStep.NOT_FOUND: (_("Diese Welle gibt es nicht."), "danger"),
        WaveStep.NOT_ALLOWED: (
            _("Das darf in Ihrem Landkreis nur die Verwaltung der Befragungen."),
            "danger",
        ),
        WaveStep.WRONG_STATE: (
            _("Das ging nicht: Jemand hat die Welle inzwischen geändert."),
            "danger",
        ),
        WaveStep.ANOTHER_OPEN: (
            _("Eine andere Welle läuft noch. Bitte schließen Sie diese zuerst."),
            "danger",
        ),
    }[outcome]


def inventory_page(
    session: Session, actor: Staff, day: date, faults: Sequence[Fault]
) -> InventoryPage:
    """Return what the county has, by facility type."""
    county = actor.county_ags
    places = inventory_store.places_on(session, county, day)
    offers = Counter(offer.type for offer in inventory_store.offers_on(session, county, day))
    numbers = Counter(place.type for place in places)
    capacity: Counter[str] = Counter()
    sources: defaultdict[str, set[str]] = defaultdict(set)
    for place in places:
        capacity[place.type] += inventory_store.usable_places(place, day)
        sources[place.type].add(place.source)
    kinds = tuple(
        KindView(
            code=kind.code,
            label=kind.label,
            places=_number(numbers[kind.code]),
            offers=_number(offers[kind.code]),
            capacity=_number(capacity[kind.code]),
            reach=f"{format_decimal(kind.reach_km)} km",
            source=", ".join(sorted(sources[kind.code])),
        )
        for kind in inventory_store.facility_types(session, county)
        if not kind.is_hidden or numbers[kind.code]
    )
    return InventoryPage(kinds, (packaged.SCHOOLS, packaged.STATIONS), _views(faults))


def _number(value: int) -> str:
    return format_decimal(value) if value else "–"


def _views(faults: Sequence[Fault]) -> tuple[FaultView, ...]:
    return tuple(
        FaultView(
            place=f"{fault.sheet}, {_('Zeile')} {fault.row}" if fault.row else fault.sheet,
            column=fault.column,
            value=fault.value,
            reason=fault.reason,
            cure=fault.cure,
        )
        for fault in faults
    )


def imported_sentence(outcome: Imported) -> str:
    """Return what an import took over."""
    places = outcome.places.new + outcome.places.replaced
    offers = outcome.offers.new + outcome.offers.replaced
    return _(
        "Eingelesen: %(places)s und %(offers)s.",
        places=ngettext("%(num)s Einrichtung", "%(num)s Einrichtungen", places),
        offers=ngettext("%(num)s Angebot", "%(num)s Angebote", offers),
    )


def note_sentence(note: Note) -> str:
    """Return what staff should look at although it was taken over."""
    return _("Zeile %(row)s: %(sentence)s", row=note.row, sentence=note.sentence)


def areas_page(session: Session, actor: Staff, day: date, faults: Sequence[Fault]) -> AreasPage:
    """Return the planning areas that count on a day."""
    groups = area_store.areas_on(session, actor.county_ags, day)
    names = {place.ags: place.short_name for place in territory.municipalities_of(actor.county_ags)}
    return AreasPage(
        day=format_date(day),
        areas=tuple(
            AreaView(group.name, ", ".join(names[ags] for ags in group.municipalities))
            for group in groups
        ),
        attribution=packaged.BOUNDARIES,
        errors=_views(faults),
    )
