"""Codes for letters: issued once, made void without telling who answered, and listed for a reminder."""

import logging
import threading
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import select, text

from surveyapp.access.codes import read_code
from surveyapp.services import letters, repeatable
from surveyapp.services.enter import EnterRefusal, Ticket, code_hash, enter
from surveyapp.services.field import make
from surveyapp.services.field.make import WavePlan
from surveyapp.services.issuer_keys import issuers_of
from surveyapp.services.keys import derived_key
from surveyapp.services.letters import Issued, IssueRefusal, ReminderRefusal, VoidStep
from surveyapp.services.tickets import check_code
from surveyapp.storage import register, surveys
from surveyapp.storage.db import main_store, register_store
from surveyapp.storage.tables import Invitation
from tests.builders import Actor, a_wave, published

TODAY = date(2026, 11, 20)


def issue(wave, strata=None, reserve=0, seed=1, actor=None):
    return letters.issue(
        main_store(), actor or Actor(), wave.id, strata or {"": 100}, reserve, Random(seed)
    )


def use(wave, letter):
    """Let a family answer; nobody is told before the next batch."""
    hashed = code_hash(derived_key("codes"), wave.id, read_code(letter.code))
    with register_store() as session:
        assert register.use_invitation(session, wave.id, hashed, b"claim of " + hashed) is not None


def open_batch(wave):
    """Report what happened since the last batch, as opening one does."""
    with register_store() as session:
        register.report(session, wave.id)


def test_as_many_families_are_invited_as_there_are_letters(app):
    with app.app_context():
        wave = a_wave()
        issue(wave, {"Nord": 200, "Süd": 250}, reserve=3)
        first = wave.invited
        wave.invited = 100  # as if the machine had stopped before it was kept
        main_store().commit()

        issue(wave, {"Nord": 200, "Süd": 250}, reserve=3)
        main_store().expire_all()
        again = wave.invited
        letters.void_all(main_store(), Actor(), wave.id)
        issue(wave, {"": 120}, seed=2)
        main_store().expire_all()

        assert (first, again, wave.invited) == (450, 450, 120)


def test_a_refused_issue_changes_nothing_of_how_many_are_invited(app):
    with app.app_context():
        wave = a_wave()
        issue(wave, {"": 120})

        refused = issue(wave, {"": 130}, seed=2)

        main_store().expire_all()
        assert (refused, wave.invited) == (IssueRefusal.ALREADY_ISSUED, 120)


def test_the_first_family_that_tries_its_code_makes_no_key(app):
    with app.app_context():
        wave = a_wave()
        issued = issue(wave, {"Nord": 200, "Süd": 250}, reserve=3)
        before = issuers_of(wave.id)

        check_code("familie-26", issued.letters[0].code)

        assert [each.stratum for each in before] == ["Nord", "Süd"]
        assert issuers_of(wave.id) == before


def test_every_letter_has_a_number_and_a_code_of_its_own_that_opens_the_survey(app):
    with app.app_context():
        wave = a_wave()
        issued = issue(wave, {"Nord": 200, "Süd": 250}, reserve=3)

        codes = [read_code(each.code) for each in issued.letters]
        assert None not in codes
        assert len(set(codes)) == 456
        assert [each.serial for each in issued.letters] == list(range(1, 457))
        assert [each.stratum for each in issued.letters[:450]] == ["Nord"] * 200 + ["Süd"] * 250
        assert [each.stratum for each in issued.letters[450:]] == ["Nord"] * 3 + ["Süd"] * 3
        assert [each.is_reserve for each in issued.letters] == [False] * 450 + [True] * 6
        assert {each.address for each in issued.letters} == {
            f"http://127.0.0.1:8000/f/familie-26/#{code}" for code in codes
        }
        assert all(
            isinstance(enter("familie-26", each.code), Ticket) for each in issued.letters[::50]
        )


def test_the_register_keeps_hashes_in_their_own_order_and_nothing_of_the_order_of_drawing(app):
    with app.app_context():
        wave = a_wave()
        issued = issue(wave)

        with register_store() as session:
            rows = session.execute(select(Invitation.code_hash, Invitation.serial)).all()
            lying = [row[0] for row in session.execute(text("SELECT code_hash FROM invitation"))]
        key = derived_key("codes")
        assert dict(rows) == {
            code_hash(key, wave.id, read_code(each.code)): each.serial for each in issued.letters
        }
        assert [bytes(each) for each in lying] == sorted(each for each, _ in rows)


