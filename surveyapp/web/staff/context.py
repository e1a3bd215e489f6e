"""What the pages of surveys and waves show, as typed values and German sentences."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import request, url_for
from flask_babel import format_date, format_decimal, ngettext
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from surveyapp.access.roles import Action, may
from surveyapp.region import territory
from surveyapp.services import contact, quoting, retention, run_release
from surveyapp.services.bursts import bursts
from surveyapp.services.count_answers import rounded_counts
from surveyapp.services.keying import sheets
from surveyapp.services.letters import standing
from surveyapp.services.waves import WaveStep
from surveyapp.storage import inventory, plans, releases
from surveyapp.storage import surveys as survey_store
from surveyapp.storage.staff import Staff
from surveyapp.storage.surveys import Survey, Wave
from surveyapp.web.staff import course
from surveyapp.web.staff.frame import downloads_url, results_url


@dataclass(frozen=True, slots=True)
class Step:
    """One thing staff can do next with a wave."""

    address: str
    label: str
    #: primary or secondary.
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
    #: How many sheets of paper would be lost if it were closed now; empty where none would.
    unfinished: str = ""
    #: On which day answers came in a burst, as a heading; empty where none was seen.
    burst: str = ""
    is_computing: bool = False
    #: Where one sees how far that is; empty where nobody can say.
    job_url: str = ""
    #: Where its weights are decided on; empty before it opens, and where the actor may not.
    weighting_url: str = ""
    #: Why the newest release is held; empty where it is not.
    held: str = ""
    #: Pages about the figures of the wave: address and label.
    pages: tuple[tuple[str, str], ...] = ()
    #: All steps of the wave; the present one says what to do.
    course: tuple[course.Step, ...] = ()
    #: Pages to plan it, while that is possible: address and label.
    planning: tuple[tuple[str, str], ...] = ()

    @property
    def further(self) -> tuple[tuple[str, str], ...]:
        """Return pages of the wave that the present step does not lead to already."""
        told = {url for step in self.course if step.state == "now" for url, _label in step.links}
        return tuple(each for each in (*self.planning, *self.pages) if each[0] not in told)


@dataclass(frozen=True, slots=True)
class Room:
    """A page that belongs to a survey."""

    url: str
    label: str
    #: What is to be done or found there, in a sentence.
    about: str


@dataclass(frozen=True, slots=True)
class SurveyView:
    """One survey with its waves, the newest first."""

    slug: str
    title: str
    #: Path of the page for families, and the same as one would print it in a letter.
    family_url: str
    family_address: str
    waves: tuple[WaveView, ...]
    #: Pages that belong to the survey, as far as the actor may open them and there is something there.
    rooms: tuple[Room, ...] = ()
    #: What the actor may plan: address and label.
    planning: tuple[tuple[str, str], ...] = ()
    #: How a survey that goes on by itself does so; empty for others.
    rolling: str = ""
    #: The facility whose families are asked; empty where it is the whole county.
    facility: str = ""


@dataclass(frozen=True, slots=True)
class SurveysPage:
    """The surveys of a county."""

    county: str
    surveys: tuple[SurveyView, ...]
    may_plan: bool = False


def surveys_page(session: Session, actor: Staff) -> SurveysPage:
    """Return the surveys of the actor's county."""
    found = survey_store.surveys_of(session, actor.county_ags)
    counts = _counts([wave for survey in found for wave in survey.waves])
    return SurveysPage(
        county=territory.county(actor.county_ags).name,
        surveys=tuple(_survey_view(survey, counts) for survey in found),
        may_plan=may(actor, Action.PLAN_FIELD, actor.county_ags),
    )


def survey_page(session: Session, survey: Survey, actor: Staff, today: date) -> SurveyView:
    """Return one survey with what the actor can do next."""
    counts = _counts(survey.waves)
    months = plans.months_of(session, survey.id)
    waves = tuple(
        replace(
            _wave_with_steps(session, survey, wave, counts, actor),
            course=_course(session, survey, wave, actor, is_rolling=months is not None),
            planning=tuple(_planning_of(survey, wave, actor)),
        )
        for wave in reversed(survey.waves)
    )
    return replace(
        _with_waves(survey, waves),
        rooms=tuple(_rooms(session, survey, actor, today)),
        planning=tuple(_planning(survey, actor)),
        rolling=rolling_words(months),
        facility=inventory.name_of(session, survey.county_ags, survey.place_id),
    )


