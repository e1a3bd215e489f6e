from dataclasses import replace
from datetime import date
from random import Random

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from surveyapp.services import contact
from surveyapp.services.contact import Month, WishRefusal
from surveyapp.services.waves import close_wave
from surveyapp.storage import contacts
from surveyapp.storage.contacts import ContactWish
from surveyapp.storage.db import db, main_store
from tests.builders import Actor, a_wave

TODAY = date(2026, 11, 22)
SAID = (("Name", "Frau Älter"), ("Telefon", "03632 12345"))
CONSENT = "Ja, der Landkreis darf sich melden."


def leave(wave, *, key=b"k" * 16, said=SAID, keep_days=180, today=TODAY):
    return contact.leave_wish(
        main_store(),
        wave.survey.slug,
        key,
        said,
        consent=CONSENT,
        keep_days=keep_days,
        today=today,
    )


def keys(number):
    randomness = Random(number)
    return [randomness.randbytes(16) for _ in range(number)]


def wishes(wave, today=TODAY):
    return contact.wishes_of(main_store(), Actor(), wave.survey, today)


def test_a_wish_is_read_as_it_was_left_and_names_its_month_of_deletion(app):
    with app.app_context():
        wave = a_wave()

        delete_in = leave(wave)

        (wish,) = wishes(wave)
        assert wish.said == SAID
        assert wish.delete_in == delete_in == Month(2027, 6)


def test_a_copied_database_shows_nothing_and_says_no_day(app):
    with app.app_context():
        wave = a_wave()
        leave(wave)
        leave(wave, key=b"l" * 16, said=(("Telefon", "1"),))

        rows = main_store().execute(text("SELECT * FROM contact_wish")).mappings().all()

        columns = {"id", "survey_id", "entry", "consent_hash", "delete_year", "delete_month"}
        assert set(rows[0]) == columns
        assert "Älter".encode() not in bytes(rows[0]["entry"])
        assert b"03632" not in bytes(rows[0]["entry"])
        assert len({len(row["entry"]) for row in rows}) == 1
        types = {
            each["name"]: each["type"] for each in inspect(db.engine).get_columns("contact_wish")
        }
        assert not [name for name, kind in types.items() if "DATE" in str(kind).upper()]


@pytest.mark.parametrize(
    "changes",
    [{"delete_month": 0}, {"delete_month": 13}, {"delete_year": 1999}, {"id": b"short"}],
)
def test_the_database_refuses_what_is_no_wish(app, changes):
    with app.app_context():
        wave = a_wave()
        wish = {
            "id": b"k" * 16,
            "survey_id": wave.survey_id,
            "entry": b"sealed",
            "consent_hash": "0" * 64,
            "delete_year": 2027,
            "delete_month": 6,
        }

        main_store().add(ContactWish(**{**wish, **changes}))

        with pytest.raises(IntegrityError):
            main_store().flush()
        main_store().rollback()


@pytest.mark.parametrize(
    ("today", "keep_days", "expected"),
    [
        (date(2026, 11, 22), 180, Month(2027, 6)),
        (date(2026, 11, 1), 30, Month(2027, 1)),
        (date(2026, 12, 1), 0, Month(2027, 1)),
        (date(2026, 11, 30), 1, Month(2027, 1)),
    ],
)
def test_a_wish_is_deleted_in_the_month_after_its_last_day(today, keep_days, expected):
    assert contact.month_after(today, keep_days) == expected


def test_the_same_page_sent_twice_leaves_one_wish_with_what_was_sent_last(app):
    with app.app_context():
        wave = a_wave()
        leave(wave)

        leave(wave, said=(("Telefon", "03632 54321"),))

        assert [wish.said for wish in wishes(wave)] == [(("Telefon", "03632 54321"),)]


def test_what_has_expired_is_gone_before_anybody_reads(app):
    with app.app_context():
        wave = a_wave()
        leave(wave, key=b"a" * 16, keep_days=1)
        leave(wave, key=b"b" * 16, keep_days=180)

        last_day, next_month = wishes(wave, date(2026, 11, 30)), wishes(wave, date(2026, 12, 1))

        assert (len(last_day), len(next_month)) == (2, 1)
        assert contacts.count(main_store(), wave.survey_id) == 1


def test_forgetting_what_has_expired_says_how_much_it_was(app):
    with app.app_context():
        wave = a_wave()
        for key in keys(3):
            leave(wave, key=key, keep_days=1)

        too_early = contact.forget_expired(main_store(), date(2026, 11, 30))
        years_later = contact.forget_expired(main_store(), date(2031, 1, 1))

        assert (too_early, years_later) == (0, 3)


def test_only_administrators_of_the_county_read_and_delete(app):
    with app.app_context():
        wave = a_wave()
        leave(wave)
        others = [Actor(role="planner"), Actor(county_ags="16062"), Actor(is_active=False)]

        for other in others:
            with pytest.raises(PermissionError, match="administrators of its county"):
                contact.wishes_of(main_store(), other, wave.survey, TODAY)
            assert not contact.forget_wish(main_store(), other, b"k" * 16, TODAY)

        assert contact.forget_wish(main_store(), Actor(), b"k" * 16, TODAY)
        assert not contact.forget_wish(main_store(), Actor(), b"k" * 16, TODAY)
        assert wishes(wave) == ()


def test_nothing_is_kept_while_no_wave_is_open(app):
    with app.app_context():
        wave = a_wave(state="closed")

        assert leave(wave) is WishRefusal.CLOSED
        assert contacts.count(main_store(), wave.survey_id) == 0


def test_a_flood_ends_at_the_bound_and_a_page_sent_again_is_still_taken(app):
    settings = app.extensions["surveyapp.config"]
    app.extensions["surveyapp.config"] = replace(settings, contacts_most=2)
    with app.app_context():
        wave = a_wave()
        first, second, third = keys(3)

        outcomes = [leave(wave, key=key) for key in (first, second, third, first)]

        assert outcomes == [Month(2027, 6), Month(2027, 6), WishRefusal.FULL, Month(2027, 6)]
        assert contacts.count(main_store(), wave.survey_id) == 2


def test_a_wish_sealed_with_a_lost_key_can_still_be_deleted(app):
    with app.app_context():
        wave = a_wave()
        leave(wave)
        settings = app.extensions["surveyapp.config"]
        app.extensions["surveyapp.config"] = replace(settings, secret_key="n" * 64)

        (wish,) = wishes(wave)

        assert wish.said is None
        assert contact.forget_wish(main_store(), Actor(), wish.id, TODAY)


def test_a_wish_cannot_be_read_in_the_place_of_another(app):
    with app.app_context():
        wave = a_wave()
        leave(wave)
        main_store().execute(text("UPDATE contact_wish SET id = :id"), {"id": b"x" * 16})
        main_store().commit()

        assert [wish.said for wish in wishes(wave)] == [None]


def test_closing_a_wave_lays_wishes_in_an_order_that_means_nothing_and_keeps_all(app):
    with app.app_context():
        wave = a_wave()
        for key in keys(40):
            leave(wave, key=key)
        before = {wish.id: wish.said for wish in wishes(wave)}

        close_wave(main_store(), Actor(), wave.id, TODAY)

        unsorted = main_store().scalars(text("SELECT id FROM contact_wish")).all()
        assert [bytes(each) for each in unsorted] == sorted(keys(40))
        assert {wish.id: wish.said for wish in wishes(wave)} == before
