"""Who can meet what: for every page, question, option and row a family that sees it, or that none can.

First some families answer at random and the engine walks their way. What none of them met, a solver
looks for; the family it finds is walked by the engine as well, so that nothing counts as seen which the
engine would not show. Where the solver proves that there is no such family, the thing is dead.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from random import Random
from typing import Any, TypeAlias

from surveyapp.questionnaire import path
from surveyapp.questionnaire.expression import (
    Expression,
    ExpressionError,
    FactName,
    every,
    parse,
)
from surveyapp.questionnaire.index import Index, SameObject, index_of
from surveyapp.questionnaire.known import Items, Known
from surveyapp.questionnaire.model import ItemList, Questionnaire
from surveyapp.questionnaire.places import with_municipalities
from surveyapp.questionnaire.reach.facts import SOMEWHERE_ELSE, drawn, with_facts
from surveyapp.questionnaire.reach.facts import Known as FactsKnown
from surveyapp.questionnaire.reach.goals import Goal, Outcome, Plan
from surveyapp.questionnaire.reach.model import Model
from surveyapp.questionnaire.reach.terms import Algebra, Bit, NotModelledError
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import Asked
from surveyapp.questionnaire.values import Answers, Missing, Value
from surveyapp.questionnaire.written import expressions

__all__ = ["Goal", "Outcome", "Proof", "Unknown", "Unreachable", "Witness", "outcomes", "reach"]

MOST_FAMILIES = 16
"""Random families; most questionnaires show all they have to far fewer."""

WITHOUT_NEWS = 4
"""Random families in a row that met nothing new, after which the solver takes over."""

EFFORT = 3_000_000
"""Steps of the solver for one thing; a number of steps gives the same answer on every machine."""

FEW_ITEMS = 3
"""Items a random family has of a list, at most."""


@dataclass(frozen=True, slots=True)
class Witness:
    """Answers of a family that meets it, as the engine confirmed."""

    answers: Answers


@dataclass(frozen=True, slots=True)
class Unreachable:
    """No family can meet it, as the solver proved."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Neither was found within the effort allowed."""

    reason: str


@dataclass(frozen=True, slots=True)
class Family:
    """What is settled of one family and the wave it answers in."""

    #: Answers by question and item.
    given: Mapping[Place, Value | None] = field(default_factory=dict)
    #: Number of items added to a list, by list and outer item.
    added: Mapping[Place, int] = field(default_factory=dict)
    facts: FactsKnown = field(default_factory=dict)


Place: TypeAlias = tuple[str, str | None]
"""Question or list, and item."""

Proof: TypeAlias = Witness | Unreachable | Unknown


def reach(questionnaire: Questionnaire) -> Mapping[str, Proof]:
    """Return for the path of every page, question, option, row and variant who can see it."""
    found = outcomes(questionnaire)
    variants = {
        path_: proof
        for (path_, outcome), proof in found.items()
        if outcome is Outcome.HOLDS and path_.endswith("]") and ".variants[" in path_
    }
    seen = {path_: proof for (path_, outcome), proof in found.items() if outcome is Outcome.SEEN}
    return {**seen, **variants}


def outcomes(questionnaire: Questionnaire, families: int = MOST_FAMILIES) -> Mapping[Goal, Proof]:
    """Return for everything that should be possible whether it is; worked out once.

    ``families`` answer at random before the solver begins.
    """
    return _outcomes(SameObject(questionnaire), families)


@lru_cache(maxsize=16)
def _outcomes(key: SameObject, families: int) -> Mapping[Goal, Proof]:
    return _Search(_prepared(key.questionnaire), families).run()


def by_itself(questionnaire: Questionnaire, goal: Goal) -> bool:
    """Say whether a condition could come out so if everything it names were asked.

    Where not, the condition contradicts itself (or says nothing), whoever is asked.
    """
    plan = Plan(index_of(_prepared(questionnaire)))
    model = Model(plan.index, Algebra(), is_local=True, codes=_fact_codes(questionnaire))
    try:
        term = plan.term(goal, model)
    except NotModelledError:
        return True
    return term is True or (term is not False and _solve(model, term)[0] != "unsat")


def _prepared(questionnaire: Questionnaire) -> Questionnaire:
    """Return a questionnaire whose questions on places have some: those that conditions name."""
    named = {
        code: code
        for written in expressions(questionnaire)
        for code in _codes(written.text)
        if code.isdigit()
    }
    return with_municipalities(questionnaire, sorted({**named, "99999999": "99999999"}.items()))


def _fact_codes(questionnaire: Questionnaire) -> tuple[str, ...]:
    """Return the codes that conditions on facts may be compared with, and one that none is."""
    found = (
        code
        for each in expressions(questionnaire)
        if "." in each.text
        for code in _codes(each.text)
    )
    return (*dict.fromkeys(found), SOMEWHERE_ELSE)


def _asks_for_facts(questionnaire: Questionnaire) -> bool:
    if questionnaire.facts:
        return False
    trees = (_tree(each.text) for each in expressions(questionnaire))
    return any(
        isinstance(node, FactName) for tree in trees if tree is not None for node in every(tree)
    )


def _tree(text: str) -> Expression | None:
    try:
        return parse(text)
    except ExpressionError:
        return None


def _codes(text: str) -> Iterator[str]:
    tree = _tree(text)
    for node in () if tree is None else every(tree):
        values = getattr(node, "values", ()) or (getattr(node, "value", None),)
        yield from (value for value in values if isinstance(value, str))


def _solve(model: Model, term: Bit) -> tuple[str, Any]:
    solver = model.algebra.z3.Solver(ctx=model.algebra.context)
    solver.set("rlimit", EFFORT)
    solver.add(*(model.algebra.bits(fact) for fact in model.facts if fact is not True))
    solver.add(model.algebra.bits(term))
    return str(solver.check()), solver


