"""What staff can send to plan a sample: numbers for the county, and for each of its areas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField
from wtforms.validators import InputRequired, NumberRange, Optional

from surveyapp.services.field.make import FieldRefusal
from surveyapp.services.field.plan import (
    MOST_FAMILIES,
    Allocation,
    Area,
    Level,
    PlanRefusal,
    SmallParts,
    Wanted,
)
from surveyapp.services.letters import FEWEST_LETTERS, MOST_LETTERS
from surveyapp.web.staff.field_forms import GuardedForm, offered
from surveyapp.web.staff.forms import whole
from surveyapp.web.staff.letter_forms import NumberField

NUMBER = {"inputmode": "numeric", "autocomplete": "off"}
SHARES = (50, 30, 20, 10, 5)
MOST_WIDTH = 49


class SampleForm(GuardedForm):
    """What is wanted of the sample of the whole county."""

    letters = NumberField(
        _l("Briefe insgesamt"),
        [InputRequired(_l("Bitte geben Sie an, wie viele Briefe Sie verschicken können."))],
        render_kw=NUMBER,
    )
    rate = NumberField(
        _l("Rücklauf in Prozent"),
        [
            InputRequired(_l("Bitte schätzen Sie den Rücklauf, zum Beispiel 30.")),
            NumberRange(1, 100, _l("Bitte geben Sie eine Zahl von 1 bis 100 ein.")),
        ],
        render_kw=NUMBER,
    )
    allocation = SelectField(_l("Verteilung auf die Gebiete"), validate_choice=False)
    small_parts = SelectField(_l("Gebiete mit weniger als 200 Briefen"), validate_choice=False)
    share = SelectField(
        _l("Um welchen Anteil geht es?"), coerce=offered, validate_choice=False, default=50
    )
    level = SelectField(_l("Landkreis aufteilen in"), validate_choice=False)
    focus = SelectField(_l("Genau hinsehen bei"), validate_choice=False)
    width = NumberField(
        _l("Wunsch: ± Punkte"),
        [
            Optional(),
            NumberRange(1, MOST_WIDTH, _l("Bitte geben Sie eine Zahl von 1 bis 49 ein.")),
        ],
        render_kw=NUMBER,
    )
    is_finite = BooleanField(_l("Mit Endlichkeitskorrektur rechnen"))

    def offer(self, areas: Sequence[Area]) -> None:
        """Fill the lists."""
        self.level.choices = list(level_names().items())
        self.focus.choices = [("", _("nur beim ganzen Landkreis"))]
        self.focus.choices += [(each.code, each.name) for each in areas]
        self.allocation.choices = list(allocation_names().items())
        self.small_parts.choices = list(small_parts_names().items())
        self.share.choices = [(each, _("etwa %(share)s %%", share=each)) for each in SHARES]

    def wanted(self, areas: Sequence[Area]) -> Wanted:
        """Return what was sent; choices nobody offered count as the first one."""
        return Wanted(
            areas=tuple(areas),
            letters=self.letters.data or 0,
            rate=self.rate.data or 0,
            allocation=_known(Allocation, self.allocation.data),
            small_parts=_known(SmallParts, self.small_parts.data),
            share=self.share.data if self.share.data in SHARES else SHARES[0],
            is_finite=self.is_finite.data,
            width=self.width.data,
        )

    def refuse_plan(self, refusal: PlanRefusal | FieldRefusal) -> None:
        """Say why there is no plan."""
        if isinstance(refusal, FieldRefusal):
            self.refuse(refusal)
        else:
            self.letters.errors = [_plan_sentence(refusal)]


Kind = TypeVar("Kind", Allocation, SmallParts, Level)


def level_sent(sent: Mapping[str, str]) -> Level:
    """Return into which parts the county is divided; what nobody offered counts as the first."""
    return _known(Level, sent.get("level"))


def _known(kind: type[Kind], written: str | None) -> Kind:
    return kind(written) if written in set(kind) else next(iter(kind))


def of_wanted(wanted: Wanted) -> dict[str, object]:
    """Return what the form shows of a plan."""
    return {
        "letters": wanted.letters,
        "rate": wanted.rate,
        "allocation": wanted.allocation.value,
        "small_parts": wanted.small_parts.value,
        "share": wanted.share,
        "width": wanted.width,
        "is_finite": wanted.is_finite,
    }


@dataclass(frozen=True, slots=True)
class AreaRow:
    """What was typed for one area."""

    area: Area
    families: str
    rate: str
    #: What is wrong with it; empty where nothing is.
    error: str = ""


def rows_of(areas: Sequence[Area]) -> tuple[AreaRow, ...]:
    """Return the rows of areas as they are."""
    return tuple(
        AreaRow(each, str(each.families), "" if each.rate is None else str(each.rate))
        for each in areas
    )


def read_rows(areas: Sequence[Area], sent: Mapping[str, str]) -> tuple[AreaRow, ...]:
    """Read the families and the return of each area."""
    return tuple(_read(area, sent) for area in areas)


def _read(area: Area, sent: Mapping[str, str]) -> AreaRow:
    families = sent.get(f"families.{area.code}", str(area.families)).strip()[:12]
    rate = sent.get(f"rate.{area.code}", "").strip()[:12]
    number, percent = whole(families), whole(rate) if rate else None
    if number is None or not 1 <= number <= MOST_FAMILIES:
        error = _("%(name)s: Bitte geben Sie die Zahl der Familien an.", name=area.name)
        return AreaRow(area, families, rate, error)
    if rate and (percent is None or not 1 <= percent <= 100):
        error = _("%(name)s: Der Rücklauf ist eine Zahl von 1 bis 100, oder leer.", name=area.name)
        return AreaRow(area, families, rate, error)
    return AreaRow(replace(area, families=number, rate=percent), families, rate)


def allocation_names() -> dict[str, str]:
    """Return the ways to share letters out, in words."""
    return {
        Allocation.PROPORTIONAL.value: _("nach Familien (gut für den ganzen Landkreis)"),
        Allocation.ROOT.value: _("ausgewogen (kleine Gebiete bekommen etwas mehr)"),
        Allocation.EQUAL.value: _("überall gleich viele (gut für den Vergleich der Gebiete)"),
    }


def level_names() -> dict[str, str]:
    """Return the parts a county can be divided into, in words."""
    return {
        Level.AREAS.value: _("Planungsräume"),
        Level.MUNICIPALITIES.value: _("Gemeinden und Städte"),
    }


def small_parts_names() -> dict[str, str]:
    """Return what becomes of small areas, in words."""
    return {
        SmallParts.JOIN.value: _("bekommen gemeinsame Codes"),
        SmallParts.RAISE.value: _("bekommen mehr Briefe, bis es 200 sind"),
    }


def _plan_sentence(refusal: PlanRefusal) -> str:
    return {
        PlanRefusal.LETTERS: _(
            "Bitte geben Sie eine Zahl von %(fewest)s bis %(most)s ein.",
            fewest=FEWEST_LETTERS,
            most=f"{MOST_LETTERS:,}".replace(",", "."),
        ),
        PlanRefusal.MORE_THAN_FAMILIES: _(
            "Das sind mehr Briefe, als es nach der Tabelle unten Familien gibt."
        ),
    }[refusal]
