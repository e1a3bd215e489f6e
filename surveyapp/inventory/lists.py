"""The packaged code lists every county starts with: kinds of places, fields of action, life stages.

A county may rename an entry, hide it or move a threshold; the codes stay, because questionnaires,
places and offers are tied together by them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, TypeVar

from surveyapp.inventory.ways import Catchment, Mode, Unit, Ways


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of a list: what is stored, and how planners say it."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class LifeStage(Code):
    """A stage of life, with its ages in completed years."""

    #: -1 stands for the months before birth.
    age_from: int
    #: None where the stage has no upper end.
    age_to: int | None


@dataclass(frozen=True, slots=True)
class FacilityTypeDefault(Code):
    """A kind of place or offer, as a county finds it before changing anything."""

    #: How planners say several of them.
    plural: str
    #: Codes of the fields of action and life stages it serves.
    fields: tuple[str, ...]
    life_stages: tuple[str, ...]
    #: Ages of the children its places are for, in completed years; both None when it has none.
    age_from: int | None
    age_to: int | None
    #: How far a family moves to it in everyday life, in kilometres; simulated families go by it.
    reach_km: float
    #: What counts as near. No norm binds here (the federal institute BBSR measures 1 km to daily
    #: needs), so a county sets its own.
    ways: Ways
    #: True where places for children are counted, so that places per 100 children mean something.
    places_are_counted: bool


_Entry = TypeVar("_Entry", bound=Code)


@cache
def facility_types() -> Mapping[str, FacilityTypeDefault]:
    """Return the kinds of places and offers by code, in the order planners look for them."""
    return _by_code(_facility_type(entry) for entry in _read("types.json"))


@cache
def fields_of_action() -> Mapping[str, Code]:
    """Return the six fields of action of the state programme by code, HF1 to HF6."""
    return _by_code(_of_taxonomy("fields_of_action"))


@cache
def life_stages() -> Mapping[str, LifeStage]:
    """Return the stages of life by code, L0 (before birth) to L8 (old age)."""
    return _by_code(
        LifeStage(entry["code"], entry["de"], entry["age_from"], entry["age_to"])
        for entry in _read("lsz_taxonomy.json")["life_phases"]
    )


@cache
def prevention_levels() -> Mapping[str, Code]:
    """Return whom an offer is for by code: everybody, people at risk, people in need."""
    return _by_code(_of_taxonomy("prevention_levels"))


@cache
def target_groups() -> Mapping[str, Code]:
    """Return the groups an offer may be made for, by code."""
    return _by_code(_of_codes("target_groups"))


@cache
def languages() -> Mapping[str, Code]:
    """Return the languages an offer may be given in by language tag, with their German names."""
    return _by_code(_of_codes("languages"))


def _facility_type(entry: Mapping[str, Any]) -> FacilityTypeDefault:
    lists = {key: tuple(entry[key]) for key in ("fields", "life_stages")}
    return FacilityTypeDefault(**{**entry, **lists, "ways": _ways(entry["ways"])})


def _ways(entry: Mapping[str, Any]) -> Ways:
    near, middle, far = entry["zones"]
    return Ways(
        mode=Mode(entry["mode"]),
        unit=Unit(entry["unit"]),
        reach=entry["reach"],
        catchment=Catchment(entry["catchment"]),
        zones=(near, middle, far),
    )


def _of_taxonomy(name: str) -> Iterable[Code]:
    return (Code(entry["code"], entry["de"]) for entry in _read("lsz_taxonomy.json")[name])


def _of_codes(name: str) -> Iterable[Code]:
    return (Code(**entry) for entry in _read("codes.json")[name])


def _by_code(entries: Iterable[_Entry]) -> Mapping[str, _Entry]:
    return MappingProxyType({entry.code: entry for entry in entries})


def _read(name: str) -> Any:  # noqa: ANN401 - packaged JSON, given its types by the callers
    return json.loads(files(__package__).joinpath(name).read_text("utf-8"))