@pytest.mark.parametrize(
    ("change", "strata", "reserve", "refusal"),
    [
        ({"sampling": "open"}, {"": 500}, 0, IssueRefusal.OPEN_TO_ANYBODY),
        ({"state": "closed"}, {"": 500}, 0, IssueRefusal.CLOSED),
        ({"county_ags": "16062"}, {"": 500}, 0, IssueRefusal.NOT_FOUND),
        ({}, {"": 99}, 0, IssueRefusal.TOO_FEW),
        ({}, {"": 99}, 1, IssueRefusal.TOO_FEW),
        ({}, {}, 0, IssueRefusal.TOO_FEW),
        ({}, {"": 500}, -1, IssueRefusal.TOO_FEW),
        ({}, {"": 20_000}, 1, IssueRefusal.TOO_MANY),
        ({}, {"Nord": 300, "Süd": 199}, 0, IssueRefusal.PART_TOO_SMALL),
        ({}, {"Nord": 300, "": 300}, 0, IssueRefusal.PART_NAME),
        ({}, {"N" * 61: 300}, 0, IssueRefusal.PART_NAME),
        ({}, {"Nord\n": 300}, 0, IssueRefusal.PART_NAME),
    ],
)
def test_what_would_not_protect_families_is_refused_and_leaves_nothing(
    sqlite_app, change, strata, reserve, refusal
):
    with sqlite_app.app_context():
        wave = a_wave(**change)

        outcome = letters.issue(main_store(), Actor(), wave.id, strata, reserve, Random(1))

        assert outcome is refusal
        with register_store() as session:
            assert register.count_reported(session, wave.id) == {}


def test_one_part_with_a_name_needs_no_more_than_the_whole_county(sqlite_app):
    with sqlite_app.app_context():
        assert isinstance(issue(a_wave(state="planned"), {"Nord": 100}), Issued)


def test_planners_and_strangers_issue_make_void_and_list_nothing(sqlite_app):
    with sqlite_app.app_context():
        wave, planner = a_wave(), Actor(role="planner")

        assert issue(wave, actor=planner) is IssueRefusal.NOT_ALLOWED
        assert letters.void(main_store(), planner, wave.id, 1) is VoidStep.NOT_ALLOWED
        assert letters.void_all(main_store(), planner, wave.id) is VoidStep.NOT_ALLOWED
        refused = letters.reminders(main_store(), planner, wave.id, TODAY)
        assert refused is ReminderRefusal.NOT_ALLOWED
        assert issue(wave, actor=Actor("16062")) is IssueRefusal.NOT_FOUND
        assert letters.void(main_store(), Actor("16062"), wave.id, 1) is VoidStep.NOT_FOUND


class Meddling(Random):
    """Chance during whose first draw somebody else does something."""

    def __init__(self, app, deed):
        super().__init__(1)
        self.app, self.deed = app, deed

    def getrandbits(self, k):
        deed, self.deed = self.deed, None
        if deed is not None:
            with ThreadPoolExecutor(1) as pool:
                pool.submit(self._beside, deed).result(timeout=30)
        return super().getrandbits(k)

    def _beside(self, deed):
        with self.app.app_context():
            deed()


ANYBODY = WavePlan(1, date(2026, 12, 1), date(2027, 1, 15), "open", None)


@pytest.mark.parametrize(
    ("deed", "expected"),
    [
        (make.delete_wave, IssueRefusal.NOT_FOUND),
        (lambda *who: make.change_wave(*who, ANYBODY, TODAY), IssueRefusal.OPEN_TO_ANYBODY),
    ],
    ids=["deleted", "opened to anybody"],
)
def test_no_code_is_left_where_a_wave_was_changed_while_its_codes_were_drawn(app, deed, expected):
    with app.app_context():
        main_store().add(published("familie"))
        wave = a_wave(state="planned")
        wave_id, done = wave.id, []
        chance = Meddling(app, lambda: done.append(deed(main_store(), Actor(), wave_id)))

        refused = letters.issue(main_store(), Actor(), wave_id, {"": 100}, 5, chance)

        assert (done, refused) == ([None], expected)
        assert not letters.standing(wave_id).is_issued