def _course(
    session: Session, survey: Survey, wave: Wave, actor: Staff, *, is_rolling: bool
) -> tuple[course.Step, ...]:
    done = releases.latest_release(session, wave.id)
    return course.course_of(survey, wave, done, actor, is_rolling=is_rolling)


def _planning(survey: Survey, actor: Staff) -> Iterator[tuple[str, str]]:
    if may(actor, Action.PLAN_FIELD, survey.county_ags):
        yield url_for("staff.new_wave", slug=survey.slug), _("Welle planen")
        yield url_for("staff.change_survey", slug=survey.slug), _("Titel und Adresse ändern")
        yield url_for("staff.periods", slug=survey.slug), _("Läuft von selbst weiter?")


def _planning_of(survey: Survey, wave: Wave, actor: Staff) -> Iterator[tuple[str, str]]:
    place: dict[str, Any] = {"slug": survey.slug, "number": wave.number}
    if wave.state == "planned" and may(actor, Action.PLAN_FIELD, survey.county_ags):
        yield url_for("staff.change_wave", **place), _("Planung ändern")
    if wave.sampling != "open" and may(actor, Action.PLAN_FIELD, survey.county_ags):
        yield url_for("staff.sample", **place), _("Stichprobe")
    if wave.state != "planned":
        yield url_for("staff.returns", **place), _("Rücklauf")


def rolling_words(months: int | None) -> str:
    """Return how a survey goes on by itself; empty where it does not."""
    if months is None:
        return ""
    name = {3: _("Vierteljahr"), 6: _("Halbjahr"), 12: _("Jahr")}[months]
    return _(
        "Diese Befragung läuft von selbst weiter: Mit jedem %(period)s endet eine Welle, und die "
        "nächste beginnt. "
        "Bei weniger als 20 Antworten geht die Welle weiter, bis es genug sind.",
        period=name,
    )


def _rooms(session: Session, survey: Survey, actor: Staff, today: date) -> Iterator[Room]:
    if _needs_codes(survey) and may(actor, Action.ISSUE_CODES, survey.county_ags):
        about = _("Codes ausgeben, verlorene sperren, an die Teilnahme erinnern.")
        yield Room(url_for("staff.letters", slug=survey.slug), _("Codes und Briefe"), about)
    if any(each.state != "closed" for each in survey.waves):
        about = _("Ein Gerät für alle, oder jemand hilft einer Familie nach der anderen.")
        yield Room(url_for("staff.on_site", slug=survey.slug), _("Geräte vor Ort"), about)
    if _is_running(survey) and may(actor, Action.KEY_SHEETS, survey.county_ags):
        about = _("Papierbögen, Plakate und Karten drucken, ausgefüllte Bögen eingeben.")
        yield Room(url_for("staff.papers", slug=survey.slug), _("Papierbögen und Aushänge"), about)
    if contact.may_read(actor, survey):
        number = contact.count(session, survey, today)
        about = _contacts_words(number)
        yield Room(url_for("staff.contacts", slug=survey.slug), _("Kontaktwünsche"), about)
    if any(quoting.may_read(actor, wave) for wave in survey.waves):
        about = _("Lesen, was Familien geschrieben haben, und Stimmen freigeben.")
        yield Room(url_for("staff.texts", slug=survey.slug), _("Freitexte"), about)
        closed = max(wave.number for wave in survey.waves if wave.state == "closed")
        about = _("Texte einordnen, damit Themen als Zahlen bei den Ergebnissen stehen.")
        yield Room(
            url_for("staff.themes", slug=survey.slug, number=closed),
            _("Themen der Freitexte"),
            about,
        )
    if retention.may_plan(actor, survey):
        about = _("Was wann gelöscht wird, und was schon gelöscht ist.")
        yield Room(url_for("staff.retention", slug=survey.slug), _("Löschplan"), about)
    if survey.waves and may(actor, Action.PREPARE_DOCUMENTS, survey.county_ags):
        about = _("Vom Anonymitätsversprechen bis zur Folgenabschätzung.")
        yield Room(
            url_for("staff.documents", slug=survey.slug),
            _("Unterlagen für den Datenschutz"),
            about,
        )


def _needs_codes(survey: Survey) -> bool:
    return any(each.sampling != "open" and each.state != "closed" for each in survey.waves)


def _is_running(survey: Survey) -> bool:
    return any(each.state != "closed" for each in survey.waves)


def _contacts_words(number: int) -> str:
    if not number:
        return _("Zurzeit möchte keine Familie, dass Sie sich melden.")
    return ngettext(
        "Eine Familie möchte, dass Sie sich melden.",
        "%(num)s Familien möchten, dass Sie sich melden.",
        number,
    )


