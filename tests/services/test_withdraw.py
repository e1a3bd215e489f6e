"""Taking answers back: whatever the receipt leads to is gone, now and after a restored backup."""

from random import Random

import pytest
from sqlalchemy import select, text

from surveyapp.services.batches import mix
from surveyapp.services.count_answers import rounded_count
from surveyapp.services.receipt import read_receipt, receipt_of
from surveyapp.services.withdraw import Withdrawn, withdraw
from surveyapp.storage.db import main_store, register_reading, urn_reading, urn_store
from surveyapp.storage.tables import Response, TextAnswer, Withdrawal
from tests.builders import a_wave, open_all
from tests.urn import fill, marks, raw_urn, wishes

SLUG = "familie-26"
K = 10


@pytest.fixture
def wave(app):
    with app.app_context():
        yield a_wave()


def receipt(ticket):
    """Return the secret as a family types it from its page."""
    return read_receipt(receipt_of(ticket.claim).lower())


def test_answers_that_were_opened_are_deleted_with_their_texts(wave):
    tickets = fill(wave, 2 * K)
    mix(wave.id, Random(1))
    mark, *others = marks()
    number = mark.removeprefix("mark-")

    outcome = withdraw(SLUG, receipt(tickets[int(number)]))

    raw = raw_urn()
    assert outcome is Withdrawn.DONE
    assert set(marks()) == set(others)
    assert len(wishes()) == K - 1
    assert f"mark-{number}".encode() not in raw
    assert f"wish-{number}".encode() not in raw
    assert others[0].encode() in raw


def test_the_number_staff_see_does_not_move_between_borders(wave):
    tickets = fill(wave, 2 * K)
    mix(wave.id, Random(1))
    mark = marks()[0]
    before = rounded_count(wave)

    withdraw(SLUG, receipt(tickets[int(mark.removeprefix("mark-"))]))
    meanwhile = rounded_count(wave)
    fill(wave, K + 1, first=60)
    mix(wave.id, Random(1))

    assert (before, meanwhile) == (K, K)
    assert rounded_count(wave) == (2 * K - 1) // 10 * 10
    assert len(marks()) == 2 * K - 1


def test_answers_that_wait_are_never_opened(wave):
    tickets = fill(wave, 2 * K)

    withdraw(SLUG, receipt(tickets[0]))
    opened = mix(wave.id, Random(1))
    fill(wave, 1, first=60)
    opened_later = mix(wave.id, Random(1))
    open_all(wave)

    assert (opened, opened_later) == (0, K)
    assert "mark-0000" not in marks()
    assert len(set(marks())) == 2 * K


def test_answers_that_a_backup_brought_back_go_with_the_next_batch(wave):
    tickets = fill(wave, 2 * K)
    mix(wave.id, Random(1))
    with urn_reading() as urn:
        rows = {
            t: urn.execute(select(t.__table__)).mappings().all() for t in (Response, TextAnswer)
        }
    gone, *others = marks()
    withdraw(SLUG, receipt(tickets[int(gone.removeprefix("mark-"))]))
    with urn_store() as urn:
        for table, found in rows.items():
            urn.execute(table.__table__.delete())
            urn.execute(table.__table__.insert(), [dict(row) for row in found])
    assert gone in marks()

    mix(wave.id, Random(2))

    assert set(marks()) == set(others)
    assert len(wishes()) == K - 1
    assert gone.encode() not in raw_urn()


def test_outcome_is_the_same_for_a_receipt_that_leads_nowhere(wave):
    (ticket,) = fill(wave, 1)

    outcomes = {withdraw(SLUG, receipt(ticket)), withdraw(SLUG, b"0123456789")}

    assert outcomes == {Withdrawn.DONE}
    with urn_reading() as urn:
        assert len(urn.scalars(select(Withdrawal)).all()) == 2


def test_receipt_of_another_survey_takes_nothing_away(app):
    with app.app_context():
        wave = a_wave()
        a_wave(slug="andere")
        (ticket,) = fill(wave, 1)

        withdraw("andere", receipt(ticket))
        open_all(wave)

        assert marks() == ["mark-0000"]


def test_after_closing_nothing_can_be_taken_back(sqlite_app):
    with sqlite_app.app_context():
        a_wave(state="closed")

        assert withdraw(SLUG, b"0123456789") is Withdrawn.CLOSED


def test_used_invitation_stays_used(wave):
    (ticket,) = fill(wave, 1)

    withdraw(SLUG, receipt(ticket))

    main_store().commit()
    with register_reading() as register:
        assert register.execute(text("SELECT state FROM invitation")).scalars().all() == ["used"]
