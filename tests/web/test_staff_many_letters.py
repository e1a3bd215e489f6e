"""Many letters at once: long work whose codes and files only the browser that asked can open."""

import csv
import io
import zipfile
from concurrent.futures import ThreadPoolExecutor, wait

import pytest

from surveyapp.services import letter_files
from surveyapp.services.jobs import sealed, worker
from surveyapp.services.keys import instance_folder
from surveyapp.storage import jobs
from surveyapp.storage.db import main_store
from tests.builders import a_wave
from tests.jobs import run_jobs
from tests.page_review import review
from tests.staff_journey import keep_session, press, signed_in
from tests.web.test_staff_letters import ISSUE, form_on, send


@pytest.fixture
def asked(sqlite_app, monkeypatch):
    """A browser that asked for more letters than are written at once, and the page of its work."""
    monkeypatch.setattr(letter_files, "AT_ONCE", 100)
    with sqlite_app.app_context():
        a_wave(state="planned")
    client = signed_in(sqlite_app, role="field")
    page = send(client, form_on(client), w1_letters="110")
    return client, page


def done(app, *looks):
    """Do the work while browsers look at its page again and again."""
    with ThreadPoolExecutor(1) as pool:
        work = pool.submit(run_jobs, app)
        while wait([work], timeout=0.2).not_done:
            for look in looks:
                look()
    return work.result()


def files_of(response):
    assert response.mimetype == "application/zip", response.text
    with zipfile.ZipFile(io.BytesIO(response.data)) as archive:
        return {name.rpartition(".")[2]: archive.read(name) for name in archive.namelist()}


def everything_on_disk(app):
    with app.app_context():
        found = instance_folder().rglob("*")
    return b"".join(each.read_bytes() for each in found if each.is_file())


def test_the_browser_that_asked_gets_the_letters_and_no_code_lies_on_the_disk(sqlite_app, asked):
    client, page = asked
    address = page.request.path
    before = everything_on_disk(sqlite_app)

    number = done(sqlite_app, lambda: client.get(address))

    ready = client.get(address)
    files = files_of(client.get(f"{address}dateien/0"))
    codes = [
        row["Code"]
        for row in csv.DictReader(io.StringIO(files["csv"].decode("utf-8-sig")), delimiter=";")
    ]
    after = everything_on_disk(sqlite_app)
    assert (number, len(codes), files["pdf"][:5]) == (1, 115, b"%PDF-")
    assert [review(each.text) for each in (page, ready)] == [[], []]
    assert "briefe-familie-26-welle-1.zip" in ready.text
    for code in codes:
        for written in (code.encode(), code.replace("-", "").encode()):
            assert written not in before
            assert written not in after


def test_another_browser_of_the_same_person_neither_starts_nor_opens_it(sqlite_app, asked):
    client, page = asked
    address, other = page.request.path, sqlite_app.test_client()
    with sqlite_app.app_context():
        job = jobs.by_id(main_store(), address.rstrip("/").rpartition("/")[2])
    keep_session(other, job.staff_id)
    seen = []

    def look():
        seen.append(other.get(address).status_code)
        if len(seen) > 3:
            client.get(address)

    done(sqlite_app, look)
    refused = other.get(f"{address}dateien/0", follow_redirects=True)

    assert set(seen) == {200}
    assert "Diese Datei lässt sich hier nicht öffnen." in refused.text
    assert files_of(client.get(f"{address}dateien/0"))["csv"]
    assert set(job.arguments) == {"wave", "name", "press", "mark"}


def test_pressed_twice_it_is_one_piece_of_work(sqlite_app, monkeypatch):
    monkeypatch.setattr(letter_files, "AT_ONCE", 100)
    with sqlite_app.app_context():
        a_wave(state="planned")
    client = signed_in(sqlite_app, role="field")
    form = form_on(client)

    pages = [send(client, form, ISSUE, w1_letters="110").request.path for _press in range(2)]

    assert pages[0] == pages[1]


def test_where_nobody_comes_back_the_work_ends_with_what_to_do(sqlite_app, asked, monkeypatch):
    client, page = asked
    monkeypatch.setattr(sealed, "PATIENCE", 0.2)

    run_jobs(sqlite_app)

    ended = client.get(page.request.path)
    assert "wurde geschlossen, bevor die Arbeit beginnen konnte" in ended.text
    assert review(ended.text) == []


def test_sealed_letters_are_forgotten_after_a_day(sqlite_app, asked):
    client, page = asked
    press(client, page.request.path, f"{page.request.path}abbrechen")

    with sqlite_app.app_context():
        ended = jobs.by_id(main_store(), page.request.path.rstrip("/").rpartition("/")[2]).ended_at
        kept = worker.ask.forget_old(main_store(), ended + 24 * 3600)
        gone = worker.ask.forget_old(main_store(), ended + 24 * 3600 + 1)

    assert (kept, gone) == (0, 1)
    assert client.get(page.request.path).status_code == 404
