"""What staff can send about questionnaires: widgets and plain checks."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, MultipleFileField
from wtforms import HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, StopValidation
from wtforms.widgets import TextInput

MOST_FILES = 5
"""Files brought in at once."""


def _some_files(_form: FlaskForm, field: MultipleFileField) -> None:
    """Refuse a form without a file, or with too many."""
    sent = [each for each in field.data or () if getattr(each, "filename", "")]
    if not sent:
        raise StopValidation(str(_l("Bitte wählen Sie zuerst eine Datei aus.")))
    if len(sent) > MOST_FILES:
        raise StopValidation(
            str(_l("Bitte wählen Sie höchstens %(number)s Dateien aus.", number=MOST_FILES))
        )


class BringInForm(FlaskForm):  # type: ignore[misc]
    """Questionnaires from elsewhere."""

    files = MultipleFileField(_l("Dateien"), [_some_files], render_kw={"multiple": True})
    form = SelectField(_l("Format"))

    def offer(self, formats: list[tuple[str, str]]) -> None:
        """Offer formats to choose from."""
        self.form.choices = [SelectChoice(value, label) for value, label in formats]


class NoteForm(FlaskForm):  # type: ignore[misc]
    """What changed, and why."""

    note = StringField(
        _l("Was ist neu, und warum? (freiwillig)"),
        [Length(max=500, message=_l("Bitte schreiben Sie höchstens 500 Zeichen."))],
    )


class SeedForm(FlaskForm):  # type: ignore[misc]
    """The number of an invented family."""

    art = HiddenField()
    seed = IntegerField(
        _l("Nummer der Familie"),
        [
            InputRequired(_l("Bitte geben Sie eine ganze Zahl ein, zum Beispiel 7.")),
            NumberRange(0, 999_999, _l("Bitte geben Sie eine Zahl von 0 bis 999999 ein.")),
        ],
        widget=TextInput(),
        default=1,
        render_kw={"inputmode": "numeric"},
    )


class AnswersForm(FlaskForm):  # type: ignore[misc]
    """Answers of one family as JSON, written or as a file."""

    answers = TextAreaField(_l("Antworten als JSON"), render_kw={"rows": 8, "spellcheck": "false"})
    file = FileField(_l("oder als Datei"), render_kw={"accept": ".json"})

    def refuse(self) -> None:
        """Say that the answers cannot be read."""
        self.answers.errors = [
            str(_l('Das lässt sich nicht lesen. Bitte schreiben Sie es so: {"children_count": 2}'))
        ]
