"""Translations as a PO file (gettext), one entry a wording, its key as ``msgctxt``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import BytesIO

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, PoFileParser, write_po

from surveyapp.exchange.translations.model import MARK, MOST_LINES, FileFault, Incoming, Outgoing
from surveyapp.questionnaire.translating.intake import Line

_LANGUAGE = re.compile(rb'^"Language:\s*([A-Za-z0-9_-]+)', re.MULTILINE)
_PROJECT = re.compile(rb'^"Project-Id-Version: *([A-Za-z0-9_-]*)', re.MULTILINE)
_MARK = re.compile(rf"^{MARK}: ([0-9a-f]+)$")


def write(outgoing: Outgoing) -> bytes:
    """Return a PO file in UTF-8."""
    catalogue = Catalog(locale=None, charset="utf-8")
    for row in outgoing.rows:
        said = (*filter(None, (row.where, *row.hint.splitlines())), f"{MARK}: {row.before}")
        message = catalogue.add(
            row.german,
            row.said,
            auto_comments=said,
            flags=("fuzzy",) if row.is_stale and row.said else (),
            context=row.key,
        )
        # „20 % der Zeit“ and „{item}“ are no formats of Python; programs would insist on them.
        message.flags.difference_update(("python-format", "python-brace-format"))
    stream = BytesIO()
    write_po(stream, catalogue, width=0, omit_header=True)
    head = (
        'msgid ""\nmsgstr ""\n'
        f'"Project-Id-Version: {outgoing.questionnaire}\\n"\n'
        f'"Language: {outgoing.language}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n\n'
    )
    return head.encode() + stream.getvalue()


class _Entries(Catalog):
    """Every entry of a file, also one that stands twice; what the header asks for is not done."""

    def __init__(self) -> None:
        super().__init__(charset="utf-8")
        self.entries: list[Message] = []

    def __setitem__(self, id: object, message: Message) -> None:  # noqa: A002 - as the parser has it
        if id:
            self.entries.append(message)

    @property
    def num_plurals(self) -> int:
        """Return more plurals than any language has."""
        return 100


def read(content: bytes) -> Incoming | FileFault:
    """Return what a PO file says; plural entries, which we never write, are left out."""
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        content.decode("utf-8")
        found = _Entries()
        PoFileParser(found, ignore_obsolete=True, abort_invalid=True).parse(BytesIO(content))
    except (PoFileError, UnicodeDecodeError, ValueError, IndexError, LookupError):
        return FileFault.NO_PO
    lines = tuple(
        Line(
            str(each.context or ""),
            str(each.string or ""),
            str(each.id),
            _before(each.auto_comments),
            is_doubtful=each.fuzzy,
            is_agreed=not each.fuzzy,
        )
        for each in found.entries
        if isinstance(each.id, str) and isinstance(each.string, str)
    )
    if not lines or len(lines) > MOST_LINES:
        return FileFault.NO_LINES
    language = _header(_LANGUAGE, content).replace("_", "-")
    return Incoming(language, lines, _header(_PROJECT, content))


def _header(pattern: re.Pattern[bytes], content: bytes) -> str:
    said = pattern.search(content)
    return said[1].decode() if said else ""


def _before(comments: Iterable[str]) -> str | None:
    # The last one is ours: a hint before it may have a line „Stand: 2026“.
    found = [match[1] for each in comments if (match := _MARK.match(each))]
    return found[-1] if found else None
