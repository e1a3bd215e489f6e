"""From an expression of SurveyJS to the sentence of our language that says exactly the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

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
from surveyapp.exchange.surveyjs.json_file import number_of
from surveyapp.exchange.surveyjs.names import Answer, Fixed, Lost, resolve
from surveyapp.exchange.surveyjs.symbols import Scope, Sort, code_for, codes_of, key_of
from surveyapp.questionnaire import expression as ours

ALWAYS, NEVER = "1 == 1", "1 == 2"
"""Conditions that always and never hold."""

TODAY = "wave.year * 10000 + wave.month * 100 + 1"
"""The day we know: the first of the month of the wave."""

_NUMERIC = frozenset({Sort.NUMBER, Sort.DATE, Sort.MONTH, Sort.TIME})
_MEMBERS = frozenset({"contains", "notcontains", "anyof", "noneof", "allof"})
_SIGNS = {"less": "<", "lessorequal": "<=", "greater": ">", "greaterorequal": ">=", "equal": "=="}
_TURNED = {
    **{"less": "greater", "lessorequal": "greaterorequal", "equal": "equal"},
    **{"greater": "less", "greaterorequal": "lessorequal"},
}

Value: TypeAlias = Answer | Const | Array
"""What stands on one side of an operator."""


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

    # Conditions

    def condition(self, tree: Tree) -> str:
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
        return _answered(value)

    def _state(self, tree: State) -> str:
        value = self.value(tree.operand)
        if not isinstance(value, Answer):
            is_empty = isinstance(value, Const) and value.value in (None, "")
            return ALWAYS if is_empty == (tree.word == "empty") else NEVER
        held = f"count({value.text}) > 0" if value.sort is Sort.LIST else _answered(value)
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
        if isinstance(first, Answer) and isinstance(second, Answer):
            return self._two_answers(operator, first, second)
        if isinstance(first, Answer) and not isinstance(second, Answer):
            return self._against(operator, first, second)
        if isinstance(second, Answer) and not isinstance(first, Answer):
            return self._against(_TURNED[operator], second, first)
        return ALWAYS if _compare_fixed(operator, first, second) else NEVER

    def _two_answers(self, operator: str, first: Answer, second: Answer) -> str:
        if first.sort is not second.sort or first.sort not in (*_NUMERIC, Sort.CODE):
            raise Lost(
                "zwei Antworten verschiedener Art werden verglichen",
                "two answers of different kinds are compared",
            )
        if first.sort is Sort.CODE and not _same_codes(first, second, operator):
            raise Lost(
                "zwei Auswahlen mit verschiedenen Werten werden verglichen",
                "two choices with different values are compared",
            )
        said = f"{first.text} {_SIGNS[operator]} {second.text}"
        if operator in ("less", "greater") or not (first.is_name and second.is_name):
            return said
        # In SurveyJS nothing equals nothing.
        return f"{said} or not ({_answered(first)} or {_answered(second)})"

    def _against(self, operator: str, answer: Answer, fixed: Const | Array) -> str:
        if isinstance(fixed, Const) and fixed.value in (None, ""):
            if operator != "equal":
                return NEVER
            return self._state(State("empty", _Held(answer)))  # type: ignore[arg-type]
        if isinstance(fixed, Array):
            return self._equal_to_all(operator, answer, fixed)
        if answer.sort is Sort.CODE:
            return self._code_against(operator, answer, fixed)
        if answer.sort in _NUMERIC:
            return f"{answer.text} {_SIGNS[operator]} {_number(fixed, answer.sort)}"
        raise Lost(*_UNCOMPARABLE.get(answer.sort, _UNCOMPARABLE[Sort.TEXT]))

    def _code_against(self, operator: str, answer: Answer, fixed: Const) -> str:
        if operator != "equal":
            limit = number_of(fixed.value)
            held = [
                code
                for key, code in answer.codes.items()
                if limit is not None and _holds(operator, number_of(key), limit)
            ]
            if limit is None or any(number_of(key) is None for key in answer.codes):
                raise Lost(
                    "eine Auswahl ohne Zahlenwerte wird der Größe nach verglichen",
                    "a choice whose values are no numbers is compared by size",
                )
            return _one_of(answer.text, held)
        if key_of(fixed.value).lower() in answer.refusals:
            return f"refused({answer.text})"
        return f"{answer.text} == '{self._code(answer, fixed.value)}'"

    def _equal_to_all(self, operator: str, answer: Answer, fixed: Array) -> str:
        if operator != "equal" or answer.sort is not Sort.CODES:
            raise Lost(*_UNCOMPARABLE[Sort.CODES])
        codes = self._codes(answer, fixed)
        return f"{answer.text} has_all {_listed(codes)} and count({answer.text}) == {len(codes)}"

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
            if first.sort is Sort.CODES and second.sort is Sort.CODE and _same_codes(first, second):
                return f"{first.text} has {second.text}"
            raise Lost("zwei Antworten werden verglichen", "two answers are compared")
        values = second.values if isinstance(second, Array) else (second,)
        fixed = Array(tuple(each for each in values if isinstance(each, Const)))
        if len(fixed.values) != len(values) or not values:
            raise Lost("die Werte der Liste sind nicht fest", "the values of the list are not fixed")
        return self._against_list(operator, first, fixed)

    def _inside_fixed(self, first: Const | Array, second: Value) -> str:
        if isinstance(second, Answer) and isinstance(first, Array) and second.sort is Sort.CODE:
            return _one_of(second.text, self._codes(second, first))
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
            return f"{answer.text} {word} {_listed(codes)}"
        if answer.sort is Sort.CODE and operator == "anyof":
            return _one_of(answer.text, self._codes(answer, fixed))
        if answer.sort is Sort.CODE and len(fixed.values) == 1:
            return self._part_of_code(answer, fixed.values[0])
        if answer.sort in _NUMERIC and operator == "anyof":
            said = (f"{answer.text} == {_number(each, answer.sort)}" for each in fixed.values)
            return " or ".join(said)
        raise Lost(*_UNCOMPARABLE.get(answer.sort, _UNCOMPARABLE[Sort.TEXT]))

    @staticmethod
    def _part_of_code(answer: Answer, fixed: Tree) -> str:
        """Return the choices whose value holds a text, as SurveyJS looks into single answers."""
        part = key_of(fixed.value).lower() if isinstance(fixed, Const) else ""
        return _one_of(answer.text, [c for key, c in answer.codes.items() if part in key.lower()])

    # Values

    def value(self, tree: Tree) -> Value:
        """Return an expression as a value."""
        if isinstance(tree, _Held):
            return tree.answer
        if isinstance(tree, (Const, Array)):
            return tree
        if isinstance(tree, Variable):
            found = resolve(tree.name, self.scope)
            if isinstance(found, Fixed):
                return Const(found.value)
            return self.value(found.formula) if found.formula is not None else found
        if isinstance(tree, Call):
            return self._call(tree)
        if isinstance(tree, Binary) and tree.operator not in (*_MEMBERS, *_TURNED, "notequal"):
            return self._arithmetic(tree)
        raise Lost("eine Bedingung steht als Wert", "a condition stands for a value")

    def number(self, tree: Tree) -> str:
        """Return an expression as a number; an empty answer is nought, as in sums of SurveyJS."""
        value = self.value(tree)
        if isinstance(value, Const):
            return _number(value, Sort.NUMBER)
        if isinstance(value, Answer) and value.sort is Sort.NUMBER:
            return f"coalesce({value.text}, 0)" if value.is_name else value.text
        if isinstance(value, Answer) and value.sort is Sort.CODE and value.is_name:
            return _numbers_of_codes(value)
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
                f"die Funktion {call.function}() gibt es hier nicht",
                f"there is no function {call.function}() here",
            )
        return known(self, call)

    def date(self, tree: Tree) -> str:
        """Return an expression as a date."""
        value = self.value(tree)
        if isinstance(value, Const):
            return _number(value, Sort.DATE)
        if isinstance(value, Answer) and value.sort is Sort.DATE:
            return value.text
        raise Lost("das ist kein Datum", "this is no date")


class _Held:
    """An answer already found, where a tree is wanted."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer


