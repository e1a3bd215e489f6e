"""Questions answered by writing: numbers, times and words."""

from __future__ import annotations

from typing import ClassVar

from babel import Locale

from surveyapp.questionnaire.digits import western
from surveyapp.questionnaire.texts import locale_of, month_names
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.entry import Entry
from surveyapp.ui.fields.base import Line, QuestionField, Widget

DEFAULT_TEXT_LENGTH = 500


class EntryField(QuestionField):
    """Something written into one line."""

    widget = Widget("ui/fields/number.html")
    #: Kind of HTML field, and what a browser may fill in.
    input_type: ClassVar[str] = "text"
    autocomplete: ClassVar[str] = "off"
    keyboard: ClassVar[str] = "numeric"
    longest: ClassVar[int] = 12

    @property
    def input_mode(self) -> str:
        """Return which keyboard a phone should show."""
        return self.keyboard

    @property
    def locale(self) -> Locale:
        """Return the rules of the family's language."""
        return locale_of(self.shown.language)

    def words(self, name: str | None = None) -> str:
        """Return what was written, in one field or several, as people write it."""
        name = name or self.question.id
        return self.reason(name) or self.written(name)

    def written(self, name: str) -> str:  # noqa: ARG002 - most types have one name only
        """Return the value in the words of its type; what was typed where it cannot be read."""
        kind = kind_of(self.question)
        text = kind.written(self.question.id, self.sent) if isinstance(kind, Entry) else ""
        found = kind.understood(self.question, text) if isinstance(kind, Entry) and text else ""
        if not text or not isinstance(found, (str, int, float)):
            return text
        return kind.spoken(found, self.locale) or text


class NumberField(EntryField):
    """A number, with the numeric keyboard of a phone and its unit behind it."""

    type = "number"

    @property
    def input_mode(self) -> str:
        """Return which keyboard a phone should show."""
        return "decimal" if self.question.decimals else "numeric"

    def written(self, name: str) -> str:
        """Return the number with its unit; nothing where none was written."""
        number = western(self.value(name))
        return f"{number} {self.shown.unit}".strip() if number else ""


class MatrixNumberField(NumberField):
    """A number for each row, one below the other on every screen; no sum is ever shown."""

    type = "matrix_number"
    widget = Widget("ui/fields/matrix_number.html")

    def answer(self) -> tuple[Line, ...]:
        """Return one line for each row."""
        return tuple(
            Line(row.text, self.words(f"{self.question.id}.{row.code}")) for row in self.shown.rows
        )


class YearField(EntryField):
    """A year, typed: a list of many years is slower on a phone."""

    type = "year"
    longest = 4


class TimeField(EntryField):
    """A time of day, with the clock of the phone."""

    type = "time"
    input_type = "time"


class PartsField(EntryField):
    """A value written into several short fields beside each other."""

    widget = Widget("ui/fields/parts_of_value.html")
    #: Name and number of digits of each field.
    parts: ClassVar[tuple[tuple[str, int], ...]]

    def part(self, name: str) -> str:
        """Return what stands in one of the fields."""
        return self.value(f"{self.question.id}.{name}")


class DateField(PartsField):
    """A day as three short fields, which every phone and screen reader can handle."""

    type = "date"
    parts = (("day", 2), ("month", 2), ("year", 4))


class DurationField(PartsField):
    """Hours and minutes."""

    type = "duration"
    parts = (("hours", 3), ("minutes", 3))


class MonthField(EntryField):
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
        names = month_names(self.shown.language)
        return [(f"{number:02}", name) for number, name in names.items()]

    @property
    def years(self) -> list[str]:
        """Return the years to choose from, the latest first."""
        first, last = self.shown.minimum, self.shown.maximum
        if first is None or last is None:
            message = (
                f"question {self.question.id!r} asks for a month; give it minimum and maximum years"
            )
            raise ValueError(message)
        return [str(year) for year in range(int(last), int(first) - 1, -1)]

    def part(self, name: str) -> str:
        """Return the chosen month or year, from the two lists or from the kept answer."""
        year, _, month = self.value().partition("-")
        return self.value(name) or (year if name == self.year_name else month)


class LineField(EntryField):
    """One line of words."""

    widget = Widget("ui/fields/line.html")

    @property
    def maximum(self) -> int:
        """Return how many characters fit."""
        return DEFAULT_TEXT_LENGTH if self.shown.maximum is None else int(self.shown.maximum)

    def written(self, name: str) -> str:
        """Return the text itself."""
        return self.value(name)


class TextField(LineField):
    """Free text, with the wish to name nobody."""

    type = "text"
    widget = Widget("ui/fields/text.html")


class EmailField(LineField):
    """An e-mail address."""

    type = "email"
    input_type = "email"
    autocomplete = "email"
    keyboard = "email"


class PhoneField(LineField):
    """A telephone number."""

    type = "phone"
    input_type = "tel"
    autocomplete = "tel"
    keyboard = "tel"


class NoteField(QuestionField):
    """A text between the questions."""

    type = "note"
    widget = Widget("ui/fields/note.html")
