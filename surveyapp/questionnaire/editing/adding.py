"""Operations that add something; ids and codes come from the German wording."""

from __future__ import annotations

from typing import Any

from surveyapp.questionnaire.editing.edits import Reason, Refusal
from surveyapp.questionnaire.editing.naming import code_for, id_for
from surveyapp.questionnaire.editing.registry import (
    Outcome,
    bad,
    german,
    ids_of,
    names_in,
    operation,
    put,
    unreadable,
)
from surveyapp.questionnaire.editing.spots import Sort, Spot, escaped
from surveyapp.questionnaire.editing.tree import Tree
from surveyapp.questionnaire.types import KINDS


@operation(Sort.QUESTIONNAIRE, adds=True)
def add_section(tree: Tree, spot: Spot, *, title: str, after: str | None = None) -> Outcome:  # noqa: ARG001
    """Add a section without pages."""
    return "section/" + escaped(new_section(tree, title, after))


def new_section(tree: Tree, title: str, after: str | None = None) -> str:
    """Add a section and return its id."""
    sections = tree.setdefault("sections", [])
    id_ = id_for(title, names_in(sections, "id"), "abschnitt")
    put(sections, {"id": id_, "title": german(title)}, after, "id")
    return id_


@operation(Sort.QUESTIONNAIRE, adds=True)
def add_page(
    tree: Tree,
    spot: Spot,
    *,
    title: str,
    section: str | None = None,
    after: str | None = None,
) -> Outcome:
    """Add a page without questions, behind the last one of its section where nothing is said."""
    known = names_in(tree["sections"], "id")
    if section is not None and section not in known:
        return bad(spot, "section", section)
    return "page/" + escaped(new_page(tree, title, section, after)["id"])


def new_page(
    tree: Tree, title: str, section: str | None = None, after: str | None = None
) -> dict[str, Any]:
    """Add a page and return it."""
    pages = tree["pages"]
    before = next((each for each in pages if each["id"] == after), None)
    if before is None and section is not None and after is None:
        before = next((each for each in reversed(pages) if each["section"] == section), None)
    beside = before or (pages[0 if after == "" else -1] if pages else None)
    own = section or (beside["section"] if beside else _some_section(tree, title))
    page: dict[str, Any] = {
        "id": id_for(title, names_in(pages, "id"), "seite"),
        "title": german(title),
        "section": own,
        "questions": [],
    }
    put(pages, page, before["id"] if before else after, "id")
    return page


def _some_section(tree: Tree, title: str) -> str:
    sections = tree["sections"]
    return str(sections[0]["id"]) if sections else new_section(tree, title)


@operation(Sort.PAGE, Sort.CONTACT, adds=True)
def add_question(
    tree: Tree,
    spot: Spot,
    *,
    type: str,  # noqa: A002
    text: str,
    after: str | None = None,
) -> Outcome:
    """Add a question; whatever its type needs at least is set."""
    if type not in KINDS or (KINDS[type].is_personal and spot.sort != Sort.CONTACT):
        return bad(spot, "type", type)
    question = new_question(tree, type, text)
    put(spot.element["questions"], question, after, "id")
    if spot.sort == Sort.PAGE and "repeat" not in spot.element:
        _say_home(tree, question)
    return "question/" + escaped(question["id"])


def _say_home(tree: Tree, question: dict[str, Any]) -> None:
    """Let the first question for a municipality say where the family lives: results show areas by it."""
    kind = KINDS[question["type"]]
    if kind.asks_for_place and not kind.is_precise and not tree.get("area_question"):
        tree["area_question"] = question["id"]


def new_question(tree: Tree, type_: str, text: str) -> dict[str, Any]:
    """Return a question with an id of its own, that stands nowhere yet."""
    id_ = id_for(text, ids_of(tree), "frage")
    return {"id": id_, "type": type_, "text": german(text), **KINDS[type_].starts}


