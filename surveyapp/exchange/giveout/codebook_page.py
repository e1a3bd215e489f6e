"""The codebook as one page that needs nothing else: to read, to search, to print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from surveyapp.exchange.giveout.variables import (
    Variable,
    joined,
    missing_of,
    variables_of,
    words_of,
)
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.texts import locale_of, wording

_STYLE = """
:root { color-scheme: light; font-family: system-ui, sans-serif; line-height: 1.45; }
body { margin-inline: auto; max-inline-size: 72rem; padding: 1rem; color: #1a1a1a; background: #fff; }
.scroll { overflow-x: auto; }
.scroll:focus-visible { outline: 3px solid #00508c; }
table { border-collapse: collapse; inline-size: 100%; }
caption { text-align: start; font-weight: bold; padding-block: 0.5rem; }
th, td { border-block-end: 1px solid #767676; padding: 0.4rem 0.6rem; }
th, td { text-align: start; vertical-align: top; }
thead th { background: #eef2f6; }
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
    return "\n".join(
        (
            "<!DOCTYPE html>",
            f'<html lang="{escape(language)}" dir="{locale_of(language).text_direction}">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(title)}</title>",
            f"<style>{_STYLE}</style>",
            "</head>",
            "<body>",
            "<main>",
            f"<h1>{escape(title)}</h1>",
            f"<p>{escape(_line(questionnaire, language))}</p>",
            *_variables(questionnaire, language),
            *_missing(language),
            "</main>",
            "</body>",
            "</html>",
            "",
        )
    ).encode()


def _line(questionnaire: Questionnaire, language: str) -> str:
    words = words_of(language)
    version = words["version"].format(version=questionnaire.version)
    return f"{version} · {words['languages'].format(languages=joined(questionnaire.languages))}"


def _variables(questionnaire: Questionnaire, language: str) -> Iterator[str]:
    words = words_of(language)
    rows = (_variable(each, language) for each in variables_of(questionnaire))
    yield from _table(words["variables"], [words[key] for key in _COLUMNS], rows)


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
    yield from _table(words["missing"], [words["code"], words["label"]], rows)


def _table(caption: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Iterate over the lines of a table that keyboards can scroll; cells are HTML already."""
    said = escape(caption)
    yield f'<div class="scroll" role="region" aria-label="{said}" tabindex="0">'
    yield f"<table><caption>{said}</caption>"
    heads = "".join(f'<th scope="col">{escape(each)}</th>' for each in header)
    yield f"<thead><tr>{heads}</tr></thead><tbody>"
    for first, *rest in rows:
        cells = "".join(f"<td>{each}</td>" for each in rest)
        yield f'<tr><th scope="row">{first}</th>{cells}</tr>'
    yield "</tbody></table></div>"
