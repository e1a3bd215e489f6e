"""Measures lie beside the survey they answer; the database refuses decisions nobody took."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from surveyapp.planning.measures import Refusal, Resolution, Standing, State
from surveyapp.services.planning import measures as keeping
from surveyapp.storage import measures, surveys
from surveyapp.storage.db import main_store
from surveyapp.storage.measures import Content, Words
from tests.staff_journey import COUNTY, OTHER_COUNTY, an_account

DAY = date(2026, 11, 22)
WORDS = Words("Längere Öffnung", "Vier Kitas bleiben bis 19 Uhr offen.")
CONTENT = Content(WORDS, {"topic": ["need.care_gap"], "life_stage": ["L2", "L1"]})
COUNCIL = Resolution("county_council", date(2026, 10, 7), "88/26")


def a_survey(slug="familien", county_ags=COUNTY):
    return surveys.add_survey(
        main_store(), county_ags=county_ags, slug=slug, title="Familien", questionnaire="familie"
    )


def a_measure(survey, staff):
    made = keeping.propose(main_store(), survey, CONTENT, staff.id, DAY)
    return measures.one_of(main_store(), survey.county_ags, made)


def resolved(known, staff):
    return keeping.take_step(
        main_store(), known, State.RESOLVED, COUNCIL, None, staff.id, date(2026, 11, 23)
    )


def test_measure_is_kept_for_its_county_and_shown_to_families_once_it_is_resolved(app):
    with app.app_context():
        staff, survey, foreign = an_account(), a_survey(), a_survey("fremd", OTHER_COUNTY)
        known = a_measure(survey, staff)
        before = measures.for_families(main_store(), survey)

        assert resolved(known, staff) is None

        shown = measures.for_families(main_store(), survey)
        assert before == measures.for_families(main_store(), foreign) == ()
        assert [(each.standing, each.changed_on) for each in shown] == [
            (Standing(State.RESOLVED, COUNCIL), date(2026, 11, 23))
        ]
        assert shown[0].content == CONTENT
        assert measures.one_of(main_store(), OTHER_COUNTY, known.id) is None


def test_what_another_has_changed_meanwhile_is_not_overwritten(app):
    with app.app_context():
        staff, survey = an_account(), a_survey()
        known = a_measure(survey, staff)
        resolved(known, staff)

        late = keeping.rewrite(main_store(), known, Content(Words("Alt", "Alt.")), staff.id, DAY)

        now = measures.one_of(main_store(), COUNTY, known.id)
        assert late is Refusal.CHANGED_MEANWHILE
        assert (now.content.words, now.revision) == (WORDS, 2)
        assert keeping.remove(main_store(), now) is Refusal.NOT_ONLY_PROPOSED


def test_translations_are_kept_whole_or_not_at_all(app):
    with app.app_context():
        staff = an_account()
        known = a_measure(a_survey(), staff)
        both = {"en": Words("Longer hours", "Open till 7 pm."), "ar": Words("", "")}
        half = {"en": Words("Longer hours", "")}

        kept = keeping.translate(main_store(), known, both, staff.id, DAY)
        now = measures.one_of(main_store(), COUNTY, known.id)
        wrong = keeping.translate(main_store(), now, half, staff.id, DAY)

        assert (kept, wrong) == (None, {"en": Refusal.NO_SENTENCE})
        assert dict(now.translations) == {"en": both["en"]}
        assert keeping.remove(main_store(), now) is None
        assert measures.of_county(main_store(), COUNTY) == ()


IMPOSSIBLE = (
    "state = 'resolved'",
    "body = 'county_council'",
    "decided_on = '2026-10-07', body = 'county_council'",
    "state = 'done', decided_on = '2026-10-07', body = 'county_council'",
    "state = 'done', decided_on = '2026-10-07', body = 'county_council', done_on = '2026-10-06'",
    "number = '88/26'",
    "county_ags = '16062'",
)


def test_database_refuses_a_decision_without_date_and_a_survey_of_another_county(app):
    with app.app_context():
        a_measure(a_survey(), an_account())

        for change in IMPOSSIBLE:
            with pytest.raises(IntegrityError):
                main_store().execute(text(f"UPDATE measure SET {change}"))
            main_store().rollback()
