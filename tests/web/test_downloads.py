"""All figures of a wave as files: for everybody where they are public, else for those who may take them."""

import io
import json
import os
import time

import pyarrow.parquet as pq
import pytest

from surveyapp import VERSION
from surveyapp.services import give_release
from surveyapp.services.keys import instance_folder
from surveyapp.storage import audits, releases, surveys
from surveyapp.storage.db import main_store
from tests import builders_release as builders
from tests.page_review import review
from tests.staff_journey import an_account, keep_session

PAGE = "/ergebnisse/familie-16065/herunterladen"


def published(app, *, is_public=True):
    with app.app_context():
        builders.publish(main_store(), builders.release(), is_public=is_public)
    return app.test_client()


def sign_in(client, role, county_ags=builders.COUNTY):
    with client.application.app_context():
        account = an_account(county_ags, role)
    keep_session(client, account.id)
    return client


def entries(app):
    with app.app_context():
        return [(each.deed, each.detail) for each in audits.in_order(main_store(), builders.COUNTY)]


def test_everybody_takes_public_figures_along_and_nobody_is_noted(app):
    client = published(app)

    page = client.get(PAGE)
    given = client.get(f"{PAGE}/json")

    assert review(page.text) == []
    assert all(form.label in page.text for form in give_release.forms())
    assert f'href="{PAGE}"' in client.get("/ergebnisse/familie-16065/").text
    name = 'attachment; filename="familie-16065-welle-1-freigabe-1.json"'
    assert given.headers["Content-Disposition"] == name
    assert json.loads(given.data)["is_public"]
    assert entries(app) == []


def test_files_hold_what_the_store_holds(sqlite_app):
    client = published(sqlite_app)

    found = json.loads(client.get(f"{PAGE}/json").data)["figures"]

    with sqlite_app.app_context():
        stored = releases.latest(main_store(), "familie-16065")
        cells = {cell.key: cell.value for cell in stored.table}
    names = ("measure", "topic", "view", "group", "category")
    shares = [each for each in found if each["measure"] == "share"]
    assert {tuple(e[n] for n in names) for e in found} == set(cells)
    assert all(each["value"] == cells[tuple(each[n] for n in names)] for each in shares)


@pytest.mark.parametrize(
    ("role", "status"), [("admin", 200), ("planner", 200), ("council", 200), ("field", 404)]
)
def test_figures_not_yet_public_are_for_those_who_may_take_them(sqlite_app, role, status):
    client = sign_in(published(sqlite_app, is_public=False), role)

    responses = [client.get(PAGE), client.get(f"{PAGE}/csv")]

    assert {each.status_code for each in responses} == {status}
    is_linked = f'href="{PAGE}"' in client.get("/ergebnisse/familie-16065/").text
    assert is_linked == (status == 200)


def test_a_foreign_county_and_strangers_find_nothing_that_is_not_public(sqlite_app):
    client = published(sqlite_app, is_public=False)

    stranger = client.get(f"{PAGE}/csv")
    foreign = sign_in(client, "admin", "16062").get(f"{PAGE}/csv")

    assert stranger.status_code == foreign.status_code == 404


def test_what_staff_take_along_stands_in_the_log(app):
    client = sign_in(published(app), "planner")

    client.get(f"{PAGE}/csv")

    assert entries(app) == [("results_taken", "familie-16065-welle-1-freigabe-1.csv")]


@pytest.mark.parametrize("form", ["exe", "../../etc/passwd", "CSV", "x" * 3000])
def test_a_form_nobody_knows_is_not_found(sqlite_app, form):
    client = published(sqlite_app)

    assert client.get(f"{PAGE}/{form}").status_code == 404


def test_a_heavy_form_is_written_by_a_process_of_its_own_and_kept(sqlite_app):
    app = sqlite_app
    client = published(app)

    first = client.get(f"{PAGE}/parquet")

    table = pq.read_table(io.BytesIO(first.data))
    with app.app_context():
        wave = surveys.survey_by_slug(main_store(), "familie-16065").waves[0]
        release = releases.latest_release(main_store(), wave.id)
        stored = len(releases.read_release(main_store(), release).table.cells)
        kept = give_release.file_of(main_store(), release, "parquet", "x")
        assert give_release.write_heavy(main_store(), "unknown", "parquet") is None
    assert first.status_code == 200
    assert table.num_rows == stored
    assert kept.content == first.data


def test_heavy_forms_are_written_with_the_release_for_today_and_for_the_day_it_is_public(
    sqlite_app,
):
    client = published(sqlite_app, is_public=False)
    told = []
    with sqlite_app.app_context():
        wave = surveys.survey_by_slug(main_store(), "familie-16065").waves[0]
        release = releases.latest_release(main_store(), wave.id)

        give_release.write_ahead(main_store(), release, lambda done, of: told.append((done, of)))

        folder = instance_folder() / "released"
        give_release.tidy(main_store(), time.time() + 10**6)
        written = {each: each.stat().st_mtime_ns for each in folder.iterdir()}
        releases.set_public(main_store(), release, is_public=True)
        main_store().commit()
    taken = [client.get(f"{PAGE}/{form}").status_code for form in ("xlsx", "geojson", "parquet")]
    assert told == [(at, 6) for at in range(6)]
    assert taken == [200, 200, 200]
    assert {each: each.stat().st_mtime_ns for each in folder.iterdir()} == written
    assert len(written) == 6


def test_written_files_nobody_is_given_any_more_are_deleted_and_no_others(sqlite_app):
    published(sqlite_app)
    with sqlite_app.app_context():
        wave = surveys.survey_by_slug(main_store(), "familie-16065").waves[0]
        release = releases.latest_release(main_store(), wave.id)
        folder = instance_folder() / "released"
        folder.mkdir()
        own = folder / f"{release.id}-public-{VERSION}.parquet"
        old = [folder / f"{release.id}-{each}.parquet" for each in ("public-0.0.1", "internal")]
        for path in (own, *old, folder / "tmpabc"):
            path.write_bytes(b"x")
            os.utime(path, (0, 0))
        begun = folder / "tmpnow"
        begun.write_bytes(b"x")

        give_release.tidy(main_store(), time.time())

        assert set(folder.iterdir()) == {own, begun}


@pytest.mark.parametrize("address", ["/ergebnisse/familie-16065/", PAGE, f"{PAGE}/json"])
def test_figures_not_yet_public_stay_in_no_cache_and_public_ones_are_asked_for_again(
    sqlite_app, address
):
    client = published(sqlite_app, is_public=False)
    own = sign_in(client, "planner").get(address)
    with sqlite_app.app_context():
        wave = surveys.survey_by_slug(main_store(), "familie-16065").waves[0]
        release = releases.latest_release(main_store(), wave.id)
        releases.set_public(main_store(), release, is_public=True)
        main_store().commit()

    public = sqlite_app.test_client().get(address)

    assert own.headers.get("Cache-Control") == "no-store"
    assert public.headers.get("Cache-Control") == "no-cache"
