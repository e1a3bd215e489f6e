"""Names of other systems as ids and codes of ours."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from surveyapp.questionnaire.expression import RESERVED_WORDS
from surveyapp.questionnaire.values import RESERVED_CODES

LONGEST = 50
"""Most characters of an id."""

_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


class Names:
    """Gives every name of a file an id of its own, always the same one for the same name."""

    def __init__(self, taken: Collection[str] = RESERVED_WORDS) -> None:
        """Never give an id in ``taken``."""
        self._given: dict[str, str] = {}
        self._taken = set(taken) | RESERVED_CODES

    def id_of(self, name: str) -> str:
        """Return the id of a name: lower-case letters, digits and underscores."""
        if name not in self._given:
            self._given[name] = self._free(identifier(name))
            self._taken.add(self._given[name])
        return self._given[name]

    def _free(self, wanted: str) -> str:
        if wanted not in self._taken:
            return wanted
        numbered = (f"{wanted[: LONGEST - 5]}_{number}" for number in range(2, 100_000))
        return next(each for each in numbered if each not in self._taken)


def identifier(name: str) -> str:
    """Return a name as an id, without caring whether it is taken."""
    folded = unicodedata.normalize("NFKD", name.lower().translate(_GERMAN))
    # accents go without a trace, any other sign parts words: 1–2 is not 12
    letters = "".join(each for each in folded if not unicodedata.combining(each))
    plain = re.sub(r"[^a-z0-9]+", "_", letters).strip("_")
    return (plain if re.match(r"[a-z]", plain) else f"q_{plain}".rstrip("_"))[:LONGEST]
