"""Reading files: a questionnaire, or sentences that say what to mend."""

from __future__ import annotations

import pytest

from surveyapp.questionnaire import document
from surveyapp.questionnaire.document import DocumentError
from surveyapp.questionnaire.model import Measures
from tests.questionnaire.mini import FOLDER, NAMES, source

BOMB = "a0: &a0 [x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
)
"""A short text that would become a list of 60 billion words."""


def problems(text):
    with pytest.raises(DocumentError) as caught:
        document.parse(text)
    return [(each.line, each.path, str(each)) for each in caught.value.problems]


def changed(old, new):
    text = source("skip_rule")
    assert old in text
    return text.replace(old, new, 1)


@pytest.mark.parametrize("name", NAMES)
def test_every_mini_questionnaire_is_read(name):
    questionnaire = document.read(FOLDER / f"{name}.yaml")

    assert questionnaire.id == name


def test_lists_become_tuples_and_words_their_meaning():
    questionnaire = document.parse(source("skip_rule"))

    question = questionnaire.pages[0].questions[0]

    assert question.planning.measures is Measures.USE
    assert [option.code for option in question.options] == ["yes", "no"]


@pytest.mark.parametrize(
    ("old", "new", "path", "word"),
    [
        ("minutes: 2", "minuets: 2", "minuets", "nobody knows"),
        ("version: 1", "version: one", "version", "number"),
        ("type: single", "type: slider", "pages[0].questions[0].type", "no question type"),
        ("required: true", "required: maybe or", "pages[0].questions[0].required", "too early"),
        ("{de: Wartezeit, en", "{de: 7, en", "pages[1].title.de", "quotes"),
        ("measures: use", "measures: fun", "pages[0].questions[0].planning.measures", "unmet_need"),
        ("show: kita == 'yes'", "show: kita = 'yes'", "pages[1].show", "cannot read"),
        ("languages: [de, en]", "languages: de", "languages", "list"),
        ("sections:\n  - {", "sections:\n  - 5\n  - {", "sections[0]", "group of keys"),
    ],
)
def test_a_mistake_is_told_with_line_path_and_cure(old, new, path, word):
    text = changed(old, new)

    found = problems(text)

    before, after = source("skip_rule").split("\n"), text.split("\n")
    line = next(n for n, was in enumerate(before, start=1) if was != after[n - 1])
    told = {where: (number, sentence) for number, where, sentence in found}
    assert path in told
    assert word in told[path][1]
    assert told[path][0] == line


def test_all_mistakes_are_told_at_once():
    text = changed("minutes: 2", "minutes: two").replace("type: number", "typ: number")

    paths = [path for _, path, _ in problems(text)]

    assert paths == ["minutes", "pages[1].questions[0].type", "pages[1].questions[0].typ"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("a: [", "YAML"),
        ("a: 1\na: 2", "duplicate"),
        ("a: *b", "YAML"),
        ("- 1", "no keys"),
        ("", "no keys"),
        ("a: !!python/object:os.system x", "YAML"),
        ("[" * 5000, "YAML"),
        ("a: \x00", "YAML"),
        ("a: &a [*a]", "contains itself"),
        (BOMB, "repeats"),
    ],
)
def test_what_is_not_yaml_is_told_in_a_sentence(text, word):
    ((_, _, sentence),) = problems(text)

    assert word in sentence


def test_a_file_that_cannot_be_read_is_told_in_a_sentence(tmp_path):
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("id: x\ntitle: Grün".encode("latin-1"))

    told = {}
    for path in (tmp_path / "none.yaml", tmp_path, latin):
        with pytest.raises(DocumentError) as caught:
            document.read(path)
        told[path.name] = str(caught.value)

    assert "no such file" in told["none.yaml"]
    assert "folder" in told[tmp_path.name]
    assert "line 2" in told["latin.yaml"]
    assert "UTF-8" in told["latin.yaml"]


def test_no_and_yes_are_words_and_not_truths():
    questionnaire = document.parse(changed('code: "no"', "code: no"))

    assert questionnaire.pages[0].questions[0].options[1].code == "no"


def test_the_line_of_a_finding_can_be_looked_up():
    text = source("skip_rule")

    line = document.line_of(text, "pages[1].show")

    assert text.split("\n")[line - 1].strip() == "show: kita == 'yes'"
