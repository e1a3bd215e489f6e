"""The views of the item bank: look for a question, read where it was asked, take it, keep one."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from surveyapp.access.roles import Action, may
from surveyapp.questionnaire.editing.edits import Reason, Refusal
from surveyapp.questionnaire.editing.spots import unescaped
from surveyapp.services import find_questionnaires as finding
from surveyapp.services import item_bank as bank
from surveyapp.services import keep_items as keeping
from surveyapp.services.deeds import Deed
from surveyapp.services.studio import Conflict
from surveyapp.services.studio_words import refusal_words
from surveyapp.storage import drafts
from surveyapp.storage.db import main_store
from surveyapp.storage.staff import Staff
from surveyapp.web.staff import item_bank_list as found_list
from surveyapp.web.staff import item_bank_pages as pages
from surveyapp.web.staff.guard import Page, for_staff
from surveyapp.web.staff.studio_desk import now, studio_url

CARRIED = ("entwurf", "ort", "nach")
"""Parts of an address that say where in a draft a question is wanted."""


def _back(actor: Staff) -> tuple[str, str] | None:
    """Return title and place of the draft somebody comes from; None where it is none of theirs."""
    carried = _carried()
    start, _dot, id_ = carried.get("entwurf", "").partition(".")
    draft = drafts.draft_of(main_store(), actor.county_ags, id_) if start == finding.DRAFT else None
    if draft is None:
        return None
    place = carried.get("nach") or carried.get("ort", "")
    return draft.title, studio_url(carried["entwurf"], place)


def _carried() -> dict[str, str]:
    return {name: request.values[name][:200] for name in CARRIED if request.values.get(name)}


@for_staff(Action.VIEW)
def item_bank(actor: Staff) -> Page:
    """List the items that fit what is looked for."""
    sought = found_list.sought_in(request.args)
    found = bank.search(main_store(), actor, sought)
    return render_template(
        "staff/bank/list.html",
        count=len(found),
        shelves=found_list.shelves(found, **_carried()),
        words=sought.words,
        choices=found_list.filters(sought),
        carried=_carried(),
        back=_back(actor),
    )


def _item(actor: Staff, sort: str, item: str) -> bank.Item:
    found = bank.item_of(main_store(), actor, pages.SORTS.get(sort, "?") + item)
    if found is None:
        abort(404)
    return found


@for_staff(Action.VIEW)
def bank_item(actor: Staff, sort: str, item: str) -> Page:
    """Show one item: wordings, history, where it was asked, what can be compared."""
    return _shown(actor, _item(actor, sort, item))


def _shown(actor: Staff, item: bank.Item, problem: str = "") -> Page:
    may_edit = may(actor, Action.EDIT_QUESTIONNAIRES, actor.county_ags)
    kept = drafts.drafts_of(main_store(), actor.county_ags) if may_edit else ()
    shown = render_template(
        "staff/bank/item.html",
        page=pages.item_page(item, bank.uses(main_store(), actor, item), _carried()),
        drafts=tuple((f"{finding.DRAFT}.{each.id}", each.title) for each in kept),
        carried=_carried(),
        may_edit=may_edit,
        problem=problem,
        sent=request.form if problem else {},
    )
    return shown, 422 if problem else 200


@for_staff(Action.EDIT_QUESTIONNAIRES, Deed.DRAFT_CHANGED)
def take_bank_item(actor: Staff, sort: str, item: str) -> Page | Response:
    """Copy an item into a draft, its tie kept, and go on there."""
    found, carried = _item(actor, sort, item), _carried()
    key, page = carried.get("entwurf", ""), carried.get("ort", "")
    after = carried.get("nach", "").rpartition("/")[2]
    draft = key.removeprefix(f"{finding.DRAFT}.")
    outcome = keeping.take_item(
        main_store(), actor, found.key, draft, page=page, after=unescaped(after), now=now()
    )
    if isinstance(outcome, Refusal | Conflict):
        return _shown(actor, found, _not_taken(outcome))
    if isinstance(outcome, keeping.AlreadyThere):
        flash(_("Diese Frage steht schon im Entwurf: hier ist sie."), "info")
        return redirect(studio_url(key, outcome.path), 303)
    flash(_("Übernommen. Die Frage bleibt mit der Fragenbank verbunden."), "success")
    return redirect(studio_url(key, outcome.made), 303)


def _not_taken(outcome: Refusal | Conflict) -> str:
    if isinstance(outcome, Refusal) and outcome.reason is not Reason.NOT_FOUND:
        return refusal_words(outcome)
    return _(
        "Diesen Entwurf gibt es nicht, oder er hat keine Seite. Bitte wählen Sie einen anderen."
    )


def _about() -> dict[str, str]:
    """Return what was typed of an item, and the stamp of what stood there before."""
    names = (("source", "quelle"), ("remark", "bemerkung"), ("seen", "stand"))
    return {name: request.form.get(field, "") for name, field in names}


@for_staff(Action.EDIT_QUESTIONNAIRES, Deed.ITEM_CHANGED)
def change_bank_item(actor: Staff, sort: str, item: str) -> Page | Response:
    """Take another source or remark."""
    found = _item(actor, sort, item)
    refused = keeping.change_item(main_store(), actor, found.key, **_about())
    if refused is keeping.KeepRefusal.NOT_FOUND:
        abort(404)
    if refused is not None:
        return _shown(actor, found, pages.refusal_words(refused))
    flash(_("Gespeichert."), "success")
    return redirect(pages.item_url(found.key), 303)


@for_staff(Action.EDIT_QUESTIONNAIRES, Deed.ITEM_REMOVED)
def remove_bank_item(actor: Staff, sort: str, item: str) -> Page | Response:
    """Remove an item of the county."""
    found = _item(actor, sort, item)
    if not keeping.remove_item(main_store(), actor, found.key):
        abort(404)
    flash(
        _("Die Frage ist aus der Fragenbank gelöscht. In Fragebögen bleibt sie, wie sie ist."),
        "success",
    )
    return redirect(url_for("staff.item_bank"), 303)


@for_staff(Action.EDIT_QUESTIONNAIRES, Deed.ITEM_KEPT)
def keep_bank_item(actor: Staff) -> Page | Response:
    """Ask for source and remark, and put a question into the county's bank."""
    key, id_ = request.values.get("fragebogen", ""), request.values.get("frage", "")
    found = keeping.question_of(main_store(), actor, key, id_)
    if found is None:
        abort(404)
    problem, known = "", keeping.kept_as(main_store(), actor, *found)
    if request.method == "POST":
        outcome = keeping.keep_item(main_store(), actor, key, id_, **_about(), now=now())
        if not isinstance(outcome, keeping.KeepRefusal):
            flash(_("Die Frage steht so in der Fragenbank Ihres Landkreises."), "success")
            return redirect(pages.item_url(outcome), 303)
        problem = pages.refusal_words(outcome)
    shown = render_template(
        "staff/bank/keep.html",
        key=key,
        id=id_,
        text=pages.german(found[1]),
        title=found[0].questionnaire.title.get("de", ""),
        problem=problem,
        known=known,
        sent=request.form,
    )
    return shown, 422 if problem else 200
