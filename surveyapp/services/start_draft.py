"""Begin a draft: empty, or as a copy of a packaged or published questionnaire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from surveyapp.questionnaire import library
from surveyapp.questionnaire.bank.ties import ties_to_put
from surveyapp.questionnaire.editing import tree as trees
from surveyapp.questionnaire.editing.edits import Reason, Refusal
from surveyapp.questionnaire.editing.naming import id_for
from surveyapp.questionnaire.editing.tree import Tree
from surveyapp.questionnaire.model import Tie
from surveyapp.services import find_questionnaires as finding
from surveyapp.services.desks import Desk, desk_of
from surveyapp.services.draft_revisions import Deed, title_of
from surveyapp.services.keep_draft import MOST_DRAFTS
from surveyapp.storage import draft_history, drafts, publications
from surveyapp.storage.staff import Staff

INTRO = (
    "Bitte nehmen Sie sich ein paar Minuten Zeit. Die Teilnahme ist freiwillig und anonym: Niemand "
    "erfährt, was Sie geantwortet haben. Sie können jede Frage überspringen."
)
THANKS = "Vielen Dank! Ihre Antworten helfen, Angebote für Familien besser zu planen."


def start_empty(session: Session, actor: Staff, title: str, *, now: datetime) -> Desk | Refusal:
    """Begin a questionnaire with one section, one page and no question."""
    if not title.strip():
        return Refusal(Reason.MISSING_ARGUMENT, "", {"name": "title"})
    # A draft of the same id would become the next version of another questionnaire.
    own = {finding.read(each.document).id for each in drafts.drafts_of(session, actor.county_ags)}
    taken = {*library.ids(), *publications.ids(session), *own, finding.DRAFT}
    id_ = id_for(title, taken, "fragebogen")
    return _begin(session, actor, _empty(id_, title.strip()[: drafts.LONGEST_TITLE]), now)


def _empty(id_: str, title: str) -> Tree:
    return {
        "id": id_,
        "version": 1,
        "title": {"de": title},
        "intro": {"de": INTRO},
        "thanks": {"de": THANKS},
        "languages": ["de"],
        "minutes": 5,
        "sections": [{"id": "anfang", "title": {"de": "Fragen"}}],
        "pages": [
            {"id": "seite", "title": {"de": "Erste Seite"}, "section": "anfang", "questions": []}
        ],
    }


def start_from(session: Session, actor: Staff, key: str, *, now: datetime) -> Desk | Refusal:
    """Begin a draft with a copy of a version (``familie.1.0``): it will be the next one of its number."""
    kept = finding.by_key(session, actor.county_ags, key)
    if kept is None:
        return Refusal(Reason.NOT_FOUND)
    tree = trees.of(kept.questionnaire)
    editions = finding.editions(session, kept.questionnaire.id)
    tree["version"] = finding.next_version(editions, replace(kept, stage=finding.Stage.DRAFT))
    tree.pop("correction", None)
    _tie(tree, ties_to_put(kept.questionnaire))
    return _begin(session, actor, tree, now)


def _tie(tree: Tree, ties: Mapping[str, Tie]) -> None:
    """Let the copy know which of its questions are core items."""
    for page in tree["pages"]:
        for question in page["questions"]:
            if question["id"] in ties:
                tie = ties[question["id"]]
                question["tie"] = {"item": tie.item, "version": tie.version}


def _begin(session: Session, actor: Staff, tree: Tree, now: datetime) -> Desk | Refusal:
    if drafts.count_of(session, actor.county_ags) >= MOST_DRAFTS:
        return Refusal(Reason.TOO_MANY, "", {"most": MOST_DRAFTS})
    draft = drafts.add(
        session,
        county_ags=actor.county_ags,
        title=title_of(tree),
        document=trees.write(tree),
        updated_on=now.date(),
    )
    draft_history.add(session, draft, actor, deed=Deed.START, edits="[]", changes="[]", now=now)
    session.commit()
    return desk_of(session, actor, draft)
