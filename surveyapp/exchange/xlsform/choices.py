"""Lists of choices as options with codes of ours."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from surveyapp.exchange.xlsform.form import Choice
from surveyapp.exchange.xlsform.ledger import Ledger
from surveyapp.exchange.xlsform.wording import Wording
from surveyapp.questionnaire.model import Option, Text
from surveyapp.questionnaire.values import RESERVED_CODES

OTHER = "other"
MAX_OPTIONS = 2_000
"""Most options of one question."""

MAX_ALL_OPTIONS = 20_000
"""Most options of a whole questionnaire."""

LONGEST_CODE = 50
_FIT = re.compile(r"[a-z0-9][a-z0-9_+-]*")
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(frozen=True, slots=True)
class Coded:
    """One choice with its code."""

    choice: Choice
    code: str
    text: Text

    def option(self, show: str | None = None, value: float | None = None) -> Option:
        """Return the choice as an option."""
        return Option(self.code, self.text, value=value, show=show)


class Lists:
    """The lists of choices of a form, each coded once."""

    def __init__(
        self, choices: Mapping[str, Sequence[Choice]], wording: Wording, ledger: Ledger
    ) -> None:
        """Keep what is needed to code lists."""
        self._choices = choices
        self._wording = wording
        self._ledger = ledger
        self._coded: dict[str, tuple[Coded, ...]] = {}

    def of(self, name: str) -> tuple[Coded, ...]:
        """Return the choices of a list in their order; none where there is no such list."""
        if name not in self._coded:
            self._coded[name] = tuple(self._code(name))
        return self._coded[name]

    def _code(self, name: str) -> Iterator[Coded]:
        taken: set[str] = set()
        for choice in self._choices.get(name, ()):
            code = _free(choice.name, taken)
            taken.add(code)
            if code != choice.name:
                self._ledger.change(
                    choice.row,
                    f"die Liste „{name}“ bekommt andere Codes, "
                    "weil Codes nur aus a–z, 0–9, _, + und - bestehen",
                    f"the list “{name}” gets other codes, because codes are made of a–z, 0–9, _, + and -",
                    "choices",
                )
            if choice.cells.get("media"):
                self._ledger.drop(
                    choice.row,
                    "Bild, Ton oder Film an einer Antwort kommt nicht mit; legen Sie die Datei selbst dazu",
                    "a picture, sound or film of a choice does not come over; add the file yourself",
                    "choices",
                )
            yield Coded(choice, code, self._text(choice))

    def _text(self, choice: Choice) -> Text:
        text = self._wording.text(choice.cells.get("label"), choice.row, sheet="choices")
        if not text:
            self._ledger.change(
                choice.row,
                "die Antwort hat keinen Text; ihr Name steht dafür",
                "the choice has no label; its name stands for it",
                "choices",
            )
            return {self._wording.languages[0]: choice.name}
        self._wording.note_gaps(text, choice.row, "choices")
        return text


def codes_of(coded: Sequence[Coded]) -> dict[str, tuple[str, ...]]:
    """Return the codes of each name of a choice."""
    found: dict[str, tuple[str, ...]] = {}
    for each in coded:
        found[each.choice.name] = (*found.get(each.choice.name, ()), each.code)
    return found


def columns_of(choice: Choice) -> dict[str, str]:
    """Return the columns of a choice that its filter may ask for."""
    found: dict[str, str] = {"name": choice.name}
    for key, value in choice.cells.items():
        said: Any = value
        if isinstance(said, Mapping):
            said = next(iter(said.values()), "")
        if key != "name" and isinstance(said, str):
            found[str(key)] = said
    return found


def numbers_of(coded: Sequence[Coded]) -> list[float] | None:
    """Return the numbers that the names of the choices are; None unless all are, and differ."""
    try:
        found = [float(each.choice.name) for each in coded]
    except ValueError:
        return None
    is_finite = all(abs(each) < 1e9 for each in found)
    return found if found and is_finite and len(set(found)) == len(found) else None


def _free(name: str, taken: set[str]) -> str:
    folded = unicodedata.normalize("NFKD", name.lower().translate(_GERMAN))
    plain = folded.encode("ascii", "ignore").decode()
    code = plain if _FIT.fullmatch(plain) else re.sub(r"[^a-z0-9_+-]+", "_", plain).strip("_+-")
    code = code[:LONGEST_CODE] or "option"
    number = 1
    wanted = code
    while wanted in taken or wanted in RESERVED_CODES:
        number += 1
        wanted = f"{code[: LONGEST_CODE - 6]}_{number}"
    return wanted
