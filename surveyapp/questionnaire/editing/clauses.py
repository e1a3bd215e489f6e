"""Conditions as sentences: an expression as a list of clauses, and back without a change of meaning."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from surveyapp.questionnaire.expression import (
    And,
    Arithmetic,
    Codes,
    Compare,
    Count,
    Expression,
    Literal,
    Name,
    Not,
    Or,
    Quantified,
    State,
    parse,
)
from surveyapp.questionnaire.spelling import write


class Relation(StrEnum):
    """What a clause says of its subject."""

    IS = "is"
    IS_NOT = "is_not"
    IS_ONE_OF = "is_one_of"
    IS_NONE_OF = "is_none_of"
    CONTAINS = "contains"
    CONTAINS_NOT = "contains_not"
    CONTAINS_ANY = "contains_any"
    CONTAINS_ALL = "contains_all"
    LESS = "less"
    AT_MOST = "at_most"
    MORE = "more"
    AT_LEAST = "at_least"
    BETWEEN = "between"
    ANSWERED = "answered"
    NOT_ANSWERED = "not_answered"
    REFUSED = "refused"


class Subject(StrEnum):
    """What a clause speaks of."""

    #: The answer to a question (``name``), or to a row of it (``row``).
    QUESTION = "question"
    #: How many items a list has, or how many options of several were chosen (``name``).
    COUNT = "count"
    #: The sum of the answers to a question (``row``) over the items of a list (``name``).
    SUM = "sum"


@dataclass(frozen=True, slots=True)
class Term:
    """A number that the answers give."""

    name: str
    row: str | None = None
    subject: Subject = Subject.QUESTION


@dataclass(frozen=True, slots=True)
class Clause:
    """One line: ``children_count`` ``at_least`` ``2``, or ``boys`` plus ``girls`` ``is`` ``children``."""

    name: str
    relation: Relation
    #: What it is compared with; of numbers also one that other answers give.
    values: tuple[str | float | Term, ...] = ()
    row: str | None = None
    subject: Subject = Subject.QUESTION
    #: Numbers that are added before it is compared.
    plus: tuple[Term, ...] = ()

    @property
    def terms(self) -> tuple[Term, ...]:
        """Return all numbers the clause works with, the first one included."""
        values = (each for each in self.values if isinstance(each, Term))
        return (Term(self.name, self.row, self.subject), *self.plus, *values)


@dataclass(frozen=True, slots=True)
class Clauses:
    """Lines of which all or any must hold; a line may be a group of the other sort, one level deep."""

    #: True: all must hold; false: one is enough.
    all: bool
    parts: tuple[Clause | Clauses, ...]


def clauses_of(expression: Expression | str) -> Clauses | None:
    """Return an expression as clauses; None where it says more than clauses can."""
    node = parse(expression) if isinstance(expression, str) else expression
    return _group(node, depth=0)


def _group(node: Expression, depth: int) -> Clauses | None:
    single = _clause(node)
    if single is not None:
        return Clauses(all=True, parts=(single,))
    if not isinstance(node, (And, Or)) or depth > 1:
        return None
    is_all = isinstance(node, And)
    parts: list[Clause | Clauses] = []
    for operand in _paired(node.operands) if is_all else node.operands:
        part = _clause(operand) or _group(operand, depth + 1)
        if part is None:
            return None
        parts.append(part)
    return Clauses(is_all, tuple(parts))


def _paired(operands: tuple[Expression, ...]) -> tuple[Expression, ...]:
    """Return operands of an "and" with both limits of one number in one."""
    found: list[Expression] = []
    for each in operands:
        pair = And((found[-1], each)) if found else None
        if pair is not None and _between(pair) is not None:
            found[-1] = pair
        else:
            found.append(each)
    return tuple(found)


_BY_SIGN = {
    "==": Relation.IS,
    "!=": Relation.IS_NOT,
    "in": Relation.IS_ONE_OF,
    "has": Relation.CONTAINS,
    "has_any": Relation.CONTAINS_ANY,
    "has_all": Relation.CONTAINS_ALL,
    "<": Relation.LESS,
    "<=": Relation.AT_MOST,
    ">": Relation.MORE,
    ">=": Relation.AT_LEAST,
}
_SIGN_OF = {relation: sign for sign, relation in _BY_SIGN.items()}
_DENIED = {
    Relation.IS_ONE_OF: Relation.IS_NONE_OF,
    Relation.CONTAINS: Relation.CONTAINS_NOT,
    Relation.ANSWERED: Relation.NOT_ANSWERED,
}
_AFFIRMED = {denied: relation for relation, denied in _DENIED.items()}

SEVERAL = frozenset(
    {Relation.IS_ONE_OF, Relation.IS_NONE_OF, Relation.CONTAINS_ANY, Relation.CONTAINS_ALL}
)
"""Relations to any number of values."""

WITHOUT_VALUE = frozenset({Relation.ANSWERED, Relation.NOT_ANSWERED, Relation.REFUSED})
"""Relations that need no value; ``BETWEEN`` needs two, all others one."""


def _clause(node: Expression) -> Clause | None:
    if isinstance(node, Not):
        inner = _clause(node.operand)
        denied = _DENIED.get(inner.relation) if inner else None
        return replace(inner, relation=denied) if inner and denied else None
    if isinstance(node, State):
        return Clause(node.name.question, Relation(node.state), (), node.name.row)
    if isinstance(node, And):
        return _between(node)
    return _compared(node) if isinstance(node, Compare) else None


def _compared(node: Compare) -> Clause | None:
    subject = _subject(node.left)
    relation = _BY_SIGN[node.operator]
    is_list = isinstance(node.right, Codes)
    if subject is None or is_list is not (relation in SEVERAL):
        return None
    if isinstance(node.right, Codes):
        return replace(subject, relation=relation, values=node.right.values)
    if isinstance(node.right, Literal):
        return replace(subject, relation=relation, values=(node.right.value,))
    other = _term(node.right)
    return None if other is None else replace(subject, relation=relation, values=(other,))


def _subject(node: Expression) -> Clause | None:
    """Return a clause about what stands on the left; its relation is still to come."""
    terms = _terms(node)
    if not terms:
        return None
    first, *plus = terms
    return Clause(first.name, Relation.IS, (), first.row, first.subject, tuple(plus))


def _terms(node: Expression) -> tuple[Term, ...]:
    """Return the numbers of a sum; none where it is anything else."""
    if isinstance(node, Arithmetic) and node.operator == "+":
        left, right = _terms(node.left), _term(node.right)
        return (*left, right) if left and right is not None else ()
    single = _term(node)
    return () if single is None else (single,)


def _term(node: Expression) -> Term | None:
    if isinstance(node, Name):
        return Term(node.question, node.row)
    if isinstance(node, Count):
        return Term(node.list, subject=Subject.COUNT)
    if isinstance(node, Quantified) and node.quantifier == "sum" and isinstance(node.body, Name):
        inner = node.body
        return None if inner.row else Term(node.list, inner.question, Subject.SUM)
    return None


def _between(node: And) -> Clause | None:
    if len(node.operands) != 2:
        return None
    low, high = (_compared(each) if isinstance(each, Compare) else None for each in node.operands)
    is_pair = (
        low is not None
        and high is not None
        and (low.relation, high.relation) == (Relation.AT_LEAST, Relation.AT_MOST)
        and replace(low, relation=high.relation, values=high.values) == high
    )
    if not is_pair or low is None or high is None:
        return None
    return replace(low, relation=Relation.BETWEEN, values=(*low.values, *high.values))


def expression_of(clauses: Clauses) -> str:
    """Return clauses as the text of an expression; empty where there are none.

    Raises
    ------
    ValueError
        If a clause has not as many values as its relation needs.
    """
    node = _joined(clauses)
    return "" if node is None else write(node)


def _joined(clauses: Clauses) -> Expression | None:
    nodes = (_node(part) if isinstance(part, Clause) else _joined(part) for part in clauses.parts)
    found = tuple(node for node in nodes if node is not None)
    if len(found) < 2:
        return next(iter(found), None)
    return And(found) if clauses.all else Or(found)


def _node(clause: Clause) -> Expression:
    needed = 0 if clause.relation in WITHOUT_VALUE else 1 + (clause.relation is Relation.BETWEEN)
    if clause.relation not in SEVERAL and len(clause.values) != needed:
        message = f"{clause.relation} needs {needed} values and has {len(clause.values)}; give them"
        raise ValueError(message)
    if clause.relation in _AFFIRMED:
        return Not(_node(replace(clause, relation=_AFFIRMED[clause.relation])))
    if clause.relation in WITHOUT_VALUE:
        return State(clause.relation.value, Name(clause.name, clause.row))
    left = _number(Term(clause.name, clause.row, clause.subject))
    for each in clause.plus:
        left = Arithmetic("+", left, _number(each))
    if clause.relation is Relation.BETWEEN:
        low, high = (_value(value) for value in clause.values)
        return And((Compare(">=", left, low), Compare("<=", left, high)))
    sign = _SIGN_OF[clause.relation]
    if clause.relation in SEVERAL:
        codes = tuple(each for each in clause.values if not isinstance(each, Term))
        return Compare(sign, left, Codes(codes))
    return Compare(sign, left, _value(clause.values[0]))


def _value(value: str | float | Term) -> Expression:
    return _number(value) if isinstance(value, Term) else Literal(value)


def _number(term: Term) -> Expression:
    if term.subject is Subject.COUNT:
        return Count(term.name)
    if term.subject is Subject.SUM:
        return Quantified("sum", term.name, Name(term.row or "", None))
    return Name(term.name, term.row)
