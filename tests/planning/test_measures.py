"""How far a measure is, and what has to be known for it."""

from datetime import date

import pytest

from surveyapp.planning.measures import (
    STEPS,
    Refusal,
    Resolution,
    Standing,
    State,
    UnprovenError,
    step,
    wrong_resolution,
    wrong_words,
)

TODAY = date(2026, 11, 22)
COUNCIL = Resolution("county_council", date(2026, 10, 7), "88/26", "https://kreis.example/88")
RESOLVED = Standing(State.RESOLVED, COUNCIL)


def test_measure_is_resolved_by_somebody_on_a_day_or_not_at_all():
    assert step(Standing(), State.RESOLVED, COUNCIL, None, TODAY) == RESOLVED
    assert step(Standing(), State.RESOLVED, None, None, TODAY) is Refusal.NO_RESOLUTION
    assert step(Standing(), State.UNDER_WAY, COUNCIL, None, TODAY) is Refusal.NO_SUCH_STEP

    with pytest.raises(UnprovenError, match="without a resolution"):
        Standing(State.UNDER_WAY)


def test_measure_is_done_on_a_day_between_its_resolution_and_today():
    days = (None, date(2026, 11, 23), date(2026, 10, 6), date(2026, 10, 7))

    found = [step(RESOLVED, State.DONE, COUNCIL, day, TODAY) for day in days]

    assert found == [
        Refusal.NO_DONE_ON,
        Refusal.DONE_LATER,
        Refusal.DONE_BEFORE_DECIDED,
        Standing(State.DONE, COUNCIL, date(2026, 10, 7)),
    ]


def test_a_wrongly_written_resolution_is_corrected_without_another_step():
    mended = Resolution("city_council", date(2026, 10, 8))

    assert step(RESOLVED, State.RESOLVED, mended, None, TODAY) == Standing(State.RESOLVED, mended)
    assert step(RESOLVED, State.PROPOSED, COUNCIL, None, TODAY) == Standing()
    assert all(state in STEPS[state] for state in State)


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"body": "stammtisch"}, Refusal.UNKNOWN_BODY),
        ({"decided_on": date(2026, 11, 23)}, Refusal.DECIDED_LATER),
        ({"number": "8" * 61}, Refusal.NUMBER_TOO_LONG),
        ({"link": "http://kreis.example/88"}, Refusal.WRONG_LINK),
        ({"link": "https://["}, Refusal.WRONG_LINK),
        ({"link": "javascript:alert(1)"}, Refusal.WRONG_LINK),
        ({"link": "https://kreis.example@elsewhere.example/"}, Refusal.WRONG_LINK),
        ({"link": "https://kreis.example\\@elsewhere.example/"}, Refusal.WRONG_LINK),
        ({"link": "https://kreis.example:99999/"}, Refusal.WRONG_LINK),
        ({"link": "https://."}, Refusal.WRONG_LINK),
        ({"link": "https://rat.müller-kreis.example:8443/vo?id=1@2"}, None),
        ({"link": ""}, None),
    ],
)
def test_resolution_names_a_body_a_day_that_was_and_a_safe_link(changed, refusal):
    given = {"body": "county_council", "decided_on": date(2026, 10, 7), **changed}

    assert wrong_resolution(Resolution(**given), TODAY) is refusal


def test_families_get_words_they_can_read():
    assert wrong_words("Späte Betreuung", "Vier Kitas bleiben bis 19 Uhr offen.") is None
    assert wrong_words("\u200b", "Satz") is Refusal.NO_TITLE
    assert wrong_words("Titel", "…") is Refusal.NO_SENTENCE
    assert wrong_words("x" * 121, "Satz") is Refusal.TITLE_TOO_LONG
    assert wrong_words("Titel", "x" * 401) is Refusal.SENTENCE_TOO_LONG
