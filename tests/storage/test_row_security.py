"""The second wall: a role of PostgreSQL without privileges sees and changes one county's rows only."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import make_url, select, text, update
from sqlalchemy.exc import ProgrammingError

from surveyapp.app import create_app
from surveyapp.services import audit
from surveyapp.services.deeds import Deed
from surveyapp.storage import releases
from surveyapp.storage.db import db, everywhere, main_store, see_only, store_engines
from surveyapp.storage.roles import ROLES
from surveyapp.storage.row_security import bypasses, tables
from surveyapp.storage.staff import staff_by_email
from surveyapp.storage.tables import Release, ReleaseCell, RetentionRule, Staff, Survey, Wave
from surveyapp.storage.upgrade import upgrade_stores
from tests import builders_release as builders
from tests.builders import a_wave
from tests.staff_journey import COUNTY, OTHER_COUNTY, an_account, keep_session, press
from tests.storage.test_roles import _as, _run_as_superuser

pytestmark = pytest.mark.parametrize("engine_config", ["postgresql"], indirect=True)


@pytest.fixture
def walled(engine_config):
    """An application whose main store belongs to a role that is no superuser."""
    server = make_url(engine_config.database_url)
    _run_as_superuser(server, "DROP SCHEMA register; DROP SCHEMA urn")
    _run_as_superuser(server, ROLES.replace("surveyapp_", f"{server.database}_"))
    urls = {f"{name}_url": _as(server, name) for name in ("register", "urn")}
    app = create_app(replace(engine_config, database_url=_as(server, "main"), **urls))
    with app.app_context():
        upgrade_stores()
    yield app
    with app.app_context():
        db.session.remove()
        for engine in store_engines().values():
            engine.dispose()


@pytest.fixture
def two_counties(walled):
    """Two counties with a survey each, both with results that are not yet public."""
    with walled.app_context():
        for county_ags, slug in ((COUNTY, "hier"), (OTHER_COUNTY, "dort")):
            wave = a_wave(slug=slug, county_ags=county_ags)
            release = releases.start(main_store(), wave.id, date(2026, 6, 9))
            releases.finish(main_store(), release, *builders.release(), {}, is_public=False)
            main_store().add(RetentionRule(survey_id=wave.survey_id, subject="texts", months=3))
            an_account(county_ags)
        main_store().commit()
        yield walled
        db.session.remove()


def test_every_table_of_a_county_is_behind_the_wall(walled):
    query = "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity"

    with walled.app_context(), db.engine.connect() as connection:
        guarded = set(connection.scalars(text(query)))
        is_bypassing = bypasses(db.engine)

    with walled.app_context():
        assert {each.name for each in tables()} == guarded
    assert not is_bypassing


def test_a_query_that_forgets_the_county_reads_and_changes_own_rows_only(two_counties):
    session = main_store()
    see_only(COUNTY)

    slugs = session.scalars(select(Survey.slug)).all()
    rules = session.scalars(select(RetentionRule.months)).all()
    changed = session.execute(update(Wave).values(state="closed")).rowcount
    session.execute(update(Staff).values(name="Niemand"))
    session.commit()

    assert (slugs, rules, changed) == (["hier"], [3], 1)
    assert session.scalar(select(Staff.name)) == "Niemand"
    with everywhere():
        session.commit()
        assert set(session.scalars(select(Wave.state))) == {"open", "closed"}


def test_nobody_writes_a_row_into_another_county(two_counties):
    session = main_store()
    see_only(COUNTY)

    with pytest.raises(ProgrammingError, match="row-level security"):
        session.execute(update(Survey).values(county_ags=OTHER_COUNTY))
    session.rollback()

    assert session.scalars(select(Survey.slug)).all() == ["hier"]


def test_the_state_reads_released_figures_of_all_counties_and_changes_none(two_counties):
    session = main_store()
    see_only(COUNTY, reads_released=True)

    slugs = set(session.scalars(select(Survey.slug)))
    counted = {row.release_id for row in session.scalars(select(ReleaseCell).distinct())}
    people = session.scalars(select(Staff.county_ags)).all()
    rules = session.scalars(select(RetentionRule.months)).all()
    changed = session.execute(update(Release).values(is_public=True)).rowcount

    assert (slugs, len(counted), changed) == ({"hier", "dort"}, 2, 1)
    assert (people, rules) == ([COUNTY], [3])


def test_what_counties_share_can_be_asked_for(two_counties):
    session = main_store()
    see_only(COUNTY)

    found = staff_by_email(session, f"admin@{OTHER_COUNTY}.example")

    assert found is not None
    assert session.scalars(select(Survey.slug)).all() == ["hier"]


def test_whoever_runs_a_wave_needs_nothing_beyond_the_own_county(walled):
    with walled.app_context():
        a_wave(slug="familien", state="planned", sampling="open")
        a_wave(slug="dort", county_ags=OTHER_COUNTY)
        account = an_account().id
        main_store().close()
    client = walled.test_client()
    keep_session(client, account)
    page = "/verwaltung/befragungen/familien/"

    opened = press(client, page, f"{page}1/oeffnen").text
    kept = press(
        client, f"{page}loeschplan", f"{page}loeschplan", **dict.fromkeys(MONTHS, "7")
    ).text
    closed = press(client, page, f"{page}1/schliessen").text
    foreign = client.get("/verwaltung/befragungen/dort/").status_code
    shown = [client.get(f"/verwaltung/{each}").status_code for each in PAGES]
    log = client.get("/verwaltung/protokoll/").text

    assert "Der Löschplan ist gespeichert." in kept
    assert "geöffnet" in opened or "läuft" in opened
    assert "geschlossen" in closed
    assert foreign == 404
    assert set(shown) == {200}
    assert all(words in log for words in ("Welle geöffnet", "Welle geschlossen", "Löschplan"))
    with walled.app_context():
        assert isinstance(audit.check_county(main_store(), COUNTY), audit.Whole)
        main_store().close()


MONTHS = ("register", "texts", "responses", "datasets")
PAGES = ("", "bestand/", "gebiete/", "planung/", "planung/massnahmen/", "fragebogen/", "protokoll/")


def test_jobs_and_commands_that_name_no_county_see_all(two_counties):
    found = set(main_store().scalars(select(Survey.slug)))
    audit.note_now(audit.CommandLine(COUNTY), Deed.STAFF_MADE)

    assert found == {"hier", "dort"}
    assert audit.check_county(main_store(), COUNTY).entries == 1
