"""The check of a questionnaire: what an author should mend before families see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.rules import (
    asking,
    expressions,
    protection,
    reaching,
    results,
    structure,
    wordings,
)
from surveyapp.questionnaire.rules.look import Figures, Look
from surveyapp.questionnaire.rules.rule import RULES, Level, Rule, Spot

__all__ = [
    "RULES",
    "RULE_MODULES",
    "Figures",
    "Finding",
    "Level",
    "Rule",
    "check",
    "hindrances",
]

RULE_MODULES = (structure, expressions, wordings, results, reaching, asking, protection)
"""Where rules stand; importing them fills the registry."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend."""

    rule: str
    level: Level
    #: Place in the file, as ``pages[2].questions[0].show``; ``document.line_of`` finds the line.
    path: str
    key: str = ""
    words: Mapping[str, object] = field(default_factory=dict)

    def say(self, language: str = "en") -> tuple[str, str]:
        """Return sentence and cure in German (``de``) or English."""
        return RULES[self.rule].say(Spot(self.path, self.key, self.words), language)

    @property
    def sentence(self) -> str:
        """Return what is wrong, in English."""
        return self.say()[0]

    @property
    def cure(self) -> str:
        """Return what to do, in English."""
        return self.say()[1]

    def __str__(self) -> str:
        """Return the finding as one line of a report."""
        return f"{self.path} {self.rule} {self.sentence}; {self.cure}"


def check(questionnaire: Questionnaire, figures: Figures | None = None) -> tuple[Finding, ...]:
    """Return everything the rules find, in the order of the rules.

    With ``figures`` of a county small groups are forecast as well.
    """
    look = Look(questionnaire, figures)
    return tuple(
        Finding(rule.id, rule.level, spot.path, spot.key, spot.words)
        for rule in sorted(RULES.values(), key=lambda each: each.id)
        for spot in rule.find(look)
    )


def hindrances(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings that keep a questionnaire from being published."""
    return tuple(each for each in findings if each.level is Level.ERROR)
