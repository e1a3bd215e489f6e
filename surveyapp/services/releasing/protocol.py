"""How the figures of a release were made: kept with it, for staff and for a statistician."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from analytics.released import ROUND_N
from surveyapp.services.releasing.names import Names
from surveyapp.services.releasing.order import Order, pairs_to_json
from surveyapp.services.releasing.setting import Setting

if TYPE_CHECKING:
    from analytics.protect import Policy
    from analytics.release import Safe
    from analytics.weights import Weights

PASSED, LEAKING = "passed", "leaking"


def made_protocol(
    setting: Setting, policy: Policy, weights: Weights, safe: Safe, order: Order, names: Names
) -> dict[str, Any]:
    """Return how the figures of a wave were made; never a secret or a seed."""
    is_held = bool(safe.leaks) and not order.leaves_out_what_leaks
    decided = order.decided | (safe.leaks if order.leaves_out_what_leaks else frozenset())
    return {
        "minimum": policy.minimum,
        "tau": policy.tau,
        "tau_sensitive": policy.tau_sensitive,
        "design_effect": round(weights.deff, 2),
        "effective_families": _in_fives(weights.n_eff),
        "trimmed": _in_fives(weights.trimmed),
        "margins": {margin.name: list(margin.labels) for margin in weights.margins},
        "merged": [f"{merge.margin}: {merge.category} in {merge.into}" for merge in weights.merges],
        "margins_left_out": list(weights.dropped),
        "margin_sources": {
            margin.name: f"{margin.source}, {margin.as_of}" for margin in weights.margins
        },
        "audit": LEAKING if is_held else PASSED,
        "left_out": sorted(f"{variable} by {view}" for variable, view in safe.left_out),
        "asked_by": order.asked_by,
        "decided": pairs_to_json(frozenset(decided)),
        "leaks": pairs_to_json(safe.leaks),
        "names": {
            f"{variable} by {view}": names.pair(variable, view)
            for variable, view in sorted(safe.left_out)
        },
        "marks": dict(safe.marks),
        "grouping": dict(setting.area_of),
        "flags": dict(Counter(str(cell.flag) for cell in safe.cells)),
    }


def _in_fives(families: float) -> int:
    """Round families as all figures do; staff read this too, and design effect times these is n."""
    return ROUND_N * round(families / ROUND_N)
