"""The surveys of the tests, short; the files beside this one are written from them."""

from pathlib import Path

from tests.exchange.limesurvey.written import G, Q, lss

FOLDER = Path(__file__).parent

AGREE = {"A1": "stimme zu", "A2": "teils, teils", "A3": "stimme nicht zu"}
ROWS = {"SQ001": "Spielplätze", "SQ002": "Busse", "SQ003": "Ärzte"}


def all_types(version=641):
    """Every question type once, with the attributes people really set."""
    return lss(
        [
            G(
                "Auswahl",
                [
                    Q(
                        "list",
                        "L",
                        "Welche <b>Betreuung</b> nutzen Sie?",
                        answers={"kita": "Kita", "hort": "Hort", "none": "keine"},
                        other=True,
                        mandatory="Y",
                        attributes={
                            "other_replace_text": {"de": "Etwas anderes"},
                            "other_comment_mandatory": "1",
                            "random_order": "1",
                            "display_columns": "2",
                        },
                    ),
                    Q(
                        "drop",
                        "!",
                        "In welchem Monat?",
                        answers={f"M{n}": f"Monat {n}" for n in range(1, 13)},
                    ),
                    Q("comm", "O", "Wie zufrieden sind Sie?", answers=AGREE),
                    Q("five", "5", "Von 1 bis 5?"),
                    Q("yes", "Y", "Haben Sie Kinder?", mandatory="S"),
                    Q("gen", "G", "Geschlecht?"),
                    Q("lang", "I", "Sprache?"),
                    Q(
                        "many",
                        "M",
                        "Was nutzen Sie?",
                        subs={"SQ001": "Kita", "SQ002": "Hort", "SQ003": "nichts davon"},
                        other=True,
                        attributes={
                            "exclude_all_others": "SQ003",
                            "min_answers": "1",
                            "max_answers": "2",
                        },
                    ),
                    Q("manyc", "P", "Was nutzen Sie, und warum?", subs=ROWS),
                    Q(
                        "rank",
                        "R",
                        "Was ist am wichtigsten?",
                        answers=AGREE,
                        attributes={"max_answers": "2", "min_answers": "1"},
                    ),
                ],
            ),
            G(
                "Tabellen",
                [
                    Q("tabA", "A", "Bewerten Sie", subs=ROWS),
                    Q("tabB", "B", "Bewerten Sie", subs=ROWS),
                    Q("tabC", "C", "Bewerten Sie", subs=ROWS),
                    Q("tabE", "E", "Bewerten Sie", subs=ROWS),
                    Q("tabF", "F", "Bewerten Sie", subs=ROWS, answers=AGREE, mandatory="Y"),
                    Q("tabH", "H", "Bewerten Sie", subs=ROWS, answers=AGREE),
                    Q(
                        "dual",
                        "1",
                        "Wichtig und gut?",
                        subs=ROWS,
                        answers=AGREE,
                        second={"B1": "gut", "B2": "schlecht"},
                        attributes={
                            "dualscale_headerA": {"de": "wichtig"},
                            "dualscale_headerB": {"de": "gut"},
                        },
                    ),
                    Q(
                        "nums",
                        ":",
                        "Wie viele?",
                        subs=ROWS,
                        columns={"X1": "heute", "X2": "morgen"},
                        attributes={"multiflexible_min": "0", "multiflexible_max": "20"},
                    ),
                    Q(
                        "boxes",
                        ":",
                        "Wann?",
                        subs=ROWS,
                        columns={"mo": "Montag", "di": "Dienstag"},
                        attributes={"multiflexible_checkbox": "1"},
                    ),
                    Q(
                        "cells",
                        ";",
                        "Beschreiben Sie",
                        subs=ROWS,
                        columns={"X1": "was", "X2": "wo"},
                    ),
                    Q(
                        "nums2",
                        "K",
                        "Wie verteilen sich 100 Prozent?",
                        subs=ROWS,
                        attributes={
                            "equals_num_value": "100",
                            "num_value_int_only": "1",
                            "suffix": {"de": "Prozent"},
                            "min_num_value_n": "0",
                            "max_num_value_n": "100",
                        },
                    ),
                    Q(
                        "slide",
                        "K",
                        "Wie viele Stunden?",
                        subs={"SQ001": "Montag"},
                        attributes={
                            "slider_layout": "1",
                            "slider_min": "0",
                            "slider_max": "10",
                            "slider_accuracy": "1",
                        },
                    ),
                    Q("texts", "Q", "Ihre Wünsche", subs=ROWS, attributes={"maximum_chars": "100"}),
                ],
            ),
            G(
                "Eingaben",
                [
                    Q(
                        "num",
                        "N",
                        "Wie alt sind Sie?",
                        attributes={
                            "min_num_value_n": "16",
                            "max_num_value_n": "99",
                            "num_value_int_only": "1",
                            "suffix": {"de": "Jahre"},
                        },
                    ),
                    Q(
                        "date",
                        "D",
                        "Seit wann?",
                        attributes={
                            "date_format": "dd.mm.yyyy",
                            "date_min": "2010-01-01",
                            "date_max": "2026-12-31",
                        },
                    ),
                    Q(
                        "month",
                        "D",
                        "Seit welchem Monat?",
                        attributes={
                            "date_format": "mm/yyyy",
                            "date_min": "2015",
                            "date_max": "2026",
                        },
                    ),
                    Q("clock", "D", "Um wie viel Uhr?", attributes={"date_format": "HH:MM"}),
                    Q(
                        "short",
                        "S",
                        "Ihre Postleitzahl?",
                        preg="/^[0-9]{5}$/",
                        attributes={"maximum_chars": "5"},
                    ),
                    Q(
                        "digits",
                        "S",
                        "Wie viele Zimmer?",
                        attributes={"numbers_only": "1", "max_num_value_n": "20"},
                    ),
                    Q(
                        "map",
                        "S",
                        "Wo wohnen Sie?",
                        attributes={"location_mapservice": "100", "location_mapzoom": "13"},
                    ),
                    Q(
                        "long",
                        "T",
                        "Was fehlt Ihnen?",
                        attributes={"maximum_chars": "500", "time_limit": "60"},
                    ),
                    Q("huge", "U", "Noch etwas?"),
                    Q(
                        "note",
                        "X",
                        "<p>Nun zu <i>Ihnen</i>:</p><ul><li>kurz</li><li>knapp</li></ul>",
                    ),
                    Q("calc", "*", "{num.NAOK * 2}"),
                    Q("file", "|", "Laden Sie ein Bild hoch"),
                ],
            ),
        ],
        version,
    )


