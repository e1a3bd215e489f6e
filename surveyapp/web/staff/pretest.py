"""Links for testers: the pages they see, and what staff read of it."""

from __future__ import annotations

from dataclasses import replace

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from surveyapp.access.roles import Action
from surveyapp.questionnaire.path import walk
from surveyapp.questionnaire.values import Answers
from surveyapp.services.asked import as_tried
from surveyapp.services.deeds import Deed
from surveyapp.services.find_questionnaires import Kept
from surveyapp.services.trial import pretest as service
from surveyapp.services.try_out import is_walkable
from surveyapp.storage import pretests as store
from surveyapp.storage.db import main_store
from surveyapp.storage.pretests import PretestLink
from surveyapp.storage.staff import Staff
from surveyapp.ui import preview
from surveyapp.web.staff import questionnaire_pages as pages
from surveyapp.web.staff.files import today
from surveyapp.web.staff.guard import Page, for_staff
from surveyapp.web.staff.pretest_pages import LinkForm, links_page, results_page
from surveyapp.web.staff.questionnaire_views import own

REMARK = "page-remark"
"""The field in which testers say what was unclear."""


def pretest(secret: str) -> Page | Response:
    """Show a tester the next page; what was sent is kept apart, no survey ever counts it."""
    found = service.opened(main_store(), secret, today())
    if found is None:
        return render_template("staff/trial/gone.html"), 404
    link, kept = found
    scene = _scene(link, kept)
    said = preview.read(scene) if scene.sent else None
    if said is not None:
        words = "".join(scene.sent.get(REMARK, ())[:1])
        service.take_remark(main_store(), link, said.step.partition(".")[0], words, today())
    if said is None or request.form.get("do") != "send":
        return preview.draw(scene)
    return _sent(link, scene, said)


def _sent(link: PretestLink, scene: preview.Scene, said: preview.Said) -> Response:
    is_kept = service.take_answers(
        main_store(), link, scene.questionnaire, said.answers, language=said.language, today=today()
    )
    told = _thanks() if is_kept else _full()
    return preview.draw(replace(scene, sent={}, step="", nothing=told, language=said.language))


def _scene(link: PretestLink, kept: Kept) -> preview.Scene:
    asked = as_tried(kept.questionnaire, link.county_ags, today())
    screens = walk(asked, Answers()).screens if is_walkable(asked) else ()
    known = asked.languages or ("de",)
    wanted = request.args.get("lang", "")
    return preview.Scene(
        name=f"probe/{link.id}",
        county_ags=link.county_ags,
        questionnaire=asked,
        answers=Answers(),
        step=screens[0].step.key if screens else "",
        language=wanted
        if wanted in known
        else request.accept_languages.best_match(known, known[0]),
        nothing=(
            _("Noch keine Frage"),
            _("In diesem Fragebogen steht noch nichts zum Ausprobieren."),
        ),
        end=(_("Die Probe ist beendet"), _("Ihre Antworten wurden nicht gespeichert.")),
        sent=dict(request.form.lists()) if request.method == "POST" else {},
        tester=preview.Tester(
            banner=_("Probe – Ihre Antworten werden nicht gezählt."),
            label=_("Was war unklar?"),
            field=REMARK,
        ),
    )


def _thanks() -> tuple[str, str]:
    return _("Danke fürs Ausprobieren!"), _(
        "Ihre Antworten und Hinweise helfen, den Fragebogen besser zu machen. Danach werden sie gelöscht."
    )


def _full() -> tuple[str, str]:
    return _("Danke fürs Ausprobieren!"), _(
        "Über diesen Link kamen schon sehr viele Antworten. Ihre wurden nicht mehr gespeichert."
    )


@for_staff(Action.EDIT_QUESTIONNAIRES, Deed.PRETEST_MADE)
def pretests(actor: Staff, key: str) -> Page:
    """List the links for testers, or make one."""
    kept, form = own(actor, key), LinkForm()
    until = form.until.data
    if request.method == "POST" and form.validate() and until is not None:
        service.make_link(
            main_store(),
            actor.county_ags,
            key,
            (form.note.data or "").replace("\0", "").strip(),
            today=today(),
            until=until,
        )
        flash(_("Der Link ist da. Geben Sie ihn den Menschen, die ausprobieren sollen."), "success")
        return redirect(url_for("staff.pretests", key=key))
    if request.method == "GET":
        service.forget_due(main_store(), today())
    page = links_page(actor.county_ags, key)
    head = pages.head(kept, "trial_run")
    shown = render_template("staff/trial/links.html", head=head, page=page, form=form)
    return shown, 422 if form.errors else 200


@for_staff(Action.EDIT_QUESTIONNAIRES)
def pretest_results(actor: Staff, key: str, link: str) -> Page:
    """Show what testers answered and said through a link."""
    kept, found = own(actor, key), _own_link(actor, key, link)
    head = pages.head(kept, "trial_run")
    return render_template("staff/trial/results.html", head=head, page=results_page(kept, found))


@for_staff(Action.EDIT_QUESTIONNAIRES, Deed.PRETEST_DELETED)
def delete_pretest(actor: Staff, key: str, link: str) -> Page:
    """Delete a link with all that came in through it."""
    own(actor, key)
    store.remove_link(main_store(), _own_link(actor, key, link).id)
    main_store().commit()
    flash(_("Der Link ist gelöscht, mit allem, was darüber kam."), "success")
    return redirect(url_for("staff.pretests", key=key))


def _own_link(actor: Staff, key: str, link: str) -> PretestLink:
    found = store.link_of(main_store(), actor.county_ags, link)
    if found is None or found.key != key:
        abort(404)
    return found
