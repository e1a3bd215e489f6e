"""The check of a questionnaire: what an author should mend before families see it."""

from __future__ import annotations

from dataclasses import dataclass

from surveyapp.questionnaire.index import index_of
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.rules import expressions, results, structure, wordings
from surveyapp.questionnaire.rules.rule import RULES, Rule

__all__ = ["RULES", "RULE_MODULES", "Finding", "Rule", "check"]

RULE_MODULES = (structure, expressions, wordings, results)
"""Where rules stand; importing them fills the registry."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend."""

    rule: str
    #: Place in the file, as ``pages[2].questions[0].show``; ``document.line_of`` finds the line.
    path: str
    sentence: str
    cure: str

    def __str__(self) -> str:
        """Return the finding as one line of a report."""
        return f"{self.rule} {self.path} {self.sentence}; {self.cure}."


def check(questionnaire: Questionnaire) -> tuple[Finding, ...]:
    """Return everything the rules find, in the order of the rules."""
    index = index_of(questionnaire)
    return tuple(
        Finding(rule.id, path, sentence, cure)
        for rule in sorted(RULES.values(), key=lambda each: each.id)
        for path, sentence, cure in rule.find(index)
    )