def _survey_view(survey: Survey, counts: Mapping[str, int]) -> SurveyView:
    return _with_waves(survey, tuple(wave_view(wave, counts) for wave in reversed(survey.waves)))


def _with_waves(survey: Survey, waves: tuple[WaveView, ...]) -> SurveyView:
    path = f"/f/{survey.slug}/"
    return SurveyView(survey.slug, survey.title, path, f"{request.host}{path}", waves)


def _counts(waves: Sequence[Wave]) -> Mapping[str, int]:
    return rounded_counts(waves)


def _state_names() -> Mapping[str, str]:
    return {"planned": _("geplant"), "open": _("läuft"), "closed": _("geschlossen")}


def _sampling_names() -> Mapping[str, str]:
    return {
        "all": _("alle Familien eingeladen"),
        "random": _("Zufallsauswahl"),
        "cluster": _("über ausgewählte Einrichtungen"),
        "open": _("offen für alle, nicht repräsentativ"),
    }


def wave_view(wave: Wave, counts: Mapping[str, int]) -> WaveView:
    """Return a wave as everybody may know it who sees its survey."""
    is_planned = wave.state == "planned"
    answered = _("noch keine Antworten") if is_planned else answered_words(counts.get(wave.id, 0))
    days = f"{format_date(wave.opens_on, 'long')} – {format_date(wave.closes_on, 'long')}"
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


def answered_words(count: int) -> str:
    """Return a rounded number of answers as people may know it."""
    if not count:
        return _("weniger als 10 Antworten")
    return _("mindestens %(count)s Antworten", count=format_decimal(count))


def _wave_with_steps(
    session: Session, survey: Survey, wave: Wave, counts: Mapping[str, int], actor: Staff
) -> WaveView:
    run_release.settle(session, wave.id)
    newest = next(iter(releases.releases_of(session, wave.id)), None)
    done = releases.latest_release(session, wave.id)
    view = wave_view(wave, counts)
    is_computing = newest is not None and newest.state == releases.RUNNING
    return replace(
        view,
        facts=(*view.facts, *_open_facts(wave, done), *_release_facts(done)),
        burst=_burst_words(wave),
        steps=tuple(_steps(survey, wave, done, actor, is_computing=is_computing)),
        results_url=results_url(survey.slug, wave.number) if done else "",
        problem=newest.message if newest and newest.state == releases.FAILED else "",
        next_step=_next_sentence(wave, done, is_computing=is_computing),
        unfinished=_unfinished_sentence(wave),
        is_computing=is_computing,
        job_url=_job_url(session, wave, actor) if is_computing else "",
        weighting_url=_weighting_url(survey, wave, actor),
        held=newest.message if newest and newest.state == releases.HELD else "",
        pages=tuple(
            _pages_of(
                survey,
                wave,
                actor,
                is_tried=newest is not None,
                is_released=done is not None,
            )
        ),
    )


def _job_url(session: Session, wave: Wave, actor: Staff) -> str:
    job = run_release.running_job(session, actor, wave)
    return "" if job is None else url_for("staff.job", job=job.id)


def _unfinished_sentence(wave: Wave) -> str:
    number = sheets.waiting(wave.id).number if wave.state == "open" else 0
    if not number:
        return ""
    return ngettext(
        "Ein Papierbogen ist noch nicht fertig eingegeben. Mit dem Schließen wird er gelöscht.",
        "%(num)s Papierbögen sind noch nicht fertig eingegeben. Mit dem Schließen werden sie gelöscht.",
        number,
    )


def _weighting_url(survey: Survey, wave: Wave, actor: Staff) -> str:
    if wave.state == "planned" or not may(actor, Action.WEIGH, survey.county_ags):
        return ""
    return url_for("staff.weighting", slug=survey.slug, number=wave.number)


def _pages_of(
    survey: Survey, wave: Wave, actor: Staff, *, is_tried: bool, is_released: bool
) -> Iterator[tuple[str, str]]:
    """Yield the pages about the figures of a wave, once somebody has tried to compute them."""
    place: dict[str, Any] = {"slug": survey.slug, "number": wave.number}
    if is_tried and may(actor, Action.VIEW, survey.county_ags):
        yield url_for("staff.releases", **place), _("Freigaben")
    if is_tried and may(actor, Action.RELEASE, survey.county_ags):
        yield url_for("staff.special_analyses", **place), _("Sonderauswertungen")
    if is_released and may(actor, Action.EXPORT, survey.county_ags):
        yield downloads_url(survey.slug, wave.number), _("Alle Zahlen herunterladen")
    if wave.state == "closed" and may(actor, Action.EXPORT_MICRODATA, survey.county_ags):
        yield url_for("staff.microdata", **place), _("Einzeldaten für die Auswertung")


