"""The table of conditions that LimeSurvey kept before it had ExpressionScript."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from surveyapp.exchange.limesurvey.dump import Row
from surveyapp.exchange.limesurvey.ledger import Ledger
from surveyapp.exchange.limesurvey.source import Asked, Source
from surveyapp.exchange.report import short

_METHODS = {"": "==", " ": "==", "=": "=="} | {
    sign: sign for sign in ("==", "!=", "<", "<=", ">", ">=")
}
_FIELD = re.compile(r"\+?([0-9]+X[0-9]+X|Q)[0-9]+[A-Za-z0-9_#]*", re.ASCII)


def put_conditions(source: Source, ledger: Ledger) -> None:
    """Turn the rows of the table into the relevance of their questions, as LimeSurvey itself does."""
    questions = {each.qid: each for each in source.questions()}
    by_question: dict[str, list[Row]] = {}
    for row in source.rest.get("conditions", []):
        by_question.setdefault(row.get("qid"), []).append(row)
    for qid, rows in by_question.items():
        asked = questions.get(qid)
        if asked is None:
            _missing(rows[0], "qid", qid, ledger)
            continue
        said = _relevance(rows, questions, ledger)
        if said and asked.relevance in {"", "1"}:
            asked.relevance = said


def _relevance(rows: Sequence[Row], questions: Mapping[str, Asked], ledger: Ledger) -> str:
    """Join conditions: the same question by or, several questions by and, scenarios by or."""
    scenarios: dict[str, dict[str, list[str]]] = {}
    for row in rows:
        said = _condition(row, questions, ledger)
        scenario = scenarios.setdefault(row.get("scenario", "1"), {})
        if said:
            scenario.setdefault(row.get("cqid"), []).append(said)
    joined = [
        " and ".join(f"({' or '.join(dict.fromkeys(parts))})" for parts in scenario.values())
        for scenario in scenarios.values()
        if scenario
    ]
    return joined[0] if len(joined) == 1 else " or ".join(f"({each})" for each in joined)


def _condition(row: Row, questions: Mapping[str, Asked], ledger: Ledger) -> str:
    field, value = row.get("cfieldname"), row.get("value")
    if field.upper().startswith("{TOKEN:"):
        return f'{field.strip("{}")} == "{_escaped(value)}"'
    asked = questions.get(row.get("cqid"))
    if asked is None or not _FIELD.fullmatch(field):
        _missing(row, "cqid", row.get("cqid") if asked is None else field, ledger)
        return ""
    if (
        asked.type in {"M", "P"}
        and not field.startswith("+")
        and value
        and not field.endswith(value)
    ):
        field, value = f"{field}{value}", "Y"
    name = f"{field.removeprefix('+')}.NAOK"
    method = row.get("method")
    if method == "RX":
        return f'regexMatch("{_escaped(value)}", {name})'
    sign = _METHODS.get(method)
    if sign is None:
        german = f"Die Vergleichsart „{short(method)}“ gibt es nicht; die Bedingung entfällt"
        english = f"there is no comparison {short(method)!r}; the condition is left out"
        ledger.change(row.where, german, english)
        return ""
    return f"{name} {sign} {_value(value)}"


def _value(value: str) -> str:
    """Return what is compared with: another question, or a text."""
    other = re.fullmatch(r"@(.+)@", value)
    return f"{other[1]}.NAOK" if other and _FIELD.fullmatch(other[1]) else f'"{_escaped(value)}"'


def _escaped(value: str) -> str:
    return value.replace('"', '\\"')


def _missing(row: Row, key: str, value: str, ledger: Ledger) -> None:
    said = short(value) or "–"
    german = f"Die Bedingung verweist auf {key} „{said}“, das es nicht gibt; sie entfällt"
    english = f"the condition points to {key} {said!r}, which does not exist; it is left out"
    ledger.drop(row.where, german, english)
