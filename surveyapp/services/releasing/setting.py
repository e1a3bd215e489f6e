"""Everything outside the answers that a release of one wave needs, read once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from sqlalchemy.orm import Session

from surveyapp.questionnaire.model import Questionnaire
from surveyapp.region.model import AreaGroup
from surveyapp.services.asked import questionnaire_of
from surveyapp.services.releasing.themes import CodedQuestion, coded_questions
from surveyapp.storage import areas as area_store
from surveyapp.storage import inventory, travel_times, weighting
from surveyapp.storage.db import register_reading
from surveyapp.storage.inventory import FacilityType, Offer, Place
from surveyapp.storage.invitations import LETTER, VOID, groups
from surveyapp.storage.surveys import Wave
from surveyapp.storage.travel_times import TravelTimes
from surveyapp.storage.weighting import Decided, Given, Stratum


@dataclass(frozen=True)
class Setting:
    """The wave, its questionnaire, the county's areas and stock on the wave's last day."""

    wave: Wave
    questionnaire: Questionnaire
    areas: tuple[AreaGroup, ...]
    types: tuple[FacilityType, ...]
    places: Sequence[Place]
    offers: Sequence[Offer]
    travel: TravelTimes
    #: Totals the county gave, in place of the packaged register's or beside them.
    given: tuple[Given, ...] = ()
    #: What was decided on categories in which too few families answered.
    decisions: tuple[Decided, ...] = ()
    #: How the wave was drawn, as far as somebody said.
    strata: tuple[Stratum, ...] = ()
    #: Letters of each part of the county, or of each facility, while the register holds them.
    letters: Mapping[str, int] = field(default_factory=dict)
    #: Questions whose texts people have given themes.
    coded: tuple[CodedQuestion, ...] = ()

    @property
    def county(self) -> str:
        """Return the key of the county, five digits."""
        return self.wave.survey.county_ags

    @property
    def day(self) -> date:
        """Return the day the stock is looked at: the wave's last."""
        return self.wave.closes_on

    @cached_property
    def area_of(self) -> Mapping[str, str]:
        """Return the planning area of each municipality."""
        return {ags: area.code for area in self.areas for ags in area.municipalities}


def read_setting(session: Session, wave: Wave) -> Setting:
    """Read what a release of the wave needs besides the answers."""
    county, day = wave.survey.county_ags, wave.closes_on
    questionnaire = questionnaire_of(session, wave)
    return Setting(
        wave=wave,
        questionnaire=questionnaire,
        areas=area_store.areas_on(session, county, day),
        types=tuple(
            kind for kind in inventory.facility_types(session, county) if not kind.is_hidden
        ),
        places=inventory.places_on(session, county, day),
        offers=inventory.offers_on(session, county, day),
        travel=travel_times.times_of(session, county),
        given=weighting.given_margins(session, wave.id),
        decisions=weighting.decisions_of(session, wave.id),
        strata=weighting.strata_of(session, wave.id),
        letters=letters_of(wave),
        coded=coded_questions(session, wave, questionnaire),
    )


def letters_of(wave: Wave) -> dict[str, int]:
    """Return how many valid letters each part of a wave has; empty after the codes were deleted."""
    with register_reading() as register:
        found = groups(register, wave.id)
    letters: Counter[str] = Counter()
    for group in found:
        if group.kind == LETTER and group.reported != VOID:
            letters[group.stratum] += group.number
    return dict(letters)
