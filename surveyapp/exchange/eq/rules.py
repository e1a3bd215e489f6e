"""Rules of eQ as conditions of ours, exactly: an answer that is missing counts as it does there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from surveyapp.exchange.eq.dates import NO_OFFSET, Offset, day_of, number, shifted
from surveyapp.exchange.eq.plan import LOST, Plan, Symbol
from surveyapp.exchange.eq.source import obj
from surveyapp.exchange.eq.truth import ALWAYS, NEVER, Condition
from surveyapp.exchange.surveyjs.json_file import Json, items, number_of

_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_HOLDS = {
    "==": lambda a, b: a == b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}
COMPLETED = "COMPLETED"
NOW = "floor(wave.month / 100) * 12 + mod(wave.month, 100)"
"""The month in which a wave opens, counted from the year nought."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a rule or text stands."""

    #: Our list of whose items it sees one.
    list: str | None
    where: str
    #: The answer of whose chosen options it sees one.
    options_of: str = ""


@dataclass(frozen=True, slots=True)
class Operand:
    """One side of a comparison."""

    #: ``const``, ``code``, ``codes``, ``number``, ``date``, ``day``, ``now``, ``text``, ``list``,
    #: ``position``, ``first`` (item of a list), ``nothing``.
    kind: str
    value: Any = None
    text: str = ""
    symbol: Symbol | None = None
    offset: Offset = NO_OFFSET
    #: Nought where nothing was answered.
    is_count: bool = False
    #: Condition that goes with it.
    also: Condition = ALWAYS


NOTHING = Operand("nothing")


