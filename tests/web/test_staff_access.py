"""The second factor, spare codes, proving who it is, and the own account."""

import re
import time

import pyotp
import pytest
from sqlalchemy import select

import config
from surveyapp.services import sessions
from surveyapp.services.jobs import KINDS, ask
from surveyapp.services.limits import Sender, What, limiter
from surveyapp.storage import factors
from surveyapp.storage import staff as staff_store
from surveyapp.storage.db import main_store
from surveyapp.storage.tables import StaffSession
from surveyapp.ui import current_config
from tests.conftest import an_app_with_tables
from tests.page_review import parsed, review
from tests.staff_journey import PASSWORD, alerts, an_account, keep_session, press, token_on

SIGN_IN, ACCOUNT, START = "/verwaltung/anmelden", "/verwaltung/zugang/", "/verwaltung/"
APP, STEP, PROVE = f"{ACCOUNT}app", f"{SIGN_IN}/code", "/verwaltung/bestaetigen"
EMAIL = "p@example.org"

#: The database does not matter to these.
ON_SQLITE = pytest.mark.parametrize("engine_config", ["sqlite"], indirect=True)


@pytest.fixture
def strict(app):
    """An installation where a password alone is not enough to release or to manage accounts."""
    with app.app_context():
        object.__setattr__(current_config(), "needs_second_factor", True)
        an_account(email=EMAIL)
        an_account(email="council@example.org", role="council")
    return app


def by_password(app, email=EMAIL):
    client = app.test_client()
    return client, press(client, SIGN_IN, SIGN_IN, email=email, password=PASSWORD)


def heading(page):
    return parsed(page.text).findtext(".//h1")


def with_app(client):
    """Set up an app that shows codes; return what shows them, and the spare codes of the page."""
    page = client.get(APP)
    secret = re.search(r'class="secret">([A-Z2-7 ]+)<', page.text)[1].replace(" ", "")
    carried = parsed(page.text).find(".//input[@name='secret']").get("value")
    totp = pyotp.TOTP(secret)
    done = press(client, APP, APP, secret=carried, code=totp.now())
    assert heading(done) == "Ihre Ersatzcodes"
    return totp, re.findall(r'class="secret">([0-9A-Z]{5}-[0-9A-Z]{5})<', done.text)


def next_code(totp):
    """Return the code the app shows next: it counts already, and was not used when it was set up."""
    return totp.at(int(time.time()) + 30)


@ON_SQLITE
def test_who_may_release_is_led_to_a_second_factor_and_can_do_nothing_else_before(strict):
    client, first = by_password(strict)
    elsewhere = client.get(START, follow_redirects=True)

    with_app(client)

    assert heading(first) == heading(elsewhere) == "Mein Zugang"
    assert alerts(first.text)[0].startswith("Bitte richten Sie noch einen zweiten Nachweis ein")
    assert review(first.text) == []
    assert "Ihre Aufgaben" not in first.text
    assert heading(client.get(START)) == "Befragungen"


@ON_SQLITE
def test_who_only_reads_what_was_released_needs_no_second_factor(strict):
    _client, page = by_password(strict, "council@example.org")

    assert "zweiten Nachweis" not in page.text


def test_a_code_of_the_app_opens_the_account_and_counts_once(strict):
    first, _ = by_password(strict)
    totp, _codes = with_app(first)
    client, asked = by_password(strict)
    other, _ = by_password(strict)
    code = next_code(totp)

    wrong = press(client, STEP, STEP, code="000000" if code != "000000" else "111111")
    inside = press(client, STEP, STEP, code=f" {code[:3]} {code[3:]}")
    again = press(other, STEP, STEP, code=code)

    assert heading(asked) == "Zweiter Schritt"
    assert review(asked.text) == review(wrong.text) == []
    assert wrong.status_code == again.status_code == 422
    assert "Dieser Code passt nicht" in alerts(wrong.text)[0]
    assert heading(inside) == "Befragungen"
    assert other.get(START).location == SIGN_IN


