"""Put questions into the county's item bank, and take items into drafts; the tie between them stays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from surveyapp.questionnaire.bank.core import CORE, standing_alone
from surveyapp.questionnaire.bank.ties import tied
from surveyapp.questionnaire.editing import tree as trees
from surveyapp.questionnaire.editing.banking import plain_question
from surveyapp.questionnaire.editing.edits import Edit, Reason, Refusal
from surveyapp.questionnaire.editing.naming import ID
from surveyapp.questionnaire.editing.spots import escaped, find
from surveyapp.questionnaire.model import Page, Question, Questionnaire, Section, Tie
from surveyapp.questionnaire.texts import FALLBACK
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.text import clean
from surveyapp.services import find_questionnaires as finding
from surveyapp.services import studio
from surveyapp.services.find_questionnaires import Kept, Stage
from surveyapp.services.item_bank import COUNTY, item_of, question_in
from surveyapp.storage import item_bank
from surveyapp.storage.staff import Staff

MOST_ITEMS = 500
"""Items a county may keep; ours for all counties are 50."""

LONGEST_SOURCE, LONGEST_REMARK = 300, 1000


class KeepRefusal(StrEnum):
    """Why a question was not put into the bank."""

    #: The questionnaire or the question does not exist.
    NOT_FOUND = "not_found"
    #: Notes and computed values ask nothing.
    ASKS_NOTHING = "asks_nothing"
    #: Its id is no name that stays, as in a file somebody wrote by hand.
    BAD_ID = "bad_id"
    NO_SOURCE = "no_source"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"
    #: Somebody else has changed source or remark meanwhile.
    CHANGED_SINCE = "changed_since"


@dataclass(frozen=True, slots=True)
class About:
    """What a county says of an item, without signs nobody sees."""

    source: str
    remark: str

    @classmethod
    def of(cls, source: str, remark: str) -> About | KeepRefusal:
        """Return what was typed, or what is wrong with it."""
        about = cls(clean(source, is_line=True), clean(remark))
        if not about.source:
            return KeepRefusal.NO_SOURCE
        is_long = len(about.source) > LONGEST_SOURCE or len(about.remark) > LONGEST_REMARK
        return KeepRefusal.TOO_LONG if is_long else about

    @property
    def stamp(self) -> str:
        """Return what a form carries to tell later whether somebody else has changed it."""
        return sha256(f"{self.source}\0{self.remark}".encode()).hexdigest()[:16]


def _said_of(
    session: Session, item: item_bank.BankItem | None, about: About, seen: str
) -> KeepRefusal | None:
    """Say of an item what was typed, unless others said something else since it was ``seen``."""
    if item is None:
        return None
    item = item_bank.hold(session, item)
    if item is None:
        return KeepRefusal.NOT_FOUND
    now = About(item.source, item.remark)
    if now != about and seen and seen != now.stamp:
        return KeepRefusal.CHANGED_SINCE
    item.source, item.remark = about.source, about.remark
    return None


def question_of(session: Session, actor: Staff, key: str, id_: str) -> tuple[Kept, Question] | None:
    """Return a question of a questionnaire the county can look at."""
    kept = finding.by_key(session, actor.county_ags, key)
    pages = kept.questionnaire.pages if kept is not None else ()
    found = next((each for page in pages for each in page.questions if each.id == id_), None)
    return (kept, found) if kept is not None and found is not None else None


def keep_item(
    session: Session,
    actor: Staff,
    key: str,
    question_id: str,
    *,
    source: str,
    remark: str,
    seen: str = "",
    now: datetime,
) -> str | KeepRefusal:
    """Put a question into the county's bank and return its key; asked again it gets a new wording.

    A question of a draft is tied to the item from now on, unless it is a core item.
    """
    found = question_of(session, actor, key, question_id)
    about = About.of(source, remark)
    if found is None:
        return KeepRefusal.NOT_FOUND
    if isinstance(about, KeepRefusal):
        return about
    kept, question = found
    item = _there(session, actor, kept, question)
    refused = (
        _refused(question) or _crowded(session, actor, item) or _said_of(session, item, about, seen)
    )
    if refused is not None:
        return refused
    try:
        item = item or item_bank.add(
            session,
            actor.county_ags,
            origin=kept.key,
            question_id=question.id,
            source=about.source,
            remark=about.remark,
        )
        number = _said(session, actor, item, kept, question, now)
        session.commit()
    except IntegrityError:  # pressed twice at once: the first has kept it
        session.rollback()
        item = _there(session, actor, kept, question)
        if item is None:
            raise
        return COUNTY + item.id
    item_key = COUNTY + item.id
    is_core = question.tie is not None and question.tie.item.startswith(CORE)
    if kept.stage is Stage.DRAFT and not is_core:
        _tie(session, actor, kept.draft_id, question, Tie(item_key, number), now)
    return item_key


def _refused(question: Question) -> KeepRefusal | None:
    if not kind_of(question).is_asked:
        return KeepRefusal.ASKS_NOTHING
    return KeepRefusal.BAD_ID if ID.fullmatch(question.id) is None else None


def _crowded(session: Session, actor: Staff, item: item_bank.BankItem | None) -> KeepRefusal | None:
    is_full = item is None and len(item_bank.of_county(session, actor.county_ags)) >= MOST_ITEMS
    return KeepRefusal.TOO_MANY if is_full else None


def kept_as(session: Session, actor: Staff, kept: Kept, question: Question) -> About | None:
    """Return what the county says of the item a question is already; None where it is none."""
    item = _there(session, actor, kept, question)
    return None if item is None else About(item.source, item.remark)


def _there(
    session: Session, actor: Staff, kept: Kept, question: Question
) -> item_bank.BankItem | None:
    """Return the item a question is already: by its tie, or because it was taken from here."""
    if question.tie is not None and question.tie.item.startswith(COUNTY):
        id_ = question.tie.item.removeprefix(COUNTY)
        found = item_bank.own(session, actor.county_ags, id_)
        if found is not None:
            return found
    return item_bank.by_origin(session, actor.county_ags, kept.key, question.id)


def _said(
    session: Session,
    actor: Staff,
    item: item_bank.BankItem,
    kept: Kept,
    question: Question,
    now: datetime,
) -> int:
    """Add a wording where it is another one than the last, and return its number."""
    item_bank.hold(session, item)
    alone = standing_alone(kept.questionnaire, question)
    before = item_bank.wordings(session, item.id)
    if before and question_in(before[-1].question) == replace(alone, id=item.question_id):
        return before[-1].number
    title = kept.questionnaire.title.get(FALLBACK, kept.questionnaire.id)
    text = document_of(replace(alone, id=item.question_id))
    day, name = now.date(), actor.name
    return item_bank.say(
        session, item, text, taken_from=title[:250], kept_on=day, who=name[:120]
    ).number


def document_of(question: Question) -> str:
    """Return a document that holds one question alone."""
    said = {FALLBACK: "Fragenbank"}
    page = Page("page", said, "section", (question,))
    section = Section("section", said)
    languages = tuple(question.text)
    alone = Questionnaire("bank", 1, said, said, said, languages, 1, (section,), (page,))
    return trees.write(trees.of(alone))


def _tie(
    session: Session, actor: Staff, draft_id: str, question: Question, tie: Tie, now: datetime
) -> None:
    desk = studio.open_draft(session, actor, draft_id)
    if desk is None or question.tie == tie:
        return
    value: dict[str, Any] = {"item": tie.item, "version": tie.version}
    path = f"question/{escaped(question.id)}"
    edit = Edit("set_property", path, {"name": "tie", "value": value})
    studio.edit(session, actor, draft_id, desk.revision, edit, now=now)


@dataclass(frozen=True, slots=True)
class AlreadyThere:
    """The draft asks the item already."""

    #: Address of the question.
    path: str


def take_item(
    session: Session,
    actor: Staff,
    key: str,
    draft_id: str,
    *,
    page: str = "",
    after: str | None = None,
    now: datetime,
) -> studio.Outcome | AlreadyThere:
    """Copy an item into a draft, behind a question of a page or at the end of the last page.

    Nothing is copied where the draft asks the item already.
    """
    item = item_of(session, actor, key)
    desk = studio.open_draft(session, actor, draft_id)
    if item is None or desk is None or not desk.document["pages"]:
        return Refusal(Reason.NOT_FOUND, page)
    for _page, question, tie in tied(desk.questionnaire):
        if tie.item == key:
            return AlreadyThere(f"question/{escaped(question.id)}")
    last = f"page/{escaped(desk.document['pages'][-1]['id'])}"
    path = page if page and find(desk.document, page) is not None else last
    copied = replace(item.latest.question, tie=Tie(item.key, item.latest.number))
    arguments = {"question": plain_question(copied)} | ({"after": after} if after else {})
    edit = Edit("add_item", path, arguments)
    return studio.edit(session, actor, draft_id, desk.revision, edit, now=now)


def change_item(
    session: Session, actor: Staff, key: str, *, source: str, remark: str, seen: str = ""
) -> KeepRefusal | None:
    """Say anew where an item of the county comes from, and what is to be known of it.

    Nothing is changed where others changed it since it had the stamp ``seen``.
    """
    row = item_bank.own(session, actor.county_ags, key.removeprefix(COUNTY))
    about = About.of(source, remark)
    if row is None or isinstance(about, KeepRefusal):
        return KeepRefusal.NOT_FOUND if isinstance(about, About) else about
    refused = _said_of(session, row, about, seen)
    if refused is None:
        session.commit()
    return refused


def remove_item(session: Session, actor: Staff, key: str) -> bool:
    """Remove an item of the county; questions that were taken from it stay as they are."""
    row = item_bank.own(session, actor.county_ags, key.removeprefix(COUNTY))
    if row is None:
        return False
    item_bank.remove(session, row)
    session.commit()
    return True
