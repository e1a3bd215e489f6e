"""What the weights of a wave rest on comes back as it was kept, on both databases."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from surveyapp.storage import weighting
from surveyapp.storage.db import main_store
from surveyapp.storage.weighting import Decided, Given, Stratum
from tests.builders import a_wave

FORM = Given("axis.form", "Melderegister", date(2025, 12, 31), {"couple": 4900, "single": None})


def test_totals_replace_those_of_the_same_name_and_are_forgotten_whole(app):
    with app.app_context():
        session, wave = main_store(), a_wave()
        other = Given("area", "Amt", date(2025, 1, 1), {"a": 5, "b": 6})

        weighting.put_margins(session, wave.id, [other, FORM])
        weighting.put_margins(session, wave.id, [FORM])
        session.commit()
        session.expire_all()
        kept = weighting.given_margins(session, wave.id)
        weighting.remove_margin(session, wave.id, "axis.form")
        session.commit()

        assert kept == (other, FORM)
        assert weighting.given_margins(session, wave.id) == (other,)


def test_decisions_strata_and_overview_are_kept_once(app):
    first, again = Decided("area", "a", "b"), Decided("area", "a", "c")
    with app.app_context():
        session, wave = main_store(), a_wave(sampling="random")
        weighting.put_decisions(session, wave.id, [first, Decided("age", "x", "")])
        weighting.put_decisions(session, wave.id, [first, again])
        weighting.forget_decisions(session, wave.id, "age")
        weighting.replace_strata(session, wave.id, [Stratum("Nord", 200, 900)])
        weighting.replace_strata(session, wave.id, [Stratum("Süd", 300, 400)])
        weighting.keep_overview(session, wave.id, "0" * 64, "alt")
        weighting.keep_overview(session, wave.id, "1" * 64, "neu")
        weighting.set_sampling(session, wave, "cluster", 12)
        session.commit()
        session.expire_all()

        assert weighting.decisions_of(session, wave.id) == (first, again)
        assert weighting.strata_of(session, wave.id) == (Stratum("Süd", 300, 400),)
        assert weighting.kept_overview(session, wave.id, "1" * 64) == "neu"
        assert weighting.kept_overview(session, wave.id, "0" * 64) is None
        assert (wave.sampling, wave.facilities) == ("cluster", 12)


def test_facilities_without_a_sample_of_them_and_fewer_families_than_letters_cannot_be(app):
    with app.app_context():
        session, wave = main_store(), a_wave(sampling="random")

        with pytest.raises(IntegrityError):
            weighting.set_sampling(session, wave, "random", 12)
        session.rollback()
        with pytest.raises(IntegrityError):
            weighting.replace_strata(session, wave.id, [Stratum("Nord", 200, 100)])
        session.rollback()
