"""Files from elsewhere that somebody fills with harm: questionnaires of four formats, and translations."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook

from surveyapp.exchange.translations import po, table, xliff
from surveyapp.exchange.translations.model import Outgoing, Row
from tests.corpus.office import FILE_NAME
from tests.corpus.payloads import POLYGLOT, SHORT, Supply
from tests.exchange.eq.surveys import SURVEYS

ELSEWHERE = Path(__file__).parents[1] / "exchange"

WORDS = frozenset(
    {"title", "label", "description", "text", "contents", "instruction", "html", "completedHtml"}
    | {"minRateDescription", "maxRateDescription", "legal_basis", "warning", "guidance"}
)
"""Names of fields of documents that hold words for families."""

LIME_WORDS = frozenset({"question", "help", "answer", "group_name", "surveyls_title"})
"""The same of LimeSurvey, where a title is a code."""


@dataclass(frozen=True)
class File:
    """A file somebody brings in: the name of its format, how its name ends, and what is in it."""

    form: str
    suffix: str
    content: bytes

    @property
    def upload(self) -> tuple[BytesIO, str]:
        """Return what a browser sends of it; its name means harm as well."""
        return BytesIO(self.content), FILE_NAME.replace(".csv", self.suffix)


def questionnaires(supply: Supply) -> Iterator[File]:
    """Yield questionnaires with harmful words for families, then with harmful names, kinds and conditions."""
    surveyjs = json.loads((ELSEWHERE / "surveyjs" / "documents" / "wild.json").read_text("utf-8"))
    for more in ((), ("type", "visibleIf", "relevance", "name")):
        yield File("surveyjs", ".json", _json(surveyjs, supply, WORDS.union(more)))
        yield File("limesurvey", ".lss", _limesurvey(supply, LIME_WORDS.union(more)))
        yield File("xlsform", ".xlsx", _xlsform(supply, *(more and (POLYGLOT, POLYGLOT))))
    yield File("eq", ".json", _json(SURVEYS["answers"], supply, WORDS))


def _json(document: Any, supply: Supply, names: frozenset[str]) -> bytes:
    return json.dumps(_harmful(document, supply, names), ensure_ascii=False).encode()


def _harmful(part: Any, supply: Supply, names: frozenset[str], name: str = "") -> Any:
    """Return a part of a document with payloads in every field whose name is among ``names``."""
    if isinstance(part, list):
        return [_harmful(each, supply, names, name) for each in part]
    if isinstance(part, dict):
        of = lambda key: name if name in names and len(key) == 2 else key  # noqa: E731 - languages
        return {key: _harmful(each, supply, names, of(key)) for key, each in part.items()}
    return supply.words(150) if isinstance(part, str) and name in names else part


def _limesurvey(supply: Supply, names: frozenset[str]) -> bytes:
    def harm(found: re.Match[str]) -> str:
        name, text = found.groups()
        said = escape(supply.words(150)) if name in names and text else f"<![CDATA[{text}]]>"
        return f"<{name}>{said}</{name}>"

    written = (ELSEWHERE / "limesurvey" / "all_types.lss").read_text("utf-8")
    return re.sub(r"<(\w+)><!\[CDATA\[(.*?)\]\]></\1>", harm, written).encode()


def _xlsform(supply: Supply, kind: str = "text", when: str = "") -> bytes:
    say = lambda: supply.line(150).lstrip("=")  # noqa: E731
    sheets = {
        "survey": [
            [
                "type",
                "name",
                "label::de",
                "hint::de",
                "constraint_message::de",
                "relevant",
                POLYGLOT,
            ],
            ["begin_group", "g", say(), "", "", "", ""],
            ["select_one yn", "a", say(), say(), say(), "", say()],
            [kind, "b", say(), say(), say(), when, say()],
            ["note", "c", say(), "", "", "", ""],
            ["end_group", "", "", "", "", "", ""],
        ],
        "choices": [["list_name", "name", "label::de"], ["yn", "yes", say()], ["yn", "no", say()]],
        "settings": [["form_title", "form_id", "default_language"], [say(), "f", "de"]],
    }
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
            for cell in sheet[sheet.max_row]:
                cell.data_type = "s"
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def translations(supply: Supply, keys: Iterable[str]) -> Iterator[File]:
    """Yield files of translations in three formats: lines of these keys, and one of a harmful key."""
    for write, suffix in ((table.write, ".xlsx"), (xliff.write, ".xlf"), (po.write, ".po")):
        rows = tuple(
            Row(key, supply.line(), supply.line(), supply.line(), supply.line(300), "0" * 8)
            for key in (*keys, POLYGLOT)
        )
        title = supply.line()
        yield File("", suffix, write(Outgoing(title, "en", "Englisch", is_rtl=False, rows=rows)))
        yield File("", suffix, write(Outgoing(title, SHORT, "Englisch", is_rtl=False, rows=rows)))
