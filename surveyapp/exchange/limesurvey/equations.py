"""What an equation of LimeSurvey can give."""

from __future__ import annotations

import re

from surveyapp.exchange.limesurvey.sayings import UnsayableError
from surveyapp.exchange.limesurvey.script import Call, Node, String, parse
from surveyapp.questionnaire.model import Option


def only_expression(text: str) -> str | None:
    """Return the expression of a text that is nothing else but one in braces; markup around it aside."""
    bare = re.sub(r"</?[a-zA-Z][^<>{}]*>|&nbsp;", "", text).strip()
    is_one = bare.startswith("{") and bare.endswith("}") and "{" not in bare[1:] and len(bare) > 2
    return bare[1:-1].strip() if is_one else None


def options_of(said: str) -> tuple[Option, ...]:
    """Return the codes that an equation can give, as options of the computed question."""
    results = [
        node.value for node in _results(parse(said)) if isinstance(node, String) and node.value
    ]
    if any(not re.fullmatch(r"[a-z0-9][a-z0-9_+-]{0,59}", each) for each in results):
        raise UnsayableError(
            "das Ergebnis ist ein Satz, kein Code", "the result is a sentence, no code"
        )
    return tuple(Option(each, {"de": each, "en": each}) for each in dict.fromkeys(results))


def _results(node: Node) -> list[Node]:
    """Return what the branches of an expression give."""
    if isinstance(node, Call) and node.name == "if":
        return [each for part in node.arguments[1:] for each in _results(part)]
    return [node]
