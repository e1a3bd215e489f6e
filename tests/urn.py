"""Families that put ballots into the urn, and everything somebody with a copy of it could read."""

from __future__ import annotations

from pathlib import Path
from random import Random

from sqlalchemy import select, text

from surveyapp.services import keyfiles
from surveyapp.services.enter import enter, issue_codes
from surveyapp.services.keys import settings
from surveyapp.services.submit import submit
from surveyapp.storage import ballots
from surveyapp.storage.db import store_engines, urn_reading
from surveyapp.storage.tables import Response, SealedBallot, TextAnswer
from tests.builders import a_response

TABLES = (
    *("batch", "sealed_ballot", "spent_token", "response", "text_answer", "text_code"),
    "withdrawal",
    *("saved_draft", "keyed_sheet"),
)


def answers(number):
    """What family ``number`` says: a mark of its own in the document and in a text."""
    return a_response(
        document={"mark": f"mark-{number:04}"}, texts=(("wish", f"wish-{number:04}"),)
    )


def fill(wave, families, first=0):
    """Let families answer one after the other, and return their tickets."""
    numbers = range(first, first + families)
    has_codes = wave.sampling != "open"
    codes = issue_codes(wave.id, families, Random(first)) if has_codes else [""] * families
    tickets = [enter(wave.survey.slug, code) for code in codes]
    for number, ticket in zip(numbers, tickets, strict=True):
        submit(ticket, answers(number))
    return tickets


def marks():
    """Return the marks of all opened responses, by random id."""
    with urn_reading() as urn:
        return [
            each["mark"] for each in urn.scalars(select(Response.document).order_by(Response.id))
        ]


def wishes():
    """Return all opened texts, by random id."""
    with urn_reading() as urn:
        return list(urn.scalars(select(TextAnswer.text).order_by(TextAnswer.id)))


def waiting():
    """Return how many ballots wait in all waves."""
    with urn_reading() as urn:
        return len(urn.scalars(select(SealedBallot.token_hash)).all())


def key_files():
    """Return the files in the folder of keys by their names."""
    folder = settings().keys
    return {file.path.name: file.path.read_bytes() for file in keyfiles.files(folder)}


def batch_names():
    """Return the names that key files must have."""
    with urn_reading() as urn:
        return {batch.id.hex() for batch in ballots.batches(urn)}


def raw_urn():
    """Return every byte of the urn's files, or every value and system column of its rows."""
    engine = store_engines()["urn"]
    if engine.dialect.name == "sqlite":
        folder = Path(engine.url.database).parent
        return b"".join(path.read_bytes() for path in folder.glob("urn.sqlite*"))
    with engine.connect() as connection:
        return b"".join(
            bytes(value) if isinstance(value, bytes) else repr(value).encode()
            for table in TABLES
            for row in connection.execute(text(f"SELECT xmin::text, ctid::text, * FROM {table}"))
            for value in row
        )
