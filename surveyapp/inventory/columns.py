"""The columns of the two tables a county hands in. A new column is a new line here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from surveyapp.inventory import cells, lists
from surveyapp.inventory.rows import AGE_GROUP_OF_ALL, LONG_AGO, NO, UNKNOWN, YES

OWN_SOURCE = "Angaben des Landkreises"
"""Source of rows that name none."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its German name, how its cells are read, what an empty cell means."""

    name: str
    read: cells.Reader
    #: Every row must fill it.
    is_required: bool = False
    #: Value of an empty cell or absent column.
    empty: Any = None
    #: Other headers that mean the same, folded.
    also: tuple[str, ...] = ()


YES_NO: Mapping[str, bool] = {"ja": True, "nein": False}
STEPS_FREE: Mapping[str, str] = {
    "ja": "yes",
    "teilweise": "partial",
    "nein": "no",
    "unbekannt": "unknown",
}

IN_HOLIDAYS: Mapping[str, str] = {"ja": YES, "nein": NO, "unbekannt": UNKNOWN}

_KEY = Column("schluessel", cells.text(60), is_required=True, also=("schluesselnummer", "id"))
_TYPE = Column("art", cells.facility_type, is_required=True, also=("typ", "einrichtungsart"))
_CARRIER = Column("traeger", cells.text(200), empty="")
_LIFE = (
    Column("gueltig_ab", cells.day, empty=LONG_AGO),
    Column("gueltig_bis", cells.last_day),
    Column("quelle", cells.text(120), empty=OWN_SOURCE),
    Column("beispiel", cells.one_of(YES_NO), empty=False),
)

PLACE_COLUMNS = (
    _KEY,
    _TYPE,
    Column("name", cells.text(200), is_required=True, also=("einrichtung", "bezeichnung")),
    _CARRIER,
    Column("gemeinde_ags", cells.municipality_key, also=("ags", "gemeindeschluessel")),
    Column("gemeinde", cells.municipality_name, also=("ort",)),
    Column("laenge", cells.degrees, is_required=True, also=("lon", "laengengrad", "longitude")),
    Column("breite", cells.degrees, is_required=True, also=("lat", "breitengrad", "latitude")),
    Column("stufenlos", cells.one_of(STEPS_FREE), empty="unknown", also=("barrierefrei",)),
    Column("oeffnungszeiten", cells.opening_hours, empty="", also=("geoeffnet", "zeiten")),
    Column("ferien_offen", cells.one_of(IN_HOLIDAYS), empty=UNKNOWN, also=("ferien",)),
    Column("sprachen", cells.codes_of(lists.languages), empty=()),
    Column("altersgruppe", cells.age_group, empty=AGE_GROUP_OF_ALL),
    Column("plaetze_genehmigt", cells.whole_number),
    Column("plaetze_nutzbar", cells.whole_number),
    Column("plaetze_belegt", cells.whole_number),
    Column("stichtag", cells.day),
    *_LIFE,
)

OFFER_COLUMNS = (
    _KEY,
    Column("titel", cells.text(200), is_required=True),
    _TYPE,
    _CARRIER,
    Column("einrichtung_schluessel", cells.text(60)),
    Column("gebiete", cells.areas, also=("gebiet", "planungsraum", "planungsraeume")),
    Column("lebensphasen", cells.codes_of(lists.life_stages), empty=()),
    Column("handlungsfelder", cells.codes_of(lists.fields_of_action), empty=()),
    Column("praeventionsstufe", cells.code_of(lists.prevention_levels), empty="universal"),
    Column("zielgruppen", cells.codes_of(lists.target_groups), empty=()),
    Column("sprachen", cells.codes_of(lists.languages), empty=("de",)),
    *_LIFE,
)
