"""Links for testers: the pages they see, and what staff read of it."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from surveyapp.access.roles import Action
from surveyapp.questionnaire.answers import AnswerErrors, complete
from surveyapp.questionnaire.path import walk
from surveyapp.questionnaire.values import Answers
from surveyapp.services.asked import as_tried
from surveyapp.services.deeds import Deed
from surveyapp.services.enter import CLAIM_BYTES
from surveyapp.services.find_questionnaires import Kept
from surveyapp.services.trial import pretest as service
from surveyapp.services.trial.pretest import Taken
from surveyapp.services.try_out import is_walkable
from surveyapp.storage import pretests as store
from surveyapp.storage.db import main_store, see_only
from surveyapp.storage.pretests import PretestLink
from surveyapp.storage.staff import Staff
from surveyapp.ui import languages, preview
from surveyapp.ui.preview import Outcome, Scene
from surveyapp.web.staff import questionnaire_pages as pages
from surveyapp.web.staff.files import today
from surveyapp.web.staff.guard import Page, for_staff
from surveyapp.web.staff.pretest_pages import LinkForm, links_page, results_page
from surveyapp.web.staff.questionnaire_views import own

REMARK = "page-remark"
"""The field in which testers say what was unclear."""

LONGEST_FORM = 512 * 1024
"""Bytes a tester may send at once, as much as families may."""

TO_WHAT_IS_LEFT = "change:"
"""The button that leads to the first page still to be answered, or to the last one."""

OUTCOMES: Mapping[Taken, Outcome] = {
    Taken.KEPT: Outcome.KEPT,
    Taken.FULL: Outcome.FULL,
    Taken.GONE: Outcome.GONE,
}


def pretest(secret: str) -> Page | Response:
    """Show a tester the next page; what was sent is kept apart, no survey ever counts it."""
    request.max_content_length = LONGEST_FORM
    found = service.opened(main_store(), secret, today())
    if found is None:
        return _kept_by_browser(preview.gone())
    link, kept = found
    see_only(link.county_ags)
    return _kept_by_browser(_answer(link.id, _scene(link, kept)))


def _kept_by_browser(page: Response) -> Response:
    """Let the back button work as on families' pages, without sending the form again."""
    page.headers["Cache-Control"] = "private, no-cache"
    return page


def _answer(link_id: str, scene: Scene) -> Response:
    said = preview.read(scene) if scene.sent else None
    if said is None:
        return preview.draw(scene)
    scene = _of_tester(scene, link_id, said.claim)
    words, taken = "".join(scene.sent.get(REMARK, ())[:1]), Taken.KEPT
    if REMARK in scene.sent:
        taken = service.take_remark(main_store(), link_id, said.claim, said.step, words, today())
    if taken is Taken.TOO_LONG:
        return preview.draw(_again(scene, f"language:{said.language}", too_long=words))
    if taken is Taken.KEPT and request.form.get("do") == "send":
        if isinstance(complete(scene.questionnaire, said.answers), AnswerErrors):
            return preview.draw(_again(scene, TO_WHAT_IS_LEFT))
        taken = service.take_answers(
            main_store(),
            link_id,
            said.claim,
            scene.questionnaire,
            said.answers,
            language=said.language,
            today=today(),
        )
    elif taken is Taken.KEPT:
        return preview.draw(scene)
    return _told(scene, said, OUTCOMES[taken])


def _again(scene: Scene, do: str, too_long: str | None = None) -> Scene:
    assert scene.tester is not None
    tester = replace(scene.tester, too_long=too_long)
    return replace(scene, sent={**scene.sent, "do": (do,)}, tester=tester)


def _told(scene: Scene, said: preview.Said, outcome: Outcome) -> Response:
    assert scene.tester is not None
    tester = replace(scene.tester, outcome=outcome)
    return preview.draw(replace(scene, sent={}, step="", language=said.language, tester=tester))


def _scene(link: PretestLink, kept: Kept) -> Scene:
    asked = as_tried(kept.questionnaire, link.county_ags, today())
    has_questions = any(page.questions for page in asked.pages)
    screens = walk(asked, Answers()).screens if has_questions and is_walkable(asked) else ()
    known = asked.languages or (languages.SOURCE,)
    wanted = request.args.get("lang", "")
    accepted = languages.best(request.accept_languages, known)
    scene = Scene(
        name=f"probe/{link.id}",
        county_ags=link.county_ags,
        questionnaire=asked,
        answers=Answers(),
        step=screens[0].step.key if screens else "",
        language=wanted if wanted in known else accepted,
        # Where there is nothing to try out any more, nothing of it is walked.
        sent=dict(request.form.lists()) if request.method == "POST" and screens else {},
    )
    return _of_tester(scene, link.id, secrets.token_bytes(CLAIM_BYTES))


def _of_tester(scene: Scene, link_id: str, claim: bytes) -> Scene:
    def said_of(step: str) -> str:
        return service.remark_of(main_store(), link_id, claim, step)

    tester = preview.Tester(claim, REMARK, service.LONGEST_REMARK, said_of)
    return replace(scene, tester=tester)


@for_staff(Action.EDIT_QUESTIONNAIRES, Deed.PRETEST_MADE)
def pretests(actor: Staff, key: str) -> Page:
    """List the links for testers, or make one."""
    kept, form = own(actor, key), LinkForm()
    until = form.until.data
    if request.method == "POST" and form.validate() and until is not None:
        made = service.make_link(
            main_store(),
            actor.county_ags,
            key,
            (form.note.data or "").replace("\0", "").strip(),
            today=today(),
            until=until,
            once=form.once.data or "",
        )
        flash(*_made(made))
        return redirect(url_for("staff.pretests", key=key))
    page = links_page(actor.county_ags, key)
    head = pages.head(kept, "trial_run")
    shown = render_template("staff/trial/links.html", head=head, page=page, form=form)
    return shown, 422 if form.errors else 200


def _made(link: PretestLink | None) -> tuple[str, str]:
    if link is None:
        return _(
            "Für diesen Fragebogen gibt es schon %(most)s Links. Bitte löschen Sie zuerst einen.",
            most=service.MOST_LINKS,
        ), "danger"
    return _("Der Link ist da. Geben Sie ihn den Menschen, die ausprobieren sollen."), "success"


@for_staff(Action.EDIT_QUESTIONNAIRES)
def pretest_results(actor: Staff, key: str, link: str) -> Page:
    """Show what testers answered and said through a link."""
    kept, found = own(actor, key), _own_link(actor, key, link)
    if found is None:
        abort(404)
    head = pages.head(kept, "trial_run")
    return render_template("staff/trial/results.html", head=head, page=results_page(kept, found))


@for_staff(Action.EDIT_QUESTIONNAIRES, Deed.PRETEST_DELETED)
def delete_pretest(actor: Staff, key: str, link: str) -> Page:
    """Delete a link with all that came in through it."""
    own(actor, key)
    found = _own_link(actor, key, link)
    if found is None:  # pressed twice, or in another tab
        flash(_("Diesen Link gibt es nicht mehr."), "info")
    else:
        store.remove_link(main_store(), found.id)
        main_store().commit()
        flash(_("Der Link ist gelöscht, mit allem, was darüber kam."), "success")
    return redirect(url_for("staff.pretests", key=key))


def _own_link(actor: Staff, key: str, link: str) -> PretestLink | None:
    found = store.link_of(main_store(), actor.county_ags, link)
    return found if found is not None and found.key == key else None
