"""Everything outside the answers that a release of one wave needs, read once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy.orm import Session

from surveyapp.questionnaire.model import Questionnaire
from surveyapp.region.model import AreaGroup
from surveyapp.services.asked import questionnaire_of
from surveyapp.services.releasing.themes import CodedQuestion, coded_questions
from surveyapp.storage import areas as area_store
from surveyapp.storage import inventory
from surveyapp.storage.inventory import FacilityType, Offer, Place
from surveyapp.storage.surveys import Wave


@dataclass(frozen=True)
class Setting:
    """The wave, its questionnaire, the county's areas and stock on the wave's last day."""

    wave: Wave
    questionnaire: Questionnaire
    areas: tuple[AreaGroup, ...]
    types: tuple[FacilityType, ...]
    places: Sequence[Place]
    offers: Sequence[Offer]
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
        coded=coded_questions(session, wave, questionnaire),
    )
