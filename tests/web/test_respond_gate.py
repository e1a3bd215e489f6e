"""Many at once: who has to wait loses nothing, and where anybody may answer programs get nowhere."""

from __future__ import annotations

import base64
import json
from random import Random

import altcha
import pytest

from surveyapp.access.codes import new_code
from surveyapp.services.bursts import bursts
from surveyapp.services.enter import EnterRefusal
from surveyapp.services.keys import derived_key
from surveyapp.services.limits import LIMITS, Sender, What, Whom, limiter
from surveyapp.services.proof import LASTS, challenge, is_solved
from surveyapp.storage import surveys
from surveyapp.storage.db import main_store
from surveyapp.web.respond import gate, limits
from surveyapp.web.respond.messages import ENTER_REFUSALS
from surveyapp.web.respond.replies import is_number
from tests.journeys.journey import Journey, an_open_wave

HERE, ELSEWHERE = "91.12.34.56", "91.12.99.1"
NETWORK = Sender(network=bytes(map(int, HERE.split("."))))
NOON = 1_800_000_000 // 86400 * 86400 + 43200
WISH = {"number": "0363212345", "contact-agreement": "yes"}


def limit_of(what, whom=Whom.NETWORK):
    return next(limit for limit in LIMITS if (limit.what, limit.whom) == (what, whom))


@pytest.fixture(autouse=True)
def noon(monkeypatch):
    """Stop the clock at the gate, far from the border of any window."""
    monkeypatch.setattr(limits, "clock", lambda: NOON + 10)


def crowd(app, what, number):
    """Let the network of the family do something very often."""
    with app.app_context():
        for _ in range(number):
            limiter().note(what, NETWORK, NOON)


def from_network(family, address=HERE):
    family.client.environ_base["REMOTE_ADDR"] = address
    return family


@pytest.fixture
def family(app, mini_questionnaires):
    """Return a family on the review page of a survey that anybody may answer."""
    with app.app_context():
        an_open_wave("contact_form")
    family = from_network(Journey(app, "contact-form"))
    return family.starts().answer(advice="yes")


def solve(family):
    """Compute what the page asks a browser to compute."""
    asked = json.loads(family.tree.find(".//input[@id='page-proof']").get("data-challenge"))
    found = altcha.solve_challenge(altcha.Challenge.from_dict(asked))
    solved = {"challenge": asked, "solution": found.to_dict()}
    return base64.b64encode(json.dumps(solved).encode()).decode()


def replies(family):
    """Return the right reply to the question of the page."""
    question = next(words for words, _ in gate.QUESTIONS if str(words) in family.words)
    return str(dict(gate.QUESTIONS)[question])


def test_a_quiet_survey_asks_for_no_effort(family):
    family.never_sees("Mit dieser Frage halten wir Programme fern")

    family.submits()

    assert family.stored() == [{"advice": "yes"}]


def test_a_warm_network_is_asked_for_effort_and_its_answers_stay(app, family):
    crowd(app, What.BALLOT, limit_of(What.BALLOT).warm)

    family.press("send")

    assert family.status == 422
    assert family.title.startswith("Fehler: ")
    family.sees(
        "Bitte senden Sie noch einmal ab", "Ihre Angaben sind alle noch da", "Stimmt alles?"
    )
    assert family.stored() == []


def test_a_computed_proof_opens_the_gate(app, family):
    crowd(app, What.BALLOT, limit_of(What.BALLOT).warm)
    family.press("send")

    family.fill(**{"page-proof": solve(family)}).submits()

    assert family.stored() == [{"advice": "yes"}]


def test_the_effort_stands_on_the_review_page_before_anybody_presses(app, family):
    crowd(app, What.BALLOT, limit_of(What.BALLOT).warm)
    family.press("change:ask_page").answer(advice="no")

    assert family.status == 200
    family.fill(**{"page-proof": solve(family)}).submits()

    assert family.stored() == [{"advice": "no"}]


