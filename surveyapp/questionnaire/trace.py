"""One family's way through a questionnaire, to look at: what it sees, and what it does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from surveyapp.questionnaire.answers import AnswerErrors, complete
from surveyapp.questionnaire.index import index_of
from surveyapp.questionnaire.model import Question, Questionnaire
from surveyapp.questionnaire.path import Screen, Way, walk
from surveyapp.questionnaire.texts import hint_of, say, value_text
from surveyapp.questionnaire.types.kind import Asked
from surveyapp.questionnaire.values import Answers, value_to_json
from surveyapp.questionnaire.walked import counts, walked


def trace(
    questionnaire: Questionnaire, answers_json: Mapping[str, Any], language: str = "de"
) -> dict[str, Any]:
    """Return the screens a family with these answers sees, and what is wrong with the answers.

    ``pages`` are the screens as they are seen. ``walk`` holds every page of the questionnaire, seen or
    not, with its questions, options and rows, and with the reason where a condition decided; a page
    whose list has no items stands there once, without an item.
    """
    answers = Answers.from_json(answers_json)
    way = walk(questionnaire, answers)
    teller = _Teller(questionnaire, language, answers, way)
    looked_at = list(walked(way, language))
    problems = list(_problems(questionnaire, answers_json, way))
    return {
        "questionnaire": questionnaire.id,
        "version": questionnaire.version,
        "language": language,
        "pages": [teller.screen(screen) for screen in way.screens],
        "problems": [_PROBLEMS[kind].format(field=at, **words) for at, kind, words in problems],
        "remarks": [_remark(*each, language) for each in problems],
        "path": [screen.step.key for screen in way.screens],
        "walk": looked_at,
        "counts": counts(looked_at),
    }


class _Teller:
    """Writes screens as JSON."""

    def __init__(
        self, questionnaire: Questionnaire, language: str, answers: Answers, way: Way
    ) -> None:
        self.questionnaire = questionnaire
        self.language = language
        self.answers = answers
        self.way = way

    def screen(self, screen: Screen) -> dict[str, Any]:
        """Return one screen."""
        item = screen.step.item
        intro = screen.page.intro
        return {
            "key": screen.step.key,
            "title": self.say(screen.page.title, item, of=screen.page.repeat),
            "intro": self.say(intro, item, of=screen.page.repeat) if intro is not None else None,
            "section": screen.page.section,
            "questions": [self.asked(asked) for asked in screen.asked],
            "items": None if screen.roster is None else list(screen.roster.items or ()),
        }

    def asked(self, asked: Asked) -> dict[str, Any]:
        """Return one question as the family sees it."""
        question = asked.question
        value = self.way.value(asked)
        return {
            "id": question.id,
            "item": asked.item,
            "type": question.type,
            "text": self.say(question.text, asked.item, question),
            "hint": self._hint(asked),
            "required": asked.required,
            "options": [self._part(asked, each.code, each.text) for each in asked.options],
            "rows": [self._part(asked, each.code, each.text) for each in asked.rows],
            "answer": None if value is None else value_to_json(value),
            "answer_text": value_text(asked, value, self.language),
        }

    def _hint(self, asked: Asked) -> str | None:
        hint = hint_of(asked.question, self.way, asked.item)
        return None if hint is None else self.say(hint, asked.item, of=self._list_of(asked))

    def _part(self, asked: Asked, code: str, text: Mapping[str, str]) -> dict[str, str]:
        return {"code": code, "text": self.say(text, asked.item, of=self._list_of(asked))}

    def _list_of(self, asked: Asked) -> str | None:
        return self.way.environment.index.list_of[asked.question.id]

    def say(
        self,
        text: Mapping[str, str],
        item: str | None,
        question: Question | None = None,
        of: str | None = None,
    ) -> str:
        """Return a text as the family reads it; ``of`` names the list of ``item``."""
        return say(
            text,
            self.language,
            self.questionnaire,
            self.answers,
            item,
            question,
            way=self.way,
            of=of,
        )


def _problems(
    questionnaire: Questionnaire, answers_json: Mapping[str, Any], way: Way
) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Find what is wrong with answers: the field, what it is, and the words its sentence needs."""
    kept = way.answers().to_json()
    met = {asked.question.id for asked in way.asked()} | {each.list.id for each in way.rosters()}
    index = index_of(questionnaire)
    for question, given in answers_json.items():
        if question not in index.questions and question not in index.lists:
            yield question, "unknown", {}
        elif question not in met:
            yield question, "off_the_way", {}
        elif kept.get(question) != given:
            yield question, "unfit", {"given": given, "counted": kept.get(question, "nothing")}
    finished = complete(questionnaire, way.answers())
    for error in finished.errors if isinstance(finished, AnswerErrors) else ():
        yield error.field, "refused", {"key": error.key}


_PROBLEMS = {
    "unknown": "{field}: there is no such question",
    "off_the_way": "{field}: is not asked on this way, so the answer does not count",
    "unfit": "{field}: {given!r} cannot be answered here as it stands; {counted!r} counts",
    "refused": "{field}: {key}",
}

_REMARKS = {
    "de": {
        "unknown": "diese Frage gibt es nicht",
        "off_the_way": "wird auf diesem Weg nicht gefragt; die Antwort zählt nicht",
        "unfit": "diese Antwort ist hier so nicht möglich; sie zählt nicht oder nur zum Teil",
        "refused": "die Antwort passt nicht zu den Regeln dieser Frage",
        "required": "muss beantwortet werden, bevor es weitergeht",
    },
    "en": {
        "unknown": "there is no such question",
        "off_the_way": "is not asked on this way, so the answer does not count",
        "unfit": "cannot be answered so here; it does not count, or only in part",
        "refused": "the answer breaks the rules of this question",
        "required": "must be answered before going on",
    },
}


def _remark(field: str, kind: str, words: Mapping[str, Any], language: str) -> dict[str, str]:
    said = _REMARKS.get(language, _REMARKS["de"])
    return {
        "field": field,
        "sentence": said[words.get("key", "") if words.get("key") in said else kind],
    }
