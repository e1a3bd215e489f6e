"""Texts with HTML and ExpressionScript."""

import pytest

from surveyapp.questionnaire.answers import Answers
from surveyapp.questionnaire.texts import say
from tests.exchange.limesurvey.reading import question, said, take, take_questions
from tests.exchange.limesurvey.written import G, Q, lss

CARE = Q("Care", "L", "Welche?", answers={"A1": "Kita", "A2": "Hort"}, other=True)
NUMBER = Q("Num", "N", "Wie viele?")


def _text(text, **more):
    taken = take_questions(CARE, NUMBER, Q("Last", "X", text, **more))
    return taken, question(taken, "last").text["de"]


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("<p><strong>Wie</strong> geht es?</p>", "Wie geht es?"),
        ("Ein Satz.<br />Noch einer.", "Ein Satz.\nNoch einer."),
        ("<ul><li>eins</li><li>zwei</li></ul>", "– eins\n– zwei"),
        ("Sie haben {Care.shown} gewählt", "Sie haben {care} gewählt"),
        ("Sie haben {Num} Kinder", "Sie haben {num} Kinder"),
        ("Und zwar {Care_other}", "Und zwar {care_other}"),
        ("{INSERTANS:123456X1X101.shown}!", "{care}!"),
        ("Zusammen {Num * 2 + 1}", "Zusammen {((num * 2) + 1)}"),
        ("Menge { a, b }", "Menge '{' a, b '}'"),
        ("Kein Ausdruck: {a b}", "Kein Ausdruck: '{'a b'}'"),
        ("l'{Num}", "l''{num}"),
        (
            "{if(Care=='A1', 'Ihre Kita', 'Ihr Angebot')}",
            "{care, select, a1 {Ihre Kita} other {Ihr Angebot}}",
        ),
        (
            "{if(Care.NAOK &gt; &quot;&quot;, 'ja', 'nein')}",
            "{answered(care), select, true {ja} other {nein}}",
        ),
        ("{join('a', ' und ', Num)}", "a und {num}"),
        ("Hallo {TOKEN:FIRSTNAME}, guten Tag", "Hallo, guten Tag"),
        ("Code {SAVEDID}.", "Code."),
    ],
)
def test_texts_become_plain_with_our_placeholders(theirs, ours):
    _, text = _text(theirs)

    assert text == ours


@pytest.mark.parametrize(
    ("children", "read"), [(1, "Nun zu Ihrem Kind."), (2, "Nun zu Ihren Kindern.")]
)
def test_a_family_reads_the_wording_of_its_case(children, read):
    taken, text = _text("Nun zu {if(Num > 1, 'Ihren Kindern', 'Ihrem Kind')}.")

    wording = say({"de": text}, "de", taken.questionnaire, Answers({"num": children}))

    assert wording == read


def test_a_condition_may_stand_in_a_title():
    content = lss(
        [G("Erste", [NUMBER]), G("Ihr{if(Num > 1, 'e Kinder', ' Kind')}", [Q("Last", "Y")])]
    )

    title = take(content).questionnaire.pages[1].title

    assert title == {"de": "Ihr{num > 1, select, true {e Kinder} other { Kind}}"}


def test_a_row_and_a_box_can_be_read_out():
    table = Q("Tab", "F", subs={"R1": "Kita"}, answers={"A1": "gut"})
    boxes = Q("Box", "M", subs={"S1": "den Bus", "S2": "das Rad"})

    taken = take_questions(table, boxes, Q("Last", "X", "{Tab_R1.shown}, {Box_S1.shown}"))

    text = question(taken, "last").text
    assert text == {"de": "{tab.r1}, {box has 's1', select, true {den Bus} other {}}"}
    answers = Answers({"tab": {"r1": "a1"}, "box": ("s1",)})
    assert say(text, "de", taken.questionnaire, answers) == "gut, den Bus"


