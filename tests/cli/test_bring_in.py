import json

import pytest

from surveyapp.cli import commands
from surveyapp.cli.bring_in import FORMAT_NAMES
from surveyapp.exchange import formats
from surveyapp.exchange.formats import Format
from surveyapp.exchange.report import Refused, Remark, Taken
from surveyapp.questionnaire import document
from tests.cli.test_commands import EXAMPLE


def _read(content, _name):
    if content.startswith(b"broken"):
        return Refused((Remark("survey, row 2", {"de": "der Typ fehlt", "en": "has no type"}),))
    if content.startswith(b"crash"):
        raise RuntimeError("oh")
    return Taken(
        document.parse(EXAMPLE),
        changed=(Remark("survey, row 3", {"de": "wurde gekürzt", "en": "was cut"}),),
        dropped=(Remark("survey, row 4", {"de": "Foto fehlt", "en": "photo is left out"}),),
    )


@pytest.fixture
def _one_format(monkeypatch):
    one = Format("xlsform", "XLSForm", lambda content, _: not content.startswith(b"what"), _read)
    monkeypatch.setattr(formats, "FORMATS", {"xlsform": one})


def _files(folder, **contents):
    for name, content in contents.items():
        (folder / f"{name}.md").write_bytes(content)
    return [str(folder / f"{name}.md") for name in contents]


def _import(app, *arguments):
    return app.test_cli_runner().invoke(commands, ["questionnaire", "import", *arguments])


@pytest.mark.usefixtures("_one_format")
def test_import_writes_one_questionnaire_a_file_and_reports_as_json(sqlite_app, tmp_path):
    files = _files(tmp_path, one=b"good", two=b"good too", three=b"broken")
    out = tmp_path / "deep" / "out"

    result = _import(sqlite_app, *files, "--output", str(out), "--format", "json")

    assert result.exit_code == 1
    reports = json.loads(result.stdout)
    assert [each["imported"] for each in reports] == [True, True, False]
    assert [each["output"] for each in reports] == [
        str(out / "probe.yaml"),
        str(out / "probe_2.yaml"),
        None,
    ]
    assert reports[0] == {
        "file": files[0],
        "imported": True,
        "format": "xlsform",
        "output": str(out / "probe.yaml"),
        "questions": 1,
        "changed": ["survey, row 3: wurde gekürzt"],
        "dropped": ["survey, row 4: Foto fehlt"],
        "errors": [],
    }
    assert reports[2]["errors"] == ["survey, row 2: der Typ fehlt"]
    assert document.read(out / "probe_2.yaml") == document.parse(EXAMPLE)


@pytest.mark.usefixtures("_one_format")
def test_import_of_files_nobody_can_read_refuses_each_in_a_sentence(sqlite_app, tmp_path):
    files = _files(tmp_path, empty=b"", what=b"what is this", crash=b"crash", good=b"good")
    missing, folder = str(tmp_path / "missing.md"), str(tmp_path)

    result = _import(
        sqlite_app, missing, folder, *files, "--output", str(tmp_path / "o"), "--format", "json"
    )

    assert result.exit_code == 1
    reports = json.loads(result.stdout)
    assert [each["imported"] for each in reports] == [False] * 5 + [True]
    said = [each["errors"][0] for each in reports[:5]]
    for sentence, word in zip(
        said, ("gibt es nicht", "Ordner", "leer", "Format", "oh"), strict=True
    ):
        assert word in sentence


@pytest.mark.usefixtures("_one_format")
def test_import_says_in_words_what_became_of_a_file(sqlite_app, tmp_path):
    files = _files(tmp_path, one=b"good")

    result = _import(sqlite_app, *files, "--output", str(tmp_path / "o"), "--language", "en")

    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        f"{files[0]}: taken over to {tmp_path / 'o' / 'probe.yaml'} (xlsform)",
        "  questions: 1, with changes: 1, not taken over: 1",
        "  changed: survey, row 3: was cut",
        "  dropped: survey, row 4: photo is left out",
    ]


@pytest.mark.usefixtures("_one_format")
def test_import_never_overwrites_a_file(sqlite_app, tmp_path):
    files = _files(tmp_path, one=b"good")
    (tmp_path / "probe.yaml").write_text("something of the county's own", encoding="utf-8")

    result = _import(sqlite_app, *files, "--output", str(tmp_path))

    assert result.exit_code == 0
    assert (tmp_path / "probe.yaml").read_text(encoding="utf-8") == "something of the county's own"
    assert document.read(tmp_path / "probe_2.yaml") == document.parse(EXAMPLE)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--output", "out"),
        ("x.md",),
        ("x.md", "--output", "out", "--from", "word"),
        ("x.md", "--output", "out", "--format", "pdf"),
        ("x.md", "--output", __file__),
        ("x.md", "--output", f"{__file__}/inside"),
    ],
    ids=" ".join,
)
def test_import_written_wrongly_ends_with_code_two(sqlite_app, tmp_path, arguments, monkeypatch):
    monkeypatch.chdir(tmp_path)

    result = _import(sqlite_app, *arguments)

    assert result.exit_code == 2
    assert not (tmp_path / "out").exists()


def test_command_line_knows_every_format():
    known = set(formats.FORMATS)

    assert known <= set(FORMAT_NAMES)
