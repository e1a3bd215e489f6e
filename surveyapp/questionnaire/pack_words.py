"""The wordings of a packed questionnaire: each once, as a tree that ``ui/static/way.js`` fills."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from surveyapp.questionnaire import conditions, phrases, texts
from surveyapp.questionnaire.expression import parse
from surveyapp.questionnaire.model import Question, Text

OPENS, CLOSES = "\ue000", "\ue001"
"""Stand before and after the number of a wording in the HTML of a page."""


@dataclass
class Wordings:
    """Every wording of a questionnaire in one language, each once, numbered as it is met."""

    language: str
    found: list[Any] = field(default_factory=list)
    #: Numbers of those that are not translated and stand there in German.
    german: set[int] = field(default_factory=set)
    _numbers: dict[str, int] = field(default_factory=dict)

    def number(self, text: Text | None) -> int:
        """Return the number of a text; of an empty one where there is none."""
        number = self._number("" if text is None else self._read(text))
        if text and self.language not in text:
            self.german.add(number)
        return number

    def of_question(self, question: Question) -> int:
        """Return the number of the wording of a question, with its variants."""
        others = [(each.when, each.text) for each in question.variants]
        return self._varying(others, question.text)

    def hint_of(self, question: Question) -> int | None:
        """Return the number of the hint of a question, with those of its variants; None without any."""
        others = [(each.when, each.hint or question.hint) for each in question.variants]
        hints = (question.hint, *(hint for _, hint in others))
        return None if hints == (None,) * len(hints) else self._varying(others, question.hint)

    def mark(self, text: Text | None) -> str:
        """Return what stands in HTML for a text; nothing where there is none."""
        return "" if text is None else marked(self.number(text))

    def _varying(self, others: Sequence[tuple[str, Text | None]], text: Text | None) -> int:
        if not others:
            return self.number(text)
        variants = [[conditions.to_json(parse(when)), self._read(each)] for when, each in others]
        return self._number({"variants": variants, "other": self._read(text)})

    def _number(self, found: Any) -> int:  # noqa: ANN401 - JSON
        key = repr(found)
        if key not in self._numbers:
            self._numbers[key] = len(self.found)
            self.found.append(found)
        return self._numbers[key]

    def _read(self, text: Text | None) -> Any:  # noqa: ANN401 - JSON
        said = "" if text is None else texts.wording(text, self.language)
        if not phrases.is_phrase(said):
            return said
        try:
            return [_part(part) for part in phrases.read(said)]
        except phrases.PhraseError:
            return texts.wording(texts.neutral({self.language: said}), self.language)


def marked(number: int) -> str:
    """Return what stands in HTML for the wording of a number."""
    return f"{OPENS}{number}{CLOSES}"


def _part(part: phrases.Part) -> Any:  # noqa: ANN401 - JSON
    if isinstance(part, str):
        return part
    if isinstance(part, phrases.ItemLabel):
        return {"kind": "item"}
    if isinstance(part, phrases.Number):
        return {"kind": "number"}
    if isinstance(part, phrases.Filled):
        return {"kind": "fill", "of": conditions.to_json(part.expression), "form": part.form}
    arms = {key: [_part(each) for each in arm] for key, arm in part.arms.items()}
    return {"kind": part.kind, "of": conditions.to_json(part.expression), "arms": arms}
