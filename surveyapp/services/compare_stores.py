"""Whether register and urn are of one time: an old backup of one of them shows in their numbers."""

from __future__ import annotations

from surveyapp.storage import ballots, register
from surveyapp.storage.db import register_reading, urn_reading
from surveyapp.storage.surveys import Wave


class RegisterBehindError(LookupError):
    """The register is older than the urn; the message names the wave and what that means."""


def register_behind(wave: Wave) -> RegisterBehindError | None:
    """Return what is to be said of a wave into which more ballots came than codes were used.

    Which codes these were cannot be known: nothing in the urn leads to a code.
    """
    if wave.sampling == "open":
        return None
    with urn_reading() as urn:  # first, so that who sends meanwhile is in the register already
        spent = ballots.count_spent(urn, wave.id)
    with register_reading() as session:
        used = register.count_not_open(session, wave.id)
    if used >= spent:
        return None
    return RegisterBehindError(
        f"The register is older than the urn in wave {wave.number} of {wave.survey.slug}: a backup "
        "of it was brought back, and codes that were used since can be used once more. No answer is "
        "lost. Bring back a newer backup of the register if there is one; otherwise close the wave "
        "soon, and say so in the report."
    )