def calculated(text: str, sort: Sort = Sort.NUMBER) -> Answer:
    """Return a calculation as an answer."""
    return Answer(text, sort, is_name=False)


def bracketed(text: str) -> str:
    """Return a text as one operand."""
    is_one = re.fullmatch(r"-?[\w.']+|[a-z_]+\([^()]*\)", text)
    return text if is_one else f"({text})"


def _answered(answer: Answer) -> str:
    if not answer.is_name:
        raise Lost("gefragt wird, ob ein Rechenwert leer ist", "a calculation is asked to be empty")
    return f"answered({answer.text})"


_UNCOMPARABLE: Mapping[Sort, tuple[str, str]] = {
    Sort.TEXT: (
        "ein freier Text entscheidet; freie Texte werden getrennt gespeichert",
        "a free text decides; free texts are stored apart",
    ),
    Sort.CODES: (
        "eine Mehrfachauswahl wird mit einem einzelnen Wert gleichgesetzt",
        "a multiple choice is compared with a single value",
    ),
    Sort.RANKING: ("eine Rangfolge wird verglichen", "a ranking is compared"),
    Sort.ROWS: ("eine ganze Matrix wird verglichen", "a whole matrix is compared"),
    Sort.LIST: ("eine ganze Liste wird verglichen", "a whole list is compared"),
}


