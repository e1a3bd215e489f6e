from datetime import date

import pytest

from analytics.released import Area, Cell, Contents, Flag, Measure, ReleasedTable, Topic
from surveyapp.storage import releases
from surveyapp.storage.db import db, main_store
from tests.builders import a_wave, statements_of

CONTENTS = Contents(
    county="16065",
    county_name="Kyffhäuserkreis",
    survey="familie-26",
    wave=1,
    period="November 2026",
    is_simulated=True,
    sampling="all",
    n=1230,
    invited=5000,
    areas=(Area("a1", "Artern", (((0.0, 1.5), (2.0, 3.0)), ((1.0, 1.0),)), 1200),),
    topics=(Topic("care", "Betreuung", "child", "use", ("HF2",), categories={"1": "ja"}),),
    axes={"family_form": "Familienform"},
    axis_categories={"family_form": {"single": "Alleinerziehend"}},
    sources=("Kyffhäuserkreis",),
    example_types=("kita",),
)
TABLE = ReleasedTable(
    (
        Cell(Measure.SHARE, "care", "county", "16065", "b", 0.42, 0.35, 0.5, 120, Flag.PLAIN),
        Cell(Measure.SHARE, "care", "area", "a1", "a", None, None, None, None, Flag.TOO_FEW),
        Cell(Measure.COUNT, "kita", "county", "16065", "", 84.0, None, None, None, Flag.PLAIN),
    ),
    minimum=25,
)


def a_release(wave, table=TABLE, *, is_public=False):
    session = main_store()
    release = releases.start(session, wave.id, date(2026, 12, 20))
    releases.finish(session, release, table, CONTENTS, {"weights": [1, 2]}, is_public=is_public)
    session.commit()
    return release


def test_release_comes_back_exactly_as_it_was_finished(app):
    with app.app_context():
        release = a_release(a_wave(state="closed"))
        db.session.remove()

        found = releases.latest(main_store(), "familie-26")

        assert found.table == TABLE
        assert found.contents == CONTENTS
        assert found.release.id == release.id
        assert found.release.protocol == {"weights": [1, 2]}


def test_latest_release_takes_at_most_three_statements(app):
    with app.app_context():
        a_release(a_wave(state="closed"))
        db.session.remove()
        seen = statements_of(db.engine)

        releases.latest(main_store(), "familie-26")

        assert len(seen) <= 3


def test_latest_is_the_newest_finished_release_of_the_wave(app):
    with app.app_context():
        wave = a_wave(state="closed")
        a_release(wave)
        newest = a_release(wave)
        session = main_store()
        broken = releases.start(session, wave.id, date(2026, 12, 21))
        releases.fail(session, broken, "Zu wenige Antworten.")
        session.commit()

        found = releases.latest(session, wave.id)

        assert found.release.id == newest.id
        assert [release.number for release in releases.releases_of(session, wave.id)] == [3, 2, 1]


def test_unpublished_release_is_not_found_where_only_public_ones_count(app):
    with app.app_context():
        wave = a_wave(state="closed")
        public = a_release(wave, is_public=True)
        a_release(wave)

        found = releases.latest(main_store(), "familie-26", only_public=True)

        assert found.release.id == public.id


def test_finished_release_can_neither_be_finished_again_nor_failed(app):
    with app.app_context():
        release = a_release(a_wave(state="closed"))
        session = main_store()

        with pytest.raises(releases.ReleaseFinishedError, match="is done, not running"):
            releases.finish(session, release, ReleasedTable(()), CONTENTS, {})
        with pytest.raises(releases.ReleaseFinishedError, match="is done, not running"):
            releases.fail(session, release, "Zu spät.")

        assert releases.latest(session, "familie-26").table == TABLE


def test_survey_without_release_has_no_latest(app):
    with app.app_context():
        a_wave(state="closed")

        assert releases.latest(main_store(), "familie-26") is None
