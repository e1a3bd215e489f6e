"""One form field with one widget for each question type.

The registry is joined to ``surveyapp.questionnaire.types`` by the same key; a contract test compares
both, so that a new type without a field cannot be published.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from werkzeug.datastructures import MultiDict
from wtforms.fields.core import UnboundField
from wtforms.form import BaseForm
from wtforms.meta import DefaultMeta

from surveyapp.questionnaire.model import Question
from surveyapp.questionnaire.types import kind_of
from surveyapp.ui.fields.base import QuestionField, Raw
from surveyapp.ui.fields.choice import (
    ConsentField,
    DropdownField,
    ImageField,
    MatrixField,
    MatrixMultipleField,
    MultipleField,
    MunicipalityField,
    RankingField,
    ScaleField,
    SingleField,
    YesNoField,
)
from surveyapp.ui.fields.entry import (
    DateField,
    DurationField,
    EmailField,
    MatrixNumberField,
    MonthField,
    NoteField,
    NumberField,
    PhoneField,
    TextField,
    TimeField,
    YearField,
)
from surveyapp.ui.fields.place import PointField, PostcodeField

FIELDS: Mapping[str, type[QuestionField]] = {
    kind.type: kind
    for kind in (
        *(SingleField, DropdownField, YesNoField, ImageField, ScaleField, ConsentField),
        *(MultipleField, RankingField, MatrixField, MatrixMultipleField),
        *(NumberField, MatrixNumberField, YearField, MonthField, DateField, TimeField),
        *(DurationField, TextField, EmailField, PhoneField, NoteField),
        *(MunicipalityField, PostcodeField, PointField),
    )
}
"""Question type to field, for every type that stands on a screen."""


class _Meta(DefaultMeta):  # type: ignore[misc]
    """Fields carry no messages of WTForms' own, so no catalogue of its is looked for."""

    locales = False
    csrf = False

    def get_translations(self, _form: BaseForm) -> None:
        """Return no catalogue."""


_META = _Meta()


Unbound = Mapping[str, UnboundField]
"""Question id to a field that belongs to no request yet."""


def unbound(questions: Iterable[Question]) -> Unbound:
    """Return the fields of ``questions``, to be bound again for each request."""
    shown = (each for each in questions if kind_of(each).is_shown)
    return {question.id: FIELDS[question.type](question) for question in shown}


def bind(fields: Unbound, raw: Raw) -> BaseForm:
    """Return a form with ``fields``, holding what ``raw`` says."""
    form = BaseForm(fields, meta=_META)
    form.process(MultiDict([(name, value) for name, values in raw.items() for value in values]))
    return form
