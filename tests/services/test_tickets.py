"""Tickets: one for each code, for one wave and stratum, and nothing that joins code and token."""

import hashlib
import json
import multiprocessing
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from cryptography.hazmat.primitives import serialization
from sqlalchemy import select

from surveyapp.app import create_app
from surveyapp.services import blindrsa, issuer_keys, tickets
from surveyapp.services.enter import issue_codes
from surveyapp.services.submit import SubmitRefusal, Submitted, submit
from surveyapp.services.tickets import CheckedCode, TicketRefusal
from surveyapp.services.waves import open_wave
from surveyapp.storage import register, surveys
from surveyapp.storage.db import main_store, register_store, urn_reading
from surveyapp.storage.register import NewInvitation
from surveyapp.storage.tables import Invitation, Issuer, Response
from tests.builders import Actor, a_response, a_wave, open_all
from tests.tickets import Client, invited, issuer_of

REFERENCES = Path(__file__).parents[1] / "references"
SLUG = "familie-26"
FLOWS = 120


def test_challenge_key_and_token_are_laid_out_as_the_standard_says():
    vector = json.loads((REFERENCES / "privacy-pass-token.json").read_text("utf-8"))
    public_key, token = bytes.fromhex(vector["public_key"]), bytes.fromhex(vector["token"])
    context = bytes.fromhex("5de58a52fcdaef25ca3f65448d04e040fb1924e8264acfccfc6c5ad451d582b3")

    challenge = issuer_keys.token_challenge(b"issuer.example", context, b"origin.example")
    key = serialization.load_der_public_key(public_key)
    issuer = issuer_keys.Issuer("", public_key, hashlib.sha256(challenge).digest())
    message = issuer_keys.token_input(issuer, token[2:34])

    assert challenge.hex() == vector["token_challenge"]
    assert issuer_keys.public_key_der(key) == public_key
    assert len(token) == issuer_keys.TOKEN_BYTES
    assert token[: -issuer_keys.SIGNATURE_BYTES] == message
    assert blindrsa.verify(key, message, token[-issuer_keys.SIGNATURE_BYTES :])


