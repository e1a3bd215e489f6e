"""Every page of a questionnaire as it looks on a phone, and proofs of what nobody comes to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import gettext as _

from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.path import walk
from surveyapp.services.asked import as_tried
from surveyapp.services.find_questionnaires import Kept
from surveyapp.services.preview_family import FAMILIES, answers_of
from surveyapp.services.trial.prove import FOUND, NEVER
from surveyapp.services.try_out import is_walkable
from surveyapp.web.staff.files import today
from surveyapp.web.staff.questionnaire_pages import language_name
from surveyapp.web.staff.questionnaire_words import page_name, place_in_words, said
from surveyapp.web.staff.studio_preview import LANGUAGE, family_names, preview_url


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page in a frame of the width of a phone."""

    title: str
    #: Which invented family sees it.
    family: str
    url: str


@dataclass(frozen=True, slots=True)
class SheetsPage:
    """All pages in one language."""

    languages: tuple[tuple[str, str, bool], ...]
    sheets: tuple[Sheet, ...]
    #: Titles of pages none of the families for previews comes to.
    unseen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProofView:
    """What the search found out about one part."""

    place: str
    #: never, found or unknown.
    kind: str
    sentence: str
    #: Answers with which a family comes there, to be tried out; empty where there are none.
    answers: str


def sheets(kept: Kept, county_ags: str) -> SheetsPage:
    """Return every page of a questionnaire with an address that shows it."""
    written = kept.questionnaire
    language = _language(written)
    seen = _seen(written, county_ags) if is_walkable(written) else {}
    names = family_names()
    return SheetsPage(
        tuple((each, language_name(each), each == language) for each in written.languages),
        tuple(
            Sheet(
                page_name(page),
                names[seen[page.id]],
                preview_url(kept.key, page.id, seen[page.id], language),
            )
            for page in written.pages
            if page.id in seen
        ),
        tuple(page_name(page) for page in written.pages if page.id not in seen),
    )


def _language(written: Questionnaire) -> str:
    wanted, known = request.args.get(LANGUAGE, ""), written.languages or ("de",)
    return wanted if wanted in known else "de" if "de" in known else known[0]


def _seen(written: Questionnaire, county_ags: str) -> dict[str, str]:
    """Return for each page the first family for previews that comes to it."""
    asked = as_tried(written, county_ags, today())
    found: dict[str, str] = {}
    for family in FAMILIES.values():
        way = walk(asked, answers_of(asked, family, county_ags))
        for screen in way.screens:
            found.setdefault(screen.page.id, family.key)
    return found


def proof_views(kept: Kept, found: Mapping[str, Any]) -> tuple[ProofView, ...]:
    """Return proofs in words, what nobody can meet first."""
    views = (_proof(kept, path, each) for path, each in found["proofs"].items())
    return tuple(sorted(views, key=lambda each: each.kind != NEVER))


def _proof(kept: Kept, path: str, told: Mapping[str, Any]) -> ProofView:
    sentences = {
        NEVER: _("Bewiesen: Keine Familie kann hierher kommen, was immer sie antwortet."),
        FOUND: _("Es gibt Familien, die hierher kommen; sie sind nur selten."),
    }
    unknown = _(
        "Die Suche fand keine Familie und keinen Beweis. Bitte sehen Sie sich die Bedingung an."
    )
    answers = json.dumps(told["answers"], ensure_ascii=False) if "answers" in told else ""
    place = _place(path, kept.questionnaire)
    return ProofView(place, told["is"], sentences.get(told["is"], unknown), answers)


def _place(path: str, asked: Questionnaire) -> str:
    """Return where a part stands, an option or row with its own words."""
    words = place_in_words(path, asked)
    head, _dot, last = path.rpartition(".")
    name, _bracket, number = last.partition("[")
    if name not in ("options", "rows"):
        return words
    page, question = (int(each.partition("[")[2].rstrip("]")) for each in head.split("."))
    part = getattr(asked.pages[page].questions[question], name)[int(number.rstrip("]"))]
    return f"{words}: „{said(part.text) or part.code}“"
