"""Rules about the parts of a questionnaire and how they hang together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from surveyapp.questionnaire.codebook import item_rows
from surveyapp.questionnaire.expression import RESERVED_WORDS
from surveyapp.questionnaire.index import Index
from surveyapp.questionnaire.model import ItemList, Option, Page, Row
from surveyapp.questionnaire.rules.rule import Found, rule
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import Gives
from surveyapp.questionnaire.values import RESERVED_CODES
from surveyapp.questionnaire.written import positions, questions

_ID = re.compile(r"[a-z][a-z0-9_]{0,59}")
_CODE = re.compile(r"[a-z0-9][a-z0-9_+-]{0,59}")

MOST_QUESTIONS = 8
"""Questions a phone shows on one page without losing people."""

MOST_ITEM_COLUMNS = 48
"""Items of lists in one row of the data; each of them repeats the columns of its questions."""


def _collections(index: Index) -> Iterator[tuple[str, list[str]]]:
    questionnaire = index.questionnaire
    yield "pages", [each.id for each in questionnaire.pages]
    yield "sections", [each.id for each in questionnaire.sections]
    yield "lists", [each.id for each in questionnaire.lists]
    yield "indicators", [each.id for each in questionnaire.indicators]
    yield "axes", [each.id for each in questionnaire.axes]
    yield "pairs", [each.id for each in questionnaire.pairs]


def _code_lists(index: Index) -> Iterator[tuple[str, Sequence[Option | Row]]]:
    for path, question, _ in questions(index.questionnaire):
        yield f"{path}.options", question.options
        yield f"{path}.rows", question.rows
    for name, options in index.questionnaire.scales.items():
        yield f"scales.{name}", options
    for n, axis in enumerate(index.questionnaire.axes):
        yield f"axes[{n}].categories", axis.categories


def _twice(ids: Iterable[str]) -> list[str]:
    return [each for each, number in Counter(ids).items() if number > 1]


@rule("Q001")
def an_id_is_used_twice(index: Index) -> Found:
    """Two parts of the same kind have the same id or code.

    Their answers would be stored as one, and nobody could tell them apart again. Give one of them
    another id.
    """
    cure = "give one of them another id"
    asked = [question.id for _, question, _ in questions(index.questionnaire)]
    for path, ids in (*_collections(index), ("pages", asked)):
        for each in _twice(ids):
            yield path, f"holds the id {each!r} twice", cure
    for path, parts in _code_lists(index):
        for each in _twice(part.code for part in parts):
            yield path, f"holds the code {each!r} twice", cure


def _references(index: Index) -> Iterator[tuple[str, str | None, Iterable[str], str]]:
    """Iterate over path, name, known names, kind of thing."""
    questionnaire = index.questionnaire
    sections = [section.id for section in questionnaire.sections]
    for n, page in enumerate(questionnaire.pages):
        yield f"pages[{n}].section", page.section, sections, "section"
        yield f"pages[{n}].repeat", page.repeat, index.lists, "list"
        yield f"pages[{n}].collect", page.collect, index.lists, "list"
    for path, question, _ in questions(questionnaire):
        yield f"{path}.scale", question.scale, questionnaire.scales, "scale"
    for n, each in enumerate(questionnaire.lists):
        yield f"lists[{n}].count", each.count, index.questions, "question"
        yield f"lists[{n}].rows_of", each.rows_of, index.questions, "question"
        yield f"lists[{n}].options_of", each.options_of, index.questions, "question"
        yield f"lists[{n}].within", each.within, index.lists, "list"
    for n, pair in enumerate(questionnaire.pairs):
        yield f"pairs[{n}].importance", pair.importance, index.questions, "question"
        yield f"pairs[{n}].satisfaction", pair.satisfaction, index.questions, "question"
    yield "area_question", questionnaire.area_question, index.questions, "question"
    yield "child_age_question", questionnaire.child_age_question, index.questions, "question"


@rule("Q002")
def a_name_leads_nowhere(index: Index) -> Found:
    """A section, list, scale or question is named that does not exist.

    The page would have no place in the progress line, or the question no options. Correct the
    spelling or add what is named.
    """
    for path, name, known, what in _references(index):
        if name is not None and name not in known:
            yield (
                path,
                f"names the {what} {name!r}, which does not exist",
                f"name a {what} of this file",
            )


@rule("Q003")
def an_id_cannot_be_used_in_expressions(index: Index) -> Found:
    """An id has other characters than a-z, 0-9 and _, or is a word of the expression language.

    Ids become column names, addresses and words in conditions. Rename it.
    """
    cure = "use lower-case letters, digits and _, beginning with a letter"
    asked = [question.id for _, question, _ in questions(index.questionnaire)]
    for path, ids in (*_collections(index), ("pages", asked)):
        for each in ids:
            is_word = each in RESERVED_WORDS and each in (*index.questions, *index.lists)
            if is_word or not _ID.fullmatch(each):
                yield path, f"holds the id {each!r}, which conditions cannot name", cure


@rule("Q004")
def a_code_is_reserved_or_unreadable(index: Index) -> Found:
    """A code means "no answer" in the data, or has characters that columns cannot have.

    ``refused``, ``unanswered`` and ``not_applicable`` are what a missing answer is called; a real
    answer of that name would disappear. Choose another code.
    """
    for path, parts in _code_lists(index):
        for n, part in enumerate(parts):
            if part.code in RESERVED_CODES:
                cure = "take it out (“keine Angabe” is offered anyway) or rename it"
                yield f"{path}[{n}].code", f"is {part.code!r}, which means no answer", cure
            elif not _CODE.fullmatch(part.code):
                cure = "use lower-case letters, digits, _, + and -"
                yield f"{path}[{n}].code", f"is {part.code!r}, which no column can be called", cure


def _flaws_of_list(index: Index, items: ItemList) -> Iterator[tuple[str, str, str]]:
    sources = [each for each in (items.count, items.rows_of, items.options_of) if each is not None]
    if len(sources) > 1:
        cure = "give one of count, rows_of with answered, and options_of"
        yield "count", "is filled by two questions", cure
    pages = [page for page in index.questionnaire.pages if page.collect == items.id]
    if items.is_collected and len(pages) != 1:
        cure = f"give it a count, rows_of or options_of, or one page with collect: {items.id}"
        yield "count", f"counts nothing, and {len(pages)} pages collect it", cure
    if pages and not items.is_collected:
        yield "count", "is filled by a question and by a page", "take collect or the question out"
    yield from _flaws_of_source(index, items)
    yield from _flaws_of_size(index, items)


def _flaws_of_source(index: Index, items: ItemList) -> Iterator[tuple[str, str, str]]:
    count = index.questions.get(items.count or "")
    if count is not None and kind_of(count).gives not in (Gives.NUMBER, Gives.ANY):
        yield "count", f"counts {count.id!r}, which gives no number", "name a number question"
    choice = index.questions.get(items.options_of or "")
    if choice is not None and kind_of(choice).gives is not Gives.CODES:
        sentence = f"takes options of {choice.id!r}, which is not multiple"
        yield "options_of", sentence, "name a multiple choice"
    rows = index.questions.get(items.rows_of or "")
    if rows is None:
        return
    if kind_of(rows).gives is not Gives.ROWS:
        yield "rows_of", f"takes rows of {rows.id!r}, which has none", "name a matrix"
    if items.answered not in {option.code for option in index.options[rows.id]}:
        cure = f"name an option of {rows.id}"
        yield "answered", f"is {items.answered!r}, which cannot be answered there", cure


def _flaws_of_size(index: Index, items: ItemList) -> Iterator[tuple[str, str, str]]:
    if items.minimum > items.maximum or items.minimum < 0:
        yield "minimum", "is not between 0 and the maximum", "correct one of them"
    if items.minimum and (items.rows_of or items.options_of):
        cure = "set min_choices of the question instead"
        yield "minimum", "cannot be demanded of rows or options", cure
    if items.id in (items.within, *_inside_itself(index, items)):
        yield "within", "is inside itself", "name a list further out"
    if index.is_child_list(items.id):
        return
    columns = len(item_rows(index, items.id))
    if columns > MOST_ITEM_COLUMNS:
        sentence = f"and those around it may have {columns} items, each of them columns of the data"
        cure = f"lower the maximum until there are at most {MOST_ITEM_COLUMNS}"
        yield "maximum", sentence, cure
    if any("-" in row.code for row in index.rows_of(items.id)) and _has_inner(index, items):
        cure = "rename the codes with _ instead of -"
        yield "id", "has items with - in their code, and lists inside it", cure


def _inside_itself(index: Index, items: ItemList) -> tuple[str, ...]:
    """Return the list's id where the lists around it lead back to it."""
    is_known = items.within in index.lists
    return (items.id,) if is_known and len(index.lineages[items.id]) == 1 else ()


