"""What the documents say is there, is there: links, commands, settings, sources, the notebook."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import click
import pytest

import config
from analytics import dataset
from surveyapp.cli import commands
from surveyapp.region.packaged import ATTRIBUTION
from tests.analytics.builders import categories, codebook, variable

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SHELL_WORDS = {"curl", "export"}
LARGEST_PICTURE = 200_000


def _documents():
    hidden = {".venv", "node_modules", "instance"}
    return [
        path
        for path in sorted(ROOT.rglob("*.md"))
        if not any(
            part in hidden or (part.startswith(".") and part != ".ci")
            for part in path.relative_to(ROOT).parts
        )
    ]


def _name(path):
    return str(path.relative_to(ROOT))


def _without_code(text):
    return re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)


def _headings(path):
    lines = re.findall(r"^#+ (.+)$", _without_code(path.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", line.strip().lower()).replace(" ", "-") for line in lines}


def _blocks(text, kind):
    return re.findall(rf"^```{kind}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("document", _documents(), ids=_name)
def test_every_link_to_a_file_leads_somewhere(document):
    links = re.findall(r"\]\(([^)\s]+)\)", _without_code(document.read_text(encoding="utf-8")))

    lost = []
    for link in links:
        path, _, heading = link.partition("#")
        if re.match(r"[a-z]+:", link):
            continue
        target = (document.parent / unquote(path)).resolve() if path else document
        if not target.exists() or (heading and heading not in _headings(target)):
            lost.append(link)

    assert lost == []


@pytest.mark.parametrize("document", _documents(), ids=_name)
def test_every_command_in_a_document_exists(document):
    blocks = _blocks(document.read_text(encoding="utf-8"), "sh")

    wrong = [
        fault
        for block in blocks
        for line in block.replace("\\\n", " ").splitlines()
        if (fault := _fault(line))
    ]

    assert wrong == []


def _fault(line):
    """Return what is wrong with a command line; empty when it can be run."""
    words = shlex.split(line, comments=True)
    while words and re.fullmatch(r"[A-Z_]+=.*", words[0]):
        words.pop(0)
    if not words or words[0] in SHELL_WORDS:
        return ""
    program, *rest = words
    if program == "make":
        return _fault_of_make(rest)
    if Path(program).name == "surveyapp":
        return _fault_of_surveyapp(commands, rest)
    return "" if (ROOT / program).is_file() else f"unknown command: {line}"


def _fault_of_make(targets):
    known = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    return "".join(f"make has no target {name}; " for name in targets if name not in known)


def _fault_of_surveyapp(group, words):
    command = group
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        name, *words = words
        if name not in command.commands:
            return f"surveyapp has no command {name}"
        command = command.commands[name]
    known = {option for each in command.params for option in each.opts} | {"--help"}
    return "".join(
        f"{command.name} has no option {word}; "
        for word in words
        if word.startswith("--") and word not in known
    )


def test_the_readme_lists_every_setting_and_no_other():
    read = set()

    class Watched(dict):
        def get(self, name, default=None):
            read.add(name)
            return super().get(name, default)

        def __getitem__(self, name):
            read.add(name)
            return super().__getitem__(name)

    config.load(Watched(SECRET_KEY="t" * 64))

    assert set(_first_column("## Settings")) == read


def test_the_readme_lists_every_console_command_and_no_other():
    there = {f"surveyapp {' '.join(path)}" for path in _all_commands(commands)}

    assert set(_first_column("## Console commands")) == there


def _first_column(heading):
    section = README.split(f"{heading}\n", 1)[1].split("\n## ", 1)[0]
    return re.findall(r"^\| `([^`]+)`", section, re.MULTILINE)


def _all_commands(group, path=()):
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _all_commands(command, (*path, name))
        else:
            yield (*path, name)


@pytest.mark.parametrize("document", ["README.md", "docs/attribution.md"])
def test_every_source_of_open_data_is_named(document):
    text = (ROOT / document).read_text(encoding="utf-8")

    assert [line for line in ATTRIBUTION if line not in text] == []


def test_the_documentation_index_names_every_page():
    pages = {_name(path) for path in (ROOT / "docs").rglob("*.md")}

    assert {page for page in pages if f"]({page})" not in README} == set()


def test_pictures_are_small():
    sizes = {path.name: path.stat().st_size for path in (ROOT / "docs" / "images").iterdir()}

    assert sizes
    assert {name: size for name, size in sizes.items() if size > LARGEST_PICTURE} == {}


def test_the_code_of_the_notebook_page_runs(tmp_path):
    need = variable("need.care_gap", "indicator", "child", label={"de": "Zu wenig Betreuung"})
    forms = categories(("Alleinerziehend", "Paar mit Kindern"))
    form = variable("axis.family_form", "axis", categories=forms)
    hours = variable("hours_wish", "number", "child")
    children = [
        [
            {"need.care_gap": k % 2, "hours_wish": 20 + k // 4},
            {"need.care_gap": -7, "hours_wish": -7},
        ]
        for k in range(40)
    ]
    families = [{"moved": k % 2, "axis.family_form": 1 + k // 20} for k in range(40)]
    asked = codebook(variable("moved", "flag"), need, hours, form)
    wave = dataset.from_records(asked, families, children)
    folder = "instance/datasets/familien-kyffhaeuser/version=1/wave=2"
    dataset.write(wave, tmp_path / folder)
    blocks = _blocks((ROOT / "docs" / "notebook.md").read_text(encoding="utf-8"), "python")

    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", "".join(blocks)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stderr == ""
    assert done.stdout == (
        "Zu wenig Betreuung: 50\N{NO-BREAK SPACE}% "
        "(34\N{NO-BREAK SPACE}% bis 66\N{NO-BREAK SPACE}%), 40 Kinder aus 40 Familien\n"
        "gewünschte Stunden, Median: 24 (23 bis 26)\n"
        "Alleinerziehend: 50\N{NO-BREAK SPACE}%, Standardfehler 11.3 Punkte\n"
        "Paar mit Kindern: 50\N{NO-BREAK SPACE}%, Standardfehler 11.3 Punkte\n"
        "Rao-Scott: p = 1.000\n"
    )