def test_without_a_script_a_plain_question_opens_the_gate(app, family):
    crowd(app, What.BALLOT, limit_of(What.BALLOT).warm)
    family.press("send").fill(**{"page-reply": "weiß ich nicht"}).press("send")
    family.sees("Diese Antwort passt nicht.")

    family.fill(**{"page-reply": f" {replies(family).upper()}. "}).submits()

    assert family.stored() == [{"advice": "yes"}]


def test_the_plain_question_has_a_stricter_limit(app, family):
    crowd(app, What.BALLOT, limit_of(What.BALLOT).warm)
    crowd(app, What.UNPROVEN, limit_of(What.UNPROVEN).number)
    family.press("send")

    family.fill(**{"page-reply": replies(family)}).press("send")

    assert family.status == 429
    assert limit_of(What.UNPROVEN).number < limit_of(What.BALLOT).number


def test_the_proof_of_one_draft_is_worth_nothing_for_another(app, family):
    crowd(app, What.BALLOT, limit_of(What.BALLOT).warm)
    family.press("send")
    proof = solve(family)
    other = from_network(Journey(app, "contact-form")).starts().answer(advice="no")

    other.fill(**{"page-proof": proof}).press("send")

    other.sees("Bitte senden Sie noch einmal ab")
    assert other.stored() == []


@pytest.mark.parametrize("proof", ["", "x", "e30=", base64.b64encode(b"[" * 5000).decode()])
def test_senseless_proofs_are_no_proof(app, family, proof):
    crowd(app, What.BALLOT, limit_of(What.BALLOT).warm)
    family.press("send")

    family.fill(**{"page-proof": proof}).press("send")

    assert family.status == 422
    assert family.stored() == []


def test_a_proof_ends_and_cannot_be_made_longer(sqlite_app):
    with sqlite_app.app_context():
        asked = challenge("ballot", 1000)
        later = json.loads(asked)
        later["parameters"]["data"]["until"] += 10**9
        found = altcha.solve_challenge(altcha.Challenge.from_dict(json.loads(asked)))
        solved, forged = (
            base64.b64encode(
                json.dumps({"challenge": each, "solution": found.to_dict()}).encode()
            ).decode()
            for each in (json.loads(asked), later)
        )

        assert is_solved(solved, "ballot", 1000 + LASTS - 1)
        assert not is_solved(solved, "other", 1000)
        assert not is_solved(solved, "ballot", 1000 + LASTS)
        assert not is_solved(forged, "ballot", 1000)


def test_a_network_that_sends_too_much_waits_with_its_answers_in_the_page(app, family):
    crowd(app, What.BALLOT, limit_of(What.BALLOT).number)

    family.press("send")

    assert family.status == 429
    assert 0 < int(family.response.headers["Retry-After"]) <= 2 * 3600
    family.sees("Bitte warten Sie einen Moment", "ist noch da", "Noch einmal senden")
    assert family.stored() == []
    from_network(family, ELSEWHERE)._read(family.client.post(family.path, data=family._sent()))
    family.sees("Ihre Antworten sind gespeichert")
    assert family.stored() == [{"advice": "yes"}]


def test_the_page_that_asks_to_wait_speaks_english(app, mini_questionnaires):
    with app.app_context():
        an_open_wave("contact_form")
    family = from_network(Journey(app, "contact-form")).opens("/f/contact-form/?lang=en").starts()
    family.answer(advice="yes")
    crowd(app, What.BALLOT, limit_of(What.BALLOT).number)

    family.press("send")

    family.sees("Please wait a moment", "Send again")


def test_a_program_that_fills_in_everything_is_thanked_and_not_kept(app, family):
    family.fill(**{"message-subject": "Buy now"}).press("send")

    family.sees("Ihre Antworten sind gespeichert")
    assert family.stored() == []
    with app.app_context():
        wave = surveys.open_wave_of(main_store(), "contact-form")
        assert bursts().dropped(wave.id, NOON) == 1


