"""What is known of many families while their ways are walked at once, as expressions see it.

The counterpart of ``questionnaire.known`` and ``questionnaire.conditions``: it finds which combinations
of answers occur, and asks those modules what each of them gives.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, replace
from functools import partial, reduce
from itertools import count
from typing import Any

import numpy as np

from surveyapp.questionnaire import conditions
from surveyapp.questionnaire.calculations import truth_of
from surveyapp.questionnaire.expression import (
    NODES,
    And,
    Codes,
    Count,
    CurrentNumber,
    CurrentRow,
    Expression,
    FactName,
    Literal,
    Name,
    Or,
    Quantified,
    State,
    children,
    parse,
)
from surveyapp.questionnaire.functions import FACTS
from surveyapp.questionnaire.index import BETWEEN, Index
from surveyapp.questionnaire.known import Known
from surveyapp.questionnaire.values import Missing
from surveyapp.services.encoding.coded import (
    Coded,
    Mask,
    applied,
    chained,
    combined,
    constant,
    distinct,
)
from surveyapp.services.encoding.spaces import (
    Frame,
    Rows,
    Run,
    Space,
    nothing,
    repeated,
    starts_of,
)

NOT_MET = object()
"""State of a question that does not lie on the way; None is one that was left open."""

Truth = bool | None


_LEAVES = {
    Name: "of_question",
    State: "of_question",
    FactName: "of_fact",
    Count: "of_count",
    CurrentRow: "of_row",
    CurrentNumber: "of_number",
}
"""Expressions without others inside, and what of a ``Crowd`` finds their results."""


class Crowd:
    """Many families, and what was noted of them so far."""

    def __init__(self, index: Index, families: int) -> None:
        """Begin with families of whom nothing is known."""
        self.index = index
        self.families = families
        #: Question to its state for each family or item: of a matrix by row.
        self._states: dict[str, dict[str | None, Coded]] = {}
        #: Collected list to the number of items added, and whether that is known, for each outer row.
        self._added: dict[str, tuple[Rows, Mask]] = {}
        self._frames: dict[str, Frame] = {}

    # Notes

    def note(self, question: str, states: Mapping[str | None, Coded]) -> None:
        """Remember who met a question, and with which answer; a matrix by its rows."""
        self._states[question] = dict(states)

    def add(self, list_id: str, lengths: Rows, known: Mask) -> None:
        """Remember how many items were added to a list."""
        self._added[list_id] = lengths, known

    # Places to look at

    def space(self, list_id: str | None) -> Space:
        """Return all families, or all items of a list whose items are known by now."""
        everybody = np.arange(self.families)
        frame = None if list_id is None else self.frame(list_id)
        if list_id is None or frame is None:
            return Space(everybody)
        return Space(frame.family, self._bound(list_id, np.arange(len(frame))))

    def _bound(self, list_id: str, rows: Rows) -> dict[str, Rows]:
        bound: dict[str, Rows] = {}
        line = self.index.lineages.get(list_id, (list_id,))
        for each in reversed(line):
            bound[each] = rows
            rows = self._frames[each].parent[rows]
        return {each: bound[each] for each in line}

    def frame(self, list_id: str) -> Frame | None:
        """Return the items of a list; None while nobody was asked what makes them."""
        if list_id not in self._frames and list_id in self.index.lists:
            built = self._build(list_id)
            if built is not None:
                self._frames[list_id] = built
        return self._frames.get(list_id)

    def _build(self, list_id: str) -> Frame | None:
        outer = self.index.outer(list_id)
        parent = None if outer is None else self.frame(outer)
        own = None if outer is not None and parent is None else self._own_items(list_id, outer)
        if own is None:
            return None
        lengths = np.array([len(each or ()) for each in own.values], dtype=np.intp)[own.places]
        rows, place = repeated(lengths)
        codes = sorted({code for items in own.values for code in items or ()})
        widest = max((len(each or ()) for each in own.values), default=0)
        grid = np.zeros((len(own.values), widest), dtype=np.int32)
        for line, items in enumerate(own.values):
            grid[line, : len(items or ())] = [codes.index(code) for code in items or ()]
        code = Coded(grid[own.places[rows], place], tuple(codes))
        key = code
        if parent is not None:
            key = applied(lambda *parts: BETWEEN.join(parts), parent.key.at(rows), code)
        family = rows if parent is None else parent.family[rows]
        return Frame(
            parent=rows,
            family=family,
            place=place,
            code=code,
            key=key,
            start=starts_of(lengths),
            length=lengths,
            known=own.where(lambda items: items is not None),
        )

    def _own_items(self, list_id: str, outer: str | None) -> Coded | None:
        """Return for each outer row the own codes of its items; None for those nobody knows."""
        items = self.index.lists[list_id]
        if items.is_collected:
            if list_id not in self._added:
                return None
            lengths, known = self._added[list_id]
            numbers = [tuple(str(n + 1) for n in range(most)) for most in range(items.maximum + 1)]
            places = np.where(known, lengths, len(numbers)).astype(np.int32)
            return Coded(places, (*numbers, None))
        question = items.count or items.rows_of or items.options_of or ""
        if question not in self._states:
            return None
        depth = len(self.index.lineages[list_id]) - 1
        bound = {
            each: BETWEEN.join(["1"] * (place + 1))
            for place, each in enumerate(self.index.lineages[list_id][:depth])
        }

        def of(*states: object) -> tuple[str, ...] | None:
            state = states[0]
            if all(isinstance(each, bool) for each in states):
                state = {
                    row: items.answered for row, each in zip(rows, states, strict=True) if each
                }
            found = _alone(self.index, question, state, bound).items(list_id)
            if found is None:
                return None
            return tuple(self.index.own_code(list_id, key) for key in found)

        space, rows = self.space(outer), self._states[question]
        columns = [self.state(question, row, space) for row in rows]
        if items.rows_of:  # a matrix has many answers; here only one code of each row counts
            columns = [
                applied(lambda state: _has(state, items.answered), column) for column in columns
            ]
        return applied(of, *columns)

    def items(self, list_id: str, space: Space) -> Run:
        """Return the items of a list as each row of a space sees them: its own, or all."""
        index, rows = self.index, len(space)
        if list_id not in index.lists:
            return replace(nothing(rows), known=np.zeros(rows, dtype=bool))
        outer, frame = index.outer(list_id), self.frame(list_id)
        if outer is not None and outer not in space.bound:
            return self._of_all(list_id, frame, self.items(outer, space))
        if frame is None:
            return nothing(rows)
        of = space.family if outer is None else space.bound[outer]
        return Run(frame.start[of], frame.length[of], frame.known[of])

    def _of_all(self, list_id: str, frame: Frame | None, outer: Run) -> Run:
        """Return the items of all outer items; of a count that nobody knows there are none."""
        if frame is None:
            return replace(nothing(len(outer.start)), known=outer.known)
        ends = np.concatenate([[0], np.cumsum(frame.length)])
        unknown = np.concatenate([[0], np.cumsum(~frame.known)])
        first, last = outer.start, outer.start + outer.length
        is_collected = self.index.lists[list_id].is_collected
        known = outer.known & (is_collected | (unknown[last] == unknown[first]))
        return Run(ends[first], np.where(known, ends[last] - ends[first], 0), known)

    def inside(self, space: Space, list_id: str, run: Run) -> tuple[Rows, Space]:
        """Return the row each item belongs to, and what is looked at inside all items."""
        outer, place = repeated(run.length)
        rows = run.start[outer] + place
        lineages = self.index.lineages
        bound = {
            each: of[outer]
            for each, of in space.bound.items()
            if list_id not in lineages.get(each, ())
        }
        for each, of in self._bound(list_id, rows).items() if list_id in self._frames else ():
            bound.pop(each, None)
            bound[each] = of
        return outer, Space(space.family[outer], bound)

    # Expressions

    def holds(self, text: str | None, space: Space) -> Mask:
        """Say of each row whether a condition holds; no condition always does."""
        if text is None:
            return np.ones(len(space), dtype=bool)
        return self.found(text, space).where(lambda result: result is True)

    def found(self, text: str, space: Space) -> Coded:
        """Return what an expression gives; a comparison with a missing answer is false."""
        return self._result(parse(text), space, unknown=False)

    def truth(self, text: str | None, space: Space) -> Coded:
        """Return whether an expression holds; None where a missing answer decides it."""
        if text is None:
            return constant(True, len(space))  # noqa: FBT003 - a value like any other
        return applied(truth_of, self._result(parse(text), space, unknown=None))

    def _result(self, node: Expression, space: Space, *, unknown: Truth) -> Coded:
        if isinstance(node, Quantified):
            return self._quantified(node, space, unknown)
        if isinstance(node, (Literal, Codes)):
            return constant(node.value if isinstance(node, Literal) else node.values, len(space))
        if type(node) in _LEAVES:
            found: Coded = getattr(self, _LEAVES[type(node)])(node, space)
            return found
        parts = [self._result(each, space, unknown=unknown) for each in children(node)]
        if isinstance(node, (And, Or)):
            function = _operation(replace(node, operands=_NAMES), unknown)
            # Two by two: all at once would make a combination of every part with every other.
            return reduce(partial(applied, function), parts[1:], parts[0])
        return applied(_operation(_with_names(node), unknown), *parts)

    def _quantified(self, node: Quantified, space: Space, unknown: Truth) -> Coded:
        run = self.items(node.list, space)
        _, inside = self.inside(space, node.list, run)
        results = self._result(node.body, inside, unknown=unknown)
        chains = chained(results, starts_of(run.length), run.length)
        function = conditions.working(replace(node, body=_NAMES[0]), unknown=unknown)

        def work(chain: Sequence[Any], is_known: Truth) -> conditions.Result:
            return function(_Parts((), chain if is_known else None))  # type: ignore[arg-type]

        return applied(work, chains, Coded(run.known.astype(np.int32), (False, True)))

    def _whole(self, question: str, space: Space) -> Coded:
        """Return the state of a question, of a matrix with all its rows together."""
        states = self._states.get(question)
        if states is None:
            return constant(NOT_MET, len(space))
        if None in states:
            return self.state(question, None, space)
        columns = [self.state(question, row, space) for row in states]
        places, found = combined(columns)
        return Coded(places, tuple(map(_merged, found)))

    def state(self, question: str, row: str | None, space: Space) -> Coded:
        """Return the state of a question as each row of a space sees it."""
        states, list_id = self._states.get(question), self.index.list_of.get(question)
        if states is None or (list_id is not None and list_id not in space.bound):
            return constant(NOT_MET, len(space))
        if None not in states and row is None:
            return self._whole(question, space)
        # Of a question without rows everybody's answer is that to each row; a row that is none was
        # never asked: any row says so.
        column = states.get(row if None not in states else None) or next(iter(states.values()))
        return column.at(space.family if list_id is None else space.bound[list_id])

    def of_question(self, node: Name | State | Count | FactName, space: Space) -> Coded:
        """Return what an expression over one question gives."""
        question, row = _asked_by(node, self.index)
        function = conditions.working(node, unknown=False)
        return applied(
            lambda state: function(_alone(self.index, question, state, {})),
            self.state(question, row, space),
        )

    def of_fact(self, node: FactName, space: Space) -> Coded:
        """Return what is known beside the answers."""
        if FACTS[node.fact].is_of_area:
            return self.of_question(node, space)
        found = conditions.working(node, unknown=False)(Known(self.index))
        return constant(found, len(space))

    def of_count(self, node: Count, space: Space) -> Coded:
        """Return the number of items of a list, or of options chosen."""
        if node.list not in self.index.lists:
            return self.of_question(node, space)
        run = self.items(node.list, space)
        most = int(run.length.max(initial=0))
        places = np.where(run.known, run.length, most + 1).astype(np.int32)
        return distinct(places, [*range(most + 1), Missing.UNANSWERED])

    def of_row(self, _: CurrentRow, space: Space) -> Coded:
        """Return the row or option code of the item bound last."""
        with_rows = [each for each in space.bound if self.index.rows_of(each)]
        if not with_rows:
            return constant(Missing.NOT_APPLICABLE, len(space))
        return self._frames[with_rows[-1]].code.at(space.bound[with_rows[-1]])

    def of_number(self, _: CurrentNumber, space: Space) -> Coded:
        """Return the position of the item bound last, from 1."""
        if not space.bound:
            return constant(Missing.NOT_APPLICABLE, len(space))
        list_id, rows = list(space.bound.items())[-1]
        places = self._frames[list_id].place[rows]
        numbers = [place + 1 for place in range(int(places.max(initial=0)) + 1)]
        return distinct(places.astype(np.int32), numbers)


def _asked_by(node: Name | State | Count | FactName, index: Index) -> tuple[str, str | None]:
    """Return the question, and the row of it, that an expression looks at."""
    if isinstance(node, FactName):
        return index.questionnaire.area_question or "", None
    if isinstance(node, Count):
        return node.list, None
    name = node if isinstance(node, Name) else node.name
    return name.question, name.row


def _alone(index: Index, question: str, state: object, bound: Mapping[str, str]) -> Known:
    """Return what is known of a family of whom one state of one question is known."""
    known = Known(index, bound=bound)
    if state is not NOT_MET:
        list_id = index.list_of.get(question)
        key = question, None if list_id is None else bound.get(list_id)
        known.met.add(key)
        if state is not None:
            known.values[key] = state  # type: ignore[assignment]
    return known


def _has(state: Any, code: str | None) -> object:  # noqa: ANN401 - a state of any kind
    """Say whether a row was answered with a code; the state itself where there is no answer."""
    return code in state.values() if isinstance(state, Mapping) else state


def _merged(states: Sequence[Any]) -> object:
    """Return the state of a matrix by those of its rows."""
    if not all(isinstance(state, Mapping) for state in states):
        return states[0]
    return {row: value for state in states for row, value in state.items()}


class _Parts:
    """Stands for a family when the parts of an expression were worked out before."""

    def __init__(self, parts: Sequence[Any], items: Sequence[Any] | None = None) -> None:
        self.parts = parts
        self.results = items

    def value(self, question: str, row: str | None) -> conditions.Result:  # noqa: ARG002
        """Return the result of a part by its place."""
        found: conditions.Result = self.parts[int(question)]
        return found

    def items(self, list_id: str) -> tuple[str, ...] | None:  # noqa: ARG002
        """Return a key for each item, or None where nobody knows them."""
        return None if self.results is None else tuple(map(str, range(len(self.results))))

    def inside(self, list_id: str, item: str) -> _Parts:  # noqa: ARG002
        """Return what stands for one item."""
        return _Parts(((self.results or ())[int(item)],))


_NAMES = (Name("0"), Name("1"))


def _operation(node: Expression, unknown: Truth) -> Callable[..., conditions.Result]:
    """Return what an expression of names 0, 1 … gives for their values."""
    function = conditions.working(node, unknown=unknown)
    return lambda *values: function(_Parts(values))  # type: ignore[arg-type]


def _with_names(node: Any) -> Expression:  # noqa: ANN401 - replace knows no fields of all kinds
    """Return an expression with names 0, 1 … in place of its parts."""
    places = count()

    def named(value: object) -> object:
        if isinstance(value, tuple):
            return tuple(map(named, value))
        return Name(str(next(places))) if isinstance(value, NODES) else value

    found: Expression = replace(
        node, **{each.name: named(getattr(node, each.name)) for each in fields(node)}
    )
    return found