def old(version=155):
    """A survey of 2011: texts in the rows, conditions in their own table."""
    return lss(
        [
            G(
                "Familie",
                [
                    Q(
                        "1a",
                        "L",
                        {"de": "Leben Sie allein?", "en": "Do you live alone?"},
                        answers={"1": {"de": "Ja", "en": "Yes"}, "2": {"de": "Nein", "en": "No"}},
                        relevance="",
                    ),
                    Q(
                        "1b",
                        "M",
                        {"de": "Mit wem?", "en": "With whom?"},
                        subs={
                            "A": {"de": "Partner", "en": "Partner"},
                            "B": {"de": "Eltern", "en": "Parents"},
                        },
                        relevance="",
                    ),
                    Q(
                        "2",
                        "N",
                        {"de": "Wie viele Kinder?", "en": "How many children?"},
                        relevance="",
                    ),
                    Q("3", "T", {"de": "Was fehlt?", "en": "What is missing?"}, relevance=""),
                ],
            ),
        ],
        version,
        ("de", "en"),
        survey={"datestamp": "Y", "ipaddr": "Y", "anonymized": "N"},
        conditions=[
            {
                "cid": "1",
                "qid": "102",
                "cqid": "101",
                "cfieldname": "123456X1X101",
                "method": "==",
                "value": "2",
                "scenario": "1",
            },
            {
                "cid": "2",
                "qid": "106",
                "cqid": "102",
                "cfieldname": "+123456X1X102A",
                "method": "==",
                "value": "Y",
                "scenario": "1",
            },
            {
                "cid": "3",
                "qid": "106",
                "cqid": "105",
                "cfieldname": "123456X1X105",
                "method": ">",
                "value": "2",
                "scenario": "2",
            },
        ],
    )


def many_languages(version=476):
    """Three languages, one of them read from right to left."""

    def in_all(german, english, arabic):
        return {"de": german, "en": english, "ar": arabic}

    return lss(
        [
            G(
                in_all("Wohnen", "Living", "السكن"),
                [
                    Q(
                        "town",
                        "L",
                        in_all("Wo wohnen Sie?", "Where do you live?", "أين تسكن؟"),
                        answers={
                            "a": in_all("Stadt", "town", "مدينة"),
                            "b": in_all("Land", "country", "ريف"),
                        },
                    ),
                    Q(
                        "why",
                        "T",
                        in_all("Warum {town.shown}?", "Why {town.shown}?", ""),
                        help=in_all("kurz", "short", ""),
                    ),
                ],
            ),
        ],
        version,
        ("de", "en", "ar"),
        settings={
            "surveyls_welcometext": in_all("<p>Willkommen</p>", "<p>Welcome</p>", "<p>أهلا</p>"),
            "surveyls_endtext": in_all("Danke", "Thanks", "شكرا"),
        },
    )


