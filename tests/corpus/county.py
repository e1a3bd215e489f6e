"""A county whose every field was filled in by somebody who meant harm."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from flask import Flask

from analytics.released import Contents
from surveyapp.access.roles import Role
from surveyapp.questionnaire import document
from surveyapp.services import batches, studio
from surveyapp.storage import publications, releases, surveys
from surveyapp.storage.db import main_store
from surveyapp.storage.staff import staff_by_email
from tests import builders_figures
from tests.builders import add_texts
from tests.corpus.office import FILE_NAME, Office, forms_of
from tests.corpus.payloads import PAYLOADS, POLYGLOT, Supply
from tests.corpus.questionnaire import harmful
from tests.jobs import run_jobs
from tests.page_review import parsed
from tests.staff_journey import COUNTY, an_account, keep_session

V = "/verwaltung"
SLUG = "harm"
SURVEY = f"{V}/befragungen/{SLUG}"
TODAY = date.today()  # noqa: DTZ011 - as the pages
ROLES = (Role.ADMIN, Role.STATE, Role.OPERATOR, Role.FACILITY)


@dataclass
class County:
    """The filled county: who wrote in it, and the secrets of those who may look."""

    app: Flask
    office: Office
    #: Role to the secret of a session.
    secrets: dict[str, str]


def fill(app: Flask) -> County:
    """Write payloads into everything, mostly through the forms that are there for it."""
    with app.app_context():
        admin = an_account(email="admin@harm.example").id
    client = app.test_client()
    secret = keep_session(client, admin)
    office = Office(app, client)
    for step in (_people, _stock, _questionnaires, _surveys, _results, _plans, _rest):
        step(office)
    return County(app, office, {Role.ADMIN: secret, **_others(app)})


def _others(app: Flask) -> dict[str, str]:
    found = {}
    for role in ROLES[1:]:
        with app.app_context():
            account = an_account(role=role, email=f"{role}@harm.example").id
        found[role] = keep_session(app.test_client(), account)
    return found


def _people(office: Office) -> None:
    office.writes(f"{V}/zugang/", f"{V}/zugang/name")
    office.writes(f"{V}/zugaenge/einladen", email="neu@harm.example", role="planner")
    office.writes(
        f"{V}/zugaenge-programme/", until=f"{TODAY + timedelta(30)}", scopes=["surveys"]
    )


# What there is in the county


def table(content: bytes, supply: Supply, columns: Mapping[str, int], rows: int = 400) -> bytes:
    """Return a table whose columns carry payloads; the numbers say how much room there is."""
    found = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    head, body = found[0], found[1 : rows + 1]
    written: dict[tuple[str, str], str] = {}
    for row in body:
        for name, room in columns.items():
            place = head.index(name)
            if row[place]:  # one and the same word everywhere stays one
                key = (name, row[place])
                row[place] = written.setdefault(key, supply.words(room).lstrip("="))
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows([head, *body])
    return text.getvalue().encode()


def example(name: str) -> bytes:
    """Return a table of the example that is packaged."""
    from importlib.resources import files  # noqa: PLC0415

    return files("surveyapp.inventory").joinpath("example", COUNTY, f"{name}.csv").read_bytes()


def _stock(office: Office) -> None:
    page = f"{V}/bestand/"
    areas = f"{V}/gebiete/"
    grouping = office.client.get(f"{areas}vorlage.csv").data
    sheets = (
        table(example("bestand"), office.supply, {"name": 200, "traeger": 200, "quelle": 120}, 60),
        table(example("angebote"), office.supply, {"titel": 200, "traeger": 200, "quelle": 120}),
        f"schluessel;art;name\n{POLYGLOT};{POLYGLOT};={POLYGLOT}\n".encode(),
    )
    for sheet in sheets:
        office.writes(page, f"{page}einlesen", file=(io.BytesIO(sheet), FILE_NAME))
    office.writes(f"{page}arten/kita")
    run_jobs(office.app)
    office.writes(
        f"{page}fahrzeiten/",
        f"{page}fahrzeiten/einlesen",
        as_of="01.03.2026",
        file=(io.BytesIO(b"von;nach;minuten\n16065067;bsp-kita-01;4,5\n"), FILE_NAME),
    )
    run_jobs(office.app)
    content = table(grouping, office.supply, {"flaeche": 120})
    content = re.sub(rb"01\.01\.\d{4}", b"01.01.2020", content)
    office.writes(areas, f"{areas}einlesen", file=(io.BytesIO(content), FILE_NAME))


# What families are asked


def _questionnaires(office: Office) -> None:
    page = f"{V}/fragebogen/"
    brought = office.writes(
        f"{page}einlesen", files=(io.BytesIO(harmful().encode()), FILE_NAME.replace("csv", "yaml")), form="yaml"
    )
    form = next(f for f in forms_of(f"{page}einlesen", brought.text) if "fragebogen" in f.names)
    draft = office.send(form).request.path.removesuffix("/studio").rstrip("/")
    for found in (f"{draft}/studio", f"{draft}/studio/kommentare"):
        office.opens(found)
    office.writes(f"{page}neu", titel=office.supply.words(200))
    with office.app.app_context():
        document.parse(harmful())
        publications.add(
            main_store(),
            questionnaire="everything",
            version=1,
            correction=0,
            document=harmful(),
            published_on=date(2026, 5, 1),
            note=office.supply.words(500),
        )
        main_store().commit()


WAVE = {
    "version": "1",
    "opens_on": f"{TODAY:%d.%m.%Y}",
    "closes_on": f"{TODAY + timedelta(50):%d.%m.%Y}",
    "sampling": "open",
    "invited": "",
}


def _surveys(office: Office) -> None:
    home = f"{V}/befragungen"
    office.writes(f"{home}/neu", slug=SLUG, questionnaire="everything")
    office.writes(f"{SURVEY}/neue-welle", **WAVE)
    for step in ("oeffnen", "schliessen"):
        office.writes(f"{SURVEY}/", f"{SURVEY}/1/{step}")


# What came of it


def harmful_contents(about: Contents, supply: Supply) -> Contents:
    """Return what a release is about with payloads in every label a county can word."""
    one = lambda text, room=90: supply.words(room) if text else text  # noqa: E731
    every = lambda texts: {code: one(text) for code, text in texts.items()}  # noqa: E731
    topics = tuple(
        replace(
            topic,
            label=one(topic.label),
            sentence=f"{one(topic.sentence)} {{share}} {{place}}" if topic.sentence else "",
            categories=every(topic.categories),
            counted_in=one(topic.counted_in, 60),
        )
        for topic in about.topics
    )
    notes = {code: replace(note, state=one(note.state), ways=one(note.ways), sharing=one(note.sharing))
             for code, note in about.supply_notes.items()}  # fmt: skip
    return replace(
        about,
        survey=one(about.survey),
        period=one(about.period, 60),
        areas=tuple(replace(area, name=one(area.name)) for area in about.areas),
        topics=topics,
        axes=every(about.axes),
        axis_categories={axis: every(of) for axis, of in about.axis_categories.items()},
        sources=tuple(map(one, about.sources)),
        facility_types=every(about.facility_types),
        type_sources={code: tuple(map(one, of)) for code, of in about.type_sources.items()},
        supply_notes=notes,
    )


def _results(office: Office) -> None:
    with office.app.app_context():
        session = main_store()
        wave = surveys.survey_by_slug(session, SLUG).waves[0]
        texts = [("de", office.supply.words(2000)) for _ in range(3)]
        add_texts(wave, *texts, question="wish")
        figures, about = builders_figures.full(10)
        contents = harmful_contents(about, office.supply)
        release = releases.start(session, wave.id, TODAY)
        releases.finish(session, release, figures, contents, {}, is_public=True)
        session.commit()
    office.writes(f"{SURVEY}/neue-welle", **WAVE, number="2")
    office.writes(f"{SURVEY}/", f"{SURVEY}/2/oeffnen")


def _plans(office: Office) -> None:
    plans = f"{V}/planung/"
    office.writes(f"{plans}szenarien/", kind="kita")
    new = f"{plans}massnahmen/neu?befragung={SLUG}&bedarf=need.care_gap"
    form = next(f for f in forms_of(new, office.opens(new)) if "sentence" in f.names)
    measure = office.send(form).request.path
    resolved = {"state": "resolved", "body": "county_council", "decided_on": "01.05.2026"}
    link = f"https://kreis.example/{PAYLOADS[6]}"
    office.writes(measure, f"{measure}beschluss", **resolved, done_on="", link=link, number=POLYGLOT)
    office.writes(f"{measure}sprachen", f"{measure}sprachen")


def _rest(office: Office) -> None:
    pass