def test_each_spare_code_opens_the_account_once_and_stands_nowhere_in_the_store(strict):
    first, _ = by_password(strict)
    _totp, codes = with_app(first)
    client, _ = by_password(strict)
    other, _ = by_password(strict)

    inside = press(client, STEP, STEP, code=codes[3].lower().replace("-", " "))
    again = press(other, STEP, STEP, code=codes[3])

    assert len(set(codes)) == 10
    assert heading(inside) == "Befragungen"
    assert again.status_code == 422
    with strict.app_context():
        staff = staff_store.staff_by_email(main_store(), EMAIL)
        assert factors.count_spare_codes(main_store(), staff.id) == 9
        assert factors.code_app(main_store(), staff.id).secret.isascii() is False


@ON_SQLITE
def test_spare_codes_can_be_kept_as_a_file_by_their_owner_only(strict):
    client, _ = by_password(strict)
    with_app(client)
    shown = press(client, ACCOUNT, f"{ACCOUNT}ersatzcodes")
    codes = re.findall(r'class="secret">([0-9A-Z]{5}-[0-9A-Z]{5})<', shown.text)
    carried = parsed(shown.text).find(".//input[@name='codes']").get("value")
    stranger, _ = by_password(strict, "council@example.org")

    kept = press(client, ACCOUNT, f"{ACCOUNT}ersatzcodes.txt", codes=carried)
    stolen = press(stranger, ACCOUNT, f"{ACCOUNT}ersatzcodes.txt", codes=carried)
    odd = press(client, ACCOUNT, f"{ACCOUNT}ersatzcodes.txt", codes="zz")

    assert kept.headers["Content-Disposition"] == 'attachment; filename="ersatzcodes.txt"'
    assert [line for line in kept.text.splitlines() if re.fullmatch(r".{5}-.{5}", line)] == codes
    assert (stolen.status_code, odd.status_code) == (404, 404)


@ON_SQLITE
def test_guessing_codes_ends_after_five_and_a_stranger_without_the_password_cannot_cause_it(strict):
    first, _ = by_password(strict)
    totp, _codes = with_app(first)
    stranger, client = strict.test_client(), by_password(strict)[0]
    for _attempt in range(8):
        press(stranger, SIGN_IN, STEP, code="123456")
    for _attempt in range(5):
        press(client, STEP, STEP, code="12345")
    late = press(client, STEP, STEP, code=next_code(totp))

    assert late.status_code == 422
    with strict.app_context():
        staff = staff_store.staff_by_email(main_store(), EMAIL)
        sender = Sender(account=staff.id.encode())
        assert limiter().wait(What.SECOND_FACTOR, sender, time.time()) > 0


@ON_SQLITE
def test_the_last_second_factor_cannot_be_removed_where_one_is_needed(strict):
    client, _ = by_password(strict)
    with_app(client)

    refused = press(client, ACCOUNT, f"{ACCOUNT}app/entfernen")

    assert alerts(refused.text)[0].startswith("Das ist Ihr letzter Weg")


@ON_SQLITE
def test_strangers_who_guess_a_password_do_not_lock_out_a_browser_that_was_let_in_before(app):
    with app.app_context():
        an_account(email=EMAIL)
    owner, _ = by_password(app)
    press(owner, START, "/verwaltung/abmelden")
    stranger = app.test_client()
    for _attempt in range(10):
        press(stranger, SIGN_IN, SIGN_IN, email=EMAIL, password="falsch")

    elsewhere = by_password(app)[1]
    inside = press(owner, SIGN_IN, SIGN_IN, email=EMAIL, password=PASSWORD)
    press(owner, START, "/verwaltung/abmelden")
    for _attempt in range(10):
        press(owner, SIGN_IN, SIGN_IN, email=EMAIL, password="falsch")
    late = press(owner, SIGN_IN, SIGN_IN, email=EMAIL, password=PASSWORD)

    assert elsewhere.status_code == 422
    assert heading(inside) == "Befragungen"
    assert late.status_code == 422


# Proving who it is


