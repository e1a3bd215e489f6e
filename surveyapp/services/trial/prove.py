"""What the search says of the parts no invented family met: a family that meets them, or that none can."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from surveyapp.questionnaire.reach.search import Outcome, Proof, Unreachable, Witness, outcomes
from surveyapp.services.jobs.work import Result, Work
from surveyapp.services.trial.run import fingerprint, kept_for

NEVER, UNKNOWN, FOUND = "never", "unknown", "found"
"""What is known of a part: no family can meet it, nothing, or here is one that does."""


def work(work: Work, arguments: Mapping[str, Any]) -> Result:
    """Search for a family for every part in ``paths``, and for all others nobody is known to meet."""
    kept = kept_for(work, arguments["key"])
    work.session.commit()
    work.progress(0, 1, "Es wird nach Familien gesucht, die dorthin kommen")
    found = outcomes(kept.questionnaire)
    wanted = set(arguments["paths"])
    told = {
        path: _told(proof)
        for (path, outcome), proof in found.items()
        if outcome is Outcome.SEEN and (path in wanted or not isinstance(proof, Witness))
    }
    return Result(found={"proofs": told, "document": fingerprint(kept.text)})


def _told(proof: Proof) -> dict[str, Any]:
    if isinstance(proof, Witness):
        return {"is": FOUND, "answers": proof.answers.to_json()}
    return {"is": NEVER if isinstance(proof, Unreachable) else UNKNOWN}
