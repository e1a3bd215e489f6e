"""The whole way of a wave with a role of its own for each store, none of which may see the others."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import ProgrammingError

from surveyapp.app import create_app
from surveyapp.services import letters
from surveyapp.services.batches import mix
from surveyapp.services.enter import Ticket
from surveyapp.services.issuer_keys import ensure_issuers
from surveyapp.services.receipt import secret_of
from surveyapp.services.submit import Submitted, submit
from surveyapp.services.tickets import redeem, verify
from surveyapp.services.waves import WaveStep, close_wave
from surveyapp.services.withdraw import Withdrawn, withdraw
from surveyapp.storage import responses
from surveyapp.storage.db import main_store, store_engines, urn_reading
from surveyapp.storage.roles import ROLES
from surveyapp.storage.upgrade import upgrade_stores
from tests.builders import Actor, a_response, a_wave
from tests.tickets import Client, issuer_of

K = 10
DAY = date(2026, 11, 20)
TABLES = {"main": "main.wave", "register": "register.invitation", "urn": "urn.response"}


@pytest.fixture
def separate(engine_config):
    """An application whose stores lie in one database, each with the role ``db roles`` prints."""
    server = make_url(engine_config.database_url)
    _run_as_superuser(server, "DROP SCHEMA register; DROP SCHEMA urn")
    _run_as_superuser(server, ROLES.replace("surveyapp_", f"{server.database}_"))
    app = create_app(
        replace(
            engine_config,
            database_url=_as(server, "main"),
            register_url=_as(server, "register"),
            urn_url=_as(server, "urn"),
        )
    )
    with app.app_context():
        upgrade_stores()
        yield app
        main_store().close()
        for engine in store_engines().values():
            engine.dispose()


@pytest.mark.parametrize("engine_config", ["postgresql"], indirect=True)
def test_role_of_each_store_cannot_read_the_others(separate):
    found = {
        (store, other): _can_read(engine, table)
        for store, engine in store_engines().items()
        for other, table in TABLES.items()
    }

    assert {pair for pair, can in found.items() if can} == {(each, each) for each in TABLES}


@pytest.mark.parametrize("engine_config", ["postgresql"], indirect=True)
def test_a_wave_goes_its_whole_way_with_separate_roles(separate):
    session, actor = main_store(), Actor()
    wave = a_wave()
    issued = letters.issue(session, actor, wave.id, {"": 100}, 5, Random(1)).letters

    ensure_issuers(wave.id)
    families = [_answer(wave, letter.code) for letter in issued[: 2 * K]]
    opened = mix(wave.id, Random(1))
    withdrawn = [withdraw(wave.survey.slug, secret_of(each.claim)) for each in families[:2]]
    reminded = letters.reminders(session, actor, wave.id, DAY)
    void = letters.void(session, actor, wave.id, 2 * K + 1)
    closed = close_wave(session, actor, wave.id, DAY)

    assert (opened, withdrawn) == (K, [Withdrawn.DONE] * 2)
    assert reminded == tuple(range(2 * K + 1, 101))
    assert (void, closed) == (letters.VoidStep.DONE, WaveStep.DONE)
    with urn_reading() as urn:
        assert responses.count_responses(urn, wave.id) == 2 * K - 2


def _answer(wave, code):
    """Exchange a code for a ticket as a browser does, and send answers with it."""
    client = Client(issuer_of(wave))
    token = client.token(redeem(wave.survey.slug, code, client.blinded))
    ticket = Ticket(wave.id, client.message, token=token, stratum=verify(wave.id, token))
    assert submit(ticket, a_response()) is Submitted.NEW
    return ticket


def _as(server, store):
    role = f"{server.database}_{store}"
    return server.set(username=role).render_as_string(hide_password=False)


def _run_as_superuser(server, statements):
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements.split(";"):
            if statement.strip():
                connection.execute(text(statement))
    engine.dispose()


def _can_read(engine, table):
    with engine.connect() as connection:
        try:
            connection.execute(text(f"SELECT * FROM {table}"))
        except ProgrammingError as error:
            return "permission denied" not in str(error)
        return True
