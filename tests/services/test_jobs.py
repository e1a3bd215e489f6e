"""Long work: asked for once, done in a process of its own, ended at any time, kept with its result."""

import os
import resource
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from surveyapp.access.roles import Action
from surveyapp.services.jobs import ask, files, worker
from surveyapp.services.jobs.kinds import KINDS, Kind
from surveyapp.services.jobs.work import JobRefusedError, Result
from surveyapp.storage import jobs, staff
from surveyapp.storage.db import main_store
from tests.jobs import run_jobs
from tests.staff_journey import an_account

PROBE = "probe"
HALF = "half@done.example"
UNDONE = []


def probe(work, arguments):
    """Do what the arguments say: the work of these tests."""
    work.progress(1, 4, "Erster Schritt")
    if arguments.get("refuse"):
        raise JobRefusedError("Diese Datei ist leer.")
    if arguments.get("writes"):
        # Writes without having read: nobody else's write can come between.
        staff.add_staff(work.session, staff.Seat("16065", HALF, "", "admin"), "")
    if arguments.get("break"):
        raise ValueError(arguments["break"])
    if arguments.get("hangs"):
        time.sleep(60)
    if arguments.get("takes"):
        text = work.handed_in("table.csv").read_bytes()
        return Result(files=(work.keep("fertig.csv", "text/csv", text.upper()),))
    return Result(found={"process": os.getpid(), "core": resource.getrlimit(resource.RLIMIT_CORE)})


def undo(session, arguments, sentence):
    """Remember what was cleared away."""
    UNDONE.append((dict(arguments), sentence))


@pytest.fixture(autouse=True)
def _a_kind_for_tests(monkeypatch):
    UNDONE.clear()
    kind = Kind("Probe", Action.VIEW, f"{__name__}:probe", undo=f"{__name__}:undo")
    monkeypatch.setitem(KINDS, PROBE, kind)


def asked(session, arguments, **more):
    return ask.start(session, an_account(), PROBE, arguments, **more)


def now_of(job):
    found = jobs.by_id(main_store(), job.id)
    return found.state, found.message


def test_work_is_done_in_a_process_of_its_own_and_its_result_stays(app):
    with app.app_context():
        job = asked(main_store(), {}, page="/verwaltung/?auftrag={job}")

        number = run_jobs(app)

        found = jobs.by_id(main_store(), job.id)
        assert number == 1
        assert found.state == "done"
        assert found.page == f"/verwaltung/?auftrag={job.id}"
        assert found.result["found"]["process"] != os.getpid()
        assert UNDONE == []


def test_the_same_work_is_asked_for_once_even_at_the_same_moment(app):
    with app.app_context():
        actor = an_account()

    def press(_):
        with app.app_context():
            return ask.start(main_store(), actor, PROBE, {"writes": True}).id

    with ThreadPoolExecutor(6) as pool:
        first = set(pool.map(press, range(6)))
    done = run_jobs(app)
    again = press(0)

    assert len(first) == 1
    assert done == 1
    assert again not in first


def test_two_workers_never_take_the_same_work(app):
    with app.app_context():
        actor = an_account()
        expected = {ask.start(main_store(), actor, PROBE, {"n": n}).id for n in range(8)}

    def take(name):
        with app.app_context():
            taken = []
            while (job := jobs.claim(main_store(), name, 1)) is not None:
                taken.append(job.id)
            return taken

    with ThreadPoolExecutor(3) as pool:
        taken = [each for found in pool.map(take, "abc") for each in found]

    assert sorted(taken) == sorted(expected)


def test_work_that_is_refused_or_breaks_ends_in_a_sentence_and_is_cleared_away(app, capfd):
    with app.app_context():
        refused, broken = (
            asked_as(each) for each in ({"refuse": 1}, {"break": "secret value", "writes": 1})
        )

        run_jobs(app)

        assert now_of(refused) == ("failed", "Diese Datei ist leer.")
        assert now_of(broken) == ("failed", worker.BROKEN)
        # Two of one second may be done in any order.
        assert worker.BROKEN in {sentence for _, sentence in UNDONE}
        assert staff.staff_by_email(main_store(), HALF) is None
    told = capfd.readouterr().err
    assert "ValueError in work of kind probe" in told
    assert "secret value" not in told


def asked_as(arguments):
    account = an_account(email=f"{'-'.join(arguments)}@a.example")
    return ask.start(main_store(), account, PROBE, arguments)


