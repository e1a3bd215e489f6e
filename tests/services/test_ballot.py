"""The cover and the seal of a ballot."""

from dataclasses import replace

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from surveyapp.services.ballot import STEP, Ballot, pack, seal, tag, token_hash, unpack, unseal
from tests.builders import a_response

RECEIPT = b"0123456789"
WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=2000)


def a_ballot(**changes):
    return Ballot(a_response(**changes), "Artern", RECEIPT)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(WORDS, WORDS), max_size=4), WORDS)
def test_ballot_comes_out_of_its_cover_as_it_went_in(texts, answer):
    ballot = a_ballot(document={"a": answer, "b": [1, None, 2.5]}, texts=tuple(texts))

    packed = pack(ballot)

    assert unpack(packed) == ballot
    assert len(packed) % STEP == 0


def test_short_and_long_answers_have_covers_of_one_size():
    sizes = {len(pack(a_ballot(document={"a": "x" * n}))) for n in (0, 1, 500, 3000)}

    assert sizes == {STEP}


@pytest.mark.parametrize(
    ("texts", "sentence"),
    [
        ((("wish", "x" * 2001),), "up to 2001"),
        ((("wish", "x"),) * 1001, "has 1001"),
        ((("wish", "a\0b"),), "NUL"),
    ],
)
def test_what_could_not_be_opened_later_is_refused_before_it_is_sealed(texts, sentence):
    with pytest.raises(ValueError, match=sentence):
        pack(a_ballot(texts=texts))


def test_text_that_only_spells_a_nul_is_taken():
    ballot = a_ballot(texts=(("wish", r"\u0000 and \\u0000"),))

    assert unpack(pack(ballot)) == ballot


def test_seal_opens_with_its_own_key_and_batch_only():
    key, other = (X25519PrivateKey.generate() for _ in range(2))
    packed = pack(a_ballot())
    sealed = seal(packed, key.public_key().public_bytes_raw(), b"batch")

    assert unseal(sealed, key.private_bytes_raw(), b"batch") == packed
    for private, batch in ((other, b"batch"), (key, b"other")):
        with pytest.raises(InvalidTag):
            unseal(sealed, private.private_bytes_raw(), batch)


def test_tag_tells_other_answers_but_not_when_or_in_which_language_they_came():
    ballot = a_ballot()
    later = replace(ballot, response=replace(ballot.response, received_month=12, language="en"))
    other = a_ballot(document={"municipality": "16065001"})

    assert tag(b"t", ballot) == tag(b"t", later)
    assert tag(b"t", ballot) not in {tag(b"t", other), tag(b"u", ballot)}


def test_one_token_has_another_hash_in_each_wave():
    assert token_hash("wave", b"t") != token_hash("other", b"t")
