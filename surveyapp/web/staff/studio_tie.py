"""What the studio says of a question's place in the item bank."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from surveyapp.questionnaire.bank.core import CORE
from surveyapp.questionnaire.model import Question
from surveyapp.questionnaire.types import kind_of
from surveyapp.services import item_bank as bank
from surveyapp.storage.db import main_store
from surveyapp.web.staff.item_bank_pages import item_url
from surveyapp.web.staff.studio_desk import Seat


@dataclass(frozen=True, slots=True)
class TieView:
    """The item a question comes from, and the way into the bank."""

    #: „Kernfrage“ or „Frage des Landkreises“; empty where it comes from none.
    label: str
    sentence: str
    url: str
    #: Where the question can be put into the county's bank; empty where it asks nothing.
    keep_url: str


def tie_view(seat: Seat, question: Question) -> TieView:
    """Return what is said of a question's place in the bank."""
    keep = url_for("staff.keep_bank_item", fragebogen=seat.key, frage=question.id)
    keep = keep if kind_of(question).is_asked else ""
    tie = question.tie
    item = bank.item_of(main_store(), seat.actor, tie.item) if tie is not None else None
    if item is None:
        return TieView("", "", "", keep)
    if item.key.startswith(CORE):
        sentence = _("Alle Landkreise fragen so. Wer etwas ändert, kann nicht mehr vergleichen.")
        return TieView(_("Kernfrage"), sentence, item_url(item.key), keep)
    return TieView(_("Frage des Landkreises"), "", item_url(item.key), keep)
