"""Batches: nothing can be read before enough ballots lie together, and nothing is lost on the way."""

import errno
import os
import signal
import stat
import subprocess
import sys
import threading
from dataclasses import replace
from random import Random
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from benchmarks.faults import copies
from surveyapp.services import batches, keyfiles, recovery
from surveyapp.services.batches import BallotDamagedError, KeyMissingError, mix, mix_all
from surveyapp.services.count_answers import rounded_count
from surveyapp.services.keys import settings
from surveyapp.services.submit import Submitted, submit
from surveyapp.services.waves import WaveStep, close_wave
from surveyapp.storage import ballots, order, register, surveys
from surveyapp.storage.db import (
    StoreUnavailableError,
    main_store,
    register_reading,
    store_engines,
    urn_reading,
    urn_store,
)
from surveyapp.storage.tables import Response, SealedBallot, SpentToken, TextAnswer, Withdrawal
from tests.builders import Actor, a_wave
from tests.urn import (
    answers,
    batch_names,
    fill,
    key_files,
    marks,
    raw_urn,
    waiting,
    wishes,
)

K = 10
"""Of ``a_wave``, which invites 100 families."""


@pytest.fixture
def wave(app):
    with app.app_context():
        yield a_wave()


def some_marks(numbers):
    return {f"mark-{number:04}" for number in numbers}


def is_whole(families):
    """Say whether every family is there once, opened or sealed, and every key has its batch."""
    return len(set(marks())) + waiting() == families and set(key_files()) == batch_names()


def test_nothing_a_family_said_can_be_read_before_a_batch_is_opened(wave):
    fill(wave, 2 * K - 1)

    opened = mix(wave.id, Random(1))

    assert (opened, marks(), waiting()) == (0, [], 2 * K - 1)
    assert b"mark-" not in raw_urn()
    assert b"wish-" not in raw_urn()


def test_with_twice_as_many_one_batch_is_drawn_and_the_rest_sealed_anew(wave):
    fill(wave, 2 * K)
    before, name = raw_urn(), batch_names()

    opened = mix(wave.id, Random(1))

    assert opened == K
    assert len(set(marks())) == len(set(wishes())) == K
    assert waiting() == K
    assert marks() != sorted(marks())
    assert batch_names().isdisjoint(name)
    assert before.count(b"mark-") == 0
    assert mix(wave.id, Random(2)) == 0
    assert is_whole(2 * K)


def test_draw_does_not_prefer_those_who_came_first(wave):
    fill(wave, 2 * K)

    mix(wave.id, Random(3))

    assert some_marks(range(K)) != set(marks()) != some_marks(range(K, 2 * K))


def test_number_opened_together_follows_the_number_invited(sqlite_app):
    with sqlite_app.app_context():
        small, open_to_all = a_wave(), a_wave(slug="offen", sampling="open")

        assert batches.together(small) == 10
        assert batches.together(open_to_all) == 25


def test_copy_made_before_cannot_be_opened_after(wave):
    fill(wave, 2 * K)
    with urn_reading() as urn:
        (batch,) = ballots.batches(urn)
        copy = ballots.ballots_of(urn, batch.id)
    (before,) = key_files().values()

    mix(wave.id, Random(1))

    assert len(copy) == 2 * K
    assert before[:32] not in b"".join(key_files().values())
    assert batches.private_key_of(batch) is None


def test_key_is_readable_for_its_owner_only(wave):
    folder = settings().keys

    modes = [stat.S_IMODE(file.path.stat().st_mode) for file in keyfiles.files(folder)]

    assert modes == [0o600]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_closing_opens_all_and_leaves_nothing_that_leads_to_a_family(wave):
    fill(wave, 3)

    step = close_wave(main_store(), Actor(), wave.id, wave.closes_on)

    assert step is WaveStep.DONE
    assert set(marks()) == some_marks(range(3))
    assert (batch_names(), key_files()) == (set(), {})
    with urn_reading() as urn:
        assert urn.scalars(select(SpentToken)).all() == urn.scalars(select(Withdrawal)).all() == []
        assert set(urn.scalars(select(Response.receipt_hash))) == {None}
        assert set(urn.scalars(select(TextAnswer.receipt_hash))) == {None}


