"""Families with a number each: their tickets, what they say, and who of them is found afterwards."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from sqlalchemy import Engine, text

from surveyapp.questionnaire import library
from surveyapp.questionnaire.anonymise import AnonymousResponse
from surveyapp.services import batches
from surveyapp.services.enter import Ticket, enter, issue_codes
from surveyapp.services.keys import settings
from surveyapp.storage import ballots, publications, responses, surveys
from surveyapp.storage.db import REGISTER, URN, main_store, store_engines, urn_reading

COUNTY = "16065"
SLUG = "familie-26"
OPENS, CLOSES = date(2026, 11, 1), date(2026, 12, 15)


@dataclass(frozen=True)
class Admin:
    """Somebody of the county who may open and close waves."""

    county_ags: str = COUNTY
    role: str = "admin"
    is_active: bool = True


@dataclass(frozen=True)
class Round:
    """An open wave, and the families that were invited: the ticket of family n is ``tickets[n]``."""

    wave_id: str
    tickets: Sequence[Ticket]


def invite(families: int, seed: int, slug: str = SLUG) -> Round:
    """Open a wave in which batches of ten are opened, and let families come in with their codes."""
    session = main_store()
    survey = surveys.add_survey(
        session, county_ags=COUNTY, slug=slug, title="Familien", questionnaire="familie"
    )
    wave = surveys.add_wave(
        session,
        survey,
        version=1,
        opens_on=OPENS,
        closes_on=CLOSES,
        sampling="random",
        invited=100,
    )
    asked = publications.latest(session, "familie", 1) or publications.add(
        session,
        questionnaire="familie",
        version=1,
        correction=0,
        document=library.path_of("familie", 1).read_text(encoding="utf-8"),
        published_on=OPENS,
    )
    surveys.mark_open(session, wave, document=asked, today=OPENS)
    batches.begin_batch(wave)
    session.commit()
    codes = issue_codes(wave.id, families, Random(seed))  # noqa: S311 - the same codes every time
    return Round(wave.id, [_come_in(slug, code, seed, n) for n, code in enumerate(codes)])


def _come_in(slug: str, code: str, seed: int, number: int) -> Ticket:
    claim = hashlib.sha256(f"{seed}/{number}".encode()).digest()
    ticket = enter(slug, code, lambda _size: claim)
    if not isinstance(ticket, Ticket):
        message = f"family {number} cannot come in: {ticket}"
        raise TypeError(message)
    return ticket


def says(number: int, *, year: int = 2026, month: int = 11) -> AnonymousResponse:
    """Return what family ``number`` says; its number stands in the document and in a text."""
    return AnonymousResponse(
        version=1,
        language="de",
        mode="web",
        received_year=year,
        received_month=month,
        document={"mark": number},
        texts=(("wish", f"wish {number}"),),
    )


@dataclass(frozen=True)
class Found:
    """Who is found in the urn, and what lies beside it."""

    #: How often each number is found.
    documents: Counter[int]
    texts: Counter[int]
    orphan_keys: int
    integrity: str
    #: Codes the register holds as used.
    used: int

    def lost(self, acknowledged: Collection[int]) -> int:
        """Return how many of these are missing, as a document or as a text."""
        return sum(not (self.documents[each] and self.texts[each]) for each in acknowledged)

    @property
    def doubled(self) -> int:
        """Return how many documents and texts there are too many."""
        return sum(count - 1 for found in (self.documents, self.texts) for count in found.values())


def look(wave_id: str) -> Found:
    """Return who is found in a wave whose ballots are all opened."""
    with urn_reading() as urn:
        documents = Counter(
            document["mark"] for _, document in responses.documents_of(urn, [wave_id])
        )
        texts = Counter(int(each.text.split()[1]) for each in responses.texts_of(urn, wave_id))
    return Found(documents, texts, orphan_keys(), integrity(), used_codes(wave_id))


def orphan_keys() -> int:
    """Return the number of files in the folder of keys that no batch needs."""
    with urn_reading() as urn:
        needed = {batch.id.hex() for batch in ballots.batches(urn)}
    names = {path.name for path in settings().keys.iterdir() if path.name != ".lock"}
    return len(names - needed)


def used_codes(wave_id: str) -> int:
    """Return how many codes of a wave the register holds as used, whatever staff may see."""
    return _number(
        store_engines()[REGISTER],
        "SELECT count(*) FROM invitation WHERE state = 'used' AND wave_id = :wave",
        wave_id,
    )


def spent_tokens(wave_id: str) -> int:
    """Return how many tickets of a wave have brought their ballot into the urn."""
    query = "SELECT count(*) FROM spent_token WHERE wave_id = :wave"
    return _number(store_engines()[URN], query, wave_id)


def _number(engine: Engine, query: str, wave_id: str) -> int:
    with engine.connect() as connection:
        return int(connection.execute(text(query), {"wave": wave_id}).scalar_one())


def integrity() -> str:
    """Return ``ok``, or the first fault register and urn find in themselves."""
    for store in (REGISTER, URN):
        fault = _fault(store_engines()[store])
        if fault:
            return f"{store}: {fault}"
    return "ok"


def _fault(engine: Engine) -> str:
    """Ask SQLite to read every page; let PostgreSQL build every index anew from its rows."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            (found,) = connection.exec_driver_sql("PRAGMA integrity_check").fetchone() or ("?",)
            strays = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        return "" if found == "ok" and not strays else f"{found}, {len(strays)} stray rows"
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        schema = connection.exec_driver_sql("SELECT current_schema()").scalar_one()
        connection.exec_driver_sql(f"REINDEX SCHEMA {schema}")
    return ""
