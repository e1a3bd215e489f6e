"""Commands for translators: the words of families' pages and of the questionnaires, in every language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click
from flask.cli import AppGroup

from surveyapp.cli.report import RefusedError

if TYPE_CHECKING:
    from surveyapp.questionnaire.model import Questionnaire

translations = AppGroup("translations", help="Bring the languages of families' pages up to date.")


@translations.command("update", with_appcontext=False)
@click.argument("languages", nargs=-1)
def update(languages: tuple[str, ...]) -> None:
    """Bring every PO file up to date: new wordings added empty, gone ones taken out.

    LANGUAGES are tags such as uk; a new one gets its files, without any all present ones are updated.
    Running it twice, or in another order, gives the same files.
    """
    from surveyapp.questionnaire import catalogues  # noqa: PLC0415 - start-up stays light
    from surveyapp.ui.languages import spoken  # noqa: PLC0415

    for language in languages:
        if not catalogues.is_tag(language) or language == catalogues.SOURCE:
            message = f"{language!r} is no language to translate into; write a tag such as uk"
            raise RefusedError(message)
    for language in languages or spoken()[1:]:
        for path, content in _files(language).items():
            _put(path, content)
    _report()


@translations.command("check", with_appcontext=False)
@click.pass_context
def check(ctx: click.Context) -> None:
    """Say what is missing, doubtful or no longer used in any language; exit code 1 if anything is."""
    ctx.exit(1 if _report() else 0)


def _files(language: str) -> Mapping[Path, bytes]:
    """Return the catalogues of one language as they should be now, by path."""
    from surveyapp.questionnaire import catalogues  # noqa: PLC0415 - start-up stays light
    from surveyapp.ui import wordings  # noqa: PLC0415

    interface = wordings.path_of(language)
    found = {interface: wordings.updated(language, _before(interface))}
    for source, asked in _documents().items():
        if language not in asked.languages:  # what stands in the document itself needs no file
            path = source.with_name(f"{source.stem}.{language}.po")
            found[path] = catalogues.updated(asked, language, _before(path))
    return found


def _report() -> int:
    """Say what is wrong in every language, and how much; return the number of flaws."""
    from surveyapp.ui.languages import spoken  # noqa: PLC0415 - start-up stays light

    total = 0
    for language in spoken()[1:]:
        found = list(_flaws(language))
        for each in found:
            click.echo(f"{language}: {each}")
        total += len(found)
    click.echo(f"{total} to translate or to mend" if total else "all languages are complete")
    return total


def _flaws(language: str) -> Iterator[str]:
    from surveyapp.questionnaire import catalogues  # noqa: PLC0415 - start-up stays light
    from surveyapp.ui import wordings  # noqa: PLC0415

    yield from wordings.flaws(language, _before(wordings.path_of(language)))
    for source, asked in _documents().items():
        path = source.with_name(f"{source.stem}.{language}.po")
        places = catalogues.missing(asked, path) if path.exists() else ()
        if not path.exists() and language not in asked.languages:
            yield f"{asked.id} is not translated; run surveyapp translations update {language}"
        for place in places:
            yield f"{asked.id}: {place} is missing, doubtful, or its German wording has changed"


@cache
def _documents() -> Mapping[Path, Questionnaire]:
    """Return the questionnaires of the product without the translations beside them, by their files."""
    from surveyapp.questionnaire import document, library  # noqa: PLC0415 - start-up stays light

    files = [library.path_of(each) for each in library.ids()]
    return {path: document.parse(path.read_text(encoding="utf-8"), path) for path in files}


def _before(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""


def _put(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, so that no translation is lost half-way."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".part")
    half.write_bytes(content)
    half.replace(path)
