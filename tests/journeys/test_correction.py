"""A typing error is corrected while families answer: who has begun finishes on what it began with."""

from datetime import date

from surveyapp.services.publish import publish
from surveyapp.storage.db import main_store
from tests.journeys.journey import Journey
from tests.services.test_publish import CORRECTED


def test_a_family_finishes_on_the_words_it_began_with(sqlite_app, journey):
    begun = journey("same_page").sees("Geht Ihr Kind in die Kita?")

    with sqlite_app.app_context():
        publish(main_store(), CORRECTED, today=date(2026, 11, 2))
    later = Journey(sqlite_app, "same-page").starts()

    later.sees("Geht Ihr Kind in die Kita oder Krippe?")
    begun.answer(kita="yes").press("back").sees("Geht Ihr Kind in die Kita?")
    begun.press("next").answer(months=3).answer(content="yes").submits()
    assert begun.stored() == [{"kita": "yes", "months": 3, "content": "yes"}]
