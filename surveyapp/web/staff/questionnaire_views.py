"""Views of questionnaires: read the form, call one service, show the page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from surveyapp.access.roles import Action, may
from surveyapp.questionnaire import library
from surveyapp.questionnaire.checks import RULES
from surveyapp.services import find_questionnaires as finding
from surveyapp.services import keep_draft as keeping
from surveyapp.services import try_out as trying
from surveyapp.services.bring_in_upload import bring_in_upload
from surveyapp.services.check_questionnaire import Checked, check_questionnaire
from surveyapp.services.deeds import Deed
from surveyapp.services.find_questionnaires import Kept
from surveyapp.services.publish import PublishRefusal
from surveyapp.services.publish_kept import publish_kept
from surveyapp.services.run_bounded import Unfinished
from surveyapp.storage import drafts
from surveyapp.storage.db import main_store
from surveyapp.storage.staff import Staff
from surveyapp.web.staff import giving, trial_pages, upload_pages
from surveyapp.web.staff import questionnaire_pages as pages
from surveyapp.web.staff.files import attachment, kept_for_reading, today
from surveyapp.web.staff.guard import Page, for_staff
from surveyapp.web.staff.questionnaire_forms import AnswersForm, BringInForm, NoteForm, SeedForm
from surveyapp.web.staff.questionnaire_words import sections_in_words


def own(actor: Staff, key: str) -> Kept:
    """Return a questionnaire the actor's county can look at, or answer 404."""
    found = finding.by_key(main_store(), actor.county_ags, key)
    if found is None:
        abort(404)
    return found


@for_staff(Action.VIEW)
def questionnaires(actor: Staff) -> Page:
    """List all questionnaires: packaged, published, and the county's drafts."""
    return render_template(
        "staff/questionnaires/list.html",
        kept=pages.kept_views(main_store(), actor),
        may_edit=may(actor, Action.EDIT_QUESTIONNAIRES, actor.county_ags),
        may_translate=may(actor, Action.TRANSLATE, actor.county_ags),
    )


@for_staff(Action.VIEW)
def questionnaire(actor: Staff, key: str) -> Page:
    """Show one questionnaire in words."""
    kept = own(actor, key)
    may_edit = may(actor, Action.EDIT_QUESTIONNAIRES, actor.county_ags)
    return render_template(
        "staff/questionnaires/overview.html",
        head=pages.head(kept, "questionnaire", actor),
        facts=pages.facts(kept, actor),
        minutes=pages.minutes_views(kept.questionnaire, actor),
        sections=sections_in_words(kept.questionnaire),
        formats=giving.format_views(kept),
        may_edit=may_edit,
        may_delete=bool(kept.draft_id) and may_edit,
    )


@for_staff(Action.VIEW)
def check(actor: Staff, key: str) -> Page:
    """Show what the check finds."""
    kept = own(actor, key)
    checked = check_questionnaire(kept.text, library.pictures_of(kept.questionnaire.id))
    found = pages.check_view(checked, kept.questionnaire)
    head = pages.head(kept, "check", actor)
    return render_template("staff/questionnaires/check.html", head=head, check=found)


@for_staff(Action.VIEW)
def rules(actor: Staff) -> Page:  # noqa: ARG001 - the same for every county
    """List the rules of good questionnaires."""
    every = sorted(RULES.values(), key=lambda each: each.id)
    return render_template("staff/questionnaires/rules.html", rules=pages.rule_views(every))


@for_staff(Action.VIEW)
def rule(actor: Staff, rule: str) -> Page:  # noqa: ARG001 - the same for every county
    """Show the help page of one rule."""
    found = RULES.get(rule)
    if found is None:
        abort(404)
    view, *_rest = pages.rule_views([found])
    return render_template("staff/questionnaires/rule.html", rule=view)


# Versions


@for_staff(Action.VIEW)
def editions(actor: Staff, key: str) -> Page:
    """Show all versions with their differences, and publish one."""
    return _editions(actor, own(actor, key), NoteForm())


def _editions(
    actor: Staff, kept: Kept, form: NoteForm, refused: pages.RefusalView | None = None
) -> Page:
    shown = render_template(
        "staff/questionnaires/editions.html",
        head=pages.head(kept, "editions", actor),
        page=pages.editions_page(main_store(), actor, kept),
        form=form,
        refused=refused,
    )
    return shown, 422 if refused or form.errors else 200


@for_staff(Action.PUBLISH_QUESTIONNAIRE, Deed.QUESTIONNAIRE_PUBLISHED)
def publish_questionnaire(actor: Staff, key: str) -> Page:
    """Freeze a questionnaire, or say what stands in the way."""
    kept, form = own(actor, key), NoteForm()
    if not form.validate():
        return _editions(actor, kept, form)
    county, note = actor.county_ags, form.note.data or ""
    outcome = publish_kept(main_store(), county, kept, today=today(), note=note)
    if isinstance(outcome, PublishRefusal | Checked | Unfinished):
        return _editions(actor, kept, form, pages.refusal_view(outcome, kept))
    flash(_("Veröffentlicht. Wellen können diesen Fragebogen jetzt stellen."), "success")
    name = f"{outcome.questionnaire}.{outcome.version}.{outcome.correction}"
    return redirect(url_for("staff.editions", key=name))