def test_staff_see_used_codes_and_counts_change_at_borders_only(wave):
    def seen():
        with register_reading() as session:
            return register.count_reported(session, wave.id), rounded_count(wave)

    fill(wave, 2 * K - 1)
    before = seen()
    fill(wave, 1, first=50)
    mix(wave.id, Random(1))
    at_border = seen()
    fill(wave, 5, first=60)

    assert before == ({"open": 2 * K - 1}, 0)
    assert at_border == ({"used": 2 * K}, 10)
    assert seen() == ({"used": 2 * K, "open": 5}, 10)


def test_batches_of_two_counties_know_nothing_of_each_other(app):
    with app.app_context():
        mine, other = a_wave(), a_wave(slug="nachbar", county_ags="16062")
        fill(mine, 2 * K)
        fill(other, 3, first=100)

        mix(mine.id, Random(1))

        assert not any(mark >= "mark-0100" for mark in marks())
        assert waiting() == K + 3


def test_same_page_after_its_ballot_was_opened_adds_nothing(wave):
    tickets = fill(wave, 2 * K)
    mix(wave.id, Random(1))

    results = {submit(ticket, answers(number)) for number, ticket in enumerate(tickets)}

    assert results == {Submitted.AGAIN}
    assert is_whole(2 * K)


def test_two_ballots_with_one_receipt_are_both_opened(wave):
    (ticket,) = fill(wave, 1)
    submit(replace(ticket, token=b"b" * 32), answers(7))

    mix_all(wave.id)

    assert set(marks()) == some_marks([0, 7])


STEPS = (
    "keyfiles.write",
    "ballots.remove_batch",
    "ballots.add_batch",
    "ballots.add_ballots",
    "responses.add_opened",
    "keyfiles.blank",
    "register.report",
    "forget_order",
    "keyfiles.remove",
)
"""What a batch calls on its way, in this order."""


class PowerCut(BaseException):
    """The machine stops here."""


@pytest.mark.parametrize("step", STEPS)
def test_machine_that_stops_before_any_step_loses_and_doubles_nothing(wave, monkeypatch, step):
    fill(wave, 2 * K)
    with monkeypatch.context() as patch:
        _stop_at(patch, step)
        with pytest.raises(PowerCut):
            mix(wave.id, Random(1))

    mix(wave.id, Random(2))

    assert len(marks()) == K
    assert is_whole(2 * K)
    with register_reading() as session:
        assert register.count_reported(session, wave.id) == {"used": 2 * K}


@pytest.mark.parametrize("step", ["responses.add_opened", *STEPS[-4:]])
def test_closing_that_is_interrupted_is_finished_by_the_next_job(wave, monkeypatch, step):
    fill(wave, 3)
    with monkeypatch.context() as patch:
        _stop_at(patch, step)
        with pytest.raises(PowerCut):
            close_wave(main_store(), Actor(), wave.id, wave.closes_on)

    rewritten, forget_order = [], batches.forget_order
    monkeypatch.setattr(batches, "forget_order", lambda: rewritten.append(forget_order()))

    assert batches.mix_waves() == []

    assert set(marks()) == some_marks(range(3))
    assert (key_files(), waiting()) == ({}, 0)
    assert len(rewritten) == 1


def _stop_at(patch, step):
    owner, _, name = step.rpartition(".")

    def stop(*_arguments):
        raise PowerCut(step)

    patch.setattr(getattr(batches, owner) if owner else batches, name, stop)


KILLED = """
import os, signal, sys
from random import SystemRandom
import config
from surveyapp.app import create_app
from surveyapp.services import batches
wave_id, step = sys.argv[1:]
owner, _, name = step.rpartition(".")
def die(*arguments):
    os.kill(os.getpid(), signal.SIGKILL)
setattr(getattr(batches, owner) if owner else batches, name, die)
with create_app(config.load()).app_context():
    print(batches.mix(wave_id, SystemRandom()))
"""


