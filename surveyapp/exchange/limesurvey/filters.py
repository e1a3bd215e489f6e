"""Array filters: subquestions that are shown where another question was answered so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from surveyapp.exchange.limesurvey.ledger import Ledger
from surveyapp.exchange.limesurvey.source import Asked, Part
from surveyapp.exchange.report import short

_ATTRIBUTES = (("array_filter", "!is_empty"), ("array_filter_exclude", "is_empty"))


def put_filters(asked: Asked, by_code: Mapping[str, Asked], ledger: Ledger) -> None:
    """Give each subquestion of a question the conditions of its filters."""
    parts = asked.answers if asked.type == "R" else asked.rows()
    for attribute, function in _ATTRIBUTES:
        codes = [each for each in re.split(r"[;,\s]+", asked.attributes.get(attribute)) if each]
        if len(codes) > 1:
            german = (
                f"{attribute} nennt mehrere Fragen ({', '.join(codes)}): hier müssen alle zutreffen"
            )
            english = (
                f"{attribute} names several questions ({', '.join(codes)}): here all must hold"
            )
            ledger.change(asked.name, german, english)
        for code in codes:
            _put(asked, parts, by_code.get(code), code, function, ledger)


def _put(
    asked: Asked, parts: list[Part], by: Asked | None, code: str, function: str, ledger: Ledger
) -> None:
    if by is None:
        german = f"Der Filter nennt die Frage „{short(code)}“, die es nicht gibt; er entfällt"
        english = (
            f"the filter names the question {short(code)!r}, which does not exist; it is left out"
        )
        ledger.change(asked.name, german, english)
        return
    for part in parts:
        found = list(_variables(by, part.code))
        if not found:
            continue  # LimeSurvey shows what the other question does not have
        said = [f"{function}({name}.NAOK)" for name in found]
        joined = " or ".join(said) if function.startswith("!") else " and ".join(said)
        asked.filters[part.code] = (*asked.filters.get(part.code, ()), joined)


def _variables(by: Asked, code: str) -> Iterator[str]:
    if code not in {part.code for part in by.rows()}:
        return
    if by.type in {":", ";"}:
        yield from (f"{by.code}_{code}_{column.code}" for column in by.columns())
    elif by.type == "1":
        yield from (f"{by.code}_{code}_{scale}" for scale in (0, 1))
    else:
        yield f"{by.code}_{code}"