class Rules:
    """Translates the rules of one file."""

    def __init__(self, plan: Plan) -> None:
        """Translate with the names of a plan."""
        self.plan = plan
        self.held = plan.conditions

    # Truths

    def truth(self, rule: Any, scope: Scope) -> Condition:  # noqa: ANN401 - JSON
        """Return the condition a rule is."""
        name, operands = next(iter(obj(rule).items()))
        if name in ("and", "or"):
            parts = [self.truth(each, scope) for each in operands]
            return self.held.both(*parts) if name == "and" else self.held.either(*parts)
        if name == "not":
            return self.held.negated(self.truth(operands[0], scope))
        left, right = (self.value(each, scope) for each in operands)
        if name in ("==", "!="):
            same = self.same(left, right, scope)
            return self.held.negated(same) if name == "!=" else same
        if name in _MIRRORED:
            return self.ordered(name, left, right, scope)
        if name == "in":
            return self._in(left, right, scope)
        return self._some(name, left, right, scope)

    def same(self, left: Operand, right: Operand, scope: Scope) -> Condition:
        """Return the condition that two operands are equal."""
        if _is_empty(left) or _is_empty(right):
            other = right if _is_empty(left) else left
            return ALWAYS if _is_empty(other) else self.held.negated(self.answered(other))
        if left.kind == "const" and right.kind != "const":
            left, right = right, left
        if left.kind == "const":
            return ALWAYS if _folded(left.value) == _folded(right.value) else NEVER
        if "position" in (left.kind, right.kind):
            other = right if left.kind == "position" else left
            is_first = self.held.atom("number == 1")
            return self.held.both(is_first, other.also) if other.kind == "first" else NEVER
        if left.kind in ("code", "codes"):
            return self._chosen(left, right)
        return self._compared("==", left, right, scope)

    def ordered(self, sign: str, left: Operand, right: Operand, scope: Scope) -> Condition:
        """Return the condition that one operand is smaller or larger than another."""
        if _is_empty(left) or _is_empty(right):
            return NEVER
        if left.kind in ("const", "day", "now") and right.kind not in ("const", "day", "now"):
            left, right, sign = right, left, _MIRRORED[sign]
        return self._compared(sign, left, right, scope)

    def answered(self, operand: Operand) -> Condition:
        """Return the condition that an operand has a value."""
        symbol = operand.symbol
        if symbol is None or operand.is_count:
            return ALWAYS
        if operand.kind == "codes" and symbol.is_part:
            return self.held.either(*(self._option(symbol, code) for code in symbol.codes.values()))
        if operand.text != symbol.id:
            return self.held.atom(f"{operand.text} == {operand.text}")
        return self._atom(f"answered({symbol.id})", symbol)

    def _atom(
        self, text: str, symbol: Symbol | None, choice: tuple[str, str] | None = None
    ) -> Condition:
        asked = ALWAYS if symbol is None else self.plan.seen.get(symbol.block.id, ALWAYS)
        return self.held.atom(text, asked, choice)

    def _option(self, symbol: Symbol, code: str, text: str = "") -> Condition:
        subject = text or symbol.id
        if symbol.kind == "codes":
            return self._atom(f"{subject} has '{code}'", symbol)
        choice = (symbol.id, code) if subject == symbol.id else None
        return self._atom(f"{subject} == '{code}'", symbol, choice)

    def _chosen(self, left: Operand, right: Operand) -> Condition:
        """Return the condition that an option was chosen, or the same one in two questions."""
        symbol = left.symbol
        if symbol is None:
            return NEVER
        if right.kind == "const":
            code = symbol.codes.get(str(_folded(right.value)))
            return NEVER if code is None else self._option(symbol, code, left.text)
        if right.symbol is None or right.kind not in ("code", "codes"):
            return NEVER
        both = [
            self.held.both(
                self._option(symbol, code, left.text),
                self._option(right.symbol, right.symbol.codes[value], right.text),
            )
            for value, code in symbol.codes.items()
            if value in right.symbol.codes
        ]
        return self.held.either(*both)

    def _in(self, left: Operand, right: Operand, scope: Scope) -> Condition:
        if right.kind == "const":
            values = items(right.value)
            parts = [self.same(left, Operand("const", each), scope) for each in values]
            return self.held.either(*parts)
        if _is_empty(left) or _is_empty(right) or right.symbol is None:
            return NEVER
        return self._chosen(right, left)

    def _some(self, name: str, left: Operand, right: Operand, scope: Scope) -> Condition:
        """Return ``any-in`` or ``all-in``: whether some or all of the left are on the right."""
        if _is_empty(left) or _is_empty(right):
            return NEVER
        values = self._values(left)
        inside = [self._in(Operand("const", each), right, scope) for each in values]
        if left.kind == "const":
            is_any = name == "any-in"
            return self.held.either(*inside) if is_any else self.held.both(*inside)
        chosen = [self.same(left, Operand("const", each), scope) for each in values]
        pairs = zip(chosen, inside, strict=True)
        if name == "any-in":
            return self.held.either(*(self.held.both(*pair) for pair in pairs))
        kept = [self.held.either(self.held.negated(one), other) for one, other in pairs]
        return self.held.both(self.answered(left), *kept)

    def _values(self, operand: Operand) -> list[Any]:
        if operand.kind == "const":
            return items(operand.value)
        return list(operand.symbol.codes) if operand.symbol is not None else []

    # Numbers and dates

    def _compared(self, sign: str, left: Operand, right: Operand, scope: Scope) -> Condition:
        if {left.kind, right.kind} & {"date", "day", "now"}:
            return self._dated(sign, left, right, scope)
        if left.kind == "const" and right.kind == "const":
            is_same = isinstance(left.value, str) == isinstance(right.value, str)
            return ALWAYS if is_same and _HOLDS[sign](left.value, right.value) else NEVER
        if left.kind != "number":
            self.lose(scope, f"„{left.text or left.kind}“", f"“{left.text or left.kind}”")
            return NEVER
        if right.kind == "const":
            return self._with_number(sign, left, right.value)
        if right.kind != "number":
            return NEVER
        one, other = (f"coalesce({x.text}, 0)" if x.is_count else x.text for x in (left, right))
        return self._atom(f"{one} {sign} {other}", None if left.is_count else left.symbol)

    def _with_number(self, sign: str, left: Operand, value: object) -> Condition:
        found = None if isinstance(value, str) else number_of(value)
        if found is None:
            return NEVER
        needs_nought = left.is_count and _HOLDS[sign](0, found)
        text = f"coalesce({left.text}, 0)" if needs_nought else left.text
        return self._atom(f"{text} {sign} {plain(found)}", None if needs_nought else left.symbol)

    def _dated(self, sign: str, left: Operand, right: Operand, scope: Scope) -> Condition:
        left, right = (self._as_day(each) for each in (left, right))
        if left.kind not in ("date", "now", "day") or right.kind not in ("date", "now", "day"):
            return NEVER
        if left.kind == "day" and right.kind == "day":
            return ALWAYS if _HOLDS[sign](left.value, right.value) else NEVER
        is_plain = left.offset == right.offset == NO_OFFSET
        symbol = left.symbol or right.symbol
        if left.kind == "date" and right.kind == "day" and is_plain:
            return self._atom(_with_day(left, sign, right.value), symbol)
        if left.kind == "date" and right.kind == "date" and is_plain:
            is_same = left.symbol is not None and left.symbol.type == getattr(
                right.symbol, "type", ""
            )
            one, other = (x.text if is_same else _day_text(x) for x in (left, right))
            return self._atom(f"{one} {sign} {other}", symbol)
        days = right.offset.days - left.offset.days
        if (
            left.kind == "date"
            and right.kind == "date"
            and left.offset.all_months == right.offset.all_months
        ):
            counted = f"days_between({_day_text(right)}, {_day_text(left)})"
            return self._atom(f"{counted} {sign} {days}", symbol)
        if "now" in (left.kind, right.kind) or days:
            self.plan.notes.change(
                scope.where,
                "Daten werden hier nach Monaten verglichen; heute ist der Monat, in dem die Welle"
                " beginnt",
                "dates are compared by their months here; today is the month in which the wave opens",
            )
        return self._atom(f"{month_text(left)} {sign} {month_text(right)}", symbol)

    @staticmethod
    def _as_day(operand: Operand) -> Operand:
        if operand.kind == "const" and isinstance(operand.value, str):
            found = day_of(operand.value)
            return NOTHING if found is None else Operand("day", found)
        return operand

    # Values

    def value(self, operand: Any, scope: Scope) -> Operand:  # noqa: ANN401 - JSON
        """Return one side of a comparison."""
        if not isinstance(operand, dict):
            return Operand("const", operand)
        if "source" in operand:
            return self.source(operand, scope)
        name, operands = next(iter(operand.items()))
        if name == "count":
            return self._count(self.value(operands[0], scope), scope)
        if name == "date":
            return self._date(operands, scope)
        if name in ("+", "sum"):
            return self._sum([self.value(each, scope) for each in operands])
        self.lose(scope, f"„{name}“", f"“{name}”")
        return NOTHING

    def _count(self, inner: Operand, scope: Scope) -> Operand:
        if inner.kind == "list":
            return Operand("number", text=f"count({inner.text})")
        symbol = inner.symbol
        if inner.kind != "codes" or symbol is None:
            self.lose(scope, "„count“", "“count”")
            return NOTHING
        text = f"count({symbol.id})"
        if symbol.is_part:
            own = ", ".join(f"'{code}'" for code in symbol.codes.values())
            text = f"if({symbol.id} has_any [{own}], {text}, 0)"
        return Operand("number", text=text, symbol=symbol, is_count=True)

    @staticmethod
    def _sum(parts: list[Operand]) -> Operand:
        said = [each.text or plain(number_of(each.value) or 0) for each in parts]
        return Operand("number", text=f"({added([f'coalesce({each}, 0)' for each in said])})")

    def _date(self, operands: list[Any], scope: Scope) -> Operand:
        offset = Offset.of(operands[1] if len(operands) > 1 else None)
        if offset.weekday:
            self.lose(scope, f"„{offset.weekday}“", f"“{offset.weekday}”")
            offset = Offset(offset.years, offset.months, offset.days)
        if operands[0] == "now":
            return Operand("now", text=NOW, offset=offset)
        inner = self.value(operands[0], scope)
        if inner.kind == "const" and isinstance(inner.value, str):
            first = day_of(inner.value)
            day = None if first is None else shifted(first, offset)
            return NOTHING if day is None else Operand("day", day)
        if inner.kind == "date":
            return Operand("date", text=inner.text, symbol=inner.symbol, offset=offset)
        return NOTHING

    def source(self, said: Json, scope: Scope) -> Operand:
        """Return what a value source gives."""
        kind, name = said["source"], str(said.get("identifier"))
        if kind == "answers":
            return self._answer(said, name, scope)
        if kind in ("calculated_summary", "grand_calculated_summary") and name in self.plan.sums:
            return self._of(self.plan.sums[name], said, scope)
        if kind == "list":
            return self._list(said, name)
        if kind == "location":
            return Operand("position")
        if kind == "progress":
            self.plan.notes.change(
                scope.where,
                f"„{name}“ ist hier immer beantwortet, wenn Familien weiter hinten sind",
                f"“{name}” is always completed here once families are further on",
            )
            return Operand("const", COMPLETED)
        self.lose(scope, f"{kind} „{name}“", f"{kind} “{name}”")
        return NOTHING

    def _answer(self, said: Json, name: str, scope: Scope) -> Operand:
        symbol = self.plan.symbols.get(name)
        if symbol is None or symbol.kind == LOST or (not symbol.id and symbol.value is None):
            self.lose(scope, f"die Antwort „{name}“", f"the answer “{name}”")
            return NOTHING
        if symbol.kind == "said":
            return Operand("const", symbol.value)
        if symbol.kind == "duration":
            self.lose(scope, f"die Dauer „{name}“", f"the duration “{name}”")
            return NOTHING
        return self._of(symbol, said, scope)

    def _of(self, symbol: Symbol, said: Json, scope: Scope) -> Operand:
        """Return an answer as this place sees it: its own item's, the first item's, or nothing."""
        if symbol.list in (None, scope.list):
            return Operand(symbol.kind, text=symbol.id, symbol=symbol)
        selector = obj(said.get("list_item_selector"))
        if selector.get("selector") in ("first", "primary_person"):
            return Operand(symbol.kind, text=f"first({symbol.list}, {symbol.id})", symbol=symbol)
        self.lose(scope, f"„{symbol.id}“ aus einer Liste", f"“{symbol.id}” of a list")
        return NOTHING

    def _list(self, said: Json, name: str) -> Operand:
        list_id = str(self.plan.list_id(name))
        selector = said.get("selector")
        if selector == "count":
            return Operand("number", text=f"count({list_id})")
        if selector == "first":
            return Operand("first")
        if selector == "primary_person":
            return Operand("first", also=self._has_primary(name))
        return Operand("list", text=list_id)

    def _has_primary(self, name: str) -> Condition:
        """Return the condition that whoever answers belongs to a list."""
        for block in self.plan.source.collectors(name, "PrimaryPersonListCollector"):
            for wording in block.wordings:
                for _, answer in wording.fixed:
                    old = obj(block.json.get("add_or_edit_answer")).get("value")
                    for option in items(answer.get("options")):
                        if obj(option).get("action") or obj(option).get("value") == old:
                            symbol = self.plan.symbols[str(answer.get("id"))]
                            return self._option(
                                symbol, symbol.codes[str(option["value"]).casefold()]
                            )
        return ALWAYS

    def lose(self, scope: Scope, german: str, english: str) -> None:
        """Say that something is not known here and counts as unanswered."""
        self.plan.notes.change(
            scope.where,
            f"{german} ist hier nicht bekannt und zählt als nicht beantwortet",
            f"{english} is not known here and counts as unanswered",
        )


