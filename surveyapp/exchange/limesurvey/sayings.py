"""Conditions as text: written, denied, bracketed, and what cannot be said in our language."""

from __future__ import annotations

import re
from dataclasses import dataclass

from surveyapp.exchange.clauses import ALWAYS, NEVER
from surveyapp.exchange.limesurvey.names import (
    FUNCTIONS_OF_LIMESURVEY,
    Vocabulary,
)
from surveyapp.exchange.limesurvey.script import (
    Assign,
    Call,
    Node,
    Number,
    String,
    Variable,
    parse,
    walk,
)
from surveyapp.questionnaire import expression


class UnsayableError(ValueError):
    """Our expressions cannot say it; ``reason`` holds why, in German and English."""

    def __init__(self, german: str, english: str) -> None:
        """Keep the reason in both languages."""
        super().__init__(english)
        self.reason = (german, english)


@dataclass
class Said:
    """An expression of ours, with what it does not say quite as LimeSurvey did."""

    text: str
    notes: tuple[tuple[str, str], ...] = ()


def as_number(text: str) -> float | None:
    """Return a text as a number, or None."""
    return (
        float(text) if re.fullmatch(r"\s*-?[0-9]{1,12}(\.[0-9]{1,9})?\s*", text, re.ASCII) else None
    )


def unknown_words(source: str | Node, vocabulary: Vocabulary) -> list[str]:
    """Return the variables and functions of an expression that LimeSurvey would not know."""
    found: dict[str, None] = {}
    for node in walk(parse(source) if isinstance(source, str) else source):
        if isinstance(node, Variable) and not vocabulary.knows(node):
            found[node.name] = None
        if isinstance(node, Call) and node.name not in FUNCTIONS_OF_LIMESURVEY:
            found[f"{node.name}()"] = None
    return list(found)


def checked(said: str) -> str:
    """Return an expression that our own parser reads."""
    try:
        expression.parse(said)
    except expression.ExpressionError:
        raise UnsayableError(
            "der Ausdruck wird zu lang oder zu tief, oder hier fehlt eine seiner Funktionen",
            "the expression gets too long or too deep, or one of its functions is missing here",
        ) from None
    return said


def negated(said: str) -> str:
    """Return the opposite of a condition."""
    if said in {ALWAYS, NEVER}:
        return NEVER if said == ALWAYS else ALWAYS
    return said[5:-1] if _is_negation(said) else f"not ({said})"


def _is_negation(said: str) -> bool:
    """Say whether a condition is one ``not (…)`` from its first to its last sign."""
    if not said.startswith("not (") or not said.endswith(")"):
        return False
    depth = 0
    for sign in said[5:-1]:
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return False
    return depth == 0


def bracketed(said: str) -> str:
    """Return a condition that can stand beside others."""
    return f"({said})" if re.search(r" (and|or) ", said) else said


def quoted_code(text: str) -> str:
    """Return a code as our language writes it."""
    if "'" in text or "\n" in text:
        raise UnsayableError("ein Text enthält Hochkommas", "a text holds quotes")
    return f"'{text}'"


def is_constant(node: Node) -> bool:
    """Say whether a part is a number or a text."""
    return isinstance(node, Number | String)


def plain_value(node: Number | String) -> str:
    """Return a constant as a text."""
    return node.value.strip() if isinstance(node, String) else f"{node.value:g}"


def unsayable(name: str) -> UnsayableError:
    """Return the error of a variable that cannot be compared so."""
    return UnsayableError(
        f"„{name}“ steht Ausdrücken hier nicht offen",
        f"{name!r} is not open to expressions here",
    )


def unsayable_node(node: Node) -> UnsayableError:
    """Return the error of a part that our language lacks."""
    if isinstance(node, Call):
        return UnsayableError(
            f"die Funktion {node.name}() gibt es hier nicht",
            f"there is no function {node.name}() here",
        )
    if isinstance(node, Assign):
        return UnsayableError("Zuweisungen gibt es hier nicht", "there are no assignments here")
    return UnsayableError(
        "ein Teil ist weder Zahl noch Bedingung", "a part is neither number nor condition"
    )
