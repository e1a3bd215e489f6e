"""The commands that check questionnaires: words, exit codes, and what nobody expects in a file."""

import json

import pytest

from tests.cli.test_commands import EXAMPLE, run

WRONG = EXAMPLE.replace("        minimum: 0\n", "")
FINE = EXAMPLE.replace("Guten Tag", "Freiwillig und anonym.")


def _options(number):
    return ", ".join(f"{{code: c{n}, text: {{de: Antwort {n}}}}}" for n in range(number))


def _with_question(question):
    return FINE + f"      - {question}\n"


def _shown(condition):
    return _with_question(
        f"{{id: b, type: yesno, text: {{de: B?}}, show: {json.dumps(condition)}}}"
    )


def _lists(text):
    return FINE.replace("pages:\n", f"lists: [{text}]\npages:\n")


LABEL = 'label: {de: "Kind {number}"}'
ODD = {
    "empty": "",
    "only an id": "id: probe",
    "a word": "Hallo",
    "a list": "- a\n- b\n",
    "null": "~",
    "keys twice": FINE + "id: other\n",
    "no pages": FINE.partition("pages:")[0] + "pages: []\n",
    "unknown key": FINE + "colour: red\n",
    "an anchor to itself": "a: &a [*a]",
    "a bomb": "a: &a [x, x, x, x, x, x, x, x, x]\n"
    + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(9)
    ),
    "brackets": "[" * 50_000,
    "nested keys": "".join(f"{' ' * n}a:\n" for n in range(1000)),
    "a tag": "!!python/object/apply:os.system ['true']",
    "two documents": FINE + "---\n" + FINE,
    "tabs": "id:\tprobe\n\tversion: 1\n",
    "10 000 options": _with_question(
        f"{{id: b, type: single, text: {{de: B?}}, options: [{_options(10_000)}]}}"
    ),
    "an unknown type": FINE.replace("type: number", "type: rainbow"),
    "a number as a text": FINE.replace("{de: Start}", "{de: 3}"),
    "an id of another script": FINE.replace("id: children_count", "id: дети"),
    "an id of 5000 letters": FINE.replace("id: children_count", f"id: {'a' * 5000}"),
    "a condition on itself": _shown("b == 'yes'"),
    "a long expression": _shown(" or ".join(["children_count == 1"] * 200)),
    "a full expression": _shown(" or ".join(["children_count > 1"] * 90)),
    "deep brackets": _shown("(" * 300 + "children_count > 1" + ")" * 300),
    "nested functions": _lists(f"{{id: kids, count: children_count, {LABEL}}}")
    + "      - {id: b, type: yesno, text: {de: B?}, show: 'any(kids, any(kids, any(kids, number > 1)))'}\n",
    "two nested functions": _lists(f"{{id: kids, count: children_count, {LABEL}}}")
    + "      - {id: b, type: yesno, text: {de: B?}, show: 'any(kids, sum(kids, number) > 3)'}\n",
    "lists in a circle": _lists(
        f"{{id: u, within: v, count: children_count, {LABEL}}},"
        f" {{id: v, within: u, count: children_count, {LABEL}}}"
    ),
    "a list of itself": _lists(f"{{id: u, within: u, count: children_count, {LABEL}}}"),
    "a page repeating over itself": _lists(f"{{id: kids, count: children_count, {LABEL}}}").replace(
        "    title: {de: Start}", "    repeat: kids\n    title: {de: Start}"
    ),
    "a million items": _lists(f"{{id: kids, count: children_count, maximum: 1000000, {LABEL}}}"),
    "infinite limits": FINE.replace("maximum: 12", "maximum: .inf"),
    "no number": FINE.replace("maximum: 12", "maximum: .nan"),
    "a huge scale": _with_question(
        "{id: b, type: scale, text: {de: B?}, minimum: 0, maximum: 1000000000, step: 0.000001}"
    ),
    "a computed value of itself": _with_question(
        "{id: b, type: computed, text: {de: B?}, value: b + 1}"
    ),
    "a placeholder of itself": FINE.replace("Wie viele Kinder", "'{children_count}"),
    "braces": FINE.replace("{de: Start}", '{de: "{{{{{{{{"}'),
    "a bad pattern": _with_question('{id: b, type: text, text: {de: B?}, pattern: "(a+)+$(?=x)"}'),
    "a slow pattern": _with_question(
        '{id: b, type: text, text: {de: B?}, pattern: "(a{1,999}){1,999}", pattern_hint: {de: a}}'
    ),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_file_ends_in_findings_or_sentences(sqlite_app, tmp_path, name):
    file = tmp_path / "odd.yaml"
    file.write_text(ODD[name], encoding="utf-8")

    result = run(sqlite_app, "questionnaire", "check", str(file), "--format", "json")

    found = json.loads(result.stdout)
    assert result.exit_code in (0, 1)
    assert result.exit_code == int(any(each["level"] == "error" for each in found))
    assert all(each["sentence"] and each["cure"] for each in found)
    assert "Traceback" not in result.output


def test_a_binary_file_is_no_questionnaire(sqlite_app, tmp_path):
    file = tmp_path / "picture.yaml"
    file.write_bytes(b"\x89PNG\r\n\x1a\n\x00\xff")

    result = run(sqlite_app, "questionnaire", "check", str(file), "--language", "de")

    assert result.exit_code == 1
    assert "die Datei ist nicht in UTF-8 gespeichert" in result.output


