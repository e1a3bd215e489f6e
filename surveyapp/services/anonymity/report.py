"""What the attacks found, for people, for programs, and for the documents of a county."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from surveyapp.services.anonymity.attacks import ATTACKS, Attack, Outcome
from surveyapp.services.anonymity.structure import Finding

FORMAT = 1
"""Version of the JSON form."""

FIGURES = ("database", "backups", "journal", "postgresql", "logs")
"""Groups of attacks whose worst outcome is published as ``linkage.<group>.<figure>``."""


@dataclass(frozen=True, slots=True)
class Report:
    """What one check found."""

    #: sqlite or postgresql.
    kind: str
    measured_on: date
    families: int
    #: Ballots that were opened at once, and how often the job ran.
    together: int
    openings: int
    doors: tuple[str, ...]
    outcomes: Mapping[str, Outcome]
    findings: Sequence[Finding]

    @property
    def is_clean(self) -> bool:
        """Say whether no promised attack found anybody, and nothing else leaks."""
        is_linked = any(
            self.outcomes[attack.name].is_leak for attack in ATTACKS if attack.is_promised
        )
        return not is_linked and not any(finding.is_leak for finding in self.findings)


def verdict(attack: Attack, outcome: Outcome) -> str:
    """Return the verdict on one attack: ok, LEAK, not tried, or not promised."""
    if not outcome.tried:
        return "not tried"
    if not attack.is_promised:
        return "not promised"
    return "LEAK" if outcome.is_leak else "ok"


def as_text(report: Report) -> str:
    """Return the report for people."""
    return "\n".join(_lines(report))


def _lines(report: Report) -> Iterator[str]:
    yield (
        f"{report.families} families answered a rehearsal on {report.kind} "
        f"({', '.join(report.doors)}); {report.together} ballots were opened at once."
    )
    yield f"{'':14}{'tried':>7}{'linked':>9}{'chance':>9}{'above':>9}"
    for attack in ATTACKS:
        outcome = report.outcomes[attack.name]
        yield (
            f"{verdict(attack, outcome):14}{outcome.tried:>7}{outcome.linked:>9.2%}"
            f"{outcome.chance:>9.2%}{outcome.linked - outcome.chance:>+9.2%}  {attack.title}"
            + (f" ({outcome.remark})" if outcome.remark else "")
        )
    yield "The installation itself:"
    for finding in report.findings:
        yield f"{'LEAK' if finding.is_leak else 'note':14}{finding.where}: {finding.what}"
    if not report.findings:
        yield f"{'ok':14}nothing found in columns, settings, keys, logs and servers"
    yield "Nothing found." if report.is_clean else "Something leaks; see the lines with LEAK."


def as_json(report: Report) -> str:
    """Return the report for programs, in the form described in docs/anonymity.md."""
    found = {
        "format": FORMAT,
        "measured_on": report.measured_on.isoformat(),
        "kind": report.kind,
        "families": report.families,
        "together": report.together,
        "openings": report.openings,
        "doors": list(report.doors),
        "is_clean": report.is_clean,
        "attacks": [_attack(attack, report.outcomes[attack.name]) for attack in ATTACKS],
        "structure": [
            {"is_leak": each.is_leak, "where": each.where, "what": each.what}
            for each in report.findings
        ],
        "figures": figures(report),
    }
    return json.dumps(found, indent=2, ensure_ascii=False)


def _attack(attack: Attack, outcome: Outcome) -> dict[str, Any]:
    return {
        "name": attack.name,
        "group": attack.group,
        "title": attack.title,
        "tried": outcome.tried,
        "linked": round(outcome.linked, 4),
        "chance": round(outcome.chance, 4),
        "allowed": round(outcome.allowed, 4),
        "verdict": verdict(attack, outcome),
        "remark": outcome.remark,
    }


def figures(report: Report) -> dict[str, float]:
    """Return the worst outcome of each group of attacks, under the names of the published figures."""
    found: dict[str, float] = {}
    for group in FIGURES:
        outcomes = [
            report.outcomes[attack.name]
            for attack in ATTACKS
            if attack.group == group and _counts_linked(attack, report.outcomes[attack.name])
        ]
        if outcomes:
            worst = max(outcomes, key=lambda each: (each.linked - each.chance, each.linked))
            found[f"linkage.{group}.tried"] = worst.tried
            found[f"linkage.{group}.linked"] = round(worst.linked, 4)
            found[f"linkage.{group}.chance"] = round(worst.chance, 4)
    return found


def _counts_linked(attack: Attack, outcome: Outcome) -> bool:
    """Say whether an outcome is a share of families: pairs in order are not."""
    return outcome.tried > 0 and attack.name != "pairs"
