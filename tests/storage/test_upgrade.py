"""Upgrading from nothing gives exactly the tables and checks the code declares."""

import hashlib
import re
import shutil
import stat
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

import config
from surveyapp.app import create_app
from surveyapp.inventory.ways import Catchment, Mode, Unit, Ways
from surveyapp.questionnaire import library
from surveyapp.storage import inventory
from surveyapp.storage.db import StoreUnavailableError, db, main_store, store_engines
from surveyapp.storage.tables import Place
from surveyapp.storage.upgrade import MIGRATIONS, upgrade_stores
from tests.builders import published

HEAD = ScriptDirectory(str(MIGRATIONS)).get_current_head()

OLD_SURVEY = """INSERT INTO survey (id, county_ags, slug, title, questionnaire)
VALUES ('s', '16065', 'alt', 'Alt', 'familie')"""

OLD_WAVE = """INSERT INTO wave (id, survey_id, number, version, document_hash, opens_on, closes_on,
state, sampling, invited, is_simulated, secret) VALUES ('{name}', 's', {number}, 1, {document},
'2025-01-01', '2025-02-01', '{state}', 'open', NULL, TRUE, '00')"""

OLD_TYPE = """INSERT INTO facility_type (county_ags, code, label, fields, life_stages, age_from, age_to,
reach_km, is_hidden) VALUES ('16065', 'kita', 'Kita', '[]', '[]', 0, 5, 4, FALSE)"""

OLD_PLACE = """INSERT INTO place (id, county_ags, key, type, name, carrier, municipality_ags, lon, lat,
position_quality, steps_free, source, is_example, valid_from) VALUES (7, '16065', 'a', 'kita', 'A', '',
'16065067', 10.87, 51.37, 'ok', 'unknown', 'Wir', FALSE, '2020-01-01')"""

FAILING_REVISION = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "HEAD"


def upgrade(store):
    if store == "urn":
        op.create_table("half", sa.Column("id", sa.Integer(), primary_key=True))
        op.add_column("response", sa.Column("half", sa.Integer()))
        raise ValueError("power cut")
