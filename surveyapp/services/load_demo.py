"""The demo: one real county with simulated families, an invented stock, and released results.

Two waves of 2,000 families are released, a third is open, so that a newcomer can answer as a family,
close the wave as staff and see the own answers counted in the results.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import SystemRandom

from sqlalchemy.orm import Session

from surveyapp.questionnaire import library
from surveyapp.services import load_stock, release_results, waves
from surveyapp.services.accounts import create_staff
from surveyapp.services.enter import issue_codes
from surveyapp.services.keys import instance_folder
from surveyapp.services.simulate import simulate
from surveyapp.storage import releases, surveys
from surveyapp.storage.db import main_store
from surveyapp.storage.staff import Staff, staff_of
from surveyapp.storage.surveys import Survey, Wave

COUNTY = "16065"
SLUG = "familien-kyffhaeuser"
EMAIL = "planung@kyffhaeuserkreis.example"
PASSWORD_FILE = "demo-password"  # noqa: S105 - the name of a file
SEED = 16065

Progress = Callable[[str, float], None]
"""Told what is being done, in German, and the share of it that is done, in [0, 1]."""


@dataclass(frozen=True, slots=True)
class DemoWave:
    """One simulated wave of the demo."""

    opens_on: date
    closes_on: date
    families: int
    invited: int


PAST_WAVES = (
    DemoWave(date(2024, 9, 2), date(2024, 10, 13), 2000, 5600),
    DemoWave(date(2026, 9, 1), date(2026, 10, 11), 2000, 5400),
)
"""Closed and released."""

OPEN_FAMILIES = 300
"""Simulated families of the wave that is open for trying."""

OTHER_SURVEYS = (
    ("elternumfrage-thekiz", "Elternumfrage im ThEKiZ", "thekiz"),
    ("ankommen-kyffhaeuser", "Ankommen im Kyffhäuserkreis", "ankommen"),
)


def load(progress: Progress) -> None:
    """Load the demo into empty stores."""
    session, today = main_store(), datetime.now(UTC).date()
    progress("Orte und Angebote", 0.0)
    load_stock.load_stock(session, COUNTY)
    load_stock.load_example(session, COUNTY, today)
    progress("Orte und Angebote", 1.0)
    staff = _demo_staff(session)
    survey = surveys.add_survey(
        session,
        county_ags=COUNTY,
        slug=SLUG,
        title="Familienumfrage im Kyffhäuserkreis",
        questionnaire="familie",
    )
    for seed, plan in enumerate(PAST_WAVES, start=SEED):
        _run_wave(session, staff, survey, plan, seed, progress)
    _open_wave(session, staff, survey, today, progress)
    for slug, title, questionnaire in OTHER_SURVEYS:
        _open_for_all(session, staff, slug, title, questionnaire, today)


def demo_addresses() -> tuple[tuple[str, str], ...]:
    """Return where a newcomer begins, as label and path or value; empty without the demo.

    Families get a fresh invitation code each time, since none can be read again.
    """
    session = main_store()
    password = instance_folder() / PASSWORD_FILE
    if surveys.survey_by_slug(session, SLUG) is None or not password.exists():
        return ()
    wave = surveys.open_wave_of(session, SLUG)
    codes = issue_codes(wave.id, 1, SystemRandom()) if wave is not None else []
    return (
        ("Families", f"/f/{SLUG}/"),
        *(("  invitation code", code) for code in codes),
        ("Staff", "/verwaltung/"),
        ("  e-mail", EMAIL),
        ("  password", password.read_text(encoding="ascii")),
        ("Results", f"/ergebnisse/{SLUG}/"),
    )


def _demo_staff(session: Session) -> Staff:
    """Make the demo's account; its password is drawn anew for each installation."""
    password = secrets.token_urlsafe(12)
    path = instance_folder() / PASSWORD_FILE
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


def _run_wave(
    session: Session,
    staff: Staff,
    survey: Survey,
    plan: DemoWave,
    seed: int,
    progress: Progress,
) -> None:
    """Open a past wave, let its families answer, close it and release its results."""
    wave = _add_wave(session, survey, plan.opens_on, plan.closes_on, plan.invited)
    waves.open_wave(session, staff, wave.id, plan.opens_on)
    _answer(session, wave, plan.families, seed, progress)
    waves.close_wave(session, staff, wave.id, plan.closes_on)
    what = f"Ergebnisse, {wave.number}. Welle"
    progress(what, 0.0)
    release_results.release(survey.slug, wave.number, plan.closes_on)
    made = releases.latest_release(session, wave.id)
    if made is not None:
        releases.set_public(session, made, is_public=True)
    session.commit()
    progress(what, 1.0)


def _open_wave(
    session: Session, staff: Staff, survey: Survey, today: date, progress: Progress
) -> None:
    opens_on = today - timedelta(days=14)
    wave = _add_wave(session, survey, opens_on, today + timedelta(days=28), 900)
    waves.open_wave(session, staff, wave.id, opens_on)
    _answer(session, wave, OPEN_FAMILIES, SEED + wave.number, progress)


def _answer(session: Session, wave: Wave, families: int, seed: int, progress: Progress) -> None:
    what = f"{families} Familien, {wave.number}. Welle"
    simulate(session, wave.survey.slug, families, seed, lambda share: progress(what, share))


def _open_for_all(
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
