"""The item bank as a county sees it: the items all counties share, and its own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from sqlalchemy.orm import Session

from surveyapp.questionnaire import library
from surveyapp.questionnaire.bank.core import CORE, CoreItem, core_items
from surveyapp.questionnaire.bank.losses import Loss, losses, wordings
from surveyapp.questionnaire.bank.ties import tied
from surveyapp.questionnaire.document import parse
from surveyapp.questionnaire.model import Question, Questionnaire
from surveyapp.questionnaire.texts import FALLBACK
from surveyapp.services import find_questionnaires as finding
from surveyapp.services.find_questionnaires import Stage
from surveyapp.storage import drafts, item_bank, publications
from surveyapp.storage.staff import Staff

COUNTY = "county/"
"""Start of the keys of a county's own items."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What an item said from a day on."""

    number: int
    question: Question
    since: date
    #: Where it was taken from, German.
    taken_from: str
    #: Who kept it; empty for what comes with the product.
    who: str = ""

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages it can be asked in."""
        return tuple(self.question.text)


@dataclass(frozen=True, slots=True)
class Item:
    """One question to be asked again."""

    #: ``core/rooms`` or ``county/<id>``.
    key: str
    source: str
    remark: str
    #: Items of one theme measure something alike; empty for those of a county.
    group: str
    #: The oldest first.
    wordings: tuple[Wording, ...]
    #: Key of the item it is only understood behind; empty for one that stands alone.
    follows: str = ""

    @property
    def is_core(self) -> bool:
        """Say whether all counties share it."""
        return self.key.startswith(CORE)

    @property
    def latest(self) -> Wording:
        """Return the wording that is taken today."""
        return self.wordings[-1]

    def wording(self, number: int) -> Wording | None:
        """Return the wording of a number; None where there is none."""
        return next((each for each in self.wordings if each.number == number), None)


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for; what is empty does not matter."""

    words: str = ""
    field: str = ""
    life_stage: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Use:
    """A questionnaire of the county that asks an item."""

    key: str
    stage: Stage
    title: str
    version: int
    on: date | None
    question: Question
    #: Number of the wording it was taken with.
    number: int
    losses: tuple[Loss, ...]

    @property
    def is_comparable(self) -> bool:
        """Say whether its answers can be compared with those to the item's wording."""
        return not any(each.hinders for each in self.losses)


@dataclass(frozen=True, slots=True)
class Uses:
    """Where an item is asked."""

    own: tuple[Use, ...]
    #: How many other counties have asked it; which ones stays theirs.
    other_counties: int


def search(session: Session, actor: Staff, sought: Sought) -> tuple[Item, ...]:
    """Return the items that fit, those of all counties first."""
    return tuple(each for each in _every(session, actor) if _fits(each, sought))


def item_of(session: Session, actor: Staff, key: str) -> Item | None:
    """Return an item; None where it does not exist or is another county's."""
    if key in core_items():
        return _of_core(core_items()[key])
    row = item_bank.own(session, actor.county_ags, key.removeprefix(COUNTY))
    if row is None or not key.startswith(COUNTY):
        return None
    return _of_row(row, item_bank.wordings(session, row.id))


def _every(session: Session, actor: Staff) -> Iterator[Item]:
    yield from (_of_core(each) for each in core_items().values())
    said = item_bank.wordings_of_county(session, actor.county_ags)
    for row in item_bank.of_county(session, actor.county_ags):
        yield _of_row(row, said.get(row.id, ()))


def _of_core(item: CoreItem) -> Item:
    said = tuple(
        Wording(
            each.number,
            each.question,
            each.since,
            library.load(each.questionnaire, each.version).title.get(FALLBACK, each.questionnaire),
        )
        for each in item.editions
    )
    return Item(item.key, item.source, "", item.group, said, item.follows)


def _of_row(row: item_bank.BankItem, wordings: Sequence[item_bank.BankWording]) -> Item:
    said = tuple(
        Wording(each.number, question_in(each.question), each.kept_on, each.taken_from, each.who)
        for each in wordings
    )
    return Item(COUNTY + row.id, row.source, row.remark, "", said)


@lru_cache(maxsize=1024)
def question_in(text: str) -> Question:
    """Return the question of a document that holds nothing else."""
    return parse(text).pages[0].questions[0]


def _fits(item: Item, sought: Sought) -> bool:
    question = item.latest.question
    planning = question.planning
    fields = planning.fields if planning is not None else ()
    stages = planning.life_stages if planning is not None else ()
    return (
        (not sought.field or sought.field in fields)
        and (not sought.life_stage or not stages or sought.life_stage in stages)
        and (not sought.language or sought.language in item.latest.languages)
        and _holds(item, sought.words)
    )


def _holds(item: Item, words: str) -> bool:
    """Say whether an item holds all words, however they are joined or typed."""
    looked_for = re.findall(r"\w+", _plain(words))
    return not looked_for or all(map(_said(item).__contains__, looked_for))


def _plain(text: str) -> str:
    """Return a text with one sign for what can be typed in several ways."""
    return unicodedata.normalize("NFKC", text).casefold()


def _said(item: Item) -> str:
    """Return everything an item says, to look for words in it."""
    question = item.latest.question
    texts = [*wordings(question).values(), question.label or {}]
    every = [said for text in texts for said in text.values()]
    return _plain(" ".join((*every, item.source, item.remark, item.group, question.id)))


# Where it is asked


def uses(session: Session, actor: Staff, item: Item) -> Uses:
    """Return where the county asks an item, and how many others do."""
    asked = item_bank.asked_in(session)
    ours = {hash_ for county, hash_ in asked if county == actor.county_ags}
    holding = {hash_: _held(session, hash_, item) for hash_ in {each for _, each in asked}}
    others = {
        county
        for county, hash_ in asked
        if county != actor.county_ags and item.is_core and holding[hash_]
    }
    published = [each for hash_ in ours for each in holding[hash_]]
    published.sort(key=lambda each: (each.on or date.min, each.title), reverse=True)
    return Uses((*published, *_drafts(session, actor, item)), len(others))


def _held(session: Session, hash_: str, item: Item) -> tuple[Use, ...]:
    row = publications.by_hash(session, hash_)
    if row is None or not (item.key in row.document or row.questionnaire in _origins(item)):
        return ()
    asked = finding.read(row.document)
    key = f"{asked.id}.{asked.version}.{asked.correction}"
    return tuple(_uses(key, Stage.PUBLISHED, asked, row.published_on, item))


def _origins(item: Item) -> frozenset[str]:
    """Return the questionnaires that ask a core item without a tie, because it comes from there."""
    editions = core_items()[item.key].editions if item.is_core else ()
    return frozenset(each.questionnaire for each in editions)


def _drafts(session: Session, actor: Staff, item: Item) -> Iterator[Use]:
    for draft in drafts.drafts_of(session, actor.county_ags):
        asked = finding.read(draft.document)
        key = f"{finding.DRAFT}.{draft.id}"
        yield from _uses(key, Stage.DRAFT, asked, draft.updated_on, item)


def _uses(key: str, stage: Stage, asked: Questionnaire, on: date, item: Item) -> Iterator[Use]:
    title = asked.title.get(FALLBACK, asked.id)
    for page, question, tie in tied(asked):
        wording = item.wording(tie.version)
        if tie.item != item.key or wording is None:
            continue
        lost = losses(asked, page, question, wording.question)
        yield Use(key, stage, title, asked.version, on, question, tie.version, lost)
