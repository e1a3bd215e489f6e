"""Publishing freezes a questionnaire; only words may be corrected under the eyes of families."""

import os
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier

import pytest

from surveyapp.questionnaire.document import DocumentError
from surveyapp.services import run_bounded
from surveyapp.services.asked import published as asked
from surveyapp.services.check_questionnaire import Checked
from surveyapp.services.publish import PublishRefusal, publish
from surveyapp.storage import publications, surveys
from surveyapp.storage.db import main_store
from surveyapp.web.staff.questionnaire_pages import unfinished_words
from tests.builders import a_wave
from tests.questionnaire_folder import HERE, mini_questionnaires

__all__ = ["mini_questionnaires"]

TODAY = date(2026, 11, 1)
TEXT = (HERE / "same_page.yaml").read_text(encoding="utf-8")


def changed(*pairs, text=TEXT):
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return text


CORRECTED = changed(("version: 1\n", "version: 1\ncorrection: 1\n"), ("Kita?", "Kita oder Krippe?"))


def test_a_published_questionnaire_is_read_back_word_for_word(app):
    with app.app_context():
        publication = publish(main_store(), TEXT, today=TODAY, note="Erste Fassung")

        assert (publication.version, publication.correction) == (1, 0)
        assert publications.by_hash(main_store(), publication.document_hash).document == TEXT
        assert asked(main_store(), publication.document_hash).id == "same_page"


def test_publishing_the_same_document_again_changes_nothing(app):
    with app.app_context():
        first = publish(main_store(), TEXT, today=TODAY)

        again = publish(main_store(), TEXT, today=date(2027, 1, 1))

        assert again.document_hash == first.document_hash
        assert again.published_on == TODAY


def test_published_twice_in_the_same_moment_it_is_published_once(app):
    start = Barrier(2)

    def press(text):
        with app.app_context():
            start.wait()
            found = publish(main_store(), text, today=TODAY)
            main_store().commit()
            return found

    with ThreadPoolExecutor(2) as pool:
        same = list(pool.map(press, [TEXT, TEXT]))
    other = changed(("version: 1\n", "version: 2\n"))
    with ThreadPoolExecutor(2) as pool:
        texts = (other, changed(("Kita?", "Kita oder Krippe?"), text=other))
        refused = [each for each in pool.map(press, texts) if isinstance(each, PublishRefusal)]

    assert same[0].document_hash == same[1].document_hash
    assert ["published already with other words" in each.sentence for each in refused] == [True]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (changed(("Kita?", "Kita oder Krippe?")), "published already with other words"),
        (changed(("version: 1\n", "version: 3\n")), "number it 2"),
        (changed(("version: 1\n", "version: 1\ncorrection: 2\n")), "corrects nothing"),
        (changed(("version: 1\n", "version: 2\ncorrection: 1\n")), "corrects nothing"),
        (
            changed(
                ("version: 1\n", "version: 1\ncorrection: 1\n"), ("code: no_place", "code: full")
            ),
            "changes more than words; give it version 2",
        ),
    ],
)
def test_a_version_that_does_not_follow_is_refused_with_the_cure(sqlite_app, text, sentence):
    with sqlite_app.app_context():
        publish(main_store(), TEXT, today=TODAY)

        refusal = publish(main_store(), text, today=TODAY)

        assert isinstance(refusal, PublishRefusal)
        assert sentence in refusal.sentence
        assert len(publications.all_of(main_store(), "same_page")) == 1


@pytest.mark.parametrize(("language", "word"), [("de", "keine Antwort"), ("en", "no option")])
def test_a_questionnaire_with_mistakes_is_refused_with_its_findings(sqlite_app, language, word):
    broken = changed(("kita == 'yes'", "kita == 'perhaps'"))

    with sqlite_app.app_context():
        refusal = publish(main_store(), broken, today=TODAY, language=language)

        assert isinstance(refusal, Checked)
        assert any("perhaps" in str(each) and word in str(each) for each in refusal.errors)
        assert not publications.all_of(main_store(), "same_page")


def test_a_questionnaire_whose_picture_is_missing_is_not_published(sqlite_app, mini_questionnaires):
    text = (HERE / "image.yaml").read_text(encoding="utf-8")
    name = re.search(r"image: (\w+\.\w+)", text)[1]

    with sqlite_app.app_context():
        refusal = publish(main_store(), text.replace(name, f"no-{name}"), today=TODAY)
        publication = publish(main_store(), text, today=TODAY)

        assert [each.rule for each in refusal.errors] == ["Q063"]
        assert publication.questionnaire == "image"


def test_a_questionnaire_that_cannot_be_checked_now_is_not_published(sqlite_app, monkeypatch):
    monkeypatch.setattr(run_bounded, "_WAITING_SECONDS", 0)
    unchecked = changed(("Kita?", "Krippe?"))

    with sqlite_app.app_context(), run_bounded._AT_ONCE, run_bounded._AT_ONCE:
        outcome = publish(main_store(), unchecked, today=TODAY)

        assert outcome is run_bounded.Unfinished.BUSY
        assert not publications.all_of(main_store(), "same_page")


@pytest.mark.parametrize(
    ("error", "why"),
    [
        ("NameError", run_bounded.Unfinished.BROKEN),
        ("MemoryError", run_bounded.Unfinished.TOO_MUCH),
    ],
)
def test_a_check_that_breaks_is_told_from_one_that_needs_too_much(
    sqlite_app, tmp_path, monkeypatch, error, why
):
    (tmp_path / "sitecustomize.py").write_text(
        "import surveyapp.questionnaire.checks as checks\n"
        f"def check(*_): raise {error}('gone')\n"
        "checks.check = check\n"
    )
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{Path.cwd()}")

    with sqlite_app.app_context():
        outcome = publish(main_store(), changed(("Kita?", "Hort?")), today=TODAY)
    with sqlite_app.test_request_context():
        sentence = unfinished_words(outcome)

    assert outcome is why
    assert ("unser Fehler" in sentence) == (error == "NameError")


def test_what_is_no_questionnaire_is_not_published(sqlite_app):
    with sqlite_app.app_context(), pytest.raises(DocumentError):
        publish(main_store(), "Guten Tag", today=TODAY)


def test_open_waves_ask_the_correction_and_closed_ones_stay_as_they_were(app):
    with app.app_context():
        first = publish(main_store(), TEXT, today=TODAY)
        waves = {}
        for state in ("open", "closed"):
            wave = a_wave(slug=state, state="planned")
            wave.survey.questionnaire = "same_page"
            surveys.mark_open(main_store(), wave, document=first, today=TODAY)
            waves[state] = wave
        surveys.mark_closed(main_store(), waves["closed"], today=TODAY)
        main_store().commit()

        corrected = publish(main_store(), CORRECTED, today=TODAY, note="Krippe ergänzt")

        assert (
            surveys.wave_by_id(main_store(), waves["open"].id).document_hash
            == corrected.document_hash
        )
        assert (
            surveys.wave_by_id(main_store(), waves["closed"].id).document_hash
            == first.document_hash
        )
