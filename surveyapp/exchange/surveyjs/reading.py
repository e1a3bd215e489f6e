"""What is known of a file on its way: its names, and what stands where."""

from __future__ import annotations

from dataclasses import dataclass, field

from surveyapp.exchange.names import Names
from surveyapp.exchange.surveyjs.json_file import Json
from surveyapp.exchange.surveyjs.notes import Notes
from surveyapp.exchange.surveyjs.symbols import Symbol
from surveyapp.exchange.surveyjs.texts import Texts
from surveyapp.questionnaire.expression import RESERVED_WORDS

_OUR_WORDS = frozenset({"item", "number", "wave", "county", "area"})


@dataclass
class Reading:
    """One file on its way: what it says, and what was found out so far."""

    survey: Json
    notes: Notes
    texts: Texts
    ids: Names = field(default_factory=lambda: Names(RESERVED_WORDS | _OUR_WORDS))
    #: Names of the survey, in small letters.
    names: dict[str, Symbol] = field(default_factory=dict)
    #: What stands at a place of the file.
    at: dict[str, Symbol] = field(default_factory=dict)
    #: Conditions that old "visible" triggers add to elements, by name in small letters.
    shown_by_trigger: dict[str, str] = field(default_factory=dict)
    #: Repeated groups by the name under which SurveyJS stores their answers.
    stored: dict[str, Symbol] = field(default_factory=dict)
    _used: set[str] = field(default_factory=set)

    def new_id(self, name: str, inside: str = "") -> str:
        """Return an id for a name; a name used before gets that of its group in front."""
        wanted = name
        if wanted in self._used and inside:
            wanted = f"{inside}_{name}"
        number = 2
        while wanted in self._used:
            wanted, number = f"{name} {number}", number + 1
        self._used.add(wanted)
        return self.ids.id_of(wanted)
