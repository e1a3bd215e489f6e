"""Compute a wave's results once, protect them, audit them, and write them down for good."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from analytics.released import OPEN, Cell, Contents, ReleasedTable
from surveyapp.questionnaire.expression import parse, references
from surveyapp.questionnaire.model import Option, Questionnaire
from surveyapp.services import batches, run_release
from surveyapp.services.build_dataset import build_dataset
from surveyapp.services.keys import instance_folder
from surveyapp.services.processes import own_mark
from surveyapp.services.releasing.earlier import (
    decided_before,
    draws,
    earlier_figures,
)
from surveyapp.services.releasing.names import Names
from surveyapp.services.releasing.order import MOST_DRAWS, Order
from surveyapp.services.releasing.protocol import made_protocol
from surveyapp.services.releasing.setting import Setting, read_setting
from surveyapp.storage import releases, surveys
from surveyapp.storage.db import main_store, urn_reading
from surveyapp.storage.releases import Release
from surveyapp.storage.responses import count_responses, documents_of
from surveyapp.storage.surveys import Survey, Wave

if TYPE_CHECKING:
    from analytics.codebook import Codebook
    from analytics.dataset import Dataset
    from analytics.design import Design
    from analytics.protect import Policy
    from analytics.release import Safe
    from analytics.weights import Weights

LONG = 10
"""Answers in a response from which on two equal ones are hardly chance."""

NOT_COMPUTED = "Die Ergebnisse konnten nicht berechnet werden."
NO_REASON = f"{NOT_COMPUTED} Bitte wenden Sie sich an den Betrieb."
STILL_OPEN = f"{NOT_COMPUTED} Bitte schließen Sie zuerst die Welle."
NOBODY = f"{NOT_COMPUTED} In dieser Welle hat keine Familie geantwortet."
TOO_FEW = (
    f"{NOT_COMPUTED} Es haben weniger als {{minimum}} Familien geantwortet. Ergebnisse gibt es erst "
    "ab {minimum} Familien, damit niemand erkannt werden kann. Lassen Sie die nächste Welle länger laufen; "
    "bei einer laufenden Befragung wählen Sie einen längeren Zeitraum und schließen nicht von Hand."
)

HELD = (
    "Die Freigabe ist angehalten: Mit diesen Zahlen ließe sich die Antwort einer Familie erschließen. "
    "Nichts davon wird gezeigt."
)
TOO_MANY = (
    f"{NOT_COMPUTED} Zu dieser Welle gibt es schon {{most}} Freigaben mit verschiedenen Zahlen. Mit "
    "jeder weiteren ließe sich der Schutz ein Stück mehr herausrechnen. Die bisherigen gelten weiter."
)


class ReleaseRefusedError(ValueError):
    """There is nothing to release; the message says why and what to do."""

    def __init__(self, message: str, sentence: str = NO_REASON) -> None:
        """Take the message for the command line and the German sentence for staff."""
        super().__init__(message)
        self.sentence = sentence


class ReleaseHeldError(ReleaseRefusedError):
    """With these figures somebody would be revealed; nothing of them is kept."""

    def __init__(self, leaks: Sequence[str], protocol: Mapping[str, Any]) -> None:
        """Take the German names of the figures, and how they were made."""
        listed = "\n".join(f"  {each}" for each in leaks)
        message = (
            f"the release is held: an answer would be revealed by\n{listed}\n"
            "Add --leave-out-what-leaks to release everything else."
        )
        super().__init__(message, HELD)
        self.protocol = protocol


def release(
    slug: str,
    number: int | None,
    today: date,
    release_id: str | None = None,
    *,
    leave_out_what_leaks: bool = False,
) -> str:
    """Release the results of a survey's closed wave; return a sentence on what was made.

    ``number`` is the wave's, None for the newest closed one; ``release_id`` names a release that was
    recorded as running before. Whatever fails is kept with the release as a sentence for staff.

    Raises
    ------
    ReleaseHeldError
        If the figures would reveal somebody; the release is kept as held, without figures.
    ReleaseRefusedError
        If there is no such survey or closed wave, or too few families answered it.
    """
    session = main_store()
    running = _recorded(session, release_id)
    try:
        wave = _closed_wave(surveys.survey_by_slug(session, slug), slug, number)
        running = _running(session, wave, today, running)
        batches.mix_all(wave.id)  # whoever closed the wave may have been interrupted
        order = Order.from_json(running.protocol, leaves_out_what_leaks=leave_out_what_leaks)
        table, contents, protocol = compute(session, wave, order)
        releases.finish(session, running, table, contents, protocol)
        session.commit()
    except Exception as error:
        session.rollback()
        if running is not None and running.state == releases.RUNNING:
            _end(session, running, error)
            session.commit()
        raise
    return f"{slug}, wave {wave.number}: {len(table.cells)} figures from {contents.n} families"


def _end(session: Session, running: Release, error: Exception) -> None:
    """Keep why a release has no figures."""
    if isinstance(error, ReleaseHeldError):
        releases.hold(session, running, error.protocol, error.sentence)
    else:
        releases.fail(session, running, _sentence(error))


def _recorded(session: Session, release_id: str | None) -> Release | None:
    if release_id is None:
        return None
    found = releases.release_by_id(session, release_id)
    if found is None or found.state != releases.RUNNING:
        message = f"no release {release_id!r} is running; start one without --id"
        raise ReleaseRefusedError(message)
    return found


def _closed_wave(survey: Survey | None, slug: str, number: int | None) -> Wave:
    if survey is None:
        message = f"there is no survey {slug!r}"
        raise ReleaseRefusedError(message)
    closed = [wave for wave in survey.waves if wave.state == "closed"]
    chosen = [wave for wave in closed if number in {None, wave.number}]
    if not chosen:
        which = "no closed wave" if number is None else f"no closed wave {number}"
        message = f"survey {slug!r} has {which}; close a wave first, then release it"
        raise ReleaseRefusedError(message, STILL_OPEN)
    return chosen[-1]


def _running(session: Session, wave: Wave, today: date, recorded: Release | None) -> Release:
    """Return the release that is being computed."""
    if recorded is not None and recorded.wave_id != wave.id:
        message = f"release {recorded.id!r} does not belong to wave {wave.number}"
        raise ReleaseRefusedError(message)
    if recorded is None:
        run_release.settle(session, wave.id)
    running = recorded or releases.start_alone(session, wave.id, today, own_mark())
    if running is None:
        message = f"something of wave {wave.number} is being computed; wait until it has ended"
        raise ReleaseRefusedError(message)
    return running


def _sentence(error: Exception) -> str:
    """Return what staff read: why there is nothing to release, else whom to ask."""
    return error.sentence if isinstance(error, ReleaseRefusedError) else NO_REASON


def _refuse_too_few(wave: Wave, minimum: int) -> None:
    """Refuse a wave whose figures would all be hidden."""
    with urn_reading() as urn:
        answered = count_responses(urn, wave.id)
    which = f"wave {wave.number} of {wave.survey.slug!r}"
    if not answered:
        message = f"nobody answered {which}; there is nothing to release"
        raise ReleaseRefusedError(message, NOBODY)
    if answered < minimum:
        message = f"fewer than {minimum} families answered {which}; no figure may be shown"
        raise ReleaseRefusedError(message, TOO_FEW.format(minimum=minimum))


def compute(
    session: Session, wave: Wave, order: Order | None = None
) -> tuple[ReleasedTable, Contents, Mapping[str, Any]]:
    """Return the figures of a wave, what they are about, and how they were made.

    Raises
    ------
    ReleaseHeldError
        If the figures would reveal somebody.
    ReleaseRefusedError
        If fewer families answered than a figure needs, or the wave has as many different releases
        as it may have.
    """
    from analytics.protect import Policy  # noqa: PLC0415 - numbers load late
    from surveyapp.services.releasing import contents, themes  # noqa: PLC0415

    order = order or Order()
    policy = Policy()
    _refuse_too_few(wave, policy.minimum)
    setting = read_setting(session, wave)
    dataset = build_dataset(instance_folder(), wave)
    design, weights = weighed(setting, dataset)
    safe = _safe(session, setting, dataset, (design, weights), policy, order)
    names = Names.of(setting.questionnaire, dataset.codebook)
    protocol = made_protocol(setting, policy, weights, safe, order, names)
    protocol["themes"] = themes.protocol_of(setting.coded)
    if safe.leaks and not order.leaves_out_what_leaks:
        raise ReleaseHeldError([names.pair(*pair) for pair in sorted(safe.leaks)], protocol)
    _refuse_too_many(session, wave, safe.marks)
    about = contents.contents_of(setting, dataset.codebook, dataset.size(), safe.bins)
    if wave.sampling == OPEN:
        protocol["duplicates"] = count_duplicates(wave.id)
    cells = _cells(setting, dataset, weights, policy, safe)
    return ReleasedTable(cells, policy.minimum), about, protocol


def weighed(setting: Setting, dataset: Dataset) -> tuple[Design, Weights]:
    """Return design and weights of a wave.

    Raises
    ------
    ReleaseRefusedError
        If something about them is undecided; the sentence names the page to mend it.
    """
    from analytics.errors import AnalyticsError  # noqa: PLC0415 - numbers load late
    from surveyapp.services.releasing import weighting  # noqa: PLC0415

    try:
        return weighting.family_design(setting, dataset)
    except (AnalyticsError, weighting.DrawingUnknownError) as error:
        reason = weighting.why_not(error)
        raise ReleaseRefusedError(str(error), f"{NOT_COMPUTED} {reason}") from error


def _refuse_too_many(session: Session, wave: Wave, marks: Mapping[str, str]) -> None:
    """Refuse one more set of different figures: read together they would wear the noise off."""
    if draws(releases.kept(session, wave.id), marks) > MOST_DRAWS:
        message = (
            f"wave {wave.number} of {wave.survey.slug!r} has {MOST_DRAWS} releases with different "
            "figures; answers or weights have changed once more, and no further one is safe"
        )
        raise ReleaseRefusedError(message, TOO_MANY.format(most=MOST_DRAWS))


def count_duplicates(wave_id: str) -> int:
    """Return how many long responses of a wave say exactly what another one says.

    Free texts lie apart from them and are not looked at. Short responses agree by chance.
    """
    with urn_reading() as urn:
        documents = (document for _, document in documents_of(urn, [wave_id]))
        prints = [_print(each) for each in documents if len(each) >= LONG]
    return len(prints) - len(set(prints))


def _print(document: Mapping[str, Any]) -> bytes:
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).digest()


def _safe(
    session: Session,
    setting: Setting,
    dataset: Dataset,
    made: tuple[Design, Weights],
    policy: Policy,
    order: Order,
) -> Safe:
    """Return the protected figures of the answers, and what the audit found."""
    from analytics.release import safe_cells  # noqa: PLC0415 - numbers load late
    from analytics.views import build_views  # noqa: PLC0415
    from surveyapp.services.releasing import register, weighting  # noqa: PLC0415

    design, weights = made
    place = setting.questionnaire.area_question or ""
    left_out = declared_exclusions(setting.questionnaire, dataset.codebook)
    return safe_cells(
        dataset,
        weights.values,
        build_views(dataset, setting.county, setting.area_of, place=place),
        policy,
        setting.wave.secret,
        populations=register.populations(setting),
        without=left_out | order.decided | decided_before(session, setting.wave.id),
        place=place,
        earlier=earlier_figures(session, setting, dataset),
        design_effect=weighting.effect_of_clusters(design, dataset),
    )


def _cells(
    setting: Setting, dataset: Dataset, weights: Weights, policy: Policy, safe: Safe
) -> tuple[Cell, ...]:
    """Return all figures of a wave: those of the answers, and what stands beside them."""
    from analytics.release import release_noise  # noqa: PLC0415 - numbers load late
    from surveyapp.services.releasing import need, register, supply, themes  # noqa: PLC0415

    noise = release_noise(dataset, weights.values, policy, setting.wave.secret)
    return (
        *safe.cells,
        *register.response_beside_register(dataset, setting, policy, noise),
        *supply.supply_cells(setting),
        *need.need_cells(setting, safe.cells),
        *themes.all_cells(setting.coded, setting.county, policy, setting.wave.secret),
    )


def declared_exclusions(
    questionnaire: Questionnaire, codebook: Codebook
) -> frozenset[tuple[str, str]]:
    """Return the variables that must not be shown along an axis made from them.

    Among lone parents nobody has a partner: such a figure says nothing, and gives a family away.
    """
    found: set[tuple[str, str]] = set()
    for axis in questionnaire.axes:
        asked = {name for each in axis.categories for name in _questions_of(each)}
        for variable in codebook.variables:
            if variable.question in asked:
                found.add((variable.name, f"axis.{axis.id}"))
    return frozenset(found)


def _questions_of(category: Option) -> frozenset[str]:
    return references(parse(category.show)) if category.show else frozenset()
