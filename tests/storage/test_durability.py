"""A store that could forget what it has confirmed stops the start."""

import pytest
from sqlalchemy import create_engine, event

from config import ConfigError
from surveyapp.storage.db import check_durable
from surveyapp.storage.faults import refuse_if_not_durable


def test_stores_as_they_are_made_keep_what_they_confirm(app):
    with app.app_context():
        check_durable()


def test_sqlite_that_does_not_wait_for_the_disk_is_refused(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'urn.sqlite'}")
    event.listen(engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=NORMAL"))
    refuse_if_not_durable(engine, "urn")

    with pytest.raises(ConfigError, match=r"urn store .*synchronous = 1 instead of FULL"):
        engine.connect()


def test_postgresql_that_does_not_wait_for_the_disk_is_refused(postgres_url):
    engine = create_engine(postgres_url, connect_args={"options": "-csynchronous_commit=off"})
    refuse_if_not_durable(engine, "urn")

    with pytest.raises(ConfigError, match=r"urn store .*synchronous_commit = off"):
        engine.connect()
