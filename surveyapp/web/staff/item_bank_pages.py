"""What the pages of the item bank show, as typed values and German sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from surveyapp.questionnaire.bank.core import CORE, core_items
from surveyapp.questionnaire.bank.losses import Loss, Lost, wordings
from surveyapp.questionnaire.model import Question, Text
from surveyapp.questionnaire.texts import FALLBACK
from surveyapp.services.find_questionnaires import Stage
from surveyapp.services.item_bank import Item, Use, Uses
from surveyapp.services.keep_items import (
    LONGEST_REMARK,
    LONGEST_SOURCE,
    MOST_ITEMS,
    About,
    KeepRefusal,
)
from surveyapp.ui import languages
from surveyapp.web.staff.questionnaire_pages import language_name
from surveyapp.web.staff.questionnaire_words import kind_in_words, said
from surveyapp.web.staff.studio_planning import planning_view

SORTS = {"kern": CORE, "eigene": "county/"}
"""Part of an address to the start of the keys it stands for."""


@dataclass(frozen=True, slots=True)
class LanguageView:
    """What an item says in one language."""

    name: str
    code: str
    direction: str
    text: str
    hint: str
    #: What is asked of each row of a table, the answers, and the words around a field.
    parts: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """What an item said from a day on."""

    when: str
    where: str
    text: str
    who: str


@dataclass(frozen=True, slots=True)
class UseLine:
    """One questionnaire of the county that asks an item."""

    url: str
    title: str
    when: str
    is_comparable: bool
    #: What can be compared, and what is lost.
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ItemPage:
    """One item with everything known of it."""

    key: str
    sort: str
    id: str
    title: str
    is_core: bool
    facts: tuple[tuple[str, str], ...]
    languages: tuple[LanguageView, ...]
    history: tuple[HistoryLine, ...]
    uses: tuple[UseLine, ...]
    elsewhere: str
    #: What it is only understood behind, as name and address.
    follows: tuple[str, str] | None
    about: About


def item_url(key: str, **more: Any) -> str:  # noqa: ANN401 - as url_for has it
    """Return the address of an item's page."""
    start, _slash, id_ = key.partition("/")
    sort = next(name for name, begin in SORTS.items() if begin == f"{start}/")
    return url_for("staff.bank_item", sort=sort, item=id_, **more)


def title_of(question: Question) -> str:
    """Return what an item is called in lists."""
    return said(question.text) or said(question.label or {}) or question.id


def item_page(item: Item, found: Uses, carried: Mapping[str, str]) -> ItemPage:
    """Return everything on the page of an item; where somebody came from is carried along."""
    question = item.latest.question
    return ItemPage(
        item.key,
        "kern" if item.is_core else "eigene",
        item.key.partition("/")[2],
        title_of(question),
        item.is_core,
        tuple(_facts(item)),
        tuple(_language(question, code) for code in item.latest.languages),
        tuple(_history(item, found)),
        tuple(_use(each) for each in found.own),
        _elsewhere(item, found),
        _follows(item, carried),
        About(item.source, item.remark),
    )


def _follows(item: Item, carried: Mapping[str, str]) -> tuple[str, str] | None:
    if not item.follows:
        return None
    question = core_items()[item.follows].latest.question
    return title_of(question), item_url(item.follows, **carried)


def _facts(item: Item) -> Iterator[tuple[str, str]]:
    question = item.latest.question
    yield _("Quelle"), item.source
    if item.remark:
        yield _("Bemerkung"), item.remark
    yield _("In der Fragenbank seit"), format_date(item.wordings[0].since, "long")
    yield _("Art der Antwort"), kind_in_words(question.type)
    planning = planning_view("", question.planning).sentence
    yield _("Bedeutung für die Planung"), planning or _("noch nicht gesagt")
    if item.group:
        yield _("Thema"), item.group


def _language(question: Question, code: str) -> LanguageView:
    every = wordings(question)
    parts = (
        (label, tuple(text[code] for name, text in every.items() if _is(name, sort, code, text)))
        for sort, label in (("row", _("Zeilen")), ("option", _("Antworten")), ("", _("Am Feld")))
    )
    return LanguageView(
        language_name(code),
        code,
        languages.language(code).direction,
        question.text.get(code, ""),
        (question.hint or {}).get(code, ""),
        tuple((label, said) for label, said in parts if said),
    )


