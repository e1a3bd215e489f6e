"""One questionnaire as the rules look at it: what several of them need is worked out once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from surveyapp.questionnaire.expression import Expression, ExpressionError, lists_of, parse
from surveyapp.questionnaire.index import Index, index_of
from surveyapp.questionnaire.model import Option, Page, Question, Questionnaire
from surveyapp.questionnaire.reach.search import (
    Goal,
    Outcome,
    Proof,
    Unreachable,
    Witness,
    outcomes,
)
from surveyapp.questionnaire.values import Answers
from surveyapp.questionnaire.written import Said, Written, expressions, positions, questions, texts


@dataclass(frozen=True, slots=True)
class Figures:
    """What a forecast of small groups needs to know of one county."""

    county: str
    #: Families with children in each municipality, by name.
    families: Mapping[str, float]


class Look:
    """A questionnaire with what rules ask of it."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        figures: Figures | None = None,
        pictures: frozenset[str] | None = None,
        *,
        searches: bool = True,
    ) -> None:
        """Hold the questionnaire, and the names of the pictures beside it where they are known."""
        self.searches = searches
        self.questionnaire = questionnaire
        self.figures = figures
        self.pictures = pictures
        #: False once a rule found that the parts do not hang together.
        self.is_whole = True
        self.index: Index = index_of(questionnaire)

    @cached_property
    def questions(self) -> tuple[tuple[str, Question, Page], ...]:
        """Return all questions with their path and page."""
        return tuple(questions(self.questionnaire))

    @cached_property
    def texts(self) -> tuple[Said, ...]:
        """Return all texts."""
        return tuple(texts(self.questionnaire))

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """Return the number of questions before each question."""
        return positions(self.questionnaire)

    @cached_property
    def readable(self) -> tuple[tuple[Written, Expression], ...]:
        """Return all expressions that can be read; Q020 names the others."""
        return tuple(self._readable())

    def _readable(self) -> Iterator[tuple[Written, Expression]]:
        for written in expressions(self.questionnaire):
            try:
                yield written, parse(written.text)
            except ExpressionError:
                continue

    @cached_property
    def proofs(self) -> Mapping[Goal, Proof]:
        """Return what is possible; nothing where it is not searched for, or parts do not hang together."""
        if not self.searches:
            return {}
        every = tuple(expressions(self.questionnaire))
        is_readable = len(every) == len(self.readable)
        return outcomes(self.questionnaire) if self.is_whole and is_readable else {}

    @property
    def families(self) -> tuple[Answers, ...]:
        """Return the answers of a few families that the search met."""
        met = {
            id(proof.answers): proof.answers
            for proof in self.proofs.values()
            if isinstance(proof, Witness)
        }
        return tuple(met.values())[:8]

    def never(self, path: str, outcome: Outcome) -> bool:
        """Say whether something was proved to be impossible."""
        return isinstance(self.proofs.get((path, outcome)), Unreachable)

    def options(self, question: Question) -> tuple[Option, ...]:
        """Return the options of a question, its own or those of its scale."""
        return self.index.options[question.id]

    @cached_property
    def lists_in_expressions(self) -> frozenset[str]:
        """Return the lists some expression goes through."""
        return frozenset(name for _, tree in self.readable for name in lists_of(tree))

    def page_at(self, path: str) -> Page | None:
        """Return the page a path lies on."""
        if not path.startswith("pages["):
            return None
        return self.questionnaire.pages[int(path[6 : path.index("]")])]

    def sees(self, list_id: str, lists: frozenset[str]) -> bool:
        """Say whether an item of one of some lists says which item of a list is meant."""
        lineages = self.index.lineages
        return any(list_id in lineages.get(each, (each,)) for each in lists)
