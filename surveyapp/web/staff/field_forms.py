"""What staff can send to make a survey, to plan a wave, and to let a survey go on by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Optional

from surveyapp.services.field.make import FieldRefusal, SurveyPlan, WavePlan
from surveyapp.services.field.rolling import PERIODS, period_end
from surveyapp.storage.surveys import Survey, Wave
from surveyapp.web.staff.field_words import refused_field, sampling_names
from surveyapp.web.staff.letter_forms import NumberField

OPEN = "open"


def offered(written: object) -> int:
    """Return a number a list offered; 0, which none offers, for anything else."""
    said = str(written)
    return int(said) if said.isascii() and said.isdigit() and len(said) < 5 else 0


class GuardedForm(FlaskForm):  # type: ignore[misc]
    """A form whose token the guard of the staff part has looked at already."""

    class Meta:
        """No second look."""

        csrf = False

    def refuse(self, refusal: FieldRefusal) -> None:
        """Say at its field why nothing was done; at the first one where it is about none."""
        name, sentence = refused_field(refusal)
        field = self[name] if name in self else next(iter(self))
        field.errors = [sentence]


class DayField(DateField):  # type: ignore[misc]
    """A day, as browsers send it or as people write it."""

    def __init__(self, label: str, **options: Any) -> None:  # noqa: ANN401 - WTForms' own
        """Take the options of any field."""
        super().__init__(label, format=["%Y-%m-%d", "%d.%m.%Y"], **options)

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read a day between 2000 and 2100."""
        self.data = None
        written = valuelist[0].strip() if valuelist else ""
        for pattern in ("%Y-%m-%d", "%d.%m.%Y"):
            try:
                self.data = datetime.strptime(written, pattern).date()  # noqa: DTZ007 - a day
            except ValueError:
                continue
        if written and (self.data is None or not 2000 <= self.data.year <= 2100):
            self.data = None
            raise ValueError(_("Bitte geben Sie einen Tag an, zum Beispiel 15.03.2027."))


def _place(written: str) -> int:
    """Return the number of a facility; 0, which none has, for anything else."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else 0


class SurveyForm(GuardedForm):
    """Title, short address and questionnaire of a survey."""

    title = StringField(
        _l("Titel"),
        [InputRequired(_l("Bitte geben Sie der Befragung einen Titel."))],
        render_kw={"maxlength": "200", "autocomplete": "off"},
    )
    slug = StringField(
        _l("Kurze Adresse"),
        [Optional()],
        filters=[lambda written: (written or "").strip()],
        render_kw={"maxlength": "60", "autocomplete": "off", "autocapitalize": "none"},
    )
    questionnaire = SelectField(_l("Fragebogen"), validate_choice=False)
    place = SelectField(_l("Für wen ist die Befragung?"), validate_choice=False)

    def offer(
        self,
        questionnaires: Sequence[tuple[str, str]],
        places: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Fill the lists; a survey that exists keeps its questionnaire and its facility."""
        if questionnaires:
            self.questionnaire.choices = list(questionnaires)
            self.place.choices = [("", _("Familien im ganzen Landkreis")), *places]
        else:
            del self.questionnaire
            del self.place

    def plan(self) -> SurveyPlan:
        """Return what was sent; only of a form without errors."""
        written = self.place.data or ""
        return SurveyPlan(
            (self.title.data or "").strip(),
            self.slug.data,
            self.questionnaire.data or "",
            _place(written) if written else None,
        )


class WaveForm(GuardedForm):
    """What is planned of a wave."""

    version = SelectField(_l("Fassung des Fragebogens"), coerce=offered, validate_choice=False)
    opens_on = DayField(
        _l("Geplanter Beginn"),
        validators=[InputRequired(_l("Bitte geben Sie an, wann die Welle beginnen soll."))],
    )
    closes_on = DayField(
        _l("Geplantes Ende"),
        validators=[InputRequired(_l("Bitte geben Sie an, wann die Welle enden soll."))],
    )
    sampling = RadioField(_l("Wer nimmt teil?"), validate_choice=False)
    invited = NumberField(
        _l("Zahl der Briefe oder Karten mit Code"),
        [Optional()],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    #: The number this page offers the wave; pressed twice, the second press finds it taken.
    number = HiddenField()

    def offer(self, versions: Sequence[tuple[int, str]]) -> None:
        """Fill the lists."""
        self.version.choices = list(versions)
        self.sampling.choices = list(sampling_names().items())

    def plan(self) -> WavePlan:
        """Return what was sent; letters do not count where anybody may answer.

        Only of a form without errors: its days are there.
        """
        sampling = self.sampling.data or ""
        return WavePlan(
            version=self.version.data,
            opens_on=self.opens_on.data or date.min,
            closes_on=self.closes_on.data or date.min,
            sampling=sampling,
            invited=None if sampling == OPEN else self.invited.data,
        )

    def offered_number(self) -> int:
        """Return the number the page offered; 0, which no wave has, for anything else."""
        written = self.number.data or ""
        return int(written) if written.isascii() and written.isdigit() and len(written) < 5 else 0


class PeriodsForm(GuardedForm):
    """Whether a survey goes on by itself, and how long its periods are."""

    months = RadioField(_l("Wie lang ist ein Zeitraum?"), validate_choice=False)

    def offer(self, today: date) -> None:
        """Fill the list; each period with the day on which the present one ends."""
        names = {3: _("Vierteljahr"), 6: _("Halbjahr"), 12: _("Jahr")}
        self.months.choices = [("", _("Keiner: Wellen öffnen und schließen wir selbst"))] + [
            (
                str(each),
                _(
                    "%(period)s (das jetzige endet am %(day)s)",
                    period=names[each],
                    day=format_date(period_end(today, each), "long"),
                ),
            )
            for each in PERIODS
        ]

    def chosen(self) -> int | None:
        """Return the months; 0, which no period has, where nothing known was sent."""
        known: dict[str, int | None] = {"": None, **{str(each): each for each in PERIODS}}
        return known.get(self.months.raw_data[0], 0) if self.months.raw_data else 0


def of_wave(wave: Wave) -> dict[str, object]:
    """Return what a form shows of a planned wave."""
    return {
        "version": wave.version,
        "opens_on": wave.opens_on,
        "closes_on": wave.closes_on,
        "sampling": wave.sampling,
        "invited": wave.invited,
    }


def after(survey: Survey, versions: Sequence[int], today: date) -> dict[str, object]:
    """Return what the form of the next wave proposes: the same as last time, a year later or today."""
    last = survey.waves[-1] if survey.waves else None
    if last is None:
        begins, days = _month_later(today), 41
    else:
        begins = max(_year_later(last.opens_on), today)
        days = (last.closes_on - last.opens_on).days
    return {
        "version": versions[-1] if versions else None,
        "opens_on": begins,
        "closes_on": date.fromordinal(begins.toordinal() + days),
        "sampling": last.sampling if last else "random",
        "invited": last.invited if last else None,
    }


def _month_later(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _year_later(day: date) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + 1, day=28 if is_leap_day else day.day)
