"""The data protection documents of a survey: read here, or taken along as files."""

from __future__ import annotations

from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from surveyapp.access.roles import Action, may
from surveyapp.services.deeds import Deed
from surveyapp.services.documents import pack, page
from surveyapp.services.documents.facts import (
    Facts,
    FilledInError,
    Profile,
    facts_of,
    file_to_fill_in,
    filled_in,
)
from surveyapp.services.documents.model import blanks
from surveyapp.services.documents.writers import WRITERS
from surveyapp.services.jobs import start
from surveyapp.services.keys import settings
from surveyapp.storage.db import main_store
from surveyapp.storage.staff import Staff
from surveyapp.web.staff.files import attachment, today
from surveyapp.web.staff.guard import Page, for_staff, own_survey
from surveyapp.web.staff.jobs import follow


@dataclass(frozen=True, slots=True)
class FileLink:
    """One file to take along."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class DocumentView:
    """One document in the list."""

    name: str
    purpose: str
    #: Where it can be read.
    url: str
    files: tuple[FileLink, ...]
    #: How many places the county still has to fill in.
    blanks: int


@dataclass(frozen=True, slots=True)
class BasisLink:
    """One law a survey may rest on."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class DocumentsPage:
    """All documents of one survey."""

    slug: str
    title: str
    documents: tuple[DocumentView, ...]
    bases: tuple[BasisLink, ...]
    archive: str
    #: File in which the county's own facts are kept.
    file: str
    #: Where one comes from: the survey, or the data protection officer's own page.
    back: tuple[str, str]


@dataclass(frozen=True, slots=True)
class ReadPage:
    """One document to read."""

    slug: str
    survey: str
    name: str
    body: Markup
    files: tuple[FileLink, ...]
    back: str


@for_staff(Action.PREPARE_DOCUMENTS)
def documents(actor: Staff, slug: str) -> Page:
    """List the documents of a survey."""
    survey = own_survey(actor, slug)
    if not survey.waves:
        flash(_("Bitte planen Sie zuerst eine Welle: Die Unterlagen nennen ihre Tage."), "info")
        return redirect(url_for("staff.survey", slug=slug))
    facts = _facts(actor, slug)
    shown = tuple(_view(kind, facts) for kind in pack.DOCUMENTS.values())
    listed = DocumentsPage(
        slug=slug,
        title=survey.title,
        documents=shown,
        bases=_bases(slug, facts),
        archive=url_for("staff.document_archive", slug=slug, profil=facts.profile),
        file=f"documents/{file_to_fill_in(settings().instance, actor.county_ags).name}",
        back=_back(actor, slug, survey.title),
    )
    return render_template("staff/documents.html", page=listed)


def _back(actor: Staff, slug: str, title: str) -> tuple[str, str]:
    if may(actor, Action.VIEW, actor.county_ags):
        return url_for("staff.survey", slug=slug), title
    return url_for("staff.protection"), _("Datenschutz")


@for_staff(Action.PREPARE_DOCUMENTS)
def document(actor: Staff, slug: str, document: str) -> Page:
    """Show one document."""
    facts = _facts(actor, slug)
    if document not in pack.DOCUMENTS:
        abort(404)
    found = pack.for_office(pack.document_of(document, facts), facts.made_on)
    shown = ReadPage(
        slug=slug,
        survey=facts.survey,
        name=found.title,
        body=Markup(page.body(found.blocks)),  # noqa: S704 - the writer escapes every word
        files=_files(document, facts),
        back=url_for("staff.documents", slug=slug, profil=facts.profile),
    )
    return render_template("staff/document.html", page=shown)


@for_staff(Action.PREPARE_DOCUMENTS, Deed.DOCUMENTS_TAKEN)
def document_file(actor: Staff, slug: str, document: str, suffix: str) -> Page:
    """Send one document as a file."""
    facts = _facts(actor, slug)
    if document not in pack.DOCUMENTS:
        abort(404)
    writer = WRITERS[suffix]
    found = pack.for_office(pack.document_of(document, facts), facts.made_on)
    content = writer.write(found, facts.made_on)
    return attachment(content, writer.media_type, pack.file_name(document, facts, writer.suffix))


@for_staff(Action.PREPARE_DOCUMENTS, Deed.JOB_STARTED)
def document_archive(actor: Staff, slug: str) -> Page:
    """Let all documents be put into one file."""
    facts = _facts(actor, slug)
    asked = {"survey": slug, "profile": facts.profile.value, "day": facts.made_on.isoformat()}
    return follow(start(main_store(), actor, "documents", asked))


def _facts(actor: Staff, slug: str) -> Facts:
    """Return what is true of a survey of the actor's county that has a wave, or answer 404."""
    survey = own_survey(actor, slug)
    if not survey.waves:
        abort(404)
    return facts_of(main_store(), survey, _profile(), today(), _filled(actor))


def _profile() -> Profile:
    wanted = request.values.get("profil", settings().legal_basis)
    return Profile(wanted) if wanted in set(Profile) else Profile(settings().legal_basis)


def _filled(actor: Staff) -> dict[str, str]:
    """Return what the county has filled in, and say so where its file cannot be read."""
    try:
        return dict(filled_in(actor.county_ags))
    except FilledInError:
        flash(
            _("Die Datei mit Ihren Angaben ist nicht lesbar. Die Stellen bleiben offen."), "danger"
        )
        return {}


def _view(kind: pack.Kind, facts: Facts) -> DocumentView:
    return DocumentView(
        name=kind.name,
        purpose=kind.purpose,
        url=url_for("staff.document", slug=facts.slug, document=kind.key, profil=facts.profile),
        files=_files(kind.key, facts),
        blanks=len(blanks(pack.document_of(kind.key, facts).blocks)),
    )


def _files(key: str, facts: Facts) -> tuple[FileLink, ...]:
    return tuple(
        FileLink(
            writer.label,
            url_for(
                "staff.document_file",
                slug=facts.slug,
                document=key,
                suffix=writer.name,
                profil=facts.profile,
            ),
        )
        for writer in WRITERS.values()
    )


def _bases(slug: str, facts: Facts) -> tuple[BasisLink, ...]:
    labels = {
        Profile.CONSENT: _("Einwilligung der Familien"),
        Profile.STATISTICS: _("Satzung (Kommunalstatistik)"),
    }
    return tuple(
        BasisLink(label, url_for("staff.documents", slug=slug, profil=each), each is facts.profile)
        for each, label in labels.items()
    )
