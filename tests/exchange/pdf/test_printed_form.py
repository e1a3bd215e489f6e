from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from surveyapp.exchange import pdf
from surveyapp.exchange.pdf.bodies import BODIES
from surveyapp.exchange.pdf.compose import compose, numbers_of
from surveyapp.exchange.pdf.filters import Conditions
from surveyapp.exchange.pdf.press import BOTTOM, HEIGHT, LEFT, in_greys
from surveyapp.exchange.pdf.sheet import Ask, Filter, Heading, Paragraph
from surveyapp.exchange.pdf.strips import Strip, Turn, on_pages, together
from surveyapp.exchange.pdf.words import form_words
from surveyapp.exchange.writers import WRITERS
from surveyapp.questionnaire import document
from surveyapp.questionnaire.index import index_of
from surveyapp.questionnaire.model import Option, Question, Questionnaire
from surveyapp.questionnaire.places import with_municipalities
from surveyapp.questionnaire.types import KINDS, kind_of
from tests.exchange.pdf.reading import Document, packed, read

ROOT = Path(__file__).parents[3]
MINI = ROOT / "tests" / "questionnaires"
SHIPPED = sorted((ROOT / "questionnaires").glob("*/[0-9]*.yaml"))
ALL = [*SHIPPED, *sorted(MINI.glob("*.yaml"))]

SAMPLES = {
    "de": "„Wie geht’s Ihren Kindern?“ – Ärger, Größe, Übung … 5 €",
    "en": "“How are your children?” – it’s fine … £5",
    "uk": "«Як справи у ваших дітей?» – ґанок, їжак, єдність, об’єкт",
    "ru": "«Как дела у ваших детей?» – ёлка, подъезд, объём",
    "ar": "كيف حال أطفالكم؟ مؤسسة، لإنشاء، ىئء «١٢٣» ٪",
    "fa": "حال فرزندان شما چطور است؟ گچپژ می‌کنند ۱۲۳ «کتاب»",
    "tr": "Çocuklarınız nasıl? İIıi ğüşöç – “evet”",
    "pl": "Jak się mają Państwa dzieci? ąćęłńóśźż „tak”",
    "ro": "Ce mai fac copiii? ăâîșț ŞŢ „da”",
    "ti": "ደቅኹም ከመይ ኣለዉ፧ ትግርኛ ኣማርኛ",
    "ka": "როგორ არიან თქვენი ბავშვები?",
    "vi": "Các con của quý vị thế nào? ằẵặấẫậếễệốỗộớỡợứữựỳỹỵ đ",
}


@cache
def asked(path: Path) -> Questionnaire:
    return document.read(path)


def printed(questionnaire: Questionnaire, language: str = "de") -> Document:
    content, remarks = pdf.write(
        questionnaire, language, lambda name: MINI / "images" / questionnaire.id / name
    )
    assert not remarks
    return read(content)


@cache
def form_of(path: Path, language: str) -> Document:
    return printed(asked(path), language)


def mini(name: str) -> Questionnaire:
    return asked(MINI / f"{name}.yaml")


def wordings(questionnaire: Questionnaire, language: str) -> Iterator[str]:
    index = index_of(questionnaire)
    for question in index.questions.values():
        if not kind_of(question).is_shown:
            continue
        yield from said(question, language, (question.text, question.hint, question.purpose))
        options = () if question.type == "consent" else index.options[question.id]
        if not (options and is_numbered(question, options, language)):
            texts = [each.text for each in (*options, *question.rows)]
            yield from said(question, language, texts)


def said(question: Question, language: str, texts) -> Iterator[str]:
    for text in filter(None, texts):
        found = text.get(language) or text["de"]
        is_joined = re.search(r"[\u0590-\u08ff]", found)  # such letters are drawn from the right
        if "{" not in found and "''" not in found and not is_joined:
            yield from found.split("\n")


def is_numbered(question: Question, options: tuple[Option, ...], language: str) -> bool:
    texts = [each.text.get(language) or each.text["de"] for each in options]
    return all(re.match(r"\d", each) for each in texts)


