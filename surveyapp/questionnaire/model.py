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
from typing import Literal

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
    #: Wording inside a sentence, by a name such as ``dative``: ``{care|dative}`` reads it.
    forms: Mapping[str, Text] = field(default_factory=dict)
    #: File name of the picture beside the questionnaire (only in ``image``).
    image: str | None = None
    #: Postcodes of a municipality, and the square kilometre of its middle; the county gives both.
    postcodes: tuple[str, ...] = ()
    cell: str | None = None


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
class Variant:
    """Another wording of a question, for families of whom a condition holds; the first one counts."""

    when: str
    text: Text
    hint: Text | None = None


@dataclass(frozen=True, slots=True)
class Constraint:
    """What must hold of the answers; where it is unknown for want of an answer, nothing is said."""

    that: str
    #: What a family reads when it does not hold; may hold placeholders.
    message: Text


@dataclass(frozen=True, slots=True)
class Tie:
    """Which item of the item bank a question was taken from."""

    #: ``core/rooms`` of the items all counties share, ``county/<id>`` of a county's own.
    item: str
    #: Number of the item's wording.
    version: int
    #: Digests of wordings that differ from the item's and were confirmed to mean the same.
    same: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked. Which fields count depends on ``type``, see ``types/``."""

    #: Stable id, unique in the questionnaire; lower-case letters, digits and underscores.
    id: str
    #: Key of the registry in ``types/``.
    type: str
    text: Text
    #: Number of the item in the questionnaire's plan; several questions may share one.
    item: int | None = None
    #: What the answer means for the county; None where nobody has said so yet.
    planning: Planning | None = None
    hint: Text | None = None
    #: Short wording for planners, without placeholders; the text where it is not given.
    label: Text | None = None
    #: Options, or the name of a scale of the questionnaire in ``scale``.
    options: tuple[Option, ...] = ()
    scale: str | None = None
    rows: tuple[Row, ...] = ()
    show: str | None = None
    #: True, or the condition under which an answer is needed.
    required: bool | str = False
    #: Offer "keine Angabe" (code ``refused``); only consent-like questions switch it off.
    may_refuse: bool = True
    #: Offer "trifft nicht zu" (code ``not_applicable``).
    may_not_apply: bool = False
    #: Smallest and largest number, length, date (20240531), month or year; or an expression for it.
    minimum: float | str | None = None
    maximum: float | str | None = None
    #: Digits behind the comma of a number.
    decimals: int = 0
    #: Distance of the points of a scale that is given by its ends.
    step: float = 1
    #: Wordings of the ends of a scale.
    low: Text | None = None
    high: Text | None = None
    #: Whether the highest or the lowest value of a scale is the best.
    best: Literal["high", "low"] | None = None
    #: How it looks, where a type knows several ways.
    display: str | None = None
    #: Height of a text field; 1 is a single line.
    lines: int = 4
    #: Regular expression (RE2) the whole of a text must match, with the sentence that explains it.
    pattern: str | None = None
    pattern_hint: Text | None = None
    #: Unit shown behind a number field.
    unit_text: Text | None = None
    #: Smallest and largest number of options a family may choose, or ranks it gives.
    min_choices: int | None = None
    max_choices: int | None = None
    #: Options (rows of a matrix) in an order of its own for each family, exclusive options last.
    rotate: bool = False
    #: Marks a question whose answer needs stricter protection; so does a purpose.
    sensitive: bool = False
    #: Why the county asks something sensitive; shown to the family.
    purpose: Text | None = None
    #: Months after the end of a wave when the answers to a sensitive question are deleted.
    keep_months: int | None = None
    #: Other wordings by condition.
    variants: tuple[Variant, ...] = ()
    #: What must hold between this answer and earlier ones.
    checks: tuple[Constraint, ...] = ()
    #: Expression that gives the value (only in ``computed``).
    value: str | None = None
    #: Name of the pictogram that says what it is about, see ``pictograms.py``.
    pictogram: str | None = None
    #: The item of the bank it was taken from; None for one that stands for itself.
    tie: Tie | None = None

    @property
    def is_sensitive(self) -> bool:
        """Say whether the answer needs stricter protection."""
        return self.sensitive or self.purpose is not None


@dataclass(frozen=True, slots=True)
class ItemList:
    """A named list whose items repeat pages.

    Its items come from a count, from rows or options that were answered so, or are added one by one
    on a page that ``collect``s them.
    """

    id: str
    #: Label of one item, with placeholders such as ``{number}`` and ``{age_band}``.
    label: Text
    #: Id of the number question that says how many items there are …
    count: str | None = None
    #: … or the matrix whose rows become the items …
    rows_of: str | None = None
    #: … when they were answered with this code …
    answered: str | None = None
    #: … or the multiple choice whose chosen options become the items.
    options_of: str | None = None
    #: Id of the list of whose every item this is a list: care places of each child.
    within: str | None = None
    #: Whom the items are: a list by count without it is one of children.
    unit: Unit | None = None
    #: Never fewer and never more items than this (for each item of the outer list).
    minimum: int = 0
    maximum: int = 12
    #: Wording of the button that adds one item.
    add: Text | None = None

    @property
    def is_collected(self) -> bool:
        """Say whether a family adds the items one by one."""
        return self.count is None and self.rows_of is None and self.options_of is None


@dataclass(frozen=True, slots=True)
class Page:
    """One theme on one screen; with ``repeat`` one screen for each item of a list."""

    id: str
    title: Text
    section: str
    questions: tuple[Question, ...]
    intro: Text | None = None
    show: str | None = None
    #: Id of the list for each of whose items the page is shown.
    repeat: str | None = None
    #: Id of the list whose items a family adds, changes and removes here.
    collect: str | None = None
    #: What must hold between the answers up to here.
    checks: tuple[Constraint, ...] = ()
    #: Name of the pictogram beside the title, see ``pictograms.py``.
    pictogram: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A group of pages that a family sees as one step of the progress line."""

    id: str
    title: Text
    show: str | None = None
    #: Pages in an order of its own for each family.
    rotate: bool = False


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
class ContactForm:
    """A form of its own after the answers: who wants to be called back. Never stored beside them."""

    title: Text
    intro: Text
    #: What a family agrees to before anything is kept.
    consent: Text
    questions: tuple[Question, ...]
    #: Days after which the entry is deleted.
    keep_days: int


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
    contact: ContactForm | None = None
    #: Whether all families see its pictograms, or those who read plain German.
    pictograms: Literal["plain", "always"] = "plain"
    #: Number of the correction of a version: the same questions, a typing error less.
    correction: int = 0
    #: Language to the fingerprints of the German wordings it was translated from, see translations.py.
    translated: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: What expressions know beside the answers (``wave.year``), put in when a wave is asked …
    facts: Mapping[str, str | float] = field(default_factory=dict)
    #: … and what they know of each area (``area.population``), by the code of ``area_question``.
    areas: Mapping[str, Mapping[str, str | float]] = field(default_factory=dict)
