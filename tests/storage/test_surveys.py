from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from surveyapp.storage import surveys
from surveyapp.storage.db import db, main_store
from tests.builders import a_wave, published, statements_of


def test_open_wave_comes_with_its_survey_in_one_statement(app):
    with app.app_context():
        a_wave()
        db.session.remove()
        seen = statements_of(db.engine)

        wave = surveys.open_wave_of(main_store(), "familie-26")
        title = wave.survey.title

    assert title == "Familien 2026"
    assert len(seen) == 1


def test_second_open_wave_of_a_survey_cannot_exist(app):
    with app.app_context():
        wave = a_wave()
        session = main_store()
        other = surveys.add_wave(
            session,
            wave.survey,
            version=1,
            opens_on=date(2027, 1, 1),
            closes_on=date(2027, 2, 1),
            sampling="open",
            invited=None,
        )

        with pytest.raises(IntegrityError):
            surveys.mark_open(
                session, other, document=published("familie"), today=date(2026, 12, 1)
            )

        session.rollback()


def test_waves_are_numbered_and_each_has_a_secret_of_its_own(app):
    with app.app_context():
        first = a_wave(state="closed")
        second = surveys.add_wave(
            main_store(),
            first.survey,
            version=2,
            opens_on=date(2028, 1, 1),
            closes_on=date(2028, 2, 1),
            sampling="open",
            invited=None,
        )

        assert (first.number, second.number) == (1, 2)
        assert first.secret != second.secret


def test_closed_wave_cannot_be_opened_again(app):
    with app.app_context():
        wave = a_wave(state="closed")

        is_done = surveys.mark_open(
            main_store(), wave, document=published("thekiz"), today=date(2026, 12, 24)
        )

        assert not is_done
        assert wave.state == "closed"
        assert wave.document_hash == published("familie").document_hash


def test_surveys_of_another_county_are_not_listed(app):
    with app.app_context():
        a_wave(slug="ours")
        a_wave(slug="theirs", county_ags="16062")

        found = [survey.slug for survey in surveys.surveys_of(main_store(), "16065")]

        assert found == ["ours"]
        assert surveys.has_surveys(main_store())