def _has_inner(index: Index, items: ItemList) -> bool:
    return any(each.within == items.id for each in index.lists.values())


@rule("Q005")
def a_list_has_no_source(index: Index) -> Found:
    """A list has no source, two of them, or one that cannot fill it; or it cannot be so large.

    Its pages would never be shown, or not as meant. Name a number question in ``count``, a matrix in
    ``rows_of`` and one of its options in ``answered``, a multiple choice in ``options_of``, or give one
    page ``collect``.
    """
    for n, items in enumerate(index.questionnaire.lists):
        for key, sentence, cure in _flaws_of_list(index, items):
            yield f"lists[{n}].{key}", sentence, cure


@rule("Q006")
def a_list_is_used_before_it_is_filled(index: Index) -> Found:
    """Pages repeat over a list whose question comes later, or is itself on such a page.

    Families would never see these pages. Move the question to an earlier page; the question of a list
    inside another one stands on a page that repeats over the outer list.
    """
    where = positions(index.questionnaire)
    order = {page.id: n for n, page in enumerate(index.questionnaire.pages)}
    for n, page in enumerate(index.questionnaire.pages):
        items = index.lists.get(page.repeat or "")
        if items is None:
            continue
        filled = _filled_on(index, items, where)
        if filled is None:
            continue
        name, at = filled
        is_far = at.repeat not in (None, *index.lineages[items.id][:-1])
        if order[at.id] >= n or is_far:
            yield (
                f"pages[{n}].repeat",
                f"needs {name!r}, asked too late",
                "ask it on an earlier page",
            )


