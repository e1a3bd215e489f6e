"""Operations on wordings and languages."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from surveyapp.questionnaire.editing.edits import Reason, Refusal
from surveyapp.questionnaire.editing.registry import Outcome, bad, operation
from surveyapp.questionnaire.editing.setting import MODELS
from surveyapp.questionnaire.editing.slots import TEXTS, Holds, slots
from surveyapp.questionnaire.editing.spots import Sort, Spot
from surveyapp.questionnaire.editing.tree import Tree
from surveyapp.questionnaire.own_words import REFUSED
from surveyapp.questionnaire.texts import FALLBACK


def texts_of(spot: Spot) -> dict[str, dict[str, str]]:
    """Return every wording an element may have, by the name ``set_text`` takes; empty ones as well."""
    names = {each.name for each in fields(MODELS[spot.sort])} if spot.sort in MODELS else set()
    found = {name: dict(spot.element.get(name, {})) for name in names & TEXTS}
    for form, text in spot.element.get("forms", {}).items():
        found[f"forms.{form}"] = dict(text)
    return found


@operation()
def set_text(
    tree: Tree,
    spot: Spot,
    *,
    text: str,
    language: str = FALLBACK,
    name: str = "text",
    made_from: str = "",  # noqa: ARG001 - noted beside the document, see translating.origins
) -> Outcome:
    """Set one wording of an element in one language; an empty one takes it away.

    ``made_from`` is the German wording a translation was made from, where that is not the present one.
    """
    form = name.removeprefix("forms.") if name.startswith("forms.") else ""
    if name not in texts_of(spot) and not (form and spot.sort == Sort.OPTION):
        return bad(spot, "name", name)
    if language not in {FALLBACK, *tree["languages"]}:
        return Refusal(Reason.BAD_LANGUAGE, spot.path, {"language": language})
    holder = spot.element.setdefault("forms", {}) if form else spot.element
    key = form or name
    wording = {**holder.get(key, {}), language: text.strip()}
    if not text.strip():
        del wording[language]
    if wording or key in _needed(spot):
        holder[key] = wording
    else:
        holder.pop(key, None)
    return None


def _needed(spot: Spot) -> frozenset[str]:
    """Return the wordings an element cannot be without."""
    no_default = (each.name for each in fields(MODELS[spot.sort]) if _is_needed(each))
    return frozenset(no_default) & TEXTS


def _is_needed(field: Any) -> bool:  # noqa: ANN401 - a dataclass field of any type
    return not field.kw_only and field.default is field.default_factory


@operation(Sort.QUESTIONNAIRE, adds=True)
def add_language(tree: Tree, spot: Spot, *, language: str) -> Outcome:
    """Offer a questionnaire in one more language; its wordings are missing until somebody writes them."""
    if language in tree["languages"] or language not in REFUSED:
        return Refusal(Reason.BAD_LANGUAGE, spot.path, {"language": language})
    tree["languages"].append(language)
    return None


@operation(Sort.QUESTIONNAIRE)
def remove_language(tree: Tree, spot: Spot, *, language: str) -> Outcome:
    """Take a language away with all its wordings."""
    if language == FALLBACK:
        return Refusal(Reason.NEEDS_GERMAN, spot.path)
    if language not in tree["languages"]:
        return Refusal(Reason.BAD_LANGUAGE, spot.path, {"language": language})
    tree["languages"].remove(language)
    tree.get("translated", {}).pop(language, None)
    for slot in tuple(slots(tree)):
        if slot.holds is Holds.TEXT and slot.key == language:
            del slot.holder[language]
    return None
