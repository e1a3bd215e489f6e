import time
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.questionnaire.anonymise import anonymise
from surveyapp.questionnaire.answers import Answers, complete
from surveyapp.questionnaire.redaction import KINDS, SHORT, find, redact
from surveyapp.questionnaire.types.text import LONGEST
from tests.questionnaire.mini import mini
from tests.questionnaire.redaction_corpus import HARMLESS, HITS

JOINTS = ("KYF", "-", "0", " ", "1", "straße", "@", ".", "(", "+")
PIECES = (*(part for _, _, part in HITS), *JOINTS)


@pytest.mark.parametrize(("kind", "sentence", "part"), HITS, ids=[part for _, _, part in HITS])
def test_what_points_to_a_person_is_replaced_by_its_word(kind, sentence, part):
    stored = redact(sentence, LONGEST)

    (word,) = (each.word for each in KINDS if each.name == kind)
    assert stored == sentence.replace(part, word)


@pytest.mark.parametrize("sentence", HARMLESS)
def test_prices_years_ages_and_times_stay(sentence):
    assert redact(sentence, LONGEST) == sentence


def test_the_corpus_knows_every_kind_and_is_found_without_miss_or_false_alarm():
    hits = [(kind, [each.kind.name for each in find(sentence)]) for kind, sentence, _ in HITS]
    alarms = [sentence for sentence in HARMLESS if find(sentence)]

    right = sum(found == [kind] for kind, found in hits)
    reported = sum(len(found) for _, found in hits) + len(alarms)
    assert len(HITS) + len(HARMLESS) >= 60
    assert {kind for kind, _, _ in HITS} == {each.name for each in KINDS}
    assert (right / len(HITS), right / reported) == (1.0, 1.0)  # recall, precision


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_replacing_twice_is_replacing_once_and_never_too_long(text):
    text = text[:LONGEST]

    once = redact(text, LONGEST)

    assert redact(once, LONGEST) == once
    assert len(once) <= LONGEST


def test_a_full_text_keeps_its_length_by_short_words():
    text = ("a@b.de " * 300)[:1999]

    stored = redact(text, LONGEST)

    assert len(stored) <= LONGEST
    assert SHORT in stored
    assert "@b.de" not in stored


def test_the_longest_and_worst_texts_take_no_time():
    randomness = Random(5)
    worst = [symbol * LONGEST for symbol in ("0", "0 ", "a@", "A-", "a.", "str", "DE12 ", "+(")]
    worst += ["".join(randomness.choices("0123 -/.@aAß", k=LONGEST)) for _ in range(20)]
    began = time.process_time()

    for text in worst:
        find(text[:LONGEST])

    assert time.process_time() - began < 5  # thousands of times what is needed


def test_every_kind_has_a_word_of_its_own_in_brackets():
    words = [kind.word for kind in KINDS]

    assert len(set(words)) == len(words)
    assert all(word.startswith("[") and word.endswith("]") for word in words)


@pytest.mark.parametrize("mode", ["web", "paper", "assisted"])
def test_a_text_is_redacted_before_it_can_be_stored_whichever_way_it_came(mode):
    questionnaire = mini("text")
    answers = Answers.from_json({"mood": "yes", "wish": "Mehr Busse! Anruf: 0176 12345678"})
    found = complete(questionnaire, answers)

    response = anonymise(
        found,
        questionnaire=questionnaire,
        received_on=date(2026, 11, 22),
        language="de",
        mode=mode,
    )

    assert response.texts == (("wish", "Mehr Busse! Anruf: [Telefonnummer]"),)
    assert "0176" not in repr(response)
