"""Translations in files of their own beside a questionnaire."""

import pytest

from surveyapp.questionnaire import catalogues, checks, document, glossary, library
from tests.questionnaire.mini import FOLDER

NAME = "yesno"


@pytest.fixture
def folder(tmp_path):
    text = (FOLDER / f"{NAME}.yaml").read_text(encoding="utf-8")
    (tmp_path / "1.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def translate(folder, language="uk"):
    """Translate everything into a language of signs."""
    asked = document.read(folder / "1.yaml")
    path = folder / f"1.{language}.po"
    text = catalogues.updated(asked, language).decode()
    parts = text.split('msgstr ""')
    numbered = "".join(f'msgstr "ж{place}"{part}' for place, part in enumerate(parts[2:]))
    path.write_text(f'{parts[0]}msgstr ""{parts[1]}{numbered}', encoding="utf-8")
    return path


def test_a_questionnaire_speaks_every_language_that_stands_beside_it(folder):
    translate(folder)

    asked = document.read(folder / "1.yaml")

    assert asked.languages == ("de", "en", "uk")
    assert all("uk" in text for _, text in catalogues.wordings(asked))
    assert not [each for each in checks.check(asked) if each.rule == "Q030"]


def test_what_is_published_is_one_document_with_all_languages(folder):
    translate(folder)

    whole = document.whole(folder / "1.yaml")

    assert document.parse(whole) == document.read(folder / "1.yaml")
    assert "ж0" in whole


def test_a_file_without_translations_is_published_word_for_word(folder):
    path = folder / "1.yaml"

    assert document.whole(path) == path.read_text(encoding="utf-8")


def test_a_translation_of_another_german_wording_is_not_shown_and_named(folder):
    translate(folder)
    path = folder / "1.yaml"
    title = document.read(path).title["de"]
    path.write_text(path.read_text("utf-8").replace(title, f"{title} neu", 1), encoding="utf-8")

    asked = document.read(path)

    assert "uk" not in asked.title
    assert [(one.rule, one.path) for one in checks.check(asked) if one.rule == "Q030"] == [
        ("Q030", "title")
    ]
    assert catalogues.missing(asked, folder / "1.uk.po") == ["title"]


def test_bringing_a_file_up_to_date_keeps_what_fits_and_marks_what_does_not(folder):
    file = translate(folder)
    path = folder / "1.yaml"
    title = document.read(path).title["de"]
    path.write_text(path.read_text("utf-8").replace(title, f"{title} neu", 1), encoding="utf-8")

    file.write_bytes(catalogues.updated(document.read(path), "uk", file.read_bytes()))
    text = file.read_text("utf-8")

    assert text.count("#, fuzzy") == 1
    assert f"# made from: {title}\n" in text
    assert catalogues.missing(document.read(path), file) == ["title"]
    again = catalogues.updated(document.read(path), "uk", file.read_bytes())
    assert again == file.read_bytes()


def test_doubtful_translations_are_not_read(folder):
    file = translate(folder)
    file.write_text(file.read_text("utf-8").replace("msgctxt", "#, fuzzy\nmsgctxt", 1), "utf-8")

    assert "uk" not in document.read(folder / "1.yaml").title


@pytest.mark.parametrize("content", [b"\xff\xfe", b"this is no catalogue"])
def test_a_broken_file_is_named_with_its_cure(folder, content):
    (folder / "1.uk.po").write_bytes(content)

    with pytest.raises(document.DocumentError, match=r"1\.uk\.po: this is no PO file in UTF-8"):
        document.read(folder / "1.yaml")


@pytest.mark.parametrize("name", library.ids())
def test_every_wording_of_a_shipped_questionnaire_has_a_place_of_its_own(name):
    places = [place for place, _ in catalogues.wordings(library.load(name))]

    assert len(set(places)) == len(places)


@pytest.mark.parametrize("language", glossary.languages())
def test_a_list_of_words_has_every_word_of_the_german_one(language):
    german, here = glossary.terms("de"), glossary.terms(language)

    assert here.keys() == german.keys()
    assert all(term.is_in(term.term) for term in here.values())
