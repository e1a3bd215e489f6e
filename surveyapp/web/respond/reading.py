"""What families may read of a survey beside its questions: how it protects them, and its law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

from flask import current_app, g, url_for
from flask_babel import gettext
from markupsafe import Markup

from surveyapp.services.documents import pack, page
from surveyapp.services.documents.facts import (
    FilledInError,
    Profile,
    facts_of,
    filled_in,
)
from surveyapp.services.documents.model import Document
from surveyapp.services.keys import settings
from surveyapp.storage import surveys
from surveyapp.storage.db import main_store
from surveyapp.storage.surveys import Survey
from surveyapp.ui import languages
from surveyapp.web.respond import pages
from surveyapp.web.respond.context import DocumentPage
from surveyapp.web.respond.visit import county_name


def survey_document(survey: Survey, key: str) -> DocumentPage:
    """Return a page with one document of a survey that has a wave."""
    profile = Profile(settings().legal_basis)
    known = _known(survey.county_ags)
    facts = facts_of(main_store(), survey, profile, _today(), known)
    others = tuple(link for link in links_of(survey.slug) if link[0] != _address(survey.slug, key))
    back = (url_for("respond.start", slug=survey.slug), gettext("Zum Anfang der Umfrage"))
    document = pack.document_of(key, facts)
    return _page(document, county_name(survey.county_ags), (*others, back))


def accessibility_page() -> DocumentPage:
    """Return the accessibility statement of this installation."""
    counties = {wave.survey.county_ags for wave in surveys.open_waves(main_store())}
    known = _known(counties.pop()) if len(counties) == 1 else {}
    document = pack.accessibility_statement(_today(), known)
    back = (url_for("respond.home"), gettext("Zu den offenen Umfragen"))
    return replace(_page(document, "", (back,)), short=_accessible_in_short())


def _accessible_in_short() -> tuple[str, ...]:
    return (
        gettext(
            "Diese Seiten sollen alle nutzen können: auch mit der Tastatur, mit einem Vorleseprogramm, "
            "mit großer Schrift und ohne Zeitdruck."
        ),
        gettext(
            "Geht etwas nicht, oder brauchen Sie Hilfe? Bitte sagen Sie es der Stelle, die Sie zu der "
            "Umfrage eingeladen hat. Hilft das nicht, können Sie sich kostenlos an die "
            "Landesdurchsetzungsstelle für digitale Barrierefreiheit in Thüringen wenden."
        ),
    )


def links_of(slug: str) -> tuple[tuple[str, str], ...]:
    """Return address and wording of what families may read of a survey."""
    return (
        (_address(slug, "anonymitaet"), gettext("So schützen wir Ihre Antworten")),
        (_address(slug, "datenschutz"), gettext("Datenschutz")),
        (_address(slug, "datenschutz-leicht"), gettext("Datenschutz in Leichter Sprache")),
    )


def _address(slug: str, key: str) -> str:
    language = None if str(g.language) == languages.SOURCE else str(g.language)
    return url_for("respond.survey_document", slug=slug, document=key, lang=language)


def _page(document: Document, county: str, links: tuple[tuple[str, str], ...]) -> DocumentPage:
    return DocumentPage(
        frame=pages.frame(document.title, county, codes=languages.spoken(), about=document.about),
        heading=document.title,
        body=Markup(page.body(document.blocks)),  # noqa: S704 - the writer escapes every word
        links=links,
        is_translated=str(g.language) != languages.SOURCE,
    )


def _known(county_ags: str) -> Mapping[str, str]:
    """Return what a county has filled in; families read on where its file is broken."""
    try:
        return filled_in(county_ags)
    except FilledInError as error:
        current_app.logger.error("%s", error)  # noqa: TRY400 - the sentence says it all
        return {}


def _today() -> date:
    return datetime.now(UTC).date()
