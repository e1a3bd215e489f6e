"""What eQ would refuse of questions and their answers: options, limits, sums, variants."""

from __future__ import annotations

from collections import Counter

from surveyapp.exchange.eq.dates import Offset, day_of, shifted
from surveyapp.exchange.eq.shape_answers import CHOICES, DATES, NUMBERS
from surveyapp.exchange.eq.source import Answer, Block, Source, Wording, obj
from surveyapp.exchange.surveyjs.json_file import items, number_of

SMALLEST, LARGEST = -999_999_999, 9_999_999_999
"""Limits of numbers in eQ."""

MOST_DECIMALS = 6

_LEAST_OPTIONS = {"Radio": 2, "Dropdown": 2, "Checkbox": 1, "Relationship": 1}


def check_answers(source: Source) -> None:
    """Refuse what is wrong with single answers, then with the questions they stand in."""
    for found in source.answers.values():
        for answer in found:
            _answer(source, answer)
    for block in source.every_block():
        for wording in block.wordings:
            _question(source, block, wording)
        if len(block.wordings) > 1:
            _variants(source, block)


def _answer(source: Source, answer: Answer) -> None:
    if answer.type in CHOICES:
        _options(source, answer)
    elif answer.type in NUMBERS:
        _number(source, answer)
    elif answer.type in DATES:
        _date(source, answer)
    elif answer.type in ("TextField", "TextArea"):
        longest = answer.json.get("max_length")
        if longest is not None and (number_of(longest) or 0) < 1:
            _refuse(source, answer, "max_length", "muss über null liegen", "must be above nought")


def _refuse(source: Source, answer: Answer, key: str, german: str, english: str) -> None:
    said = f"„{answer.id}“: {german}", f"“{answer.id}”: {english}"
    source.notes.refuse(f"{answer.path}.{key}", *said)


def _options(source: Source, answer: Answer) -> None:
    options = [obj(each) for each in items(answer.json.get("options"))]
    least = _LEAST_OPTIONS[answer.type]
    if not answer.json.get("dynamic_options") and len(options) < least:
        german = f"es braucht mindestens {least} Optionen"
        _refuse(source, answer, "options", german, f"at least {least} options are needed")
    for key in ("label", "value"):
        said = [each[key] for each in options if isinstance(each.get(key), str)]
        for word, number in Counter(said).items():
            if number > 1:
                german = f"„{word[:60]}“ steht zweimal da"
                _refuse(source, answer, "options", german, f"“{word[:60]}” stands there twice")
    default = answer.json.get("default")
    if default and not answer.json.get("dynamic_options"):
        wanted = default if isinstance(default, list) else [default]
        for value in wanted:
            if value not in [each.get("value") for each in options]:
                german, english = "die Vorgabe ist keine Option", "the default is no option"
                _refuse(source, answer, "default", german, english)


# Numbers


def _number(source: Source, answer: Answer) -> None:
    decimals = answer.json.get("decimal_places", 0)
    if not isinstance(decimals, int) or not 0 <= decimals <= MOST_DECIMALS:
        german = f"erlaubt sind 0 bis {MOST_DECIMALS} Nachkommastellen"
        _refuse(source, answer, "decimal_places", german, f"0 to {MOST_DECIMALS} are allowed")
        return
    if answer.json.get("mandatory") and answer.json.get("default") is not None:
        german = "eine Pflichtantwort hat keine Vorgabe"
        _refuse(source, answer, "default", german, "a mandatory answer has no default")
    low, high = number_range(answer)
    if low < SMALLEST or high > LARGEST:
        german = f"die Grenzen von eQ sind {SMALLEST} und {LARGEST}"
        _refuse(source, answer, "minimum", german, f"eQ ends at {SMALLEST} and {LARGEST}")
    if low > high:
        german = f"das Minimum {low:g} liegt über dem Maximum {high:g}"
        _refuse(source, answer, "minimum", german, f"the minimum {low:g} is above {high:g}")
    for key in ("minimum", "maximum"):
        _referred(source, answer, key, decimals)