def logic(version=623):
    """Conditions, validation and piping as people write them."""
    return lss(
        [
            G(
                "Filter",
                [
                    Q(
                        "Q1",
                        "L",
                        "Haben Sie Kinder?",
                        answers={"1": "ja", "2": "nein", "3": "bald"},
                        points={"1": 10, "2": 20, "3": 30},
                    ),
                    Q(
                        "Q2",
                        "M",
                        "Was nutzen Sie?",
                        subs={"SQ001": "Kita", "SQ002": "Hort", "SQ003": "Tagespflege"},
                        relevance='Q1.NAOK == "1"',
                    ),
                    Q(
                        "Q3",
                        "F",
                        "Wie zufrieden?",
                        subs={"SQ001": "Kita", "SQ002": "Hort", "SQ003": "Tagespflege"},
                        answers={"1": "gut", "2": "mittel", "3": "schlecht"},
                        attributes={"array_filter": "Q2"},
                        relevance="count(that.Q2.NAOK) >= 1",
                    ),
                    Q(
                        "Q4",
                        "N",
                        "Wie viele Kinder?",
                        attributes={
                            "num_value_int_only": "1",
                            "min_num_value_n": "1",
                            "max_num_value_n": "{if(Q1.NAOK == '1', 12, 3)}",
                        },
                        relevance="!is_empty(Q1.NAOK) and Q1 != 2",
                    ),
                    Q(
                        "Q5",
                        "T",
                        "Was fehlt Ihnen{if(Q4.NAOK > 1, ' für Ihre Kinder', ' für Ihr Kind')}?",
                        relevance="(Q3_SQ001.NAOK gt 1 or Q3_SQ002.NAOK == 3) && Q4.NAOK < 5",
                    ),
                    Q(
                        "Q6",
                        "N",
                        "Jahr der Geburt?",
                        attributes={
                            "em_validation_q": "this > 1950 and this <= 2010",
                            "em_validation_q_tip": {
                                "de": "Bitte geben Sie ein Jahr von 1951 bis 2010 an."
                            },
                        },
                        mandatory="Y",
                    ),
                    Q("Q7", "*", "{if(Q4.NAOK >= 3, 'many', 'few')}", attributes={"hidden": "1"}),
                    Q("Q8", "*", "{sum(Q4.NAOK, 2) * 3 - 1}", attributes={"hidden": "1"}),
                    Q(
                        "Q9",
                        "Y",
                        "Hallo {TOKEN:FIRSTNAME}, Sie sagten {Q1.shown}: stimmt das?",
                        relevance='Q7.NAOK == "many" and Q8 > 5',
                    ),
                    Q(
                        "Q10",
                        "S",
                        "Noch etwas?",
                        relevance="regexMatch('/^[13]$/', Q1.NAOK) or in_array(Q1, '2', '9')",
                    ),
                    Q("Q11", "Y", "Alles gut?", relevance='Q10.NAOK == "geheim"'),
                    Q(
                        "Q12",
                        "Y",
                        "Wirklich?",
                        relevance="countif('3', Q3_SQ001, Q3_SQ002, Q3_SQ003) > 0"
                        " and 123456X1X101.valueNAOK <= 10",
                    ),
                ],
            ),
            G(
                "Für alle",
                [Q("Q13", "X", "Danke{if(Q1=='1', ' Ihnen und Ihren Kindern', '')}!")],
                relevance="Q9 == 'Y'",
            ),
        ],
        version,
    )


def one_question(version=641):
    """A question alone, as the library of questions exports it."""
    return lss(
        [
            G(
                "x",
                [
                    Q(
                        "care",
                        "L",
                        "Welche Betreuung?",
                        answers={"a": "Kita", "b": "Hort"},
                        relevance='other.NAOK == "Y"',
                    )
                ],
            )
        ],
        version,
        doc="Question",
    )


def one_group(version=366):
    """A group alone, in the tables of 3.x."""
    return lss(
        [
            G(
                "Betreuung",
                [
                    Q("care", "Y", "Nutzen Sie Betreuung?"),
                    Q("which", "S", "Welche?", relevance='care.NAOK == "Y"'),
                ],
            )
        ],
        version,
        doc="Group",
    )


FILES = {
    "all_types.lss": all_types,
    "old.lss": old,
    "many_languages.lss": many_languages,
    "logic.lss": logic,
    "care.lsq": one_question,
    "care.lsg": one_group,
}


if __name__ == "__main__":
    for name, written in FILES.items():
        (FOLDER / name).write_bytes(written())
