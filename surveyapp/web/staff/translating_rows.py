"""What a file of translations says about each wording, besides the wording itself."""

from __future__ import annotations

from flask_babel import gettext as _

from surveyapp.exchange.translations.model import Outgoing, Row
from surveyapp.questionnaire import phrases
from surveyapp.questionnaire.translating.hints import term_hints
from surveyapp.questionnaire.translating.intake import SHORT
from surveyapp.questionnaire.translating.origins import State, digest
from surveyapp.services.translate import Entry, Translation
from surveyapp.ui.languages import language
from surveyapp.web.staff.questionnaire_pages import language_name, title_of
from surveyapp.web.staff.translating_words import place_of


def outgoing(found: Translation, *, is_open_only: bool = False) -> Outgoing:
    """Return a draft in one language as it goes out; all of it, or only what is not done."""
    rows = tuple(
        _row(each, found)
        for each in found.entries
        if not is_open_only or each.state is not State.DONE
    )
    code = found.language
    is_rtl = language(code).direction == "rtl"
    asked = found.desk.questionnaire
    return Outgoing(title_of(asked), code, language_name(code), is_rtl, rows, asked.id)


def _row(entry: Entry, found: Translation) -> Row:
    unit = entry.unit
    return Row(
        unit.key,
        place_of(found.desk.questionnaire, unit),
        unit.german,
        "\n".join(_hints(entry, found.language)),
        entry.said,
        digest(entry.said)[:SHORT],
        entry.state is State.STALE,
    )


def _hints(entry: Entry, code: str) -> list[str]:
    kept = sorted(phrases.placeholders(entry.unit.german))
    found = (
        [_("Bleibt stehen: %(names)s", names=", ".join(f"{{{each}}}" for each in kept))]
        if kept
        else []
    )
    if entry.state is State.STALE:
        found.append(_("Deutsch hat sich geändert."))
    if entry.was:
        found.append(_("Vorher: %(was)s", was=entry.was))
    found += [f"{each.german} = {each.wanted}" for each in term_hints(entry.unit, code)]
    return found
