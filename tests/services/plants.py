"""Ways to break the anonymity on purpose: other doors, other jobs, other stores."""

import secrets
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count

from sqlalchemy import event, text

from surveyapp.services import batches, submit
from surveyapp.services.anonymity import doors
from surveyapp.services.anonymity.rehearsal import open_batches
from surveyapp.services.ballot import Ballot, pack, seal
from surveyapp.services.enter import enter
from surveyapp.services.keys import settings
from surveyapp.services.receipt import response_hash, secret_of
from surveyapp.storage import ballots, register, responses, surveys
from surveyapp.storage.db import (
    REGISTER,
    URN,
    main_reading,
    register_store,
    store_engines,
    urn_reading,
    urn_store,
)

# Stores


def add_column(store, table, name, sqlite, postgresql):
    """Give an empty table one more column; SQLite makes the table anew for it."""
    engine = store_engines()[store]
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"ALTER TABLE {table} ADD COLUMN {name} {postgresql}"))
            return
        made = _made_anew(connection, table)
        connection.execute(text(made.replace("(", f"({name} {sqlite},", 1)))


def number_rows(store, table):
    """Number the rows of an empty table in the order of writing."""
    engine = store_engines()[store]
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text(f"ALTER TABLE {table} ADD COLUMN number bigserial"))
        else:
            connection.execute(text(_made_anew(connection, table).replace("WITHOUT ROWID", "")))


def _made_anew(connection, table):
    query = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :table"
    found = connection.scalar(text(query), {"table": table})
    connection.execute(text(f"DROP TABLE {table}"))
    return found


def add_table(store, name, columns):
    with store_engines()[store].begin() as connection:
        connection.execute(text(f"CREATE TABLE {name} ({columns})"))


# Doors


def with_an_access_log(family):
    doors.sealed(family)
    with (settings().instance / "access.log").open("a") as log:
        moment = datetime.now(UTC).isoformat()
        log.write(f'10.0.0.7 - - [{moment}] "POST /f/{family.slug}/senden HTTP/1.1" 303\n')


def one_by_one(family):
    """Keep answers readable as soon as they come."""
    ticket = enter(family.slug, family.code)
    ballot = Ballot(family.response, "", secret_of(ticket.claim))
    with register_store() as session:
        register.use_invitation(session, ticket.wave_id, ticket.code_hash, ticket.claim)
    with urn_store() as urn:
        responses.add_opened(
            urn, ticket.wave_id, [ballot.opened()], lambda: secrets.token_bytes(16)
        )


def keeping_plaintext(family):
    doors.sealed(family)
    with urn_store() as urn:
        body = pack(Ballot(family.response, "", bytes(10))).rstrip(b"\0")[4:].decode()
        urn.execute(text("INSERT INTO kept (body) VALUES (:body)"), {"body": body})


def in_one_transaction(family):
    """Use up the code and seal the ballot in a single transaction."""
    ticket = enter(family.slug, family.code)
    ballot = Ballot(family.response, "", secret_of(ticket.claim))
    with register_store() as session:
        register.use_invitation(session, ticket.wave_id, ticket.code_hash, ticket.claim)
        if session.get_bind().dialect.name == "postgresql":
            with urn_reading() as urn:
                schema = urn.scalar(text("SELECT current_schema()"))
            session.execute(text(f"SET LOCAL search_path = {schema}"))
        submit._put(session, replace(ticket, token=secrets.token_bytes(32)), ballot)


def attach_urn():
    """Let the register's connections of SQLite write into the urn too."""
    engine = store_engines()[REGISTER]
    if engine.dialect.name == "sqlite":
        path = store_engines()[URN].url.database
        engine.dispose()
        event.listen(engine, "connect", lambda raw, _record: raw.execute(f"ATTACH '{path}' AS urn"))


# Jobs


class InOrder:
    """Opens ballots as they came, and numbers the responses."""

    def __init__(self):
        self.arrived = []
        self.numbers = count(1)

    def door(self, family):
        before = set(self._waiting())
        doors.sealed(family)
        self.arrived += set(self._waiting()) - before

    def _waiting(self):
        with urn_reading() as urn:
            return [
                each for batch in ballots.batches(urn) for each in ballots.ballots_of(urn, batch.id)
            ]

    def job(self):
        with main_reading() as session:
            (wave,) = surveys.open_waves(session)
            number = batches.together(wave)
        with urn_store() as urn:
            while ballots.count_waiting(urn, wave.id) >= 2 * number:
                self._open_oldest(urn, wave.id, number)

    def _open_oldest(self, urn, wave_id, number):
        batch = ballots.batch_to_open(urn, wave_id)
        waiting = batches._waiting(urn, batch)
        came = [each for each in self.arrived if each in waiting]
        ballots.remove_batch(urn, batch)
        answered = responses.count_responses(urn, wave_id) + number
        following = batches._add_batch(urn, wave_id, None, answered)
        kept = {
            each: seal(pack(waiting[each]), following.public_key, following.id)
            for each in came[number:]
        }
        ballots.add_ballots(urn, following.id, kept)
        opened = [waiting[each].opened() for each in came[:number]]
        responses.add_opened(urn, wave_id, opened, lambda: next(self.numbers).to_bytes(16, "big"))


def keeping_tokens():
    """Open batches, and write beside each response which token brought it."""
    tokens = {}
    with urn_reading() as urn:
        for batch in ballots.batches(urn):
            for token, ballot in batches._waiting(urn, batch).items():
                tokens[response_hash(ballot.receipt)] = token
    open_batches()
    with urn_store() as urn:
        for receipt, token in tokens.items():
            query = "UPDATE response SET token = :token WHERE receipt_hash = :receipt"
            urn.execute(text(query), {"token": token, "receipt": receipt})