def test_guessing_codes_ends_for_the_network_and_the_typed_code_stays(app, mini_questionnaires):
    with app.app_context():
        an_open_wave("yesno", sampling="all")
    guesser, chance = from_network(Journey(app, "yesno")), Random(1)
    for _ in range(limit_of(What.WRONG_CODE).number):
        guesser.starts(new_code(chance))
        assert guesser.status == 422

    guesser.starts("ABCD")

    assert guesser.status == 429
    assert int(guesser.response.headers["Retry-After"]) > 0
    assert [each.strip() for each in guesser._sent()["code"]] == ["ABCD"]
    from_network(guesser, ELSEWHERE).opens("/f/yesno/").starts(new_code(chance))
    assert guesser.status == 422


def test_typing_mistakes_are_no_guesses(app, mini_questionnaires):
    with app.app_context():
        an_open_wave("yesno", sampling="all")
    family = from_network(Journey(app, "yesno"))

    for _ in range(limit_of(What.WRONG_CODE).number + 1):
        family.starts("ABCD-EFGH")

    assert family.status == 422


def test_an_unknown_and_a_used_code_get_the_same_answer():
    assert ENTER_REFUSALS[EnterRefusal.UNKNOWN] == ENTER_REFUSALS[EnterRefusal.USED]


def test_guessing_by_very_many_networks_ends_for_everybody(app, mini_questionnaires):
    with app.app_context():
        an_open_wave("yesno", sampling="all")
        for number in range(limit_of(What.WRONG_CODE, Whom.EVERYBODY).number):
            limiter().note(What.WRONG_CODE, Sender(number.to_bytes(4, "big")), NOON)
    guesser = from_network(Journey(app, "yesno"), ELSEWHERE)

    guesser.starts(new_code(Random(1)))

    assert guesser.status == 429


def test_contact_wishes_of_one_network_have_a_limit(app, family):
    family.opens("/f/contact-form/kontakt").fill(**WISH)
    crowd(app, What.WISH, limit_of(What.WISH).number)

    family.press("send")

    assert family.status == 429
    from_network(family, ELSEWHERE)._read(family.client.post(family.path, data=family._sent()))
    family.sees("Ihre Kontaktdaten sind angekommen")


def test_families_behind_a_silent_proxy_are_held_back_together_only(app, family):
    crowd(app, What.BALLOT, limit_of(What.BALLOT).number)

    from_network(family, "127.0.0.1").submits()

    assert family.stored() == [{"advice": "yes"}]


def test_nothing_in_any_store_tells_the_network(app, family):
    crowd(app, What.BALLOT, limit_of(What.BALLOT).warm)
    family.press("send").fill(**{"page-proof": solve(family)}).submits()

    with app.app_context():
        keys = (derived_key("proof"), derived_key("proof of key"))
        held = limiter().dump()

    assert HERE.encode() not in held
    assert NETWORK.network not in held
    assert not any(key in family.response.data for key in keys)


@pytest.mark.parametrize(
    ("reply", "number"),
    [
        *(("7", 7), ("٧", 7), ("۷", 7), (" Sieben! ", 7), ("seven", 7), ("сім", 7), ("семь", 7)),
        *(("سبعة", 7), ("هفت", 7), ("yedi", 7), ("siedem", 7), ("șapte", 7), ("sapte", 7)),
        *(("bảy", 7), ("П’ять", 5), ("fünf", 5), ("beş", 5), ("zwölf", 12), ("إثنا عشر", 12)),
        *(("اثني عشر", 12), ("mười hai", 12), ("on iki", 12), ("ON", 10), ("dziesięć", 10)),
        *(("douăsprezece", 12), ("doua", 2), ("дві", 2), ("اثنين", 2), ("hai", 2)),
    ],
)
def test_the_plain_question_takes_figures_and_words_of_every_language(reply, number):
    assert is_number(reply, number)
    assert not is_number(reply, 2 if number != 2 else 5)
