"""Everything an author wrote into a questionnaire, with its place in the file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from surveyapp.questionnaire.index import Index, index_of
from surveyapp.questionnaire.model import (
    Constraint,
    ContactForm,
    Option,
    Page,
    Question,
    Questionnaire,
    Row,
    Text,
    Unit,
)

AT_THE_END = 1_000_000
"""Position of expressions that see all answers."""


@dataclass(frozen=True, slots=True)
class Written:
    """One expression."""

    path: str
    text: str
    #: Number of questions asked before it is evaluated.
    position: int
    #: Lists of whose items the expression sees one.
    lists: frozenset[str] = frozenset()
    #: True when the expression should give a number, false when a truth; None where all is welcome.
    is_number: bool | None = False


@dataclass(frozen=True, slots=True)
class Said:
    """One text."""

    path: str
    text: Text
    #: Number of questions asked before it is read.
    position: int
    #: List of whose items the text speaks, if any.
    list: str | None = None
    #: Placeholders filled elsewhere, such as ``{share}`` in sentences.
    also: frozenset[str] = frozenset()
    #: Read by people at the county's office only, in German.
    for_planners: bool = False


def questions(questionnaire: Questionnaire) -> Iterator[tuple[str, Question, Page]]:
    """Iterate over all questions with their path and page."""
    for page_place, page in enumerate(questionnaire.pages):
        for place, question in enumerate(page.questions):
            yield f"pages[{page_place}].questions[{place}]", question, page


def positions(questionnaire: Questionnaire) -> dict[str, int]:
    """Return the number of questions before each question."""
    found: dict[str, int] = {}
    for position, (_, question, _) in enumerate(questions(questionnaire)):
        found.setdefault(question.id, position)
    return found


def expressions(questionnaire: Questionnaire) -> Iterator[Written]:
    """Iterate over all expressions."""
    index = index_of(questionnaire)
    yield from _of_sections(questionnaire)
    position = 0
    for place, page in enumerate(questionnaire.pages):
        lists = _lists(index, page)
        if page.show is not None:
            yield Written(f"pages[{place}].show", page.show, position, lists)
        position += len(page.questions)
        yield from _of_checks(f"pages[{place}]", page.checks, position, lists)
    for number, (path, question, page) in enumerate(questions(questionnaire)):
        yield from _of_question(path, question, number, _lists(index, page))
    yield from _of_results(questionnaire)


def _of_sections(questionnaire: Questionnaire) -> Iterator[Written]:
    """Iterate over the conditions of sections, which hold before their first page begins."""
    before: dict[str, int] = {}
    position = 0
    for page in questionnaire.pages:
        before.setdefault(page.section, position)
        position += len(page.questions)
    for place, section in enumerate(questionnaire.sections):
        if section.show is not None:
            yield Written(f"sections[{place}].show", section.show, before.get(section.id, 0))


def _lists(index: Index, page: Page) -> frozenset[str]:
    """Return the lists of whose items a page sees one: its own and those around it."""
    return frozenset(index.lineages.get(page.repeat or "", ()))


def _of_question(
    path: str, question: Question, position: int, lists: frozenset[str]
) -> Iterator[Written]:
    if question.show is not None:
        yield Written(f"{path}.show", question.show, position, lists)
    yield from _of_parts(f"{path}.options", question.options, position, lists)
    yield from _of_parts(f"{path}.rows", question.rows, position, lists)
    if isinstance(question.required, str):
        yield Written(f"{path}.required", question.required, position, lists)
    for key, limit in (("minimum", question.minimum), ("maximum", question.maximum)):
        if isinstance(limit, str):
            yield Written(f"{path}.{key}", limit, position, lists, is_number=True)
    if question.value is not None:
        yield Written(f"{path}.value", question.value, position, lists, is_number=None)
    for place, variant in enumerate(question.variants):
        yield Written(f"{path}.variants[{place}].when", variant.when, position, lists)
    yield from _of_checks(path, question.checks, position + 1, lists)


def _of_checks(
    path: str, checks: Sequence[Constraint], position: int, lists: frozenset[str]
) -> Iterator[Written]:
    for place, each in enumerate(checks):
        yield Written(f"{path}.checks[{place}].that", each.that, position, lists)


def _of_parts(
    path: str, parts: Sequence[Option | Row], position: int, lists: frozenset[str]
) -> Iterator[Written]:
    for place, part in enumerate(parts):
        if part.show is not None:
            yield Written(f"{path}[{place}].show", part.show, position, lists)


def _of_results(questionnaire: Questionnaire) -> Iterator[Written]:
    index = index_of(questionnaire)
    for place, indicator in enumerate(questionnaire.indicators):
        lists = _items_of(index, indicator.planning.unit)
        path = f"indicators[{place}]"
        if indicator.base is not None:
            yield Written(f"{path}.base", indicator.base, AT_THE_END, lists)
        yield Written(f"{path}.need", indicator.need, AT_THE_END, lists)
    for place, axis in enumerate(questionnaire.axes):
        lists = _items_of(index, axis.unit)
        yield from _of_parts(f"axes[{place}].categories", axis.categories, AT_THE_END, lists)


def _items_of(index: Index, unit: Unit) -> frozenset[str]:
    """Return the list whose items figures of a unit look at, as a set."""
    found = index.list_of_rows(unit)
    return frozenset() if found is None else frozenset({found})


def texts(questionnaire: Questionnaire) -> Iterator[Said]:
    """Iterate over all texts."""
    for key in ("title", "intro", "thanks"):
        yield Said(key, getattr(questionnaire, key), 0)
    for name, options in questionnaire.scales.items():
        yield from (
            Said(f"scales.{name}[{n}].text", each.text, 0) for n, each in enumerate(options)
        )
    for n, section in enumerate(questionnaire.sections):
        yield Said(f"sections[{n}].title", section.title, 0)
    for n, items in enumerate(questionnaire.lists):
        yield Said(f"lists[{n}].label", items.label, AT_THE_END, items.id)
        yield from _said(f"lists[{n}]", AT_THE_END, None, add=items.add)
    yield from _texts_of_contact(questionnaire.contact)
    position = 0
    for n, page in enumerate(questionnaire.pages):
        yield from _said(f"pages[{n}]", position, page.repeat, title=page.title, intro=page.intro)
        position += len(page.questions)
        for m, each in enumerate(page.checks):
            yield Said(f"pages[{n}].checks[{m}].message", each.message, position, page.repeat)
    for position, (path, question, page) in enumerate(questions(questionnaire)):
        yield from _texts_of_question(path, question, position, page.repeat)
    yield from _texts_of_results(questionnaire)


def _said(path: str, position: int, of: str | None, **found: Text | None) -> Iterator[Said]:
    for key, text in found.items():
        if text is not None:
            yield Said(f"{path}.{key}", text, position, of)


def _texts_of_question(
    path: str, question: Question, position: int, of: str | None
) -> Iterator[Said]:
    yield from _said(
        path,
        position,
        of,
        text=question.text,
        hint=question.hint,
        unit_text=question.unit_text,
        purpose=question.purpose,
    )
    if question.label is not None:
        yield Said(f"{path}.label", question.label, position, of, for_planners=True)
    yield from _said(path, position, of, low=question.low, high=question.high)
    yield from _said(path, position, of, pattern_hint=question.pattern_hint)
    for n, variant in enumerate(question.variants):
        where = f"{path}.variants[{n}]"
        yield from _said(where, position, of, text=variant.text, hint=variant.hint)
    for n, each in enumerate(question.checks):
        yield Said(f"{path}.checks[{n}].message", each.message, position + 1, of)
    for n, option in enumerate(question.options):
        yield Said(f"{path}.options[{n}].text", option.text, position, of)
        for form, text in option.forms.items():
            yield Said(f"{path}.options[{n}].forms.{form}", text, position, of)
    for n, row in enumerate(question.rows):
        yield Said(f"{path}.rows[{n}].text", row.text, position, of)


def _texts_of_contact(contact: ContactForm | None) -> Iterator[Said]:
    if contact is None:
        return
    texts_ = {"title": contact.title, "intro": contact.intro, "consent": contact.consent}
    yield from _said("contact", 0, None, **texts_)
    for n, question in enumerate(contact.questions):
        yield from _texts_of_question(f"contact.questions[{n}]", question, 0, None)


def _texts_of_results(questionnaire: Questionnaire) -> Iterator[Said]:
    sentence = frozenset({"share", "place"})
    for n, each in enumerate(questionnaire.indicators):
        yield Said(f"indicators[{n}].label", each.label, AT_THE_END)
        yield Said(f"indicators[{n}].sentence", each.sentence, AT_THE_END, also=sentence)
    for n, axis in enumerate(questionnaire.axes):
        yield Said(f"axes[{n}].label", axis.label, AT_THE_END, for_planners=True)
        for m, category in enumerate(axis.categories):
            path = f"axes[{n}].categories[{m}].text"
            yield Said(path, category.text, AT_THE_END, for_planners=True)
    for n, pair in enumerate(questionnaire.pairs):
        yield Said(f"pairs[{n}].label", pair.label, AT_THE_END, for_planners=True)
