"""Sheets of paper: keyed twice, compared, decided, and nothing left of them."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import select

from surveyapp.questionnaire.examples import example_answers
from surveyapp.services import waves
from surveyapp.services.asked import as_tried, questionnaire_of
from surveyapp.services.ballot import STEP
from surveyapp.services.enter import EnterRefusal, Ticket, enter, issue_codes
from surveyapp.services.keying import form, sheets
from surveyapp.services.keying.compare import keyed, retyped
from surveyapp.services.keying.sheet import Sheet
from surveyapp.services.keying.sheets import Desk, KeyingRefusal, KeyingStep
from surveyapp.storage import surveys
from surveyapp.storage.db import main_store, urn_reading
from surveyapp.storage.tables import KeyedSheet, Response, SealedBallot
from tests.builders import Actor, a_wave, a_wave_asking, open_all
from tests.questionnaire.mini import NAMES, mini, source

TODAY = date(2026, 11, 20)
CHILDREN = {
    "count": {"children_count": "1"},
    "child_age.1": {"age_band": "2"},
    "child_care.1": {"hours_now": "30"},
}


@pytest.fixture
def context(app):
    with app.app_context():
        yield app


def a_desk(wave, person="anna", today=TODAY):
    return Desk(wave, person, form.as_keyed(questionnaire_of(main_store(), wave)), today)


def a_children_wave():
    return a_wave_asking(source("repeat_children"), slug="kinder")


def typed(**changes):
    """What somebody types of the sheet of a family with one child."""
    screens = {key: dict(fields) for key, fields in CHILDREN.items()}
    for field, text in changes.items():
        next(fields for fields in screens.values() if field in fields)[field] = text
    return screens


def rows(table):
    with urn_reading() as urn:
        return urn.scalars(select(table)).all()


@pytest.mark.parametrize("name", NAMES)
def test_a_keyed_sheet_gives_the_document_of_the_screen(name):
    asked = as_tried(mini(name), "16065", TODAY)
    relaxed = form.as_keyed(asked)
    families = [example_answers(asked, Random(seed)).answers for seed in range(3)]

    for answers in families:
        fields = keyed(relaxed, answers)
        found = form.form_of(relaxed, retyped(relaxed, fields))

        assert found.is_done
        assert keyed(relaxed, found.answers) == fields


def test_a_form_asks_as_far_as_the_way_is_known():
    relaxed = form.as_keyed(mini("repeat_children"))

    first = form.form_of(relaxed, {})
    then = form.form_of(relaxed, {"count": {"children_count": "2"}})

    assert [part.key for part in first.parts] == ["count"]
    assert "child_age.1" in [part.key for part in then.parts]
    assert not then.is_done


def test_a_code_that_is_not_printed_is_named_at_its_field():
    relaxed = form.as_keyed(mini("repeat_children"))

    found = form.form_of(relaxed, typed(age_band="99"))

    assert found.open == "child_age.1"
    assert found.errors["age_band"].key == "unknown_option"


def test_what_two_people_keyed_alike_is_a_ballot_and_nothing_else(context):
    wave = a_children_wave()

    first = a_desk(wave, "anna").enter("17", "uk", typed())
    waiting = sheets.waiting(wave.id)
    second = a_desk(wave, "bert").enter("17", "de", typed())

    assert (first, second) == (KeyingStep.FIRST, KeyingStep.AGREED)
    assert (waiting.second, waiting.decision) == ((17,), ())
    assert rows(KeyedSheet) == []
    assert len(rows(SealedBallot)) == 1
    open_all(wave)
    [response] = rows(Response)
    assert (response.mode, response.language) == ("paper", "uk")
    assert response.document["age_band"] == {"1": "3-5"}


def test_nobody_keys_the_same_sheet_twice(context):
    wave = a_children_wave()
    desk = a_desk(wave)
    desk.enter("17", "de", typed())

    assert desk.begin("17", "", "de") is KeyingRefusal.SAME_PERSON
    assert desk.enter("17", "de", typed()) is KeyingRefusal.SAME_PERSON
    assert rows(SealedBallot) == []


def test_a_sheet_that_waits_tells_nothing(context):
    wave = a_children_wave()

    for number, hours in ((17, "30"), (18, "1")):
        a_desk(wave, "anna").enter(str(number), "de", typed(hours_now=hours))

    found = rows(KeyedSheet)
    assert len({len(each.sealed) for each in found}) == 1
    assert len(found[0].sealed) > STEP
    for each in found:
        assert b"children_count" not in each.sealed
        assert b"anna" not in each.sealed
        assert set(each.__table__.columns.keys()) == {"id", "wave_id", "sealed"}


def test_differences_are_named_field_by_field_and_decided_by_a_third_look(context):
    wave = a_children_wave()
    a_desk(wave, "anna").enter("5", "de", typed())

    outcome = a_desk(wave, "bert").enter("5", "de", typed(hours_now="13"))
    desk = a_desk(wave, "carl")
    sheet = desk.sheet(5)
    [difference] = desk.differences(sheet)

    assert outcome is KeyingStep.DIFFERS
    assert (difference.name, difference.typed) == ("child_care.1:hours_now", ("30", "13"))
    assert sheets.waiting(wave.id).decision == (5,)
    right = desk.decided(sheet, {difference.name: "31"})
    assert desk.decide(sheet, right) is KeyingStep.AGREED
    assert rows(KeyedSheet) == []
    open_all(wave)
    assert rows(Response)[0].document["hours_now"] == {"1": 31}


def test_what_only_one_of_them_was_asked_differs_as_well(context):
    wave = a_children_wave()
    a_desk(wave, "anna").enter("5", "de", typed())
    none = {"count": {"children_count": "0"}}

    a_desk(wave, "bert").enter("5", "de", none)
    desk = a_desk(wave, "carl")
    differing = desk.differences(desk.sheet(5))

    assert {each.field for each in differing} >= {"children_count", "age_band", "hours_now"}
    chosen = {each.name: each.typed[0] for each in differing}
    assert desk.decide(desk.sheet(5), desk.decided(desk.sheet(5), chosen)) is KeyingStep.AGREED


def test_a_second_entry_that_comes_twice_does_not_begin_the_sheet_anew(context):
    wave = a_children_wave()
    a_desk(wave, "anna").enter("5", "de", typed())
    bert = a_desk(wave, "bert")
    seen = bert.state(5)

    once, twice = (bert.enter("5", "de", typed(), seen) for _ in range(2))

    assert (once, twice) == (KeyingStep.AGREED, KeyingRefusal.REPLACED)
    assert rows(KeyedSheet) == []


def test_nothing_is_decided_about_entries_that_were_keyed_anew(context):
    wave = a_children_wave()
    a_desk(wave, "anna").enter("5", "de", typed())
    a_desk(wave, "bert").enter("5", "de", typed(hours_now="13"))
    carl = a_desk(wave, "carl")
    stale = carl.sheet(5)
    carl.discard(5)
    a_desk(wave, "anna").enter("5", "de", typed(hours_now="20"))
    a_desk(wave, "bert").enter("5", "de", typed(hours_now="21"))

    outcome = carl.decide(stale, carl.decided(stale, {"child_care.1:hours_now": "30"}))

    assert outcome is KeyingRefusal.REPLACED
    assert rows(SealedBallot) == []


def test_two_sheets_of_one_number_can_be_keyed_anew(context):
    wave = a_children_wave()
    a_desk(wave, "anna").enter("5", "de", typed())
    a_desk(wave, "bert").enter("5", "de", typed(hours_now="13"))

    assert a_desk(wave, "carl").discard(5)

    assert rows(KeyedSheet) == []
    assert isinstance(a_desk(wave, "anna").begin("5", "", "de"), Sheet)


def test_the_code_of_a_letter_is_used_once_and_lies_nowhere_beside_the_answers(context):
    wave = a_wave(slug="mit-codes")
    code, other = issue_codes(wave.id, 2, Random(1))
    anna, bert = a_desk(wave, "anna"), a_desk(wave, "bert")

    begun = anna.begin("1", code, "de")
    again = anna.begin("1", "", "de")
    used = bert.begin("2", code, "de")
    missing = bert.begin("2", "", "de")

    assert isinstance(begun, Sheet)
    assert begun.token is not None
    assert again == begun
    assert used is KeyingRefusal.CODE_NOT_VALID
    assert missing is KeyingRefusal.CODE_MISSING
    assert enter("mit-codes", code) is EnterRefusal.USED
    assert isinstance(enter("mit-codes", other), Ticket)
    everything = retyped(anna.questionnaire, _a_family(anna.questionnaire))
    assert anna.enter("1", "de", everything) is KeyingStep.FIRST
    assert bert.enter("1", "de", everything) is KeyingStep.AGREED
    assert len(rows(SealedBallot)) == 1


def _a_family(questionnaire):
    return keyed(questionnaire, example_answers(questionnaire, Random(5)).answers)


def test_a_try_that_was_cut_off_does_not_lose_the_code(context, monkeypatch):
    wave = a_wave(slug="mit-codes")
    [code] = issue_codes(wave.id, 1, Random(1))
    desk = a_desk(wave)
    keep = Desk._keep

    def stop_after_the_exchange(self, sheet):
        if sheet.token is not None:
            raise KeyboardInterrupt
        keep(self, sheet)

    with monkeypatch.context() as patched:
        patched.setattr(Desk, "_keep", stop_after_the_exchange)
        with pytest.raises(KeyboardInterrupt):
            desk.begin("1", code, "de")
    found = desk.begin("1", code, "de")

    assert isinstance(found, Sheet)
    assert found.token is not None


def test_unfinished_sheets_go_after_thirty_days_and_with_the_wave(context):
    wave = a_children_wave()
    a_desk(wave).enter("1", "de", typed())
    a_desk(wave, today=TODAY + timedelta(days=20)).enter("2", "de", typed())

    assert sheets.forget_old(TODAY + timedelta(days=29)) == 0
    assert sheets.forget_old(TODAY + timedelta(days=30)) == 1
    assert sheets.waiting(wave.id).second == (2,)
    waves.close_wave(main_store(), Actor(), wave.id, TODAY + timedelta(days=30))
    assert rows(KeyedSheet) == []
    assert surveys.wave_by_id(main_store(), wave.id).state == "closed"