@dataclass
class _Search:
    """One search for all goals of a questionnaire."""

    questionnaire: Questionnaire
    families: int
    found: dict[Goal, Proof] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Plan the goals."""
        self.index: Index = index_of(self.questionnaire)
        self.plan = Plan(self.index)
        self.is_timed = _asks_for_facts(self.questionnaire)
        self.codes = _fact_codes(self.questionnaire)

    def run(self) -> Mapping[Goal, Proof]:
        """Return a proof for every goal."""
        goals = tuple(dict.fromkeys(self.plan.goals()))
        self._meet_at_random(len(goals))
        rest = sorted((goal for goal in goals if goal not in self.found), key=self.plan.page_of)
        if rest:
            self._prove(rest)
        return {goal: self.found[goal] for goal in goals}

    def _meet_at_random(self, number: int) -> None:
        randomness = Random(1)  # noqa: S311 - the same families every time, no secrets
        news = 0
        for _ in range(self.families):
            before = len(self.found)
            self.walk(Family(), randomness)
            news = 0 if len(self.found) > before else news + 1
            if news == WITHOUT_NEWS or len(self.found) >= number:
                return

    def walk(self, family: Family, random: Random) -> None:
        """Walk the way of one family and keep what it shows; what it leaves open is random."""
        given, added = family.given, family.added

        def answer(asked: Asked, _: Known) -> Value | None:
            key = asked.question.id, asked.item
            return given[key] if key in given else self._example(asked, random)

        def add(items: ItemList, outer: str | None, _: Known) -> Items:
            number = random.randint(items.minimum, max(items.minimum, FEW_ITEMS))
            return path.first_items(items, outer, added.get((items.id, outer), number))

        asked_now = self._in_a_wave(family.facts, random)
        way = path.way_with(asked_now, answer, add)
        witness = Witness(way.answers())
        for goal in self.plan.observe(way, self.found):
            self.found.setdefault(goal, witness)

    def _in_a_wave(self, facts: FactsKnown, random: Random) -> Questionnaire:
        """Return the questionnaire as a wave asks it, where a condition looks at the wave."""
        if not self.is_timed:
            return self.questionnaire
        return with_facts(self.questionnaire, {**drawn(self.codes, random), **facts})

    def _example(self, asked: Asked, random: Random) -> Value | None:
        dice = random.random()
        if asked.refuse is not None and dice < 0.1:
            return Missing.REFUSED
        if dice < 0.2 and not asked.required:
            return Missing.UNANSWERED
        value = kind_of(asked.question).example(asked, random)
        is_count = asked.question.id in {each.count for each in self.index.lists.values()}
        if is_count and isinstance(value, (int, float)):
            return max(min(value, FEW_ITEMS), asked.minimum or 0)
        return value

    def _prove(self, goals: list[Goal]) -> None:
        model = Model(self.index, Algebra(), codes=self.codes)
        tries = _Tries(self, model)
        for goal in goals:
            if goal not in self.found:
                self.found[goal] = tries.proof(goal)


@dataclass
class _Tries:
    """The solver at work: it learns what must hold while the goals are taken in their order."""

    search: _Search
    model: Model
    _known: int = 0
    _pages: int = 0

    def __post_init__(self) -> None:
        """Start the solver."""
        algebra = self.model.algebra
        self.solver = algebra.z3.Solver(ctx=algebra.context)
        self.solver.set("rlimit", EFFORT)

    def proof(self, goal: Goal) -> Proof:
        """Return what can be said of one goal."""
        try:
            term = self.search.plan.term(goal, self.model)
            self._learn(goal)
        except NotModelledError as error:
            return Unknown(f"the search does not understand {error}")
        if term is False:
            return self._unreachable()
        self.solver.push()
        self.solver.add(self.model.algebra.bits(term))
        answer = str(self.solver.check())
        family = self._family() if answer == "sat" else Family()
        self.solver.pop()
        return self._settled(goal, answer, family)

    def _settled(self, goal: Goal, answer: str, family: Family) -> Proof:
        if answer == "unsat":
            return self._unreachable()
        if answer != "sat":
            return Unknown("the search took too long")
        self.search.walk(family, Random(1))  # noqa: S311 - no secret
        lost = Unknown("the search found a family whom the engine does not show it")
        return self.search.found.get(goal, lost)

    def _unreachable(self) -> Proof:
        if self.model.is_cut:
            return Unknown("a list may have more items than the search looks at")
        return Unreachable()

    def _learn(self, goal: Goal) -> None:
        """Tell the solver what must hold of families that come as far as a goal."""
        plan = self.search.plan
        pages = plan.index.questionnaire.pages[: plan.page_of(goal)]
        for page in pages[self._pages :]:
            self.model.facts += plan.let_through(page, self.model)
        self._pages = max(self._pages, len(pages))
        new = self.model.facts[self._known :]
        self._known = len(self.model.facts)
        self.solver.add(*(self.model.algebra.bits(fact) for fact in new if fact is not True))

    def _family(self) -> Family:
        solution = self.solver.model()

        def value(term: Any) -> Any:  # noqa: ANN401 - a term of the solver
            if isinstance(term, (bool, int, float)):
                return term
            found = solution.eval(term, model_completion=True)
            z3 = self.model.algebra.z3
            return z3.is_true(found) if z3.is_bool(found) else found.as_long()

        given = {
            key: said.read(value) for key, said in self.model.said.items() if value(said.asked)
        }
        added = {key: int(value(number)) for key, number in self.model.added.items()}
        return Family(given, added, self.model.free_facts.read(value))
