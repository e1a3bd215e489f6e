import itertools
from random import Random

import pytest
from sqlalchemy import select

from surveyapp.access import codes
from surveyapp.services.enter import EnterRefusal, Ticket, enter, issue_codes
from surveyapp.storage.db import register_store
from surveyapp.storage.tables import Invitation
from tests.builders import a_wave


def test_every_single_wrong_symbol_is_noticed():
    code = codes.new_code(Random(1))

    for place, symbol in itertools.product(range(codes.LENGTH), codes.ALPHABET):
        wrong = code[:place] + symbol + code[place + 1 :]
        assert codes.read_code(wrong) == (code if wrong == code else None)


def test_every_exchange_of_two_symbols_is_noticed():
    randomness = Random(2)

    for code in (codes.new_code(randomness) for _ in range(300)):
        for first, second in itertools.combinations(range(codes.LENGTH), 2):
            symbols = list(code)
            symbols[first], symbols[second] = symbols[second], symbols[first]
            wrong = "".join(symbols)
            assert codes.read_code(wrong) == (code if wrong == code else None)


def test_alphabet_has_thirty_symbols_that_look_different():
    assert len(set(codes.ALPHABET)) == 30
    assert not set(codes.ALPHABET) & set("01OILU")


@pytest.mark.parametrize(
    "form", ["{}", " {} ", "„{}“", "\ufeff{}\u200b", "lower", "spaces", "soft"]
)
def test_code_is_read_however_a_person_types_it(form):
    code = codes.new_code(Random(3))
    letter = codes.written(code)
    typed = {
        "lower": letter.lower(),
        "spaces": letter.replace("-", " "),
        "soft": letter.replace("-", "\u00ad/_"),
    }.get(form, form.format(letter))

    assert codes.read_code(typed) == code


def test_issued_code_lets_a_family_in(app):
    with app.app_context():
        wave = a_wave()
        (code,) = issue_codes(wave.id, 1, Random(4))

        ticket = enter("familie-26", code.lower())

        assert isinstance(ticket, Ticket)
        assert ticket.wave_id == wave.id
        assert len(ticket.claim) == 32


def test_two_drafts_with_one_code_have_different_claims(app):
    with app.app_context():
        (code,) = issue_codes(a_wave().id, 1, Random(4))

        first, second = enter("familie-26", code), enter("familie-26", code)

        assert first.code_hash == second.code_hash
        assert first.claim != second.claim


def test_codes_that_do_not_fit_are_refused_with_the_reason(app):
    with app.app_context():
        wave = a_wave()
        issue_codes(wave.id, 1, Random(5))
        (of_other_wave,) = issue_codes(a_wave(slug="other").id, 1, Random(6))

        assert enter("familie-26", "") is EnterRefusal.MISTYPED
        assert enter("familie-26", "ABCD-EFGH-JKM0") is EnterRefusal.MISTYPED
        assert enter("familie-26", of_other_wave) is EnterRefusal.UNKNOWN
        assert enter("nowhere", of_other_wave) is EnterRefusal.CLOSED


def test_closed_wave_lets_nobody_in(app):
    with app.app_context():
        (code,) = issue_codes(a_wave(state="closed").id, 1, Random(7))

        assert enter("familie-26", code) is EnterRefusal.CLOSED


def test_open_wave_needs_no_code(app):
    with app.app_context():
        a_wave(sampling="open")

        ticket = enter("familie-26")

        assert isinstance(ticket, Ticket)
        assert ticket.code_hash is None


def test_register_keeps_hashes_only_and_not_the_order_of_issue(app):
    with app.app_context():
        wave = a_wave()

        issued = issue_codes(wave.id, 50, Random(8))

        with register_store() as session:
            rows = session.scalars(select(Invitation)).all()
        hashes = [row.code_hash for row in rows]
        assert len(set(issued)) == len(hashes) == 50
        assert all(len(value) == 32 for value in hashes)
        assert hashes == sorted(hashes)
        assert not any(
            code.replace("-", "").encode() in value for code in issued for value in hashes
        )
