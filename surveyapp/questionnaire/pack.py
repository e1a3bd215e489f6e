"""A whole questionnaire as one JSON document, for a browser that has to go on without network.

It holds what ``path.walk``, ``texts.say`` and ``live.possible`` know, in one language: conditions as
trees that ``ui/static/conditions.js`` evaluates, wordings as trees that ``ui/static/way.js`` fills, and of
every page the HTML of its fields, made by whoever has templates. In that HTML a number between two signs
of the private use area stands for a wording, so that each is sent once and can follow the answers.

What such a browser leads to is read again by ``journal.replay``, which alone decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from surveyapp.questionnaire import conditions, live, texts
from surveyapp.questionnaire.expression import parse
from surveyapp.questionnaire.functions import FACTS
from surveyapp.questionnaire.index import Group, Index, Part, index_of
from surveyapp.questionnaire.known import Known
from surveyapp.questionnaire.live import Opening, Possible
from surveyapp.questionnaire.minutes import minutes_by_family, seconds_of
from surveyapp.questionnaire.model import (
    Constraint,
    ItemList,
    Option,
    Page,
    Question,
    Questionnaire,
    Row,
    Text,
)
from surveyapp.questionnaire.pack_words import Wordings
from surveyapp.questionnaire.path import Screen, Step, as_seen
from surveyapp.questionnaire.portable import hindrances
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import Asked, Reads

Json: TypeAlias = dict[str, Any]

Render: TypeAlias = Callable[["tuple[Possible, ...]", "Wordings"], str]
"""Gives the HTML of the fields of a page, with marks in place of all wordings."""


def pack(questionnaire: Questionnaire, language: str, render: Render) -> Json:
    """Return a questionnaire in one language, or ``{"portable": False, "why": …}``.

    ``questionnaire`` is readied for its county and wave, so that facts are known.
    """
    why = next(hindrances(questionnaire), None)
    if why is not None:
        return {"portable": False, "why": str(why)}
    return _Packer(questionnaire, Wordings(language)).packed(render)


def _tree(text: str) -> Json:
    return conditions.to_json(parse(text))


def _expressions(tree: Any) -> Iterator[Json]:  # noqa: ANN401 - JSON
    """Iterate over all nodes of a document that are expressions or parts of texts."""
    if isinstance(tree, dict):
        if isinstance(tree.get("kind"), str):
            yield tree
        for each in tree.values():
            yield from _expressions(each)
    elif isinstance(tree, list):
        for each in tree:
            yield from _expressions(each)


@dataclass
class _Packer:
    """Packs one questionnaire."""

    questionnaire: Questionnaire
    wordings: Wordings
    #: Conditions, each once; pages, questions, options and rows name them by number.
    shows: list[Json] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)

    @property
    def index(self) -> Index:
        """Return the lookups of the questionnaire."""
        return index_of(self.questionnaire)

    def packed(self, render: Render) -> Json:
        """Return the document."""
        found = self.questionnaire
        pages = {page.id: self._page(page, render) for page in found.pages}
        document = {
            "portable": True,
            "id": found.id,
            "version": found.version,
            "language": self.wordings.language,
            "locale": str(texts.locale_of(self.wordings.language)).replace("_", "-"),
            "title": self.wordings.number(found.title),
            "sections": {each.id: self._section(each.id) for each in found.sections},
            "parts": [_shape(part) for part in self.index.parts],
            "rotating": [list(each) for each in self.index.rotating],
            "pages": pages,
            "questions": {id_: self._question(each) for id_, each in self.index.questions.items()},
            "lists": {each.id: self._list(each) for each in found.lists},
            "area": found.area_question,
            "minutes": found.minutes,
            "children": self.index.child_list(),
            "typical": [
                [each.children, round(60 * each.typical)] for each in minutes_by_family(found)
            ],
            "shows": self.shows,
            "texts": self.wordings.found,
            "german": sorted(self.wordings.german),
            "direction": texts.locale_of(self.wordings.language).text_direction,
        }
        return document | self._known(document)

    def _known(self, document: Json) -> Json:
        """Return the facts that expressions of the document ask for, and nothing else."""
        asked = {each["fact"] for each in _expressions(document) if each["kind"] == "factname"}
        of_area = sorted(name for name in asked if FACTS[name].is_of_area)
        areas = {
            code: {name: known.get(name.removeprefix("area.")) for name in of_area}
            for code, known in self.questionnaire.areas.items()
        }
        facts = {name: self.questionnaire.facts.get(name) for name in asked - set(of_area)}
        return {"facts": facts, "areas": areas if of_area else {}}

    def _section(self, section: str) -> Json:
        found = self.index.sections[section]
        return _given(text=self.wordings.number(found.title), show=self._show(found.show))

    def _page(self, page: Page, render: Render) -> Json:
        found = tuple(self._possible(each) for each in page.questions if kind_of(each).is_shown)
        return _given(
            section=page.section,
            title=self.wordings.number(page.title),
            intro=None if page.intro is None else self.wordings.number(page.intro),
            repeat=page.repeat,
            show=self._show(page.show),
            checks=self._checks(page.checks),
            seconds=round(seconds_of([_screen(page)]), 1),
            questions=[each.id for each in page.questions],
            html=render(found, self.wordings),
        )

    def _possible(self, question: Question) -> Possible:
        """Return a question with all it may show; its conditions are named by their numbers."""
        show = self._whole(question)
        if show is None and self._waits(question):  # so that it has a box that can be left out
            show = self._numbered({"kind": "literal", "value": True})
        return Possible(
            self._asked(question),
            _opening(show),
            self._openings(self.index.options[question.id]),
            self._openings(question.rows),
        )

    def _asked(self, question: Question) -> Asked:
        known = Known(self.index)
        found = as_seen(known, question, None, holds=lambda _: True, found=lambda _: True)
        return found or Asked(question, None)

    def _openings(self, parts: tuple[Option | Row, ...]) -> dict[str, Opening]:
        return {each.code: _opening(self._show(each.show)) for each in parts if each.show}

    def _whole(self, question: Question) -> int | None:
        """Return when a question is there: also one of its options and one of its rows must be."""
        needed = [] if question.show is None else [_tree(question.show)]
        for parts in (self.index.options[question.id], question.rows):
            shows = [None if each.show is None else _tree(each.show) for each in parts]
            if shows and None not in shows:
                needed.append({"kind": "or", "operands": shows})
        if not needed:
            return None
        whole = needed[0] if len(needed) == 1 else {"kind": "and", "operands": needed}
        return self._numbered(whole)

    def _show(self, show: str | None) -> int | None:
        return None if show is None else self._numbered(_tree(show))

    def _numbered(self, tree: Json) -> int:
        key = repr(tree)
        if key not in self._numbers:
            self._numbers[key] = len(self.shows)
            self.shows.append(tree)
        return self._numbers[key]

    def _question(self, question: Question) -> Json:
        asked = self._asked(question)
        return _given(
            type=question.type,
            list=self.index.list_of[question.id],
            text=self.wordings.of_question(question),
            label=self._text(texts.only_in(question.label, self.wordings.language)),
            show=self._whole(question),
            required=self._limit(question.required) or None,
            checks=self._checks(question.checks),
            options=[self._option(each) for each in asked.options],
            rows=[self._row(each) for each in asked.rows],
            rotate=question.rotate or None,
            waits=self._waits(question) or None,
            seconds=self._seconds(question, asked),
            **self._of_kind(question),
        )

    def _seconds(self, question: Question, asked: Asked) -> float | None:
        page = self.index.page_of[question.id]
        more = seconds_of([_screen(page, asked)]) - seconds_of([_screen(page)])
        return round(more, 1) if kind_of(question).is_shown else None

    def _of_kind(self, question: Question) -> Json:
        """Return what belongs to the type of a question: how it is read, said and held to limits."""
        kind = kind_of(question)
        if not kind.is_asked:
            value = None if question.value is None else _tree(question.value)
            return {"silent": True, "hidden": not kind.is_shown or None, "value": value}
        has_points = not question.options and question.scale is None
        ends = [self.wordings.number(each) for each in (question.low, question.high)]
        return {
            "reads": str(kind.reads or Reads.CHOICE),
            **live.reading(self.index, question),
            "minimum": self._limit(question.minimum),
            "maximum": self._limit(question.maximum),
            "fewest": question.min_choices,
            "most": question.max_choices,
            "unit": self._text(question.unit_text),
            "ends": ends if has_points and (question.low or question.high) else None,
            "pattern": question.pattern,
            "pattern_hint": self._text(question.pattern_hint),
        }

    def _waits(self, question: Question) -> bool:
        """Say whether its wording hangs on an answer of the same page."""
        page = self.index.page_of[question.id]
        beside = frozenset(each.id for each in page.questions if kind_of(each).is_asked)
        return live.waits_for_server(self.index, question, beside)

    def _text(self, text: Text | None) -> int | None:
        return None if text is None else self.wordings.number(text)

    def _option(self, option: Option) -> Json:
        return _given(
            code=option.code,
            text=self.wordings.number(option.text),
            show=self._show(option.show),
            alone=option.exclusive or None,
            forms={form: self.wordings.number(text) for form, text in option.forms.items()},
        )

    def _row(self, row: Row) -> Json:
        text = self.wordings.number(row.text)
        return _given(code=row.code, text=text, show=self._show(row.show))

    def _limit(self, limit: float | str | bool | None) -> Any:  # noqa: ANN401, FBT001 - JSON
        return _tree(limit) if isinstance(limit, str) else limit

    def _checks(self, checks: tuple[Constraint, ...]) -> list[Any]:
        return [[_tree(each.that), self.wordings.number(each.message)] for each in checks]

    def _list(self, items: ItemList) -> Json:
        return _given(
            label=self.wordings.number(items.label),
            line=list(self.index.lineages[items.id]),
            count=items.count,
            of=items.rows_of or items.options_of,
            answered=items.answered,
            rows=[
                [each.code, self.wordings.number(each.text)]
                for each in self.index.rows_of(items.id)
            ],
            maximum=items.maximum,
        )


def _given(**fields: Any) -> Json:  # noqa: ANN401 - JSON
    """Return an object without what there is nothing to say of."""
    return {
        name: each for name, each in fields.items() if each is not None and each not in ([], {})
    }


def _shape(part: Part) -> Any:  # noqa: ANN401 - JSON
    """Return a page by its id, and pages asked item by item as their list with all of them."""
    if isinstance(part, Group):
        return [part.list, [_shape(each) for each in part.parts]]
    return part.id


def _screen(page: Page, *asked: Asked) -> Screen:
    return Screen(Step(page.id), page, asked)


def _opening(show: int | None) -> Opening:
    return Opening(is_shown=True, condition=None if show is None else {"show": show})
