"""What a questionnaire is: frozen values, in no language and on no screen.

A questionnaire is one document for all languages. Everything a family reads is a ``Text`` (language
code to wording); everything a computer stores is a code that never changes once families have
answered. Conditions and bases are sentences of the expression language in ``conditions.py``, kept
here as the author wrote them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Text = Mapping[str, str]
"""Language code (``de``, ``en``) to wording; may hold ``{placeholders}``, see ``texts.py``."""


class Measures(StrEnum):
    """What an answer says about a need, the field a planner filters by."""

    USE = "use"
    WISH = "wish"
    UNMET_NEED = "unmet_need"
    IMPORTANCE = "importance"
    SATISFACTION = "satisfaction"
    KNOWLEDGE = "knowledge"
    BARRIER = "barrier"
    BURDEN = "burden"
    SUPPLY_FIT = "supply_fit"
    CONTEXT = "context"


class Unit(StrEnum):
    """Whom an answer speaks for, and so what a share is a share of."""

    FAMILY = "family"
    CHILD = "child"
    ADULT = "adult"


@dataclass(frozen=True, slots=True)
class Planning:
    """The tie between a question and the county's infrastructure."""

    #: What the answer measures.
    measures: Measures
    #: Whom it speaks for.
    unit: Unit
    #: Codes of fields of action (HF1 to HF6) it feeds; empty for context questions.
    fields: tuple[str, ...] = ()
    #: Codes of life stages (L0 to L8) it speaks of; empty means all.
    life_stages: tuple[str, ...] = ()
    #: Codes of facility types that answer the need; rows and options may name their own.
    facility_types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Option:
    """One answer a family can choose; also one point of a scale."""

    #: Stable code, unique in the question.
    code: str
    text: Text
    #: Number the option stands for in means (grade, points); None for unordered options.
    value: float | None = None
    #: Condition under which the option is offered.
    show: str | None = None
    #: True when the option excludes all others (only in ``multiple``).
    exclusive: bool = False
    #: Facility types that answer the need named by this option.
    facility_types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a matrix, asked as a question of its own on every screen."""

    code: str
    text: Text
    show: str | None = None
    facility_types: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    life_stages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked. Which fields count depends on ``type``, see ``types/``."""

    #: Stable id, unique in the questionnaire; lower-case letters, digits and underscores.
    id: str
    #: Key of the registry in ``types/``.
    type: str
    text: Text
    #: Number of the item in the questionnaire's plan; several questions may share one.
    item: int
    planning: Planning
    hint: Text | None = None
    #: Short wording for planners, without placeholders; the text where it is not given.
    label: Text | None = None
    #: Options, or the name of a scale of the questionnaire in ``scale``.
    options: tuple[Option, ...] = ()
    scale: str | None = None
    rows: tuple[Row, ...] = ()
    show: str | None = None
    required: bool = False
    #: Offer "keine Angabe" (code ``refused``); only consent-like questions switch it off.
    may_refuse: bool = True
    #: Number and text limits: smallest and largest value or length.
    minimum: float | None = None
    maximum: float | None = None
    #: Digits behind the comma of a number.
    decimals: int = 0
    #: Unit shown behind a number field.
    unit_text: Text | None = None
    #: Largest number of options a family may choose (``multiple``).
    max_choices: int | None = None
    #: Options (rows of a matrix) in an order of its own for each family, exclusive options last.
    rotate: bool = False
    #: Why the county asks something sensitive; shown to the family. Marks the question sensitive.
    purpose: Text | None = None
    #: Expression whose value picks the wording form in ``plural_text``.
    plural: str | None = None
    #: Wording by plural category (``one``, ``other`` …) when ``plural`` is set.
    plural_text: Mapping[str, Text] | None = None

    @property
    def is_sensitive(self) -> bool:
        """Say whether the answer needs stricter protection."""
        return self.purpose is not None


@dataclass(frozen=True, slots=True)
class ItemList:
    """A named list whose items repeat pages: children by count, or rows that were answered so."""

    id: str
    #: Label of one item, with placeholders such as ``{number}`` and ``{age_band}``.
    label: Text
    #: Id of the number question that says how many items there are …
    count: str | None = None
    #: … or the matrix whose rows become the items …
    rows_of: str | None = None
    #: … when they were answered with this code.
    answered: str | None = None
    #: Never more items than this.
    maximum: int = 12


@dataclass(frozen=True, slots=True)
class Page:
    """One theme on one screen; with ``repeat`` one screen for each item of a list."""

    id: str
    title: Text
    section: str
    questions: tuple[Question, ...]
    intro: Text | None = None
    show: str | None = None
    repeat: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A group of pages that a family sees as one step of the progress line."""

    id: str
    title: Text


@dataclass(frozen=True, slots=True)
class Indicator:
    """A need as planners count it: among whom (``base``), and when it is there (``need``)."""

    id: str
    label: Text
    #: Finding as a sentence with ``{share}``, ``{place}``; German.
    sentence: Text
    planning: Planning
    #: Expressions over the answers of one unit; ``base`` empty means everybody.
    need: str
    base: str | None = None
    #: True when each unit with the need lacks one place of a counted facility type.
    counts_places: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """A social axis results may be shown along: a partition declared before release."""

    id: str
    label: Text
    unit: Unit
    #: Categories: code, label, condition over one unit's answers; the first that holds counts.
    categories: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two matrices over the same rows: how important, and how satisfied."""

    id: str
    label: Text
    importance: str
    satisfaction: str


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """One version of one questionnaire, in all its languages."""

    id: str
    version: int
    title: Text
    intro: Text
    thanks: Text
    languages: tuple[str, ...]
    #: Honest time to answer, in minutes.
    minutes: int
    sections: tuple[Section, ...]
    pages: tuple[Page, ...]
    lists: tuple[ItemList, ...] = ()
    scales: Mapping[str, tuple[Option, ...]] = field(default_factory=dict)
    indicators: tuple[Indicator, ...] = ()
    axes: tuple[Axis, ...] = ()
    pairs: tuple[Pair, ...] = ()
    #: Id of the question that says where the family lives.
    area_question: str | None = None
    #: Id of the question holding the age band of a child, and its codes' ages from and to.
    child_age_question: str | None = None
    child_ages: Mapping[str, tuple[int, int]] = field(default_factory=dict)