def test_an_old_session_proves_who_it_is_before_it_releases_and_loses_nothing(sqlite_app):
    with sqlite_app.app_context():
        account = an_account(email=EMAIL)
    client = sqlite_app.test_client()
    keep_session(client, account.id, began=20, proven=15)
    address = "/verwaltung/zugaenge/einladen"
    sent = {"name": "Frau „Neu“ <b>", "email": "neu@example.org", "role": "council"}

    asked = press(client, address, address, **sent)
    fields = {
        each.get("name"): each.get("value")
        for each in parsed(asked.text).iter("input")
        if each.get("name") in {"weiter", "kept"}
    }
    wrong = press(client, ACCOUNT, PROVE, password="falsch", **fields)
    thanks = press(client, ACCOUNT, PROVE, password=PASSWORD, **fields)
    form = parsed(thanks.text).find(".//main//form")
    again = {each.get("name"): each.get("value") for each in form.iter("input")}
    done = client.post(form.get("action"), data=again)

    assert asked.status_code == 403
    assert review(asked.text) == review(wrong.text) == review(thanks.text) == []
    assert "Ihre Angaben bleiben erhalten." in asked.text
    assert wrong.status_code == 422
    assert heading(done) == "Der Link für Frau „Neu“ <b> ist da"


def test_a_proof_counts_fifteen_minutes_and_a_page_leads_back_to_itself(sqlite_app):
    with sqlite_app.app_context():
        account = an_account(email=EMAIL)
    client = sqlite_app.test_client()
    keep_session(client, account.id, began=20, proven=14)
    fresh = client.get(f"{ACCOUNT}passwort")
    keep_session(client, account.id, began=20, proven=15)

    asked = client.get(f"{ACCOUNT}passwort")
    back = press(client, asked.location, PROVE, password=PASSWORD, weiter=f"{ACCOUNT}passwort")

    assert fresh.status_code == 200
    assert asked.location == f"{PROVE}?weiter={ACCOUNT}passwort"
    assert heading(back) == "Passwort ändern"


def test_following_long_work_asks_for_no_proof_but_its_single_data_do(sqlite_app):
    with sqlite_app.app_context():
        account = an_account(email=EMAIL)
        work = {kind: ask.start(main_store(), account, kind, {}).id for kind in KINDS}
    client = sqlite_app.test_client()
    keep_session(client, account.id, began=20, proven=15)

    pages = [client.get("/verwaltung/auftraege/")]
    pages += [client.get(f"/verwaltung/auftraege/{job}/") for job in work.values()]
    files = {
        kind: client.get(f"/verwaltung/auftraege/{job}/dateien/0").status_code
        for kind, job in work.items()
    }

    assert {each.status_code for each in pages} == {200}
    assert {kind for kind, status in files.items() if status == 302} == {"microdata"}


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/", "//evil.example", "/verwaltung//evil.example", "/verwaltung/\\x", ""],
)
def test_proving_leads_nowhere_else(sqlite_app, address):
    with sqlite_app.app_context():
        account = an_account(email=EMAIL)
    client = sqlite_app.test_client()
    keep_session(client, account.id)
    token = token_on(client.get(ACCOUNT).text)

    done = client.post(
        PROVE, data={"csrf_token": token, "password": PASSWORD, "weiter": address, "kept": ""}
    )

    assert done.location == ACCOUNT


@pytest.mark.parametrize("kept", ["[[[", "{}", "[1]", "[" * 5000, '[["a"]]', r'[["a", "\ud800"]]'])
def test_a_form_that_nobody_of_us_kept_is_not_sent(sqlite_app, kept):
    with sqlite_app.app_context():
        account = an_account(email=EMAIL)
    client = sqlite_app.test_client()
    keep_session(client, account.id)
    address = f"{ACCOUNT}passkey/x/entfernen"

    done = press(client, ACCOUNT, PROVE, password=PASSWORD, weiter=address, kept=kept)

    assert done.status_code == 200
    assert heading(done) in {"Mein Zugang", "Danke, das hat geklappt", "Passkey einrichten"}


# The own account


