"""A questionnaire as what stands on the printed form, from the title to the contact sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from surveyapp.exchange.pdf.bodies import Printed, body_of, is_listed, note_of
from surveyapp.exchange.pdf.filters import Conditions, with_goals
from surveyapp.exchange.pdf.items import MOST, Item, items_of, sort_of
from surveyapp.exchange.pdf.readable import GAP, Place, readable
from surveyapp.exchange.pdf.sheet import (
    Ask,
    Block,
    Choices,
    Filter,
    Guide,
    Heading,
    Label,
    NewSheet,
    Nothing,
    Paragraph,
    Sheet,
    Title,
)
from surveyapp.exchange.pdf.words import FormWords, form_words
from surveyapp.exchange.pdf.words_marks import mark_words
from surveyapp.questionnaire.index import Group, Index, Part, index_of
from surveyapp.questionnaire.model import ContactForm, Page, Question, Questionnaire
from surveyapp.questionnaire.path import Step
from surveyapp.questionnaire.texts import locale_of
from surveyapp.questionnaire.types import kind_of


def compose(questionnaire: Questionnaire, language: str, items: int = MOST) -> Sheet:
    """Return the form of a questionnaire in a language, with this many parts of each list."""
    writer = _Writer(index_of(questionnaire), language, items)
    words = writer.words
    blocks = with_goals((*writer.front(), *writer.parts(writer.index.parts), *writer.end()))
    title = readable(questionnaire.title, Place(language))
    version = words.version.format(version=_version(questionnaire))
    return Sheet(
        title,
        language,
        words.page,
        f"{questionnaire.id} · {version}",
        blocks,
        key=f"{questionnaire.id} {_version(questionnaire)}",
        serial=mark_words(language).serial,
    )


def _version(questionnaire: Questionnaire) -> str:
    correction = f".{questionnaire.correction}" if questionnaire.correction else ""
    return f"{questionnaire.version}{correction}"


def numbers_of(questions: Iterable[Question]) -> dict[str, str]:
    """Return the number each question has on paper; it is the same for every child."""
    asked = (each for each in questions if _is_answered(each))
    return {each.id: str(place) for place, each in enumerate(asked, start=1)}


def _is_answered(question: Question) -> bool:
    kind = kind_of(question)
    return kind.is_asked and kind.is_shown


@dataclass
class _Writer:
    """Who puts one form together."""

    index: Index
    language: str
    #: Items of a list that are printed.
    most: int = MOST
    #: Section of the page before, whose heading stands already.
    section: str | None = None
    #: Lists of options that stand at the end.
    listed: dict[str, Paragraph] = field(default_factory=dict)

    def __post_init__(self) -> None:
        questionnaire = self.index.questionnaire
        self.numbers = numbers_of(self.index.questions.values())
        self.conditions = Conditions(questionnaire, self.language, self.numbers)
        self.words: FormWords = form_words(self.language)

    def front(self) -> Iterator[Block]:
        """Return title, introduction, and how to fill in the form."""
        words, questionnaire = self.words, self.index.questionnaire
        takes = words.takes.format(minutes=questionnaire.minutes)
        yield Title(readable(questionnaire.title, Place(self.language)), f"{words.asks} · {takes}")
        yield Paragraph(readable(questionnaire.intro, Place(self.language)))
        others = [words.mistake, mark_words(self.language).codes]
        if any(page.show or any(q.show for q in page.questions) for page in questionnaire.pages):
            others.append(words.filters)
        yield Guide(words.how, words.pen, words.one, words.several, tuple(others))

    def end(self) -> Iterator[Block]:
        """Return thanks, the lists of options, and the contact sheet."""
        questionnaire = self.index.questionnaire
        yield Heading(self.words.thanks, 0)
        yield Paragraph(readable(questionnaire.thanks, Place(self.language)))
        for number, options in self.listed.items():
            yield Heading(self.words.list_title.format(number=number), 0)
            yield options
        if questionnaire.contact is not None:
            yield from self.contact(questionnaire.contact)

    def contact(self, form: ContactForm) -> Iterator[Block]:
        """Return the sheet of its own for those who want to be called back."""
        place = Place(self.language)
        yield NewSheet(self.words.blank)
        yield Heading(readable(form.title, place), 0)
        yield Paragraph(self.words.contact_apart)
        yield Paragraph(readable(form.intro, place))
        box = Choices((Label(readable(form.consent, place)),), several=True)
        yield Ask("", "", (), box)
        conditions = replace(self.conditions, numbers={})
        for question in form.questions:
            yield self.ask(Printed(question, conditions, place, self.words), "")

    def parts(self, parts: Sequence[Part], item: Item | None = None) -> Iterator[Block]:
        """Return pages, and groups of pages item by item."""
        for part in parts:
            if isinstance(part, Group):
                yield from self.group(part, item)
            else:
                yield from self.page(part, item)

    def group(self, group: Group, outer: Item | None) -> Iterator[Block]:
        """Return the pages of a list once for each item that is printed."""
        yield from self.heading_of_section(group.first)
        items = items_of(self.index, group.list, self.language, outer, self.most)
        sort = sort_of(self.index, group.list)
        if len(items) > 1 and not any(each.condition for each in items):
            yield Paragraph(self.words.repeats, is_small=True, leads=True)
        copies = [tuple(self.copy(group, each)) for each in items]
        left = sum(_asks(copy) for copy in copies)
        for item, copy in zip(items, copies, strict=True):
            yield Heading(item.title, 1, is_open=item.is_open)
            if item.is_open:
                yield Paragraph(self.what_is_open(group.list), is_small=True, leads=True)
            yield from self.who(item, sort, left)
            yield from copy
            left -= _asks(copy)
        if any(each.may_go_on for each in items):
            yield Paragraph(self.words.more_items[sort], is_small=True)

    def copy(self, group: Group, item: Item) -> Iterator[Block]:
        """Return the pages about one item."""
        return self.parts(group.parts, item)

    def who(self, item: Item, sort: str, left: int) -> Iterator[Block]:
        """Return the box that says whether this part is needed."""
        if item.condition is not None:
            yield self.conditions.filter(item.condition, (), 1)
        elif item.position > 1 or item.may_be_none:
            words = self.words
            asks = (words.no_more if item.position > 1 else words.none)[sort]
            yield Filter(asks, left, words.go_on, words.go_on_item)

    def what_is_open(self, list_id: str) -> str:
        """Return what a family writes behind the number of an item."""
        items = self.index.lists[list_id]
        source = items.rows_of or items.options_of or ""
        number, words = self.numbers.get(source, ""), self.words
        options = {each.code: each for each in self.index.options.get(source, ())}
        answer = options.get(items.answered or "")
        if answer is None:
            return words.open_option.format(number=number)
        said = readable(answer.text, Place(self.language))
        return words.open_row.format(number=number, answer=said)

    def heading_of_section(self, page: Page) -> Iterator[Block]:
        """Return the heading of a section where it begins."""
        if page.section == self.section:
            return
        self.section = page.section
        section = self.index.sections.get(page.section)
        if section is None:
            return
        yield Heading(readable(section.title, Place(self.language)), 0)
        if section.show is not None:
            pages = (p for p in self.index.questionnaire.pages if p.section == section.id)
            ids = [question.id for each in pages for question in each.questions]
            yield self.filter(section.show, ids)

    def page(self, page: Page, item: Item | None) -> Iterator[Block]:
        """Return a page: its title, whom it is for, and its questions."""
        place = Place(self.language) if item is None else item.place
        yield from self.heading_of_section(page)
        if not page.questions and page.collect is None and page.intro is None:
            return
        title = readable(page.title, place)
        section = self.index.sections.get(page.section)
        above = {readable(section.title, place)} if section is not None else set()
        is_told = title in (above if item is None else {item.title, item.place.item})
        if not is_told and title.strip(f"{GAP} :–-"):
            yield Heading(title, 2)
        if page.show is not None:
            yield self.filter(page.show, [each.id for each in page.questions])
        if page.intro is not None:
            yield Paragraph(readable(page.intro, place))
        for show, run in groupby(page.questions, key=lambda question: question.show):
            yield from self.run(show, tuple(run), place, _screen(page, item))

    def run(
        self, show: str | None, questions: tuple[Question, ...], place: Place, screen: str
    ) -> Iterator[Block]:
        """Return neighbouring questions under one condition."""
        printed = [each for each in questions if kind_of(each).is_shown]
        if show is not None and printed:
            yield self.filter(show, [each.id for each in printed])
        for each in printed:
            number = self.numbers.get(each.id, "")
            yield self.ask(Printed(each, self.conditions, place, self.words, screen), number)

    def filter(self, condition: str, ids: Sequence[str]) -> Filter:
        """Return the box above questions; notes have no number."""
        numbers = [self.numbers[each] for each in ids if each in self.numbers]
        return self.conditions.filter(condition, numbers, len(numbers))

    def ask(self, printed: Printed, number: str) -> Ask:
        """Return a question with its hints and what one writes or ticks."""
        question, place = printed.question, printed.place
        body, beside = body_of(printed)
        notes = [readable(question.hint, place), *self.variants(printed), note_of(printed)]
        notes.append(readable(question.purpose, place))
        if is_listed(printed):
            notes.append(self.words.see_list.format(number=number))
            listed = " · ".join(printed.text(each) for each in printed.options)
            self.listed[number] = Paragraph(listed, is_small=True)
        text = readable(question.text, place)
        if isinstance(body, Nothing):
            return Ask("", text, tuple(filter(None, notes)), body)
        return Ask(number, text, tuple(filter(None, notes)), body, beside)

    def variants(self, printed: Printed) -> Iterator[str]:
        """Return the other wordings of a question, each with whom it is for."""
        for each in printed.question.variants:
            text = readable(each.text, printed.place)
            yield printed.conditions.variant(each.when, text)
            yield readable(each.hint, printed.place)


def _screen(page: Page, item: Item | None) -> str:
    """Return the key of the screen a page is for an item; empty where the item is written in."""
    if item is None or item.key:
        return Step(page.id, item.key if item else None).key
    return ""


def _asks(blocks: Iterable[Block]) -> int:
    return sum(1 for each in blocks if isinstance(each, Ask) and each.number)


def is_rtl(language: str) -> bool:
    """Say whether a language is written from right to left."""
    return bool(locale_of(language).text_direction == "rtl")