def test_a_huge_file_is_refused_unread(sqlite_app, tmp_path):
    file = tmp_path / "huge.yaml"
    file.write_bytes(b"#" * 3_000_000)

    result = run(sqlite_app, "questionnaire", "check", str(file))

    assert result.exit_code == 1
    assert "the file has 3000000 bytes; keep below" in result.output


def test_a_missing_file_is_wrong_usage(sqlite_app, tmp_path):
    result = run(sqlite_app, "questionnaire", "check", str(tmp_path / "none.yaml"))

    assert result.exit_code == 2
    assert "does not exist" in result.output


def test_findings_as_json_say_where_what_and_how(sqlite_app, tmp_path):
    file = tmp_path / "1.yaml"
    file.write_text(WRONG, encoding="utf-8")

    result = run(sqlite_app, "questionnaire", "check", str(file), "--format", "json")

    first = json.loads(result.stdout)[0]
    assert list(first) == ["file", "line", "path", "rule", "level", "sentence", "cure"]
    assert (first["rule"], first["level"]) == ("Q007", "error")
    assert first["path"] == "pages[0].questions[0].minimum"
    assert first["line"] == 14


def test_advice_counts_only_where_it_is_strict(sqlite_app, tmp_path):
    file = tmp_path / "1.yaml"
    file.write_text(EXAMPLE, encoding="utf-8")

    calm = run(sqlite_app, "questionnaire", "check", str(file))
    strict = run(sqlite_app, "questionnaire", "check", str(file), "--strict")

    assert (calm.exit_code, strict.exit_code) == (0, 1)
    assert "Q095" in calm.output


def test_minutes_by_family_follow_the_findings(sqlite_app, tmp_path):
    file = tmp_path / "1.yaml"
    file.write_text(FINE, encoding="utf-8")

    english = run(sqlite_app, "questionnaire", "check", str(file))
    german = run(sqlite_app, "questionnaire", "check", str(file), "--language", "de")

    assert f"{file}: families: typically 0 min" in english.output
    assert f"{file}: Familien: meist 0 Min." in german.output


def test_mistakes_of_a_document_are_said_in_german(sqlite_app, tmp_path):
    file = tmp_path / "1.yaml"
    file.write_text(FINE + "colour: red\n", encoding="utf-8")

    result = run(sqlite_app, "questionnaire", "check", str(file), "--language", "de")

    assert result.exit_code == 1
    assert "ist ein unbekannter Schlüssel; prüfen Sie die Schreibweise" in result.output


def test_small_groups_of_a_county_are_forecast(sqlite_app):
    file = "tests/questionnaires/rules/Q093.yaml"

    without = run(sqlite_app, "questionnaire", "check", file)
    few = ("--county", "16065", "--children-per-family", "9")
    within = run(sqlite_app, "questionnaire", "check", file, *few)

    assert " Q093 " not in without.output
    assert " Q093 " in within.output


def test_an_unknown_county_is_a_sentence(sqlite_app):
    file = "tests/questionnaires/rules/Q093.yaml"

    result = run(sqlite_app, "questionnaire", "check", file, "--county", "99999")

    assert result.exit_code == 1
    assert "99999" in result.output


@pytest.mark.parametrize(("language", "words"), [("de", "Falsch:"), ("en", "Broken:")])
def test_one_rule_explains_itself(sqlite_app, language, words):
    result = run(sqlite_app, "questionnaire", "rules", "q050", "--language", language)

    assert result.exit_code == 0
    assert result.output.startswith("Q050 ")
    assert words in result.output


def test_all_rules_are_shown_and_an_unknown_one_is_refused(sqlite_app):
    every = run(sqlite_app, "questionnaire", "rules")
    none = run(sqlite_app, "questionnaire", "rules", "Q999")

    assert every.exit_code == 0
    assert every.output.count("Mended:") >= 89
    assert (none.exit_code, "there is no rule 'Q999'" in none.output) == (1, True)


def test_noting_translations_takes_the_advice_away(sqlite_app, tmp_path):
    file = tmp_path / "1.yaml"
    file.write_text(FINE.replace("languages: [de]", "languages: [de]"), encoding="utf-8")

    first = run(sqlite_app, "questionnaire", "translated", str(file))
    noted = file.read_text(encoding="utf-8")
    run(sqlite_app, "questionnaire", "translated", str(file))

    assert first.exit_code == 0
    assert noted.startswith(FINE.rstrip())
    assert file.read_text(encoding="utf-8") == noted


def test_translations_of_a_file_that_is_not_utf_8_are_refused_with_its_name(sqlite_app, tmp_path):
    file = tmp_path / "1.yaml"
    file.write_bytes(b"\xff\xfe\x00")

    result = run(sqlite_app, "questionnaire", "translated", str(file))

    assert result.exit_code == 1
    assert f"{file}: line 1: the file is not UTF-8" in result.output


def test_translations_of_no_questionnaire_are_refused(sqlite_app, tmp_path):
    file = tmp_path / "1.yaml"
    file.write_text("Hallo", encoding="utf-8")

    result = run(sqlite_app, "questionnaire", "translated", str(file))

    assert result.exit_code == 1
    assert file.read_text(encoding="utf-8") == "Hallo"
