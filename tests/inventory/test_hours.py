"""Opening hours are read as people write them, and refused in a sentence where they would be guessed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveyapp.inventory import hours
from surveyapp.inventory.hours import OPENINGS, HoursError, OpeningHours, Span, parse


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Mo-Fr 6:30-17:00; Sa 9-12", "Mo-Fr 6:30-17:00; Sa 9:00-12:00"),
        (
            "Montag bis Freitag von 6.30 Uhr bis 17 Uhr, Sa 9-12 Uhr",
            "Mo-Fr 6:30-17:00; Sa 9:00-12:00",
        ),
        ("Mo.-Do. 6:30 – 17:30, Fr. 6:30 – 16:00", "Mo-Do 6:30-17:30; Fr 6:30-16:00"),
        ("Mo, Mi 8-12 und 14-18", "Mo 8:00-12:00, 14:00-18:00; Mi 8:00-12:00, 14:00-18:00"),
        ("werktags 7-16, Sonnabend geschlossen", "Mo-Fr 7:00-16:00"),
        ("täglich 0-24", "Mo-So 0:00-24:00"),
        ("Sa-Mo 8-9", "Mo 8:00-9:00; Sa-So 8:00-9:00"),
    ],
)
def test_plain_writings_are_kept_in_one_form(written, kept):
    assert str(parse(written)) == kept


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("nach Vereinbarung", "„nach“ lässt sich nicht als Tag oder Uhrzeit lesen."),
        ("6:30-17", "Vor „6:30“ fehlt der Tag."),
        ("Mo-Fr", "Nach „Mo-Fr“ fehlt die Uhrzeit."),
        ("Mo 8", "Nach „8“ fehlt, bis wann geöffnet ist."),
        ("Mo 17-8", "„17-8“: Das Ende liegt nicht nach dem Anfang."),
        ("Mo 8-25", "„25“ ist keine Uhrzeit."),
        ("Mo 8:75-9", "„8:75“ ist keine Uhrzeit."),
        ("Mo 8-12; Mo 11-13", "Für Mo stehen zwei Zeiten da, die sich überschneiden."),
        ("Sa geschlossen", "Es steht keine Öffnungszeit da."),
    ],
)
def test_what_would_be_a_guess_is_refused_with_its_place(written, reason):
    with pytest.raises(HoursError) as refused:
        parse(written)

    assert refused.value.reason == reason
    assert refused.value.cure


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 1439), st.integers(1, 1440)), min_size=1)
)
def test_hours_read_again_are_the_same(stretches):
    spans = {day: Span(day, start, end) for day, start, end in stretches if start < end}
    kept = OpeningHours(tuple(sorted(spans.values())))

    assert not kept.spans or parse(str(kept)) == kept


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="Mo-Fr;, 0123456789:.bisUhrSa\n–", max_size=40))
def test_any_text_is_read_or_refused(text):
    try:
        read = parse(text)
    except HoursError:
        return

    assert parse(str(read)) == read


@pytest.mark.parametrize(
    ("written", "open_at"),
    [
        ("Mo-Fr 6:30-17:00", {"before_7"}),
        ("Mo-Fr 7-17", set()),
        ("Mo-Mi 7-17:30", {"after_17"}),
        ("Do 14-19; Sa 9-12", {"saturday"}),
        ("Mo-So 0-24", {"before_7", "after_17", "saturday"}),
    ],
)
def test_early_and_late_mean_most_weekdays(written, open_at):
    read = parse(written)

    assert {code for code, (_name, is_open) in OPENINGS.items() if is_open(read)} == open_at
    assert hours.MOST_WEEKDAYS == 3
