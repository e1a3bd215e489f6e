"""What a LimeSurvey file says, the same for all versions of its tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from surveyapp.exchange.limesurvey.dump import Row

Wordings = dict[str, str]
"""Language code of LimeSurvey to wording, still HTML."""


@dataclass
class Attributes:
    """The settings of one question; what nobody asks for is remarked in the end."""

    values: dict[str, Wordings] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def get(self, name: str, default: str = "") -> str:
        """Return a setting, which counts as taken over."""
        self.used.add(name)
        found = self.values.get(name, {})
        return (found.get("") or next(iter(found.values()), "")).strip() or default

    def texts(self, name: str) -> Wordings:
        """Return a setting that is worded for each language."""
        self.used.add(name)
        return {language: text for language, text in self.values.get(name, {}).items() if text}

    def is_on(self, name: str) -> bool:
        """Say whether a switch is on."""
        return self.get(name) in {"1", "Y"}

    def left(self) -> dict[str, str]:
        """Return the settings nobody asked for."""
        rest = self.values.keys() - self.used
        return {name: next(iter(self.values[name].values()), "") for name in sorted(rest)}


@dataclass
class Part:
    """One answer of a list, or one subquestion."""

    code: str
    texts: Wordings
    where: str
    scale: int = 0
    order: int = 0
    #: Points of an assessment.
    points: str = "0"
    relevance: str = "1"
    qid: str = ""


@dataclass
class Asked:
    """One question."""

    qid: str
    gid: str
    code: str
    type: str
    where: str
    #: Number of survey, group and question, as old expressions name it: ``123X4X567``.
    number: str = ""
    texts: Wordings = field(default_factory=dict)
    helps: Wordings = field(default_factory=dict)
    order: int = 0
    has_other: bool = False
    mandatory: str = "N"
    relevance: str = "1"
    pattern: str = ""
    theme: str = ""
    scripts: str = ""
    encrypted: bool = False
    #: Whether LimeSurvey holds it but nobody can answer it: a list without answers.
    is_unanswerable: bool = False
    answers: list[Part] = field(default_factory=list)
    subs: list[Part] = field(default_factory=list)
    attributes: Attributes = field(default_factory=Attributes)
    #: Conditions of array filters, by subquestion.
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    #: Defaults given beforehand, by subquestion or "" for the question.
    defaults: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Return the place as ``question Q1``."""
        return f"question {self.code}"

    def rows(self) -> list[Part]:
        """Return the subquestions of the first scale."""
        return [part for part in self.subs if part.scale == 0]

    def columns(self) -> list[Part]:
        """Return the subquestions of the second scale."""
        return [part for part in self.subs if part.scale == 1]

    def scale(self, number: int) -> list[Part]:
        """Return the answers of one scale."""
        return [part for part in self.answers if part.scale == number]


@dataclass
class Group:
    """One group of questions."""

    gid: str
    where: str
    titles: Wordings = field(default_factory=dict)
    descriptions: Wordings = field(default_factory=dict)
    order: int = 0
    relevance: str = "1"
    random: str = ""
    questions: list[Asked] = field(default_factory=list)


@dataclass
class Source:
    """One file, whole."""

    doc_type: str
    base: str
    languages: list[str]
    groups: list[Group]
    #: The row of the survey itself; without cells for groups and questions.
    survey: Row
    #: Titles, welcome, end and policy, by language.
    settings: Mapping[str, Row]
    #: Tables that nobody asked for yet, by name.
    rest: Mapping[str, list[Row]]

    def questions(self) -> list[Asked]:
        """Return all questions in the order in which they are asked."""
        return [each for group in self.groups for each in group.questions]
