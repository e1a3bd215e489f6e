"""The German pages and sentences of the rules, read from ``german.md``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from babel import Locale, UnknownLocaleError

from surveyapp.questionnaire.catalogues import PLAIN

_SENTENCE = re.compile(r"- (?:(?P<key>[a-z_]+): )?(?P<sentence>.+?) \| (?P<cure>.+)")


@dataclass(frozen=True, slots=True)
class Page:
    """What german staff read about a rule."""

    name: str
    help: str
    #: Key to sentence and cure.
    sentences: Mapping[str, tuple[str, str]]


def page(rule_id: str) -> Page:
    """Return the German page of a rule.

    Raises
    ------
    KeyError
        If nobody has written it; a test keeps that from happening.
    """
    return pages()[rule_id]


@cache
def pages() -> Mapping[str, Page]:
    """Return all German pages by rule."""
    return dict(_read(_text("german.md")))


def _text(name: str) -> str:
    return (resources.files(__package__) / name).read_text(encoding="utf-8")


def _read(text: str) -> Iterator[tuple[str, Page]]:
    for part in text.split("\n## ")[1:]:
        head, _, rest = part.partition("\n")
        rule_id, _, name = head.partition(" ")
        lines = rest.strip().splitlines()
        found = [match for line in lines if (match := _SENTENCE.fullmatch(line))]
        sentences = {each["key"] or "": (each["sentence"], each["cure"]) for each in found}
        said = "\n".join(line for line in lines if not line.startswith("- ")).strip()
        yield rule_id, Page(name, said, sentences)


@cache
def flaws() -> Mapping[str, str]:
    """Return what question types find wrong: English sentence to German, both with ``{}``."""
    rows = (line.partition(" | ") for line in _text("flaws.md").splitlines() if " | " in line)
    found = {english.removeprefix("- "): german for english, _, german in rows}
    # The one with the most words of its own first: "is {}" would take what others say better.
    return dict(sorted(found.items(), key=lambda row: -len(row[0].replace("{}", ""))))


def language(code: str) -> str:
    """Return what a language is called; a code nobody knows as it is."""
    if code == PLAIN:
        return "Leichte Sprache"
    try:
        return str(Locale.parse(code, sep="-").get_display_name("de") or code)
    except (ValueError, UnknownLocaleError):
        return code


def in_language(code: str) -> str:
    """Return how one says that something stands in a language: „auf Englisch“."""
    return "in Leichter Sprache" if code == PLAIN else f"auf {language(code)}"


def flaw(sentence: str) -> str:
    """Return a sentence of a question type in German; other words as they are."""
    for english, german in flaws().items():
        match = re.fullmatch(re.escape(english).replace(r"\{\}", "(.+)"), sentence)
        if match:
            return german.format(*match.groups())
    return sentence