def test_many_families_get_a_token_each_and_their_stratum_is_known(app):
    with app.app_context():
        wave = a_wave()
        south = invited(wave, FLOWS // 2, stratum="Süd")
        north = invited(wave, FLOWS // 2, stratum="Nord", first=1000)
        tokens = {}

        for stratum, codes in (("Süd", south), ("Nord", north)):
            for code in codes:
                client = Client(issuer_of(wave, stratum))
                signature = tickets.redeem(SLUG, code, client.blinded)
                tokens[client.token(signature)] = stratum

        assert len(tokens) == FLOWS
        assert {len(token) for token in tokens} == {354}
        assert all(tickets.verify(wave.id, token) == named for token, named in tokens.items())


def test_the_same_request_again_gets_the_same_signature_and_another_one_none(app):
    with app.app_context():
        wave = a_wave()
        (code,) = invited(wave)
        first, second = Client(issuer_of(wave)), Client(issuer_of(wave))

        signatures = {tickets.redeem(SLUG, code, first.blinded) for _ in range(3)}

        assert len(signatures) == 1
        assert tickets.redeem(SLUG, code, second.blinded) is TicketRefusal.NOT_VALID
        assert tickets.redeem(SLUG, code, first.blinded) in signatures


def test_used_unknown_mistyped_and_malformed_say_the_same(app):
    with app.app_context():
        wave = a_wave()
        used, fresh = invited(wave, 2)
        (foreign,) = invited(a_wave(slug="other"))
        blinded = Client(issuer_of(wave)).blinded
        tickets.redeem(SLUG, used, Client(issuer_of(wave)).blinded)

        answers = {
            tickets.redeem(SLUG, used, blinded),
            tickets.redeem(SLUG, foreign, blinded),
            tickets.redeem(SLUG, "ABCD", blinded),
            tickets.redeem(SLUG, fresh, b"short"),
            tickets.redeem(SLUG, fresh, b"\xff" * 256),
        }

        assert answers == {TicketRefusal.NOT_VALID}


@pytest.mark.parametrize("blinded", [b"", bytes(256), b"\xff" * 256])
def test_a_number_that_cannot_be_signed_uses_no_code_up(app, blinded):
    with app.app_context():
        wave = a_wave()
        (code,) = invited(wave)

        tickets.redeem(SLUG, code, blinded)

        assert tickets.check_code(SLUG, code).state == "open"


def test_a_code_is_open_then_used_and_names_the_key_of_its_stratum(app):
    with app.app_context():
        wave = a_wave()
        (code,) = invited(wave, stratum="Süd")
        invited(wave, stratum="Nord", first=2)
        key_id = issuer_of(wave, "Süd").key_id

        before = tickets.check_code(SLUG, code.lower())
        tickets.redeem(SLUG, code, Client(issuer_of(wave, "Süd")).blinded)

        assert before == CheckedCode("open", key_id)
        assert tickets.check_code(SLUG, code) == CheckedCode("closed")
        assert tickets.check_code(SLUG, "ABCD") == CheckedCode("closed")
        assert tickets.check_code("nowhere", code) is TicketRefusal.CLOSED


def test_forged_truncated_and_foreign_tokens_are_refused(app):
    with app.app_context():
        wave, other = a_wave(), a_wave(slug="other")
        (code,) = invited(wave, stratum="Süd")
        invited(wave, stratum="Nord", first=2)
        (foreign,) = invited(other, stratum="Süd")
        client = Client(issuer_of(wave, "Süd"))
        token = client.token(tickets.redeem(SLUG, code, client.blinded))
        elsewhere = Client(issuer_of(other, "Süd"))
        of_other_wave = elsewhere.token(tickets.redeem("other", foreign, elsewhere.blinded))
        as_north = issuer_keys.token_input(issuer_of(wave, "Nord"), token[2:34]) + token[98:]

        changed = [
            token[:place] + bytes([token[place] ^ 1]) + token[place + 1 :] for place in range(354)
        ]

        assert tickets.verify(wave.id, token) == "Süd"
        assert {tickets.verify(wave.id, each) for each in changed} == {None}
        for wrong in (b"", token[:-1], token + b"\0", token[:98], of_other_wave, as_north):
            assert tickets.verify(wave.id, wrong) is None
        assert tickets.verify(other.id, token) is None


def test_a_token_signed_for_one_stratum_under_the_key_of_another_is_refused(app):
    with app.app_context():
        wave = a_wave()
        (code,) = invited(wave, stratum="Süd")
        invited(wave, stratum="Nord", first=2)
        south, north = issuer_of(wave, "Süd"), issuer_of(wave, "Nord")
        mixed = Client(issuer_keys.Issuer("", south.public_key, north.challenge_digest))

        token = mixed.token(tickets.redeem(SLUG, code, mixed.blinded))

        assert tickets.verify(wave.id, token) is None


def test_a_wave_that_is_closed_signs_nothing(app):
    with app.app_context():
        wave = a_wave()
        (code,) = invited(wave)
        blinded = Client(issuer_of(wave)).blinded
        surveys.mark_closed(main_store(), wave, today=wave.opens_on)
        main_store().commit()

        assert tickets.redeem(SLUG, code, blinded) is TicketRefusal.CLOSED


def test_a_stratum_without_a_key_gets_one_with_the_first_family_that_asks(app):
    with app.app_context():
        wave = a_wave()
        codes = issue_codes(wave.id, 2, Random(7))

        ids = {tickets.check_code(SLUG, code).key_id for code in codes}

        assert ids == {issuer_of(wave).key_id}


def test_opening_a_wave_makes_the_keys_of_all_its_strata(app):
    with app.app_context():
        wave = a_wave(state="planned")
        with register_store() as session:
            new = [
                NewInvitation(bytes([n] * 32), n + 1, stratum) for n, stratum in enumerate("SNS")
            ]
            register.add_invitations(session, wave.id, new)

        open_wave(main_store(), Actor(), wave.id, wave.opens_on)

        assert [issuer.stratum for issuer in issuer_keys.issuers_of(wave.id)] == ["N", "S"]


def test_no_answers_are_taken_with_neither_code_nor_token(app):
    with app.app_context():
        a_wave()

        with pytest.raises(ValueError, match="needs a code"):
            submit(tickets.enter_blind(SLUG), a_response())


def test_a_token_brings_one_ballot_and_its_stratum(app):
    with app.app_context():
        wave = a_wave()
        (code,) = invited(wave, stratum="Süd")
        client = Client(issuer_of(wave, "Süd"))
        token = client.token(tickets.redeem(SLUG, code, client.blinded))
        stratum = tickets.verify(wave.id, token)
        first, second = (
            replace(tickets.enter_blind(SLUG), token=token, stratum=stratum) for _ in range(2)
        )

        assert submit(first, a_response()) is Submitted.NEW
        assert submit(first, a_response()) is Submitted.AGAIN
        assert submit(second, a_response()) is SubmitRefusal.KEPT

        open_all()
        with urn_reading() as session:
            assert [row.stratum for row in session.scalars(select(Response))] == ["Süd"]


def test_the_key_of_a_stratum_is_made_once(app):
    with app.app_context():
        wave = a_wave()
        invited(wave)
        before = issuer_keys.issuers_of(wave.id)

        with register_store() as session:
            issuer_keys.ensure_issuer(session, wave.id, "")

        assert issuer_keys.issuers_of(wave.id) == before
        assert len(before) == 1


def make_key(settings, wave_id, barrier):
    with create_app(settings).app_context():
        barrier.wait()
        with register_store() as session:
            issuer_keys.ensure_issuer(session, wave_id, "")


def test_two_processes_make_one_key_together(app, engine_config):
    with app.app_context():
        wave_id = a_wave().id
    spawn = multiprocessing.get_context("spawn")
    barrier = spawn.Barrier(2)
    processes = [
        spawn.Process(target=make_key, args=(engine_config, wave_id, barrier)) for _ in range(2)
    ]

    for process in processes:
        process.start()
    for process in processes:
        process.join(60)

    assert [process.exitcode for process in processes] == [0, 0]
    with app.app_context():
        assert len(issuer_keys.issuers_of(wave_id)) == 1


def test_the_register_keeps_neither_a_readable_key_nor_anything_of_a_token(app):
    with app.app_context():
        wave = a_wave()
        (code,) = invited(wave)
        client = Client(issuer_of(wave))
        token = client.token(tickets.redeem(SLUG, code, client.blinded))

        with register_store() as session:
            (invitation,) = session.scalars(select(Invitation)).all()
            (issuer,) = session.scalars(select(Issuer)).all()

        assert invitation.claim == hashlib.sha256(client.blinded).digest()
        parts = (token, token[2:34], token[98:], hashlib.sha256(token).digest())
        assert not any(part in (invitation.claim, invitation.code_hash) for part in parts)
        with pytest.raises(ValueError, match="deserialize"):
            serialization.load_der_private_key(issuer.private_key, password=None)
