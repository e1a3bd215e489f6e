"""The words of families' pages and their catalogues: what is there, what is missing, how it is brought in.

German stands in code and templates. ``translations/babel.cfg`` says which files hold words for families;
each other language has one PO file with exactly these words, in one agreed layout.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TypeAlias

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po

from surveyapp.ui.languages import FOLDER

ROOT = FOLDER.parent.parent
PLACEHOLDER = re.compile(r"%\(\w+\)s")
WIDTH = 100
ALIKE = 0.8
"""How alike an old wording must be to help whoever translates the new one; 1 is the same."""

Words: TypeAlias = str | tuple[str, ...]
"""One wording, or one for each form of the plural."""


@lru_cache(maxsize=1)
def source() -> Mapping[str, Words]:
    """Return the German wordings in code and templates by their first form."""
    with (FOLDER / "babel.cfg").open(encoding="utf-8") as file:
        methods, options = parse_mapping_cfg(file)  # type: ignore[no-untyped-call]
    keywords = {**DEFAULT_KEYWORDS, "lazy_gettext": None}
    found: dict[str, Words] = {}
    for _, _, words, _, _ in extract_from_dir(ROOT, methods, options, keywords):
        first = words if isinstance(words, str) else words[0]
        if isinstance(words, tuple) or first not in found:
            found[first] = words
    return found


def path_of(language: str) -> Path:
    """Return where the catalogue of a language lies."""
    return FOLDER / language.replace("-", "_") / "LC_MESSAGES" / "messages.po"


def updated(language: str, before: bytes = b"") -> bytes:
    """Return a catalogue as it should be now: new wordings added empty, gone ones taken out.

    ``before`` is the file as it was. Where a wording was only changed a little, the old one stands
    beside the new one with its translation, for whoever translates it again.
    """
    known = _messages(before)
    gone = {first: known[first] for first in known.keys() - source().keys()}
    catalogue = Catalog(locale=_base(language), charset="utf-8")
    for first, words in source().items():
        old = known.get(first)
        fits = old is not None and isinstance(old.id, str) == isinstance(words, str)
        said = old.string if old is not None and fits else _empty(words, language)
        kept = list(old.user_comments) if old is not None else _hint(first, gone)
        flags = ("fuzzy",) if old is not None and old.fuzzy else ()
        catalogue.add(words, said, flags=flags, user_comments=kept)
    out = BytesIO()
    write_po(out, catalogue, width=WIDTH, omit_header=True, sort_output=True)
    return _head(language).encode() + out.getvalue()


def flaws(language: str, content: bytes) -> Iterator[str]:
    """Say what is wrong with a catalogue, one sentence each: missing, doubtful, gone, wrong words."""
    known = _messages(content)
    for first in source().keys() - known.keys():
        yield f"“{first}” is missing"
    for first in known.keys() - source().keys():
        yield f"“{first}” is no longer used"
    if _parsed(content).obsolete:
        yield "there are entries behind #~, which nobody uses"
    for first in source().keys() & known.keys():
        yield from _flaws_of(known[first], source()[first], plurals(language))


def plurals(language: str) -> int:
    """Return how many forms numbers have in a language."""
    return int(get_plural(_base(language)).num_plurals)


def _flaws_of(known: Message, words: Words, forms: int) -> Iterator[str]:
    first, last = (words, words) if isinstance(words, str) else (words[0], words[-1])
    said = _forms(known)
    if known.fuzzy:
        yield f"“{first}” is marked as doubtful (fuzzy)"
    if not all(said):
        yield f"“{first}” is not translated"
        return
    wanted = 1 if isinstance(words, str) else forms
    if len(said) != wanted:
        yield f"“{first}” has {len(said)} forms, the language has {wanted}"
    for each in said:
        placeholders = set(PLACEHOLDER.findall(each))
        allowed = set(PLACEHOLDER.findall(last))
        is_whole = placeholders == allowed or (wanted > 1 and placeholders <= allowed)
        if not is_whole or (wanted > 1 and each == said[-1] and placeholders != allowed):
            yield f"“{first}” has other placeholders in “{each}”"


def _hint(first: str, gone: Mapping[str, Message]) -> list[str]:
    """Return what a wording was called before and how that was said, where it is much alike."""
    before = get_close_matches(first, gone, n=1, cutoff=ALIKE)
    if not before:
        return []
    return [f"before: {before[0]}", f"said: {' | '.join(_forms(gone[before[0]]))}"]


def _forms(known: Message) -> list[str]:
    """Return how a wording is said, once or for each form of the plural."""
    return [known.string] if isinstance(known.string, str) else list(known.string or ())


def _messages(content: bytes) -> dict[str, Message]:
    """Return the entries of a catalogue by their first form."""
    found = (each for each in _parsed(content) if each.id)
    return {each.id if isinstance(each.id, str) else each.id[0]: each for each in found}


def _parsed(content: bytes) -> Catalog:
    return read_po(BytesIO(content), charset="utf-8", abort_invalid=True)


def _empty(words: Words, language: str) -> Words:
    return "" if isinstance(words, str) else ("",) * plurals(language)


def _base(language: str) -> str:
    return language.partition("-")[0]


def _head(language: str) -> str:
    plural = get_plural(_base(language))
    return (
        f"# Words of families' pages in this language ({language}); German is the source.\n#\n"
        'msgid ""\nmsgstr ""\n'
        f'"Language: {language.replace("-", "_")}\\n"\n'
        f'"Plural-Forms: nplurals={plural.num_plurals}; plural={plural.plural_expr};\\n"\n'
        '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n\n'
    )
