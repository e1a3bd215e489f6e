"""Translations that come in, from a form or a file: what of them is taken, and what somebody has to decide.

Each line says what it was before (``before``), so that a line nobody touched does nothing, however old
its file is, and a newer translation is never overwritten unasked. Lines about different wordings do
not touch each other: files may come in any order.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from surveyapp.questionnaire.translating.origins import Origins, State, cleaned, digest, same
from surveyapp.questionnaire.translating.units import Unit

LONGEST = 10_000
"""Characters of one translation; the longest German wordings have 2 000."""

SHORT = 12
"""Characters of a digest that files carry."""


@dataclass(frozen=True, slots=True)
class Line:
    """One translation that comes in."""

    key: str
    said: str
    #: The German wording it was made from; None where the file does not say.
    german: str | None = None
    #: Start of the digest of what stood there when the file was made; None where the file does not say.
    before: str | None = None
    #: Whether somebody has seen what stands there now and wants it replaced.
    is_chosen: bool = False
    #: Whether the translator or the program that made it doubts it.
    is_doubtful: bool = False
    #: Whether a program that marks stale translations says that this one was looked at.
    is_agreed: bool = False


class Fate(StrEnum):
    """What becomes of a line."""

    TAKEN = "taken"
    #: Taken, and marked: the German wording has changed meanwhile.
    STALE = "stale"
    #: It stands there already.
    SAME = "same"
    #: Not touched since the file was made.
    UNTOUCHED = "untouched"
    #: Emptied in the file; what was there stays.
    EMPTIED = "emptied"
    #: Somebody has said it otherwise meanwhile, or for the newer German wording.
    CONFLICT = "conflict"
    #: No wording with this key, and none with this German.
    UNKNOWN = "unknown"
    FORMULA = "formula"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Decided:
    """A line with what becomes of it."""

    line: Line
    fate: Fate
    #: The wording it is about; None where there is none.
    unit: Unit | None = None
    #: What stands there now.
    said: str = ""

    @property
    def made_from(self) -> str:
        """Return the German wording to note for it; empty where only that is not the present one."""
        if self.unit is None or self.fate is Fate.TAKEN:
            return "" if self.unit is None else self.unit.german
        german = self.line.german or ""
        return "" if same(german, self.unit.german) else german


def decide(
    units: Sequence[Unit], language: str, origins: Origins, lines: Iterable[Line]
) -> tuple[Decided, ...]:
    """Return what becomes of each line."""
    found = _Places(units)
    now = {each.key: each.said(language) for each in units}
    states = {each.key: origins.state(each, language) for each in units}
    decided = []
    for line in lines:
        german = None if line.german is None else cleaned(line.german[: LONGEST + 1])
        clean = replace(line, said=cleaned(line.said), german=german)
        unit = found.of(clean)
        if unit is None:
            decided.append(Decided(clean, Fate.UNKNOWN if clean.said else Fate.UNTOUCHED))
            continue
        fate = _fate(clean, unit, now[unit.key], states[unit.key])
        decided.append(Decided(clean, fate, unit, now[unit.key]))
        if fate in (Fate.TAKEN, Fate.STALE):
            now[unit.key] = clean.said
            states[unit.key] = State.DONE if fate is Fate.TAKEN else State.STALE
    return tuple(decided)


def _fate(line: Line, unit: Unit, now: str, state: State) -> Fate:
    if not line.said:
        return _fate_of_nothing(line, now)
    if len(line.said) > LONGEST:
        return Fate.TOO_LONG
    if line.said.startswith("=") and not unit.german.startswith("="):
        return Fate.FORMULA
    return _fate_of_words(line, unit, now, state)


def _fate_of_nothing(line: Line, now: str) -> Fate:
    if line.is_chosen and now:
        return Fate.TAKEN if _was(line, now) else Fate.CONFLICT
    is_emptied = bool(now) and line.before is not None and not _was(line, "")
    return Fate.EMPTIED if is_emptied else Fate.UNTOUCHED


def _was(line: Line, said: str) -> bool:
    """Say whether this is what stood there when the line was made."""
    return line.before is not None and digest(said).startswith(line.before or "?")


def _fate_of_words(line: Line, unit: Unit, now: str, state: State) -> Fate:
    fits = (line.german is None or same(line.german, unit.german)) and not line.is_doubtful
    if line.said == now:
        is_agreed = line.is_agreed and line.german is not None and state is State.STALE
        return Fate.TAKEN if fits and (line.is_chosen or is_agreed) else Fate.SAME
    if _was(line, line.said):
        return Fate.UNTOUCHED
    taken = Fate.TAKEN if fits else Fate.STALE
    if not now or (line.is_chosen and _was(line, now)):
        return taken
    is_older = not fits and state is State.DONE
    return taken if _was(line, now) and not is_older else Fate.CONFLICT


_COUNTED = re.compile(r"^(?P<around>.+)/(variant|check)/\d+:(?P<name>.+)$")


class _Places:
    """Finds the wording a line is about: by its key, else by its German wording."""

    def __init__(self, units: Sequence[Unit]) -> None:
        self._by_key: Mapping[str, Unit] = {each.key: each for each in units}
        self._by_german: dict[str, list[Unit]] = defaultdict(list)
        for each in units:
            self._by_german[each.german.strip()].append(each)

    def of(self, line: Line) -> Unit | None:
        known = self._by_key.get(line.key)
        german = (line.german or "").strip()
        if known is not None and (not german or same(german, known.german)):
            return known
        alike = self._by_german.get(german, []) if german else []
        if known is None:
            return alike[0] if len(alike) == 1 else None
        # Variants and checks are counted: one more before them, and each has the key of another.
        mine = _COUNTED.match(line.key)
        moved = [each for each in alike if mine and _is_beside(mine, each)]
        return moved[0] if len(moved) == 1 else known


def _is_beside(mine: re.Match[str], unit: Unit) -> bool:
    other = _COUNTED.match(unit.key)
    return other is not None and other.groups() == mine.groups()