def _listed(codes: list[str]) -> str:
    return f"[{', '.join(repr(code) for code in codes)}]"


def _one_of(text: str, codes: list[str]) -> str:
    if not codes:
        return NEVER
    return f"{text} == '{codes[0]}'" if len(codes) == 1 else f"{text} in {_listed(codes)}"


def _same_codes(first: Answer, second: Answer, operator: str = "equal") -> bool:
    shared = set(first.codes) & set(second.codes)
    same = all(first.codes[key] == second.codes[key] for key in shared)
    apart = set(first.codes.values()) & set(second.codes.values())
    return operator == "equal" and same and len(apart) == len(shared)


def _numbers_of_codes(answer: Answer) -> str:
    """Return the number behind a choice whose values are numbers."""
    said = "0"
    for key, code in reversed(answer.codes.items()):
        number = number_of(key)
        if number is None:
            raise Lost("eine Auswahl ist keine Zahl", "a choice is no number")
        said = f"if({answer.text} == '{code}', {number}, {said})"
    return said


def _number(fixed: Tree, sort: Sort) -> str:
    value = fixed.value if isinstance(fixed, Const) else None
    pattern = _DATES.get(sort)
    if pattern is None:
        found = number_of(value)
        if found is None:
            raise Lost(f"„{value}“ ist keine Zahl", f"“{value}” is no number")
        return f"{found:f}".rstrip("0").rstrip(".") if isinstance(found, float) else str(found)
    number = date_number(value, sort)
    if number is None:
        raise Lost(f"„{value}“ ist kein Datum", f"“{value}” is no date")
    return str(number)


_DATES: Mapping[Sort, re.Pattern[str]] = {
    Sort.DATE: re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T.*)?"),
    Sort.MONTH: re.compile(r"(\d{4})-(\d{2})(?:-\d{2})?"),
    Sort.TIME: re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?"),
}


def date_number(value: object, sort: Sort) -> int | None:
    """Return a date, month or time as the number our expressions see."""
    match = _DATES[sort].fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return None
    parts = [int(part) for part in match.groups()]
    base = 60 if sort is Sort.TIME else 100
    number = 0
    for part in parts:
        number = number * base + part
    return number


def _holds(operator: str, left: float | None, right: float) -> bool:
    if left is None:
        return False
    return {
        "less": left < right,
        "lessorequal": left <= right,
        "greater": left > right,
        "greaterorequal": left >= right,
    }[operator]


