"""Blind signatures against the vectors of the RFC, and against everything that is not one."""

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from surveyapp.services import blindrsa

REFERENCES = Path(__file__).parents[1] / "references"
VECTORS = json.loads((REFERENCES / "rfc9474_vectors.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def octets(text):
    return bytes.fromhex(text.removeprefix("0x"))


def number(text):
    return int(text.removeprefix("0x"), 16)


def key_of(vector):
    p, q, n, e, d = (number(vector[name]) for name in "pqned")
    coefficients = rsa.rsa_crt_dmp1(d, p), rsa.rsa_crt_dmq1(d, q), rsa.rsa_crt_iqmp(p, q)
    return rsa.RSAPrivateNumbers(p, q, d, *coefficients, rsa.RSAPublicNumbers(e, n)).private_key()


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_every_step_gives_the_bytes_of_the_rfc(vector):
    key = key_of(vector)
    public = key.public_key()
    message, salt_bytes = octets(vector["input_msg"]), number(vector["sLen"])
    factor = pow(number(vector["inv"]), -1, number(vector["n"]))

    blinding = blindrsa.blind(public, message, salt=octets(vector["salt"]), factor=factor)
    blind_signature = blindrsa.sign(key, blinding.blinded)
    signature = blindrsa.finalize(public, message, blind_signature, blinding, salt_bytes)

    assert message == octets(vector["msg_prefix"]) + octets(vector["msg"])
    assert blinding.blinded == octets(vector["blinded_msg"])
    assert blind_signature == octets(vector["blind_sig"])
    assert signature == octets(vector["sig"])


def test_the_rfc_has_four_variants():
    assert len({vector["name"] for vector in VECTORS}) == 4


def test_a_signature_fits_no_other_message_and_no_changed_bit(key):
    public = key.public_key()
    blinding = blindrsa.blind(public, b"ballot")

    signature = blindrsa.finalize(public, b"ballot", blindrsa.sign(key, blinding.blinded), blinding)

    assert signature is not None
    assert blindrsa.verify(public, b"ballot", signature)
    assert not blindrsa.verify(public, b"ballox", signature)
    for place in (0, 7, 255):
        changed = bytearray(signature)
        changed[place] ^= 1
        assert not blindrsa.verify(public, b"ballot", bytes(changed))


def test_a_family_notices_a_signature_of_another_key(key):
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    blinding = blindrsa.blind(key.public_key(), b"ballot")
    foreign = int.from_bytes(blinding.blinded, "big") % other.public_key().public_numbers().n

    signature = blindrsa.sign(other, foreign.to_bytes(256, "big"))

    assert blindrsa.finalize(key.public_key(), b"ballot", signature, blinding) is None


def test_the_same_message_is_blinded_otherwise_every_time(key):
    blinded = {blindrsa.blind(key.public_key(), b"ballot").blinded for _ in range(20)}

    assert len(blinded) == 20


@pytest.mark.parametrize("blinded", [b"", bytes(256), bytes(255), b"\1" * 257, b"\xff" * 256])
def test_what_is_no_number_of_the_key_is_not_signed(key, blinded):
    with pytest.raises(blindrsa.BlindedElementError, match="256 bytes"):
        blindrsa.sign(key, blinded)


def test_a_miscalculation_leaves_nothing(key, monkeypatch):
    element = blindrsa.blind(key.public_key(), b"ballot").blinded
    right = blindrsa.gmpy2.powmod_sec
    monkeypatch.setattr(
        blindrsa.gmpy2,
        "powmod_sec",
        lambda base, exponent, modulus: right(base, exponent, modulus) ^ 1,
    )

    with pytest.raises(blindrsa.SigningFaultError):
        blindrsa.sign(key, element)
