"""Questions answered by ticking: one option, some options, one option for each row."""

from __future__ import annotations

from surveyapp.ui.fields.base import Line, QuestionField, Widget


class SingleField(QuestionField):
    """One option of several, as radio buttons."""

    type = "single"
    control = "radio"
    widget = Widget("ui/fields/choices.html")


class MultipleField(QuestionField):
    """Some options of several, as tick boxes."""

    type = "multiple"
    control = "checkbox"
    widget = Widget("ui/fields/choices.html")


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


class MunicipalityField(QuestionField):
    """The municipality a family lives in, as a list that can be searched by typing."""

    type = "municipality"
    widget = Widget("ui/fields/municipality.html")
