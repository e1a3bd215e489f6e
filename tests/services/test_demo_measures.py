"""Measures of the demo say what they are, and stand once however often it is loaded."""

from datetime import date

from surveyapp.planning.measures import BODIES, State
from surveyapp.services import demo_measures
from surveyapp.storage import measures
from surveyapp.storage.db import main_store
from tests.builders import a_wave
from tests.staff_journey import an_account


def test_demo_measures_answer_needs_that_are_asked_and_are_marked_as_examples(sqlite_app):
    with sqlite_app.app_context():
        survey, staff = a_wave().survey, an_account()
        for _ in range(2):
            demo_measures.invent(main_store(), staff, survey, date(2026, 11, 22))

        kept = measures.of_county(main_store(), survey.county_ags)
        told = measures.for_families(main_store(), survey)

    assert len(kept) == len(demo_measures.INVENTED)
    assert all(each.is_example and each.content.subjects["field"] for each in kept)
    assert [each.standing.state for each in told] == [State.UNDER_WAY, State.DONE, State.RESOLVED]
    assert all(each.standing.resolution.body in BODIES for each in told)
