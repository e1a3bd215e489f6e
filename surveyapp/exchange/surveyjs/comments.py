"""The texts that stand beside a choice: what "other" means, or a remark on the whole question."""

from __future__ import annotations

from collections.abc import Iterator

from surveyapp.exchange.surveyjs.conditions import all_of
from surveyapp.exchange.surveyjs.json_file import items
from surveyapp.exchange.surveyjs.pieces import Place
from surveyapp.exchange.surveyjs.symbols import Sort, code_for
from surveyapp.questionnaire.model import Question

LONGEST_NAME = 250


def comment_beside(place: Place) -> Iterator[Question]:
    """Return the text that follows "other", or one beside the whole question."""
    comment = place.symbol.comment
    if not comment:
        return
    element, symbol = place.element, place.symbol
    held: list[str] = []
    word = "has" if symbol.sort in (Sort.CODES, Sort.RANKING) else "=="
    if "other" in symbol.codes and (element.get("showOtherItem") or element.get("hasOther")):
        held.append(f"{symbol.id} {word} '{symbol.codes['other']}'")
    for entry in items(element.get("choices")):
        if isinstance(entry, dict) and entry.get("showCommentArea"):
            code = code_for(symbol.codes, entry.get("value"))
            held.append(f"{symbol.id} {word} '{code}'")
    is_for_all = bool(element.get("showCommentArea") or element.get("hasComment"))
    if not held and not is_for_all:
        return
    own = None if is_for_all else " or ".join(held)
    said = place.text("commentText") if is_for_all else place.text("otherText")
    texts = place.reading.texts
    wording = said or texts.own(
        "Bitte nennen Sie es:" if held else "Anmerkung", "Please say which:" if held else "Comment"
    )
    show = all_of((place.shown(), own))
    needed = bool(held) and not is_for_all
    yield Question(
        id=comment,
        type="text",
        text=wording,
        show=show,
        lines=1 if held else 2,
        required=needed,
        maximum=LONGEST_NAME,
    )
