"""Questions answered by writing: a number, a text, a month."""

from __future__ import annotations

from babel import Locale

from surveyapp.questionnaire.model import Question
from surveyapp.ui.fields.base import QuestionField, Widget

DEFAULT_TEXT_LENGTH = 500


class NumberField(QuestionField):
    """A number, with the numeric keyboard of a phone and its unit behind it."""

    type = "number"
    widget = Widget("ui/fields/number.html")

    @property
    def input_mode(self) -> str:
        """Return which keyboard a phone should show."""
        return "decimal" if self.question.decimals else "numeric"

    def written(self, name: str) -> str:
        """Return the number with its unit."""
        return f"{self.value(name)} {self.shown.unit}".strip()


class TextField(QuestionField):
    """Free text, with the wish to name nobody."""

    type = "text"
    widget = Widget("ui/fields/text.html")

    @property
    def maximum(self) -> int:
        """Return how many characters fit."""
        return int(self.question.maximum or DEFAULT_TEXT_LENGTH)

    def written(self, name: str) -> str:
        """Return the text itself."""
        return self.value(name)


class MonthField(QuestionField):
    """A month of a year, as two lists."""

    type = "month"
    widget = Widget("ui/fields/month.html")

    @property
    def month_name(self) -> str:
        """Return the name of the list of months."""
        return f"{self.question.id}.month"

    @property
    def year_name(self) -> str:
        """Return the name of the list of years."""
        return f"{self.question.id}.year"

    @property
    def months(self) -> list[tuple[str, str]]:
        """Return number and name of each month in the family's language."""
        names = Locale.parse(self.shown.language, sep="-").months["stand-alone"]["wide"]
        return [(f"{number:02}", names[number]) for number in range(1, 13)]

    @property
    def years(self) -> list[str]:
        """Return the years to choose from, the latest first."""
        first, last = _year_range(self.question)
        return [str(year) for year in range(last, first - 1, -1)]

    def part(self, name: str) -> str:
        """Return the chosen month or year, from the two lists or from the kept answer."""
        year, _, month = self.value().partition("-")
        return self.value(name) or (year if name == self.year_name else month)

    def written(self, name: str) -> str:  # noqa: ARG002 - a month has one name only
        """Return the month as people write it."""
        month = dict(self.months).get(self.part(self.month_name), "")
        return f"{month} {self.part(self.year_name)}"


def _year_range(question: Question) -> tuple[int, int]:
    if question.minimum is None or question.maximum is None:
        message = f"question {question.id!r} asks for a month; give it minimum and maximum years"
        raise ValueError(message)
    return int(question.minimum), int(question.maximum)