@pytest.mark.parametrize(
    "deed",
    [make.delete_wave, lambda *who: make.change_wave(*who, ANYBODY, TODAY)],
    ids=["deleted", "opened to anybody"],
)
def test_codes_issued_while_a_wave_is_changed_are_refused_or_stop_the_change(
    app, monkeypatch, deed
):
    at_rest, presses = make.standing, []

    def press():
        with app.app_context():
            return issue(surveys.wave_by_id(main_store(), wave_id))

    def looked_too_early(wave_id):
        found = at_rest(wave_id)
        presses.append(pool.submit(press))
        wait(presses, timeout=0.7)
        return found

    with app.app_context(), ThreadPoolExecutor(1) as pool:
        main_store().add(published("familie"))
        wave_id = a_wave(state="planned").id
        monkeypatch.setattr(make, "standing", looked_too_early)

        changed = deed(main_store(), Actor(), wave_id)

        issued = presses[0].result(timeout=30)
        assert (changed is None) is isinstance(issued, IssueRefusal)
        assert letters.standing(wave_id).is_issued is isinstance(issued, Issued)


def test_codes_are_issued_once_but_a_second_press_of_the_same_button_gets_the_same(app):
    with app.app_context():
        wave = a_wave()
        first = issue(wave, reserve=2, seed=1)

        assert issue(wave, reserve=2, seed=1) == first
        assert issue(wave, reserve=2, seed=2) is IssueRefusal.ALREADY_ISSUED
        assert issue(wave, reserve=1, seed=1) is IssueRefusal.ALREADY_ISSUED
        assert issue(wave, {"": 101}, reserve=2, seed=1) is IssueRefusal.ALREADY_ISSUED
        with register_store() as session:
            assert register.count_reported(session, wave.id) == {"open": 102}


@pytest.mark.parametrize("seeds", [(1, 1, 1, 1), (1, 2, 3, 4)], ids=["one button", "four people"])
def test_presses_at_the_same_moment_issue_one_set_of_codes(app, seeds):
    outcomes, start = [], threading.Barrier(len(seeds))
    with app.app_context():
        wave = a_wave()

    def press(seed):
        with app.app_context():
            start.wait()
            outcomes.append(issue(wave, seed=seed))

    threads = [threading.Thread(target=press, args=(seed,)) for seed in seeds]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]

    issued = [each for each in outcomes if isinstance(each, Issued)]
    assert len(outcomes) == 4
    assert len(issued) == (4 if len(set(seeds)) == 1 else 1)
    assert len(set(issued)) == 1
    with app.app_context(), register_store() as session:
        assert register.count_reported(session, wave.id) == {"open": 100}


def test_a_void_code_opens_nothing_and_the_answer_never_tells_whether_it_was_used(app):
    with app.app_context():
        wave = a_wave()
        issued = issue(wave, reserve=1)
        lost, answered = issued.letters[16], issued.letters[44]
        use(wave, answered)

        steps = [letters.void(main_store(), Actor(), wave.id, each) for each in (17, 45)]

        assert steps == [VoidStep.DONE, VoidStep.DONE]
        assert letters.standing(wave.id).void == (17, 45)
        assert letters.standing(wave.id).parts == (letters.Part("", 98, 1),)
        assert enter("familie-26", lost.code) is EnterRefusal.UNKNOWN
        assert enter("familie-26", answered.code) is EnterRefusal.USED
        open_batch(wave)
        assert letters.standing(wave.id).void == (17,)
        assert letters.void(main_store(), Actor(), wave.id, 45) is VoidStep.USED
        assert letters.void(main_store(), Actor(), wave.id, 17) is VoidStep.ALREADY_VOID
        assert letters.void(main_store(), Actor(), wave.id, 102) is VoidStep.UNKNOWN


def test_all_codes_can_be_replaced_until_a_batch_tells_that_families_answered(app):
    with app.app_context():
        wave = a_wave()
        first = issue(wave, seed=1)
        use(wave, first.letters[0])

        assert letters.void_all(main_store(), Actor(), wave.id) is VoidStep.DONE
        second = issue(wave, seed=2)

        assert [each.serial for each in second.letters] == list(range(101, 201))
        assert letters.standing(wave.id).void == tuple(range(1, 101))
        assert issue(wave, seed=1) is IssueRefusal.ALREADY_ISSUED
        assert enter("familie-26", first.letters[0].code) is EnterRefusal.USED
        assert enter("familie-26", first.letters[1].code) is EnterRefusal.UNKNOWN
        assert isinstance(enter("familie-26", second.letters[0].code), Ticket)
        open_batch(wave)
        assert letters.void_all(main_store(), Actor(), wave.id) is VoidStep.USED
        assert isinstance(enter("familie-26", second.letters[1].code), Ticket)


