"""The smallest and largest answer eQ takes, as limits and checks of ours."""

from __future__ import annotations

from dataclasses import dataclass

from surveyapp.exchange.eq.dates import NO_OFFSET, Offset, day_of, number, shifted
from surveyapp.exchange.eq.plan import Symbol
from surveyapp.exchange.eq.rules import Operand, Rules, Scope, plain
from surveyapp.exchange.eq.shape_answers import NUMBERS
from surveyapp.exchange.eq.sound_answers import LARGEST
from surveyapp.exchange.eq.source import Answer, obj
from surveyapp.exchange.eq.wording import Wordings
from surveyapp.exchange.surveyjs.json_file import Json, number_of
from surveyapp.questionnaire.model import Constraint

Limit = float | str | None


@dataclass(frozen=True, slots=True)
class Limits:
    """What an answer may be."""

    minimum: Limit = None
    maximum: Limit = None
    checks: tuple[Constraint, ...] = ()


def limits_of(rules: Rules, words: Wordings, answer: Answer, scope: Scope) -> Limits:
    """Return the limits of a number or date."""
    maker = _Maker(rules, words, answer, scope)
    find = maker.number if answer.type in NUMBERS else maker.date
    return Limits(find("minimum"), find("maximum"), tuple(maker.checks))


class _Maker:
    def __init__(self, rules: Rules, words: Wordings, answer: Answer, scope: Scope) -> None:
        self.rules, self.words, self.answer = rules, words, answer
        self.scope = scope
        self.checks: list[Constraint] = []

    def _place(self, key: str) -> Scope:
        return Scope(self.scope.list, f"{self.answer.path}.{key}", self.scope.options_of)

    def number(self, key: str) -> Limit:
        """Return a limit of a number; without one eQ takes 0 to 9 999 999 999."""
        usual = 0 if key == "minimum" else LARGEST
        limit = obj(self.answer.json.get(key))
        step = 10 ** -int(number_of(self.answer.json.get("decimal_places")) or 0)
        exclusive = limit.get("exclusive") is True
        sign = 1 if key == "minimum" else -1
        value = limit.get("value")
        if not isinstance(value, dict):
            found = number_of(value)
            return usual if found is None else round(found + (sign * step if exclusive else 0), 6)
        operand = self.rules.source(value, self._place(key)) if "source" in value else None
        if operand is None or operand.kind not in ("number", "const") or not operand.text:
            return usual
        if exclusive:
            return f"{operand.text} {'+' if sign > 0 else '-'} {plain(step)}"
        return operand.text

    def date(self, key: str) -> Limit:
        """Return a limit of a date; months and years are limited by years and by a check."""
        limit = obj(self.answer.json.get(key))
        if not limit:
            return None
        offset = Offset.of(limit.get("offset_by"))
        value = limit.get("value")
        if value == "now":
            return self._now(key, offset)
        if isinstance(value, str):
            return self._fixed(key, value, offset)
        return self._other(key, limit, offset)

    def _fixed(self, key: str, value: str, offset: Offset) -> Limit:
        first = day_of(value)
        day = None if first is None else shifted(first, offset)
        if day is None:
            return None
        kind = self.answer.type
        if kind == "MonthYearDate":
            end = 1 if key == "minimum" else 12
            if day.month != end:
                self._check(f"{{}} {self._sign(key)} {number(day, kind)}")
            return day.year
        return number(day, kind)

    def _now(self, key: str, offset: Offset) -> Limit:
        """Return a limit by the year of the wave; a day is not known before it opens."""
        self.rules.plan.notes.change(
            f"{self.answer.path}.{key}",
            "heute ist hier das Jahr, in dem die Welle beginnt",
            "today is the year here in which the wave opens",
        )
        about = offset.years_about
        is_first = key == "minimum"
        years = int(about // 1) if is_first else -int(-about // 1)
        year = "wave.year" if not years else f"wave.year {'+' if years > 0 else '-'} {abs(years)}"
        if self.answer.type != "Date":
            return year
        return f"({year}) * 10000 + {101 if is_first else 1231}"

    def _other(self, key: str, limit: Json, offset: Offset) -> Limit:
        """Return a limit that hangs on another answer."""
        value = obj(limit.get("value"))
        place = self._place(key)
        operand = self.rules.source(value, place) if "source" in value else None
        if operand is None or operand.kind != "date":
            return None
        is_same = operand.symbol is not None and operand.symbol.type == self.answer.type
        if offset == NO_OFFSET and is_same and self.answer.type != "MonthYearDate":
            return operand.text
        own: Symbol = self.rules.plan.symbols[self.answer.id]
        mine = Operand("date", text=own.id, symbol=own)
        other = Operand("date", text=operand.text, symbol=operand.symbol, offset=offset)
        held = self.rules.ordered(self._sign(key), mine, other, place)
        said = self.words.condition(held, place)
        if said is not None:
            self._check(said)
        return None

    def _check(self, that: str) -> None:
        own = self.rules.plan.symbols[self.answer.id].id
        message = self.words.own("Bitte prüfen Sie dieses Datum.", "Please check this date.")
        self.checks.append(Constraint(that.replace("{}", own), message))

    @staticmethod
    def _sign(key: str) -> str:
        return ">=" if key == "minimum" else "<="