def job(app, wave_id, step="nothing"):
    """Start a job in a process of its own, which kills itself at the step."""
    environment = {**os.environ, **app.extensions["surveyapp.config"].environment()}
    return subprocess.Popen(
        [sys.executable, "-c", KILLED, wave_id, step],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("step", ["ballots.add_ballots", "keyfiles.blank", "forget_order"])
def test_killed_process_loses_and_doubles_nothing(app, wave, step):
    fill(wave, 2 * K)
    killed = job(app, wave.id, step)

    assert killed.wait(60) == -signal.SIGKILL
    killed.stdout.close()
    mix(wave.id, Random(2))

    assert len(marks()) == K
    assert is_whole(2 * K)


def test_of_two_jobs_at_once_the_second_finds_nothing_to_do(app, wave):
    fill(wave, 2 * K)

    jobs = [job(app, wave.id) for _ in range(2)]
    opened = sorted(int(each.communicate(timeout=120)[0]) for each in jobs)

    assert opened == [0, K]
    assert is_whole(2 * K)


def test_family_that_sends_while_a_batch_is_opened_is_kept_once(app, wave):
    tickets = fill(wave, 2 * K)
    results = []

    def send_again():
        with app.app_context():
            results.extend(submit(ticket, answers(n)) for n, ticket in enumerate(tickets))
            fill(surveys.wave_by_id(main_store(), wave.id), 5, first=70)

    thread = threading.Thread(target=send_again)
    thread.start()
    mix(wave.id, Random(1))
    thread.join()

    assert set(results) == {Submitted.AGAIN}
    assert is_whole(2 * K + 5)


def test_missing_key_opens_nothing_and_names_file_and_cure(wave):
    fill(wave, 2 * K)
    (name,) = key_files()
    (settings().keys / name).unlink()

    with pytest.raises(KeyMissingError, match=rf"{name}.*nothing is lost.*keys recover --key"):
        mix(wave.id, Random(1))

    assert waiting() == 2 * K
    assert close_wave(main_store(), Actor(), wave.id, wave.closes_on) is WaveStep.KEY_MISSING
    assert surveys.is_open(main_store(), wave.id)


def test_missing_key_is_told_while_few_ballots_wait(wave):
    fill(wave, 1)
    (name,) = key_files()
    (settings().keys / name).unlink()

    (failure,) = batches.mix_waves()

    assert isinstance(failure, KeyMissingError)
    assert waiting() == 1


@pytest.mark.parametrize("content", [b"", b"damaged", b"\xff" * 60])
def test_damaged_key_is_told_and_left_as_it_is(sqlite_app, content):
    with sqlite_app.app_context():
        fill(a_wave(), 1)
        (name,) = key_files()
        (settings().keys / name).write_bytes(content)

        (failure,) = batches.mix_waves()

        assert isinstance(failure, KeyMissingError)
        assert (settings().keys / name).read_bytes() == content


def test_missing_key_comes_back_with_the_recovery_key(wave, tmp_path):
    sheet = tmp_path / "recovery.txt"
    recovery.make_recovery_key(main_store(), "16065", sheet, wave.opens_on)
    fill(wave, 2 * K)
    for name in key_files():
        (settings().keys / name).unlink()

    found = recovery.recover(sheet)

    assert found == recovery.Recovered(restored=1, still_missing=0)
    assert mix(wave.id, Random(1)) == K
    assert is_whole(2 * K)


def test_key_of_another_county_brings_nothing_back(wave, tmp_path):
    mine, other = tmp_path / "mine.txt", tmp_path / "other.txt"
    recovery.make_recovery_key(main_store(), "16065", mine, wave.opens_on)
    recovery.make_recovery_key(main_store(), "16062", other, wave.opens_on)
    for name in key_files():
        (settings().keys / name).unlink()

    assert recovery.recover(other) == recovery.Recovered(restored=0, still_missing=1)
    assert recovery.recover(mine) == recovery.Recovered(restored=1, still_missing=0)


def test_new_key_left_by_a_restored_backup_is_kept_until_the_old_one_is_back(wave, tmp_path):
    sheet = tmp_path / "recovery.txt"
    recovery.make_recovery_key(main_store(), "16065", sheet, wave.opens_on)
    fill(wave, 2 * K)
    backup = _copy_of_urn()
    mix(wave.id, Random(1))
    newer = set(key_files())
    _bring_back(backup)

    with pytest.raises(KeyMissingError):
        mix(wave.id, Random(1))
    assert set(key_files()) == newer
    recovery.recover(sheet)

    assert mix(wave.id, Random(2)) == K
    assert is_whole(2 * K)


def _copy_of_urn():
    with urn_reading() as urn:
        (batch,) = ballots.batches(urn)
        return batch, ballots.ballots_of(urn, batch.id)


def _bring_back(backup):
    batch, sealed = backup
    with urn_store() as urn:
        (current,) = ballots.batches(urn)
        ballots.remove_batch(urn, current)
        for table in (Response, TextAnswer):
            urn.execute(table.__table__.delete())
        ballots.add_batch(
            urn,
            ballots.Batch(
                id=batch.id,
                wave_id=batch.wave_id,
                public_key=batch.public_key,
                counted=batch.counted,
                escrow=batch.escrow,
            ),
        )
        ballots.add_ballots(urn, batch.id, sealed)


def test_damaged_ballot_stops_the_batch_with_a_sentence_and_loses_nothing(wave):
    fill(wave, 2 * K)
    with urn_store() as urn:
        ballot = urn.scalars(select(SealedBallot)).first()
        ballot.ciphertext = ballot.ciphertext[:-1] + bytes([ballot.ciphertext[-1] ^ 1])

    with pytest.raises(BallotDamagedError, match="bring back the last backup"):
        mix(wave.id, Random(1))

    assert waiting() == 2 * K
    assert marks() == []


def test_disk_without_room_for_rewriting_is_found_before_anything_is_opened_or_closed(
    wave, monkeypatch
):
    fill(wave, 2 * K)
    if store_engines()["urn"].dialect.name != "sqlite":
        pytest.skip("the disk of a server cannot be looked at from here")
    monkeypatch.setattr(order.shutil, "disk_usage", lambda _path: SimpleNamespace(free=2**17))

    with pytest.raises(StoreUnavailableError, match=r"disk is full.*nothing is lost"):
        mix(wave.id, Random(1))
    with pytest.raises(StoreUnavailableError, match=r"disk is full.*nothing is lost"):
        close_wave(main_store(), Actor(), wave.id, wave.closes_on)

    assert surveys.is_open(main_store(), wave.id)
    assert (marks(), waiting()) == ([], 2 * K)


def test_folder_of_keys_that_cannot_be_written_opens_nothing_and_says_so(wave, monkeypatch):
    fill(wave, 2 * K)

    def full(*_arguments):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(keyfiles.os, "write", full)
        with pytest.raises(StoreUnavailableError, match=r"folder of keys .*No space left"):
            mix(wave.id, Random(1))

    assert (marks(), waiting()) == ([], 2 * K)
    assert mix(wave.id, Random(1)) == K
    assert is_whole(2 * K)


def test_register_that_an_old_backup_put_back_is_told_as_long_as_the_wave_is_open(wave):
    before = copies.backup("register")
    fill(wave, 2 * K)
    fine = batches.mix_waves()
    copies.restore("register", before)

    (failure,) = batches.mix_waves()

    assert fine == []
    assert str(failure).startswith("The register is older than the urn in wave 1 of familie-26")
    assert "No answer is lost" in str(failure)
    close_wave(main_store(), Actor(), wave.id, wave.closes_on)
    assert batches.mix_waves() == []