def number_range(answer: Answer) -> tuple[float, float]:
    """Return the smallest and largest number an answer can be."""
    step = 10 ** -int(number_of(answer.json.get("decimal_places")) or 0)
    ends: list[float] = []
    for key, usual, sign in (("minimum", 0, 1), ("maximum", LARGEST, -1)):
        limit = obj(answer.json.get(key))
        value = number_of(limit.get("value"))
        exclusive = limit.get("exclusive") is True and value is not None
        ends.append((usual if value is None else value) + (sign * step if exclusive else 0))
    return ends[0], ends[1]


def _referred(source: Source, answer: Answer, key: str, decimals: int) -> None:
    value = obj(answer.json.get(key)).get("value")
    if isinstance(value, str) and number_of(value) is None:
        _refuse(source, answer, key, "das ist keine Zahl", "this is no number")
    if obj(value).get("source") != "answers":
        return
    other = source.answer(obj(value).get("identifier"))
    if other is None or other.type not in NUMBERS or other.id == answer.id:
        german = "die Grenze muss eine andere Zahl sein"
        _refuse(source, answer, key, german, "the limit must be another number")
    elif (number_of(other.json.get("decimal_places")) or 0) > decimals:
        german = f"„{other.id}“ hat mehr Nachkommastellen"
        _refuse(source, answer, key, german, f"“{other.id}” has more decimal places")


# Dates


def _date(source: Source, answer: Answer) -> None:
    ends = []
    for key in ("minimum", "maximum"):
        limit = obj(answer.json.get(key))
        value, offset = limit.get("value"), Offset.of(limit.get("offset_by"))
        if isinstance(value, str) and value != "now":
            first = day_of(value)
            if first is None:
                german = f"„{value[:30]}“ ist kein Datum"
                _refuse(source, answer, key, german, f"“{value[:30]}” is no date")
                return
            ends.append(shifted(first, offset))
        else:
            ends.append(None)
    if ends[0] is not None and ends[1] is not None and ends[0] >= ends[1]:
        german = "das früheste Datum liegt nicht vor dem spätesten"
        _refuse(source, answer, "minimum", german, "the earliest date is not before the latest")
    both = [obj(answer.json.get(key)) for key in ("minimum", "maximum")]
    if all(each.get("value") == "now" for each in both):
        early, late = (Offset.of(each.get("offset_by")).days_about for each in both)
        if early >= late:
            german = "das früheste Datum liegt nicht vor dem spätesten"
            _refuse(source, answer, "minimum", german, "the earliest date is not before the latest")


# Questions


def _question(source: Source, block: Block, wording: Wording) -> None:
    kind = wording.json.get("type")
    check = {
        "MutuallyExclusive": _exclusive,
        "DateRange": _range,
        "Calculated": _calculated,
    }.get(str(kind), _general)
    check(source, block, wording)


def _say(source: Source, wording: Wording, german: str, english: str) -> None:
    named = wording.json.get("id")
    source.notes.refuse(wording.path, f"„{named}“: {german}", f"“{named}”: {english}")


def _general(source: Source, block: Block, wording: Wording) -> None:  # noqa: ARG001
    answers = [said for _, said in wording.answers]
    last = obj(answers[-1]) if answers else {}
    is_pair = len(answers) == 2 and last.get("type") == "Checkbox"
    if len(answers) < 2 or (is_pair and len(items(last.get("options"))) == 1):
        return
    for said in answers:
        if not said.get("label"):
            german = f"„{said.get('id')}“ hat keine Beschriftung (label)"
            _say(source, wording, german, f"“{said.get('id')}” has no label")


def _exclusive(source: Source, block: Block, wording: Wording) -> None:  # noqa: ARG001
    answers = [said for _, said in wording.answers]
    if len(answers) < 2:
        _say(source, wording, "es braucht zwei Antworten", "two answers are needed")
        return
    if any(said.get("mandatory") is True for said in answers):
        german = "eine der Antworten darf nicht Pflicht sein"
        _say(source, wording, german, "none of the answers may be mandatory")
    if answers[-1].get("type") not in ("Checkbox", "Radio"):
        german = "die letzte Antwort muss Checkbox oder Radio sein"
        _say(source, wording, german, "the last answer must be a Checkbox or Radio")


