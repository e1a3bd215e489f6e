"""A rehearsal with known truth: many families answer through the real door, in stores like the real ones.

The stores are made by the same application with the same settings: with SQLite in a folder of their
own, with PostgreSQL in schemas of their own on the same server, dropped at the end.
"""

from __future__ import annotations

import secrets
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from random import Random

from flask import Flask
from sqlalchemy import make_url

from config import Config
from surveyapp.access.roles import Role
from surveyapp.questionnaire import library
from surveyapp.questionnaire.anonymise import AnonymousResponse
from surveyapp.services import batches
from surveyapp.services.anonymity.chance import Course
from surveyapp.services.anonymity.doors import Door, Family
from surveyapp.services.anonymity.evidence import Evidence, Truth
from surveyapp.services.anonymity.recorder import Recorder
from surveyapp.services.ballot import Ballot, pack
from surveyapp.services.count_answers import rounded_count
from surveyapp.services.enter import issue_codes
from surveyapp.services.keys import derived_key
from surveyapp.services.waves import WaveStep, close_wave, open_wave
from surveyapp.storage import forensics, register, surveys
from surveyapp.storage.db import main_reading, main_store, register_reading, store_engines
from surveyapp.storage.surveys import Wave
from surveyapp.storage.upgrade import upgrade_stores

MakeApp = Callable[[Config], Flask]

SLUG = "rehearsal"
COUNTY = "16065"
QUESTIONNAIRE = "familie"
DAY = date(2026, 11, 1)

INVITED_FOR_EACH = 1.5
"""Invitations for each family that answers."""

BUSIEST_HOUR = 40
"""Most families that answer between two runs of the job."""

BACKUPS = 8
"""Daily backups that are taken on the way."""

OTHER_LANGUAGE = 0.1
"""Share of families that answer in English."""

LONG_WRITERS = 0.03
"""Share of families that write two texts of nearly full length."""


@dataclass(frozen=True, slots=True)
class _Administrator:
    """Who opens and closes the wave of a rehearsal."""

    county_ags: str = COUNTY
    role: str = Role.ADMIN
    is_active: bool = True


@contextmanager
def stores_like(config: Config, make_app: MakeApp) -> Iterator[Flask]:
    """Make empty stores of the same kind and settings, yield their application, and remove them."""
    with tempfile.TemporaryDirectory(prefix="surveyapp-rehearsal-") as name:
        app = make_app(_elsewhere(config, Path(name)))
        with app.app_context():
            upgrade_stores()
        try:
            yield app
        finally:
            with app.app_context():
                _remove(config)


def _elsewhere(config: Config, folder: Path) -> Config:
    """Return the same settings for stores that hold nothing yet."""
    mark = secrets.token_hex(4)
    names = {"main": config.database_url, "register": config.register_url, "urn": config.urn_url}
    urls = {
        store: _other_url(url, f"rehearsal_{mark}_{store}", folder) for store, url in names.items()
    }
    return replace(
        config,
        instance=folder,
        keys=folder / "keys",
        secret_key=secrets.token_hex(32),
        database_url=urls["main"],
        register_url=urls["register"],
        urn_url=urls["urn"],
    )


def _other_url(url: str, name: str, folder: Path) -> str:
    if url.startswith("sqlite"):
        return f"sqlite:///{folder / name}.sqlite"
    made = make_url(url).update_query_dict({"options": f"-csearch_path={name}"})
    return made.render_as_string(hide_password=False)


def _remove(config: Config) -> None:
    engines = store_engines()
    if not config.is_sqlite:
        forensics.drop_schemas(engines)
    for engine in engines.values():
        engine.dispose()


def open_batches() -> None:
    """Open what can be opened, as ``surveyapp mix`` does every hour."""
    for failure in batches.mix_waves():
        raise failure


def rehearse(
    app: Flask,
    families: int,
    randomness: Random,
    doors: Sequence[Door],
    progress: Callable[[float], None] = lambda _share: None,
    job: Callable[[], None] = open_batches,
) -> Evidence:
    """Let families answer, open their ballots now and then, and return what was gathered.

    Each family takes one of ``doors`` at random; ``job`` is what runs every hour.
    """
    with app.app_context():
        wave, codes = _open(families)
        randomness.shuffle(codes)  # from here on: the order of use
        responses, truth = _families(families, randomness)
        evidence = _begin(wave, codes[:families], truth)
        recorder = Recorder(evidence, dict(store_engines()))
    moments = _moments(families, randomness)
    try:
        for number, response in enumerate(responses, start=1):
            with app.app_context():
                randomness.choice(doors)(Family(SLUG, codes[number - 1][0], response))
            with app.app_context():
                _look(recorder, wave, number, moments, job)
            progress(number / families)
        with app.app_context():
            _end(recorder, wave, app)
    finally:
        recorder.close()
    evidence.course = replace(evidence.course, moments=(*moments, families))
    return evidence


