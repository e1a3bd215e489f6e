"""Translations beside a questionnaire: one PO file for each language, ``1.uk.po`` beside ``1.yaml``.

An entry names its place by ids (``msgctxt``) and holds the German wording it was made from
(``msgid``). Where the German wording has changed since, the entry no longer fits and is left out, so
that a family reads German and the checks name the hole; no translation can say something else
than the question asks. What is published is one document again, with every language in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po, write_po

from surveyapp.questionnaire.model import Questionnaire, Text

SOURCE = "de"
"""The language every wording is translated from."""

PLAIN = "de-simple"
"""Plain German (Leichte Sprache), a language of its own."""

ORDER = (SOURCE, PLAIN, "en", "uk", "ru", "ar", "fa", "tr", "pl", "ro", "vi")
"""The order in which languages are offered; others follow by their codes."""

Entry = tuple[str, str]
"""A German wording and its translation."""


class CatalogueError(ValueError):
    """A file of translations cannot be read; the message names file and reason."""


_FOR_PLANNERS = frozenset({"Question.label", "Questionnaire.axes", "Questionnaire.pairs"})
"""What only people at the county's office read, in German."""


def wordings(questionnaire: Questionnaire) -> Iterator[tuple[str, Text]]:
    """Iterate over every wording for families with its place, in the order of the document."""
    found: list[tuple[str, Text]] = []

    def note(place: str, text: Text) -> Text:
        found.append((place, text))
        return text

    _rewritten(questionnaire, "", note)
    yield from found


def joined(
    questionnaire: Questionnaire, translations: Mapping[str, Mapping[str, Entry]]
) -> Questionnaire:
    """Return a questionnaire with translations put in, where they still fit the German wording.

    ``translations`` holds entries by place for each language; a wording the document itself has in a
    language stays.
    """

    def put_in(place: str, text: Text) -> Text:
        found = dict(text)
        for language, entries in translations.items():
            german, said = entries.get(place, ("", ""))
            if said and _same(german, text[SOURCE]):
                found.setdefault(language, said)
        return {language: found[language] for language in sorted(found, key=rank)}

    languages = sorted({*questionnaire.languages, *translations}, key=rank)
    whole = _rewritten(questionnaire, "", put_in)
    return replace(whole, languages=tuple(languages))


def catalogues_of(path: Path) -> dict[str, Path]:
    """Return the files of translations beside a questionnaire's file, by language."""
    start = f"{path.stem}."
    found = path.parent.glob(f"{start}*.po")
    return {each.stem.removeprefix(start): each for each in sorted(found)}


def read(path: Path) -> dict[str, Entry]:
    """Read a file of translations: German wording and translation by place.

    Entries that somebody marked as doubtful (fuzzy) are left out.

    Raises
    ------
    CatalogueError
        If it is no PO file in UTF-8.
    """
    return {
        str(each.context): (str(each.id), str(each.string))
        for each in _read(path)
        if each.context and each.string and not each.fuzzy
    }


def missing(questionnaire: Questionnaire, path: Path) -> list[str]:
    """Return the places whose wording a file of translations does not hold, or not any more.

    Raises
    ------
    CatalogueError
        As ``read``.
    """
    known = read(path)
    return [
        place
        for place, text in wordings(questionnaire)
        if place not in known or not _same(known[place][0], text[SOURCE])
    ]


def is_tag(language: str) -> bool:
    """Say whether something is a language tag whose rules are known."""
    try:
        Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        return False
    return True


def updated(questionnaire: Questionnaire, language: str, before: bytes = b"") -> bytes:
    """Return a file of translations as it should be now: new wordings added, old ones taken out.

    A translation whose German wording has changed stays, marked as doubtful, with the old wording
    beside it. ``before`` is the file as it was.
    """
    old = {str(each.context): each for each in _parsed(before)} if before else {}
    catalogue = Catalog(locale=None, charset="utf-8")
    for place, text in wordings(questionnaire):
        german, known = text[SOURCE], old.get(place)
        said = str(known.string) if known is not None else ""
        catalogue.add(
            german,
            said or text.get(language, ""),
            auto_comments=[f"en: {text['en']}"] if "en" in text and language != "en" else [],
            context=place,
            **(_doubt(known, german) if known is not None and said else {}),
        )
    return _written(catalogue, language)


def _doubt(known: Message, german: str) -> dict[str, Any]:
    """Return how an entry is marked whose German wording has changed, or that was marked before."""
    if not _same(str(known.id), german):
        was = " ".join(str(known.id).split())
        return {"flags": ("fuzzy",), "user_comments": [f"made from: {was}"]}
    return {"flags": ("fuzzy",), "user_comments": known.user_comments} if known.fuzzy else {}


def _written(catalogue: Catalog, language: str) -> bytes:
    out = BytesIO()
    write_po(out, catalogue, width=0, omit_header=True)
    head = (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {language}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n\n'
    )
    return head.encode() + out.getvalue()


def _read(path: Path) -> Catalog:
    try:
        return _parsed(path.read_bytes())
    except (PoFileError, UnicodeDecodeError, ValueError) as error:
        message = f"{path}: this is no PO file in UTF-8 ({error}); save it as one"
        raise CatalogueError(message) from error


def _parsed(content: bytes) -> Catalog:
    content.decode("utf-8")
    return read_po(BytesIO(content), charset="utf-8", ignore_obsolete=True, abort_invalid=True)


def rank(language: str) -> tuple[int, str]:
    """Return a key that sorts languages as they are offered."""
    return (ORDER.index(language) if language in ORDER else len(ORDER), language)


def _same(one: str, other: str) -> bool:
    """Compare wordings; blanks and ends of lines at the end say nothing."""
    return one.strip() == other.strip()


def _rewritten(value: Any, place: str, change: Callable[[str, Text], Text]) -> Any:  # noqa: ANN401
    """Return a part of a questionnaire with every wording changed."""
    if is_dataclass(value) and not isinstance(value, type):
        kind = type(value).__name__
        found = {
            each.name: _rewritten(getattr(value, each.name), _inside(place, each.name), change)
            for each in fields(value)
            if f"{kind}.{each.name}" not in _FOR_PLANNERS
        }
        return replace(value, **found)
    if isinstance(value, tuple):
        names = (_name(each, number) for number, each in enumerate(value))
        return tuple(
            _rewritten(each, _inside(place, name), change)
            for each, name in zip(value, names, strict=True)
        )
    if not isinstance(value, Mapping):
        return value
    if _is_text(value):
        return change(place, value)
    return {key: _rewritten(each, _inside(place, key), change) for key, each in value.items()}


def _is_text(value: Mapping[str, object]) -> bool:
    return isinstance(value.get(SOURCE), str)


def _inside(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _name(value: object, number: int) -> str:
    """Return what an entry of a list is called: its id or code, else its number."""
    return str(getattr(value, "id", None) or getattr(value, "code", None) or number)
