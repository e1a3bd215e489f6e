"""Fields of the studio's forms: wordings in all languages, and settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from surveyapp.questionnaire.model import Text
from surveyapp.ui.languages import language
from surveyapp.web.staff.questionnaire_pages import language_name

GERMAN = "de"


@dataclass(frozen=True, slots=True)
class Wording:
    """A text in one language that is not German."""

    code: str
    name: str
    direction: str
    text: str


@dataclass(frozen=True, slots=True)
class TextField:
    """A text of an element, in German first."""

    path: str
    name: str
    label: str
    german: str
    hint: str = ""
    #: Height; 1 is a single line.
    lines: int = 1
    others: tuple[Wording, ...] = ()

    @property
    def id(self) -> str:
        """Return the id of the German field."""
        return f"{self.path}-{self.name}"

    @property
    def missing(self) -> int:
        """Return in how many languages it is not said yet, where it is said in German."""
        return sum(not each.text for each in self.others) if self.german else 0


def text_field(
    path: str,
    name: str,
    label: str,
    text: Text | None,
    languages: tuple[str, ...],
    hint: str = "",
    lines: int = 1,
) -> TextField:
    """Return the field of a text."""
    known: Mapping[str, str] = text or {}
    others = tuple(
        Wording(code, language_name(code), language(code).direction, known.get(code, ""))
        for code in languages
        if code != GERMAN
    )
    return TextField(path, name, label, known.get(GERMAN, ""), hint, lines, others)


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting of an element."""

    path: str
    name: str
    label: str
    hint: str = ""
    #: check, line, number, day, choice or checks.
    widget: str = "check"
    value: str = ""
    #: Codes and names to choose from, and those that are chosen.
    choices: tuple[tuple[str, str], ...] = ()
    chosen: tuple[str, ...] = ()
    is_checked: bool = False

    @property
    def id(self) -> str:
        """Return the id of the field."""
        return f"{self.path}-{self.name}"


def written(value: object) -> str:
    """Return a number as Germans write it, anything else as it is; nothing for nothing."""
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value).replace(".", ",")
    return str(value)
