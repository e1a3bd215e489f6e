"""Put questions into the county's item bank, and take items into drafts; the tie between them stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from surveyapp.questionnaire.bank.core import standing_alone
from surveyapp.questionnaire.editing import tree as trees
from surveyapp.questionnaire.editing.banking import plain_question
from surveyapp.questionnaire.editing.edits import Edit, Reason, Refusal
from surveyapp.questionnaire.editing.spots import escaped, find
from surveyapp.questionnaire.model import Page, Question, Questionnaire, Section, Tie
from surveyapp.questionnaire.texts import FALLBACK
from surveyapp.questionnaire.types import kind_of
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
    NO_SOURCE = "no_source"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"


def refused_words(source: str, remark: str) -> KeepRefusal | None:
    """Return what is wrong with source and remark, if anything."""
    if not source.strip():
        return KeepRefusal.NO_SOURCE
    is_long = len(source.strip()) > LONGEST_SOURCE or len(remark.strip()) > LONGEST_REMARK
    return KeepRefusal.TOO_LONG if is_long else None


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
    now: datetime,
) -> str | KeepRefusal:
    """Put a question into the county's bank and return its key; asked again it gets a new wording.

    A question of a draft is tied to the item from now on, unless it is tied already.
    """
    found = question_of(session, actor, key, question_id)
    refused = refused_words(source, remark)
    if found is None:
        return KeepRefusal.NOT_FOUND
    if refused is not None:
        return refused
    kept, question = found
    if not kind_of(question).is_asked:
        return KeepRefusal.ASKS_NOTHING
    item = _there(session, actor, kept, question)
    if item is None and len(item_bank.of_county(session, actor.county_ags)) >= MOST_ITEMS:
        return KeepRefusal.TOO_MANY
    try:
        item = item or item_bank.add(
            session,
            actor.county_ags,
            origin=kept.key,
            question_id=question.id,
            source=source.strip(),
            remark=remark.strip(),
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
    if kept.stage is Stage.DRAFT and (question.tie is None or question.tie.item == item_key):
        _tie(session, actor, kept.draft_id, question, Tie(item_key, number), now)
    return item_key


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


def take_item(
    session: Session,
    actor: Staff,
    key: str,
    draft_id: str,
    *,
    page: str = "",
    after: str | None = None,
    now: datetime,
) -> studio.Outcome:
    """Copy an item into a draft, behind a question of a page or at the end of the last page."""
    item = item_of(session, actor, key)
    desk = studio.open_draft(session, actor, draft_id)
    if item is None or desk is None or not desk.document["pages"]:
        return Refusal(Reason.NOT_FOUND, page)
    last = f"page/{escaped(desk.document['pages'][-1]['id'])}"
    path = page if page and find(desk.document, page) is not None else last
    tied = replace(item.latest.question, tie=Tie(item.key, item.latest.number))
    arguments = {"question": plain_question(tied)} | ({"after": after} if after else {})
    edit = Edit("add_item", path, arguments)
    return studio.edit(session, actor, draft_id, desk.revision, edit, now=now)


def change_item(
    session: Session, actor: Staff, key: str, *, source: str, remark: str
) -> KeepRefusal | None:
    """Say anew where an item of the county comes from, and what is to be known of it."""
    row = item_bank.own(session, actor.county_ags, key.removeprefix(COUNTY))
    refused = refused_words(source, remark)
    if row is None or refused is not None:
        return refused or KeepRefusal.NOT_FOUND
    row.source, row.remark = source.strip(), remark.strip()
    session.commit()
    return None


def remove_item(session: Session, actor: Staff, key: str) -> bool:
    """Remove an item of the county; questions that were taken from it stay as they are."""
    row = item_bank.own(session, actor.county_ags, key.removeprefix(COUNTY))
    if row is None:
        return False
    item_bank.remove(session, row)
    session.commit()
    return True