""".replace("HEAD", HEAD)


def test_files_of_the_stores_are_readable_for_their_owner_only(tmp_path):
    settings = config.load({"SURVEYAPP_INSTANCE": str(tmp_path), "SECRET_KEY": "t" * 64})
    app = create_app(settings)
    (tmp_path / "urn.sqlite").touch(mode=0o644)

    with app.app_context():
        upgrade_stores()
        main_store().execute(text("SELECT 1 FROM survey"))
        modes = {
            path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.glob("*.sqlite*")
        }
        main_store().close()
        for engine in store_engines().values():
            engine.dispose()

    assert {"main.sqlite", "register.sqlite", "urn.sqlite", "main.sqlite-wal"} <= set(modes)
    assert set(modes.values()) == {0o600}


@pytest.fixture
def bare_app(engine_config):
    """An application whose stores hold nothing, not even a schema."""
    app = create_app(engine_config)
    with app.app_context():
        _drop_schemas()
        yield app
        for engine in store_engines().values():
            engine.dispose()


def _drop_schemas():
    if db.engine.dialect.name == "postgresql":
        with db.engine.begin() as connection:
            connection.execute(text("DROP SCHEMA IF EXISTS register CASCADE"))
            connection.execute(text("DROP SCHEMA IF EXISTS urn CASCADE"))
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))


def _drop_tables():
    for store, engine in store_engines().items():
        db.metadatas[None if store == "main" else store].drop_all(engine)
        with engine.begin() as connection:
            connection.execute(text("DROP TABLE alembic_version"))


def _definitions(engine):
    read = _sqlite_definitions if engine.dialect.name == "sqlite" else _postgresql_definitions
    with engine.connect() as connection:
        return {item for item in read(connection) if "alembic_version" not in str(item)}


def _sqlite_definitions(connection):
    query = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
    for kind, name, sql in connection.execute(text(query)):
        # A table that was copied to change it has its name in quotes.
        plain = sql.replace(f'"{name}"', name)
        # A column that was added later stands on the line of the one before.
        parts = re.split(r"\n|,\s(?![^(]*\))", plain)
        lines = [re.sub(r"\s+", " ", part).strip(" ,\n\t") for part in parts]
        yield (kind, name, tuple(sorted(filter(None, lines))))


def _postgresql_definitions(connection):
    queries = (
        """SELECT r.relname, c.conname, c.contype::text, pg_get_constraintdef(c.oid)
           FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid
           WHERE c.connamespace = current_schema()::regnamespace""",
        "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()",
        """SELECT table_name, column_name, data_type, character_maximum_length, is_nullable
           FROM information_schema.columns WHERE table_schema = current_schema()""",
    )
    for query in queries:
        yield from map(tuple, connection.execute(text(query)))


def test_upgrade_from_nothing_makes_what_the_code_declares(bare_app):
    upgrade_stores()
    upgraded = {store: _definitions(engine) for store, engine in store_engines().items()}

    _drop_tables()
    db.create_all()
    declared = {store: _definitions(engine) for store, engine in store_engines().items()}

    for store, definitions in declared.items():
        assert upgraded[store] ^ definitions == set()
    assert "ck_invitation_claim" in str(upgraded["register"])
    assert "ck_response_month" in str(upgraded["urn"])


def test_upgrade_a_second_time_changes_nothing(bare_app):
    upgrade_stores()

    upgrade_stores()

    for engine in store_engines().values():
        with engine.connect() as connection:
            versions = connection.scalars(text("SELECT version_num FROM alembic_version")).all()
        assert versions == [HEAD]


def test_waves_opened_before_point_to_what_they_asked(bare_app):
    upgrade_stores("0001")
    with db.engine.begin() as connection:
        connection.execute(text(OLD_SURVEY))
        for name, state, document in (
            ("a", "closed", "'" + "0" * 64 + "'"),
            ("b", "planned", "NULL"),
        ):
            connection.execute(
                text(OLD_WAVE.format(name=name, state=state, document=document, number=ord(name)))
            )

    upgrade_stores()

    with db.engine.connect() as connection:
        waves = dict(map(tuple, connection.execute(text("SELECT id, document_hash FROM wave"))))
        publications = connection.execute(
            text("SELECT document_hash, questionnaire, version, correction FROM publication")
        ).all()
    expected = hashlib.sha256(library.path_of("familie", 1).read_bytes()).hexdigest()
    assert list(map(tuple, publications)) == [(expected, "familie", 1, 0)]
    assert waves == {"a": expected, "b": None}


def test_a_county_keeps_the_distances_it_had_set_and_knows_nothing_new_of_its_places(bare_app):
    upgrade_stores("0005")
    with db.engine.begin() as connection:
        connection.execute(text(OLD_TYPE))
        connection.execute(text(OLD_PLACE))

    upgrade_stores()

    with Session(db.engine) as session:
        ways = inventory.ways_of(inventory.facility_type(session, "16065", "kita"))
        place = session.get(Place, 7)
    assert ways == Ways(Mode.DRIVE, Unit.KILOMETRES, 4.0, Catchment.LIMIT, (4.0, 6.0, 8.0))
    assert (place.opening_hours, place.in_holidays, place.languages) == ("", "unknown", [])


@pytest.mark.parametrize(
    "statement", ["UPDATE publication SET note = 'other'", "DELETE FROM publication"]
)
def test_the_database_itself_refuses_to_change_what_was_published(app, statement):
    with app.app_context():
        published("familie")
        main_store().commit()

        with pytest.raises(DBAPIError, match="never changed"):
            main_store().execute(text(statement))

        main_store().rollback()


def test_database_of_a_newer_version_is_left_alone_with_a_sentence(bare_app):
    upgrade_stores()
    for engine in store_engines().values():
        with engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(StoreUnavailableError, match="newer version"):
        upgrade_stores()


def test_failing_revision_leaves_nothing_half_made(bare_app, tmp_path):
    upgrade_stores()
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "9999_failing.py").write_text(FAILING_REVISION, encoding="utf-8")
    config = bare_app.extensions["migrate"].migrate.get_config(str(folder))

    with pytest.raises(ValueError, match="power cut"):
        command.upgrade(config, "head")

    urn = inspect(store_engines()["urn"])
    assert "half" not in urn.get_table_names()
    assert "half" not in {column["name"] for column in urn.get_columns("response")}
    with store_engines()["urn"].connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == HEAD


def test_stores_keep_foreign_keys_on_after_an_upgrade(tmp_path, sqlite_app):
    with sqlite_app.app_context():
        _forget_tables()

        upgrade_stores()

        with db.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def _forget_tables():
    for store in store_engines():
        db.metadatas[None if store == "main" else store].drop_all(store_engines()[store])


def test_revisions_say_why():
    revisions = sorted(Path(MIGRATIONS / "versions").glob("*.py"))

    assert revisions
    for revision in revisions:
        assert re.search(r"^Why: \w+", revision.read_text(encoding="utf-8"), re.MULTILINE), revision