def _compare_fixed(operator: str, first: Const | Array, second: Const | Array) -> bool:
    if not isinstance(first, Const) or not isinstance(second, Const):
        return operator == "equal" and first == second
    if operator == "equal":
        return key_of(first.value).lower() == key_of(second.value).lower()
    left, right = number_of(first.value), number_of(second.value)
    return right is not None and _holds(operator, left, right)


# Functions


def _sum(translation: Translation, call: Call) -> Value:
    parts = [translation.number(each) for each in _flat(call)]
    return calculated(" + ".join(bracketed(part) for part in parts) or "0")


def _average(translation: Translation, call: Call) -> Value:
    total = _sum(translation, call)
    answers = [translation.value(each) for each in _flat(call)]
    number = " + ".join(
        f"if({_answered(each)}, 1, 0)" if isinstance(each, Answer) else "1" for each in answers
    )
    return calculated(f"({total.text if isinstance(total, Answer) else 0}) / ({number or 1})")


def _extreme(word: str) -> Callable[[Translation, Call], Value]:
    def found(translation: Translation, call: Call) -> Value:
        values = [translation.value(each) for each in _flat(call)]
        texts = [
            each.text if isinstance(each, Answer) else _number(each, Sort.NUMBER) for each in values
        ]
        if len(texts) < 2 or len(texts) > 6:
            raise Lost(f"{word}() hat zu viele oder zu wenige Werte", f"{word}() has odd values")
        # Empty answers do not count: each place falls back to the other values.
        places = (
            f"coalesce({', '.join((text, *(o for o in texts if o != text)))})" for text in texts
        )
        return calculated(f"{word}({', '.join(places)})")

    return found


def _flat(call: Call) -> tuple[Tree, ...]:
    return tuple(
        part
        for each in call.arguments
        for part in (each.values if isinstance(each, Array) else (each,))
    )


def _round(translation: Translation, call: Call) -> Value:
    arguments = [translation.number(each) for each in call.arguments[:2]]
    return calculated(f"round({', '.join((*arguments, '0')[:2])})")


def _chosen_value(translation: Translation, call: Call) -> Value:
    if len(call.arguments) != 3:
        raise Lost("iif() braucht drei Angaben", "iif() needs three arguments")
    held, yes, no = call.arguments
    said = translation.condition(held)
    return calculated(f"if({said}, {translation.number(yes)}, {translation.number(no)})")


def _in_list(word: str) -> Callable[[Translation, Call], Value]:
    """Return a function over the items of a repeated group."""

    def found(translation: Translation, call: Call) -> Value:
        items = translation.value(call.arguments[0]) if call.arguments else None
        if not isinstance(items, Answer) or items.list is None or len(call.arguments) < 2:
            raise Lost("gerechnet wird über etwas, das keine Liste ist", "this is no list")
        inner = Translation(_FieldScope(translation.scope, items.list.parts))
        asked = call.arguments[1]
        name = str(asked.value) if isinstance(asked, Const) else ""
        answer = inner.value(Variable(name))
        if not isinstance(answer, Answer):
            raise Lost("das Feld ist keine Antwort", "the field is no answer")
        held = inner.condition(call.arguments[2]) if len(call.arguments) > 2 else ""
        return calculated(_LIST_SENTENCES[word](items.list.id, answer, held))

    return found


class _FieldScope(Scope):
    """Names of one item, before those of the survey."""

    def __init__(self, scope: Scope, fields: Mapping[str, object]) -> None:
        super().__init__({**scope.survey, **fields}, scope.panels, scope.rows, scope.row)  # type: ignore[dict-item]


def _sum_sentence(list_id: str, answer: Answer, held: str) -> str:
    if answer.sort is not Sort.NUMBER:
        raise Lost("summiert wird etwas, das keine Zahl ist", "what is summed is no number")
    return f"sum({list_id}, if({held}, {answer.text}, 0))" if held else f"sum({list_id}, {answer.text})"


def _count_sentence(list_id: str, answer: Answer, held: str) -> str:
    return f"count({list_id}, {' and '.join(filter(None, (_answered(answer), held and bracketed(held))))})"


