"""The check of a questionnaire: what an author should mend before families see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.rules import (
    asking,
    banked,
    choices,
    expressions,
    lists,
    plain,
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

RULE_MODULES = (
    *(structure, lists, expressions, wordings, results),
    *(reaching, asking, choices, protection, plain, banked),
)
"""Where rules stand; importing them fills the registry."""


LOOSE = "Q030"
"""The rules before this one are about structure and expressions."""


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


def check(
    questionnaire: Questionnaire,
    figures: Figures | None = None,
    pictures: frozenset[str] | None = None,
    *,
    searches: bool = True,
) -> tuple[Finding, ...]:
    """Return everything the rules find, in the order of the rules.

    The search for who can meet what takes most of the time; an editor leaves it out while people write.

    With ``figures`` of a county small groups are forecast as well; with the names of the ``pictures``
    beside the questionnaire, missing ones are found.
    """
    look = Look(questionnaire, figures, pictures, searches=searches)
    found: list[Finding] = []
    for rule in sorted(RULES.values(), key=lambda each: each.id):
        # Who meets what can only be said of a questionnaire whose parts hang together.
        look.is_whole = not any(each.level is Level.ERROR and each.rule < LOOSE for each in found)
        found += (
            Finding(rule.id, rule.level, spot.path, spot.key, spot.words)
            for spot in rule.find(look)
        )
    return tuple(found)


def hindrances(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings that keep a questionnaire from being published."""
    return tuple(each for each in findings if each.level is Level.ERROR)


def rules_page() -> str:
    """Return all rules as the page docs/rules.md."""
    parts = ["# The rules of good questionnaires", INTRODUCTION]
    for each in sorted(RULES.values(), key=lambda rule: rule.id):
        help_ = each.help().replace("\nMended:", "  \nMended:")
        parts.append(f"## {each.id} {each.name()}\n\n*{each.level}* – {help_}")
    return "\n\n".join(parts) + "\n"


INTRODUCTION = """What `surveyapp questionnaire check` finds. Errors stop a questionnaire from
being published; advice is for somebody to look at. This page is written by the rules themselves."""
