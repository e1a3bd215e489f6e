"""The list of the item bank: what is looked for, and what was found by theme."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from surveyapp.inventory import lists
from surveyapp.services.item_bank import Item, Sought, Wording
from surveyapp.ui import languages
from surveyapp.web.staff.item_bank_pages import item_url, title_of
from surveyapp.web.staff.questionnaire_pages import language_name
from surveyapp.web.staff.questionnaire_words import kind_in_words, said

LONGEST_WORDS = 200


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item of the list."""

    url: str
    text: str
    is_core: bool
    #: Short name, kind of answer, number of languages.
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """The items of one theme."""

    title: str
    lines: tuple[ItemLine, ...]


def shelves(items: tuple[Item, ...], **carried: str) -> tuple[Shelf, ...]:
    """Return items by theme, the county's own first; where somebody came from is carried along."""
    themes: dict[str, list[ItemLine]] = {_("Fragen Ihres Landkreises"): []}
    for each in items:
        theme = each.group if each.is_core else _("Fragen Ihres Landkreises")
        themes.setdefault(theme, []).append(_line(each, carried))
    return tuple(Shelf(title, tuple(lines)) for title, lines in themes.items() if lines)


def _line(item: Item, carried: Mapping[str, str]) -> ItemLine:
    question = item.latest.question
    facts = (
        said(question.label or {}),
        kind_in_words(question.type),
        _languages_count(item.latest),
    )
    return ItemLine(
        item_url(item.key, **carried),
        title_of(question),
        item.is_core,
        tuple(each for each in facts if each),
    )


def _languages_count(wording: Wording) -> str:
    number = len(wording.languages)
    return ngettext("%(num)s Sprache", "%(num)s Sprachen", number)


@dataclass(frozen=True, slots=True)
class Filter:
    """One list to narrow the search by."""

    name: str
    label: str
    every: str
    choices: tuple[tuple[str, str], ...]
    chosen: str


def sought_in(asked: Mapping[str, str]) -> Sought:
    """Return what an address looks for; what is no choice of a list does not matter."""
    chosen = [
        asked.get(name, "") if asked.get(name) in dict(choices) else ""
        for name, _label, choices in _lists()
    ]
    return Sought(asked.get("worte", "")[:LONGEST_WORDS], *chosen)


def filters(sought: Sought) -> tuple[Filter, ...]:
    """Return what items can be narrowed by."""
    chosen = (sought.field, sought.life_stage, sought.language)
    return tuple(
        Filter(name, label, _("alle"), choices, now)
        for (name, label, choices), now in zip(_lists(), chosen, strict=True)
    )


def _lists() -> Iterator[tuple[str, str, tuple[tuple[str, str], ...]]]:
    """Iterate over names, labels and choices of the lists, in the order ``Sought`` has them."""
    fields = lists.fields_of_action().values()
    yield "feld", _("Handlungsfeld"), tuple((each.code, each.label) for each in fields)
    stages = lists.life_stages().values()
    yield "phase", _("Lebensphase"), tuple((each.code, each.label) for each in stages)
    spoken = languages.spoken()
    yield "sprache", _("Sprache"), tuple((code, language_name(code)) for code in spoken)