def _extreme_sentence(word: str) -> Callable[[str, Answer, str], str]:
    def said(list_id: str, answer: Answer, held: str) -> str:
        if held or answer.sort not in _NUMERIC:
            raise Lost("gesucht wird unter einer Bedingung", "it is looked for under a condition")
        return f"{word}({list_id}, {answer.text})"

    return said


def _average_sentence(list_id: str, answer: Answer, held: str) -> str:
    counted = _count_sentence(list_id, answer, held)
    return f"{_sum_sentence(list_id, answer, held)} / {counted}"


_LIST_SENTENCES: Mapping[str, Callable[[str, Answer, str], str]] = {
    "sum": _sum_sentence,
    "count": _count_sentence,
    "lowest": _extreme_sentence("lowest"),
    "highest": _extreme_sentence("highest"),
    "average": _average_sentence,
}


def _count(translation: Translation, call: Call) -> Value:
    value = translation.value(call.arguments[0]) if len(call.arguments) == 1 else None
    if isinstance(value, Answer) and value.sort in (Sort.CODES, Sort.LIST):
        return calculated(f"coalesce(count({value.text}), 0)")
    raise Lost("gezählt wird keine Mehrfachauswahl", "what is counted is no multiple choice")


def _today(translation: Translation, call: Call) -> Value:
    if call.arguments:
        raise Lost("heute plus Tage gibt es hier nicht", "today plus days does not exist here")
    translation.uses_today = True
    return calculated(TODAY, Sort.DATE)


def _year(translation: Translation, call: Call) -> Value:
    first = call.arguments[0] if call.arguments else None
    if first is None or (isinstance(first, Call) and first.function in ("today", "currentDate")):
        translation.uses_today = True
        return calculated("wave.year")
    return calculated(f"year({translation.date(first)})")


def _age(translation: Translation, call: Call) -> Value:
    translation.uses_today = True
    return calculated(f"years_between({translation.date(call.arguments[0])}, {TODAY})")


def _difference(translation: Translation, call: Call) -> Value:
    unit = call.arguments[2] if len(call.arguments) > 2 else Const("days")
    word = {"days": "days_between", "years": "years_between"}.get(
        str(unit.value) if isinstance(unit, Const) else ""
    )
    if word is None or len(call.arguments) < 2:
        raise Lost("gerechnet wird in Monaten oder Stunden", "it is counted in months or hours")
    first, second = (translation.date(each) for each in call.arguments[:2])
    return calculated(f"{word}({first}, {second})")


def _as_date(translation: Translation, call: Call) -> Value:
    return translation.value(call.arguments[0])


FUNCTIONS: Mapping[str, Callable[[Translation, Call], Value]] = {
    **{"sum": _sum, "avg": _average, "min": _extreme("min"), "max": _extreme("max")},
    **{"round": _round, "iif": _chosen_value, "count": _count, "getDate": _as_date},
    **{"sumInArray": _in_list("sum"), "countInArray": _in_list("count")},
    **{"minInArray": _in_list("lowest"), "maxInArray": _in_list("highest")},
    **{"avgInArray": _in_list("average"), "today": _today, "currentDate": _today},
    **{"year": _year, "age": _age, "dateDiff": _difference},
}
"""Functions of SurveyJS that can be said in our language."""


def as_condition(
    text: str, scope: Scope, *, keep_parts: bool = False
) -> tuple[str, Translation]:
    """Return an expression of SurveyJS as a condition of ours.

    With ``keep_parts`` the parts of a condition joined by ``and`` that cannot be said are left out.

    Raises
    ------
    SyntaxMistake
        If SurveyJS could not read it.
    UnknownName
        If it names what is not there.
    Lost
        If our language cannot say it.
    """
    said = Translation.known_parts if keep_parts else Translation.condition
    return _checked(text, scope, said)


def as_number(text: str, scope: Scope) -> tuple[str, Translation]:
    """Return an expression of SurveyJS as a number of ours; raises as ``as_condition``."""

    def said(translation: Translation, tree: Tree) -> str:
        value = translation.value(tree)
        if isinstance(value, Answer) and value.sort in _NUMERIC:
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
