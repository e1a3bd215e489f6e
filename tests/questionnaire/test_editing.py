"""Editing the document of a questionnaire: every operation, what follows it, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from surveyapp.questionnaire import document
from surveyapp.questionnaire.editing import tree as trees
from surveyapp.questionnaire.editing.edits import Edit, Reason, Refusal
from surveyapp.questionnaire.editing.flat import (
    ABSENT,
    changed,
    changes,
    flatten,
    from_json,
    restore,
    reverse,
    to_json,
)
from surveyapp.questionnaire.editing.merging import merge
from surveyapp.questionnaire.editing.operations import OPERATIONS, apply, run, settled
from surveyapp.questionnaire.editing.spots import every, find
from surveyapp.questionnaire.types import KINDS
from tests.questionnaire.mini import FOLDER

NAMES = (
    "skip_rule",
    "every_type",
    "repeat_rows",
    "piping_plural",
    "contact_form",
    "forms",
    "variants",
)
TREES = {name: trees.of(document.read(FOLDER / f"{name}.yaml")) for name in NAMES}
SMALL = {
    "id": "klein",
    "version": 1,
    "title": {"de": "Klein"},
    "intro": {"de": "Hallo."},
    "thanks": {"de": "Danke."},
    "languages": ["de", "en"],
    "minutes": 1,
    "sections": [{"id": "anfang", "title": {"de": "Anfang"}}],
    "pages": [
        {
            "id": "eins",
            "title": {"de": "Eins"},
            "section": "anfang",
            "questions": [
                {
                    "id": "kita",
                    "type": "single",
                    "text": {"de": "Kita?"},
                    "options": [
                        {"code": "ja", "text": {"de": "ja"}},
                        {"code": "nein", "text": {"de": "nein"}},
                        {"code": "bald", "text": {"de": "bald"}},
                    ],
                },
                {"id": "stunden", "type": "number", "text": {"de": "Wie viele?"}, "maximum": 60},
            ],
        },
        {
            "id": "zwei",
            "title": {"de": "Zwei"},
            "section": "anfang",
            "show": "kita in ['ja', 'bald'] and stunden > 5",
            "questions": [
                {
                    "id": "froh",
                    "type": "text",
                    "text": {
                        "de": "Wie geht's mit {stunden} Stunden {kita, select, ja {und} other {#}}?"
                    },
                    "show": "kita == 'ja'",
                }
            ],
        },
    ],
}


def make(operation, path="", tree=SMALL, **arguments):
    """Return what one edit makes of the small questionnaire."""
    return apply(tree, Edit(operation, path, arguments))


def asked(tree, id_):
    """Return a question of a document."""
    return find(tree, f"question/{id_}").element


def test_a_new_question_gets_an_id_of_its_german_words():
    first = run(
        SMALL, Edit("add_question", "page/eins", {"type": "number", "text": "Größe der Wohnung?"})
    )
    second = run(
        first.tree,
        Edit("add_question", "page/eins", {"type": "number", "text": "Größe der Wohnung?"}),
    )

    assert (first.made, second.made) == ("question/groesse_wohnung", "question/groesse_wohnung_2")


def test_the_first_question_for_a_municipality_says_where_families_live():
    first = make("add_question", "page/eins", type="municipality", text="Wohnort?")
    second = make("add_question", "page/eins", tree=first, type="municipality", text="Arbeit?")
    gone = make("remove", "question/wohnort", tree=second, with_references=True)

    assert (first["area_question"], second["area_question"]) == ("wohnort", "wohnort")
    assert "area_question" not in gone


@pytest.mark.parametrize(
    ("after", "place"), [("", 0), ("kita", 1), (None, 2), ("gibt_es_nicht", 2)]
)
def test_a_question_is_put_where_it_was_asked_for(after, place):
    tree = make("add_question", "page/eins", type="text", text="Neues?", after=after)

    assert [each["id"] for each in tree["pages"][0]["questions"]].index("neues") == place


def test_conditions_and_placeholders_follow_a_new_id():
    tree = make("rename", "question/kita", id="betreuung")
    tree = apply(tree, Edit("rename", "question/stunden", {"id": "dauer"}))
    tree = apply(tree, Edit("rename", "question/betreuung/option/ja", {"id": "sicher"}))

    assert tree["pages"][1]["show"] == "(betreuung in ['sicher', 'bald']) and (dauer > 5)"
    said = asked(tree, "froh")
    assert said["show"] == "betreuung == 'sicher'"
    assert said["text"]["de"] == (
        "Wie geht's mit {dauer} Stunden {betreuung, select, sicher {und} other {#}}?"
    )


@pytest.mark.parametrize(
    ("id_", "reason"),
    [("stunden", Reason.TAKEN), ("Ä", Reason.BAD_ID), ("row", Reason.BAD_ID), ("", Reason.BAD_ID)],
)
def test_an_id_that_cannot_be_is_refused(id_, reason):
    assert make("rename", "question/kita", id=id_).reason is reason


def test_what_refers_to_a_question_keeps_it_or_goes_with_it():
    refused = make("remove", "question/kita")
    tree = make("remove", "question/kita", with_references=True)

    assert refused.reason is Reason.REFERRED_TO
    assert refused.words["references"] == [
        ["page/zwei", "show"],
        ["question/froh", "text.de"],
        ["question/froh", "show"],
    ]
    assert tree["pages"][1]["show"] == "stunden > 5"
    assert "show" not in asked(tree, "froh")
    assert asked(tree, "froh")["text"]["de"] == "Wie geht's mit {stunden} Stunden #?"


def test_an_option_that_goes_leaves_the_others_in_conditions():
    tree = make("remove", "question/kita/option/bald", with_references=True)

    assert tree["pages"][1]["show"] == "(kita in ['ja']) and (stunden > 5)"


def test_a_page_takes_its_questions_along():
    tree = make("remove", "page/eins", with_references=True)

    assert [each["id"] for each in tree["pages"]] == ["zwei"]
    assert "show" not in tree["pages"][0]


def test_another_type_keeps_what_fits():
    tree = make("set_type", "question/kita", type="multiple")
    number = apply(tree, Edit("set_type", "question/kita", {"type": "number"}))

    assert len(asked(tree, "kita")["options"]) == 3
    assert "options" not in asked(number, "kita")
    assert (asked(number, "kita").get("minimum"), asked(number, "kita")["maximum"]) == (0, 100)


def test_a_copy_has_ids_of_its_own():
    made = run(SMALL, Edit("duplicate", "page/eins"))

    assert made.made == "page/eins_2"
    assert [each["id"] for each in made.tree["pages"][1]["questions"]] == ["kita_2", "stunden_2"]


def test_a_language_takes_its_wordings_along():
    tree = make("set_text", "question/kita", text="Daycare?", language="en")

    gone = apply(tree, Edit("remove_language", "", {"language": "en"}))

    assert asked(tree, "kita")["text"] == {"de": "Kita?", "en": "Daycare?"}
    assert gone["languages"] == ["de"]
    assert asked(gone, "kita")["text"] == {"de": "Kita?"}
    assert make("remove_language", language="de").reason is Reason.NEEDS_GERMAN


@pytest.mark.parametrize(
    ("operation", "path", "arguments", "reason"),
    [
        ("fly", "", {}, Reason.NO_OPERATION),
        ("set_text", "question/weg", {"text": ""}, Reason.NOT_FOUND),
        ("set_text", "question/kita", {}, Reason.MISSING_ARGUMENT),
        ("set_text", "question/kita", {"text": "", "x": 1}, Reason.UNKNOWN_ARGUMENT),
        ("set_text", "question/kita", {"text": 7}, Reason.BAD_ARGUMENT),
        ("set_text", "question/kita", {"text": "", "name": "title"}, Reason.BAD_ARGUMENT),
        ("set_text", "question/kita", {"text": "", "language": "xx"}, Reason.BAD_LANGUAGE),
        ("set_text", "question/kita", {"text": "a" * 1_000_000}, Reason.TOO_LARGE),
        ("set_type", "page/eins", {"type": "text"}, Reason.WRONG_ELEMENT),
        ("set_type", "question/kita", {"type": "email"}, Reason.BAD_ARGUMENT),
        ("set_property", "question/kita", {"name": "id", "value": "x"}, Reason.BAD_ARGUMENT),
        (
            "set_property",
            "question/stunden",
            {"name": "decimals", "value": "x"},
            Reason.NOT_READABLE,
        ),
        (
            "set_property",
            "question/stunden",
            {"name": "minimum", "value": "x =="},
            Reason.BAD_EXPRESSION,
        ),
        ("set_condition", "question/kita", {"expression": "kita =="}, Reason.BAD_EXPRESSION),
        ("add_check", "question/kita", {"that": "(", "message": ""}, Reason.BAD_EXPRESSION),
        ("set_planning", "question/kita", {"planning": {"measures": "x"}}, Reason.NOT_READABLE),
        ("remove", "", {}, Reason.WRONG_ELEMENT),
        ("paste", "", {"text": " \n"}, Reason.NOTHING_FOUND),
        ("add_language", "", {"language": "en"}, Reason.BAD_LANGUAGE),
    ],
)
def test_what_cannot_be_is_refused_by_name(operation, path, arguments, reason):
    assert make(operation, path, **arguments).reason is reason


def test_signs_that_no_text_has_are_left_out():
    tree = make("set_text", "question/kita", text="Ki\x00ta\r\nhier\x7f")

    assert asked(tree, "kita")["text"]["de"] == "Kita\nhier"


def test_an_edited_document_reads_the_same_as_yaml_and_as_json():
    tree = make("set_text", "question/kita", text="Nutzen Sie eine Kita?")

    questionnaire = document.parse(trees.write(tree))

    assert document.parse(document.write(questionnaire)) == questionnaire
    assert trees.read(trees.write(tree)) == tree


def test_a_twin_can_be_found_and_renamed():
    twice = trees.copy(SMALL)
    twice["pages"][1]["questions"].append({**twice["pages"][0]["questions"][0]})

    tree = make("rename", "question/kita#2", tree=twice, id="kita_b")

    assert [each["id"] for each in tree["pages"][1]["questions"]] == ["froh", "kita_b"]
    assert tree["pages"][1]["show"] == SMALL["pages"][1]["show"]


# Whatever is done

WORDS = st.sampled_from(
    [
        "",
        "kita",
        "Wie alt sind Ihre Kinder?",
        "{kita}",
        "{",
        "row",
        "ÄÖÜ",
        "a\tb\n- c",
        "1",
        "\x00",
        "x > 1",
    ]
)
VALUES = st.one_of(
    WORDS,
    st.none(),
    st.booleans(),
    st.integers(-5, 99),
    st.sampled_from([*KINDS][:12]),
    st.sampled_from(["kita == 'ja'", "en", "uk", "de", "anfang", "eins"]),
    st.just({"measures": "use", "unit": "family"}),
    st.just(["a", "b"]),
)


@st.composite
def edits(draw, tree):
    """Draw an edit of any element with arguments that are right, odd or wrong."""
    operation = OPERATIONS[draw(st.sampled_from(sorted(OPERATIONS)))]
    paths = [
        each.path for each in every(tree) if not operation.sorts or each.sort in operation.sorts
    ]
    path = draw(st.sampled_from(paths or [""]))
    arguments = {
        name: draw(VALUES)
        for name in operation.takes
        if name in operation.needs or draw(st.booleans())
    }
    return Edit(operation.name, path, arguments)


@settings(max_examples=50, deadline=None)
@given(st.data(), st.sampled_from(sorted(TREES)))
def test_whatever_is_edited_can_be_read_and_taken_back(data, name):
    tree = TREES[name]
    for _ in range(4):
        found = apply(tree, data.draw(edits(tree)))
        if isinstance(found, Refusal):
            continue
        before, after = flatten(tree), flatten(found)
        kept = from_json(to_json(changes(before, after)))

        assert trees.of(document.parse(trees.write(found))) == found
        assert restore(changed(after, reverse(kept))) == tree
        assert restore(merge(after, before, after).flat) == tree
        tree = found


@settings(max_examples=40, deadline=None)
@given(st.data(), st.sampled_from(["skip_rule", "forms", "every_type"]))
def test_two_edits_are_joined_or_clash_and_never_lose_a_word(data, name):
    tree = TREES[name]
    mine, theirs = (apply(tree, data.draw(edits(tree))) for _ in range(2))
    if isinstance(mine, Refusal) or isinstance(theirs, Refusal):
        return
    base, one, other = flatten(tree), flatten(mine), flatten(theirs)

    found = merge(base, one, other)

    clashing = {each.place for each in found.clashes}
    for change in (*changes(base, one), *changes(base, other)):
        is_settled = change.place[1].endswith("#") or clashing
        assert is_settled or found.flat.get(change.place, ABSENT) == change.new
    assert set(flatten(restore(found.flat))) == set(found.flat)
    assert not isinstance(settled(restore(found.flat)), Refusal)


def test_the_docs_name_every_operation():
    source = Path(run.__code__.co_filename).read_text(encoding="utf-8")

    assert [name for name in OPERATIONS if f"``{name}``" not in source] == []
