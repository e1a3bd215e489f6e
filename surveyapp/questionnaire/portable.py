"""What a browser alone can lead a family through, and what it cannot."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from surveyapp.questionnaire.index import index_of
from surveyapp.questionnaire.model import Questionnaire
from surveyapp.questionnaire.types import kind_of


class Unportable(StrEnum):
    """Why a browser alone cannot lead through a questionnaire."""

    #: Items are added to a list one by one.
    ADDED_ITEMS = "added_items"
    #: A question needs the map or the postcodes of the server.
    PLACES = "places"
    #: A list of years or the room for a text hangs on answers.
    LIMITS = "limits"
    #: Options of a ranking or of a list of places hang on answers.
    PARTS = "parts"


def hindrances(questionnaire: Questionnaire) -> Iterator[Unportable]:
    """Iterate over what keeps a browser from leading through a questionnaire by itself."""
    index = index_of(questionnaire)
    if any(each.is_collected for each in questionnaire.lists):
        yield Unportable.ADDED_ITEMS
    for question in index.questions.values():
        kind, limits = kind_of(question), (question.minimum, question.maximum)
        if not kind.works_alone:
            yield Unportable.PLACES
        if kind.shows_limits and any(isinstance(each, str) for each in limits):
            yield Unportable.LIMITS
        is_fixed = kind.is_shown and not kind.opens_parts
        if is_fixed and any(each.show for each in index.options[question.id]):
            yield Unportable.PARTS