@ON_SQLITE
def test_a_new_password_signs_all_others_out_and_this_browser_gets_a_new_id(app):
    with app.app_context():
        account = an_account(email=EMAIL)
    client, other = app.test_client(), app.test_client()
    before = keep_session(client, account.id)
    keep_session(other, account.id)
    form = f"{ACCOUNT}passwort"
    new = "vier ganz andere Worte"

    different = press(client, form, form, password=new, again="etwas ganz anderes hier")
    easy = press(client, form, form, password="Petra.Planung2026", again="Petra.Planung2026")
    done = press(client, form, form, password=new, again=new)

    assert (different.status_code, easy.status_code) == (422, 422)
    assert "leicht zu erraten" in alerts(easy.text)[0]
    assert "Ihr neues Passwort gilt" in alerts(done.text)[0]
    assert other.get(START).location == SIGN_IN
    with client.session_transaction() as session:
        assert session["id"] != before
    assert heading(press(other, SIGN_IN, SIGN_IN, email=EMAIL, password=new)) == "Befragungen"


def test_one_sees_where_one_is_signed_in_and_ends_it(app):
    with app.app_context():
        account, stranger = an_account(email=EMAIL), an_account(email="b@example.org")
    client, other, third = app.test_client(), app.test_client(), app.test_client()
    keep_session(client, account.id)
    lost = keep_session(other, account.id, began=60, seen=5)
    foreign = keep_session(third, stranger.id)

    page = client.get(ACCOUNT)
    press(client, ACCOUNT, f"{ACCOUNT}geraete/{sessions.hash_of(foreign).hex()}/abmelden")
    ended = press(client, ACCOUNT, f"{ACCOUNT}geraete/{sessions.hash_of(lost).hex()}/abmelden")
    odd = press(client, ACCOUNT, f"{ACCOUNT}geraete/zz/abmelden")

    assert page.text.count("mit Passwort, zuletzt") == 2
    assert alerts(ended.text) == ["Dieses Gerät ist abgemeldet."]
    assert other.get(START).location == SIGN_IN
    assert third.get(START).status_code == 200
    assert odd.status_code == 404


@ON_SQLITE
def test_a_name_is_changed_and_nothing_is_kept_of_blanks(app):
    with app.app_context():
        account = an_account(email=EMAIL)
    client = app.test_client()
    keep_session(client, account.id)

    refused = press(client, ACCOUNT, f"{ACCOUNT}name", name="  ")
    done = press(client, ACCOUNT, f"{ACCOUNT}name", name="Dr. Petra  Müller-Çelik")

    assert refused.status_code == 422
    assert "Angemeldet: Dr. Petra Müller-Çelik" in done.text


def test_the_store_keeps_no_id_that_opens_a_session_and_signing_out_ends_it_there(app):
    with app.app_context():
        account = an_account(email=EMAIL)
    client = app.test_client()
    secret = keep_session(client, account.id)
    copy = app.test_client()
    with copy.session_transaction() as session:
        session["id"] = secret

    with app.app_context():
        kept = main_store().scalars(select(StaffSession.id_hash)).all()
        main_store().rollback()
    press(client, START, "/verwaltung/abmelden")

    assert kept == [sessions.hash_of(secret)]
    assert copy.get(START).location == SIGN_IN


def test_over_tls_the_cookie_is_bound_to_this_host_and_kept_from_scripts_and_other_sites(tmp_path):
    env = {"SURVEYAPP_INSTANCE": str(tmp_path), "SECRET_KEY": "t" * 64, "SURVEYAPP_HTTPS": "1"}
    with an_app_with_tables(config.load(env)) as app:
        page = app.test_client().get(SIGN_IN, base_url="https://localhost")

    cookie = page.headers["Set-Cookie"]
    assert cookie.startswith("__Host-staff=")
    assert all(flag in cookie for flag in ("HttpOnly", "Secure", "SameSite=Lax", "Path=/"))
    assert "Expires" not in cookie
    assert "Domain" not in cookie
    assert page.headers["Cache-Control"] == "no-store"
    assert config.load(env).needs_second_factor
