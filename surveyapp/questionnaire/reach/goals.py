"""What should be possible in a questionnaire: each page seen, each condition once true and once not.

Every goal is told twice, for the engine (what one way shows) and for the solver (what some way could
show); a goal counts as reached only when the engine shows it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from surveyapp.questionnaire import conditions
from surveyapp.questionnaire.index import Index
from surveyapp.questionnaire.known import Known
from surveyapp.questionnaire.model import Constraint, Option, Page, Question, Row
from surveyapp.questionnaire.path import Screen, Way
from surveyapp.questionnaire.reach.model import END, Model
from surveyapp.questionnaire.reach.terms import Bit, NotModelledError, Spot, Truth
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import Asked
from surveyapp.questionnaire.written import questions


class Outcome(StrEnum):
    """What should be possible of a thing."""

    SEEN = "seen"
    #: Its condition holds, whatever else hides it …
    HOLDS = "holds"
    #: … and does not hold.
    FAILS = "fails"


Goal = tuple[str, Outcome]
"""Path and outcome."""


class Scope(StrEnum):
    """Of whom a condition is asked."""

    FAMILY = "family"
    ITEM = "item"
    PAGE = "page"
    QUESTION = "question"
    #: After the question or page was answered.
    AFTER = "after"
    END = "end"


@dataclass(frozen=True, slots=True)
class Test:
    """One condition, and where it is asked; with ``before`` only where none of these held."""

    path: str
    text: str
    scope: Scope
    page: Page | None = None
    question: Question | None = None
    before: tuple[str | None, ...] = ()
    #: List of children an expression of results sees one of.
    list: str | None = None
    #: Condition that must hold for the question to arise (the base of an indicator).
    base: str | None = None

    @property
    def is_strict(self) -> bool:
        """Say whether unknown is kept apart from false."""
        return self.scope in (Scope.AFTER, Scope.END)


class Plan:
    """All goals of a questionnaire."""

    def __init__(self, index: Index) -> None:
        """Find the paths of everything and all conditions."""
        self.index = index
        self.pages = {page.id: n for n, page in enumerate(index.questionnaire.pages)}
        self.paths = {each.id: path for path, each, _ in questions(index.questionnaire)}

    @cached_property
    def tests(self) -> tuple[Test, ...]:
        """Return all conditions, in the order of the questionnaire."""
        return tuple(self._tests())

    def _tests(self) -> Iterator[Test]:
        questionnaire = self.index.questionnaire
        for n, section in enumerate(questionnaire.sections):
            first = next((page for page in questionnaire.pages if page.section == section.id), None)
            if section.show is not None and first is not None:
                yield Test(f"sections[{n}].show", section.show, Scope.FAMILY, first)
        for n, page in enumerate(questionnaire.pages):
            if page.show is not None:
                yield Test(f"pages[{n}].show", page.show, Scope.ITEM, page)
            for m, question in enumerate(page.questions):
                yield from self._of_question(f"pages[{n}].questions[{m}]", page, question)
            yield from _of_checks(f"pages[{n}]", page.checks, page, None)
        yield from self._of_results()

    def _of_question(self, path: str, page: Page, question: Question) -> Iterator[Test]:
        if question.show is not None:
            yield Test(f"{path}.show", question.show, Scope.PAGE, page, question)
        parts: tuple[tuple[str, Sequence[Option | Row]], ...] = (
            ("options", question.options),
            ("rows", question.rows),
        )
        for name, found in parts:
            for n, part in enumerate(found):
                if part.show is not None:
                    place = f"{path}.{name}[{n}].show"
                    yield Test(place, part.show, Scope.QUESTION, page, question)
        if isinstance(question.required, str):
            yield Test(f"{path}.required", question.required, Scope.QUESTION, page, question)
        if isinstance(question.minimum, str) or isinstance(question.maximum, str):
            yield Test(f"{path}.minimum", f"answered({question.id})", Scope.AFTER, page, question)
        earlier: tuple[str | None, ...] = ()
        for n, variant in enumerate(question.variants):
            place = f"{path}.variants[{n}]"
            yield Test(place, variant.when, Scope.QUESTION, page, question, earlier)
            earlier = (*earlier, variant.when)
        yield from _of_checks(path, question.checks, page, question)

    def _of_results(self) -> Iterator[Test]:
        questionnaire = self.index.questionnaire
        for n, each in enumerate(questionnaire.indicators):
            of = self.index.list_of_rows(each.planning.unit)
            path = f"indicators[{n}]"
            if each.base is not None:
                yield Test(f"{path}.base", each.base, Scope.END, list=of)
            yield Test(f"{path}.need", each.need, Scope.END, list=of, base=each.base)
        for n, axis in enumerate(questionnaire.axes):
            of = self.index.list_of_rows(axis.unit)
            before: tuple[str | None, ...] = ()
            for m, category in enumerate(axis.categories):
                if category.show is not None:
                    place = f"axes[{n}].categories[{m}]"
                    yield Test(place, category.show, Scope.END, before=before, list=of)
                before = (*before, category.show)

    def observe(self, way: Way, settled: Collection[Goal] = ()) -> set[Goal]:
        """Return the goals one way shows, up to the first page it could not have been left from.

        Conditions of which both outcomes are ``settled`` are not asked again.
        """
        screens = tuple(_left(way))
        found: set[Goal] = set()
        for screen in screens:
            found.add((f"pages[{self.pages[screen.page.id]}]", Outcome.SEEN))
            for asked in screen.asked:
                found.update(self._of_asked(asked))
        is_whole = len(screens) == len(way.screens) and not _is_stopped(way, way.screens[-1:])
        end = len(self.pages) if is_whole else self.pages[screens[-1].page.id]
        way = Way(screens, way.environment)
        for test in self.tests:
            both = (test.path, Outcome.HOLDS), (test.path, Outcome.FAILS)
            if all(goal in settled for goal in both):
                continue
            if self.page_of(both[0]) <= end:
                found.update((test.path, outcome) for outcome in _outcomes(test, way))
        return found

    def _of_asked(self, asked: Asked) -> Iterator[Goal]:
        path = self.paths[asked.question.id]
        yield path, Outcome.SEEN
        least = asked.question.min_choices
        if least is not None and sum(not each.exclusive for each in asked.choices) >= least:
            yield f"{path}.min_choices", Outcome.HOLDS
        parts: tuple[tuple[str, Sequence[Option | Row], Sequence[Option | Row]], ...] = (
            ("options", asked.question.options, asked.options),
            ("rows", asked.question.rows, asked.rows),
        )
        for name, every, visible in parts:
            codes = {part.code for part in visible}
            for n, part in enumerate(every):
                if part.code in codes:
                    yield f"{path}.{name}[{n}]", Outcome.SEEN

    def goals(self) -> Iterator[Goal]:
        """Iterate over all goals, in the order of the questionnaire, results last."""
        for n, page in enumerate(self.index.questionnaire.pages):
            shown = [kind_of(question).is_shown for question in page.questions]
            if any(shown) or not shown:
                yield f"pages[{n}]", Outcome.SEEN
            for m, question in enumerate(page.questions):
                if not shown[m]:
                    continue
                path = f"pages[{n}].questions[{m}]"
                yield path, Outcome.SEEN
                if _may_offer_too_few(question):
                    yield f"{path}.min_choices", Outcome.HOLDS
                yield from (
                    (f"{path}.options[{k}]", Outcome.SEEN) for k, _ in enumerate(question.options)
                )
                yield from (
                    (f"{path}.rows[{k}]", Outcome.SEEN) for k, _ in enumerate(question.rows)
                )
        for test in self.tests:
            yield test.path, Outcome.HOLDS
            yield test.path, Outcome.FAILS

    def term(self, goal: Goal, model: Model) -> Bit:
        """Return what the solver should make true for a goal."""
        path, outcome = goal
        if outcome is Outcome.SEEN:
            return self._seen(path, model)
        if path.endswith(".min_choices"):
            return self._offers_enough(path, model)
        test = self._by_path[path]
        return model.algebra.some(
            _aimed(test, outcome, item, model) for item in _item_names(test, model)
        )

    def page_of(self, goal: Goal) -> int:
        """Return the number of the page a goal belongs to; of results, the number of all pages."""
        path, _ = goal
        if path.startswith("pages["):
            return int(path[6 : path.index("]")])
        page = self._by_path[path].page
        return len(self.index.questionnaire.pages) if page is None else self.pages[page.id]

    def let_through(self, page: Page, model: Model) -> Iterator[Bit]:
        """Iterate over what must hold of families that leave a page: its checks do not fail."""
        for test in self.tests:
            if test.page is page and test.path.endswith(".that"):
                for item in _item_names(test, model):
                    yield _not_failing(test, item, model)

    @cached_property
    def _by_path(self) -> dict[str, Test]:
        return {test.path: test for test in self.tests}

    def _offers_enough(self, path: str, model: Model) -> Bit:
        """Return whether a question offers as many options as it asks to choose."""
        numbers, page = self._page_at(path)
        question, algebra = page.questions[numbers[1]], model.algebra
        found = []
        for item in model.every_item(page.repeat):
            spot = model.spot(page, question.id, item)
            shown = [
                model.part_shown(each, spot) for each in question.options if not each.exclusive
            ]
            few = algebra.fewer(shown, question.min_choices or 1)
            found.append(algebra.both(model.say((question.id, item)).asked, algebra.no(few)))
        return algebra.some(found)

    def _page_at(self, path: str) -> tuple[list[int], Page]:
        numbers = [int(part) for part in path.replace("]", "[").split("[") if part.isdecimal()]
        return numbers, self.index.questionnaire.pages[numbers[0]]

    def _seen(self, path: str, model: Model) -> Bit:
        numbers, page = self._page_at(path)
        items = model.every_item(page.repeat)
        return model.algebra.some(_seen_for(path, numbers, page, item, model) for item in items)


def _may_offer_too_few(question: Question) -> bool:
    return question.min_choices is not None and any(each.show for each in question.options)


def _left(way: Way) -> Iterator[Screen]:
    """Iterate over the screens up to the first one whose checks hold the family back."""
    for screen in way.screens:
        yield screen
        if _is_stopped(way, (screen,)):
            return


def _is_stopped(way: Way, screens: Sequence[Screen]) -> bool:
    for screen in screens:
        known = _of_screen(way.environment, screen)
        checks = [*screen.page.checks]
        checks += [check for asked in screen.asked for check in asked.question.checks]
        if any(
            conditions.evaluate_truth(conditions.parse(each.that), known) is False
            for each in checks
        ):
            return True
    return False


def _of_screen(known: Known, screen: Screen) -> Known:
    list_id, item = screen.page.repeat, screen.step.item
    return known if list_id is None or item is None else known.inside(list_id, item)


def _of_checks(
    path: str, checks: Sequence[Constraint], page: Page, question: Question | None
) -> Iterator[Test]:
    for n, check in enumerate(checks):
        yield Test(f"{path}.checks[{n}].that", check.that, Scope.AFTER, page, question)


def _seen_for(path: str, numbers: list[int], page: Page, item: str | None, model: Model) -> Bit:
    algebra = model.algebra
    if len(numbers) == 1:
        shown = model.page_shown(page, item)
        asked = algebra.some(
            model.question_shown(each, item) for each in page.questions if kind_of(each).is_shown
        )
        return algebra.both(shown, asked) if page.questions else shown
    question = page.questions[numbers[1]]
    asked = model.say((question.id, item)).asked
    if len(numbers) == 2:
        return asked
    parts: Sequence[Option | Row] = question.rows if ".rows[" in path else question.options
    spot = model.spot(page, question.id, item)
    return algebra.both(asked, model.part_shown(parts[numbers[2]], spot))


def _item_names(test: Test, model: Model) -> tuple[str | None, ...]:
    list_id = test.list if test.page is None else test.page.repeat
    if test.scope is Scope.FAMILY or list_id is None:
        return (None,)
    return model.every_item(list_id)


def _aimed(test: Test, outcome: Outcome, item: str | None, model: Model) -> Bit:
    spot, there = _around(test, item, model)
    if there is False:
        return False
    algebra = model.algebra
    earlier = [model.truth(each, spot, is_strict=test.is_strict).false for each in test.before]
    if test.base is not None:
        earlier.append(model.truth(test.base, spot, is_strict=True).true)
    found: Truth = model.truth(test.text, spot, is_strict=test.is_strict)
    wanted = found.true if outcome is Outcome.HOLDS else found.false
    return algebra.both(there, *earlier, wanted)


def _not_failing(test: Test, item: str | None, model: Model) -> Bit:
    try:
        return model.algebra.no(_aimed(test, Outcome.FAILS, item, model))
    except NotModelledError:
        return True  # One condition less: what cannot be reached then cannot be reached with it.


def _around(  # noqa: PLR0911 - one for each scope
    test: Test, item: str | None, model: Model
) -> tuple[Spot, Bit]:
    """Return where a condition is asked in the model, and whether it is asked there."""
    page, question = test.page, test.question
    if page is None:
        spot = Spot(END)
        if test.list is None or item is None:
            return spot, True
        _, items = model.items(test.list, spot)
        return model.inside(spot, test.list, item), items.get(item, False)
    name = page.id + "/" if question is None else question.id
    if test.scope is Scope.FAMILY:
        return Spot(model.places[page.id + "/", model.first_item(page)]), True
    spot = model.spot(page, name, item)
    if test.scope is Scope.ITEM:
        return spot, True if model.is_local else model.item_there(page, item)
    if test.scope is Scope.PAGE:
        return spot, model.page_shown(page, item)
    if question is not None:
        place = spot.place + (test.scope is Scope.AFTER)
        return Spot(place, spot.bound), model.say((question.id, item)).asked
    last = max((model.places[each.id, item] for each in page.questions), default=spot.place)
    return Spot(last + 1, spot.bound), model.page_shown(page, item)


def _outcomes(test: Test, way: Way) -> Iterator[Outcome]:
    for known in _known(test, way):
        if any(_truth(each, test, known) is not False for each in test.before):
            continue
        if (
            test.base is not None
            and conditions.evaluate_truth(conditions.parse(test.base), known) is not True
        ):
            continue
        truth = _truth(test.text, test, known)
        if truth is not None:
            yield Outcome.HOLDS if truth else Outcome.FAILS


def _truth(text: str | None, test: Test, known: Known) -> bool | None:
    if text is None:
        return True
    if test.is_strict:
        return conditions.evaluate_truth(conditions.parse(text), known)
    return conditions.holds(text, known)


def _known(test: Test, way: Way) -> Iterator[Known]:
    """Iterate over the environments in which one way asks a condition."""
    known, page, question = way.environment, test.page, test.question
    if page is None:
        yield from _inside(known, test.list)
    elif test.scope is Scope.FAMILY:
        yield known
    elif test.scope is Scope.ITEM:
        yield from _inside(known, page.repeat)
    elif test.scope is Scope.PAGE:
        for inside in _inside(known, page.repeat):
            if conditions.holds(page.show, inside) and _section_holds(page, known):
                yield inside
    else:
        for screen in way.screens:
            if screen.page is not page:
                continue
            if question is None or any(asked.question is question for asked in screen.asked):
                yield _of_screen(known, screen)


def _section_holds(page: Page, known: Known) -> bool:
    sections = known.index.questionnaire.sections
    section = next((each for each in sections if each.id == page.section), None)
    return section is None or conditions.holds(section.show, known)


def _inside(known: Known, list_id: str | None) -> Iterator[Known]:
    if list_id is None:
        yield known
        return
    for item in known.items(list_id) or ():
        yield known.inside(list_id, item)
