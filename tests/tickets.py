"""Invited families and a client of the blind ticket in Python, for tests."""

from __future__ import annotations

import secrets
from random import Random

from cryptography.hazmat.primitives import serialization
from sqlalchemy import insert

from surveyapp.access.codes import new_code
from surveyapp.services import blindrsa, issuer_keys
from surveyapp.services.enter import code_hash
from surveyapp.services.keys import derived_key
from surveyapp.storage.db import register_store
from surveyapp.storage.tables import Invitation


def invited(wave, number=1, *, stratum="", first=1):
    """Invite families of one stratum, whose key is made, and return their codes."""
    randomness = Random(f"{wave.id}/{stratum}")
    codes = [new_code(randomness) for _ in range(number)]
    key = derived_key("codes")
    rows = [
        {
            "code_hash": code_hash(key, wave.id, code),
            "wave_id": wave.id,
            "serial": serial,
            "stratum": stratum,
        }
        for serial, code in enumerate(codes, first)
    ]
    with register_store() as session:
        session.execute(insert(Invitation), rows)
        issuer_keys.ensure_issuer(session, wave.id, stratum)
    return codes


class Client:
    """What a family's browser does: draw, blind, unblind, verify."""

    def __init__(self, issuer, nonce=None):
        self.key = serialization.load_der_public_key(issuer.public_key)
        self.message = issuer_keys.token_input(issuer, nonce or secrets.token_bytes(32))
        self.blinding = blindrsa.blind(self.key, self.message)

    @property
    def blinded(self):
        return self.blinding.blinded

    def token(self, signature):
        found = blindrsa.finalize(self.key, self.message, signature, self.blinding)
        assert found is not None, "the signature is not the issuer's"
        return self.message + found


def issuer_of(wave, stratum=""):
    """Return the public key of one stratum."""
    return next(each for each in issuer_keys.issuers_of(wave.id) if each.stratum == stratum)