def _open_facts(wave: Wave, done: releases.Release | None) -> Iterator[tuple[str, str]]:
    """Yield what programs and repeated answers left behind where anybody may answer."""
    dropped = bursts().dropped(wave.id, time.time())
    if dropped:
        yield _("Von Programmen gesendet, nicht gezählt"), format_decimal(dropped)
    same = 0 if done is None else done.protocol.get("duplicates", 0)
    if same:
        yield _("Lange Antworten, die einer anderen völlig gleichen"), format_decimal(same)


def _burst_words(wave: Wave) -> str:
    if wave.burst_on is None:
        return ""
    return _("Auffällig viele Antworten am %(day)s", day=format_date(wave.burst_on, "long"))


def _release_facts(done: releases.Release | None) -> tuple[tuple[str, str], ...]:
    if done is None:
        return ()
    seen = _("für alle sichtbar") if done.is_public else _("nur für Ihren Landkreis sichtbar")
    return ((_("Ergebnisse vom"), f"{format_date(done.created_on, 'long')}, {seen}"),)


def _steps(
    survey: Survey, wave: Wave, done: releases.Release | None, actor: Staff, *, is_computing: bool
) -> list[Step]:
    is_closed, is_public = wave.state == "closed", done is not None and done.is_public
    compute = _("Ergebnisse neu berechnen") if done else _("Ergebnisse berechnen")
    possible = (
        (wave.state == "planned", Action.OPEN_WAVE, "open_wave", _("Welle öffnen")),
        (wave.state == "open", Action.CLOSE_WAVE, "close_wave", _("Welle schließen")),
        (done is not None and not is_public, Action.RELEASE, "publish", _("Für alle zeigen")),
        (is_closed and not is_computing, Action.RELEASE, "release", compute),
        (is_public, Action.RELEASE, "withdraw", _("Nur intern zeigen")),
    )
    allowed = [
        (url_for(f"staff.{view}", slug=survey.slug, number=wave.number), label)
        for is_next, action, view, label in possible
        if is_next and may(actor, action, survey.county_ags)
    ]
    # What brings the survey on is pressed first; once results are public, nothing has to be done.
    # An open wave that is still coming in, or one without its letters, is not to be hurried along.
    is_early = wave.sampling != "open" and (
        not standing(wave.id).is_issued if wave.state == "planned" else wave.state == "open"
    )
    first = "secondary" if is_public or is_early else "primary"
    return [
        Step(address, label, "secondary" if place else first)
        for place, (address, label) in enumerate(allowed)
    ]


def _next_sentence(wave: Wave, done: releases.Release | None, *, is_computing: bool) -> str:
    if is_computing:
        return _("Die Ergebnisse werden gerade berechnet. Das dauert etwa eine Minute.")
    if wave.state == "closed" and done is None:
        return _(
            "Bitte sehen Sie zuerst unter „Gewichtung“ nach, ob etwas zu entscheiden ist. Die Ergebnisse "
            "sieht dann zuerst nur Ihr Landkreis. Sie entscheiden, wann alle sie sehen."
        )
    return {
        "planned": _("Mit dem Öffnen wird der Fragebogen festgeschrieben."),
        "open": _(
            "Ergebnisse gibt es erst nach dem Schließen. So bleibt jede Antwort geschützt. "
            "Beim Schließen werden alle Antworten gemeinsam geöffnet; Codes und Links gelten dann nicht "
            "mehr. Haben weniger als 20 Familien geantwortet, gibt es keine Ergebnisse. "
            "Eine geschlossene Welle kann nicht wieder geöffnet werden."
        ),
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
            _("Das darf in Ihrem Landkreis nur die Leitung der Befragungen."),
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
        WaveStep.NOT_PUBLISHED: (
            _("Der Fragebogen hat noch Fehler. Bitte lassen Sie ihn prüfen und verbessern."),
            "danger",
        ),
        WaveStep.KEY_MISSING: (
            _(
                "Die Welle läuft weiter: Auf dem Server fehlt der Schlüssel zu den Antworten. Es ist "
                "nichts verloren. Bitte wenden Sie sich an den Betrieb."
            ),
            "danger",
        ),
        WaveStep.NOT_CHECKED: (
            _(
                "Die Prüfung des Fragebogens wurde nicht fertig. Bitte versuchen Sie es noch einmal."
            ),
            "danger",
        ),
    }[outcome]
