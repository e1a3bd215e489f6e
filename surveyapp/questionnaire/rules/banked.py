"""Rules about questions of the item bank: what is lost when they are changed."""

from __future__ import annotations

from collections.abc import Mapping

from surveyapp.questionnaire import library
from surveyapp.questionnaire.bank.core import CORE, core_items
from surveyapp.questionnaire.bank.losses import Loss, Lost, losses
from surveyapp.questionnaire.model import Question, Tie
from surveyapp.questionnaire.rules.look import Look
from surveyapp.questionnaire.rules.rule import Found, Spot, advice, at
from surveyapp.questionnaire.texts import FALLBACK


@advice(
    "Q110",
    wording=(
        "is worded otherwise than core item {item}, so it cannot be compared with {others}",
        "say again what the item says, or untie the question",
    ),
    spelling=(
        "is spelled otherwise than core item {item}, so it is not compared with {others}",
        "confirm that it means the same, or say again what the item says",
    ),
    translation=(
        "says other than core item {item} in {language!r}: who reads it is not compared with {others}",
        "say again what the item says, or confirm that it means the same",
    ),
    untranslated=(
        "lacks words in {language!r} that core item {item} has",
        "take them from the item bank",
    ),
    choices=(
        "has other answers or limits than core item {item}{parts}, so it cannot be compared with {others}",
        "offer again what the item offers, or untie the question",
    ),
    type=(
        "is answered in another way than core item {item}, so it cannot be compared with {others}",
        "make it again what the item is, or untie the question",
    ),
    filter=(
        "asks core item {item} of certain families only, so it cannot be compared with {others}",
        "ask it of all families, or untie the question",
    ),
    unknown=(
        "is tied to {item}, which the item bank does not have",
        "untie the question, or name an item and wording that exist",
    ),
)
def a_core_item_is_changed(look: Look) -> Found:
    """A question was taken from the item bank and is no longer as it is there.

    Core items are asked alike in all counties and waves; only so can answers be compared. Whoever
    changes one loses that. Mended spelling and better translations can be confirmed.

    Broken: `{id: rooms, tie: {item: core/rooms, version: 1}, text: {de: "Ist Ihre Wohnung groß?"}}`
    Mended: `{id: rooms, tie: {item: core/rooms, version: 1}, text: {de: "Wie viele Zimmer haben Sie?"}}`
    """
    for path, question, page in look.questions:
        tie = question.tie
        if tie is None or not tie.item.startswith(CORE):
            continue
        item = core_items().get(tie.item)
        edition = item.edition(tie.version) if item is not None else None
        if edition is None:
            yield at(f"{path}.tie", "unknown", item=f"{tie.item} {tie.version}")
            continue
        words = {"item": _name(tie, edition.question), "others": _title(edition.questionnaire)}
        for loss in losses(look.questionnaire, page, question, edition.question):
            yield _spot(path, loss, words)


def _name(tie: Tie, question: Question) -> str:
    said = question.label or question.text
    return f"„{said.get(FALLBACK, tie.item)}“"


def _title(questionnaire: str) -> str:
    title = library.load(questionnaire).title
    return f"„{title.get(FALLBACK, questionnaire)}“"


def _spot(path: str, loss: Loss, words: Mapping[str, str]) -> Spot:
    key = str(loss.kind)
    if loss.kind is Lost.WORDING and loss.is_small:
        key = "spelling"
    codes = ", ".join(
        (*(f"+{each}" for each in loss.added), *(f"−{each}" for each in loss.removed))
    )
    parts = f" ({codes})" if codes and loss.kind is Lost.CHOICES else ""
    place = f"{path}.text.{loss.language}" if loss.language else path
    return at(place, key, language=loss.language, parts=parts, **words)
