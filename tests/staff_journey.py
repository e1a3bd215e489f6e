"""A person at the staff part: signs in through the page and presses its buttons."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

from sqlalchemy import select

from surveyapp.services import sessions
from surveyapp.services.accounts import create_staff
from surveyapp.services.sessions import Stage, Way
from surveyapp.services.simulate import simulate
from surveyapp.services.waves import close_wave, open_wave
from surveyapp.storage import staff as staff_store
from surveyapp.storage import staff_sessions, surveys
from surveyapp.storage.db import main_store, new_id
from surveyapp.storage.tables import Place, Staff
from surveyapp.ui import who
from tests.builders import Actor, open_all
from tests.page_review import parsed

COUNTY, OTHER_COUNTY = "16065", "16062"
PASSWORD = "ein langes Kennwort"
SLUG = "familien"


def an_account(county_ags=COUNTY, role="admin", email=None):
    """Add an account and return it; of a facility's people only where the county has a place."""
    email = email or f"{role}@{county_ags}.example"
    if role == "facility":
        return _of_a_facility(county_ags, email)
    return create_staff(
        main_store(),
        county_ags=county_ags,
        email=email,
        name="Petra Planung",
        role=role,
        password=PASSWORD,
    )


def _of_a_facility(county_ags, email):
    session = main_store()
    place = session.scalar(select(Place).where(Place.county_ags == county_ags))
    session.add(
        account := Staff(
            id=new_id(),
            county_ags=county_ags,
            email=email,
            name="Kita Regenbogen",
            role="facility",
            place_id=place.id,
            password_hash=None,
        )
    )
    session.commit()
    return account


def a_place(county_ags=COUNTY, key="kita-1"):
    """Add a facility and return it."""
    session = main_store()
    place = Place(
        county_ags=county_ags,
        key=key,
        type="kita",
        name="Kita Regenbogen",
        lon=10.87,
        lat=51.37,
        source="Wir",
        valid_from=date(2020, 1, 1),
    )
    session.add(place)
    session.commit()
    return place


def signed_in(app, county_ags=COUNTY, role="admin"):
    """Return a client that holds a session of a real account."""
    with app.app_context():
        account = an_account(county_ags, role)
    client = app.test_client()
    keep_session(client, account.id)
    return client


def keep_session(client, staff_id, *, began=0, seen=0, proven=None, stage=Stage.WHOLE):
    """Give a client a session that began, was last seen and last proven some minutes ago."""
    now = sessions.minute_now()
    with client.application.app_context():
        staff = staff_store.staff_by_id(main_store(), staff_id)
        secret = sessions.begin(main_store(), staff, Way.PASSWORD, stage, now)
        row = staff_sessions.find(main_store(), sessions.hash_of(secret))
        row.began, row.seen = now - max(began, seen), now - seen
        row.proven = now - proven if proven is not None else now
        main_store().commit()
        main_store().close()
    with client.session_transaction() as session:
        session[who.KEY] = secret
    return secret


def token_on(html):
    """Return the token against forged requests that a page carries."""
    return parsed(html).find(".//input[@name='csrf_token']").get("value")


def press(client, page, address, **fields):
    """Send a form of a page with its token and return the next page."""
    token = token_on(client.get(page).text)
    return client.post(address, data={"csrf_token": token, **fields}, follow_redirects=True)


def alerts(html):
    """Return the messages a page shows."""
    return [
        " ".join("".join(each.itertext()).split())
        for each in parsed(html).iter("div")
        if "kern-alert" in (each.get("class") or "").split()
    ]


def a_simulated_wave(
    families, *, slug=SLUG, title="Familienumfrage", state="closed", is_decided=True
):
    """Add a survey whose wave was answered by simulated families."""
    session = main_store()
    survey = surveys.add_survey(
        session, county_ags=COUNTY, slug=slug, title=title, questionnaire="familie"
    )
    wave = surveys.add_wave(
        session,
        survey,
        version=1,
        opens_on=date(2026, 9, 1),
        closes_on=date(2026, 10, 11),
        sampling="random",
        invited=5400,
        is_simulated=True,
    )
    wave.secret = sha256(f"{slug} 1".encode()).digest()  # the same figures every time
    open_wave(session, Actor(), wave.id, date(2026, 9, 1))
    if families:
        simulate(session, slug, families, 7, lambda _: None)
    if state == "closed":
        close_wave(session, Actor(), wave.id, date(2026, 10, 11))
        if families and is_decided:
            # Loaded here: the web process that tests watch must stay without numbers.
            from surveyapp.services.releasing.weighting_overview import accept_all  # noqa: PLC0415

            accept_all(session, wave)
    else:
        open_all(wave)
    session.commit()
    return wave
