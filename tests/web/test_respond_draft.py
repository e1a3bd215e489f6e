"""The sealed draft: opens for its own survey only, and says nothing to anybody else."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from surveyapp.questionnaire.answers import Answers
from surveyapp.services.enter import Ticket
from surveyapp.web.respond.draft import LONGEST, Draft, DraftTooLongError, open_draft, seal

KEY = b"k" * 32
DRAFT = Draft(
    ticket=Ticket("wave", b"c" * 32, b"h" * 32),
    language="en",
    document_hash="0" * 64,
    answers=Answers().put("kita", "yes").put("care", ("kita", "hort"), "1"),
    step="care.1",
    is_reviewing=True,
)


def test_a_draft_comes_back_as_it_was_sealed():
    text = seal(DRAFT, KEY, slug="familie")

    assert open_draft(text, KEY, slug="familie") == DRAFT


def test_a_draft_without_code_comes_back_too():
    open_wave = replace(DRAFT, ticket=Ticket("wave", b"c" * 32))

    text = seal(open_wave, KEY, slug="familie")

    assert open_draft(text, KEY, slug="familie") == open_wave


@pytest.mark.parametrize(("key", "slug"), [(b"x" * 32, "familie"), (KEY, "andere")])
def test_a_draft_opens_for_its_own_installation_and_survey_only(key, slug):
    text = seal(DRAFT, KEY, slug="familie")

    assert open_draft(text, key, slug=slug) is None


@pytest.mark.parametrize("place", [0, 20, 100, -5])
def test_a_draft_with_one_changed_character_does_not_open(place):
    text = list(seal(DRAFT, KEY, slug="familie"))
    text[place] = "A" if text[place] != "A" else "B"

    assert open_draft("".join(text), KEY, slug="familie") is None


@pytest.mark.parametrize("text", ["", "x", "ä", "====", "A" * 40, "A" * (LONGEST + 1)])
def test_any_other_text_does_not_open(text):
    assert open_draft(text, KEY, slug="familie") is None


def test_lengths_come_in_steps_so_that_they_tell_little():
    lengths = set()
    for number in range(40):
        answers = Answers().put("wish", "ä" * number)
        lengths.add(len(seal(replace(DRAFT, answers=answers), KEY, slug="familie")))

    assert len(lengths) <= 2


def test_the_same_draft_never_looks_the_same_twice():
    first = seal(DRAFT, KEY, slug="familie")

    assert seal(DRAFT, KEY, slug="familie") != first


def test_answers_that_fit_into_no_page_are_refused_with_a_cure():
    randomness = Random(1)
    text = "".join(chr(randomness.randrange(0x4E00, 0x9FFF)) for _ in range(60_000))
    draft = replace(DRAFT, answers=Answers().put("wish", text))

    with pytest.raises(DraftTooLongError, match="shorten the longest text questions"):
        seal(draft, KEY, slug="familie")
