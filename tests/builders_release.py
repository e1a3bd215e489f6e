"""A believable release without any survey: Kyffhäuserkreis and its northern neighbours."""

from __future__ import annotations

import json
import math
import random
from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from analytics.released import Area, Cell, Contents, Flag, Measure, ReleasedTable, Topic
from surveyapp.storage import releases, surveys

COUNTY = "16065"
_DATA = Path(__file__).parents[1] / "surveyapp" / "region" / "data" / "th_associations.geojson"
_KM_PER_DEGREE = 111.2

_STAGES = {
    "L0": "Schwangerschaft und Geburt",
    "L1": "0 bis unter 3 Jahre",
    "L2": "3 Jahre bis Schuleintritt",
    "L3": "Grundschulalter",
    "L4": "Sekundarstufe I",
    "L5": "Übergang in Ausbildung",
    "L6": "Erwerbsalter, Familienphase",
    "L7": "Übergang in den Ruhestand",
    "L8": "Hohes Alter",
}
_FIELDS = {
    "HF1": "Steuerung, Vernetzung, Nachhaltigkeit und Planung",
    "HF2": "Vereinbarkeit von Familie und Beruf sowie Mobilität",
    "HF3": "Bildung im familiären Umfeld",
    "HF4": "Beratung, Unterstützung und Information",
    "HF5": "Wohnumfeld und Lebensqualität",
    "HF6": "Dialog der Generationen",
}
_INDICATORS = (
    ("care_gap", "Kinder mit zu wenig Betreuung", "child", ("HF2",), ("L1", "L2"), 0.27,
     "{share} der Kinder bis zum Schuleintritt brauchen in {place} mehr Betreuung, als sie haben."),
    ("edge_times", "Betreuung am frühen Morgen oder späten Nachmittag fehlt", "child", ("HF2",),
     ("L1", "L2", "L3"), 0.19, "{share} der Kinder fehlt in {place} Betreuung zu Randzeiten."),
    ("advice", "Beratung gesucht und nicht gefunden", "family", ("HF4",), (), 0.14,
     "{share} der Familien haben in {place} Beratung gesucht und nicht gefunden."),
    ("play", "Spielplatz fehlt in der Nähe", "family", ("HF5",), ("L1", "L2", "L3"), 0.34,
     "{share} der Familien fehlt in {place} ein Spielplatz in der Nähe."),
    ("mobility", "Ohne Auto nicht zumutbar erreichbar", "family", ("HF2", "HF5"), (), 0.41,
     "{share} der Familien erreichen in {place} wichtige Ziele ohne Auto nicht in zumutbarer Zeit."),
)  # fmt: skip
_ROWS = (
    ("playground", "Spielplätze", 4.5, 3.1),
    ("green", "Grünflächen und Natur", 4.1, 4.2),
    ("safety", "Sichere Wege für Kinder", 4.7, 2.9),
    ("doctor", "Kinderärztin oder Kinderarzt in der Nähe", 4.8, 2.2),
    ("shop", "Einkaufsmöglichkeiten", 3.9, 3.3),
    ("meeting", "Treffpunkte für Familien", 3.4, 2.8),
    ("internet", "Schnelles Internet", 4.2, 3.2),
    ("pavement", "Gehwege", 3.8, 3.0),
)
_TYPES = {"kita": "Kita", "playground": "Spielplatz", "advice": "Beratungsstelle"}
_FORMS = {"single": "Alleinerziehend", "couple": "Paar", "other": "Andere Familienform"}
_AGREE = {"very": "sehr zufrieden", "rather": "eher zufrieden", "mixed": "teils, teils",
          "hardly": "eher unzufrieden", "not": "sehr unzufrieden"}  # fmt: skip
_CARE = {"kita": "Kita", "thekiz": "Thüringer Eltern-Kind-Zentrum", "nanny": "Tagespflege",
         "family": "Großeltern oder andere Verwandte", "none": "Keine"}  # fmt: skip
_AGES = {"0-2": "0 bis 2 Jahre", "3-5": "3 bis 5 Jahre", "6-9": "6 bis 9 Jahre",
         "10-14": "10 bis 14 Jahre", "15-17": "15 bis 17 Jahre"}  # fmt: skip


def areas(number: int = 10) -> tuple[Area, ...]:
    """Return real outlines: the county's ten areas first, its neighbours after them."""
    document = json.loads(_DATA.read_text(encoding="utf-8"))
    order = {COUNTY: 0, "16068": 1}
    features = [f for f in document["features"] if f["properties"]["county_ags"] in order]
    features.sort(key=lambda f: order[f["properties"]["county_ags"]])
    return tuple(_area(feature) for feature in features[:number])


def _area(feature: dict) -> Area:
    geometry = feature["geometry"]
    parts = geometry["coordinates"]
    polygons = parts if geometry["type"] == "MultiPolygon" else [parts]
    rings = tuple(tuple(map(_kilometres, ring)) for polygon in polygons for ring in polygon)
    return Area(feature["id"], feature["properties"]["assoc_name"], rings, 900)


