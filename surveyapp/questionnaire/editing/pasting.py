"""Text from Word or Excel as pages and questions: what was understood is shown before it is taken.

A line that ends with a question mark, a colon or a number in front (``3. Wie alt …``) is a question;
lines with a bullet, a box or a letter behind it are its options, and so are short lines right below it.
A line of Excel has columns: the question, then a type or its options. A short line alone, with an
empty line or the beginning before it and a question after it, is the heading of a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from surveyapp.questionnaire.editing.adding import new_page, new_parts, new_question
from surveyapp.questionnaire.editing.edits import Reason, Refusal
from surveyapp.questionnaire.editing.registry import Outcome, operation, put
from surveyapp.questionnaire.editing.spots import Sort, Spot, escaped
from surveyapp.questionnaire.editing.tree import Tree
from surveyapp.questionnaire.types import KINDS

MOST_QUESTIONS = 200
"""Questions that are taken at once."""


@dataclass(frozen=True, slots=True)
class PastedQuestion:
    """A question that was understood."""

    text: str
    type: str
    options: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PastedPage:
    """A heading and the questions below it; without a title they belong to the page pasted into."""

    title: str
    questions: tuple[PastedQuestion, ...] = ()


@dataclass(frozen=True, slots=True)
class Pasted:
    """All that was understood, and the lines that were not."""

    pages: tuple[PastedPage, ...] = ()
    left_over: tuple[str, ...] = field(default=())


# Reading


@dataclass
class _Open:
    """A question whose options are still being read."""

    text: str
    options: list[str]
    hint: str = ""
    rows: list[str] = field(default_factory=list)


def understand(text: str) -> Pasted:
    """Return what a text says: headings, questions, options by bullets, following lines or columns."""
    lines = [_tidied(line) for line in text.splitlines()]
    pages: list[tuple[str, list[_Open]]] = []
    left: list[str] = []
    following = _following(lines)
    for place, line in enumerate(lines):
        if not line.strip():
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        questions = pages[-1][1] if pages else []
        if questions and _is_of_table(questions[-1], cells):
            continue
        if _is_question(line, cells):
            if not pages:
                pages.append(("", questions))
            questions.append(_opened(cells))
        elif _follows_gap(lines, place) and _is_heading(line, following[place]):
            pages.append((_NUMBER.sub("", line), []))
        elif questions and (_BULLET.match(line) or not _follows_gap(lines, place)):
            questions[-1].options.append(_BULLET.sub("", line).strip())
        else:
            left.append(line)
    return Pasted(tuple(_page(*page) for page in pages), tuple(left))


def _tidied(line: str) -> str:
    """Return a line as people see it: Word puts tabs behind numbers and boxes, and lines to write on."""
    line = re.sub(r"_{3,}|\.{6,}|…{3,}", "", line).strip(" \u00a0\ufeff")
    bare = line.lstrip("\t ")
    behind = re.sub(rf"^({_MARK}|\d{{1,3}}[.)])\t+", r"\1 ", bare)
    return behind if behind != bare or _BULLET.match(bare) else line


def _is_of_table(question: _Open, cells: Sequence[str]) -> bool:
    """Take a line of a table: answers above their columns, or a row with boxes to tick."""
    said = [cell for cell in cells[1:] if cell and not re.fullmatch(_MARK, cell)]
    if len(cells) > 2 and not cells[0] and len(said) > 1 and not question.options:
        question.options, question.hint = said, "matrix"
        return True
    is_row = _takes(question.hint, "rows") and len(cells) > 1 and cells[0] and not said
    if is_row:
        question.rows.append(_NUMBER.sub("", cells[0]))
    return bool(is_row)


_MARK = r"(?:[-–—•·*○●□■▪☐☑✓❏❑o]|\[\s?\]|\(\s?\))"
_NUMBER = re.compile(r"^(?:frage\s+)?\d{1,3}\s*[.):]\s*", re.IGNORECASE)
_BULLET = re.compile(
    r"^(?:[-–—•·*○●□■▪☐☑✓❏❑o]\s+|\[\s?[xX]?\s?\]\s*|\(\s?\)\s*|[a-zA-Z][).]\s+|[○●□■▪☐❏❑•]\s*)"
)
_HEADS = frozenset({"frage", "fragen", "fragetext", "question", "text"})


def _is_question(line: str, cells: Sequence[str]) -> bool:
    if _BULLET.match(line) or cells[0].casefold() in _HEADS:
        return False
    # A numbered line is a question unless nothing but a heading could be so short.
    first = cells[0].rstrip(" *")
    is_numbered = bool(_NUMBER.match(first)) and len(first.split()) > 4
    return first.endswith(("?", ":")) or is_numbered or (len(cells) > 1 and len(first.split()) > 1)


def _is_heading(line: str, following: str) -> bool:
    """Say whether a short line that stands alone is followed by a question."""
    if _BULLET.match(line) or len(line) > 80 or "\t" in line or line.endswith((".", ";", ",")):
        return False
    return bool(following) and _is_question(following, following.split("\t"))


def _following(lines: Sequence[str]) -> list[str]:
    """Return for each line the next one that is not empty."""
    found, last = [], ""
    for line in reversed(lines):
        found.append(last)
        last = line or last
    return found[::-1]


def _follows_gap(lines: Sequence[str], place: int) -> bool:
    return place == 0 or not lines[place - 1]


def _opened(cells: Sequence[str]) -> _Open:
    text = _NUMBER.sub("", cells[0]).strip()
    rest = [cell for cell in cells[1:] if cell]
    type_ = _TYPES.get(rest[0].casefold(), "") if rest else ""
    rest = rest[1:] if type_ else rest
    if len(rest) == 1 and re.search(r"[;|/\n]", rest[0]):
        rest = [each.strip() for each in re.split(r"[;|/\n]", rest[0]) if each.strip()]
    return _Open(text, rest, type_)


_TYPES = {
    **dict.fromkeys(("einfachauswahl", "einfach", "eine antwort", "auswahl", "single"), "single"),
    **dict.fromkeys(("mehrfachauswahl", "mehrfach", "mehrere antworten", "multiple"), "multiple"),
    **dict.fromkeys(("zahl", "number", "anzahl"), "number"),
    **dict.fromkeys(("text", "freitext", "offen", "offene frage"), "text"),
    **dict.fromkeys(("ja/nein", "ja / nein", "yesno"), "yesno"),
    **dict.fromkeys(("datum", "date"), "date"),
    **dict.fromkeys(("matrix", "tabelle"), "matrix"),
    **dict.fromkeys(("skala", "scale"), "scale"),
    **dict.fromkeys(("rangfolge", "ranking"), "ranking"),
}
"""What people call types in a column of their own."""


def _page(title: str, questions: Sequence[_Open]) -> PastedPage:
    return PastedPage(title, tuple(_question(each) for each in questions))


_SEVERAL = re.compile(
    r"mehrfach|mehrere antworten|mehreres|alles zutreffende|ankreuzen.*mehr", re.IGNORECASE
)
_COUNTS = re.compile(r"^(wie ?viele?|wie alt|wie oft pro|in welchem alter)\b", re.IGNORECASE)
_WHEN = re.compile(r"^(wann|an welchem tag|seit wann)\b", re.IGNORECASE)
_YES_NO = ({"ja", "nein"},)
_SILENT = frozenset({"keine angabe", "k. a.", "k.a.", "weiß nicht / keine angabe"})


def _question(read: _Open) -> PastedQuestion:
    options = tuple(each for each in read.options if each and each.casefold() not in _SILENT)
    type_ = read.hint or _guessed(read.text, options)
    if _takes(type_, "rows") and not read.rows:
        return PastedQuestion(read.text, type_, (), options)
    kept = options if _takes(type_, "options") else ()
    return PastedQuestion(read.text, type_, kept, tuple(read.rows))


def _takes(type_: str, name: str) -> bool:
    """Say whether a type, where there is one yet, reads a field."""
    return type_ in KINDS and name in KINDS[type_].takes


def _guessed(text: str, options: Sequence[str]) -> str:
    """Return the type that question and options look like."""
    if {each.casefold() for each in options} in _YES_NO:
        return "yesno"
    if options:
        return "multiple" if _SEVERAL.search(text) else "single"
    if _COUNTS.search(text):
        return "number"
    return "date" if _WHEN.search(text) else "text"


# Taking over


@operation(Sort.QUESTIONNAIRE, Sort.PAGE, adds=True)
def paste(tree: Tree, spot: Spot, *, text: str, after: str | None = None) -> Outcome:
    """Add what a text says: questions without a heading to the page, all others on pages of their own."""
    pasted = understand(text)
    number = sum(len(page.questions) for page in pasted.pages)
    if not number:
        return Refusal(Reason.NOTHING_FOUND, spot.path)
    if number > MOST_QUESTIONS:
        return Refusal(Reason.TOO_LARGE, spot.path)
    made = ""
    last = str(spot.element["id"]) if spot.sort == Sort.PAGE else after
    for page in pasted.pages:
        target = spot.element if spot.sort == Sort.PAGE and not page.title else None
        if target is None:
            target = new_page(tree, page.title or "Neue Fragen", None, last)
            last = str(target["id"])
        _fill(tree, target, page.questions, after if spot.sort == Sort.PAGE else None)
        made = made or f"page/{escaped(target['id'])}"
    return made


def _fill(
    tree: Tree, page: dict[str, Any], questions: Sequence[PastedQuestion], after: str | None
) -> None:
    for question in _made(tree, questions):
        put(page["questions"], question, after, "id")
        after = question["id"] if after is not None else None


def _made(tree: Tree, questions: Sequence[PastedQuestion]) -> Iterator[dict[str, Any]]:
    for each in questions:
        question = new_question(tree, each.type, each.text)
        if each.options:
            question["options"] = new_parts(each.options)
            for end in KINDS[each.type].starts:  # points that have words need no ends
                question.pop(end, None)
        if each.rows:
            question["rows"] = new_parts(each.rows)
        yield question
