import json
from datetime import date

import pytest
from sqlalchemy import text

from surveyapp.questionnaire.quoting import added_words
from surveyapp.services import quoting, voices
from surveyapp.services.quoting import Added, NoSuchText, NothingLeft
from surveyapp.storage import surveys
from surveyapp.storage.db import main_store
from tests.builders import Actor, a_wave, add_texts
from tests.staff_journey import an_account

WISH = "Mehr Busse am Abend,\nsonst kommt Jonas nie heim."
A, B = b"a" * 16, b"b" * 16
ARABIC = "أتمنى المزيد من الحافلات"


@pytest.fixture
def closed(app):
    """A closed wave with two texts, and somebody who may read them."""
    with app.app_context():
        wave = a_wave()
        add_texts(wave, ("de", WISH), ("ar", ARABIC))
        surveys.mark_closed(main_store(), wave, today=date(2026, 12, 1))
        main_store().commit()
        app.wave, app.reader = wave, an_account()
        yield app


def approved(app):
    found = voices.of_wave(main_store(), "familie-26", app.wave.number)
    return [(each.text, each.language) for part in found for each in part.voices]


@pytest.mark.parametrize(
    ("wording", "added"),
    [
        (WISH, ()),
        ("Mehr Busse am Abend.", ()),
        ("Mehr Busse […], sonst kommt [Name] nie heim", ()),
        ("mehr ██ am abend … nie heim!", ()),
        ("Mehr Züge am Abend", ("Züge",)),
        ("am Abend mehr Busse", ("mehr", "Busse")),
        ("Busse Busse", ("Busse",)),
    ],
)
def test_words_may_go_from_a_quotation_and_none_may_come(wording, added):
    assert added_words(WISH, wording) == added


def test_only_an_approved_wording_is_shown(closed):
    assert approved(closed) == []

    quoting.approve(main_store(), closed.reader, closed.wave, A, "Mehr Busse am Abend.")

    assert approved(closed) == [("Mehr Busse am Abend.", "de")]


def test_approving_again_changes_the_same_quotation(closed):
    for said in (WISH, "Mehr Busse"):
        quoting.approve(main_store(), closed.reader, closed.wave, A, said)

    assert approved(closed) == [("Mehr Busse", "de")]


def test_taking_back_shows_it_to_nobody(closed):
    quote = quoting.approve(main_store(), closed.reader, closed.wave, B, ARABIC)

    assert quoting.take_back(main_store(), closed.reader, closed.wave, quote.id)

    assert approved(closed) == []
    assert not quoting.take_back(main_store(), closed.reader, closed.wave, quote.id)


@pytest.mark.parametrize(
    ("said", "outcome"), [("Mehr Züge", Added), ("", NothingLeft), (" […] ", NothingLeft)]
)
def test_what_the_family_did_not_write_is_not_approved(closed, said, outcome):
    result = quoting.approve(main_store(), closed.reader, closed.wave, A, said)

    assert isinstance(result, outcome)
    assert approved(closed) == []


def test_texts_of_an_open_wave_are_nobodys_to_read(app):
    with app.app_context():
        wave, reader = a_wave(), an_account()
        add_texts(wave, ("de", WISH))

        assert quoting.numbers_of_texts(wave) == {}
        with pytest.raises(PermissionError, match="after the wave closed"):
            quoting.read_texts(main_store(), reader, wave, "ideas", 1)
        outcome = quoting.approve(main_store(), reader, wave, A, WISH)

        assert isinstance(outcome, NoSuchText)
        assert approved_rows() == []


@pytest.mark.parametrize("other", [{"role": "planner"}, {"county_ags": "16062"}])
def test_only_administrators_of_the_county_read_texts(closed, other):
    with pytest.raises(PermissionError, match="administrators"):
        quoting.read_texts(main_store(), Actor(**other), closed.wave, "ideas", 1)


def approved_rows():
    return main_store().execute(text("SELECT * FROM quote")).mappings().all()


def test_a_copy_of_the_main_store_leads_to_no_row_of_the_urn(closed):
    quoting.approve(main_store(), closed.reader, closed.wave, A, WISH)

    (row,) = approved_rows()

    assert A.hex() not in json.dumps(dict(row))
    assert len(row["id"]) == 22
