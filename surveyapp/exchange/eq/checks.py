"""What must hold between the answers of one block: sums, periods, and what excludes each other."""

from __future__ import annotations

from collections.abc import Iterator

from surveyapp.exchange.eq.dates import Offset
from surveyapp.exchange.eq.fields import Case, Fields
from surveyapp.exchange.eq.plan import LOST, Symbol, exclusive_parts
from surveyapp.exchange.eq.rules import Operand, Scope, added, plain
from surveyapp.exchange.eq.source import obj
from surveyapp.exchange.eq.truth import ALWAYS, Condition
from surveyapp.exchange.surveyjs.json_file import Json, items, number_of
from surveyapp.questionnaire.model import Constraint

_SIGNS = {"equals": "==", "less than": "<", "greater than": ">"}
_SAID = {
    "==": ("genau", "exactly"),
    "<": ("weniger als", "less than"),
    ">": ("mehr als", "more than"),
}


class Checks:
    """Builds the checks of the pages of one block."""

    def __init__(self, fields: Fields, scope: Scope) -> None:
        """Build for a place."""
        self.fields, self.scope = fields, scope
        self.plan, self.rules, self.words = fields.plan, fields.rules, fields.words

    def of(self, case: Case) -> Iterator[Constraint]:
        """Return what must hold where a question is asked."""
        kind = case.wording.json.get("type")
        found = {
            "Calculated": self._sums,
            "DateRange": self._period,
            "MutuallyExclusive": self._exclusive,
        }.get(str(kind))
        for each in found(case) if found else ():
            yield self._only(case.when, each)

    def _only(self, when: Condition, each: Constraint) -> Constraint:
        """Return a check that holds only where its question is asked."""
        if when == ALWAYS:
            return each
        opposite = self.words.condition(self.plan.conditions.negated(when), self.scope)
        return (
            each if opposite is None else Constraint(f"({opposite}) or ({each.that})", each.message)
        )

    def _symbol(self, name: object) -> Symbol | None:
        symbol = self.plan.symbols.get(str(name))
        return None if symbol is None or symbol.kind == LOST else symbol

    # Sums

    def _sums(self, case: Case) -> Iterator[Constraint]:
        for n, each in enumerate(items(case.wording.json.get("calculations"))):
            scope = Scope(self.scope.list, f"{case.wording.path}.calculations[{n}]")
            yield from self._sum(obj(each), scope)

    def _sum(self, said: Json, scope: Scope) -> Iterator[Constraint]:
        names = [str(name) for name in items(said.get("answers_to_calculate"))]
        parts = [self._part(name) for name in names]
        decimals = max(
            (
                int(number_of(a.json.get("decimal_places")) or 0)
                for n in names
                if (a := self.plan.source.answer(n)) is not None
            ),
            default=0,
        )
        total = self._total(said, scope)
        signs = [_SIGNS[str(each)] for each in items(said.get("conditions"))]
        together = f"round({added([part for part in parts if part])}, {decimals})"
        if not total or not all(parts) or len(together) > 900:
            self.plan.notes.drop(
                scope.where,
                "die Summe lässt sich hier nicht prüfen",
                "the sum cannot be checked here",
            )
            return
        that = " or ".join(f"{together} {sign} {total}" for sign in signs)
        german = " oder ".join(_SAID[sign][0] for sign in signs)
        english = " or ".join(_SAID[sign][1] for sign in signs)
        shown = total if not total.replace(".", "").isdigit() else plain(float(total))
        filled = f"{{{shown}}}" if shown == total and not total[0].isdigit() else shown
        yield Constraint(
            that,
            self.words.own(
                f"Zusammen müssen die Angaben {german} {filled} ergeben.",
                f"Together the answers must be {english} {filled}.",
            ),
        )

    def _part(self, name: str) -> str:
        symbol = self._symbol(name)
        if symbol is None:
            return ""
        if symbol.list != self.scope.list and symbol.list is not None:
            return f"coalesce(sum({symbol.list}, {symbol.id}), 0)"
        return f"coalesce({symbol.id}, 0)"

    def _total(self, said: Json, scope: Scope) -> str:
        if "answer_id" in said:
            symbol = self._symbol(said["answer_id"])
            return "" if symbol is None else symbol.id
        value = said.get("value")
        if isinstance(value, dict):
            return self.rules.source(value, scope).text if "source" in value else ""
        found = number_of(value)
        return "" if found is None else plain(found)

    # Periods

    def _period(self, case: Case) -> Iterator[Constraint]:
        symbols = [self._symbol(said.get("id")) for _, said in case.wording.fixed]
        if len(symbols) != 2 or any(each is None or not each.id for each in symbols):
            return
        scope = Scope(self.scope.list, f"{case.wording.path}.period_limits")
        start, end = (Operand("date", text=x.id, symbol=x) for x in symbols if x is not None)
        yield Constraint(
            f"{start.text} < {end.text}",
            self.words.own(
                "Das Ende muss nach dem Anfang liegen.", "The end must be after the start."
            ),
        )
        limits = obj(case.wording.json.get("period_limits"))
        for key, sign in (("minimum", ">="), ("maximum", "<=")):
            if key not in limits:
                continue
            offset = Offset.of(limits[key])
            shifted = Operand("date", text=start.text, symbol=start.symbol, offset=offset)
            that = self._distance(start, end, offset, sign, scope)
            if that is None:
                held = self.rules.ordered(sign, end, shifted, scope)
                that = self.words.condition(held, scope)
            if that is not None:
                german, english = _spoken(offset)
                least = ("mindestens", "at least") if key == "minimum" else ("höchstens", "at most")
                yield Constraint(
                    that,
                    self.words.own(
                        f"Der Zeitraum muss {least[0]} {german} lang sein.",
                        f"The period must be {least[1]} {english} long.",
                    ),
                )

    def _distance(
        self, start: Operand, end: Operand, offset: Offset, sign: str, scope: Scope
    ) -> str | None:
        """Return a limit counted in days, where the dates are days."""
        symbol = start.symbol
        if symbol is None or symbol.type != "Date":
            return None
        days = offset.days
        if offset.all_months:
            # A month has 28 to 31 days: nobody who is right is turned away.
            days += offset.all_months * (28 if sign == ">=" else 31)
            self.plan.notes.change(
                scope.where,
                "Monate der Grenze zählen als 28 oder 31 Tage, im Zweifel für die Familie",
                "months of the limit count as 28 or 31 days, in favour of the family",
            )
        return f"days_between({start.text}, {end.text}) {sign} {days}"

    # What excludes each other

    def _exclusive(self, case: Case) -> Iterator[Constraint]:
        if exclusive_parts(case.wording) is not None:
            return
        answers = [said for _, said in case.wording.answers]
        symbols = [self._symbol(said.get("id")) for said in answers]
        last, first = symbols[-1], [each for each in symbols[:-1] if each is not None and each.id]
        if last is None or not last.id or not first:
            return
        self.plan.notes.change(
            case.wording.path,
            "was sich ausschließt, sind hier zwei Fragen und eine Prüfung",
            "what excludes each other is two questions and a check here",
        )
        either = " or ".join(f"answered({each.id})" for each in first)
        yield Constraint(
            f"not (answered({last.id}) and ({either}))",
            self.words.own(
                "Bitte beantworten Sie nur eine der beiden Fragen.",
                "Please answer only one of the two questions.",
            ),
        )
        if case.wording.json.get("mandatory") is True:
            yield Constraint(
                f"answered({last.id}) or refused({last.id}) or {either}",
                self.words.own(
                    "Bitte beantworten Sie eine der beiden Fragen.",
                    "Please answer one of the two questions.",
                ),
            )


def _spoken(offset: Offset) -> tuple[str, str]:
    parts = [
        (offset.years, "Jahr(e)", "year(s)"),
        (offset.months, "Monat(e)", "month(s)"),
        (offset.days, "Tag(e)", "day(s)"),
    ]
    german = ", ".join(f"{n} {word}" for n, word, _ in parts if n)
    english = ", ".join(f"{n} {word}" for n, _, word in parts if n)
    return german or "0 Tage", english or "0 days"
