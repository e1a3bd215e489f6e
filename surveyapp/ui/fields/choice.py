"""Questions answered by choosing: an option, some options, an order of options, a point of a scale."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext

from surveyapp.questionnaire.types.ranking import ranks
from surveyapp.ui.fields.base import Choice, Line, QuestionField, Shown, Widget

SEARCHED = 12
"""Options that are read at a glance; longer lists can be searched by typing."""


class SingleField(QuestionField):
    """One option of several, as radio buttons."""

    type = "single"
    control = "radio"
    widget = Widget("ui/fields/choices.html")


class YesNoField(SingleField):
    """Yes or no, side by side."""

    type = "yesno"
    layout = "pair"


class ImageField(SingleField):
    """One option of several, each with a picture above its wording."""

    type = "image"
    layout = "pictures"


class ScaleField(SingleField):
    """A point of a scale, as buttons or, where scripts run, as a slider."""

    type = "scale"

    def show(self, shown: Shown, messages: Mapping[str, str]) -> None:
        """Prepare the field: numbers stand side by side, wordings below each other."""
        super().show(shown, messages)
        has_wordings = bool(self.question.options or self.question.scale)
        self.layout = "" if has_wordings else "points"
        self.script = "slider.js" if self.question.display == "slider" else ""

    @property
    def points(self) -> list[Choice]:
        """Return the points without "keine Angabe"."""
        return [choice for choice in self.shown.choices if not choice.is_reason]

    @property
    def low(self) -> str:
        """Return what the lowest point means."""
        return self._end(self.shown.low, self.points[0])

    @property
    def high(self) -> str:
        """Return what the highest point means."""
        return self._end(self.shown.high, self.points[-1])

    def _end(self, wording: str, point: Choice) -> str:
        return f"{point.text} = {wording}" if self.layout and wording else wording

    def written(self, name: str) -> str:
        """Return the point, with the meaning of the ends where it is a bare number."""
        chosen = super().written(name)
        ends = ", ".join(end for end in (self.low, self.high) if end)
        is_point = any(point.text == chosen for point in self.points)
        return f"{chosen} ({ends})" if self.layout and ends and is_point else chosen


class MultipleField(QuestionField):
    """Some options of several, as tick boxes."""

    type = "multiple"
    control = "checkbox"
    widget = Widget("ui/fields/choices.html")


class ConsentField(QuestionField):
    """One box that may or must be ticked."""

    type = "consent"
    widget = Widget("ui/fields/consent.html")

    def words(self, name: str | None = None) -> str:
        """Return whether the box was ticked."""
        return gettext("einverstanden") if self.value(name) else gettext("nicht einverstanden")


class MatrixField(QuestionField):
    """One option for each row: a set of radio buttons per row on every screen, never a table."""

    type = "matrix"
    control = "radio"
    widget = Widget("ui/fields/matrix.html")

    def answer(self) -> tuple[Line, ...]:
        """Return one line for each row."""
        return tuple(
            Line(row.text, self.words(f"{self.question.id}.{row.code}")) for row in self.shown.rows
        )


class MatrixMultipleField(MatrixField):
    """Some options for each row: a set of tick boxes per row."""

    type = "matrix_multiple"
    control = "checkbox"
    layout = "cells"


class DropdownField(QuestionField):
    """One option of a long list, which can be searched by typing."""

    type = "dropdown"
    widget = Widget("ui/fields/dropdown.html")

    def show(self, shown: Shown, messages: Mapping[str, str]) -> None:
        """Prepare the field; short lists need no search."""
        super().show(shown, messages)
        self.script = "combobox.js" if len(shown.choices) > SEARCHED else ""

    @property
    def waits(self) -> bool:
        """Say whether answers of the page may add options to the list."""
        return not all(choice.gate.is_open for choice in self.shown.choices)


class MunicipalityField(DropdownField):
    """The municipality a family lives in."""

    type = "municipality"


class RankingField(QuestionField):
    """Options in an order: a list of ranks for each, and buttons where scripts run."""

    type = "ranking"
    widget = Widget("ui/fields/ranking.html")
    script = "ranking.js"

    @property
    def ranked(self) -> list[Choice]:
        """Return the options that can be given a rank."""
        return [choice for choice in self.shown.choices if not choice.is_reason]

    @property
    def most(self) -> int:
        """Return the last rank."""
        return ranks(self.question, len(self.ranked))[1]

    @property
    def instruction(self) -> str:
        """Say how many ranks there are to give."""
        least, most = ranks(self.question, len(self.ranked))
        if least == most:
            return gettext("Vergeben Sie die Plätze 1 bis %(most)s.", most=most)
        if least == 1:
            return gettext("Vergeben Sie bis zu %(most)s Plätze.", most=most)
        return gettext("Vergeben Sie %(least)s bis %(most)s Plätze.", least=least, most=most)

    def answer(self) -> tuple[Line, ...]:
        """Return the options in their order, or why there is none."""
        if self.is_refused:
            return super().answer()
        ranked = {self.value(f"{self.question.id}.{each.code}"): each.text for each in self.ranked}
        places = (str(rank) for rank in range(1, self.most + 1))
        lines = (f"{rank}. {ranked[rank]}" for rank in places if rank in ranked)
        return (Line("", "\n".join(lines)),)
