"""Surveys that simulated families have answered, for tests of what comes after."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

from surveyapp.questionnaire import library
from surveyapp.region import territory
from surveyapp.services.batches import begin_batch, mix_all
from surveyapp.services.count_answers import count_kept
from surveyapp.services.releasing.weighting_overview import accept_all
from surveyapp.services.simulate import simulate
from surveyapp.storage import surveys
from surveyapp.storage.db import main_store, urn_reading, urn_store
from surveyapp.storage.responses import Opened, add_opened, documents_of
from surveyapp.storage.surveys import Wave
from tests.builders import a_response, open_all, published

COUNTY = "16065"
OPENS, CLOSES = date(2026, 9, 1), date(2026, 10, 11)


def a_simulated_wave(
    families: int,
    *,
    slug: str = "probe",
    seed: int = 1,
    sampling: str = "random",
    is_simulated: bool = True,
    questionnaire: str = "familie",
) -> Wave:
    """Add an open wave of the survey, the survey too where it is new, and let families answer."""
    session = main_store()
    survey = surveys.survey_by_slug(session, slug) or surveys.add_survey(
        session, county_ags=COUNTY, slug=slug, title="Probe", questionnaire=questionnaire
    )
    wave = surveys.add_wave(
        session,
        survey,
        version=library.versions(questionnaire)[-1],
        opens_on=OPENS,
        closes_on=CLOSES,
        sampling=sampling,
        invited=None if sampling == "open" else 1000,
        is_simulated=is_simulated,
    )
    wave.secret = sha256(f"{slug} {wave.number}".encode()).digest()  # the same figures every time
    surveys.mark_open(session, wave, document=published(questionnaire, wave.version), today=OPENS)
    session.commit()
    begin_batch(wave)
    if families:
        simulate(session, slug, families, seed, lambda _share: None)
    return wave


def close(wave: Wave, *, is_decided: bool = True) -> Wave:
    """Close the wave, open all its ballots, and follow every proposal for its weights."""
    session = main_store()
    surveys.mark_closed(session, wave, today=CLOSES)
    session.commit()
    mix_all(wave.id)
    if is_decided and count_kept(wave.id):
        accept_all(session, wave)
    return wave


def documents(wave: Wave) -> list[dict[str, object]]:
    """Return every document of the wave, those that waited too."""
    open_all(wave)
    with urn_reading() as session:
        return [document for _, document in documents_of(session, [wave.id])]


def a_telling_wave(*, slug: str = "probe") -> Wave:
    """Add a closed wave in which all families with little money, and they alone, get a benefit."""
    wave = a_simulated_wave(0, slug=slug)
    towns = [each.ags for each in territory.municipalities_of(COUNTY)]
    ids = iter(bytes(divmod(number, 256)) * 8 for number in range(1000))
    with urn_store() as urn:
        opened = [
            Opened(
                a_response(document=_telling(towns[at % len(towns)], is_poor=at < 50)), "", None, ()
            )
            for at in range(1000)
        ]
        add_opened(urn, wave.id, opened, lambda: next(ids))
    return close(wave)


def _telling(town: str, *, is_poor: bool) -> dict[str, object]:
    return {
        "municipality": town,
        "income": "under_1500" if is_poor else "from_4500",
        "benefits": ["housing_benefit"] if is_poor else ["none"],
        "languages": "german",
    }