def _range(source: Source, block: Block, wording: Wording) -> None:  # noqa: ARG001
    types = {said.get("type") for _, said in wording.answers}
    if len(wording.answers) != 2 or len(types) != 1 or not types <= DATES:
        german = "ein Zeitraum sind zwei Daten gleicher Art"
        _say(source, wording, german, "a period is two dates of one type")
        return
    limits = obj(wording.json.get("period_limits"))
    offsets = {key: Offset.of(limits.get(key)) for key in ("minimum", "maximum") if key in limits}
    if len(offsets) == 2 and offsets["minimum"].days_about > offsets["maximum"].days_about:
        german = "der kürzeste Zeitraum ist länger als der längste"
        _say(source, wording, german, "the shortest period is longer than the longest")
    has_days = any(each.days for each in offsets.values())
    has_months = any(each.months for each in offsets.values())
    if (types == {"MonthYearDate"} and has_days) or (
        types == {"YearDate"} and (has_days or has_months)
    ):
        german = "die Grenzen sind genauer als die Daten"
        _say(source, wording, german, "the limits are finer than the dates")


def _calculated(source: Source, block: Block, wording: Wording) -> None:
    _general(source, block, wording)
    own = {str(said.get("id")): said for _, said in wording.answers}
    dynamic = {str(said.get("id")) for _, said in wording.dynamic}
    for each in items(wording.json.get("calculations")):
        named = [str(name) for name in items(obj(each).get("answers_to_calculate"))]
        if len(named) < 2 and not set(named) & dynamic:
            _say(source, wording, "eine Summe braucht zwei Antworten", "a sum takes two answers")
        for name in named:
            if name not in own:
                german = f"die Antwort „{name}“ steht nicht in der Frage"
                _say(source, wording, german, f"the answer “{name}” is not in the question")
        total = source.answer(_total(obj(each)))
        kinds = {own[name].get("type") for name in named if name in own}
        kinds |= {total.type} if total is not None else set()
        if not kinds <= NUMBERS or len(kinds) > 1:
            german = "zusammengezählt werden nur Zahlen einer Art"
            _say(source, wording, german, "only numbers of one type can be added up")
        if not {"value", "answer_id"} & set(obj(each)):
            german = "die Summe wird mit nichts verglichen"
            _say(source, wording, german, "the sum is compared with nothing")
        if "answer_id" in obj(each) and total is None:
            _say(source, wording, "die Vergleichszahl gibt es nicht", "there is no such total")
        unknown = set(map(str, items(obj(each).get("conditions")))) - {
            *("equals", "less than", "greater than"),
        }
        if unknown or not items(obj(each).get("conditions")):
            german = "die Bedingung muss equals, less than oder greater than sein"
            _say(source, wording, german, "the condition must be equals, less than or greater than")


def _total(calculation: object) -> object:
    said = obj(calculation)
    value = obj(said.get("value"))
    return said.get("answer_id") or (
        value.get("identifier") if value.get("source") == "answers" else None
    )


def _variants(source: Source, block: Block) -> None:
    """Refuse variants that differ in more than their words."""
    wordings = block.wordings
    is_mixed = len({each.json.get("type") for each in wordings}) > 1
    sets: list[dict[str, str]] = []
    for each in wordings:
        said = [answer for _, answer in each.answers]
        if is_mixed and each.json.get("type") == "MutuallyExclusive":
            said = said[:-1]
        sets.append({str(answer.get("id")): str(answer.get("type")) for answer in said})

    def say(german: str, english: str) -> None:
        source.notes.refuse(block.path, f"„{block.id}“: {german}", f"“{block.id}”: {english}")

    if len({str(each.json.get("id")) for each in wordings}) > 1:
        say("die Varianten haben verschiedene Fragen", "the variants have different question ids")
    kinds = {each.json.get("type") for each in wordings} - {"MutuallyExclusive"}
    if len(kinds) > 1:
        say("die Varianten haben verschiedene Typen", "the variants have different types")
    if any(set(each) != set(sets[0]) for each in sets):
        say("die Varianten haben verschiedene Antworten", "the variants have different answers")
    elif any(each != sets[0] for each in sets):
        say(
            "die Antworten der Varianten haben verschiedene Typen",
            "the answers of the variants have different types",
        )
    defaults = {str(answer.get("default")) for each in wordings for _, answer in each.answers}
    if len(defaults) > 1 and len(sets[0]) == 1:
        say("die Varianten haben verschiedene Vorgaben", "the variants have different defaults")
