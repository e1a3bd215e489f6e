"""One release that holds every measure, in all states figures have to cope with, and every figure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from analytics import figures
from analytics.figure import Figure
from analytics.released import (
    HIDDEN,
    SURVEY_MEASURES,
    Cell,
    Contents,
    Flag,
    Measure,
    ReleasedTable,
    SupplyNote,
    Topic,
)
from tests import builders_release as builders

Release = tuple[ReleasedTable, Contents]

COUNTY = ("county", builders.COUNTY)
DOCTOR = "surroundings_satisfaction.doctor"
HOURS = "care_hours"
KNOWN = {
    "knowledge.counselling": ("Erziehungs- und Familienberatung", 0.42, 0.21, 3.9),
    "knowledge.pass": ("Familienpass", 0.12, 0.05, 4.2),
}
THEMES = {"bus": "Bus und Bahn", "opening": "Öffnungszeiten"}
WEIGHTS = {"Bedarf": 0.5, "Lebenslage": 0.25, "Entfernung": 0.25}


def full(number: int = 10) -> Release:
    """Return a release with a cell of every measure."""
    table, about = builders.release(number=number)
    codes = [area.code for area in about.areas]
    themes = [
        builders.share_cell(f"ideas.{code}", *COUNTY, "1", 0.4 - 0.2 * k, 140)
        for k, code in enumerate(THEMES)
    ]
    cells = [
        *table,
        *themes,
        *_needs(codes),
        *_numbers(codes),
        *_knowledge(),
        *_supply(codes),
        *_crossed(),
    ]
    topics = (
        *(replace(t, points=_points(t)) if t.categories else t for t in about.topics),
        Topic(HOURS, "Zeit für Pflege", "family", "burden", counted_in="Stunden je Woche"),
        *_known_topics(),
        Topic("ideas", "Wünsche an den Landkreis: genannte Themen", "writer", "wish"),
        *(
            Topic(
                f"ideas.{code}", label, "writer", "wish", kind="theme", categories={"1": "genannt"}
            )
            for code, label in THEMES.items()
        ),
    )
    note = SupplyNote(
        24, 20, "2023-01-01", "2026-03-01", 1, "minutes",
        "20 von 24 Orten haben ihre Plätze gemeldet, Stand: Januar 2023 bis März 2026",
        "nah heißt: höchstens 15 Minuten zu Fuß; Wege: Luftlinie × 1,3",
    )  # fmt: skip
    words = {
        "minutes": "Minuten", "de": "Deutsch", "ar": "Arabisch", "uk": "Ukrainisch",
        "after_17": "nach 17 Uhr", "yes": "ohne Stufen",
    }  # fmt: skip
    towns = {
        f"{area.code}{k}": f"{area.name.partition(',')[0]} Teil {k}"
        for area in about.areas[:3]
        for k in (1, 2)
    }
    rings = {code: about.areas[k // 2].rings for k, code in enumerate(towns)}
    rings |= {area.code: area.rings for area in about.areas[3:]}
    cells += [
        builders.share_cell("need.care_gap", "municipality", code, "1", 0.2 + 0.04 * k, 60)
        for k, code in enumerate(towns)
    ]
    more = {
        "municipalities": towns,
        "municipality_rings": rings,
        "supply_notes": {"kita": note},
        "supply_categories": words,
    }
    return ReleasedTable(tuple(cells)), replace(about, topics=topics, **more)


def _points(topic: Topic) -> dict[str, float]:
    """Return 5 to 1 for answers from satisfied to not."""
    is_scale = topic.measures == "satisfaction"
    return {code: 5.0 - k for k, code in enumerate(topic.categories)} if is_scale else {}


def _plain(measure: Measure, topic: str, place: tuple[str, str], value: float, category="") -> Cell:
    return Cell(measure, topic, *place, category, value, None, None, None, Flag.PLAIN)


def _sure(
    measure: Measure, topic: str, place: tuple[str, str], value: float, half: float, category=""
) -> Cell:
    low, high = value - half, value + half
    return Cell(measure, topic, *place, category, value, low, high, 120, Flag.PLAIN)


def _needs(codes: list[str]) -> list[Cell]:
    need = "need.care_gap"
    cells = [
        _sure(Measure.COVERED, need, COUNTY, 0.84, 0.06),
        _sure(Measure.PERSONS, need, COUNTY, 1240, 150, "1"),
        _plain(Measure.COUNT, need, COUNTY, 24),
        _plain(Measure.COUNT, need, COUNTY, 20, "reported"),
        _plain(Measure.COUNT, need, COUNTY, 3, "outdated"),
    ]
    for k, code in enumerate(codes):
        place = ("area", code)
        cells += [
            _sure(Measure.COVERED, need, place, 0.7 + 0.08 * k, 0.2),
            _sure(Measure.PERSONS, need, place, 40 + 30 * k, 20, "1"),
            _sure(Measure.TOP, need, place, max(0.01, 0.97 - 0.12 * k), 0.005, "3"),
            _sure(Measure.PRIORITY, need, place, max(5, 88 - 9 * k), 5),
        ]
    return cells


def _numbers(codes: list[str]) -> list[Cell]:
    places = [COUNTY, *(("area", code) for code in codes)]
    cells = [
        _sure(Measure.QUANTILE, HOURS, place, value + k, 1.5, category)
        for k, place in enumerate(places)
        for category, value in (("25", 4), ("50", 9), ("75", 20))
    ]
    shares = {"0-4": 0.27, "5-9": 0.26, "10-19": 0.22, "20+": 0.25}
    cells += [
        builders.share_cell(HOURS, *place, category, share, 120)
        for place in places
        for category, share in shares.items()
    ]
    forms = [("axis.family_form", form) for form in ("single", "couple", "other")]
    cells += [
        _sure(Measure.MEAN, DOCTOR, place, 2.2 + 0.3 * k, 0.2) for k, place in enumerate(forms)
    ]
    cells += [
        _sure(Measure.MEAN, DOCTOR, ("area", code), 1.8 + 0.1 * k, 0.3)
        for k, code in enumerate(codes)
    ]
    return cells


def _knowledge() -> list[Cell]:
    cells = []
    for topic, (_, know, use, mean) in KNOWN.items():
        row = topic.rpartition(".")[2]
        shares = {"use": use, "know": know, "unknown": 0.9 - know - use, "missing": 0.1}
        cells += [builders.share_cell(topic, *COUNTY, c, s, 1200) for c, s in shares.items()]
        cells.append(_sure(Measure.MEAN, f"offer_satisfaction.{row}", COUNTY, mean, 0.2))
    return cells


def _known_topics() -> list[Topic]:
    answers = {
        "use": "nutzen wir",
        "know": "kennen wir, nutzen wir aber nicht",
        "unknown": "kennen wir nicht",
        "missing": "fehlt uns hier",
    }
    topics = []
    for topic, (label, *_) in KNOWN.items():
        row = topic.rpartition(".")[2]
        topics += [
            Topic(topic, label, "family", "knowledge", ("HF4",), kind="row", categories=answers),
            Topic(f"offer_satisfaction.{row}", label, "family", "satisfaction", kind="row"),
        ]
    return topics


def _supply(codes: list[str]) -> list[Cell]:
    cells = []
    values = {
        (Measure.USE, ""): 1.06,
        (Measure.NEAREST, "minutes"): 13.4,
        (Measure.STEP_FREE, "yes"): 0.4,
        (Measure.STEP_FREE, "unknown"): 0.2,
        (Measure.OPEN_HOURS, "after_17"): 0.3,
        (Measure.LANGUAGE, "de"): 0.98,
        (Measure.LANGUAGE, "ar"): 0.12,
        (Measure.LANGUAGE, "uk"): 0.2,
        (Measure.LANGUAGE, "unknown"): 0.35,
    }
    for (measure, category), value in values.items():
        cells.append(_plain(measure, "kita", COUNTY, value, category))
        cells += [
            _plain(measure, "kita", ("area", code), value * (1 - 0.05 * k), category)
            for k, code in enumerate(codes)
        ]
    return cells


def _crossed() -> list[Cell]:
    forms = ("single", "couple", "other")
    return [
        builders.share_cell(
            "need.care_gap", "axis.family_form*children_age", f"{form}*{age}", "1", share, 120
        )
        for form, level in zip(forms, (0.55, 0.3, 0.42), strict=True)
        for age, share in (("0-2", level), ("3-5", level - 0.12), ("6-9", 0.08))
    ]


def hidden(made: Release) -> Release:
    """Return the release with figures left out of every group, by turns for either reason."""
    flags = (Flag.TOO_FEW, Flag.UNRELIABLE, None)
    places = list(dict.fromkeys((cell.view, cell.group) for cell in made[0]))

    def changed(cell: Cell) -> Cell:
        flag = flags[places.index((cell.view, cell.group)) % len(flags)]
        if cell.measure not in SURVEY_MEASURES or cell.view == "county" or flag is None:
            return cell
        return replace(cell, value=None, low=None, high=None, n=None, flag=flag)

    table, about = made
    return ReleasedTable(tuple(changed(cell) for cell in table)), about


def all_hidden(made: Release) -> Release:
    """Return the release with no survey figure left at all."""
    table, about = made
    cells = (
        replace(c, value=None, low=None, high=None, n=None, flag=Flag.UNRELIABLE)
        if c.measure in SURVEY_MEASURES
        else c
        for c in table
    )
    return ReleasedTable(tuple(cells)), about


def uncertain(made: Release) -> Release:
    """Return the release with every figure of the survey called uncertain."""
    table, about = made
    cells = (
        replace(c, flag=Flag.UNCERTAIN)
        if c.measure in SURVEY_MEASURES and c.flag not in HIDDEN
        else c
        for c in table
    )
    return ReleasedTable(tuple(cells)), about


def opened(made: Release) -> Release:
    """Return the release of a wave that anybody could answer."""
    return made[0], replace(made[1], sampling="open", invited=None)


def long_words(made: Release) -> Release:
    """Return the release with names as long as the longest of real counties and questionnaires."""
    table, about = made
    tail = " – Erfüllende Gemeinde der Verwaltungsgemeinschaft Mittelzentrum & Umland (Nord)"
    areas = tuple(replace(area, name=f"{area.name}{tail}") for area in about.areas)
    topics = tuple(
        replace(
            topic,
            label=f"{topic.label}: Wie wichtig ist Ihnen das für Ihren Alltag mit Kindern?",
            categories={
                c: f"{w}, wenn es nach uns als Familie geht" for c, w in topic.categories.items()
            },
        )
        for topic in about.topics
    )
    name = "Landkreis Hildburghausen-Schmalkalden-Meiningen"
    return table, replace(about, areas=areas, topics=topics, county_name=name)


def with_floors(made: Release) -> Release:
    """Return the release with every share at one of the ends that are not shown exactly."""
    table, about = made
    ends = {0: (0.02, 0.0, 0.05, Flag.BELOW), 1: (0.98, 0.95, 1.0, Flag.ABOVE)}

    def changed(position: int, cell: Cell) -> Cell:
        if cell.measure is not Measure.SHARE or cell.flag in HIDDEN:
            return cell
        value, low, high, flag = ends[position % 2]
        return replace(cell, value=value, low=low, high=high, flag=flag)

    return ReleasedTable(tuple(changed(k, cell) for k, cell in enumerate(table))), about


STATES: dict[str, Callable[[], Release]] = {
    "normal": full,
    "hidden": lambda: hidden(full()),
    "all hidden": lambda: all_hidden(full()),
    "uncertain": lambda: uncertain(full()),
    "open": lambda: opened(full()),
    "long words": lambda: long_words(full()),
    "one area": lambda: full(1),
    "ends": lambda: with_floors(full()),
}
"""Releases every figure has to cope with."""


def _question(made: Release, name: str) -> figures.Asked:
    return next(each for each in figures.asked(*made) if each.id == name)


def _later(about: Contents) -> Contents:
    return replace(about, wave=2, period="Mai 2028")


FIRST = "need.care_gap"
MAKERS: dict[str, tuple[str, Callable[[ReleasedTable, Contents], Figure]]] = {
    "map": ("karte", lambda t, a: figures.need_map(t, a, FIRST)),
    "municipalities": ("gemeinden", lambda t, a: figures.municipality_map(t, a, FIRST)),
    "bars": ("rangliste", lambda t, a: figures.ranked_bars(t, a, FIRST)),
    "bars by form": (
        "rangliste",
        lambda t, a: figures.ranked_bars(t, a, FIRST, "axis.family_form"),
    ),
    "gaps": ("luecken", lambda t, a: figures.missing_places(t, a, FIRST)),
    "covered": ("deckung", lambda t, a: figures.covered_need(t, a, FIRST)),
    "persons": ("betroffene", lambda t, a: figures.persons_affected(t, a, FIRST)),
    "top": ("vorn", lambda t, a: figures.among_top(t, a, FIRST)),
    "urgency": (
        "dringlichkeit",
        lambda t, a: figures.urgency(t, a, FIRST, WEIGHTS, {a.areas[0].code: 0.95}),
    ),
    "supply": ("angebot", lambda t, a: figures.supply_bars(t, a, "kita", Measure.PER_100)),
    "way": ("angebot", lambda t, a: figures.supply_bars(t, a, "kita", Measure.NEAREST)),
    "use": ("angebot", lambda t, a: figures.supply_bars(t, a, "kita", Measure.USE)),
    "late": ("angebot", lambda t, a: figures.supply_bars(t, a, "kita", Measure.OPEN_HOURS)),
    "languages": (
        "angebot-arten",
        lambda t, a: figures.supply_by_category(t, a, "kita", Measure.LANGUAGE),
    ),
    "scatter": (
        "bedarf-angebot",
        lambda t, a: figures.need_supply_scatter(t, a, FIRST, "kita", Measure.PER_100),
    ),
    "pairs": ("wichtig-zufrieden", figures.importance_satisfaction),
    "chain": ("praeventionskette", figures.prevention_chain),
    "who": ("wer", lambda t, a: figures.who_answered(t, a, "children_age")),
    "answers": (
        "antworten",
        lambda t, a: figures.answers(t, a, _question((t, a), "care"), "county"),
    ),
    "answers by form": (
        "antworten",
        lambda t, a: figures.answers(t, a, _question((t, a), "care"), "axis.family_form"),
    ),
    "answers by area": (
        "antworten",
        lambda t, a: figures.answers(t, a, _question((t, a), DOCTOR), "area"),
    ),
    "themes": (
        "antworten",
        lambda t, a: figures.answers(t, a, _question((t, a), "ideas"), "county"),
    ),
    "bins": ("antworten", lambda t, a: figures.answers(t, a, _question((t, a), HOURS), "county")),
    "spread": ("verteilung", lambda t, a: figures.distribution(t, a, HOURS, "area")),
    "means": ("mittelwerte", lambda t, a: figures.means_by_group(t, a, DOCTOR, "axis.family_form")),
    "crosstab": (
        "kreuztabelle",
        lambda t, a: figures.crosstab(t, a, FIRST, "axis.family_form*children_age"),
    ),
    "crosstab of answers": ("kreuztabelle", lambda t, a: figures.crosstab(t, a, DOCTOR, "area")),
    "funnel": ("bekannt-genutzt", figures.knowledge_use),
    "change": (
        "veraenderung",
        lambda t, a: figures.wave_change(t, _later(a), builders.second_wave()[0], a),
    ),
}
"""Name of each figure that is tried, its kind, and how it is made."""
