"""A questionnaire as the families of one county are asked: its municipalities are put in."""

from __future__ import annotations

from functools import lru_cache

from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.places import Town, with_municipalities
from surveyapp.region.grid import cell_at
from surveyapp.region.territory import municipalities_of, postcodes_of


def asked_in(questionnaire: Questionnaire, county_ags: str) -> Questionnaire:
    """Return the questionnaire with the municipalities of a county as options."""
    return with_municipalities(questionnaire, towns_of(county_ags))


@lru_cache(maxsize=32)
def towns_of(county_ags: str) -> tuple[Town, ...]:
    """Return what a family may read and write to name each municipality of a county."""
    postcodes = postcodes_of(county_ags)
    return tuple(
        Town(each.ags, each.short_name, postcodes.get(each.ags, ()), cell_at(each.lon, each.lat))
        for each in municipalities_of(county_ags)
    )
