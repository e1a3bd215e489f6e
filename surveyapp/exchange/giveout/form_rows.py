"""What every row of a form has: its texts, when it is shown and which answers it takes."""

# ruff: noqa: E501 - sentences are read better on one line

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass

from surveyapp.exchange.giveout.draft import Draft, Row, joined_text
from surveyapp.exchange.giveout.form_texts import Teller
from surveyapp.exchange.giveout.naming import Scope
from surveyapp.exchange.giveout.xpath_parts import TRUE, both, literal
from surveyapp.questionnaire.index import NOT_APPLICABLE, REFUSE
from surveyapp.questionnaire.model import Constraint, Option, Question
from surveyapp.questionnaire.types import kind_of


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question is written."""

    draft: Draft
    scope: Scope
    question: Question

    @property
    def where(self) -> str:
        """Return the place as remarks name it."""
        return self.question.id

    @property
    def name(self) -> str:
        """Return the name of the question in the form."""
        return self.draft.name_of(self.question, None, self.scope)

    def say(self, said: str, of: str) -> str:
        """Return a wording of the question as the form writes it."""
        return Teller(self.draft, self.scope, self.where).say(said, of)

    def remark(self, german: str, english: str) -> None:
        """Say what the form cannot say of this question."""
        self.draft.remark(self.where, german, english)


def add_row(place: Place, type_: str, **cells: str | float) -> Row:
    """Add the one row of a question with all that rows have."""
    question = place.question
    show, required, constraint = (
        shown_when(place, question.show),
        required_when(place),
        constraint_of(place),
    )
    labels: Row = {}
    place.draft.texts(labels, "label", question.text, place.say)
    hint = joined_text(
        (question.hint, question.purpose, question.unit_text, _ends(question)),
        place.draft.languages,
    )
    place.draft.texts(labels, "hint", hint, place.say)
    given = {"relevant": show, "required": required, "constraint": constraint, **cells}
    row = place.draft.add(
        type_, place.name, **{**labels, **given, "planning": planning_of(question)}
    )
    if constraint:
        messages = [each.message for each in question.checks]
        if question.pattern is not None:
            messages.append(question.pattern_hint or {})
        said = joined_text(messages, place.draft.languages)
        place.draft.texts(row, "constraint_message", said, place.say)
    return row


def shown_when(place: Place, *conditions: str | None) -> str:
    """Return the condition under which something is shown; without one it always is."""
    written = [
        place.draft.said(place.where, place.scope, lambda path, text=each: path.condition(text))  # type: ignore[misc]
        for each in conditions
        if each is not None
    ]
    found = both([each for each in written if each]) if written else ""
    return found if found != TRUE else ""


def required_when(place: Place) -> str:
    """Return whether, or when, an answer is required."""
    question = place.question
    if question.required is False:
        return ""
    is_free = not kind_of(question).needs_choices and question.may_refuse
    if is_free and kind_of(question).offers_refuse:
        place.remark(
            "die Antwort ist freiwillig: neben dem Feld gibt es kein „keine Angabe“",
            "the answer is voluntary: a form has no “prefer not to say” beside the field",
        )
        return ""
    if isinstance(question.required, str):
        text = question.required
        return place.draft.said(place.where, place.scope, lambda path: path.condition(text))
    return "yes"


def constraint_of(place: Place) -> str:
    """Return what an answer must fulfil."""
    parts = [*_limits(place), *_choices_limits(place)]
    parts += [each for each in (_check(place, check) for check in place.question.checks) if each]
    return " and ".join(parts)


def _check(place: Place, check: Constraint) -> str:
    return place.draft.said(place.where, place.scope, lambda path: path.check(check.that))


def _limits(place: Place) -> Iterator[str]:
    question = place.question
    if question.type == "text" and isinstance(question.maximum, (int, float)):
        yield f"string-length(.) <= {question.maximum:g}"
    if question.pattern is not None:
        yield f"regex(., {literal(question.pattern)})"
    for sign, limit in ((">=", question.minimum), ("<=", question.maximum)):
        write_limit = _LIMITS.get(question.type)
        if limit is None or write_limit is None:
            continue
        if isinstance(limit, str):
            text = limit
            found = place.draft.said(place.where, place.scope, lambda path: path.amount(text))  # noqa: B023 - used at once
            if found:
                yield f"{_SELF.get(question.type, '.')} {sign} {found}"
        else:
            yield write_limit(sign, limit)


def _day(sign: str, limit: float) -> str:
    whole = int(limit)
    return f". {sign} date('{whole // 10000:04d}-{whole // 100 % 100:02d}-{whole % 100:02d}')"


def _in_year(sign: str, year: float) -> str:
    return f". {sign} date('{int(year):04d}-{'01-01' if sign == '>=' else '12-31'}')"


_LIMITS: Mapping[str, Callable[[str, float], str]] = {
    "number": lambda sign, limit: f". {sign} {limit:g}",
    "duration": lambda sign, limit: f". {sign} {limit:g}",
    "date": _day,
    "month": _in_year,
    "year": _in_year,
    "time": lambda sign, limit: f"round(decimal-time(.) * 1440, 0) {sign} {limit:g}",
}

_SELF = {
    "month": "number(format-date(., '%Y'))",
    "year": "number(format-date(., '%Y'))",
    "time": "round(decimal-time(.) * 1440, 0)",
    "date": "number(format-date(., '%Y%m%d'))",
}


def _choices_limits(place: Place) -> Iterator[str]:
    question = place.question
    if question.type not in ("multiple", "matrix_multiple", "ranking"):
        return
    for each in options_shown(place):
        if each.exclusive:
            yield f"not(selected(., {literal(each.code)}) and count-selected(.) > 1)"
    least, most = question.min_choices, question.max_choices
    if question.type == "ranking":
        if (least, most) != (None, None):
            place.remark(
                "ein Formular lässt immer alles ordnen; die Zahl der Ränge kommt nicht mit",
                "a form always has everything put in order; the number of ranks does not come over",
            )
        return
    if most is not None:
        yield f"count-selected(.) <= {most}"
    if least is not None and least > 1:
        alone = [each.code for each in options_shown(place) if each.exclusive]
        ways_out = "".join(f" or selected(., {literal(code)})" for code in alone)
        yield f"(count-selected(.) >= {least}{ways_out})"


def _ends(question: Question) -> dict[str, str] | None:
    """Return the wordings of the ends of a scale as one line."""
    if question.low is None or question.high is None:
        return None
    return {each: f"{question.low[each]} – {question.high.get(each, '')}" for each in question.low}


def planning_of(question: Question) -> str:
    """Return what planners learn from a question, as a cell."""
    if question.planning is None:
        return ""
    return json.dumps(asdict(question.planning), ensure_ascii=False, sort_keys=True)


def remark_on(place: Place) -> None:
    """Say what a form cannot show of a question."""
    question = place.question
    for holds, german, english in (
        (question.variants, "andere Wortlaute nach Bedingung kommen nicht mit", "other wordings by condition do not come over"),
        (question.rotate and not question.options, "die eigene Reihenfolge für jede Familie kommt nicht mit", "the order of its own for each family does not come over"),
        (question.keep_months is not None, "die Löschfrist kommt nicht mit", "the time of deletion does not come over"),
        (any(each.forms for each in question.options), "Beugungsformen der Optionen kommen nicht mit", "forms of options do not come over"),
        (question.sensitive, "der besondere Schutz der Antwort kommt nicht mit", "the special protection of the answer does not come over"),
    ):  # fmt: skip
        if holds:
            place.remark(german, english)


def options_shown(place: Place) -> tuple[Option, ...]:
    """Return the options of a question with those that say why there is no answer."""
    question = place.question
    ways_out = [
        option
        for option, is_offered in (
            (NOT_APPLICABLE, question.may_not_apply),
            (REFUSE, question.may_refuse and kind_of(question).offers_refuse),
        )
        if is_offered
    ]
    return (*place.draft.index.options[question.id], *ways_out)
