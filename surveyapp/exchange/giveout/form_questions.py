"""One question of ours as rows of a form."""

# ruff: noqa: E501 - sentences are read better on one line

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from surveyapp.exchange.giveout.draft import Draft, Row, joined_text
from surveyapp.exchange.giveout.form_texts import Teller
from surveyapp.exchange.giveout.naming import Scope
from surveyapp.exchange.giveout.xpath_parts import TRUE, both, literal
from surveyapp.questionnaire import expression as language
from surveyapp.questionnaire.explain import is_condition
from surveyapp.questionnaire.index import NOT_APPLICABLE, REFUSE
from surveyapp.questionnaire.model import Constraint, Option, Question
from surveyapp.questionnaire.model import Row as Line
from surveyapp.questionnaire.types import kind_of

MAX_TABLE = 20
"""Rows of a table that a phone can still show."""


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


def write(draft: Draft, scope: Scope, question: Question) -> None:
    """Add the rows of a question."""
    place = Place(draft, scope, question)
    _remarks(place)
    writer = _WRITERS.get(question.type)
    if writer is None:
        place.remark(
            f"die Frageart {question.type} kennt ein Formular nicht",
            f"a form does not know the type {question.type}",
        )
        return
    writer(place)


# What every row has


def _row(place: Place, type_: str, **cells: str | float) -> Row:
    """Add the one row of a question with all that rows have."""
    question = place.question
    show, required, constraint = _show(place, question.show), _required(place), _constraint(place)
    labels: Row = {}
    place.draft.texts(labels, "label", question.text, place.say)
    hint = joined_text(
        (question.hint, question.purpose, question.unit_text, _ends(question)),
        place.draft.languages,
    )
    place.draft.texts(labels, "hint", hint, place.say)
    given = {"relevant": show, "required": required, "constraint": constraint, **cells}
    row = place.draft.add(type_, place.name, **{**labels, **given, "planning": _planning(question)})
    if constraint:
        messages = [each.message for each in question.checks]
        if question.pattern is not None:
            messages.append(question.pattern_hint or {})
        said = joined_text(messages, place.draft.languages)
        place.draft.texts(row, "constraint_message", said, place.say)
    return row


def _show(place: Place, *conditions: str | None) -> str:
    written = [
        place.draft.said(place.where, place.scope, lambda path, text=each: path.condition(text))  # type: ignore[misc]
        for each in conditions
        if each is not None
    ]
    found = both([each for each in written if each]) if written else ""
    return found if found != TRUE else ""


def _required(place: Place) -> str:
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


def _constraint(place: Place) -> str:
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
    for each in _shown(place):
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
        alone = [each.code for each in _shown(place) if each.exclusive]
        ways_out = "".join(f" or selected(., {literal(code)})" for code in alone)
        yield f"(count-selected(.) >= {least}{ways_out})"


def _ends(question: Question) -> dict[str, str] | None:
    """Return the wordings of the ends of a scale as one line."""
    if question.low is None or question.high is None:
        return None
    return {each: f"{question.low[each]} – {question.high.get(each, '')}" for each in question.low}


def _planning(question: Question) -> str:
    if question.planning is None:
        return ""
    return json.dumps(asdict(question.planning), ensure_ascii=False, sort_keys=True)


def _remarks(place: Place) -> None:
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


# Choices


def _shown(place: Place) -> tuple[Option, ...]:
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


def _select(place: Place, command: str, **cells: str | float) -> Row:
    options = _shown(place)
    question = place.question
    wanted = question.scale or question.id
    list_name = place.draft.list_of(options, wanted)
    if question.rotate and command != "rank":
        cells["parameters"] = "randomize=true"
        place.remark(
            "auch „keine Angabe“ und Ausschließendes werden gemischt",
            "“prefer not to say” and exclusive options are shuffled, too",
        )
    return _row(place, f"{command} {list_name}", choice_filter=_filter(place, options), **cells)


def _filter(place: Place, options: Sequence[Option]) -> str:
    parts = []
    for each in options:
        condition = _show(place, each.show)
        if condition:
            parts.append(f"(name != {literal(each.code)} or {condition})")
    return " and ".join(parts)


def _one(appearance: str = "") -> Callable[[Place], None]:
    def work(place: Place) -> None:
        _select(place, "select_one", appearance=appearance)

    return work


def _several(place: Place) -> None:
    _select(place, "select_multiple")


def _ranking(place: Place) -> None:
    if place.question.may_refuse:
        place.remark(
            "„keine Angabe“ wird nicht angeboten: alles wird geordnet",
            "“prefer not to say” is not offered: everything is put in order",
        )
    plain = replace(place.question, may_refuse=False, may_not_apply=False)
    _select(replace(place, question=plain), "rank")


