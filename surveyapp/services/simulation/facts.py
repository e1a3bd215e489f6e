"""Answers that follow from the household itself, by question or row; all others are leanings.

Each entry gives how strongly a household answers with an option (``weights``) or the number it enters
(``numbers``). A questionnaire that uses the same ids for the same facts is answered coherently; an id
nobody asks for does no harm.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

from surveyapp.services.simulation.households import SCHOOL_AGE, Child, Household

Weights = Callable[[Household, Child | None], Mapping[str, float]]
"""Option code to weight; for several choices, to the probability of being chosen."""

Number = Callable[[Household, Child | None, Random], float]


def _band(bands: Mapping[str, tuple[float, float]], value: float) -> dict[str, float]:
    return {code: 1.0 if low <= value <= high else 0.0 for code, (low, high) in bands.items()}


AGE_BANDS: Mapping[str, tuple[float, float]] = {
    "0-2": (0, 2),
    "3-5": (3, 5),
    "6-9": (6, 9),
    "10-14": (10, 14),
    "15-17": (15, 17),
}
INCOME_BANDS: Mapping[str, tuple[float, float]] = {
    "under_1500": (0.0, 0.08),
    "from_1500": (0.08, 0.17),
    "from_2000": (0.17, 0.28),
    "from_2500": (0.28, 0.4),
    "from_3000": (0.4, 0.53),
    "from_3500": (0.53, 0.72),
    "from_4500": (0.72, 0.9),
    "from_6000": (0.9, 1.0),
}


def _age_band(_household: Household, child: Child | None) -> Mapping[str, float]:
    return _band(AGE_BANDS, child.age if child else 0)


def _members(household: Household, _child: Child | None) -> Mapping[str, float]:
    return {
        "partner": float(household.has_partner),
        "children": 1.0,
        "expecting": 0.05,
        "grandparents": 0.12,
        "care_person": 0.5 if household.cares_for_relative else 0.0,
        "others": 0.03,
        "alone": 0.0,
    }


def _care(household: Household, child: Child | None) -> Mapping[str, float]:
    if child is None or child.hours_now == 0:
        relatives = 0.5 if household.has_grandparents_near else 0.15
        return {"relatives": relatives, "none": 1.0 - relatives}
    if child.age >= SCHOOL_AGE:
        return {"after_school": 1.0, "relatives": 0.25}
    nearness = household.surroundings.nearness
    thekiz = 0.4 * nearness.get("thekiz", 0.0)
    minding = 0.25 * nearness.get("childminding", 0.0) if child.age < min(3, SCHOOL_AGE) else 0.0
    return {"kita": 1.0 - thekiz - minding, "thekiz": thekiz, "childminding": minding}


def _edge_care(household: Household, child: Child | None) -> Mapping[str, float]:
    has_care = child is not None and child.hours_now > 0
    lack = max(0.0, 0.9 - household.surroundings.care_places)
    return {"use": 0.12 if has_care else 0.02, "need": 0.03 + 0.3 * lack, "no_need": 0.8}


def _holiday_care(household: Household, child: Child | None) -> Mapping[str, float]:
    near = household.surroundings.nearness.get("holiday_care", 0.0)
    if child is not None and child.age < SCHOOL_AGE:
        return {"use": 0.05, "need": 0.15, "no_need": 0.8}
    return {"use": 0.35 * near, "need": 0.1 + 0.3 * (1 - near), "no_need": 0.5}


def _relief(household: Household, _child: Child | None) -> Mapping[str, float]:
    near = household.nearness(("care_advice", "village_helper")) or 0.0
    return {"use": 0.25, "know": 0.35, "unknown": 0.3, "missing": 0.02 + 0.12 * (1 - near)}


def _way_mode(household: Household, child: Child | None) -> Mapping[str, float]:
    kind = "after_school" if child and child.age >= SCHOOL_AGE else "kita"
    near = household.surroundings.nearness.get(kind, 0.0)
    transit = household.nearness(("bus_stop", "rail_station")) or 0.3
    return {
        "walk": 0.1 + 0.8 * near,
        "bike": 0.2 * near,
        "car": 0.8 - 0.4 * near if household.has_car else 0.0,
        "transit": 0.05 + 0.3 * transit,
        "other": 0.02,
    }


def _mobility(household: Household, _child: Child | None) -> Mapping[str, float]:
    transit = household.nearness(("bus_stop", "rail_station")) or 0.3
    return {
        "car": float(household.has_car),
        "bike": 0.45,
        "transit": 0.15 + 0.5 * transit,
        "lift": 0.4 if not household.has_car else 0.06,
        "walk": 0.6,
    }


def _work(household: Household, _child: Child | None) -> Mapping[str, float]:
    small_child = household.youngest < 1
    return {
        "full_time": 0.9 + household.income,
        "part_time": 0.8 if household.youngest < SCHOOL_AGE else 0.5,
        "shift": 0.35,
        "minijob": 0.1,
        "training": 0.05,
        "parental_leave": 1.2 if small_child else 0.02,
        "seeking": 0.35 * (1 - household.income),
        "home": 0.12,
        "retired": 0.02,
    }


def _cares(household: Household, _child: Child | None) -> Mapping[str, float]:
    if household.cares_for_relative:
        return {"at_home": 0.4, "elsewhere": 0.5, "both": 0.1}
    return {"by_others": 0.08, "no": 0.92}


def _languages(household: Household, _child: Child | None) -> Mapping[str, float]:
    if household.speaks_other_language:
        return {"german_and_other": 0.7, "other": 0.3}
    return {"german": 1.0}


def _income(household: Household, _child: Child | None) -> Mapping[str, float]:
    return _band(INCOME_BANDS, household.income)


def _benefits(household: Household, _child: Child | None) -> Mapping[str, float]:
    poor = max(0.0, 0.35 - household.income) / 0.35
    return {
        "basic_income_support": 0.6 * poor,
        "housing_benefit": 0.35 * poor,
        "child_supplement": 0.4 * poor,
        "other": 0.05,
        "none": 1.0 - 0.8 * poor,
    }


def _support_network(household: Household, _child: Child | None) -> Mapping[str, float]:
    near = household.has_grandparents_near
    return {
        "grandparents_here": 0.8 if near else 0.0,
        "grandparents_away": 0.1 if near else 0.5,
        "relatives": 0.3,
        "neighbours": 0.2 + 0.08 * household.surroundings.density,
        "friends": 0.45,
        "volunteers": 0.03,
        "nobody": 0.02 if near else 0.15,
        "no_need": 0.05,
    }


def _special_need(_household: Household, _child: Child | None) -> Mapping[str, float]:
    return {"yes": 0.07, "no": 0.93}


def _age(household: Household, _child: Child | None) -> Mapping[str, float]:
    parent = 27 + max(child.age for child in household.children)
    bands: Mapping[str, tuple[float, float]] = {
        "under_25": (0, 24),
        "from_25": (25, 34),
        "from_35": (35, 44),
        "from_45": (45, 54),
        "from_55": (55, 64),
        "from_65": (65, 120),
    }
    return _band(bands, parent)


WEIGHTS: Mapping[str, Weights] = {
    "age_band": _age_band,
    "members": _members,
    "care": _care,
    "edge_care": _edge_care,
    "edge_care.holidays": _holiday_care,
    "relief": _relief,
    "way_mode": _way_mode,
    "mobility": _mobility,
    "work": _work,
    "cares": _cares,
    "languages": _languages,
    "income": _income,
    "benefits": _benefits,
    "support_network": _support_network,
    "special_need": _special_need,
    "age": _age,
}


def _way(household: Household, child: Child | None, randomness: Random) -> float:
    kind = "after_school" if child and child.age >= SCHOOL_AGE else "kita"
    far = 1 - household.surroundings.nearness.get(kind, 0.0)
    return float(round(4 + 24 * far + randomness.expovariate(0.25)))


NUMBERS: Mapping[str, Number] = {
    "children_count": lambda household, _c, _r: float(len(household.children)),
    "hours_now": lambda _h, child, _r: float(child.hours_now if child else 0),
    "hours_wish": lambda _h, child, _r: float(child.hours_wish if child else 0),
    "way_minutes": _way,
    "rooms": lambda household, _c, randomness: float(
        2 + len(household.children) + randomness.choice((0, 0, 1))
    ),
    "care_hours": lambda _h, _c, randomness: float(randomness.choice((3, 5, 8, 12, 20, 40))),
}

WISHES = {
    "de": (
        "Mehr Spielplätze mit Schatten.",
        "Ein Bus, der auch am Nachmittag fährt.",
        "Ein Treffpunkt für Familien im Ort.",
        "Mehr Plätze im Hort in den Ferien.",
        "Ein Kinderarzt, der näher ist.",
        "Dass jemand zu uns aufs Dorf kommt und zuhört.",
        "Bezahlbare Ferienangebote.",
    ),
    "en": ("A playground nearby.", "Courses with childcare.", "Letters in simple words."),
}
"""What simulated families write into open questions."""
