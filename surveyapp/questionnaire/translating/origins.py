"""From which German wording a translation was made, and whether that is still the German one.

What is known are pairs: at a place, this translation was made from that German wording. A pair stays true
whatever becomes of the document, so taking a change back makes a translation fit again, and two people who
note pairs never undo each other's.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from surveyapp.questionnaire.editing.edits import Edit
from surveyapp.questionnaire.editing.tree import Tree
from surveyapp.questionnaire.translating.units import GERMAN, Unit, units


class State(StrEnum):
    """How far a wording is in a language."""

    MISSING = "missing"
    #: The German wording has changed since it was translated.
    STALE = "stale"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Pair:
    """A translation, and the German wording it was made from.

    That is empty where it is known only that it was not the present one.
    """

    language: str
    key: str
    #: Digest of the translation.
    said: str
    german: str


def digest(text: str) -> str:
    """Return what stands for a wording; blanks at its ends do not count."""
    return hashlib.sha256(text.strip().encode()).hexdigest()


_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0\ufdd1\ufffe\uffff]")


_UNSEEN = re.compile(r"[\s\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+")


def cleaned(text: str) -> str:
    """Return a text as it is kept: without signs no text has, and blanks at its ends.

    One that nobody sees is none.
    """
    said = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    return "" if _UNSEEN.fullmatch(said) else said


def same(one: str, other: str) -> bool:
    """Compare wordings; blanks at their ends and the kind of ends of lines say nothing."""
    return one == other or cleaned(one) == cleaned(other)


class Origins:
    """What is known of the translations into one language, the oldest first."""

    def __init__(self, pairs: Iterable[Pair], keys: Iterable[str]) -> None:
        """Take pairs of one language, and the keys there are now.

        What is known of a place that is gone serves one whose name was changed.
        """
        self._at: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._gone: dict[str, list[str]] = defaultdict(list)
        present = frozenset(keys)
        for pair in pairs:
            self._at[pair.key, pair.said].append(pair.german)
            if pair.key not in present:
                self._gone[pair.said].append(pair.german)

    def of(self, key: str, said: str) -> list[str]:
        """Return the German wordings a translation was made from; none where nothing is known."""
        mark = digest(said)
        return self._at.get((key, mark)) or self._gone.get(mark, [])

    def state(self, unit: Unit, language: str) -> State:
        """Return how far a wording is."""
        said = unit.said(language)
        if not said:
            return State.MISSING
        made_from = self.of(unit.key, said)
        fits = not made_from or any(same(each, unit.german) for each in made_from)
        return State.DONE if fits else State.STALE

    def was(self, unit: Unit, language: str) -> str:
        """Return the German wording a stale translation was made from, as far as it is known."""
        return next(filter(None, reversed(self.of(unit.key, unit.said(language)))), "")


def pairs_of(
    before: Tree, after: Tree, edits: Iterable[Edit]
) -> tuple[tuple[Pair, ...], tuple[Pair, ...]]:
    """Return what a change of a document tells.

    First what stood there before one side of it changed, to be noted where nothing is known of it yet; then
    what ``set_text`` has said, with the German wording it was made from.
    """
    old = {each.key: each.text for each in units(before)}
    new = {each.key: each.text for each in units(after)}
    return tuple(_stood(old, new)), tuple(_made(new, edits))


_Texts = Mapping[str, Mapping[str, str]]


def _stood(old: _Texts, new: _Texts) -> Iterator[Pair]:
    for key, text in old.items():
        now = new.get(key)
        if now is None or now == text:
            continue
        for language, said in text.items():
            has_changed = now[GERMAN] != text[GERMAN] or now.get(language) != said
            if language != GERMAN and said and has_changed:
                yield Pair(language, key, digest(said), text[GERMAN])


def _made(new: _Texts, edits: Iterable[Edit]) -> Iterator[Pair]:
    for each in edits:
        language = str(each.arguments.get("language", GERMAN))
        key = f"{each.path}:{each.arguments.get('name', 'text')}"
        said = new.get(key, {}).get(language, "")
        is_said = each.operation == "set_text" and language != GERMAN and said
        if is_said and same(said, str(each.arguments.get("text", ""))):
            made_from = each.arguments.get("made_from", new[key][GERMAN])
            yield Pair(language, key, digest(said), str(made_from))
