"""The whole check: a rehearsal, every attack on it, and a look at the installation itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from random import Random

from surveyapp.services.anonymity import attacks, structure
from surveyapp.services.anonymity.attacks import Outcome
from surveyapp.services.anonymity.doors import doors
from surveyapp.services.anonymity.rehearsal import MakeApp, rehearse, stores_like
from surveyapp.services.anonymity.report import Report
from surveyapp.services.keys import settings


def check_anonymity(
    make_app: MakeApp,
    *,
    families: int,
    seed: int,
    logs: Sequence[Path],
    today: date,
    progress: Callable[[float], None],
) -> Report:
    """Attack the running application's installation, and stores made like its own.

    ``make_app`` makes an application from settings, as ``surveyapp.app.create_app`` does. The seed
    decides who answers when and what; ids, keys and draws stay secret and differ each time.
    """
    findings = structure.check(logs)
    randomness = Random(seed)  # noqa: S311 - repeatable on purpose, decides nothing secret
    with stores_like(settings(), make_app) as app:
        evidence = rehearse(app, families, randomness, doors(), progress)
        with app.app_context():
            findings += [each for each in structure.check(()) if each not in findings]

    def again() -> dict[str, Outcome]:
        with stores_like(settings(), make_app) as app:
            return attacks.run_all(rehearse(app, families, randomness, doors()), randomness)

    return Report(
        kind=evidence.kind,
        measured_on=today,
        families=families,
        together=evidence.course.together,
        openings=len(evidence.groups),
        doors=tuple(door.__name__ for door in doors()),
        outcomes=attacks.confirmed(attacks.run_all(evidence, randomness), again),
        findings=findings,
    )