def _is_empty(operand: Operand) -> bool:
    return operand.kind == "nothing" or (operand.kind == "const" and operand.value is None)


def _folded(value: Any) -> Any:  # noqa: ANN401 - JSON
    return value.casefold() if isinstance(value, str) else value


def plain(value: float) -> str:
    """Return a number as expressions write it."""
    return f"{value:.10f}".rstrip("0").rstrip(".") if value % 1 else str(int(value))


def added(parts: list[str]) -> str:
    """Return a sum, in brackets that stay shallow however many parts there are."""
    if len(parts) <= 3:
        return " + ".join(parts)
    half = len(parts) // 2
    return f"({added(parts[:half])}) + ({added(parts[half:])})"


def _with_day(left: Operand, sign: str, day: date) -> str:
    type_ = left.symbol.type if left.symbol else "Date"
    is_first = day.day == 1 and (type_ != "YearDate" or day.month == 1)
    if type_ == "Date" or is_first:
        return f"{left.text} {sign} {number(day, type_)}"
    return f"{_day_text(left)} {sign} {number(day)}"


def _day_text(operand: Operand) -> str:
    """Return a date, month or year as a day: the first one."""
    type_ = operand.symbol.type if operand.symbol else "Date"
    patterns = {"MonthYearDate": "({} * 100 + 1)", "YearDate": "({} * 10000 + 101)"}
    return patterns.get(type_, "{}").format(operand.text)


def month_text(operand: Operand) -> str:
    """Return the month of a date, counted from the year nought."""
    shift = operand.offset.all_months
    if operand.kind == "day":
        return plain(12 * operand.value.year + operand.value.month)
    type_ = operand.symbol.type if operand.symbol else "now"
    patterns = {
        "Date": "floor({0} / 10000) * 12 + mod(floor({0} / 100), 100)",
        "MonthYearDate": "floor({0} / 100) * 12 + mod({0}, 100)",
        "YearDate": "{0} * 12 + 1",
        "now": "{0}",
    }
    text = patterns[type_].format(operand.text)
    if not shift:
        return text
    return f"{text} {'+' if shift > 0 else '-'} {abs(shift)}"
