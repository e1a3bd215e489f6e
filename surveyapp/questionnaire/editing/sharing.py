"""Operations on answers that several questions share: made of a question's own, taken, and made own again."""

from __future__ import annotations

from surveyapp.questionnaire.editing.edits import Reason, Refusal
from surveyapp.questionnaire.editing.naming import id_for
from surveyapp.questionnaire.editing.references import Target, referring
from surveyapp.questionnaire.editing.registry import Outcome, bad, names_in, operation
from surveyapp.questionnaire.editing.spots import Sort, Spot, escaped
from surveyapp.questionnaire.editing.tree import Tree, copy
from surveyapp.questionnaire.types import KINDS
from surveyapp.questionnaire.types.kind import POINTS


@operation(Sort.QUESTION)
def share_options(tree: Tree, spot: Spot, *, name: str) -> Outcome:
    """Make a scale of a question's own options, which it goes on to show; their codes stay."""
    if not spot.element.get("options") or not _takes_scale(spot):
        return bad(spot, "name", name)
    scales = tree.setdefault("scales", {})
    id_ = id_for(name, scales, "skala")
    scales[id_] = spot.element.pop("options")
    spot.element["scale"] = id_
    return "scale/" + escaped(id_)


@operation(Sort.QUESTION)
def take_scale(tree: Tree, spot: Spot, *, scale: str) -> Outcome:
    """Let a question show the options of a scale instead of its own, unless conditions name those."""
    options = tree.get("scales", {}).get(scale)
    if options is None or not _takes_scale(spot):
        return bad(spot, "scale", scale)
    there, own = names_in(options, "code"), frozenset({str(spot.element["id"])})
    gone = [each["code"] for each in spot.element.get("options", ()) if each["code"] not in there]
    found = [slot for code in gone for slot in referring(tree, Target(Sort.OPTION, code, own))]
    if found:
        places = dict.fromkeys((slot.spot.path, slot.field) for slot in found)
        return Refusal(Reason.REFERRED_TO, spot.path, {"references": [list(e) for e in places]})
    spot.element.pop("options", None)
    spot.element["scale"] = scale
    return None


@operation(Sort.QUESTION)
def own_options(tree: Tree, spot: Spot) -> Outcome:
    """Give a question the options of its scale as its own; the scale stays as it is."""
    options = tree.get("scales", {}).get(spot.element.get("scale"))
    if options is None:
        return Refusal(Reason.NOT_FOUND, spot.path)
    spot.element["options"] = copy({"options": options})["options"]
    del spot.element["scale"]
    return None


def _takes_scale(spot: Spot) -> bool:
    return KINDS[spot.element["type"]].takes >= POINTS
