"""Numbers as people of every language type them."""

from __future__ import annotations

from random import Random

import pytest

from surveyapp.access.codes import new_code, read_code, written
from surveyapp.questionnaire.digits import western
from surveyapp.questionnaire.redaction import redact
from surveyapp.questionnaire.types.date import read_date
from surveyapp.questionnaire.types.duration import read_duration
from surveyapp.questionnaire.types.month import read_month
from surveyapp.questionnaire.types.number import read_number
from surveyapp.questionnaire.types.postcode import read_postcode
from surveyapp.questionnaire.types.time import read_time
from surveyapp.services.receipt import read_receipt

ARABIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
SCRIPTS = pytest.mark.parametrize("script", [ARABIC, PERSIAN], ids=["arabic", "persian"])


@SCRIPTS
@pytest.mark.parametrize(
    ("read", "typed"),
    [
        (read_date, "31.5.2024"),
        (read_date, "2024-05-31"),
        (read_month, "5/2024"),
        (read_time, "7:30"),
        (read_time, "0730"),
        (read_duration, "1:30"),
        (read_postcode, "99 706"),
        (lambda text: read_number(text, 0), "1 234"),
        (lambda text: read_number(text, 1), "12,5"),
        (read_receipt, "0123-4567-89AB-CDEF-0123"),
    ],
)
def test_digits_of_other_scripts_say_the_same(read, typed, script):
    assert read(typed.translate(script)) == read(typed)
    assert read(typed) is not None


@SCRIPTS
def test_a_code_may_be_typed_with_digits_of_another_script(script):
    codes = [new_code(Random(number)) for number in range(20)]

    assert [read_code(written(code).translate(script)) for code in codes] == codes


@pytest.mark.parametrize(
    ("typed", "decimals", "number"),
    [
        ("١٢٫٥", 1, 12.5),
        ("۱۲٫۵", 1, 12.5),
        ("١٬٢٣٤٫٥", 1, 1234.5),
        ("١٬٢٣٤", 0, 1234.0),
        ("١٢،٥", 1, 12.5),
        ("١٬٢", 1, None),
        ("٢ ٠٠٠", 0, 2000.0),
    ],
)
def test_arabic_separators_are_read(typed, decimals, number):
    assert read_number(typed, decimals) == number


def test_only_digits_change_and_each_stays_in_its_place():
    text = "عمري ٣٥ سنة, Zahl ۷ und ½ ²"

    assert western(text) == "عمري 35 سنة, Zahl 7 und ½ ²"
    assert len(western(text)) == len(text)


@SCRIPTS
def test_a_telephone_number_in_other_digits_is_kept_out_of_free_texts(script):
    assert (
        redact("Bitte anrufen: 0171 2345678".translate(script), 500)
        == "Bitte anrufen: [Telefonnummer]"
    )
