"""Operations that take questions from the item bank, and bring them back to what they were."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from surveyapp.questionnaire.bank.core import standing_alone
from surveyapp.questionnaire.bank.losses import digest, is_small, original_of, wordings
from surveyapp.questionnaire.editing.edits import Reason, Refusal
from surveyapp.questionnaire.editing.naming import id_for
from surveyapp.questionnaire.editing.registry import Outcome, bad, ids_of, operation, put
from surveyapp.questionnaire.editing.spots import Sort, Spot, escaped
from surveyapp.questionnaire.editing.tree import Tree, of, questionnaire_of
from surveyapp.questionnaire.index import index_of
from surveyapp.questionnaire.model import Page, Question, Questionnaire
from surveyapp.questionnaire.texts import FALLBACK

_KEPT = ("id", "item", "show", "required", "planning", "label", "purpose", "pictogram", "tie")
"""What a question keeps of its own when it becomes again what its item is."""


def plain_question(question: Question) -> dict[str, Any]:
    """Return a question as a document has it."""
    page = Page("page", {}, "section", (question,))
    only = Questionnaire("bank", 1, {}, {}, {}, (FALLBACK,), 1, (), (page,))
    found: dict[str, Any] = of(only)["pages"][0]["questions"][0]
    return found


@operation(Sort.PAGE, adds=True)
def add_item(
    tree: Tree, spot: Spot, *, question: dict[str, Any], after: str | None = None
) -> Outcome:
    """Add a question of the bank, its tie with it, in the languages of this questionnaire."""
    if not {"id", "type", "text", "tie"} <= question.keys():
        return bad(spot, "question", sorted(question))
    copied = _in_languages(question, frozenset(tree["languages"]))
    if copied["id"] in ids_of(tree):
        copied["id"] = id_for(str(copied["id"]).replace("_", " "), ids_of(tree), "frage")
    put(spot.element["questions"], copied, after, "id")
    return "question/" + escaped(copied["id"])


def _in_languages(value: Any, languages: frozenset[str]) -> Any:  # noqa: ANN401 - JSON
    """Return a value whose wordings are in some languages only."""
    if isinstance(value, list):
        return [_in_languages(each, languages) for each in value]
    if not isinstance(value, Mapping):
        return value
    is_text = FALLBACK in value
    return {
        key: _in_languages(inner, languages)
        for key, inner in value.items()
        if not is_text or key in languages
    }


@operation(Sort.QUESTION)
def restore_item(tree: Tree, spot: Spot, *, language: str | None = None) -> Outcome:
    """Make a question what its core item is again: in one language, or as a whole."""
    item = _item(tree, spot)
    if item is None:
        return Refusal(Reason.NOT_FOUND, spot.path)
    original = _in_languages(plain_question(item), frozenset(tree["languages"]))
    if language is None:
        own = {name: spot.element[name] for name in _KEPT if name in spot.element}
        own["tie"] = {key: value for key, value in own["tie"].items() if key != "same"}
        spot.element.clear()
        spot.element.update({**original, **own})
        return None
    _own_options(tree, spot, original)
    _say_again(spot.element, original, language)
    for field in ("options", "rows"):
        there = {each["code"]: each for each in original.get(field, ())}
        for part in spot.element.get(field, ()):
            if part["code"] in there:
                _say_again(part, there[part["code"]], language)
    return None


def _own_options(tree: Tree, spot: Spot, original: dict[str, Any]) -> None:
    """Give a question options of its own where its scale says other words than the item."""
    name = spot.element.get("scale")
    if name is None or tree.get("scales", {}).get(name) == original.get("options"):
        return
    del spot.element["scale"]
    spot.element["options"] = [
        {**each, "text": dict(each["text"])} for each in tree["scales"][name]
    ]


_SAID = ("text", "hint", "unit_text", "low", "high")


def _say_again(element: dict[str, Any], original: dict[str, Any], language: str) -> None:
    for name in _SAID:
        said = original.get(name, {}).get(language)
        if said is not None:
            element[name] = {**element.get(name, {}), language: said}
        elif name in element:
            element[name] = {key: each for key, each in element[name].items() if key != language}
            if not element[name]:
                del element[name]


@operation(Sort.QUESTION)
def confirm_wording(tree: Tree, spot: Spot, *, language: str) -> Outcome:
    """Say that other words mean the same: a spelling that was mended, another translation."""
    item = _item(tree, spot)
    if item is None:
        return Refusal(Reason.NOT_FOUND, spot.path)
    asked = questionnaire_of(tree)
    question = index_of(asked).questions[str(spot.element["id"])]
    has, had = wordings(standing_alone(asked, question)), wordings(item)
    other = {
        name: said
        for name in had
        if name in has
        and (said := has[name].get(language, ""))
        and said.split() != had[name].get(language, "").split()
    }
    if language == FALLBACK:
        for name, said in other.items():
            if not is_small(had[name].get(language, ""), said):
                return bad(spot, "language", said)
    same = {*spot.element["tie"].get("same", ())}
    same |= {digest(name, language, said) for name, said in other.items()}
    spot.element["tie"]["same"] = sorted(same)
    return None


def _item(tree: Tree, spot: Spot) -> Question | None:
    """Return the core question a question is tied to."""
    asked = questionnaire_of(tree)
    if "#" in spot.path or "tie" not in spot.element:
        return None
    found = index_of(asked).questions.get(str(spot.element["id"]))
    return original_of(found.tie) if found is not None and found.tie is not None else None
