"""What two versions have in common."""

from dataclasses import replace

import pytest

from surveyapp.questionnaire import document
from surveyapp.questionnaire.versions import Change, compare, fingerprint, is_correction

TEXT = """
id: kita
version: 1
title: {de: Kita}
intro: {de: Hallo.}
thanks: {de: Danke.}
languages: [de]
minutes: 1
sections: [{id: s, title: {de: S}}]
pages:
  - id: p
    section: s
    title: {de: Kita}
    questions:
      - {id: kita, type: single, text: {de: Geht Ihr Kind in die Kita?}, options: [
          {code: 'yes', text: {de: ja}}, {code: 'no', text: {de: nein}}]}
      - {id: months, type: number, minimum: 0, maximum: 60, show: "kita == 'yes'",
         text: {de: Wie lange haben Sie gewartet?}}
indicators:
  - {id: waits, label: {de: Wartende}, sentence: {de: "{share}"}, need: months > 6,
     planning: {measures: unmet_need, unit: family}}
"""

OLD = document.parse(TEXT)


def changed(*pairs):
    text = TEXT
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return {each.id: each for each in compare(OLD, document.parse(text))}


def test_a_version_compared_with_itself_changed_nothing():
    found = compare(OLD, document.parse(TEXT))

    assert {each.change for each in found} == {Change.SAME}
    assert all(each.is_comparable for each in found)


@pytest.mark.parametrize(
    ("old", "new", "id_", "change"),
    [
        ("in die Kita?", "in eine Kita?", "kita", Change.WORDING),
        ("{de: nein}", "{de: noch nicht}", "kita", Change.WORDING),
        ("show: \"kita == 'yes'\"", "show: \"kita == 'no'\"", "months", Change.FILTER),
        (
            "title: {de: Kita}\n    questions",
            'show: "1 == 1"\n    title: {de: Kita}\n    questions',
            "kita",
            Change.FILTER,
        ),
        (
            "{code: 'no', text: {de: nein}}",
            "{code: 'not_yet', text: {de: nein}}",
            "kita",
            Change.OPTIONS,
        ),
        ("maximum: 60", "maximum: 36", "months", Change.OPTIONS),
        (
            "type: number, minimum: 0, maximum: 60",
            "type: month, minimum: 2000, maximum: 2030",
            "months",
            Change.TYPE,
        ),
        ("need: months > 6", "need: months > 3", "waits", Change.OPTIONS),
    ],
)
def test_each_kind_of_change_is_named(old, new, id_, change):
    assert changed((old, new))[id_].change is change


def test_a_condition_written_otherwise_is_the_same_condition():
    found = changed(("show: \"kita == 'yes'\"", "show: \"(kita  ==  'yes')\""))

    assert found["months"].change is Change.SAME


def test_new_and_gone_questions_and_codes_are_named():
    found = changed(("id: months, ", "id: wait, "), ("need: months > 6", "need: wait > 6"))
    options = changed(("{code: 'no', text", "{code: 'not_yet', text"))["kita"]

    assert (found["wait"].change, found["months"].change) == (Change.NEW, Change.GONE)
    assert (options.added, options.removed) == (("not_yet",), ("no",))
    assert options.is_partly_comparable
    assert not options.is_comparable


def test_only_other_words_are_a_correction():
    words = document.parse(TEXT.replace("Hallo.", "Guten Tag."))
    codes = document.parse(TEXT.replace("code: 'no'", "code: 'none'"))
    language = document.parse(TEXT.replace("{de: Hallo.}", "{de: Hallo., en: Hello.}"))

    assert is_correction(OLD, words)
    assert not is_correction(OLD, codes)
    assert not is_correction(OLD, language)


def test_the_fingerprint_sees_words_and_not_layout():
    laid_out = document.parse(TEXT.replace("{de: Hallo.}", "\n  de: Hallo."))

    assert fingerprint(laid_out) == fingerprint(OLD)
    assert fingerprint(replace(OLD, minutes=2)) != fingerprint(OLD)