def test_a_family_reads_its_answer_in_the_text():
    taken = take_questions(CARE, Q("Last", "X", "Sie nutzen {Care.shown}."))
    answers = Answers({"care": "a2"})

    text = say(question(taken, "last").text, "de", taken.questionnaire, answers)

    assert text == "Sie nutzen Hort."


@pytest.mark.parametrize(
    ("theirs", "sentence"),
    [
        ("Hallo<script>alert(1)</script>", "entfernt, was kein Text ist: script"),
        ("Hallo<style>p {color: red}</style>", "entfernt, was kein Text ist: style"),
        ("Hallo<iframe src='https://example.org'></iframe>", "entfernt, was kein Text ist: iframe"),
        ("<p onclick='steal()'>Hallo</p>", "entfernt, was kein Text ist: onclick"),
        ("<a href='javascript:steal()'>Hallo</a>", "entfernt, was kein Text ist: javascript:"),
        ("Hallo<img src='/upload/surveys/1/a.png' alt=''>", "entfernt, was kein Text ist: img"),
        ("Hallo {TOKEN:EMAIL}", "„{TOKEN:EMAIL}“ entfällt zum Schutz der Familien"),
        ("Hallo {ADMINNAME}", "„{ADMINNAME}“ setzt nur LimeSurvey selbst ein"),
        ("Hallo {Care_SQ009.shown}", "Der Ausdruck {Care_SQ009.shown} im Text entfällt"),
        ("Hallo {strtoupper(Num)}", "Der Ausdruck {strtoupper(Num)} im Text entfällt"),
    ],
)
def test_what_is_taken_out_of_a_text_is_said(theirs, sentence):
    taken, text = _text(theirs)

    report = said(taken.dropped)

    assert text == "Hallo"
    assert any(sentence in each for each in report), report


def test_a_picture_written_out_in_the_text_does_not_swallow_the_words_behind_it():
    picture = "A" * 300_000

    _, text = _text(f'<img src="data:image/png;base64,{picture}">Was sehen Sie?')

    assert text == "Was sehen Sie?"


def test_an_empty_text_is_replaced_by_the_code():
    taken = take_questions(Q("Leer", "Y", ""), Q("Liste", "L", answers={"A1": "", "A2": "zwei"}))

    assert question(taken, "leer").text == {"de": "Leer"}
    assert question(taken, "liste").options[0].text == {"de": "a1"}
    assert "question Leer: Der Text ist leer; stattdessen steht der Code „Leer“" in said(
        taken.changed
    )


def test_words_limesurvey_adds_itself_are_there_in_every_language_of_the_file():
    taken = take(
        lss(
            [G("Groupe", [Q("Care", "M", "Quoi ?", subs={"A": "un"}, other=True)])],
            languages=("fr",),
        )
    )

    care = question(taken, "care")

    assert care.options[-1].text == {"fr": "Other"}


def test_polite_and_familiar_german_become_one():
    both = {"de": "Wie geht es Ihnen?", "de-informal": "Wie geht es dir?"}
    alone = {"de-informal": "Wie geht es dir?"}

    two = take(lss([G("x", [Q("A", "Y", both)])], languages=("de", "de-informal")))
    one = take(lss([G("x", [Q("A", "Y", alone)])], languages=("de-informal",)))

    assert question(two, "a").text == {"de": "Wie geht es Ihnen?"}
    assert question(one, "a").text == {"de": "Wie geht es dir?"}
    assert "languages: Die Sprache „de-informal“ wird zu „de“; prüfen Sie die Anrede" in said(
        one.changed
    )


@pytest.mark.parametrize(
    "text", [":Kita", "? Kita", "- Kita", "Kita: gut", "# Kita", "* Kita", "null", "1", "a{b"]
)
def test_a_text_may_begin_with_any_sign(text):
    taken = take_questions(Q("A", "L", answers={"A1": text, "A2": "zwei"}))

    option = question(taken, "a").options[0]

    assert option.text["de"].replace("'{'", "{") == text
