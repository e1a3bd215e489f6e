"""Conditions as decision diagrams: equal ones are one and the same, and none grows unseen.

A condition is a number. 0 is never, 1 is always; any other is a question ("does this atom hold?")
with one condition for no and one for yes. Atoms are sentences of our expression language, and what
is known to hold together of them (``Facts``) makes conditions short: of two options of one choice
only one is chosen, and what was never asked was not answered.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce
from typing import TypeAlias

from surveyapp.exchange import clauses

Condition: TypeAlias = int

NEVER: Condition = 0
ALWAYS: Condition = 1

MOST_NODES = 150_000
"""Most questions of all diagrams of one file."""

MOST_STEPS = 500_000
"""Most steps of putting conditions together in one file."""

MOST_PARTS = 200
"""Most conditions put together at once."""

MOST_TERMS = 60
"""Most alternatives of one condition; a longer one nobody can read."""


class TooLargeError(ValueError):
    """A condition grows without end."""


@dataclass(frozen=True, slots=True)
class Atom:
    """One comparison that is true or false of a family."""

    text: str
    #: What must hold for the question to have been asked; false without.
    asked: Condition = ALWAYS
    #: The question and the code, where the atom says which option was chosen.
    choice: tuple[str, str] | None = None


_Node = tuple[int, Condition, Condition]


@dataclass(slots=True)
class Conditions:
    """All conditions of one file."""

    atoms: list[Atom] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)
    _nodes: list[_Node] = field(default_factory=lambda: [(-1, 0, 0), (-1, 1, 1)])
    _known: dict[_Node, Condition] = field(default_factory=dict)
    _chosen: dict[tuple[Condition, Condition, Condition], Condition] = field(default_factory=dict)

    def atom(
        self, text: str, asked: Condition = ALWAYS, choice: tuple[str, str] | None = None
    ) -> Condition:
        """Return the condition that a comparison holds."""
        number = self._numbers.setdefault(text, len(self.atoms))
        if number == len(self.atoms):
            self.atoms.append(Atom(text, asked, choice))
        return self._node(number, NEVER, ALWAYS)

    def _node(self, atom: int, no: Condition, yes: Condition) -> Condition:
        if no == yes:
            return no
        node = (atom, no, yes)
        if node not in self._known:
            if len(self._nodes) >= MOST_NODES:
                raise TooLargeError
            self._known[node] = len(self._nodes)
            self._nodes.append(node)
        return self._known[node]

    def choose(self, when: Condition, then: Condition, otherwise: Condition) -> Condition:
        """Return one condition where another holds, and a third where it does not."""
        if when in (NEVER, ALWAYS) or then == otherwise:
            return then if when == ALWAYS or then == otherwise else otherwise
        key = (when, then, otherwise)
        if key not in self._chosen:
            if len(self._chosen) >= MOST_STEPS:
                raise TooLargeError
            atom = min(self._nodes[each][0] for each in key if each > ALWAYS)
            no = self.choose(*[self._side(each, atom, 1) for each in key])
            yes = self.choose(*[self._side(each, atom, 2) for each in key])
            self._chosen[key] = self._node(atom, no, yes)
        return self._chosen[key]

    def _side(self, condition: Condition, atom: int, side: int) -> Condition:
        node = self._nodes[condition]
        return node[side] if node[0] == atom else condition

    def negated(self, one: Condition) -> Condition:
        """Return the condition that another one does not hold."""
        return self.choose(one, NEVER, ALWAYS)

    def both(self, *parts: Condition) -> Condition:
        """Return the condition that all hold."""
        _bounded(parts)
        return reduce(lambda one, other: self.choose(one, other, NEVER), parts, ALWAYS)

    def either(self, *parts: Condition) -> Condition:
        """Return the condition that one of them holds."""
        _bounded(parts)
        return reduce(lambda one, other: self.choose(one, ALWAYS, other), parts, NEVER)

    def atoms_of(self, condition: Condition) -> frozenset[int]:
        """Return the numbers of the atoms a condition asks about."""
        found: set[int] = set()
        seen: set[Condition] = set()
        waiting = [condition]
        while waiting:
            each = waiting.pop()
            if each > ALWAYS and each not in seen:
                seen.add(each)
                atom, no, yes = self._nodes[each]
                found.add(atom)
                waiting += (no, yes)
        return frozenset(found)

    def said(self, condition: Condition) -> str | None:
        """Return a condition as an expression of ours; None where it always holds.

        Raises
        ------
        TooLargeError
            If nobody could read it.
        """
        possible = self._possible(condition)
        if self.both(possible, self.negated(condition)) == NEVER:
            return None
        if self.both(possible, condition) == NEVER:
            return "1 == 2"
        impossible = self.negated(possible)
        plain = _Terms(self).of(self.both(condition, possible), self.either(condition, impossible))
        opposite = self.negated(condition)
        other = _Terms(self).of(self.both(opposite, possible), self.either(opposite, impossible))
        one, two = self._joined(plain), self._joined(other)
        turned = f"not ({two})"
        return turned if len(turned) < len(one) - 4 else one

    def _possible(self, condition: Condition) -> Condition:
        """Return what can be the case of the atoms of a condition at all."""
        atoms = sorted(self.atoms_of(condition))
        held = ALWAYS
        before: dict[str, list[int]] = {}
        for number in atoms:
            atom = self.atoms[number]
            itself = self._node(number, NEVER, ALWAYS)
            if self.atoms_of(atom.asked) <= set(atoms):
                held = self.both(held, self.either(self.negated(itself), atom.asked))
            same = before.setdefault(atom.choice[0], []) if atom.choice else []
            for other in same[-12:]:
                taken = self.both(itself, self._node(other, NEVER, ALWAYS))
                held = self.both(held, self.negated(taken))
            same.append(number)
        return held

    def _joined(self, terms: list[frozenset[tuple[int, bool]]]) -> str:
        if len(terms) > MOST_TERMS:
            raise TooLargeError
        merged = _merged([set(term) for term in terms], self.atoms)
        said = [self._term(term, is_alone=len(merged) == 1) for term in merged]
        return " or ".join(sorted(dict.fromkeys(said), key=said.index))

    def _term(self, term: tuple[frozenset[tuple[int, bool]], _Several], *, is_alone: bool) -> str:
        literals, several = term
        parts: list[str] = []
        for number, holds in sorted(literals):
            text = self.atoms[number].text
            parts.append(text if holds else f"not ({text})")
        for question, codes in several.items():
            parts.append(f"{question} in [{', '.join(codes)}]")
        together = " and ".join(parts) or clauses.ALWAYS
        return f"({together})" if len(parts) > 1 and not is_alone else together


def _bounded(parts: tuple[Condition, ...]) -> None:
    if len(parts) > MOST_PARTS:
        raise TooLargeError


_Several = dict[str, list[str]]


def _merged(
    terms: list[set[tuple[int, bool]]], atoms: list[Atom]
) -> list[tuple[frozenset[tuple[int, bool]], _Several]]:
    """Put terms together that differ only in which option of one choice was taken."""
    groups: dict[tuple[frozenset[tuple[int, bool]], str], list[str]] = {}
    for term in terms:
        chosen = next((n for n, holds in sorted(term) if holds and atoms[n].choice), None)
        choice = atoms[chosen].choice if chosen is not None else None
        rest = frozenset(term if chosen is None else term - {(chosen, True)})
        question, code = choice or ("", "")
        groups.setdefault((rest, question), []).append(f"'{code}'")
    found: list[tuple[frozenset[tuple[int, bool]], _Several]] = []
    numbers = {atom.choice: number for number, atom in enumerate(atoms) if atom.choice}
    for (rest, question), codes in groups.items():
        if question and len(codes) > 1:
            found.append((rest, {question: codes}))
        elif question:
            found.append((rest | {(numbers[question, codes[0][1:-1]], True)}, {}))
        else:
            found.append((rest, {}))
    return found


class _Terms:
    """Finds few and short alternatives between a lower and an upper bound (Minato and Morreale)."""

    def __init__(self, conditions: Conditions) -> None:
        self.conditions = conditions
        self.count = 0

    def of(self, low: Condition, high: Condition) -> list[frozenset[tuple[int, bool]]]:
        """Return the alternatives of a condition that contains ``low`` and stays within ``high``."""
        return self._of(low, high)[0]

    def _of(
        self, low: Condition, high: Condition
    ) -> tuple[list[frozenset[tuple[int, bool]]], Condition]:
        if low == NEVER:
            return [], NEVER
        if high == ALWAYS:
            return [frozenset()], ALWAYS
        self.count += 1
        if self.count > 20 * MOST_TERMS:
            raise TooLargeError
        held = self.conditions
        atom = min(held._nodes[each][0] for each in (low, high) if each > ALWAYS)  # noqa: SLF001
        low_no, low_yes = (held._side(low, atom, side) for side in (1, 2))  # noqa: SLF001
        high_no, high_yes = (held._side(high, atom, side) for side in (1, 2))  # noqa: SLF001
        no_terms, no = self._of(held.both(low_no, held.negated(high_yes)), high_no)
        yes_terms, yes = self._of(held.both(low_yes, held.negated(high_no)), high_yes)
        rest = held.either(
            held.both(low_no, held.negated(no)), held.both(low_yes, held.negated(yes))
        )
        terms, either = self._of(rest, held.both(high_no, high_yes))
        found = [
            *(term | {(atom, False)} for term in no_terms),
            *(term | {(atom, True)} for term in yes_terms),
            *terms,
        ]
        split = held._node(atom, no, yes)  # noqa: SLF001 - one and the same machine
        return found, held.either(split, either)
