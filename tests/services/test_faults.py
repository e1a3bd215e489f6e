"""What happens when a disk is full or a database is gone."""

import os
import shutil
import subprocess
from random import Random

import pytest
from sqlalchemy import text

import config
from benchmarks.faults.stores import Server, postgresql_settings
from surveyapp.app import create_app
from surveyapp.services.count_answers import count_kept
from surveyapp.services.enter import enter, issue_codes
from surveyapp.services.submit import submit
from surveyapp.storage.db import (
    StoreUnavailableError,
    db,
    let_go,
    main_store,
    register_store,
    store_engines,
)
from surveyapp.storage.order import forget_order
from tests.builders import a_response, a_wave

SECRET = "t" * 64


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 1 MB for the urn alone; a real one where this may be mounted."""
    folder = tmp_path / "small"
    folder.mkdir()
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root may mount a small disk; the page limit below covers the rest")
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("this machine does not allow mounts; the page limit below covers the rest")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def an_app(tmp_path, urn):
    env = {"SURVEYAPP_INSTANCE": str(tmp_path), "SECRET_KEY": SECRET}
    app = create_app(config.load({**env, "URN_DATABASE_URL": f"sqlite:///{urn}"}))
    with app.app_context():
        db.create_all()
    return app


def dispose(app):
    with app.app_context():
        db.session.remove()
        for engine in store_engines().values():
            engine.dispose()


def fill_urn(codes):
    """Answer with large documents until the urn refuses; return what was tried, kept and said."""
    answers = a_response(document={"filler": "x" * 60_000})
    for kept, code in enumerate(codes):
        ticket = enter("familie-26", code)
        try:
            submit(ticket, answers)
        except StoreUnavailableError as error:
            return ticket, kept, str(error)
    raise AssertionError("the disk never got full")


def test_full_disk_refuses_with_a_sentence_and_keeps_what_was_acknowledged(tmp_path, small_disk):
    app = an_app(tmp_path, small_disk / "urn.sqlite")
    with app.app_context():
        wave = a_wave()
        codes = issue_codes(wave.id, 60, Random(1))

        ticket, kept, sentence = fill_urn(codes)

        assert count_kept(wave.id) == kept
        assert sentence == "The urn store cannot be used: its disk is full."
        subprocess.run(["mount", "-o", "remount,size=8m", str(small_disk)], check=True)
        submit(ticket, a_response())
        assert count_kept(wave.id) == kept + 1
    dispose(app)


def test_store_at_its_page_limit_refuses_with_a_sentence(tmp_path):
    app = an_app(tmp_path, tmp_path / "urn.sqlite")
    with app.app_context():
        codes = issue_codes(a_wave().id, 60, Random(1))
        with store_engines()["urn"].connect() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count=100")

        *_, kept, sentence = fill_urn(codes)

        assert kept > 0
        assert sentence == "The urn store cannot be used: its disk is full."
    dispose(app)


def test_removed_file_is_noticed_and_nothing_is_written_into_the_void(tmp_path):
    app = an_app(tmp_path, tmp_path / "urn.sqlite")
    with app.app_context():
        first, second = issue_codes(a_wave().id, 2, Random(1))
        submit(enter("familie-26", first), a_response())
        for path in tmp_path.glob("urn.sqlite*"):
            path.unlink()

        with pytest.raises(StoreUnavailableError, match=r"urn store .* no tables"):
            submit(enter("familie-26", second), a_response())
    dispose(app)


def test_damaged_store_that_is_rewritten_is_one_sentence(tmp_path):
    app = an_app(tmp_path, tmp_path / "urn.sqlite")
    with app.app_context():
        submit(enter("familie-26", issue_codes(a_wave().id, 1, Random(1))[0]), a_response())
        let_go()
        with (tmp_path / "urn.sqlite").open("r+b") as file:
            file.seek(4096)
            file.write(b"\xff" * 40_960)

        with pytest.raises(StoreUnavailableError, match=r"urn store .* its file is damaged"):
            forget_order()
    dispose(app)


def test_lost_store_becomes_a_page_that_asks_to_try_again(tmp_path):
    app = an_app(tmp_path, tmp_path / "urn.sqlite")
    with app.app_context():
        code = issue_codes(a_wave().id, 1, Random(1))[0]
    app.add_url_rule("/send", view_func=lambda: submit_one(code), methods=["POST"])
    for path in tmp_path.glob("urn.sqlite*"):
        path.unlink()

    response = app.test_client().post("/send")

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "30"
    assert "Wir können gerade nichts speichern" in response.text
    assert "urn" not in response.text
    dispose(app)


def submit_one(code):
    return str(submit(enter("familie-26", code), a_response()))


@pytest.fixture
def stoppable(tmp_path):
    """A PostgreSQL of one's own, an application on it, and a code of an open wave."""
    server = Server()
    app = create_app(postgresql_settings(server.url, tmp_path))
    with app.app_context():
        db.create_all()
        code = issue_codes(a_wave().id, 1, Random(1))[0]
        db.session.remove()
    yield server, app, code
    dispose(app)
    server.close()


def test_stopped_postgresql_is_one_sentence(stoppable):
    server, app, code = stoppable
    with app.app_context():
        server.stop_at_once()

        with pytest.raises(StoreUnavailableError, match="server does not answer"):
            submit_one(code)


def test_postgresql_that_stops_between_two_stores_is_the_same_page(stoppable):
    server, app, _ = stoppable

    def send():
        main_store().execute(text("SELECT 1"))
        server.stop_at_once()
        with register_store() as register:
            return register.execute(text("SELECT 1"))

    app.add_url_rule("/send", view_func=send, methods=["POST"])

    response = app.test_client().post("/send")

    assert response.status_code == 503
    assert "Wir können gerade nichts speichern" in response.text
