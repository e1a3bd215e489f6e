"""Rules about lists: where their items come from, and which pages are about them."""

from __future__ import annotations

from collections.abc import Iterator

from surveyapp.questionnaire.codebook import item_rows
from surveyapp.questionnaire.model import ItemList, Page
from surveyapp.questionnaire.rules.look import Look
from surveyapp.questionnaire.rules.rule import Found, advice, at, error
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import Gives

MOST_ITEM_COLUMNS = 48
"""Items of lists in one row of the data; each of them repeats the columns of its questions."""


def _flaws_of_list(look: Look, items: ItemList) -> Iterator[tuple[str, str, dict[str, object]]]:
    index = look.index
    sources = [each for each in (items.count, items.rows_of, items.options_of) if each]
    if len(sources) > 1:
        yield "count", "sources", {}
    count = index.questions.get(items.count or "")
    if count is not None and kind_of(count).gives not in (Gives.NUMBER, Gives.ANY):
        yield "count", "number", {"name": count.id}
    choice = index.questions.get(items.options_of or "")
    if choice is not None and kind_of(choice).gives is not Gives.CODES:
        yield "options_of", "choice", {"name": choice.id}
    rows = index.questions.get(items.rows_of or "")
    if rows is None:
        return
    if kind_of(rows).gives is not Gives.ROWS:
        yield "rows_of", "rows", {"name": rows.id}
    if items.answered not in {option.code for option in index.options[rows.id]}:
        yield "answered", "answered", {"name": items.answered, "question": rows.id}


def _flaws_of_size(look: Look, items: ItemList) -> Iterator[tuple[str, str, dict[str, object]]]:
    index = look.index
    if not 0 <= items.minimum <= items.maximum:
        yield "minimum", "size", {}
    if items.minimum and (items.rows_of or items.options_of):
        yield "minimum", "demanded", {}
    if index.is_child_list(items.id):
        return
    columns = len(item_rows(index, items.id))
    if columns > MOST_ITEM_COLUMNS:
        yield "maximum", "columns", {"number": columns, "most": MOST_ITEM_COLUMNS}
    has_inner = any(each.within == items.id for each in index.lists.values())
    if has_inner and any("-" in row.code for row in index.rows_of(items.id)):
        yield "id", "dash", {}


@error(
    "Q005",
    sources=("counts two things", "keep one of count, rows_of and options_of"),
    number=("counts {name!r}, which gives no number", "name a number question"),
    choice=("takes options of {name!r}, where only one can be chosen", "name a multiple choice"),
    rows=("takes rows of {name!r}, which has none", "name a matrix"),
    answered=("is {name!r}, which cannot be answered there", "name an option of {question}"),
    size=("is not between 0 and the maximum", "correct one of them"),
    demanded=("cannot be demanded of rows or options", "set min_choices of the question instead"),
    columns=(
        "and those around it may have {number} items, each of them columns of the data",
        "lower the maximum until there are at most {most}",
    ),
    dash=(
        "has items with - in their code, and lists inside it",
        "rename the codes with _ instead of -",
    ),
)
def a_list_has_no_source(look: Look) -> Found:
    """A list counts what is no number, takes rows or options where there are none, or grows too large.

    Its pages would never be shown. Name a number question in `count`, a matrix in `rows_of` with one
    of its options in `answered`, or a multiple choice in `options_of`.

    Broken: `{id: children, count: municipality}`
    Mended: `{id: children, count: children_count}`
    """
    for n, items in enumerate(look.questionnaire.lists):
        for key, sentence, words in (*_flaws_of_list(look, items), *_flaws_of_size(look, items)):
            yield at(f"lists[{n}].{key}", sentence, **words)


