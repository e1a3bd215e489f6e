"""Which passwords are too easily guessed."""

import pytest

from surveyapp.services.passwords import PasswordRefusal, hash_of, is_right, refusal_of

OWN = ("petra.planung@kyffhaeuser.de", "Petra Müller-Planung", "Kyffhäuserkreis")


@pytest.mark.parametrize(
    "password",
    [
        "Passwort2026!",
        "P@$$w0rt123456",
        "Sommer2026Sommer2026",
        "aaaaaaaaaaaaaaaa",
        "abababababababab",
        "123456789012",
        "qwertzuiop123",
        "Petra.Planung.2026",
        "petra.planung@kyffhaeuser.de",
        "Kyffhäuserkreis-2026",
        "Landratsamt!!!!!!!!!",
        "Mueller-Planung1",
    ],
)
def test_what_anybody_would_try_first_is_no_password(password):
    assert refusal_of(password, OWN) is PasswordRefusal.TOO_EASY


@pytest.mark.parametrize(
    "password",
    [
        "ein langes Kennwort",
        "Gabel Nordlicht Erbse Zaun",
        "kT9#vLq2!xZr",
        "дванадцять букв тут",
        "x7Gh-Petra-92kq-Lm",
    ],
)
def test_long_ones_of_own_words_are_taken_without_rules_for_signs(password):
    assert refusal_of(password, OWN) is None


def test_length_is_bounded_on_both_sides():
    assert refusal_of("kT9#vLq2!xZ") is PasswordRefusal.TOO_SHORT
    assert refusal_of("kT9#vLq2" * 200) is PasswordRefusal.TOO_LONG


def test_nothing_fits_where_there_is_no_password():
    assert is_right(hash_of("kT9#vLq2!xZr"), "kT9#vLq2!xZr")
    assert not is_right(None, "kT9#vLq2!xZr")
    assert not is_right("no hash", "kT9#vLq2!xZr")