def _kilometres(point: list[float]) -> tuple[float, float]:
    east = (point[0] - 10.95) * _KM_PER_DEGREE * math.cos(math.radians(51.3))
    return round(east, 3), round((point[1] - 51.3) * _KM_PER_DEGREE, 3)


def release(seed: int = 1, number: int = 10) -> tuple[ReleasedTable, Contents]:
    """Return a whole release; the same seed gives the same figures."""
    chance = random.Random(seed)
    places = areas(number)
    cells: list[Cell] = []
    sizes = {area.code: 400 - 40 * k if k < 8 else 35 for k, area in enumerate(places)}
    few = places[-1].code if number > 1 else ""
    for code, _, _, _, _, share, _ in _INDICATORS:
        cells += _indicator(chance, f"need.{code}", share, sizes, few)
    cells += _pairs()
    cells += _questions(chance, sizes, few)
    cells += _supply(chance, places)
    cells += _margins(places)
    return ReleasedTable(tuple(cells)), contents(places)


def contents(places: tuple[Area, ...]) -> Contents:
    """Return what the release is about."""
    return Contents(
        county=COUNTY,
        county_name="Kyffhäuserkreis",
        survey="Familienumfrage Kyffhäuserkreis",
        wave=1,
        period="Mai 2026",
        is_simulated=True,
        sampling="random",
        n=1230,
        invited=4100,
        areas=places,
        topics=tuple(_topics()),
        axes={"family_form": "Familienform"},
        axis_categories={"family_form": _FORMS},
        sources=("© GeoBasis-DE / BKG 2021 (Daten verändert), dl-de/by-2-0",),
        life_stages=_STAGES,
        fields_of_action=_FIELDS,
        facility_types=_TYPES,
        example_types=("kita", "advice"),
    )


def second_wave(seed: int = 2) -> tuple[ReleasedTable, Contents]:
    """Return a later wave in which the care gap has clearly shrunk."""
    table, about = release(seed)
    key = ("need.care_gap", "county")
    cells = tuple(
        replace(c, value=0.18, low=0.16, high=0.2)
        if (c.topic, c.view) == key and c.measure is Measure.SHARE
        else c
        for c in table
    )
    return ReleasedTable(cells), replace(about, wave=2, period="Mai 2028")


def _topics() -> list[Topic]:
    topics = [
        Topic(f"need.{code}", label, unit, "unmet_need", fields, stages, ("kita",), sentence,
              "indicator", {"1": "ja"})
        for code, label, unit, fields, stages, _, sentence in _INDICATORS
    ]  # fmt: skip
    topics += [
        Topic(f"care.{code}", label, "child", "use", ("HF2",), kind="row", categories={"1": "ja"})
        for code, label in _CARE.items()
    ]
    for code, label, _, _ in _ROWS:
        topics.append(
            Topic(f"surroundings_importance.{code}", label, "family", "importance", kind="row")
        )
        topics.append(
            Topic(f"surroundings_satisfaction.{code}", label, "family", "satisfaction", ("HF5",),
                  kind="row", categories=_AGREE, pair=f"surroundings_importance.{code}")
        )  # fmt: skip
    topics += [
        Topic("care", "Genutzte Betreuung", "child", "use"),
        Topic(
            "surroundings_satisfaction",
            "Zufriedenheit mit dem Wohnumfeld",
            "family",
            "satisfaction",
        ),
        Topic("children_age", "Alter der Kinder", "child", "context", categories=_AGES),
    ]
    topics += [
        Topic(code, label, "child", "use", kind="facility_type") for code, label in _TYPES.items()
    ]
    return topics


def share_cell(topic: str, view: str, group: str, category: str, share: float, n: int) -> Cell:
    """Return a share of a simple random sample."""
    value = round(share, 2)
    half = 1.96 * math.sqrt(max(value * (1 - value), 0.01) / n)
    flag = Flag.UNCERTAIN if n < 50 else Flag.PLAIN
    low, high = max(0.0, value - half), min(1.0, value + half)
    return Cell(Measure.SHARE, topic, view, group, category, value, low, high, n - n % 5, flag)


def hidden_cell(measure: Measure, topic: str, view: str, group: str, category: str) -> Cell:
    """Return the cell of a group with too few respondents."""
    return Cell(measure, topic, view, group, category, None, None, None, None, Flag.TOO_FEW)


def _indicator(
    chance: random.Random, topic: str, share: float, sizes: dict[str, int], few: str
) -> list[Cell]:
    cells = [share_cell(topic, "county", COUNTY, "1", share, 1230)]
    for code, n in sizes.items():
        if code == few:
            cells.append(hidden_cell(Measure.SHARE, topic, "area", code, "1"))
            continue
        local = min(0.9, max(0.04, share + chance.gauss(0, 0.09)))
        cells.append(share_cell(topic, "area", code, "1", local, n))
        missing = round(chance.gauss(25, 40), -1)
        gap = (missing, missing - 30, missing + 30)
        cells.append(Cell(Measure.GAP, topic, "area", code, "", *gap, n - n % 5, Flag.PLAIN))
    cells += [
        share_cell(topic, "axis.family_form", form, "1", share + chance.gauss(0, 0.06), 300)
        for form in _FORMS
    ]
    cells.append(Cell(Measure.GAP, topic, "county", COUNTY, "", 340, 210, 480, 1230, Flag.PLAIN))
    return cells


