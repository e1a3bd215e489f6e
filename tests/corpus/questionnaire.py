"""A questionnaire whose every text carries payloads, and where a questionnaire can say anything at all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, get_type_hints

from ruamel.yaml import YAML

from surveyapp.questionnaire import model
from surveyapp.questionnaire.model import Questionnaire
from tests.corpus.payloads import WITHOUT_BRACES, Supply

LANGUAGES = {"de", "en"}


@cache
def harmful(room: int = 170) -> str:
    """Return the questionnaire as JSON; every text holds the polyglot and what else it has room for."""
    written = YAML(typ="safe").load(Path(__file__).with_name("everything.yaml").read_bytes())
    return json.dumps(_filled(written, Supply(WITHOUT_BRACES), room), ensure_ascii=False)


def portable() -> str:
    """Return the same as far as a device leads families through it by itself."""
    document = json.loads(harmful())
    document["id"] = "portable"
    document["lists"] = [each for each in document["lists"] if each["id"] != "adults"]
    document["pages"] = [each for each in document["pages"] if each["id"] not in {"home", "adult"}]
    return json.dumps(document)


def _filled(part: Any, supply: Supply, room: int) -> Any:
    if isinstance(part, list):
        return [_filled(each, supply, room) for each in part]
    if not isinstance(part, dict):
        return part
    if part.keys() == LANGUAGES:
        return {name: text.replace("T", supply.words(room), 1) for name, text in part.items()}
    return {key: _filled(each, supply, room) for key, each in part.items()}


def places_of_text() -> set[str]:
    """Return every field of the model that holds words, as ``Question.hint``."""
    classes = [each for each in vars(model).values() if is_dataclass(each)]
    return {
        f"{one.__name__}.{name}"
        for one in classes
        for name, hint in get_type_hints(one).items()
        if _holds_words(hint)
    }


def _holds_words(hint: Any) -> bool:
    words = str(get_type_hints(model.Page)["title"])
    return words in {str(hint), *(str(each) for each in getattr(hint, "__args__", ()))}


def places_said(questionnaire: Questionnaire) -> set[str]:
    """Return the fields of the model that hold words in this questionnaire."""
    return {name for name, _ in _said(questionnaire)}


def _said(part: Any) -> Iterator[tuple[str, str]]:
    if is_dataclass(part):
        for field in fields(part):
            value = getattr(part, field.name)
            name = f"{type(part).__name__}.{field.name}"
            for text in _texts(value):
                yield from ((name, words) for words in text.values())
            yield from _said(value)
    elif isinstance(part, tuple):
        for each in part:
            yield from _said(each)
    elif isinstance(part, dict):
        for each in part.values():
            yield from _said(each)


def _texts(value: Any) -> Iterator[dict[str, str]]:
    if not isinstance(value, dict):
        return
    if value.keys() and value.keys() <= LANGUAGES:
        yield value
    else:
        yield from (each for each in value.values() if isinstance(each, dict))