@operation(Sort.QUESTION, Sort.SCALE, Sort.AXIS, adds=True)
def add_option(tree: Tree, spot: Spot, *, text: str, after: str | None = None) -> Outcome:  # noqa: ARG001
    """Add an option to a question or scale, or a category to an axis."""
    field, sort = (
        ("categories", Sort.CATEGORY) if spot.sort == Sort.AXIS else ("options", Sort.OPTION)
    )
    return f"{spot.path}/{sort}/{escaped(_part(spot, field, text, after))}"


@operation(Sort.QUESTION, adds=True)
def add_row(tree: Tree, spot: Spot, *, text: str, after: str | None = None) -> Outcome:  # noqa: ARG001
    """Add a row to a matrix."""
    return f"{spot.path}/row/{escaped(_part(spot, 'rows', text, after))}"


def _part(spot: Spot, field: str, text: str, after: str | None) -> str:
    siblings = spot.element.setdefault(field, [])
    code = code_for(text, names_in(siblings, "code"), "antwort")
    put(siblings, {"code": code, "text": german(text)}, after, "code")
    return code


def new_parts(texts: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return options or rows with these wordings."""
    found: list[dict[str, Any]] = []
    for text in texts:
        code = code_for(text, names_in(found, "code"), "antwort")
        found.append({"code": code, "text": german(text)})
    return found


@operation(Sort.QUESTIONNAIRE, adds=True)
def add_scale(tree: Tree, spot: Spot, *, name: str, texts: list[str]) -> Outcome:
    """Add a scale that questions can share."""
    scales = tree.setdefault("scales", {})
    id_ = id_for(name, scales, "skala")
    if not all(isinstance(text, str) for text in texts):
        return bad(spot, "texts", texts)
    scales[id_] = new_parts(tuple(texts))
    return "scale/" + escaped(id_)


@operation(Sort.QUESTIONNAIRE, adds=True)
def add_list(
    tree: Tree,
    spot: Spot,
    *,
    label: str,
    count: str | None = None,
    rows_of: str | None = None,
    answered: str | None = None,
    options_of: str | None = None,
) -> Outcome:
    """Add a list for whose items pages are repeated; without a source a family adds its items."""
    sources = {"count": count, "rows_of": rows_of, "options_of": options_of}
    given = {name: source for name, source in sources.items() if source}
    if len(given) > 1:
        return bad(spot, sorted(given)[1], given[sorted(given)[1]])
    for name, source in given.items():
        if source not in ids_of(tree):
            return bad(spot, name, source)
    id_ = id_for(label, ids_of(tree), "liste")
    items = {"id": id_, "label": german(label), **given}
    if answered and rows_of:
        items["answered"] = answered
    put(tree.setdefault("lists", []), items, None, "id")
    return "list/" + escaped(id_)


@operation(Sort.QUESTION, adds=True)
def add_variant(tree: Tree, spot: Spot, *, when: str, text: str) -> Outcome:  # noqa: ARG001
    """Add another wording for families of whom a condition holds."""
    refused = unreadable(spot, when)
    if refused is not None:
        return refused
    variants = spot.element.setdefault("variants", [])
    variants.append({"when": when, "text": german(text)})
    return f"{spot.path}/variant/{len(variants) - 1}"


@operation(Sort.QUESTION, Sort.PAGE, adds=True)
def add_check(tree: Tree, spot: Spot, *, that: str, message: str) -> Outcome:  # noqa: ARG001
    """Add what must hold of the answers."""
    refused = unreadable(spot, that)
    if refused is not None:
        return refused
    checks = spot.element.setdefault("checks", [])
    checks.append({"that": that, "message": german(message)})
    return f"{spot.path}/check/{len(checks) - 1}"


@operation(Sort.QUESTIONNAIRE, adds=True)
def add_contact(
    tree: Tree, spot: Spot, *, title: str, intro: str, consent: str, keep_days: int = 90
) -> Outcome:
    """Add the form in which families ask to be called back, without questions."""
    if "contact" in tree:
        return Refusal(Reason.TAKEN, spot.path, {"id": "contact"})
    words = {"title": title, "intro": intro, "consent": consent}
    said = {name: german(text) for name, text in words.items()}
    tree["contact"] = {**said, "questions": [], "keep_days": keep_days}
    return "contact"