def _is(name: str, sort: str, code: str, text: Text) -> bool:
    """Say whether a wording is of a sort and says something in a language."""
    start, slash, _rest = name.partition("/")
    around = not slash and name not in ("text", "hint")
    return bool(text.get(code)) and (around if not sort else start == sort)


def _history(item: Item, found: Uses) -> Iterator[HistoryLine]:
    """Return what was said when, the latest first: kept wordings, and publications that say it otherwise."""
    known = {said(each.question.text) for each in item.wordings}
    rows = [
        (each.since, each.taken_from, said(each.question.text), each.who) for each in item.wordings
    ]
    rows += [
        (each.on, _titled(each), said(each.question.text), "")
        for each in found.own
        if each.on and each.stage is Stage.PUBLISHED and said(each.question.text) not in known
    ]
    for on, where, text, who in sorted(rows, key=lambda row: row[0], reverse=True):
        yield HistoryLine(format_date(on, "long"), where, text, who)


def _titled(use: Use) -> str:
    if use.stage is Stage.DRAFT:
        return _("%(title)s (Entwurf)", title=use.title)
    return _("%(title)s, Fassung %(number)s", title=use.title, number=use.version)


def _use(use: Use) -> UseLine:
    sentences = [loss_words(each) for each in use.losses]
    if use.is_comparable:
        sentences.insert(0, _("Vergleichbar mit Wortlaut %(number)s.", number=use.number))
    return UseLine(
        url_for("staff.questionnaire", key=use.key),
        _titled(use),
        format_date(use.on, "long") if use.on else "",
        use.is_comparable,
        tuple(sentences),
    )


def _elsewhere(item: Item, found: Uses) -> str:
    if not item.is_core:
        return ""
    if not found.other_counties:
        return _("Noch kein anderer Landkreis auf dieser Plattform hat sie gestellt.")
    return ngettext(
        "%(num)s anderer Landkreis hat sie gestellt.",
        "%(num)s andere Landkreise haben sie gestellt.",
        found.other_counties,
    )


def loss_words(loss: Loss) -> str:
    """Return what is lost, in a sentence."""
    language = language_name(loss.language) if loss.language else ""
    return {
        Lost.WORDING: _("Anderer deutscher Wortlaut: nicht vergleichbar."),
        Lost.TRANSLATION: _(
            "Anderer Wortlaut auf %(language)s: Wer so liest, ist nicht vergleichbar.",
            language=language,
        ),
        Lost.UNTRANSLATED: _("Auf %(language)s noch nicht übersetzt.", language=language),
        Lost.CHOICES: _("Andere Antworten oder Grenzen: nicht vergleichbar."),
        Lost.TYPE: _("Andere Art der Antwort: nicht vergleichbar."),
        Lost.FILTER: _("Nur bestimmten Familien gestellt: nur für diese vergleichbar."),
    }[loss.kind]


def refusal_words(refusal: KeepRefusal) -> str:
    """Return why a question was not kept, and what to do."""
    return {
        KeepRefusal.NOT_FOUND: _("Diese Frage gibt es nicht mehr. Bitte laden Sie die Seite neu."),
        KeepRefusal.ASKS_NOTHING: _("Hinweise und berechnete Werte fragen nichts."),
        KeepRefusal.BAD_ID: _(
            "Bitte geben Sie der Frage zuerst ein kürzeres Kürzel: unter „Alle Einstellungen zeigen“."
        ),
        KeepRefusal.NO_SOURCE: _("Bitte sagen Sie, woher die Frage stammt."),
        KeepRefusal.TOO_LONG: _(
            "Bitte kürzen Sie: Die Quelle hat höchstens %(source)s Zeichen, die Bemerkung %(remark)s.",
            source=LONGEST_SOURCE,
            remark=LONGEST_REMARK,
        ),
        KeepRefusal.CHANGED_SINCE: _(
            "Quelle oder Bemerkung hat inzwischen jemand anderes geändert. Ihre Eingabe steht noch da: "
            "Vergleichen Sie, und speichern Sie dann noch einmal."
        ),
        KeepRefusal.TOO_MANY: _(
            "Ihr Landkreis hat schon %(most)s Fragen in der Fragenbank. Bitte löschen Sie zuerst eine.",
            most=MOST_ITEMS,
        ),
    }[refusal]


def german(question: Question) -> str:
    """Return the German wording."""
    return question.text.get(FALLBACK, question.id)
