"""How far a questionnaire is translated into a language, in words, and where that goes on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.written import texts
from surveyapp.services import translate
from surveyapp.storage.db import main_store
from surveyapp.web.staff.questionnaire_pages import language_name


@dataclass(frozen=True, slots=True)
class LanguageState:
    """One language of a questionnaire besides German."""

    code: str
    name: str
    #: How many texts it lacks, and how many are stale; empty where all is said.
    state: str
    #: Address of its desk; empty where there is none.
    url: str = ""


def language_states(
    asked: Questionnaire, key: str = "", draft_id: str = ""
) -> Iterator[LanguageState]:
    """Iterate over the languages of a questionnaire; those of a draft have a desk and grow stale."""
    said = [each.text for each in texts(asked) if not each.for_planners]
    written = [each for each in said if each.get("de")]
    for code in asked.languages:
        if code == "de":
            continue
        missing = sum(not each.get(code) for each in written)
        words = [ngettext("%(num)s Text fehlt", "%(num)s Texte fehlen", missing)] if missing else []
        stale = translate.stale_in(main_store(), draft_id, asked, code) if draft_id else 0
        words += [_("%(num)s veraltet", num=stale)] if stale else []
        url = url_for("staff.translation", key=key, language=code) if draft_id else ""
        yield LanguageState(code, language_name(code), ", ".join(words), url)