@error("Q006", "needs {name!r}, which is asked too late", "ask it on an earlier page")
def a_list_is_used_before_it_is_filled(look: Look) -> Found:
    """Pages repeat over a list whose question comes later, or is itself on such a page.

    Families would never see these pages. Move the question to an earlier page.

    Broken: the page with `repeat: children` stands before the question `children_count`
    Mended: the question `children_count` stands on an earlier page
    """
    pages = look.questionnaire.pages
    order = {page.id: n for n, page in enumerate(pages)}
    for n, page in enumerate(pages):
        items = look.index.lists.get(page.repeat or "")
        filled = None if items is None else _filled_on(look, items)
        if items is None or filled is None:
            continue
        name, source = filled
        is_far = source.repeat not in (None, *look.index.lineages[items.id][:-1])
        if order[source.id] >= n or is_far:
            yield at(f"pages[{n}].repeat", name=name)


def _filled_on(look: Look, items: ItemList) -> tuple[str, Page] | None:
    source = items.count or items.rows_of or items.options_of
    if source is not None:
        page = look.index.page_of.get(source)
        return None if page is None else (source, page)
    pages = (page for page in look.questionnaire.pages if page.collect == items.id)
    return next(((items.id, page) for page in pages), None)


@advice(
    "Q015", "has neither pages nor a use in an expression", "take the list out, or repeat a page"
)
def a_list_is_never_used(look: Look) -> Found:
    """No page repeats over a list, collects it, and no expression goes through it.

    A forgotten list hides that a page was meant to be asked for each child. Repeat a page over it,
    or take it out.

    Broken: `lists: [{id: children, …}]` and no page with `repeat: children`
    Mended: a page with `repeat: children`
    """
    pages = look.questionnaire.pages
    used = {page.repeat for page in pages} | {page.collect for page in pages}
    used |= {each.within for each in look.questionnaire.lists} | look.lists_in_expressions
    for n, each in enumerate(look.questionnaire.lists):
        if each.id not in used:
            yield at(f"lists[{n}]")


@error(
    "Q016",
    circle=("lies within itself", "name the list of whose items this is a list"),
    late=(
        "is asked before the items of {name!r} are known",
        "put the page behind that list's pages",
    ),
)
def a_list_within_a_list_hangs_in_the_air(look: Look) -> Found:
    """A nested list lies within itself, or its pages come before those of the outer list.

    Nobody could say of which child a care place is. Put pages of the inner list behind the first
    page of the outer one.

    Broken: `[{id: places, within: places}]`
    Mended: `[{id: places, within: children}]`
    """
    lists = look.index.lists
    for n, each in enumerate(look.questionnaire.lists):
        seen = {each.id}
        outer = lists.get(each.within or "")
        while outer is not None and outer.id not in seen:
            seen.add(outer.id)
            outer = lists.get(outer.within or "")
        if outer is not None:
            yield at(f"lists[{n}].within", "circle")
    pages = look.questionnaire.pages
    for n, page in enumerate(pages):
        inner = lists.get(page.repeat or "")
        if inner is None or inner.within is None or inner.within == inner.id:
            continue
        if not any(before.repeat == inner.within for before in pages[:n]):
            yield at(f"pages[{n}].repeat", "late", name=inner.within)


@error(
    "Q017",
    counted=("collects {name!r}, whose items come from an answer", "collect a list without source"),
    never=("has no page where its items are added", "add a page with collect, or give it a source"),
    twice=("collects {name!r} a second time", "collect each list on one page"),
)
def a_list_is_collected_wrongly(look: Look) -> Found:
    """A page collects a list that is filled by an answer, or nobody collects one that is not.

    Families would be asked twice for the same persons, or never. Collect exactly the lists without
    `count`, `rows_of` and `options_of`, each on one page.

    Broken: `{collect: children}` where `children` has `count: children_count`
    Mended: `{repeat: children}`
    """
    collected: set[str] = set()
    for n, page in enumerate(look.questionnaire.pages):
        items = look.index.lists.get(page.collect or "")
        if items is None:
            continue
        if not items.is_collected:
            yield at(f"pages[{n}].collect", "counted", name=items.id)
        elif items.id in collected:
            yield at(f"pages[{n}].collect", "twice", name=items.id)
        collected.add(items.id)
    for n, each in enumerate(look.questionnaire.lists):
        if each.is_collected and each.id not in collected:
            yield at(f"lists[{n}]", "never")
