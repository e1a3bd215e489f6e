from concurrent.futures import ThreadPoolExecutor, wait
from datetime import date

from surveyapp.access.roles import Action, may
from surveyapp.services import second_factor
from surveyapp.services.accounts import AccountRefusal, create_staff, sign_in
from surveyapp.storage import factors, staff
from surveyapp.storage.db import main_store
from tests.builders import Actor

PERSON = {
    "county_ags": "16065",
    "email": "Planung@Kyffhaeuser.example",
    "name": "Frau Beispiel",
    "role": "planner",
    "password": "ein langes Kennwort",
}


def test_person_signs_in_with_address_in_any_case(app):
    with app.app_context():
        create_staff(main_store(), **PERSON)

        staff = sign_in(main_store(), " planung@kyffhaeuser.EXAMPLE ", PERSON["password"])

        assert staff.name == "Frau Beispiel"
        assert staff.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_wrong_password_unknown_address_and_locked_account_look_the_same(app):
    with app.app_context():
        locked = create_staff(main_store(), **PERSON)
        create_staff(main_store(), **{**PERSON, "email": "b@example.org"})
        locked.is_active = False
        main_store().commit()

        assert sign_in(main_store(), "b@example.org", "falsch") is None
        assert sign_in(main_store(), "nobody@example.org", PERSON["password"]) is None
        assert sign_in(main_store(), PERSON["email"], PERSON["password"]) is None


def test_too_many_wrong_passwords_close_the_account_for_a_while(app):
    with app.app_context():
        create_staff(main_store(), **PERSON)
        for second in range(10):
            sign_in(main_store(), PERSON["email"], "falsch", now=second)

        too_soon = sign_in(main_store(), PERSON["email"], PERSON["password"], now=13)
        later = sign_in(main_store(), PERSON["email"], PERSON["password"], now=1800)

        assert too_soon is None
        assert later is not None


def test_account_that_cannot_be_made_says_why(app):
    with app.app_context():
        create_staff(main_store(), **PERSON)
        cases = {
            AccountRefusal.EMAIL_TAKEN: {},
            AccountRefusal.EMAIL_UNUSABLE: {"email": "nobody"},
            AccountRefusal.PASSWORD_TOO_SHORT: {"password": "kurz"},
            AccountRefusal.UNKNOWN_ROLE: {"role": "king"},
            AccountRefusal.COUNTY_UNUSABLE: {"county_ags": "99999"},
        }

        for refusal, change in cases.items():
            assert create_staff(main_store(), **{**PERSON, **change}) is refusal


def test_planner_may_see_and_plan_but_not_run_surveys():
    planner = Actor(role="planner")

    refused = {action for action in Action if not may(planner, action, "16065")}
    assert {Action.OPEN_WAVE, Action.ISSUE_CODES, Action.MANAGE_STAFF, Action.READ_TEXTS} <= refused
    assert not {Action.VIEW, Action.PLAN, Action.RELEASE, Action.EDIT_INVENTORY} & refused
    admin = Actor(role="admin")
    assert all(may(admin, each, "16065") for each in (Action.MANAGE_STAFF, Action.OPEN_WAVE))
    assert not may(admin, Action.RUN_SYSTEM, "16065")


def test_nobody_may_do_anything_in_another_county_or_with_a_locked_account():
    for action in Action:
        assert not may(Actor(), action, "16062")
        assert not may(Actor(is_active=False), action, "16065")


def test_two_browsers_do_not_take_the_last_two_passkeys_of_an_account_away(app):
    def elsewhere():
        with app.app_context():
            own = staff.staff_by_id(main_store(), person.id)
            return second_factor.may_lose(main_store(), own, passkey=second)

    with app.app_context(), ThreadPoolExecutor(1) as pool:
        seat = staff.Seat("16065", "ada@example.org", "Ada", "planner")
        person = staff.add_staff(main_store(), seat, None)
        first, second = (_passkey(person, credential) for credential in (b"1", b"2"))
        main_store().commit()

        may_first = second_factor.may_lose(main_store(), person, passkey=first)
        asked = pool.submit(elsewhere)
        wait([asked], timeout=0.5)
        factors.remove_passkey(main_store(), person.id, first)
        main_store().commit()

        assert (may_first, asked.result(timeout=30)) == (True, False)


def _passkey(person, credential):
    words = {"public_key": b"k", "sign_count": 0, "name": "P", "today": date(2026, 11, 22)}
    return factors.add_passkey(main_store(), person.id, credential_id=credential, **words).id
