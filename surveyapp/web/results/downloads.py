"""All figures of a release as files: for everybody where it is public, else for those who may take it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, abort, flash, redirect, url_for
from flask_babel import gettext

from surveyapp.access.roles import Action, may
from surveyapp.services import audit, give_release
from surveyapp.services.deeds import Deed
from surveyapp.services.run_bounded import Unfinished
from surveyapp.services.show_results import Shown
from surveyapp.storage import releases
from surveyapp.storage.db import main_store
from surveyapp.storage.released_waves import ReleasedWave
from surveyapp.ui.who import signed_in

SCHEMA = "schema"
"""The form that only explains another one; it stands beside it."""


@dataclass(frozen=True, slots=True)
class FormLink:
    """One form of a release to take along."""

    label: str
    purpose: str
    url: str


def form_links(slug: str, address: dict[str, str]) -> tuple[FormLink, ...]:
    """Return every form a wave's figures can be had in."""
    return tuple(
        FormLink(
            each.label,
            each.purpose,
            url_for("results.download", slug=slug, release_form=each.name, **address),  # type: ignore[arg-type]
        )
        for each in give_release.forms()
    )


def may_take(wave: ReleasedWave) -> bool:
    """Say whether the visitor may take a wave's figures along as a whole."""
    visitor = signed_in()
    return wave.is_public or (visitor is not None and may(visitor, Action.EXPORT, wave.county_ags))


def given(slug: str, shown: Shown, form: str) -> Response:
    """Return a wave's figures in one form, or lead back with a sentence."""
    if form not in give_release.FORMS or not may_take(shown.wave):
        abort(404)
    release = releases.release_by_id(main_store(), shown.wave.release_id)
    if release is None:
        abort(404)
    stem = f"{slug}-welle-{shown.wave.number}"
    made = give_release.file_of(main_store(), release, form, stem)
    if isinstance(made, Unfinished):
        flash(_sentence(made), "danger")
        found = redirect(url_for("results.downloads", slug=slug, welle=shown.wave.number))
        return Response(found.data, found.status_code, dict(found.headers))
    _note(shown, made.name)
    response = Response(made.content, content_type=made.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return response


def _note(shown: Shown, name: str) -> None:
    """Note which file somebody of the staff took, in the log of their county; else nothing."""
    visitor = signed_in()
    if visitor is not None:
        audit.note_now(visitor, Deed.RESULTS_TAKEN, shown.wave.title, name)


def _sentence(unfinished: Unfinished) -> str:
    if unfinished is Unfinished.BUSY:
        return gettext(
            "Gerade werden andere Dateien geschrieben. Bitte versuchen Sie es gleich noch einmal."
        )
    return gettext("Diese Datei ließ sich nicht schreiben. Bitte wählen Sie eine andere Form.")