@pytest.mark.parametrize("path", ALL, ids=lambda path: f"{path.parent.name}-{path.stem}")
@pytest.mark.parametrize("language", ["de", "en"])
def test_everything_a_family_reads_stands_on_paper_inside_the_margins(path, language):
    questionnaire = asked(path)
    index = index_of(questionnaire)

    form = form_of(path, language)

    missing = [each for each in wordings(questionnaire, language) if packed(each) not in form.text]
    assert missing == []
    assert "\ufffd" not in form.text
    point = 72 / 25.4
    for page in form.pages:
        assert page.left >= LEFT * point - 1
        assert page.right <= (210 - LEFT) * point + 1
        assert page.top <= (HEIGHT - 10) * point
        assert page.bottom >= (BOTTOM - 19) * point  # where the QR code ends
    assert 1 <= len(form.pages) <= 3 + len(index.questions)


@pytest.mark.parametrize("path", ALL, ids=lambda path: f"{path.parent.name}-{path.stem}")
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_filter_stands_on_paper_as_a_sentence(path, language):
    questionnaire = asked(path)
    index = index_of(questionnaire)
    numbers = numbers_of(index.questions.values())
    conditions = Conditions(questionnaire, language, numbers)
    shows = [
        each.show
        for page in questionnaire.pages
        for each in (page, *page.questions)
        if each.show is not None and (not isinstance(each, Question) or kind_of(each).is_shown)
    ]
    shows += [each.show for each in questionnaire.sections if each.show is not None]

    form = form_of(path, language)

    assert [show for show in shows if packed(conditions.told(show)) not in form.text] == []
    assert "⟦" not in form.text


@pytest.mark.parametrize("language", SAMPLES)
def test_a_language_has_all_its_letters_and_sentences_of_its_own(language):
    sample, words = SAMPLES[language], form_words(language)
    questionnaire = mini("every_type")
    page = questionnaire.pages[0]
    questions = tuple(
        replace(each, text={**each.text, language: sample}) for each in page.questions
    )
    page = replace(page, questions=questions)
    questionnaire = replace(
        questionnaire,
        title={**questionnaire.title, language: sample},
        languages=(*questionnaire.languages, language),
        pages=(page, *questionnaire.pages[1:]),
    )

    content, remarks = pdf.write(questionnaire, language)

    form = read(content)
    assert remarks == ()
    assert "\ufffd" not in form.text
    assert f"/Lang ({language})".encode() in content
    assert words is not form_words("de") or language in ("de", "ti", "ka")
    if language not in ("ar", "fa"):  # their letters are drawn joined, and from the right
        assert packed(sample) in form.text
        assert packed(words.how) in form.text


@pytest.mark.parametrize("language", SAMPLES)
def test_the_sentences_of_every_language_have_the_same_gaps(language):
    def gaps(words) -> dict[str, set[str]]:
        names = (each for each in type(words).__slots__ if isinstance(getattr(words, each), str))
        return {name: set(re.findall(r"\{\w+\}", getattr(words, name))) for name in names}

    german = form_words("de")

    words = form_words(language)

    assert gaps(words) == gaps(german)
    for name in ("more_items", "no_more", "none"):
        assert getattr(words, name).keys() == getattr(german, name).keys()


@pytest.mark.parametrize("language", ["uk", "ru", "ar", "fa", "tr", "pl", "ro", "vi"])
def test_conditions_are_told_in_the_language_of_the_form(language):
    questionnaire = asked(ROOT / "questionnaires" / "familie" / "1.yaml")
    numbers = numbers_of(index_of(questionnaire).questions.values())
    shows = [each.show for page in questionnaire.pages for each in page.questions if each.show]

    conditions = Conditions(questionnaire, language, numbers)
    told = " ".join(conditions.filter(show, ["7", "9"], 2).text for show in shows)

    assert shows
    assert not re.search(r"\b(wenn|Sie|bei|Frage|oder|und|nicht|haben|Fragen|weiter)\b", told)
    assert not re.search(r"[{}⟦]", told)


def test_a_form_from_right_to_left_begins_at_the_right():
    questionnaire = mini("yesno")

    left, right = (printed(questionnaire, each).pages[0] for each in ("de", "ar"))

    assert left.left == pytest.approx(LEFT * 72 / 25.4, abs=1)
    assert right.right == pytest.approx((210 - LEFT) * 72 / 25.4, abs=1)


