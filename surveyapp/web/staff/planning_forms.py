"""What planners can send: weights, the name of a scenario, a change of facilities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, StringField
from wtforms.fields.core import Field
from wtforms.validators import DataRequired, Length, NumberRange, Optional
from wtforms.widgets import TextInput

from surveyapp.services.planning.try_out import MOST_PLACES, Refusal
from surveyapp.services.planning.urgency import MOST_POINTS
from surveyapp.storage.scenarios import LONGEST_NAME, Change
from surveyapp.web.staff.forms import whole

NEW_FACILITY = "neu"

Choices = Sequence[tuple[str, str]]


class WholeField(Field):  # type: ignore[misc]
    """A whole number; empty where nothing is written."""

    widget = TextInput()
    data: Any

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return str(self.data) if self.data is not None else ""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read a number, with or without dots between its thousands."""
        self.data = None
        written = valuelist[0].strip() if valuelist else ""
        if not written:
            return
        self.data = whole(written)
        if self.data is None:
            raise ValueError(_("Bitte schreiben Sie nur eine ganze Zahl, zum Beispiel 40."))


def _points(label: str) -> WholeField:
    message = _l("Bitte geben Sie eine ganze Zahl von 0 bis 10 ein.")
    return WholeField(
        label,
        [NumberRange(0, MOST_POINTS, message)],
        render_kw={"inputmode": "numeric", "maxlength": "2"},
    )


class WeightsForm(FlaskForm):  # type: ignore[misc]
    """How much each factor counts for urgency, in points."""

    need = _points(_l("Ungedeckter Bedarf"))
    deprivation = _points(_l("Schwierige Lebenslagen"))
    distance = _points(_l("Weg zum nächsten Angebot"))

    @property
    def points(self) -> Mapping[str, int]:
        """Return what was sent, by factor."""
        return {name: getattr(self, name).data for name in ("need", "deprivation", "distance")}

    def refuse(self) -> None:
        """Say that all points are 0."""
        message = _("Bitte geben Sie mindestens einem Gewicht eine Zahl über 0.")
        self.need.errors = [message]


class ScenarioForm(FlaskForm):  # type: ignore[misc]
    """A name and what kind of facility is tried out."""

    name = StringField(
        _l("Name"),
        [
            DataRequired(_l("Bitte geben Sie dem Szenario einen Namen.")),
            Length(max=LONGEST_NAME, message=_l("Bitte schreiben Sie höchstens 80 Zeichen.")),
        ],
    )
    kind = SelectField(_l("Art der Einrichtung"), validate_choice=False)

    def refuse(self, refusal: Refusal) -> None:
        """Say why no scenario was made."""
        field = self.kind if refusal is Refusal.UNKNOWN_TYPE else self.name
        field.errors = [refusal_sentence(refusal)]


class ChangeForm(FlaskForm):  # type: ignore[misc]
    """One facility added, moved, enlarged or closed."""

    place = SelectField(_l("Einrichtung"), validate_choice=False)
    spot = SelectField(_l("Ort"), validate_choice=False)
    places = WholeField(
        _l("Plätze"),
        [
            Optional(),
            NumberRange(0, MOST_PLACES, _l("Bitte geben Sie eine ganze Zahl von 0 bis 2.000 ein.")),
        ],
        render_kw={"inputmode": "numeric", "maxlength": "5"},
    )
    is_closed = BooleanField(_l("Diese Einrichtung schließen"))

    def offer(self, places: Choices, spots: Mapping[str, Choices], *, counts_places: bool) -> None:
        """Fill the lists; types without places are not asked for any."""
        self.place.choices = [(NEW_FACILITY, _("Neue Einrichtung")), *places]
        self.spot.choices = {_("Ohne Ort"): [("", _("kein neuer Ort"))], **spots}
        if not counts_places and self.places is not None:
            del self.places

    def change(self) -> Change | None:
        """Return what is wanted; None where it makes no sense, and the fields say why."""
        is_new, spot = self.place.data == NEW_FACILITY, self.spot.data or None
        places = self.places.data if self.places is not None else None
        if is_new:
            return self._added(spot, places)
        if self.is_closed.data:
            return Change("close", self.place.data)
        if spot is not None:
            return Change("move", self.place.data, spot, places)
        if places is not None:
            return Change("resize", self.place.data, None, places)
        self.spot.errors = [
            _("Bitte sagen Sie, was sich ändern soll: einen neuen Ort, Plätze oder schließen.")
        ]
        return None

    def _added(self, spot: str | None, places: int | None) -> Change | None:
        if self.is_closed.data:
            self.is_closed.errors = [
                _("Eine neue Einrichtung lässt sich nicht schließen. Bitte wählen Sie oben eine.")
            ]
        elif spot is None:
            self.spot.errors = [_("Bitte wählen Sie, wo die neue Einrichtung stehen soll.")]
        elif self.places is not None and places is None:
            self.places.errors = [_("Bitte geben Sie an, wie viele Plätze sie haben soll.")]
        else:
            return Change("add", None, spot, places or 0)
        return None

    def refuse(self, refusal: Refusal) -> None:
        """Say why a change was not kept."""
        fields = {Refusal.UNKNOWN_SPOT: self.spot, Refusal.WRONG_PLACES: self.places or self.spot}
        fields.get(refusal, self.place).errors = [refusal_sentence(refusal)]


def refusal_sentence(refusal: Refusal) -> str:
    """Return why something was not kept, and what to do."""
    sentences = {
        Refusal.NO_NAME: _("Bitte geben Sie dem Szenario einen Namen."),
        Refusal.NAME_TOO_LONG: _("Bitte schreiben Sie höchstens 80 Zeichen."),
        Refusal.UNKNOWN_TYPE: _("Bitte wählen Sie eine Art aus der Liste."),
        Refusal.TOO_MANY: _("Es gibt schon 50 Szenarien. Bitte löschen Sie zuerst eines."),
        Refusal.NAME_TAKEN: _(
            "So heißt schon ein Szenario für eine andere Art. Bitte nehmen Sie einen anderen Namen."
        ),
        Refusal.UNKNOWN_PLACE: _(
            "Diese Einrichtung gibt es nicht mehr. Bitte wählen Sie eine andere."
        ),
        Refusal.UNKNOWN_SPOT: _(
            "Bitte wählen Sie einen bewohnten Quadratkilometer Ihres Landkreises."
        ),
        Refusal.WRONG_PLACES: _("Bitte geben Sie eine ganze Zahl von 0 bis 2.000 ein."),
        Refusal.TOO_MANY_CHANGES: _(
            "Ein Szenario fasst 30 Änderungen. Bitte nehmen Sie zuerst eine zurück."
        ),
        Refusal.CHANGED_MEANWHILE: _(
            "Das Szenario wurde inzwischen geändert. Bitte sehen Sie es noch einmal an."
        ),
    }
    return sentences[refusal]
