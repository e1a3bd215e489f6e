"""Translations that come in from forms and files: nothing is lost, whatever the order."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveyapp.questionnaire.editing.edits import Edit
from surveyapp.questionnaire.translating.hints import Sort, hints, lines_on_phone, term_hints
from surveyapp.questionnaire.translating.intake import LONGEST, SHORT, Fate, Line, decide
from surveyapp.questionnaire.translating.origins import Origins, Pair, State, digest, pairs_of
from surveyapp.questionnaire.translating.units import Unit, units

TREE = {
    "title": {"de": "Umfrage", "uk": "Опитування"},
    "sections": [{"id": "a", "title": {"de": "Anfang"}}],
    "pages": [
        {
            "id": "eins",
            "title": {"de": "Ihre Familie"},
            "section": "a",
            "questions": [
                {
                    "id": "kinder",
                    "type": "single",
                    "label": {"de": "nur für uns"},
                    "text": {"de": "Wie viele Kinder?", "uk": "Скільки дітей?"},
                    "options": [
                        {"code": "ja", "text": {"de": "Ja", "uk": "Так"}},
                        {"code": "nein", "text": {"de": "Nein"}},
                    ],
                    "checks": [
                        {"that": "true", "message": {"de": "Zu viele", "uk": "Забагато"}},
                        {"that": "true", "message": {"de": "Zu wenige", "uk": "Замало"}},
                    ],
                }
            ],
        }
    ],
}


def unit(german, said="", *, sort="question", name="text", language="uk", key="question/a:text"):
    text = {"de": german, language: said} if said else {"de": german}
    return Unit(key, key.partition(":")[0], name, sort, "page/eins", text)


def fate(line, there, *pairs):
    """Return what becomes of one line where one wording is known."""
    [found] = decide([there], "uk", Origins(pairs, [there.key]), [line])
    return found.fate


def short(text):
    return digest(text)[:SHORT]


def made_from(german, said, key="question/a:text"):
    return Pair("uk", key, digest(said), german)


def test_every_wording_for_families_has_an_address_of_its_own():
    found = {each.key: each.german for each in units(TREE)}

    assert found == {
        ":title": "Umfrage",
        "section/a:title": "Anfang",
        "page/eins:title": "Ihre Familie",
        "question/kinder:text": "Wie viele Kinder?",
        "question/kinder/option/ja:text": "Ja",
        "question/kinder/option/nein:text": "Nein",
        "question/kinder/check/0:message": "Zu viele",
        "question/kinder/check/1:message": "Zu wenige",
    }


@pytest.mark.parametrize(
    ("line", "now", "expected"),
    [
        (Line("question/a:text", "Так", "Ja", short("")), "", Fate.TAKEN),
        (Line("question/a:text", "Так!", "Ja", short("Так")), "Так", Fate.TAKEN),
        (Line("question/a:text", "Так", "Ja", short("Так")), "Ага", Fate.UNTOUCHED),
        (Line("question/a:text", "Так", "Ja", short("")), "Ага", Fate.CONFLICT),
        (Line("question/a:text", "Так", "Ja"), "Ага", Fate.CONFLICT),
        (Line("question/a:text", "Так", "Ja", short("")), "Так", Fate.SAME),
        (Line("question/a:text", "", "Ja", short("Так")), "Так", Fate.EMPTIED),
        (Line("question/a:text", "", "Ja", short("")), "Так", Fate.UNTOUCHED),
        (Line("question/a:text", "Так", "Jawohl", short("")), "", Fate.STALE),
        (Line("question/a:text", "Так!", "Jawohl", short("Так")), "Так", Fate.CONFLICT),
        (Line("question/a:text", '=WENN(A1;"x")', "Ja"), "", Fate.FORMULA),
        (Line("question/a:text", "я" * (LONGEST + 1), "Ja"), "", Fate.TOO_LONG),
        (Line("question/b:text", "Так", "Unbekannt"), "", Fate.UNKNOWN),
        (Line("question/b:text", "Так", "Ja"), "", Fate.TAKEN),
        (Line("question/a:text", "Так", "Ja", short(""), is_doubtful=True), "", Fate.STALE),
    ],
)
def test_a_line_is_taken_unless_somebody_has_to_decide(line, now, expected):
    there = unit("Ja", now)

    assert fate(line, there) is expected


def test_a_line_somebody_chose_replaces_only_what_was_seen():
    there = unit("Ja", "Ага")
    chosen = Line("question/a:text", "Так", "Ja", digest("Ага"), is_chosen=True)
    too_late = Line("question/a:text", "Так", "Ja", digest("Отож"), is_chosen=True)

    assert fate(chosen, there) is Fate.TAKEN
    assert fate(too_late, there) is Fate.CONFLICT


def test_an_older_translation_replaces_a_stale_one_but_asks_before_a_fitting_one():
    line = Line("question/a:text", "Так!", "Jo", short("Так"))
    there = unit("Ja", "Так")

    assert fate(line, there, made_from("Jo", "Так")) is Fate.STALE
    assert fate(line, there, made_from("Jo", "Так"), made_from("Ja", "Так")) is Fate.CONFLICT


def test_a_check_that_moved_is_found_by_its_german_among_its_like():
    tree = {**TREE, "pages": [{**TREE["pages"][0]}]}
    question = {**tree["pages"][0]["questions"][0]}
    question["checks"] = question["checks"][1:]
    tree["pages"][0]["questions"] = [question]
    found = units(tree)
    line = Line("question/kinder/check/1:message", "Мало", "Zu wenige", short("Замало"))

    [decided] = decide(found, "uk", Origins((), [each.key for each in found]), [line])

    assert (decided.fate, decided.unit.key) == (Fate.TAKEN, "question/kinder/check/0:message")


def test_a_translation_is_stale_while_its_german_is_another_one():
    pair = made_from("Alt", "Так")

    changed = Origins([pair], ["question/a:text"]).state(unit("Neu", "Так"), "uk")
    back = Origins([pair], ["question/a:text"]).state(unit("Alt", "Так"), "uk")
    unknown = Origins([], []).state(unit("Neu", "Так"), "uk")

    assert (changed, back, unknown) == (State.STALE, State.DONE, State.DONE)


def test_what_is_known_of_a_translation_stays_when_its_question_gets_another_name():
    pair = made_from("Alt", "Так", key="question/frueher:text")
    there = unit("Neu", "Так")

    origins = Origins([pair], [there.key])

    assert (origins.state(there, "uk"), origins.was(there, "uk")) == (State.STALE, "Alt")


def test_a_change_of_german_notes_what_the_translation_was_made_from():
    edit = Edit("set_text", "question/kinder", {"text": "Wie viele Kinder leben bei Ihnen?"})
    after = {**TREE, "title": {"de": "Befragung", "uk": "Опитування"}}

    stood, made = pairs_of(TREE, after, [edit])

    assert stood == (Pair("uk", ":title", digest("Опитування"), "Umfrage"),)
    assert made == ()


# Files in any order


WORDS = st.text(alphabet="абвгґдеє їЇ{}<&'\"", min_size=1, max_size=6).filter(str.strip)


@settings(max_examples=60, deadline=None)
@given(
    said=st.dictionaries(st.integers(0, 11), WORDS, min_size=1),
    stale=st.sets(st.integers(0, 11)),
    seed=st.integers(0, 2**16),
)
def test_files_give_the_same_whatever_their_number_and_order(said, stale, seed):
    there = [unit(f"Text {n}", key=f"question/q{n}:text") for n in range(12)]
    lines = [
        Line(there[n].key, words, "Früher" if n in stale else there[n].german, short(""))
        for n, words in said.items()
    ]
    randomness = random.Random(seed)

    whole = imported(there, [lines])
    files = [[] for _ in range(4)]
    for line in lines:
        randomness.choice(files).append(line)
    randomness.shuffle(files)
    in_parts = imported(there, [*files, *reversed(files)])

    assert in_parts == whole


def imported(there, files):
    """Return translation and state of every wording after some files."""
    pairs = []
    for lines in files:
        origins = Origins(pairs, [each.key for each in there])
        for each in decide(there, "uk", origins, lines):
            assert each.fate not in {Fate.CONFLICT, Fate.UNKNOWN}
            if each.fate in {Fate.TAKEN, Fate.STALE}:
                pairs.append(Pair("uk", each.unit.key, digest(each.line.said), each.made_from))
                there = [
                    unit(one.german, each.line.said, key=one.key)
                    if one.key == each.unit.key
                    else one
                    for one in there
                ]
    origins = Origins(pairs, [each.key for each in there])
    return {each.key: (each.said("uk"), origins.state(each, "uk")) for each in there}


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_translators_at_one_text_are_asked_whoever_comes_first(order):
    there = unit("Ja")
    theirs = [Line(there.key, each, "Ja", short("")) for each in ("Так", "Ага")]

    first, second = decide([there], "uk", Origins((), [there.key]), [theirs[n] for n in order])

    assert (first.fate, second.fate) == (Fate.TAKEN, Fate.CONFLICT)
    assert {second.said, second.line.said} == {"Так", "Ага"}


# Hints


def test_a_placeholder_that_is_missing_is_an_error():
    found = hints(unit("Wie alt ist {item}?", "Скільки років?"), "uk")

    assert [(each.sort, each.about) for each in found] == [(Sort.LACKING, "item")]


def test_plurals_of_another_language_are_no_error():
    german = "{kinder, plural, one {Ihr Kind} other {Ihre Kinder}}"
    said = "{kinder, plural, one {Ваша дитина} few {Ваші діти} many {Ваших дітей} other {Діти}}"

    assert hints(unit(german, said), "uk") == ()


def test_braces_that_cannot_be_read_are_an_error():
    found = hints(unit("Wie alt ist {item}?", "Скільки {item років?"), "uk")

    assert [each.sort for each in found] == [Sort.BRACES]


def test_an_answer_that_grows_on_the_phone_is_named():
    said = "Так, звичайно, і навіть дуже охоче та часто"
    found = hints(unit("Ja, sehr gern", said, sort="option"), "uk")

    assert [each.sort for each in found] == [Sort.WRAPS]
    assert lines_on_phone(unit("Ja", said, sort="option"), "uk") == 2


def test_words_of_the_glossary_are_named_with_whether_they_are_used():
    [term] = term_hints(
        unit("Nutzen Sie eine Kita?", "Do you use a kindergarten?", language="en"), "en"
    )

    assert (term.german, term.is_used) == ("Kita", False)


def test_plain_german_is_looked_at():
    said = "Würden Sie die Betreuungszeiten ändern?"
    found = hints(unit("Passt die Zeit?", said, language="de-simple"), "de-simple")

    assert {each.about for each in found if each.sort is Sort.PLAIN} == {"Q102", "Q104"}
