"""A county whose every field was filled in by somebody who meant harm."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from surveyapp.access.roles import Role
from surveyapp.questionnaire import document
from surveyapp.services.tokens import Scope
from surveyapp.storage import publications, surveys
from surveyapp.storage.db import main_store, new_id, urn_reading
from surveyapp.storage.staff import staff_by_email
from surveyapp.storage.tables import Passkey, Place, TextAnswer
from tests.builders import a_wave_asking, add_texts
from tests.corpus import worked_out
from tests.corpus.office import FILE_NAME, Office, forms_of
from tests.corpus.payloads import PAYLOADS, POLYGLOT, SHORT, Supply
from tests.corpus.questionnaire import harmful, portable
from tests.jobs import run_jobs
from tests.page_review import parsed
from tests.staff_journey import COUNTY, an_account, keep_session

V = "/verwaltung"
SLUG = "harm"
ADMIN = "admin@harm.example"
SURVEY = f"{V}/befragungen/{SLUG}"
TODAY = date.today()  # noqa: DTZ011 - as the pages
TEXT = Supply().words(2000)
"""What a family wrote, and somebody lets everybody read."""

ROLES = (Role.ADMIN, Role.STATE, Role.OPERATOR, Role.FACILITY)


@dataclass
class County:
    """The filled county: who wrote in it, and the cookies of those who may look."""

    app: Flask
    office: Office
    #: Role to the cookie of a session.
    cookies: dict[str, dict[str, str]]


def fill(app: Flask) -> County:
    """Write payloads into everything, mostly through the forms that are there for it."""
    with app.app_context():
        admin = an_account(email=ADMIN).id
    client = app.test_client()
    keep_session(client, admin)
    office = Office(app, client)
    for step in (_people, _stock, _questionnaires, _surveys, _results, _plans, _rest, _letters):
        step(office)
    return County(app, office, {Role.ADMIN: _cookie(client), **_others(app)})


def _cookie(client: FlaskClient) -> dict[str, str]:
    cookie = client.get_cookie("staff")
    return {"name": cookie.key, "value": cookie.value}


def _others(app: Flask) -> dict[str, dict[str, str]]:
    found = {}
    for role in ROLES[1:]:
        with app.app_context():
            account = an_account(role=role, email=f"{role}@harm.example").id
        client = app.test_client()
        keep_session(client, account)
        found[role] = _cookie(client)
    return found


def _people(office: Office) -> None:
    office.writes(f"{V}/zugang/", f"{V}/zugang/name")
    with office.app.app_context():
        session = main_store()
        one = Passkey(id=new_id(), credential_id=b"1", public_key=b"1", sign_count=0, name=POLYGLOT)
        one.staff_id, one.made_on = staff_by_email(session, ADMIN).id, TODAY
        session.add(one)
        session.commit()
    told = office.writes(f"{V}/zugaenge/einladen", email="neu@harm.example", role="planner")
    office.links.append(urlsplit(parsed(told.text).find(".//input[@id='link']").get("value")).path)
    made = office.writes(
        f"{V}/zugaenge-programme/", until=f"{TODAY + timedelta(30)}", scopes=list(Scope)
    )
    office.token = parsed(made.text).find(".//*[@id='token']").text


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
        table(example("angebote"), office.supply, {"titel": 200, "traeger": 200, "quelle": 120}, 5),
        table(example("bestand"), office.supply, {"art": 100, "gemeinde": 100}, 3),  # is refused
    )
    for sheet in sheets:
        office.writes(page, f"{page}einlesen", file=(io.BytesIO(sheet), FILE_NAME))
        run_jobs(office.app)
    office.writes(f"{page}arten/kita")
    office.writes(
        f"{page}fahrzeiten/",
        f"{page}fahrzeiten/einlesen",
        as_of="01.03.2026",
        file=(io.BytesIO(b"von;nach;minuten\n16065067;bsp-kita-01;4,5\n"), FILE_NAME),
    )
    with office.app.app_context():
        place = main_store().scalar(sa.select(sa.func.min(Place.id)))
    hours = {"opening_hours": "Mo-Fr 8-12", "languages": "Deutsch", "usable": "", "taken": ""}
    office.writes(f"{page}orte/{place}", **hours, key_date="")
    content = table(grouping, office.supply, {"flaeche": 120})
    content = re.sub(rb"01\.01\.\d{4}", b"01.01.2020", content)
    office.writes(areas, f"{areas}einlesen", file=(io.BytesIO(content), FILE_NAME))


# What families are asked


def _questionnaires(office: Office) -> None:
    page = f"{V}/fragebogen/"
    brought = office.writes(
        f"{page}einlesen",
        files=(io.BytesIO(harmful().encode()), FILE_NAME.replace("csv", "yaml")),
        form="yaml",
    )
    form = next(f for f in forms_of(f"{page}einlesen", brought.text) if "fragebogen" in f.names)
    answer = office.send(form)
    draft = answer.request.path.removesuffix("/studio").rstrip("/")
    office.key = draft.rpartition("/")[2]
    room = f"{draft}/studio?ort=question/care"
    office.writes(room, f"{draft}/studio/aendern")
    office.writes(room, f"{draft}/studio/kommentare/sagen")
    desk = f"{V}/uebersetzungen/{office.key}/en/"
    office.writes(f"{desk}?zeigen=alle", f"{desk}text")
    bank = f"{V}/itembank/aufnehmen"
    office.writes(f"{bank}?fragebogen={office.key}&frage=care", bank)
    office.writes(f"{draft}/probelauf/testlinks", until=f"{TODAY + timedelta(30):%d.%m.%Y}")
    worked_out.trial(office, draft)
    office.writes(f"{page}neu", titel=office.supply.line(200))
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


def _results(office: Office) -> None:
    with office.app.app_context():
        session = main_store()
        wave = surveys.survey_by_slug(session, SLUG).waves[0]
        add_texts(wave, ("de", TEXT), ("en", office.supply.words(2000)), question="wish")
        worked_out.publish(wave, office.supply)
    with office.app.app_context():
        a_wave_asking(portable(), slug=f"{SLUG}-offline")
    office.writes(f"{SURVEY}/neue-welle", **WAVE, number="2")
    office.writes(f"{SURVEY}/", f"{SURVEY}/2/oeffnen")
    worked_out.sheet_typed_twice(office, f"{SLUG}-offline")
    worked_out.two_waves(office, f"{SLUG}-offline", WAVE)


def _plans(office: Office) -> None:
    plans = f"{V}/planung/"
    worked_out.best_places(office, office.writes(f"{plans}szenarien/", kind="kita").request.path)
    new = f"{plans}massnahmen/neu?befragung={SLUG}&bedarf=need.care_gap"
    form = next(f for f in forms_of(new, office.opens(new)) if "sentence" in f.names)
    measure = office.send(form).request.path
    resolved = {"state": "resolved", "body": "county_council", "decided_on": "01.05.2026"}
    link = f"https://kreis.example/{PAYLOADS[6]}"
    office.writes(
        measure, f"{measure}beschluss", **resolved, done_on="", link=link, number=POLYGLOT
    )
    office.writes(f"{measure}sprachen", f"{measure}sprachen")


def _rest(office: Office) -> None:
    wave = f"{SURVEY}/1"
    _texts(office, wave)
    office.writes(f"{wave}/sonderauswertungen", second="")
    worked_out.special_analysis(office, SLUG)
    form = {"contract_on": "2026-01-15", "keep_until": f"{TODAY + timedelta(300)}"}
    office.writes(f"{wave}/einzeldaten", **form)


def _texts(office: Office, wave: str) -> None:
    with office.app.app_context(), urn_reading() as urn:
        text = urn.scalar(sa.select(TextAnswer.id).where(TextAnswer.text == TEXT)).hex()
    office.writes(f"{SURVEY}/freitexte", f"{wave}/freitexte/{text}/freigeben", wording=TEXT)
    office.writes(f"{wave}/themen/wish/liste/neu", label=office.supply.line(80), stems=SHORT)
    office.writes(f"{wave}/themen", f"{wave}/themen/wish/erste/beginnen")


def _letters(office: Office) -> None:
    """Make a survey by letters, with a sample by areas, and a table of numbers."""
    survey = f"{SURVEY}-post"
    office.writes(f"{V}/befragungen/neu", slug=f"{SLUG}-post", questionnaire="familie")
    office.writes(
        f"{survey}/neue-welle", **{**WAVE, "sampling": "random", "invited": "2400", "number": "1"}
    )
    office.writes(f"{survey}/1/stichprobe", step="keep", width="5", rate="40")
    page = f"{survey}/1/gewichtung"
    office.writes(f"{survey}/", f"{survey}/1/oeffnen")
    numbers = office.client.get(f"{page}/randzahlen.csv").data
    rows = list(csv.reader(io.StringIO(numbers.decode("utf-8-sig")), delimiter=";"))
    text = io.StringIO()
    source = f"-2+3 {POLYGLOT}"
    filled = [
        [*row[:2], "2100", source, "31.12.2025"] if row[0] == "Familienform" else row
        for row in rows[1:]
    ]
    csv.writer(text, delimiter=";").writerows([rows[0], *filled])
    table_ = (io.BytesIO(text.getvalue().encode()), FILE_NAME)
    office.writes(page, f"{page}/einlesen", file=table_)