def test_codes_of_a_replaced_set_are_not_given_out_again_by_an_old_button(sqlite_app):
    with sqlite_app.app_context():
        wave = a_wave()
        issue(wave, seed=1)
        letters.void_all(main_store(), Actor(), wave.id)

        assert issue(wave, seed=1) is IssueRefusal.ALREADY_ISSUED


def test_reminders_wait_for_the_first_batch_and_then_three_whole_days(app):
    with app.app_context():
        wave = a_wave()
        issued = issue(wave, reserve=5)
        for letter in issued.letters[:30]:
            use(wave, letter)
        letters.void(main_store(), Actor(), wave.id, 40)

        def ask(days, mark=""):
            return letters.reminders(
                main_store(), Actor(), wave.id, TODAY + timedelta(days=days), mark
            )

        assert ask(0) is ReminderRefusal.FIRST_BATCH
        open_batch(wave)
        use(wave, issued.letters[31])
        expected = tuple(each for each in range(31, 101) if each != 40)
        assert ask(0) == expected
        assert [ask(days) for days in (0, 1, 2, 3)] == [ReminderRefusal.TOO_SOON] * 4
        assert letters.listed_again_on(wave) == TODAY + timedelta(days=4)
        assert ask(4) == expected


def test_the_button_for_reminders_gives_the_same_list_twice_but_never_a_newer_one(app):
    with app.app_context():
        wave = a_wave()
        issued = issue(wave)
        use(wave, issued.letters[0])
        open_batch(wave)
        mark = letters.reminder_mark(wave, TODAY)

        first = letters.reminders(main_store(), Actor(), wave.id, TODAY, mark)
        second = letters.reminders(main_store(), Actor(), wave.id, TODAY, mark)

        assert first == second == tuple(range(2, 101))
        assert letters.reminder_mark(wave, TODAY) == ""
        forged = letters.reminders(main_store(), Actor(), wave.id, TODAY, "0" * 64)
        assert forged is ReminderRefusal.TOO_SOON
        use(wave, issued.letters[1])
        open_batch(wave)
        newer = letters.reminders(main_store(), Actor(), wave.id, TODAY, mark)
        tomorrow = letters.reminders(
            main_store(), Actor(), wave.id, TODAY + timedelta(days=1), mark
        )
        assert newer is tomorrow is ReminderRefusal.TOO_SOON


@pytest.mark.parametrize("state", ["planned", "closed"])
def test_only_families_who_can_answer_are_reminded(sqlite_app, state):
    with sqlite_app.app_context():
        wave = a_wave(state=state)

        refused = letters.reminders(main_store(), Actor(), wave.id, TODAY)

        assert refused is ReminderRefusal.NOT_OPEN


def test_no_code_is_left_on_the_disk_in_a_log_or_in_what_an_error_would_show(
    sqlite_app, tmp_path, caplog
):
    with caplog.at_level(logging.DEBUG), sqlite_app.app_context():
        issued = issue(a_wave(), reserve=3)

    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    seen = b"".join([*files, caplog.text.encode(), repr(issued).encode()])
    assert len(files) >= 3
    for letter in issued.letters:
        for form in (letter.code, letter.code.replace("-", ""), letter.address):
            assert form.encode() not in seen


def test_the_chance_of_one_press_is_the_same_again_and_no_other_and_looks_like_chance(sqlite_app):
    with sqlite_app.app_context():
        first, same = (repeatable.for_one_press("letters", "a", "b") for _ in range(2))
        other = repeatable.for_one_press("letters", "ab", "")

        drawn = [first.randrange(30) for _ in range(6000)]

        assert drawn == [same.randrange(30) for _ in range(6000)]
        assert drawn != [other.randrange(30) for _ in range(6000)]
        assert all(130 < drawn.count(value) < 280 for value in range(30))
