"""Rules about the parts of a questionnaire and how they hang together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from surveyapp.questionnaire.expression import RESERVED_WORDS, references
from surveyapp.questionnaire.model import Option, Row
from surveyapp.questionnaire.rules.look import Look
from surveyapp.questionnaire.rules.rule import Found, advice, at, error
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import Gives
from surveyapp.questionnaire.values import RESERVED_CODES

_ID = re.compile(r"[a-z][a-z0-9_]{0,59}")
_CODE = re.compile(r"[a-z0-9][a-z0-9_+-]{0,59}")

MOST_QUESTIONS = 8
"""Questions a phone shows on one page without losing people."""


def _collections(look: Look) -> Iterator[tuple[str, list[str]]]:
    questionnaire = look.questionnaire
    for name in ("pages", "sections", "lists", "indicators", "axes", "pairs"):
        yield name, [each.id for each in getattr(questionnaire, name)]
    yield "pages", [question.id for _, question, _ in look.questions]


def _code_lists(look: Look) -> Iterator[tuple[str, Sequence[Option | Row]]]:
    for path, question, _ in look.questions:
        yield f"{path}.options", question.options
        yield f"{path}.rows", question.rows
    for name, options in look.questionnaire.scales.items():
        yield f"scales.{name}", options
    for n, axis in enumerate(look.questionnaire.axes):
        yield f"axes[{n}].categories", axis.categories


def _twice(ids: Iterable[str]) -> list[str]:
    return [each for each, number in Counter(ids).items() if number > 1]


@error(
    "Q001",
    id=("holds the id {name!r} twice", "give one of them another id"),
    code=("holds the code {name!r} twice", "give one of them another code"),
    both=("is called {name!r} like a question", "give the list another id"),
)
def an_id_is_used_twice(look: Look) -> Found:
    """Two parts of the same kind have the same id or code, or a list is called like a question.

    Their answers would be stored as one, and nobody could tell them apart again. Give one of them
    another id.

    Broken: `options: [{code: bus, …}, {code: bus, …}]`
    Mended: `options: [{code: bus, …}, {code: train, …}]`
    """
    for path, ids in _collections(look):
        yield from (at(path, "id", name=each) for each in _twice(ids))
    for n, items in enumerate(look.questionnaire.lists):
        if items.id in look.index.questions:
            yield at(f"lists[{n}].id", "both", name=items.id)
    for path, parts in _code_lists(look):
        yield from (at(path, "code", name=each) for each in _twice(part.code for part in parts))


def _references(look: Look) -> Iterator[tuple[str, str | None, Iterable[str], str]]:
    """Iterate over path, name, known names, kind of thing."""
    questionnaire, index = look.questionnaire, look.index
    sections = [section.id for section in questionnaire.sections]
    for n, page in enumerate(questionnaire.pages):
        yield f"pages[{n}].section", page.section, sections, "section"
        yield f"pages[{n}].repeat", page.repeat, index.lists, "list"
        yield f"pages[{n}].collect", page.collect, index.lists, "list"
    for path, question, _ in look.questions:
        yield f"{path}.scale", question.scale, questionnaire.scales, "scale"
    for n, each in enumerate(questionnaire.lists):
        for key in ("count", "rows_of", "options_of"):
            yield f"lists[{n}].{key}", getattr(each, key), index.questions, "question"
        yield f"lists[{n}].within", each.within, index.lists, "list"
    for n, pair in enumerate(questionnaire.pairs):
        yield f"pairs[{n}].importance", pair.importance, index.questions, "question"
        yield f"pairs[{n}].satisfaction", pair.satisfaction, index.questions, "question"
    yield "area_question", questionnaire.area_question, index.questions, "question"
    yield "child_age_question", questionnaire.child_age_question, index.questions, "question"


_KINDS_OF_THINGS = ("section", "list", "scale", "question")


@error(
    "Q002",
    **{
        kind: (f"names the {kind} {{name!r}}, which does not exist", f"name a {kind} of this file")
        for kind in _KINDS_OF_THINGS
    },
)
def a_name_leads_nowhere(look: Look) -> Found:
    """A section, list, scale or question is named that does not exist.

    The page would have no place in the progress line, or the question no options. Correct the
    spelling or add what is named.

    Broken: `scale: satisfacton`
    Mended: `scale: satisfaction`
    """
    for path, name, known, what in _references(look):
        if name is not None and name not in known:
            yield at(path, what, name=name)


@error(
    "Q003",
    "holds the id {name!r}, which conditions cannot name",
    "use lower-case letters, digits and _, beginning with a letter",
)
def an_id_cannot_be_used_in_expressions(look: Look) -> Found:
    """An id has other characters than a-z, 0-9 and _, or is a word of the expression language.

    Ids become column names, addresses and words in conditions. Rename it.

    Broken: `id: Wege-zur-Arbeit`
    Mended: `id: ways_to_work`
    """
    names = (*look.index.questions, *look.index.lists)
    for path, ids in _collections(look):
        for each in ids:
            is_word = each in RESERVED_WORDS and each in names
            if is_word or not _ID.fullmatch(each):
                yield at(path, name=each)


@error(
    "Q004",
    missing=(
        "is {name!r}, which means no answer",
        "take it out (“keine Angabe” is offered anyway) or rename it",
    ),
    unreadable=(
        "is {name!r}, which no column can be called",
        "use lower-case letters, digits, _, + and -",
    ),
)
def a_code_is_reserved_or_unreadable(look: Look) -> Found:
    """A code means "no answer" in the data, or has characters that columns cannot have.

    `refused`, `unanswered` and `not_applicable` are what a missing answer is called; a real answer
    of that name would disappear. Choose another code.

    Broken: `{code: refused, text: {de: abgelehnt}}`
    Mended: `{code: turned_down, text: {de: abgelehnt}}`
    """
    for path, parts in _code_lists(look):
        for n, part in enumerate(parts):
            if part.code in RESERVED_CODES:
                yield at(f"{path}[{n}].code", "missing", name=part.code)
            elif not _CODE.fullmatch(part.code):
                yield at(f"{path}[{n}].code", "unreadable", name=part.code)


@error("Q007", "{sentence}", "{cure}")
def a_question_does_not_fit_its_type(look: Look) -> Found:
    """A question lacks what its type needs, such as options, rows or limits.

    Without options there is nothing to choose; without limits a slip of the finger becomes 400
    hours of care. Add what is named.

    Broken: `{id: hours, type: number}`
    Mended: `{id: hours, type: number, minimum: 0, maximum: 60}`
    """
    for path, question, _ in look.questions:
        if question.scale is not None and question.scale not in look.questionnaire.scales:
            continue  # Q002 names it.
        for flaw in kind_of(question).flaws(question, look.options(question)):
            yield at(f"{path}.{flaw.field}", sentence=flaw.sentence, cure=flaw.cure)


@error("Q008", "is never shown beside options", "keep options or scale")
def a_question_has_options_and_a_scale(look: Look) -> Found:
    """A question has options of its own and names a scale; only the options would be shown.

    Whoever changes the scale later would change nothing here. Keep one of them.

    Broken: `{scale: satisfaction, options: [{code: good, …}]}`
    Mended: `{scale: satisfaction}`
    """
    for path, question, _ in look.questions:
        if question.options and question.scale is not None:
            yield at(f"{path}.scale")


@advice("Q009", "asks {number} questions on one screen", "ask at most {most} and split the page")
def a_page_is_too_long(look: Look) -> Found:
    """A page asks more than eight questions.

    People on phones leave long pages, tired parents first. Split it where the theme changes.

    Broken: nine questions under one `title`
    Mended: two pages with five and four questions
    """
    for n, page in enumerate(look.questionnaire.pages):
        if len(page.questions) > MOST_QUESTIONS:
            yield at(f"pages[{n}].questions", number=len(page.questions), most=MOST_QUESTIONS)


@advice("Q010", "is {number} where {expected} comes next", "number anew")
def item_numbers_have_gaps(look: Look) -> Found:
    """The item numbers do not run 1, 2, 3 … in the order of the questions.

    Planners speak of "item 7"; a gap looks like a lost question. Number the items anew.

    Broken: `item: 1`, `item: 2`, `item: 4`
    Mended: `item: 1`, `item: 2`, `item: 3`
    """
    expected = 1
    for path, question, _ in look.questions:
        if question.item is None:
            continue
        if question.item not in (expected, expected - 1) or question.item < 1:
            yield at(f"{path}.item", number=question.item, expected=expected)
        expected = question.item + 1


@error(
    "Q011",
    "stands in {number} places of the questionnaire",
    "put its pages together, or take it out",
)
def a_section_is_empty_or_torn(look: Look) -> Found:
    """A section has no page, or its pages do not stand together.

    The progress line would jump back. Put the pages of a section together, or take it out.

    Broken: pages of the sections `home`, `work`, `home`
    Mended: pages of the sections `home`, `home`, `work`
    """
    order = [page.section for page in look.questionnaire.pages]
    runs = Counter(b for a, b in zip(["", *order], order, strict=False) if a != b)
    for n, section in enumerate(look.questionnaire.sections):
        if runs[section.id] != 1:
            yield at(f"sections[{n}]", number=runs[section.id])


@error("Q012", "is a second list of children", "keep one list of children; give others a unit")
def children_are_listed_twice(look: Look) -> Found:
    """More than one list holds children.

    Each child becomes a row of the children's data; there is one such table, so that a child is
    never counted twice. Keep one list of children and give others their `unit`.

    Broken: `[{id: children, count: number}, {id: babies, count: number_of_babies}]`
    Mended: `[{id: children, count: number}, {id: cars, count: number_of_cars, unit: family}]`
    """
    lists = look.questionnaire.lists
    counted = [n for n, each in enumerate(lists) if look.index.is_child_list(each.id)]
    yield from (at(f"lists[{n}]") for n in counted[1:])


_OPTIONS, _LIMITS = ("options", "scale"), ("minimum", "maximum")


def _ignored(look: Look) -> Iterator[tuple[str, str, str]]:
    """Iterate over path, field and type of what nobody reads."""
    for path, question, _ in look.questions:
        kind = kind_of(question)
        has_rows = kind.gives is Gives.ROWS
        is_choice = bool(look.options(question))
        ignored = {
            "rows": bool(question.rows) and not has_rows,
            "options": bool(question.options) and not is_choice,
            "decimals": question.decimals > 0 and Gives.NUMBER not in (kind.gives, kind.row_gives),
            "max_choices": question.max_choices is not None
            and Gives.CODES not in (kind.gives, kind.row_gives),
            "min_choices": question.min_choices is not None
            and Gives.CODES not in (kind.gives, kind.row_gives),
            "pattern": question.pattern is not None and not kind.is_stored_apart,
            "unit_text": question.unit_text is not None
            and Gives.NUMBER not in (kind.gives, kind.row_gives),
            "value": question.value is not None and kind.gives is not Gives.ANY,
            "rotate": question.rotate and not (has_rows or is_choice),
        }
        yield from ((path, field, question.type) for field, found in ignored.items() if found)


@advice("Q013", "has {field}, which the type {type} never reads", "leave it out or change the type")
def a_field_is_never_read(look: Look) -> Found:
    """A question has a field that its type ignores.

    Whoever wrote it expects something that will not happen. Leave it out, or choose the type that
    reads it.

    Broken: `{type: number, rows: [{code: kita, …}]}`
    Mended: `{type: matrix_number, rows: [{code: kita, …}]}`
    """
    for path, field, type_ in _ignored(look):
        yield at(f"{path}.{field}", field=field, type=type_)


@error("Q014", "may be hidden although it is the first", "show the first page always")
def everything_may_be_hidden_at_the_start(look: Look) -> Found:
    """The first page has a condition or repeats, although nothing was answered yet.

    Families would begin somewhere else than planned. Take the condition away.

    Broken: `pages: [{id: where, show: children_count > 0, …}]`
    Mended: `pages: [{id: where, …}]`
    """
    first = next(iter(look.questionnaire.pages), None)
    if first is None or first.show is not None or first.repeat is not None:
        yield at("pages[0]")


@error("Q018", "needs {name!r} of a page that may come later", "take rotate out, or the condition")
def pages_in_turn_depend_on_each_other(look: Look) -> Found:
    """In a section whose pages rotate, a condition looks at another page of the section.

    Every family has an order of its own; half of them would not have answered yet, and results could
    not be compared. Take `rotate` or the condition out.

    Broken: `sections: [{id: work, rotate: true}]` and a page in it with `show: works == 'yes'`
    Mended: `works` is asked in the section before
    """
    rotated = {each.id for each in look.questionnaire.sections if each.rotate}
    for written, tree in look.readable:
        page = look.page_at(written.path)
        if page is None or page.section not in rotated:
            continue
        for name in sorted(references(tree)):
            asked_on = look.index.page_of.get(name)
            if asked_on is not None and asked_on is not page and asked_on.section == page.section:
                yield at(written.path, name=name)


@error("Q019", "asks who somebody is (type {type})", "ask it in the contact form")
def somebody_is_asked_for_by_name(look: Look) -> Found:
    """An e-mail address or telephone number is asked for beside the answers.

    Answers are anonymous, and families were promised so. Ask for it in `contact`, a form of its own
    that is never stored beside the answers.

    Broken: `pages: [{questions: [{id: mail, type: email, …}]}]`
    Mended: `contact: {questions: [{id: mail, type: email, …}], …}`
    """
    for path, question, _ in look.questions:
        if kind_of(question).is_personal:
            yield at(f"{path}.type", type=question.type)
