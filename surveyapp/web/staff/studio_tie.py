"""What the studio says of a question's place in the item bank."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from surveyapp.questionnaire.bank.losses import Loss, losses
from surveyapp.questionnaire.index import index_of
from surveyapp.questionnaire.model import Question
from surveyapp.questionnaire.types import kind_of
from surveyapp.services import item_bank as bank
from surveyapp.services.item_bank import Wording
from surveyapp.storage.db import main_store
from surveyapp.web.staff.item_bank_pages import item_url, loss_words
from surveyapp.web.staff.studio_desk import Seat


@dataclass(frozen=True, slots=True)
class TieView:
    """The item a question comes from, and the way into the bank."""

    #: „Kernfrage“ or „Frage des Landkreises“; empty where it comes from none.
    label: str
    sentence: str
    url: str
    #: Where the question can be put into the county's bank; empty where it asks nothing, and for core
    #: items: those are there.
    keep_url: str


def tie_view(seat: Seat, question: Question) -> TieView:
    """Return what is said of a question's place in the bank."""
    keep = url_for("staff.keep_bank_item", fragebogen=seat.key, frage=question.id)
    keep = keep if kind_of(question).is_asked else ""
    tie = question.tie
    item = bank.item_of(main_store(), seat.actor, tie.item) if tie is not None else None
    wording = item.wording(tie.version) if item is not None and tie is not None else None
    if item is None or wording is None:
        return TieView("", "", "", keep)
    lost = _losses(seat, question, wording.question)
    if item.is_core:
        return TieView(_("Kernfrage"), _core_words(lost), item_url(item.key), "")
    return TieView(_("Frage des Landkreises"), _own_words(lost, wording), item_url(item.key), keep)


def _losses(seat: Seat, question: Question, item: Question) -> tuple[Loss, ...]:
    """Return what keeps a question from being compared with its item."""
    asked = seat.desk.questionnaire
    page = index_of(asked).page_of[question.id]
    return tuple(each for each in losses(asked, page, question, item) if each.hinders)


def _core_words(lost: tuple[Loss, ...]) -> str:
    if not lost:
        return _("Alle Landkreise fragen so. Wer etwas ändert, kann nicht mehr vergleichen.")
    changed = " ".join(loss_words(each) for each in lost)
    return _(
        "geändert. %(losses)s Unter der Frage steht, wie Sie das zurücknehmen.", losses=changed
    )


def _own_words(lost: tuple[Loss, ...], wording: Wording) -> str:
    if not lost:
        return _("gefragt wie in der Fragenbank, Wortlaut %(number)s.", number=wording.number)
    changed = " ".join(loss_words(each) for each in lost)
    return _("seit Wortlaut %(number)s geändert. %(losses)s", number=wording.number, losses=changed)