def _pairs() -> list[Cell]:
    return [
        Cell(Measure.MEAN, f"surroundings_{kind}.{code}", "county", COUNTY, "", value,
             round(value - 0.15, 2), round(value + 0.15, 2), n, Flag.PLAIN)
        for code, _, important, satisfied in _ROWS
        for kind, value, n in (("importance", important, 1200), ("satisfaction", satisfied, 900))
    ]  # fmt: skip


def _questions(chance: random.Random, sizes: dict[str, int], few: str) -> list[Cell]:
    groups = [("county", COUNTY, 1230), *(("axis.family_form", form, 300) for form in _FORMS)]
    groups += [("area", code, n) for code, n in sizes.items() if code != few]
    cells = []
    for view, group, n in groups:
        for code, share in zip(_CARE, (0.52, 0.06, 0.04, 0.31, 0.17), strict=True):
            local = min(0.95, max(0.03, share + chance.gauss(0, 0.03)))
            cells.append(share_cell(f"care.{code}", view, group, "1", local, n))
        for row, _, _, satisfied in _ROWS:
            parts = _parts(satisfied)
            for category, part in zip(_AGREE, parts, strict=True):
                topic = f"surroundings_satisfaction.{row}"
                cells.append(share_cell(topic, view, group, category, part, n))
    cells += [hidden_cell(Measure.SHARE, f"care.{code}", "area", few, "1") for code in _CARE]
    doctor = "surroundings_satisfaction.doctor"
    cells += [hidden_cell(Measure.SHARE, doctor, "area", few, category) for category in _AGREE]
    return cells


def _parts(mean: float) -> list[float]:
    weights = [math.exp(-0.5 * (mean - point) ** 2) for point in (5, 4, 3, 2, 1)]
    return [weight / sum(weights) for weight in weights]


def _supply(chance: random.Random, places: tuple[Area, ...]) -> list[Cell]:
    cells = []
    plain = {Measure.PER_100: 42.5, Measure.REACH: 0.71, Measure.ACCESS: 0.44, Measure.COUNT: 64}
    for kind in _TYPES:
        for measure, value in plain.items():
            groups = [("county", COUNTY, value)]
            for area in places:
                local = value * chance.uniform(0.4, 1.3)
                if measure is Measure.COUNT:
                    local = float(round(local / len(places)))
                if measure is Measure.REACH:
                    local = min(1.0, local)
                groups.append(("area", area.code, local))
            cells += [
                Cell(measure, kind, view, group, "", amount, None, None, None, Flag.PLAIN)
                for view, group, amount in groups
            ]
    for stage in _STAGES:
        for field in _FIELDS:
            number = float(max(0, round(chance.gauss(2, 3))))
            cells.append(
                Cell(Measure.COUNT, "offers", "life_stage*field", f"{stage}*{field}", "", number,
                     None, None, None, Flag.PLAIN)
            )  # fmt: skip
    return cells


def _margins(places: tuple[Area, ...]) -> list[Cell]:
    ages = dict(
        zip(
            _AGES,
            ((0.21, 0.15), (0.24, 0.18), (0.26, 0.24), (0.2, 0.28), (0.09, 0.15)),
            strict=True,
        )
    )
    local = {area.code: (1 / len(places), 1 / len(places)) for area in places}
    cells = []
    for topic, shares in (("children_age", ages), ("area", local)):
        for category, (answered, registered) in shares.items():
            value, key = round(answered, 2), (topic, "county", COUNTY, category)
            low, high = max(0.0, value - 0.025), value + 0.025
            cells.append(Cell(Measure.RESPONSE, *key, value, low, high, 1230, Flag.PLAIN))
            cells.append(Cell(Measure.POPULATION, *key, registered, None, None, None, Flag.PLAIN))
    return cells


def publish(
    session: Session,
    made: tuple[ReleasedTable, Contents],
    *,
    slug: str = "familie-16065",
    is_public: bool = True,
) -> None:
    """Store a release of the survey's next wave; the survey is added when it is new."""
    table, about = made
    survey = surveys.survey_by_slug(session, slug) or surveys.add_survey(
        session, county_ags=COUNTY, slug=slug, title=about.survey, questionnaire="familie"
    )
    wave = surveys.add_wave(
        session,
        survey,
        version=1,
        opens_on=date(2026, 5, 1),
        closes_on=date(2026, 5, 31),
        sampling=about.sampling,
        invited=about.invited,
    )
    release = releases.start(session, wave.id, date(2026, 6, 9))
    releases.finish(session, release, table, about, {}, is_public=is_public)
    session.commit()
