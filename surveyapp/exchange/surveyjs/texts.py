"""Texts of SurveyJS, one wording or one for each language, as texts of ours."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from surveyapp.exchange.cleaning import plain, with_placeholders
from surveyapp.exchange.surveyjs.json_file import Json
from surveyapp.exchange.surveyjs.notes import Notes
from surveyapp.questionnaire.model import Text

PIPED = re.compile(r"\{([^{}\n]{1,200})\}")
"""An answer inside a text."""

Piping: TypeAlias = Callable[[str], str | None]
"""Gives our expression for what stands in braces, or None where it is nothing we know."""

DEFAULT = "default"
"""Key of the wording that stands for every language without one of its own."""

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})?")
_TEXT_KEYS = frozenset({"title", "description", "text", "html", "completedHtml", "templateTitle"})
_GERMAN = frozenset(
    {"und", "der", "die", "das", "sie", "ihr", "ihre", "ihrem", "ihren", "nicht", "wie", "bitte"}
    | {"für", "von", "mit", "oder", "bei", "zum", "zur", "zu", "im", "den", "dem", "des", "ist"}
    | {"sind", "haben", "ein", "eine", "einen", "kein", "keine", "ja", "nein", "welche", "wurde"}
)
_GERMAN_ENDING = re.compile(r"ß|(?:ung|ungen|keit|keiten|heit|schaft|schaften|lich|liche)\Z")
_ENGLISH = frozenset({"and", "the", "you", "your", "not", "how", "please", "what", "of", "is"})
_PLACEHOLDERS = re.compile(r"\d{1,2}|no|title|require")


class Texts:
    """Reads every text of one file."""

    def __init__(self, survey: Json, notes: Notes) -> None:
        """Find out in which languages the file speaks."""
        self._notes = notes
        self.default = _default_language(survey, notes)
        found = {*(language_of(key) for key in _languages(survey)), self.default}
        german_first = sorted(
            found - {""}, key=lambda each: (each != "de", each != self.default, each)
        )
        self.languages = tuple(german_first)
        #: Whether bold type and the like became plain.
        self.was_marked = False

    def read(self, value: object, where: str, piping: Piping | None = None) -> Text | None:
        """Return a text in every language it has, or None where it says nothing."""
        given = value if isinstance(value, dict) else {DEFAULT: value}
        found: dict[str, str] = {}
        for key, wording in given.items():
            language = self.default if key == DEFAULT else language_of(str(key))
            said = self._cleaned(wording, where, piping)
            if language and said and (language not in found or key != DEFAULT):
                found[language] = said
        if not found:
            return None
        order = {language: place for place, language in enumerate(self.languages)}
        return dict(sorted(found.items(), key=lambda each: order.get(each[0], 99)))

    def same(self, word: object) -> Text:
        """Return a word that is the same in every language: a name or a value."""
        return {
            self.default: with_placeholders(plain(str(word)).text, PIPED, lambda _: None) or "–"
        }

    def own(self, german: str, english: str) -> Text:
        """Return a wording of ours in the languages of the file."""
        spoken = {"de": german}
        said = {each: spoken.get(each, english) for each in self.languages if each in ("de", "en")}
        return said or {self.default: english}

    def joined(self, first: Text, second: Text, sign: str = " – ") -> Text:
        """Return two texts one after the other, in every language of either."""
        pairs = {key: (self._in(first, key), self._in(second, key)) for key in {**first, **second}}
        return {key: f"{a}{sign}{b}" if a and b else a or b for key, (a, b) in pairs.items()}

    def _in(self, text: Text, language: str) -> str:
        return text.get(language) or text.get(self.default) or next(iter(text.values()), "")

    def _cleaned(self, wording: object, where: str, piping: Piping | None) -> str:
        if not isinstance(wording, (str, int, float)) or isinstance(wording, bool):
            return ""
        found = plain(str(wording), markdown=True)
        self.was_marked |= found.was_marked
        if found.removed:
            named = ", ".join(found.removed)
            self._notes.change(
                where,
                f"aus dem Text wurde entfernt, was kein Text ist: {named}",
                f"what is no text was taken out: {named}",
            )
        return with_placeholders(found.text, PIPED, lambda match: self._piped(match, where, piping))

    def _piped(self, match: re.Match[str], where: str, piping: Piping | None) -> str | None:
        name = match[1].strip()
        ours = piping(name) if piping is not None else None
        if ours is not None:
            return f"{{{ours}}}"
        if not _PLACEHOLDERS.fullmatch(name):
            self._notes.change(
                where,
                f"{{{name}}} kann hier nicht eingesetzt werden und steht wörtlich im Text",
                f"{{{name}}} cannot be filled in here and stands in the text as it is",
            )
        return None


def language_of(key: str) -> str:
    """Return a language code as we write it, empty where the key is none."""
    code = key.strip().lower().replace("_", "-")
    return code if _LANGUAGE.fullmatch(code) else ""


def _default_language(survey: Json, notes: Notes) -> str:
    said = survey.get("locale")
    if isinstance(said, str) and language_of(said):
        return language_of(said)
    words = [
        word for text in _plain_texts(survey) for word in re.findall(r"[a-zäöüß]+", text.lower())
    ]
    german = sum(word in _GERMAN or bool(_GERMAN_ENDING.search(word)) for word in words)
    if german > sum(word in _ENGLISH for word in words):
        notes.change(
            "",
            "die Datei nennt keine Sprache (locale); ihre Texte gelten als deutsch",
            "the file names no language (locale); its texts are taken as German",
        )
        return "de"
    return "en"


def _plain_texts(survey: Json) -> Iterator[str]:
    """Iterate over the wordings without a language."""
    for key, value in _entries(survey):
        if key in _TEXT_KEYS:
            said = value.get(DEFAULT) if isinstance(value, dict) else value
            if isinstance(said, str):
                yield said[:500]


def _languages(survey: Json) -> Iterator[str]:
    """Iterate over the language keys of all texts that have a default wording or are known texts."""
    for key, value in _entries(survey):
        is_text = isinstance(value, dict) and (DEFAULT in value or key in _TEXT_KEYS)
        if is_text and all(isinstance(each, str) for each in value.values()):
            yield from (each for each in value if each != DEFAULT)


def _entries(survey: Json) -> Iterator[tuple[str, Any]]:
    waiting: list[Any] = [survey]
    while waiting:
        found = waiting.pop()
        if isinstance(found, dict):
            yield from found.items()
            waiting += (each for each in found.values() if isinstance(each, (dict, list)))
        else:
            waiting += (each for each in found if isinstance(each, (dict, list)))
