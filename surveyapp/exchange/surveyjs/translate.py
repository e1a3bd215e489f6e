"""From an expression of SurveyJS to the sentence of our language that says exactly the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from surveyapp.exchange.clauses import ALWAYS, NEVER, listed, one_of
from surveyapp.exchange.surveyjs.expression import (
    Array,
    Binary,
    Call,
    Const,
    Joined,
    Negation,
    State,
    Tree,
    Variable,
    parse,
)
from surveyapp.exchange.surveyjs.functions import FUNCTIONS, Value
from surveyapp.exchange.surveyjs.json_file import number_of
from surveyapp.exchange.surveyjs.names import Answer, Fixed, Lost, UnknownName, resolve
from surveyapp.exchange.surveyjs.sentences import (
    NUMERIC,
    UNCOMPARABLE,
    answered,
    bracketed,
    calculated,
    compare_fixed,
    holds,
    number_text,
    numbers_of_codes,
    same_codes,
)
from surveyapp.exchange.surveyjs.symbols import Scope, Sort, Symbol, code_for, codes_of, key_of
from surveyapp.questionnaire import expression as ours

_MEMBERS = frozenset({"contains", "notcontains", "anyof", "noneof", "allof"})
_SIGNS = {"less": "<", "lessorequal": "<=", "greater": ">", "greaterorequal": ">=", "equal": "=="}
_TURNED = {
    "less": "greater",
    "lessorequal": "greaterorequal",
    "equal": "equal",
    "greater": "less",
    "greaterorequal": "lessorequal",
}


MOST_UNFOLDED = 500
"""Most values that are put into one expression; they double where values name others twice."""


class Translation:
    """One expression on its way; remembers what is approximate in it."""

    def __init__(self, scope: Scope) -> None:
        """Begin with the names the expression may use."""
        self.scope = scope
        #: Whether the day of answering was replaced by the month of the wave.
        self.uses_today = False
        #: Values that no choice has.
        self.unknown_values: list[str] = []
        #: Parts of a joined condition that were left out.
        self.lost: list[Lost] = []
        #: Names of values that were put in.
        self._unfolded: list[str] = []

    def inside(self, parts: Mapping[str, Symbol]) -> Translation:
        """Return a translation that sees one item of a list before the names of the survey."""
        scope = self.scope
        names = {**scope.survey, **parts}
        inner = Translation(Scope(names, scope.panels, scope.rows, scope.row))
        inner._unfolded = self._unfolded
        return inner

    # Conditions

    def condition(self, tree: Tree) -> str:  # noqa: PLR0911 - one line for each kind of tree
        """Return an expression as a condition."""
        if isinstance(tree, Joined):
            return f" {tree.word} ".join(bracketed(self.condition(part)) for part in tree.parts)
        if isinstance(tree, Negation):
            return f"not {bracketed(self.condition(tree.operand))}"
        if isinstance(tree, State):
            return self._state(tree)
        if isinstance(tree, Binary) and (tree.operator in _MEMBERS or tree.operator in _TURNED):
            return self._comparison(tree.operator, tree.left, tree.right)
        if isinstance(tree, Binary) and tree.operator == "notequal":
            return f"not {bracketed(self._comparison('equal', tree.left, tree.right))}"
        if isinstance(tree, Call) and tree.function == "iif" and len(tree.arguments) == 3:
            return self._chosen(tree, self.condition)
        return self._truth(self.value(tree))

    def known_parts(self, tree: Tree) -> str:
        """Return a condition without the parts, joined by ``and``, that cannot be said."""
        if not isinstance(tree, Joined) or tree.word != "and":
            return self.condition(tree)
        kept: list[str] = []
        for part in tree.parts:
            try:
                kept.append(self.condition(part))
            except Lost as lost:
                self.lost.append(lost)
        if not kept:
            raise self.lost[0]
        return " and ".join(map(bracketed, kept)) if len(kept) > 1 else kept[0]

    def _chosen(self, call: Call, said: Callable[[Tree], str]) -> str:
        held, yes, no = call.arguments
        first = bracketed(self.condition(held))
        return f"({first} and {bracketed(said(yes))}) or (not {first} and {bracketed(said(no))})"

    def _truth(self, value: Value) -> str:
        """Return whether a value counts as true: an answer that is not empty, nought or false."""
        if isinstance(value, Const):
            return ALWAYS if value.value else NEVER
        if isinstance(value, Array):
            return ALWAYS
        if value.sort is Sort.CODE and set(value.codes.values()) == {"yes", "no"}:
            return f"{value.text} == 'yes'"
        if value.sort is Sort.NUMBER:
            return f"{value.text} != 0"
        if value.sort is Sort.LIST:
            return f"count({value.text}) > 0"
        return answered(value)

    def _state(self, tree: State) -> str:
        value = self.value(tree.operand)
        if not isinstance(value, Answer):
            is_empty = isinstance(value, Const) and value.value in (None, "")
            return ALWAYS if is_empty == (tree.word == "empty") else NEVER
        held = _is_there(value)
        return f"not {bracketed(held)}" if tree.word == "empty" else held

    def _comparison(self, operator: str, left: Tree, right: Tree) -> str:
        for side, other, is_left in ((left, right, True), (right, left, False)):
            if isinstance(side, Call) and side.function == "iif" and len(side.arguments) == 3:
                return self._chosen(
                    side,
                    lambda each, other=other, is_left=is_left: (  # type: ignore[misc]
                        self._comparison(operator, each, other)
                        if is_left
                        else self._comparison(operator, other, each)
                    ),
                )
        first, second = self.value(left), self.value(right)
        if operator in _MEMBERS:
            return self._membership(operator, first, second)
        if isinstance(first, Answer):
            if isinstance(second, Answer):
                return self._two_answers(operator, first, second)
            return self._against(operator, first, second)
        if isinstance(second, Answer):
            return self._against(_TURNED[operator], second, first)
        return ALWAYS if compare_fixed(operator, first, second) else NEVER

    def _two_answers(self, operator: str, first: Answer, second: Answer) -> str:
        if first.sort is not second.sort or first.sort not in (*NUMERIC, Sort.CODE):
            raise Lost(
                "zwei Antworten verschiedener Art werden verglichen",
                "two answers of different kinds are compared",
            )
        if first.sort is Sort.CODE and not same_codes(first, second, operator):
            raise Lost(
                "zwei Auswahlen mit verschiedenen Werten werden verglichen",
                "two choices with different values are compared",
            )
        said = f"{first.text} {_SIGNS[operator]} {second.text}"
        if operator in ("less", "greater") or not (first.is_name and second.is_name):
            return said
        # In SurveyJS nothing equals nothing.
        return f"{said} or not ({answered(first)} or {answered(second)})"

    def _against(self, operator: str, answer: Answer, fixed: Const | Array) -> str:
        if isinstance(fixed, Const) and fixed.value in (None, ""):
            if operator != "equal":
                return NEVER
            return f"not {bracketed(_is_there(answer))}"
        if isinstance(fixed, Array):
            return self._equal_to_all(operator, answer, fixed)
        if answer.sort is Sort.CODE:
            return self._code_against(operator, answer, fixed)
        if answer.sort in NUMERIC:
            return f"{answer.text} {_SIGNS[operator]} {number_text(fixed, answer.sort)}"
        raise Lost(*UNCOMPARABLE.get(answer.sort, UNCOMPARABLE[Sort.TEXT]))

    def _code_against(self, operator: str, answer: Answer, fixed: Const) -> str:
        if operator != "equal":
            limit = number_of(fixed.value)
            held = [
                code
                for key, code in answer.codes.items()
                if limit is not None and holds(operator, number_of(key), limit)
            ]
            if limit is None or any(number_of(key) is None for key in answer.codes):
                raise Lost(
                    "eine Auswahl ohne Zahlenwerte wird der Größe nach verglichen",
                    "a choice whose values are no numbers is compared by size",
                )
            return one_of(answer.text, held)
        if key_of(fixed.value).lower() in answer.refusals:
            return f"refused({answer.text})"
        return f"{answer.text} == '{self._code(answer, fixed.value)}'"

    def _equal_to_all(self, operator: str, answer: Answer, fixed: Array) -> str:
        if operator != "equal" or answer.sort is not Sort.CODES:
            raise Lost(*UNCOMPARABLE[Sort.CODES])
        codes = self._codes(answer, fixed)
        return f"{answer.text} has_all {listed(codes)} and count({answer.text}) == {len(codes)}"

    def _code(self, answer: Answer, value: object) -> str:
        code = code_for(answer.codes, value)
        if code is None:
            # Never true there and never true here; whoever checks the questionnaire is told.
            self.unknown_values.append(key_of(value))
            return next(iter(codes_of([value]).values()))
        return code

    def _codes(self, answer: Answer, fixed: Array) -> list[str]:
        values = [part.value if isinstance(part, Const) else None for part in fixed.values]
        return list(dict.fromkeys(self._code(answer, value) for value in values))

    # Membership

    def _membership(self, operator: str, first: Value, second: Value) -> str:
        if operator in ("notcontains", "noneof"):
            kept = "contains" if operator == "notcontains" else "anyof"
            return f"not {bracketed(self._membership(kept, first, second))}"
        if not isinstance(first, Answer):
            return self._inside_fixed(first, second)
        if isinstance(second, Answer):
            if first.sort is Sort.CODES and second.sort is Sort.CODE and same_codes(first, second):
                return f"{first.text} has {second.text}"
            raise Lost("zwei Antworten werden verglichen", "two answers are compared")
        values = second.values if isinstance(second, Array) else (second,)
        fixed = Array(tuple(each for each in values if isinstance(each, Const)))
        if len(fixed.values) != len(values) or not values:
            raise Lost(
                "die Werte der Liste sind nicht fest", "the values of the list are not fixed"
            )
        return self._against_list(operator, first, fixed)

    def _inside_fixed(self, first: Const | Array, second: Value) -> str:
        if isinstance(second, Answer) and isinstance(first, Array) and second.sort is Sort.CODE:
            return one_of(second.text, self._codes(second, first))
        if isinstance(first, Const) and isinstance(second, (Const, Array)):
            values = second.values if isinstance(second, Array) else (second,)
            wanted = {key_of(each.value).lower() for each in values if isinstance(each, Const)}
            return ALWAYS if key_of(first.value).lower() in wanted else NEVER
        raise Lost("der Vergleich ist nicht eindeutig", "the comparison is not clear")

    def _against_list(self, operator: str, answer: Answer, fixed: Array) -> str:
        if answer.sort in (Sort.CODES, Sort.RANKING):
            codes = self._codes(answer, fixed)
            if len(codes) == 1:
                return f"{answer.text} has '{codes[0]}'"
            word = "has_any" if operator == "anyof" else "has_all"
            return f"{answer.text} {word} {listed(codes)}"
        if answer.sort is Sort.CODE and operator == "anyof":
            return one_of(answer.text, self._codes(answer, fixed))
        if answer.sort is Sort.CODE and len(fixed.values) == 1:
            return self._part_of_code(answer, fixed.values[0])
        if answer.sort in NUMERIC and operator == "anyof":
            said = (f"{answer.text} == {number_text(each, answer.sort)}" for each in fixed.values)
            return " or ".join(said)
        raise Lost(*UNCOMPARABLE.get(answer.sort, UNCOMPARABLE[Sort.TEXT]))

    @staticmethod
    def _part_of_code(answer: Answer, fixed: Tree) -> str:
        """Return the choices whose value holds a text, as SurveyJS looks into single answers."""
        part = key_of(fixed.value).lower() if isinstance(fixed, Const) else ""
        return one_of(answer.text, [c for key, c in answer.codes.items() if part in key.lower()])

    # Values

    def value(self, tree: Tree) -> Value:
        """Return an expression as a value."""
        if isinstance(tree, (Const, Array)):
            return tree
        if isinstance(tree, Variable):
            found = resolve(tree.name, self.scope)
            if isinstance(found, Fixed):
                return Const(found.value)
            return self._of_formula(found.formula, tree.name) if found.formula else found
        if isinstance(tree, Call):
            return self._call(tree)
        if isinstance(tree, Binary) and tree.operator not in (*_MEMBERS, *_TURNED, "notequal"):
            return self._arithmetic(tree)
        raise Lost("eine Bedingung steht als Wert", "a condition stands for a value")

    def _of_formula(self, formula: Tree, name: str) -> Value:
        """Return the value behind a name that is worked out."""
        self._unfolded.append(name)
        if len(self._unfolded) > MOST_UNFOLDED:
            raise Lost(
                "Rechenwerte stehen zu oft ineinander",
                "values stand inside each other too often",
            )
        try:
            return self.value(formula)
        except UnknownName as error:
            if not error.name.lower().startswith(("row.", "panel.", "parentpanel.")):
                raise
            raise Lost(
                german=f"„{name}“ wird an seiner Stelle anders berechnet als hier",
                english=f"“{name}” is worked out otherwise in its own place",
            ) from None

    def number(self, tree: Tree) -> str:
        """Return an expression as a number; an empty answer is nought, as in sums of SurveyJS."""
        value = self.value(tree)
        if isinstance(value, Const):
            return number_text(value, Sort.NUMBER)
        if isinstance(value, Answer) and value.sort is Sort.NUMBER:
            return f"coalesce({value.text}, 0)" if value.is_name else value.text
        if isinstance(value, Answer) and value.sort is Sort.CODE and value.is_name:
            return numbers_of_codes(value)
        raise Lost("gerechnet wird mit etwas, das keine Zahl ist", "something is no number")

    def _arithmetic(self, tree: Binary) -> Answer:
        left, right = self.number(tree.left), self.number(tree.right)
        if tree.operator == "%":
            return calculated(f"mod({left}, {right})")
        if tree.operator == "power":
            if right != "2":
                raise Lost("Potenzen gibt es hier nicht", "there are no powers here")
            return calculated(f"{bracketed(left)} * {bracketed(left)}")
        return calculated(f"{bracketed(left)} {tree.operator} {bracketed(right)}")

    def _call(self, call: Call) -> Value:
        known = FUNCTIONS.get(call.function)
        if known is None:
            raise Lost(
                german=f"die Funktion {call.function}() gibt es hier nicht",
                english=f"there is no function {call.function}() here",
            )
        return known(self, call)

    def date(self, tree: Tree) -> str:
        """Return an expression as a date."""
        value = self.value(tree)
        if isinstance(value, Const):
            return number_text(value, Sort.DATE)
        if isinstance(value, Answer) and value.sort is Sort.DATE:
            return value.text
        raise Lost("das ist kein Datum", "this is no date")


def _is_there(answer: Answer) -> str:
    return f"count({answer.text}) > 0" if answer.sort is Sort.LIST else answered(answer)


def as_condition(text: str, scope: Scope, *, keep_parts: bool = False) -> tuple[str, Translation]:
    """Return an expression of SurveyJS as a condition of ours.

    With ``keep_parts`` the parts of a condition joined by ``and`` that cannot be said are left out.

    Raises
    ------
    SyntaxMistake
        If SurveyJS could not read it.
    Lost
        If our language cannot say it, or it names what is not there.
    """
    said = Translation.known_parts if keep_parts else Translation.condition
    return _checked(text, scope, said)


def as_number(text: str, scope: Scope) -> tuple[str, Translation]:
    """Return an expression of SurveyJS as a number of ours; raises as ``as_condition``."""

    def said(translation: Translation, tree: Tree) -> str:
        value = translation.value(tree)
        if isinstance(value, Answer) and value.sort in NUMERIC:
            return value.text
        return translation.number(tree)

    return _checked(text, scope, said)


def _checked(
    text: str, scope: Scope, said: Callable[[Translation, Tree], str]
) -> tuple[str, Translation]:
    translation = Translation(scope)
    result = said(translation, parse(text))
    try:
        ours.parse(result)
    except ours.ExpressionError as error:
        raise Lost("der Ausdruck ist hier zu lang oder zu tief", str(error)[:80]) from None
    return result, translation