def _filled_on(index: Index, items: ItemList, where: Mapping[str, int]) -> tuple[str, Page] | None:
    source = items.count or items.rows_of or items.options_of
    if source is not None:
        return (source, index.page_of[source]) if source in where else None
    pages = (page for page in index.questionnaire.pages if page.collect == items.id)
    return next(((items.id, page) for page in pages), None)


@rule("Q007")
def a_question_does_not_fit_its_type(index: Index) -> Found:
    """A question lacks what its type needs: options, rows, or limits.

    Without options there is nothing to choose; without limits a slip of the finger becomes 400
    hours of care. Add what is named.
    """
    for path, question, _ in questions(index.questionnaire):
        for flaw in kind_of(question).flaws(question, index.options[question.id]):
            yield f"{path}.{flaw.field}", flaw.sentence, flaw.cure


@rule("Q008")
def a_question_has_options_and_a_scale(index: Index) -> Found:
    """A question has options of its own and names a scale; only the options would be shown.

    Whoever changes the scale later would change nothing here. Keep one of them.
    """
    for path, question, _ in questions(index.questionnaire):
        if question.options and question.scale is not None:
            yield f"{path}.scale", "is never shown beside options", "keep options or scale"


@rule("Q009")
def a_page_is_too_long(index: Index) -> Found:
    """A page asks more than eight questions.

    People on phones leave long pages. Split it where the theme changes.
    """
    for n, page in enumerate(index.questionnaire.pages):
        if len(page.questions) > MOST_QUESTIONS:
            sentence = f"asks {len(page.questions)} questions on one screen"
            yield (
                f"pages[{n}].questions",
                sentence,
                f"ask at most {MOST_QUESTIONS} and split the page",
            )


@rule("Q010")
def item_numbers_have_gaps(index: Index) -> Found:
    """The item numbers do not run 1, 2, 3 … in the order of the questions.

    Planners speak of "item 7"; a gap looks like a lost question. Number the items anew.
    """
    expected = 1
    for path, question, _ in questions(index.questionnaire):
        if question.item is None:
            continue
        if question.item not in (expected, expected - 1) or question.item < 1:
            yield f"{path}.item", f"is {question.item} where {expected} comes next", "number anew"
        expected = question.item + 1


@rule("Q011")
def a_section_is_empty_or_torn(index: Index) -> Found:
    """A section has no page, or its pages do not stand together.

    The progress line would jump back. Put the pages of a section together, or take it out.
    """
    order = [page.section for page in index.questionnaire.pages]
    runs = Counter(b for a, b in zip(["", *order], order, strict=False) if a != b)
    for n, section in enumerate(index.questionnaire.sections):
        if runs[section.id] != 1:
            sentence = f"stands in {runs[section.id]} places of the questionnaire"
            yield f"sections[{n}]", sentence, "put its pages together, or take it out"


@rule("Q012")
def two_lists_are_of_children(index: Index) -> Found:
    """More than one list is one of children.

    Each child becomes a row of the children's data; there is one such table. Say whom another list is
    of: ``unit: adult``, or ``unit: family`` for things.
    """
    children = [
        n for n, each in enumerate(index.questionnaire.lists) if index.is_child_list(each.id)
    ]
    for n in children[1:]:
        yield f"lists[{n}].unit", "is a second list of children", "give it unit: adult or family"


@rule("Q014")
def everything_may_be_hidden_at_the_start(index: Index) -> Found:
    """The first page has a condition, although nothing was answered yet.

    Families would begin somewhere else than planned. Take the condition away.
    """
    first = next(iter(index.questionnaire.pages), None)
    if first is None or first.show is not None or first.repeat is not None:
        yield "pages[0]", "may be hidden although it is the first", "show the first page always"