def _open(families: int) -> tuple[Wave, list[tuple[str, bytes]]]:
    """Open a wave, and return it with its codes and their hashes."""
    session = main_store()
    number = round(INVITED_FOR_EACH * families)
    survey = surveys.add_survey(
        session, county_ags=COUNTY, slug=SLUG, title=SLUG, questionnaire=QUESTIONNAIRE
    )
    wave = surveys.add_wave(
        session,
        survey,
        version=max(library.versions(QUESTIONNAIRE)),
        opens_on=DAY,
        closes_on=DAY,
        sampling="all",
        invited=number,
    )
    session.commit()
    codes = issue_codes(wave.id, number, Random(secrets.token_bytes(16)))  # noqa: S311 - a rehearsal
    step = open_wave(session, _Administrator(), wave.id, DAY)
    if step is not WaveStep.DONE:
        message = f"the rehearsal's wave could not be opened: {step}"
        raise RuntimeError(message)
    rows = forensics.rows_of(store_engines()[forensics.REGISTER], "invitation")
    hash_of = {row["serial"]: row["code_hash"] for row in rows}
    return wave, [(code, bytes(hash_of[serial])) for serial, code in enumerate(codes, start=1)]  # type: ignore[call-overload]


def _families(number: int, randomness: Random) -> tuple[list[AnonymousResponse], Truth]:
    """Draw what families answer, and remember whose marks are whose."""
    family_of: dict[str, int] = {}
    responses, sizes = [], []
    for family in range(number):
        marks = [f"{letter}~{randomness.randbytes(8).hex()}" for letter in "RT"]
        family_of.update(dict.fromkeys(marks, family))
        response = _response(marks, randomness)
        responses.append(response)
        sizes.append(len(pack(Ballot(response, "", bytes(10))).rstrip(b"\0")))
    return responses, Truth(family_of, sizes)


def _response(marks: Sequence[str], randomness: Random) -> AnonymousResponse:
    """Return answers that bear marks; as long as real ones, and short enough to stay readable in pages."""
    long_texts = 2 if randomness.random() < LONG_WRITERS else 0
    texts = [("remark", f"{marks[1]} {'x' * randomness.randint(0, 400)}")]
    texts += [("wish", "y" * randomness.randint(1500, 1900)) for _ in range(long_texts)]
    return AnonymousResponse(
        version=1,
        language="en" if randomness.random() < OTHER_LANGUAGE else "de",
        mode="web",
        received_year=DAY.year,
        received_month=DAY.month,
        document={"mark": marks[0], "rest": "z" * randomness.randint(900, 1500)},
        texts=tuple(texts),
    )


def _moments(families: int, randomness: Random) -> list[int]:
    """Draw after how many families the job runs: often after few, sometimes after many."""
    moments: list[int] = []
    while (moment := sum(moments[-1:]) + randomness.randint(1, BUSIEST_HOUR)) < families:
        moments.append(moment)
    return moments


def _begin(wave: Wave, codes: Sequence[tuple[str, bytes]], truth: Truth) -> Evidence:
    kind = store_engines()["urn"].dialect.name
    course = Course(len(codes), batches.together(wave), ())
    evidence = Evidence(kind, course, truth, codes=[code for code, _ in codes])
    evidence.code_hashes = [code_hash for _, code_hash in codes]
    evidence.keys = [derived_key(purpose) for purpose in ("codes", "drafts", "issuers", "contacts")]
    return evidence


def _look(
    recorder: Recorder, wave: Wave, number: int, moments: Sequence[int], job: Callable[[], None]
) -> None:
    """Note what one family changed, and run the job and the backup where it is their time."""
    recorder.see_use(_shown(wave))
    if number % (len(recorder.evidence.codes) // BACKUPS or 1) == 0:
        recorder.dump()
    if number in moments:
        recorder.begin_mixing()
        job()
        recorder.end_mixing()


def _shown(wave: Wave) -> tuple[int, ...]:
    """Return every number staff may see while the wave is open."""
    with register_reading() as session:
        states = register.count_reported(session, wave.id)
    return (rounded_count(wave), states.get("used", 0), states.get("open", 0))


def _end(recorder: Recorder, wave: Wave, app: Flask) -> None:
    """Close the wave, and look at all that is left."""
    recorder.begin_mixing()
    close_wave(main_store(), _Administrator(), wave.id, DAY)
    recorder.end_mixing()
    recorder.dump()
    recorder.see_files(app.extensions["surveyapp.config"].instance)
    with main_reading() as session:
        assert not surveys.is_open(session, wave.id)
