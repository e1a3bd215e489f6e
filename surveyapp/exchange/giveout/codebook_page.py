"""The codebook as one page that needs nothing else: to read, to search, to print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from surveyapp.exchange.giveout.variables import (
    Variable,
    joined,
    missing_of,
    variables_of,
    words_of,
)
from surveyapp.exchange.plain_page import plain_page, plain_table
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.texts import locale_of, wording

_STYLE = """
tbody th { font-family: ui-monospace, monospace; font-weight: normal; overflow-wrap: anywhere; }
ul { margin: 0; padding-inline-start: 1.1rem; }
@media print {
  body { max-inline-size: none; padding: 0; font-size: 9pt; }
  .scroll { overflow: visible; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
}
"""

_COLUMNS = ("name", "label", "question", "categories", "universe", "unit", "measures")


def write(questionnaire: Questionnaire, language: str) -> bytes:
    """Return the codebook of a questionnaire as a page."""
    words = words_of(language)
    title = f"{words['codebook']}: {wording(questionnaire.title, language)}"
    body = (
        f"<p>{escape(_line(questionnaire, language))}</p>",
        *_variables(questionnaire, language),
        *_missing(language),
    )
    direction = locale_of(language).text_direction
    return plain_page(title, body, language=language, direction=direction, more_style=_STYLE)


def _line(questionnaire: Questionnaire, language: str) -> str:
    words = words_of(language)
    version = words["version"].format(version=questionnaire.version)
    return f"{version} · {words['languages'].format(languages=joined(questionnaire.languages))}"


def _variables(questionnaire: Questionnaire, language: str) -> Iterator[str]:
    words = words_of(language)
    rows = (_variable(each, language) for each in variables_of(questionnaire))
    yield from plain_table(words["variables"], [words[key] for key in _COLUMNS], rows)


def _variable(variable: Variable, language: str) -> Sequence[str]:
    words, entry = words_of(language), variable.entry
    planning = [
        entry["measures"],
        *entry["fields"],
        *entry["life_stages"],
        *entry["facility_types"],
    ]
    return (
        escape(variable.name),
        escape(variable.label(language)),
        escape(variable.asked(language)),
        _categories(variable, language),
        escape(variable.universe(language)),
        escape(words[entry["unit"]]),
        escape(joined(planning)),
    )


def _categories(variable: Variable, language: str) -> str:
    categories = variable.categories()
    if not categories:
        return escape(words_of(language)[variable.entry["kind"]])
    items = (
        f"<li>{each.code} = {escape(wording(each.label, language))}</li>" for each in categories
    )
    return f"<ul>{''.join(items)}</ul>"


def _missing(language: str) -> Iterator[str]:
    words = words_of(language)
    rows = ((str(each.code), escape(wording(each.label, language))) for each in missing_of())
    yield from plain_table(words["missing"], [words["code"], words["label"]], rows)