# Trying out


@for_staff(Action.VIEW)
def try_out(actor: Staff, key: str) -> Page:
    """Show the way of an invented family, or of given answers; nothing of it is kept."""
    kept = own(actor, key)
    seed, written = SeedForm(), AnswersForm()
    is_walkable = trying.is_walkable(kept.questionnaire)
    answers = _answers(actor, kept, seed, written) if is_walkable else None
    way = None if answers is None else _way(actor, kept, answers)
    if way is not None:
        written.answers.data = way.answers_json
    shown = render_template(
        "staff/questionnaires/trial.html",
        head=pages.head(kept, "try_out", actor),
        groups=trial_pages.grouped(trial_pages.key_fields(kept.questionnaire, answers)),
        seed=seed,
        written=written,
        way=way,
        is_walkable=is_walkable,
    )
    return shown, 422 if seed.errors or written.errors else 200


def _answers(
    actor: Staff, kept: Kept, seed: SeedForm, written: AnswersForm
) -> Mapping[str, Any] | None:
    """Return the answers to try, or None where there are none yet or they cannot be read."""
    asked, art = kept.questionnaire, request.form.get("art", "")
    if art == "auswahl":
        return trial_pages.answers_from(asked, request.form)
    if art == "zufall" and seed.validate():
        return trying.random_answers(asked, actor.county_ags, seed.seed.data, today=today())
    if art == "json":
        upload = written.file.data
        content = upload.read(trying.MOST_BYTES + 1) if upload else written.answers.data or ""
        found = trying.read_answers(content)
        if found is None:
            written.refuse()
        return found
    return None


def _way(actor: Staff, kept: Kept, answers: Mapping[str, Any]) -> trial_pages.WayView:
    asked, county = kept.questionnaire, actor.county_ags
    before = trying.read_answers(request.form.get("vorher", ""))
    old = None if before is None else trying.try_out(asked, county, before, today=today()).told
    return trial_pages.way_view(trying.try_out(asked, county, answers, today=today()), old)


# Bringing in


@for_staff(Action.EDIT_QUESTIONNAIRES)
def bring_in(actor: Staff) -> Page:  # noqa: ARG001 - the same for every county
    """Read questionnaires written elsewhere and say what became of them; nothing is kept."""
    form = BringInForm()
    form.offer(upload_pages.format_choices())
    if request.method != "POST" or not form.validate():
        return _bring_in(form, (), 422 if form.errors else 200)
    found = []
    for upload in (each for each in form.files.data if each.filename):
        with kept_for_reading(upload) as path:
            found.append(bring_in_upload(path, form.form.data or ""))
    views = tuple(upload_pages.upload_view(each) for each in found)
    return _bring_in(form, views, 200 if any(each.is_taken for each in views) else 422)


def _bring_in(form: BringInForm, found: tuple[upload_pages.UploadView, ...], status: int) -> Page:
    return render_template("staff/questionnaires/bring_in.html", form=form, found=found), status


@for_staff(Action.EDIT_QUESTIONNAIRES, Deed.DRAFT_KEPT)
def keep(actor: Staff) -> Page:
    """Keep what was brought in as a draft of the county."""
    text = upload_pages.unpack(request.form.get("fragebogen", "")) or ""
    outcome = keeping.keep_draft(
        main_store(), actor.county_ags, text, today=today(), by=actor, now=datetime.now(UTC)
    )
    if isinstance(outcome, keeping.KeepRefusal):
        flash(upload_pages.refusal_words(outcome), "danger")
        return redirect(url_for("staff.bring_in"))
    flash(_("Als Entwurf behalten. Nur Ihr Landkreis sieht ihn."), "success")
    return redirect(url_for("staff.questionnaire", key=f"{finding.DRAFT}.{outcome.id}"))


@for_staff(Action.EDIT_QUESTIONNAIRES)
def take_along(actor: Staff) -> Page:  # noqa: ARG001 - the same for every county
    """Send what was brought in as a file of our own format."""
    text = upload_pages.unpack(request.form.get("fragebogen", ""))
    if text is None:
        flash(upload_pages.refusal_words(keeping.KeepRefusal.NOT_READABLE), "danger")
        return redirect(url_for("staff.bring_in"))
    return attachment(text.encode(), "application/yaml", "fragebogen.yaml")


@for_staff(Action.EDIT_QUESTIONNAIRES, Deed.DRAFT_DELETED)
def delete_draft(actor: Staff, key: str) -> Page:
    """Delete a draft for good."""
    kept = own(actor, key)
    draft = drafts.draft_of(main_store(), actor.county_ags, kept.draft_id)
    if draft is None:
        flash(_("Nur Entwürfe können gelöscht werden."), "danger")
        return redirect(url_for("staff.questionnaire", key=key))
    keeping.give_up_draft(main_store(), draft)
    flash(_("Der Entwurf „%(title)s“ ist gelöscht.", title=draft.title), "success")
    return redirect(url_for("staff.questionnaires"))


# Giving out


@for_staff(Action.VIEW)
def give_out(actor: Staff, key: str, form: str) -> Response | Page:
    """Send a questionnaire in one format."""
    kept = own(actor, key)
    found = giving.file_of(kept, form)
    if found is None:
        abort(404)
    return attachment(found.content, found.media_type, found.name)
