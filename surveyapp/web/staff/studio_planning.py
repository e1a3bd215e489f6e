"""What an answer means for planning: picked from the lists of the inventory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from surveyapp.inventory import lists
from surveyapp.questionnaire.model import Measures, Planning, Unit


@dataclass(frozen=True, slots=True)
class Pick:
    """One list of codes to pick from."""

    name: str
    label: str
    choices: tuple[tuple[str, str], ...]
    chosen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlanningView:
    """The planning meaning of a question."""

    path: str
    #: In a sentence; empty where nothing was said.
    sentence: str
    measures: tuple[tuple[str, str], ...]
    measured: str
    units: tuple[tuple[str, str], ...]
    unit: str
    picks: tuple[Pick, ...]


def measures_words() -> Mapping[str, str]:
    """Return what an answer may measure, in words."""
    return {
        Measures.USE: _("Nutzung: Das nutzen Familien"),
        Measures.WISH: _("Wunsch: Das hätten sie gern"),
        Measures.UNMET_NEED: _("Offener Bedarf: Das fehlt ihnen"),
        Measures.IMPORTANCE: _("Wichtigkeit"),
        Measures.SATISFACTION: _("Zufriedenheit"),
        Measures.KNOWLEDGE: _("Bekanntheit: Das kennen sie"),
        Measures.BARRIER: _("Hindernis: Das hält sie ab"),
        Measures.BURDEN: _("Belastung"),
        Measures.SUPPLY_FIT: _("Passt das Angebot?"),
        Measures.CONTEXT: _("Angabe zur Familie"),
    }


def unit_words() -> Mapping[str, str]:
    """Return whom an answer speaks for, in words."""
    return {
        Unit.FAMILY: _("die ganze Familie"),
        Unit.CHILD: _("ein Kind"),
        Unit.ADULT: _("eine erwachsene Person"),
    }


def planning_view(path: str, planning: Planning | None) -> PlanningView:
    """Return the planning meaning with everything to pick from."""
    measures, units = measures_words(), unit_words()
    return PlanningView(
        path,
        "" if planning is None else _sentence(planning),
        tuple((str(code), label) for code, label in measures.items()),
        "" if planning is None else str(planning.measures),
        tuple((str(code), label) for code, label in units.items()),
        str(Unit.FAMILY if planning is None else planning.unit),
        _picks(planning),
    )


def _picks(planning: Planning | None) -> tuple[Pick, ...]:
    def pick(name: str, label: str, codes: Mapping[str, lists.Code]) -> Pick:
        choices = tuple((code, each.label) for code, each in codes.items())
        return Pick(name, label, choices, getattr(planning, name, ()))

    return (
        pick("fields", _("Handlungsfelder"), lists.fields_of_action()),
        pick("life_stages", _("Lebensphasen (keine heißt alle)"), lists.life_stages()),
        pick("facility_types", _("Einrichtungen und Angebote"), lists.facility_types()),
    )


def _sentence(planning: Planning) -> str:
    measures = measures_words()[planning.measures].partition(":")[0]
    named = [
        each.label
        for codes, known in (
            (planning.fields, lists.fields_of_action()),
            (planning.facility_types, lists.facility_types()),
        )
        for code in codes
        if (each := known.get(code)) is not None
    ]
    whom = unit_words()[planning.unit]
    return f"{measures} ({whom})" + (f": {', '.join(named)}" if named else "")