def test_a_sign_the_font_lacks_is_told():
    questionnaire = replace(mini("yesno"), title={"de": "Familie 家族"})

    _, remarks = pdf.write(questionnaire, "de")

    assert [each.say("de") for each in remarks] == [
        "diese Zeichen hat die Schrift des Ausdrucks nicht: 家 族"
    ]


def test_the_writer_gives_the_same_bytes_every_time():
    questionnaire = mini("every_type")

    first, second = (WRITERS["pdf"].write(questionnaire, "de") for _ in range(2))

    assert first == second
    assert first.startswith(b"%PDF-")


def test_every_type_of_question_has_a_way_to_be_answered_with_a_pen():
    assert BODIES.keys() == KINDS.keys()


def test_children_are_printed_three_times_with_the_same_numbers():
    blocks = compose(mini("nested_lists"), "de").blocks

    headings = [each.text for each in blocks if isinstance(each, Heading) and each.level == 1]

    numbers = [each.number for each in blocks if isinstance(each, Ask)]
    assert headings[:6] == [
        *("Kind 1", "Kind 1 – Betreuungsplatz 1", "Kind 1 – Betreuungsplatz 2"),
        *("Kind 1 – Person 1", "Kind 1 – Person 2", "Kind 2"),
    ]
    assert headings.count("Kind 3") == 1
    assert "Kind 4" not in headings
    assert numbers.count("2") == 3
    assert any(
        each.text == "Für weitere Kinder nehmen Sie bitte ein zusätzliches Blatt."
        for each in blocks
        if isinstance(each, Paragraph)
    )


def test_a_filter_says_where_the_others_go_on():
    blocks = compose(asked(ROOT / "questionnaires" / "familie" / "1.yaml"), "de").blocks

    boxes = [each.text for each in blocks if isinstance(each, Filter)]

    care = "Fragen 6 bis 8 nur beantworten, wenn das Kind 0 bis 9 Jahre alt ist."
    assert f"{care} Sonst weiter mit Frage 9." in boxes
    assert "Kein Kind mehr? Dann weiter mit Frage 18." in boxes
    assert any(each.endswith("Sonst weiter mit „Kind 2“.") for each in boxes)


def test_the_contact_form_begins_on_the_front_of_a_sheet_of_its_own():
    form = printed(mini("contact_form"))

    pages = [packed(each.text) for each in form.pages]

    assert len(pages) == 3
    assert "DieseSeitebleibtleer." in pages[1]
    assert "getrenntvomFragebogen" in pages[2]


def test_a_long_list_of_municipalities_stands_at_the_end():
    towns = [(f"160650{number:02}", f"Ort {number}") for number in range(20)]
    questionnaire = with_municipalities(mini("every_type"), towns)

    form = printed(questionnaire)

    assert "Bitteeintragen.MöglicheAntwortenstehenamEnde:ListezuFrage1." in form.text
    assert form.text.index("Ort19") > form.text.index("VielenDank!")


def test_bookmarks_title_and_fonts_are_in_the_file():
    content, _ = pdf.write(mini("every_type"), "en")

    assert b"/Title (Every kind of question)" in content
    assert b"/Title (Ticking)" in content
    assert content.count(b"/FontFile2") == 2
    assert b"/DisplayDocTitle true" in content


def strip(height: float, **told) -> Strip:
    return Strip(height, lambda _: None, **told)


def test_a_question_is_never_torn_from_its_first_options():
    filler, question = strip(225), list(together([strip(6), *(strip(6) for _ in range(30))]))

    pages = on_pages([filler, *question])

    assert [len(page) for page in pages] == [6, 26]
    assert not question[-1].keeps
    near = on_pages([strip(250), *question])
    assert len(near[0]) == 1


def test_a_table_repeats_its_header_on_the_next_page():
    header = strip(10)

    pages = on_pages([header, *(strip(20, header=header) for _ in range(20))])

    assert all(page[0].strip is header for page in pages)


def test_a_new_sheet_leaves_the_back_of_the_last_one_empty():
    blank = strip(5)

    pages = on_pages([strip(20), strip(20, turn=Turn.SHEET)], blank)

    assert [[each.strip.height for each in page] for page in pages] == [[20], [5], [20]]


def test_pictures_are_printed_in_greys():
    assert in_greys(b'<rect fill="#ff0000" stroke="#fff"/>') == (
        b'<rect fill="#4c4c4c" stroke="#ffffff"/>'
    )
