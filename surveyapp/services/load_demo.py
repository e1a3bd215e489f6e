"""The demo: one real county with simulated families, an invented stock, and released results.

Two waves of 2,000 families are released, a third is open, so that a newcomer can answer as a family,
close the wave as staff and see the own answers counted in the results.

Loading may be interrupted at any moment. Every step looks at what is there and does the rest, so that
the next start goes on; nothing is ever deleted. The last survey of ``OTHER_SURVEYS`` stands only when
all is done.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random, SystemRandom

from sqlalchemy.orm import Session

from surveyapp.access.roles import Role
from surveyapp.questionnaire import library
from surveyapp.services import (
    audit,
    batches,
    demo_draft,
    demo_measures,
    demo_people,
    demo_themes,
    jobs,
    letters,
    load_stock,
    quoting,
    release_results,
    retention,
    run_release,
    waves,
)
from surveyapp.services.count_answers import count_kept
from surveyapp.services.deeds import Deed
from surveyapp.services.documents.facts import Profile
from surveyapp.services.enter import issue_codes
from surveyapp.services.keys import derived_key
from surveyapp.services.rights import ROLES
from surveyapp.services.simulate import simulate
from surveyapp.storage import releases, surveys
from surveyapp.storage.invitations import RESERVE
from surveyapp.storage.staff import Staff
from surveyapp.storage.surveys import Survey, Wave

COUNTY = "16065"
SLUG = "familien-kyffhaeuser"
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

OPEN_LETTERS, OPEN_RESERVE = 900, 20
"""Letters and reserve codes of the wave that is open for trying."""

VOICES = {"wish": 4, "leisure_text": 3}
"""Question to how many different texts of the last closed wave are shown to everybody."""

KEPT_MONTHS = {"register": 2, "texts": 24, "responses": 48, "datasets": 24}
"""The plan of deletion of the survey."""


@dataclass(frozen=True, slots=True)
class DemoSurvey:
    """A survey that is open for all."""

    slug: str
    title: str
    questionnaire: str
    #: Whether it belongs to the facility that has an account, so that its people see how it goes.
    is_of_facility: bool = False


OTHER_SURVEYS = (
    DemoSurvey("elternumfrage-thekiz", "Elternumfrage im ThEKiZ", "thekiz", is_of_facility=True),
    DemoSurvey("ankommen-kyffhaeuser", "Ankommen im Kyffhäuserkreis", "ankommen"),
)


@dataclass(frozen=True, slots=True)
class DemoAddresses:
    """Where a newcomer begins; addresses are paths."""

    family: str
    #: Invitation code for one family.
    code: str
    staff: str
    #: Everybody who may sign in: address, and what people call the role.
    people: tuple[tuple[str, str], ...]
    #: One for all of them.
    password: str
    results: str


def is_wanted(session: Session) -> bool:
    """Say whether the demo is to be loaded: into empty stores, or on where loading it stopped.

    Surveys with real families are never taken for an unfinished demo.
    """
    survey = surveys.survey_by_slug(session, SLUG)
    if survey is None:
        return not surveys.has_surveys(session)
    is_ours = bool(survey.waves) and all(wave.is_simulated for wave in survey.waves)
    return is_ours and surveys.survey_by_slug(session, OTHER_SURVEYS[-1].slug) is None


def load(session: Session, instance: Path, today: date, progress: Progress) -> None:
    """Load the demo where ``is_wanted``, or what is still missing of it."""
    survey = surveys.survey_by_slug(session, SLUG)
    if survey is not None:
        progress("Unterbrochene Demo wird fortgesetzt", 1.0)
    progress("Orte und Angebote", 0.0)
    load_stock.load_stock(session, COUNTY)
    load_stock.load_example(session, COUNTY)
    progress("Orte und Angebote", 1.0)
    people = demo_people.make_people(session, instance, COUNTY, today)
    staff = people[Role.ADMIN]
    survey = survey or surveys.add_survey(
        session,
        county_ags=COUNTY,
        slug=SLUG,
        title="Familienumfrage im Kyffhäuserkreis",
        questionnaire="familie",
    )
    retention.change_plan(session, staff, survey, KEPT_MONTHS)
    for number, plan in enumerate(PAST_WAVES, start=1):
        _run_wave(session, staff, survey, number, plan, progress)
    _show_voices(session, staff, survey.waves[len(PAST_WAVES) - 1])
    demo_measures.invent(session, staff, survey, today)
    _open_wave(session, staff, survey, today, progress)
    demo_draft.begin(session, people, today)
    for other in OTHER_SURVEYS:
        if surveys.survey_by_slug(session, other.slug) is None:
            _open_for_all(session, people, other, today)
    _ask_for_documents(session, staff, survey, today)


def addresses(session: Session, instance: Path) -> DemoAddresses | None:
    """Return where a newcomer begins; None without the demo.

    Families get a fresh reserve code each time, since none can be read again.
    """
    password = instance / demo_people.PASSWORD_FILE
    if surveys.survey_by_slug(session, SLUG) is None or not password.exists():
        return None
    wave = surveys.open_wave_of(session, SLUG)
    return DemoAddresses(
        family=f"/f/{SLUG}/",
        code=_reserve_code(wave) if wave is not None else "–",
        staff="/verwaltung/",
        people=tuple(
            (demo_people.email_of(each), ROLES[each.role])
            for each in demo_people.those_there(session, COUNTY)
        ),
        password=password.read_text(encoding="ascii"),
        results=f"/ergebnisse/{SLUG}/",
    )


def _reserve_code(wave: Wave) -> str:
    return issue_codes(wave.id, 1, SystemRandom(), kind=RESERVE)[0]


def _run_wave(
    session: Session,
    staff: Staff,
    survey: Survey,
    number: int,
    plan: DemoWave,
    progress: Progress,
) -> None:
    """Open a past wave, let its families answer, close it and release its results."""
    from surveyapp.services.releasing import weighting_overview  # noqa: PLC0415 - numbers load late

    wave = _wave(survey, number)
    if wave is None:
        wave = _add_wave(session, survey, plan.opens_on, plan.closes_on, plan.invited)
        _begin(session, staff, wave, plan.opens_on)
    if wave.state == "open":
        _answer(session, wave, plan.families, progress)
        waves.close_wave(session, staff, wave.id, plan.closes_on)
    demo_themes.give_themes(session, staff, wave)
    what = f"Ergebnisse, {number}. Welle"
    progress(what, 0.0)
    run_release.settle(session, wave.id)
    if releases.latest_release(session, wave.id) is None:
        weighting_overview.accept_all(session, wave)
        release_results.release(survey.slug, number, plan.closes_on, leave_out_what_leaks=True)
    made = releases.latest_release(session, wave.id)
    if made is not None:
        releases.set_public(session, made, is_public=True)
    session.commit()
    progress(what, 1.0)


def _open_wave(
    session: Session, staff: Staff, survey: Survey, today: date, progress: Progress
) -> None:
    wave = _wave(survey, len(PAST_WAVES) + 1)
    if wave is None:
        opens_on = today - timedelta(days=14)
        wave = _add_wave(session, survey, opens_on, today + timedelta(days=28), OPEN_LETTERS)
        _begin(session, staff, wave, opens_on)
    _answer(session, wave, OPEN_FAMILIES, progress, _letters(session, staff, wave))
    while batches.mix(wave.id, SystemRandom()):
        pass  # as the hourly job would, so that staff see a wave that is under way


def _letters(session: Session, staff: Staff, wave: Wave) -> list[str]:
    """Issue the letters of the open wave, or get the same again, and return their codes.

    They follow from the installation's secret, so that loading can go on where it stopped.
    """
    randomness = Random(derived_key(f"demo letters {wave.id}"))  # noqa: S311 - keyed by the secret
    strata = {"": OPEN_LETTERS}
    issued = letters.issue(session, staff, wave.id, strata, OPEN_RESERVE, randomness)
    if not isinstance(issued, letters.Issued):
        return []  # a version without letters began to load this demo
    return [each.code for each in issued.letters if not each.is_reserve]


def _show_voices(session: Session, staff: Staff, wave: Wave) -> None:
    """Let everybody read some simulated texts, as if somebody had read and approved them."""
    for question, number in VOICES.items():
        read = quoting.read_texts(session, staff, wave, question, 1)
        different = {each.text: each.id for each in read}
        for text in sorted(different)[:number]:
            quoting.approve(session, staff, wave, different[text], text)


def _begin(session: Session, staff: Staff, wave: Wave, opens_on: date) -> None:
    step = waves.open_wave(session, staff, wave.id, opens_on)
    if step is not waves.WaveStep.DONE:
        message = (
            f"wave {wave.number} of {wave.survey.slug} cannot open ({step}); load it once more"
        )
        raise RuntimeError(message)


def _wave(survey: Survey, number: int) -> Wave | None:
    return next((wave for wave in survey.waves if wave.number == number), None)


def _answer(
    session: Session,
    wave: Wave,
    families: int,
    progress: Progress,
    codes: Sequence[str] = (),
) -> None:
    """Let as many families answer as are missing; those who came in before are kept."""
    what = f"{families} Familien, {wave.number}. Welle"
    there = count_kept(wave.id)
    if there < families:
        # Other families than those that came before the interruption.
        seed = SEED + wave.number + there
        simulate(
            session,
            wave.survey.slug,
            families - there,
            seed,
            lambda share: progress(what, share),
            codes,
        )


def _open_for_all(
    session: Session, people: Mapping[Role, Staff], other: DemoSurvey, today: date
) -> None:
    survey = surveys.add_survey(
        session,
        county_ags=COUNTY,
        slug=other.slug,
        title=other.title,
        questionnaire=other.questionnaire,
        place_id=people[Role.FACILITY].place_id if other.is_of_facility else None,
    )
    wave = _add_wave(session, survey, today, today + timedelta(days=60), None)
    _begin(session, people[Role.ADMIN], wave, today)


def _ask_for_documents(session: Session, staff: Staff, survey: Survey, today: date) -> None:
    """Ask for the documents of a survey in one file: the worker makes it after the first start."""
    asked = {"survey": survey.slug, "profile": Profile.CONSENT.value, "day": today.isoformat()}
    with audit.announced(session, staff, Deed.JOB_STARTED, survey.slug):
        jobs.start(session, staff, "documents", asked)


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
