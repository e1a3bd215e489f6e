"""Which language a family reads, and what happens where a text has none."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_babel import Babel
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from surveyapp.exchange.letters.words import BRIEFLY
from surveyapp.exchange.pdf.words_more import MORE
from surveyapp.questionnaire import glossary, own_words
from surveyapp.questionnaire.catalogues import ORDER
from surveyapp.questionnaire.texts import locale_of, month_names
from surveyapp.ui import fallback, languages, wordings
from tests.page_review import review

GERMAN_TEXTS = "Einige Texte auf dieser Seite sind noch nicht übersetzt. Sie stehen auf Deutsch da."


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("de-AT,en;q=0.9", "de"),
        ("uk-UA,uk;q=0.9,ru;q=0.8,en;q=0.7", "uk"),
        ("en;q=0.3, uk-UA;q=0.8", "uk"),
        ("ar-SY", "ar"),
        ("ar-IQ,en;q=0.5", "ar"),
        ("prs", "fa"),
        ("prs-AF,en;q=0.9", "fa"),
        ("ps-AF", "fa"),
        ("ps-PK,en;q=0.5", "en"),
        ("fa-IR", "fa"),
        ("zh", "de"),
        ("zh-CN,zh;q=0.9,en;q=0.5", "en"),
        ("*", "de"),
        ("", "de"),
        ("en;q=0,tr;q=0.1", "tr"),
        ("RO-md", "ro"),
        ("vi-VN,vi;q=0.9", "vi"),
        ("sr-Latn-RS,pl;q=0.2", "pl"),
        ("de-DE;q=0.5,de-simple", "de-simple"),
    ],
)
def test_the_first_language_of_the_browser_that_is_spoken_wins(header, language):
    wanted = parse_accept_header(header, LanguageAccept)

    assert languages.best(wanted, languages.spoken()) == language


def test_the_address_wins_over_the_browser(sqlite_app):
    page = sqlite_app.test_client().get("/?lang=tr", headers={"Accept-Language": "uk"})

    assert '<html lang="tr"' in page.text


@pytest.mark.parametrize(
    ("language", "sixth"),
    [("ar", "حزيران"), ("fa", "جون"), ("uk", "червень"), ("pl", "czerwiec"), ("de-simple", "Juni")],
)
def test_months_have_the_names_readers_know(language, sixth):
    assert month_names(language)[6] == sixth


def test_every_language_has_rules_for_dates_and_numbers(sqlite_app):
    for language in languages.spoken():
        with sqlite_app.test_request_context():
            languages.use(language)

            assert languages.rules() == str(locale_of(language))


@pytest.mark.parametrize("language", ORDER)
def test_what_the_program_offers_itself_is_said_in_every_language(language):
    own = [value for value in vars(own_words).values() if isinstance(value, dict) and "de" in value]

    assert len(own) == 7
    assert all(text[language] for text in own)
    assert own_words.REFUSED[language] == glossary.terms(language)["refused"].term
    assert own_words.REFUSED[language] == languages.catalogue(language).gettext("keine Angabe")


@pytest.mark.parametrize("language", sorted(MORE))
def test_paper_and_letters_use_the_words_of_the_screens(language):
    terms = glossary.terms(language)

    assert terms["county"].is_in(MORE[language].asks)
    assert terms["code"].is_in(BRIEFLY[language])
    assert terms["anonymous"].is_in(BRIEFLY[language])
    assert terms["anonymous"].is_in(MORE[language].contact_apart)


def test_a_missing_text_is_shown_in_german_and_marked_as_such():
    html = (
        f"<title>{fallback.marked('Kita', 'uk')}</title><p>a {fallback.marked('Wie &amp; wo?', 'uk')} b</p>"
        f'<input placeholder="{fallback.marked("Suche", "uk")}"><select>'
        f'<option value="1">{fallback.marked("Artern", "uk")}</option></select>'
        f"<textarea>{fallback.OPEN}x</textarea>"
    )

    shown = fallback.shown(html)

    assert shown == (
        '<title>Kita</title><p>a <span lang="de" dir="ltr">Wie &amp; wo?</span> b</p>'
        '<input placeholder="Suche"><select>'
        '<option value="1" lang="de" dir="ltr">Artern</option></select><textarea>x</textarea>'
    )


def test_german_pages_are_never_marked():
    assert fallback.marked("Kita", "de") == "Kita"
    assert fallback.worded({"de": "Kita"}, "uk") == f"{fallback.OPEN}Kita{fallback.CLOSE}"
    assert fallback.worded({"de": "Kita", "uk": "Садок"}, "uk") == "Садок"


def test_a_page_with_german_texts_says_so_in_the_language_of_its_reader():
    app = Flask(__name__)
    languages_said = languages.catalogue("uk").gettext(GERMAN_TEXTS)
    app.add_url_rule("/", view_func=lambda: f"<main>{fallback.marked('Kita', 'uk')}</main>")
    Babel(app)
    app.before_request(lambda: languages.use("uk"))
    app.after_request(fallback.show_german)

    page = app.test_client().get("/").text

    assert page == (
        f'<main><p class="box note" role="note">{languages_said}</p>'
        '<span lang="de" dir="ltr">Kita</span></main>'
    )


@pytest.fixture
def gaps(tmp_path, monkeypatch):
    """Take two wordings out of the Ukrainian catalogue."""
    path = tmp_path / "uk" / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True)
    whole = wordings.path_of("uk").read_text(encoding="utf-8")
    for german in ("Offene Umfragen", "Barrierefreiheit"):
        whole = whole.replace(f'msgid "{german}"', f'msgid "{german}!"')
    path.write_text(whole, encoding="utf-8")
    monkeypatch.setattr(languages, "FOLDER", tmp_path)
    languages.catalogue.cache_clear()
    yield
    languages.catalogue.cache_clear()


@pytest.mark.usefixtures("gaps")
def test_a_whole_page_shows_what_is_missing_in_german_and_says_so(sqlite_app):
    page = sqlite_app.test_client().get("/?lang=uk").text

    assert '<h2><span lang="de" dir="ltr">Offene Umfragen</span></h2>' in page
    assert '<span lang="de" dir="ltr">Barrierefreiheit</span>' in page
    assert languages.catalogue("uk").gettext(GERMAN_TEXTS) in page
    assert fallback.OPEN not in page
    assert review(page) == []


@pytest.mark.parametrize(
    ("code", "minutes", "said"),
    [
        ("pl", 1, "około 1 minuty"),
        ("ru", 21, "около 21 минуты"),
        ("ro", 20, "circa 20 de minute"),
        ("ar", 8, "نحو 8 دقائق"),
        ("ar", 15, "نحو 15 دقيقة"),
    ],
)
def test_the_minutes_a_survey_takes_are_counted_as_a_language_counts(code, minutes, said):
    one, several = "Sie brauchen etwa %(num)s Minute.", "Sie brauchen etwa %(num)s Minuten."

    found = languages.catalogue(code).ngettext(one, several, minutes)

    assert said in found % {"num": minutes}
