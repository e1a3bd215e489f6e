"""The demo: one real county with simulated families, an invented stock, and released results.

Two waves of 2,000 families are released, a third is open, so that a newcomer can answer as a family,
close the wave as staff and see the own answers counted in the results.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import SystemRandom

from sqlalchemy.orm import Session

from surveyapp.questionnaire import library
from surveyapp.services import load_stock, release_results, waves
from surveyapp.services.accounts import create_staff
from surveyapp.services.enter import issue_codes
from surveyapp.services.simulate import simulate
from surveyapp.storage import releases, surveys
from surveyapp.storage.staff import Staff, staff_of
from surveyapp.storage.surveys import Survey, Wave

COUNTY = "16065"
SLUG = "familien-kyffhaeuser"
EMAIL = "planung@kyffhaeuserkreis.example"
PASSWORD_FILE = "demo-password"  # noqa: S105 - the name of a file
SEED = 16065

Progress = Callable[[str, float], None]
"""Told what is being done, in German, and the share of all work that is done, in [0, 1]."""


@dataclass(frozen=True, slots=True)
class DemoWave:
    """One simulated wave of the demo."""

    opens_on: date
    closes_on: date
    families: int
    invited: int
    #: Share of the demo's work, for the progress bar.
    work: float


PAST_WAVES = (
    DemoWave(date(2024, 9, 2), date(2024, 10, 13), 2000, 5600, 0.4),
    DemoWave(date(2026, 9, 1), date(2026, 10, 11), 2000, 5400, 0.4),
)
"""Closed and released."""

OPEN_FAMILIES = 300
"""Simulated families of the wave that is open for trying."""

OTHER_SURVEYS = (
    ("elternumfrage-thekiz", "Elternumfrage im ThEKiZ", "thekiz"),
    ("ankommen-kyffhaeuser", "Ankommen im Kyffhäuserkreis", "ankommen"),
)


@dataclass(frozen=True, slots=True)
class DemoAddresses:
    """Where a newcomer begins; addresses are paths."""

    family: str
    code: str
    staff: str
    email: str
    password: str
    results: str


def load(session: Session, instance: Path, today: date, progress: Progress) -> None:
    """Load the demo into empty stores."""
    progress("Orte und Angebote einlesen", 0.0)
    load_stock.load_county(session, COUNTY)
    load_stock.load_example(session, COUNTY)
    staff = _demo_staff(session, instance)
    survey = surveys.add_survey(
        session,
        county_ags=COUNTY,
        slug=SLUG,
        title="Familienumfrage im Kyffhäuserkreis",
        questionnaire="familie",
    )
    done = 0.05
    for number, plan in enumerate(PAST_WAVES):
        _run_wave(
            session, instance, staff, survey, plan, SEED + number, _part(progress, done, plan)
        )
        done += plan.work
    _open_wave(session, staff, survey, today, progress, done)
    for slug, title, questionnaire in OTHER_SURVEYS:
        _open_for_all(session, staff, slug, title, questionnaire, today)
    progress("Fertig", 1.0)


def addresses(session: Session, instance: Path) -> DemoAddresses | None:
    """Return where to begin, with a fresh code for one family; None without the demo."""
    wave = surveys.open_wave_of(session, SLUG)
    password = instance / PASSWORD_FILE
    if surveys.survey_by_slug(session, SLUG) is None or not password.exists():
        return None
    code = issue_codes(wave.id, 1, SystemRandom())[0] if wave is not None else ""
    return DemoAddresses(
        family=f"/f/{SLUG}/",
        code=code,
        staff="/verwaltung/",
        email=EMAIL,
        password=password.read_text(encoding="ascii"),
        results=f"/ergebnisse/{SLUG}/",
    )


def _demo_staff(session: Session, instance: Path) -> Staff:
    """Make the demo's account; its password is drawn anew for each installation."""
    password = secrets.token_urlsafe(12)
    path = instance / PASSWORD_FILE
    path.touch(mode=0o600)
    path.write_text(password, encoding="ascii")
    create_staff(
        session,
        county_ags=COUNTY,
        email=EMAIL,
        name="Petra Planung",
        role="admin",
        password=password,
    )
    return staff_of(session, COUNTY)[0]


def _part(progress: Progress, start: float, plan: DemoWave) -> Progress:
    return lambda what, share: progress(what, start + plan.work * share)


def _run_wave(  # noqa: PLR0913, PLR0917 - one wave is these things
    session: Session,
    instance: Path,
    staff: Staff,
    survey: Survey,
    plan: DemoWave,
    seed: int,
    progress: Progress,
) -> None:
    """Open a past wave, let its families answer, close it and release its results."""
    wave = _add_wave(session, survey, plan.opens_on, plan.closes_on, plan.invited)
    waves.open_wave(session, staff, wave.id, plan.opens_on)
    wave.closes_on = plan.closes_on
    what = f"{plan.families} Familien antworten, Welle {wave.number}"
    simulate(session, survey.slug, plan.families, seed, lambda share: progress(what, 0.8 * share))
    waves.close_wave(session, staff, wave.id, plan.closes_on)
    progress(f"Ergebnisse berechnen, Welle {wave.number}", 0.8)
    release = release_results.release(session, instance, wave, plan.closes_on)
    releases.set_public(session, release, is_public=True)
    session.commit()


def _open_wave(  # noqa: PLR0913, PLR0917 - one wave is these things
    session: Session, staff: Staff, survey: Survey, today: date, progress: Progress, done: float
) -> None:
    opens_on = today - timedelta(days=14)
    wave = _add_wave(session, survey, opens_on, today + timedelta(days=28), 900)
    waves.open_wave(session, staff, wave.id, opens_on)
    what = f"{OPEN_FAMILIES} Familien antworten, Welle {wave.number}"
    rest = 1.0 - done
    simulate(
        session,
        survey.slug,
        OPEN_FAMILIES,
        SEED + wave.number,
        lambda share: progress(what, done + rest * share),
    )


def _open_for_all(  # noqa: PLR0913, PLR0917 - one survey is these things
    session: Session, staff: Staff, slug: str, title: str, questionnaire: str, today: date
) -> None:
    survey = surveys.add_survey(
        session, county_ags=COUNTY, slug=slug, title=title, questionnaire=questionnaire
    )
    wave = _add_wave(session, survey, today, today + timedelta(days=60), None)
    waves.open_wave(session, staff, wave.id, today)


def _add_wave(
    session: Session, survey: Survey, opens_on: date, closes_on: date, invited: int | None
) -> Wave:
    return surveys.add_wave(
        session,
        survey,
        version=library.versions(survey.questionnaire)[-1],
        opens_on=opens_on,
        closes_on=closes_on,
        sampling="open" if invited is None else "random",
        invited=invited,
        is_simulated=True,
    )
