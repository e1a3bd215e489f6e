"""The words that must mean the same wherever families read them, in every language that has a list.

The lists stand in ``questionnaires/glossary/<language>.yaml``, written for people who translate.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path

from ruamel.yaml import YAML

from surveyapp.questionnaire.catalogues import SOURCE


@dataclass(frozen=True, slots=True)
class Term:
    """One word in one language."""

    term: str
    #: Beginnings of words by which it is found, however it is inflected.
    stems: tuple[str, ...]
    #: What it means for somebody who has never heard it (German list only).
    means: str = ""

    def begins_in(self, text: str) -> bool:
        """Say whether a word of a text begins like this one."""
        return any(_sought(stem).search(text) for stem in self.stems)

    def is_in(self, text: str) -> bool:
        """Say whether a text holds the word, also behind an article or prefix written together with it."""
        return any(stem.casefold() in text.casefold() for stem in self.stems)


def languages() -> tuple[str, ...]:
    """Return the languages that have a list."""
    return tuple(sorted(path.stem for path in _folder().glob("*.yaml")))


@cache
def terms(language: str) -> Mapping[str, Term]:
    """Return the words of a language by key; empty where there is no list."""
    path = _folder() / f"{language}.yaml"
    if not path.exists():
        return {}
    found = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    return {
        key: Term(each["term"], tuple(each["stems"]), each.get("means", ""))
        for key, each in found.items()
    }


@lru_cache(maxsize=1 << 15)
def strays(german: str, said: str, language: str) -> tuple[tuple[str, str], ...]:
    """Return the words of a German text that its translation says otherwise: German and wanted word.

    A text left in German says nothing otherwise. Each pair is looked at once: an editor asks after every
    change, of a thousand texts of which one is new.
    """
    wanted = terms(language) if said != german else {}
    return tuple(
        (term.term, wanted[key].term)
        for key, term in terms(SOURCE).items()
        if key in wanted and term.begins_in(german) and not wanted[key].is_in(said)
    )


def _folder() -> Path:
    return Path(str(resources.files("questionnaires"))) / "glossary"


@cache
def _sought(stem: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(stem)}", re.IGNORECASE)