def _scale(place: Place) -> None:
    question = place.question
    if question.options or question.scale or question.display != "slider":
        _select(place, "select_one", appearance="likert")
        return
    low, high = question.minimum, question.maximum
    _row(
        replace(place, question=replace(question, required=_kept(place))),
        "range",
        parameters=f"start={low:g} end={high:g} step={question.step:g}",
    )


def _kept(place: Place) -> bool | str:
    """Return whether a slider must be moved: nobody can leave it out on purpose."""
    if place.question.may_refuse and place.question.required:
        place.remark(
            "der Regler ist freiwillig: daneben gibt es kein „keine Angabe“",
            "the slider is voluntary: there is no “prefer not to say” beside it",
        )
        return False
    return place.question.required


def _municipality(place: Place) -> None:
    if place.draft.index.options[place.question.id]:
        _select(place, "select_one", appearance="minimal")
        return
    place.remark(
        "die Gemeinden des Landkreises kennt erst eine Befragung; gefragt wird ein Text",
        "only a survey knows the municipalities of its county; a text is asked for",
    )
    _row(place, "text")


# Matrices


def _matrix(place: Place) -> None:
    """Write a matrix as a table of choices, or as a group of questions where rows have conditions."""
    question = place.question
    is_table = question.type == "matrix" and 1 < len(question.rows) <= MAX_TABLE
    list_name = ""
    if question.type != "matrix_number":
        list_name = place.draft.list_of(_shown(place), question.scale or question.id)
    cells: Row = {}
    place.draft.texts(cells, "label", question.text, place.say)
    hint = joined_text((question.hint, question.purpose), place.draft.languages)
    place.draft.texts(cells, "hint", hint, place.say)
    name = place.name
    appearance = "table-list" if is_table else "field-list"
    cells |= {"appearance": appearance, "relevant": _show(place, question.show)}
    place.draft.add("begin_group", name, **cells, planning=_planning(question))
    constraint = _constraint(place)
    required = _required(place)
    for line in question.rows:
        _line(place, line, list_name, required, constraint)
    place.draft.add("end_group", "")


def _line(place: Place, line: Line, list_name: str, required: str, constraint: str) -> None:
    question = place.question
    type_ = {
        "matrix": f"select_one {list_name}",
        "matrix_multiple": f"select_multiple {list_name}",
    }.get(question.type, "decimal" if question.decimals else "integer")
    cells: Row = {"relevant": _show(place, line.show), "required": required}
    place.draft.texts(cells, "label", line.text, place.say)
    if question.type == "matrix_number":
        limits = ((">=", question.minimum), ("<=", question.maximum))
        constraint = " and ".join(
            f". {sign} {limit:g}" for sign, limit in limits if isinstance(limit, (int, float))
        )
    name = place.draft.name_of(question, line.code, place.scope)
    filter_ = "" if question.type == "matrix_number" else _filter(place, _shown(place))
    place.draft.add(type_, name, **cells, constraint=constraint, choice_filter=filter_)


# Written answers


def _plain(type_: str, **cells: str | float) -> Callable[[Place], None]:
    def work(place: Place) -> None:
        _row(place, type_, **cells)

    return work


def _number(place: Place) -> None:
    _row(place, "decimal" if place.question.decimals else "integer")


def _duration(place: Place) -> None:
    place.remark(
        "eine Dauer wird als Zahl von Minuten gefragt", "a duration is asked as a number of minutes"
    )
    _row(place, "integer")


def _text(place: Place) -> None:
    _row(place, "text", appearance="multiline" if place.question.lines > 1 else "")


def _computed(place: Place) -> None:
    question = place.question
    text = question.value or "0"
    found = place.draft.said(place.where, place.scope, lambda path: path.amount(text))
    if not found:
        return
    if is_condition(language.parse(text)) and not found.startswith("if("):
        found = f"if({found}, 1, 0)"
    row = place.draft.add(
        "calculate", place.name, calculation=found, relevant=_show(place, question.show)
    )
    row["planning"] = _planning(question)


_WRITERS: Mapping[str, Callable[[Place], None]] = {
    "single": _one(),
    "dropdown": _one("minimal"),
    "yesno": _one(),
    "image": _one("no-buttons"),
    "scale": _scale,
    "multiple": _several,
    "ranking": _ranking,
    "matrix": _matrix,
    "matrix_multiple": _matrix,
    "matrix_number": _matrix,
    "consent": _plain("acknowledge"),
    "municipality": _municipality,
    "postcode": _municipality,
    "point": _plain("geopoint"),
    "number": _number,
    "year": _plain("date", appearance="year"),
    "month": _plain("date", appearance="month-year"),
    "date": _plain("date"),
    "time": _plain("time"),
    "duration": _duration,
    "text": _text,
    "note": _plain("note"),
    "computed": _computed,
}