def test_files_are_handed_in_and_taken_along_and_deleted_with_the_job(sqlite_app):
    with sqlite_app.app_context():
        job = asked(main_store(), {"takes": 1}, files={"table.csv": b"a;b"})

        run_jobs(sqlite_app)

        (kept,) = jobs.by_id(main_store(), job.id).result["files"]
        assert (kept["name"], kept["size"]) == ("fertig.csv", 3)
        assert files.made(job.id, 0).read_bytes() == b"A;B"
        assert files.made(job.id, 0).stat().st_mode & 0o077 == 0
        assert not files.handed_in(job.id, "table.csv").exists()
        month = ask.KEPT_DAYS * 24 * 3600
        assert ask.forget_old(main_store(), int(time.time()) + month - 60) == 0
        assert ask.forget_old(main_store(), int(time.time()) + month + 60) == 1
        assert jobs.by_id(main_store(), job.id) is None
        assert not files.made(job.id, 0).exists()


def test_work_that_takes_too_long_is_ended(sqlite_app, monkeypatch):
    monkeypatch.setitem(KINDS, PROBE, replace(KINDS[PROBE], seconds=1))
    with sqlite_app.app_context():
        job = asked(main_store(), {"hangs": 1, "writes": 1})

        run_jobs(sqlite_app)

        assert now_of(job) == ("failed", worker.TOO_LONG)
        assert UNDONE == [({"hangs": 1, "writes": 1}, worker.TOO_LONG)]
        assert staff.staff_by_email(main_store(), HALF) is None


def test_a_crash_leaves_no_memory_of_the_work_on_the_disk(sqlite_app):
    with sqlite_app.app_context():
        job = asked(main_store(), {})

        run_jobs(sqlite_app)

        assert jobs.by_id(main_store(), job.id).result["found"]["core"] == [0, 0]


def test_waiting_work_is_cancelled_at_once(app):
    with app.app_context():
        job = asked(main_store(), {})

        ask.cancel(main_store(), job)

        assert now_of(job) == ("cancelled", "")
        assert UNDONE == [({}, ask.STOPPED)]
        assert run_jobs(app) == 0


def test_running_work_is_cancelled_and_leaves_nothing_half_done(app):
    with app.app_context():
        job = asked(main_store(), {"hangs": 1})

    def cancel():
        with app.app_context():
            while (seen := jobs.by_id(main_store(), job.id)).words == "":
                main_store().rollback()
                time.sleep(0.05)
            ask.cancel(main_store(), job)
            return seen.state, seen.done, seen.whole, seen.words

    with ThreadPoolExecutor(1) as pool:
        seen = pool.submit(cancel)
        run_jobs(app)

    assert seen.result() == ("running", 1, 4, "Erster Schritt")

    with app.app_context():
        assert now_of(job) == ("cancelled", "")
        assert UNDONE == [({"hangs": 1}, ask.STOPPED)]


def test_work_whose_worker_is_silent_counts_as_interrupted(app):
    with app.app_context():
        job = asked(main_store(), {})
        jobs.claim(main_store(), "gone", 1_000)

        ask.settle(main_store(), 1_000 + ask.SILENCE)
        early = now_of(job)
        ask.settle(main_store(), 1_001 + ask.SILENCE)

        assert early == ("running", "")
        assert now_of(job) == ("failed", ask.INTERRUPTED)
        assert UNDONE == [({}, ask.INTERRUPTED)]


def test_a_worker_of_its_own_does_the_work_and_ends_when_told(sqlite_app):
    with sqlite_app.app_context():
        settings = sqlite_app.extensions["surveyapp.config"]
        account = an_account()
        job = ask.start(
            main_store(),
            account,
            "best_places",
            {"type": "x", "number": 1, "scenario": "gone", "day": "2026-11-01"},
        )
    running = subprocess.Popen(
        [sys.executable, "-m", "surveyapp", "work"],
        env={**os.environ, **settings.environment()},
    )
    try:
        with sqlite_app.app_context():
            for _ in range(300):
                main_store().rollback()
                if now_of(job)[0] == "failed":
                    break
                time.sleep(0.1)
            ended = now_of(job)
    finally:
        running.send_signal(signal.SIGTERM)
        code = running.wait(30)

    assert ended == ("failed", "Dieses Szenario gibt es nicht mehr.")
    assert code == 0
