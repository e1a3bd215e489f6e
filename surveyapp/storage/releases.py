"""Releases: computed once, kept with their figures, never changed.

A release is ``running`` until it is finished, failed or held; only a running one can be, and nothing
here changes a figure once it stands. A held one has no figures: with them somebody would be revealed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, insert, or_, select, update
from sqlalchemy.orm import Session

from analytics.released import Cell, Contents, Flag, Measure, ReleasedTable
from surveyapp.storage import surveys
from surveyapp.storage.db import new_id
from surveyapp.storage.release_rows import cell_to_row, contents_from_json, contents_to_json
from surveyapp.storage.tables import Release, ReleaseCell, SpecialAnalysis, Survey, Wave

__all__ = ["Release"]

RUNNING = "running"
DONE = "done"
FAILED = "failed"
HELD = "held"


class ReleaseFinishedError(RuntimeError):
    """Somebody tried to end a release that is no longer running."""


@dataclass(frozen=True, slots=True)
class Released:
    """A finished release with its figures and what they are about."""

    release: Release
    table: ReleasedTable
    contents: Contents


def start(session: Session, wave_id: str, today: date) -> Release:
    """Add a running release, numbered after the wave's last one."""
    query = select(func.coalesce(func.max(Release.number), 0)).where(Release.wave_id == wave_id)
    number = 1 + session.scalars(query).one()
    release = Release(id=new_id(), wave_id=wave_id, number=number, state=RUNNING, created_on=today)
    session.add(release)
    session.flush()
    return release


def start_alone(
    session: Session,
    wave_id: str,
    today: date,
    process: str,
    order: Mapping[str, Any] | None = None,
) -> Release | None:
    """Add a running release, or return None while something of the wave is computed; commits.

    ``order`` is what the computing process has to know besides: kept in the protocol until then.
    """
    surveys.hold_wave(session, wave_id)
    if is_computing(session, wave_id):
        session.commit()
        return None
    release = start(session, wave_id, today)
    release.protocol = {**(order or {}), "process": process}
    session.commit()
    return release


def is_computing(session: Session, wave_id: str) -> bool:
    """Say whether a release or a special analysis of a wave is running.

    Never two at once: each is attacked together with all that stands, and would not see the other.
    """
    tables: tuple[type[Release | SpecialAnalysis], ...] = (Release, SpecialAnalysis)
    return any(
        session.scalar(select(exists().where(each.wave_id == wave_id, each.state == RUNNING)))
        for each in tables
    )


def finish(
    session: Session,
    release: Release,
    table: ReleasedTable,
    contents: Contents,
    protocol: Mapping[str, Any],
    *,
    is_public: bool = False,
) -> None:
    """Keep the figures of a running release for good.

    Raises
    ------
    ReleaseFinishedError
        If the release is no longer running.
    """
    _change_running(
        session,
        release,
        state=DONE,
        is_public=is_public,
        minimum=table.minimum,
        contents=contents_to_json(contents),
        protocol=dict(protocol),
    )
    rows = [
        {"release_id": release.id, "position": position, **cell_to_row(cell)}
        for position, cell in enumerate(table)
    ]
    if rows:
        session.execute(insert(ReleaseCell), rows)


def running(session: Session, wave_id: str) -> Release | None:
    """Return the newest running release of a wave."""
    query = (
        select(Release)
        .where(Release.wave_id == wave_id, Release.state == RUNNING)
        .order_by(Release.number.desc())
        .limit(1)
    )
    return session.scalar(query)


def note_process(session: Session, release: Release, process: str) -> None:
    """Note which process computes a running release, so that its death can be noticed."""
    _change_running(session, release, protocol={**release.protocol, "process": process})


def fail(session: Session, release: Release, message: str) -> None:
    """End a running release without figures; ``message`` is a sentence for staff.

    Raises
    ------
    ReleaseFinishedError
        If the release is no longer running.
    """
    _change_running(session, release, state=FAILED, message=message)


def hold(session: Session, release: Release, protocol: Mapping[str, Any], message: str) -> None:
    """End a running release without figures, because with them somebody would be revealed.

    Raises
    ------
    ReleaseFinishedError
        If the release is no longer running.
    """
    _change_running(session, release, state=HELD, message=message, protocol=dict(protocol))


def latest(session: Session, key: str, *, only_public: bool = False) -> Released | None:
    """Return the newest finished release of a wave (by id) or of a survey (by slug).

    Two statements. For a survey, the newest wave that has a finished release counts.
    """
    release = latest_release(session, key, only_public=only_public)
    return None if release is None else read_release(session, release)


def latest_release(session: Session, key: str, *, only_public: bool = False) -> Release | None:
    """Return what ``latest`` would, without its figures; one statement."""
    query = (
        select(Release)
        .join(Wave, Wave.id == Release.wave_id)
        .join(Survey, Survey.id == Wave.survey_id)
        .where(or_(Survey.slug == key, Wave.id == key), Release.state == DONE)
        .order_by(Wave.number.desc(), Release.number.desc())
        .limit(1)
    )
    if only_public:
        query = query.where(Release.is_public)
    return session.scalar(query)


def newest_slug(session: Session, county_ags: str) -> str | None:
    """Return the short name of the county's survey whose results were released last."""
    query = (
        select(Survey.slug)
        .join(Wave, Wave.survey_id == Survey.id)
        .join(Release, Release.wave_id == Wave.id)
        .where(Survey.county_ags == county_ags, Release.state == DONE)
        .order_by(Release.created_on.desc(), Wave.opens_on.desc(), Survey.slug)
        .limit(1)
    )
    return session.scalar(query)


def release_by_id(session: Session, release_id: str) -> Release | None:
    """Return a release in any state."""
    return session.get(Release, release_id)


def releases_of(session: Session, wave_id: str) -> Sequence[Release]:
    """Return all releases of a wave, the newest first."""
    query = select(Release).where(Release.wave_id == wave_id).order_by(Release.number.desc())
    return session.scalars(query).all()


def kept(session: Session, wave_id: str) -> Sequence[Release]:
    """Return the finished releases of a wave, the oldest first: whoever read them has them."""
    query = select(Release).where(Release.wave_id == wave_id, Release.state == DONE)
    return session.scalars(query.order_by(Release.number)).all()


def all_finished(session: Session) -> Sequence[Release]:
    """Return the finished releases of all waves."""
    return session.scalars(select(Release).where(Release.state == DONE)).all()


def numbered(session: Session, wave_id: str, number: int) -> Release | None:
    """Return a release of a wave by its number, in any state."""
    query = select(Release).where(Release.wave_id == wave_id, Release.number == number)
    return session.scalar(query)


def read_release(session: Session, release: Release) -> Released:
    """Read all figures of a finished release; one statement."""
    return Released(
        release, _read(session, release.id, release.minimum), contents_from_json(release.contents)
    )


def read_first(session: Session, release: Release) -> Released:
    """Read what every page begins with: the county's figures, and those of needs by area.

    One statement; a tenth of a release. They never change, so a process may keep them.
    """
    contents = contents_from_json(release.contents)
    needs = [topic.id for topic in contents.topics if topic.kind == "indicator"]
    chosen = or_(
        ReleaseCell.view.in_(("county", "life_stage*field")),
        and_(ReleaseCell.view == "area", ReleaseCell.topic.in_(needs)),
    )
    return Released(release, _read(session, release.id, release.minimum, chosen), contents)


def read_topics(
    session: Session, release_id: str, minimum: int, topics: Sequence[str]
) -> ReleasedTable:
    """Read the figures of some topics by area and by each axis, without the county; one statement.

    ``minimum`` is the release's own.
    """
    return _read(
        session,
        release_id,
        minimum,
        and_(
            ReleaseCell.view.not_in(("county", "life_stage*field")), ReleaseCell.topic.in_(topics)
        ),
    )


def _read(
    session: Session, release_id: str, minimum: int, *chosen: ColumnElement[bool]
) -> ReleasedTable:
    query = (
        select(
            ReleaseCell.measure,
            ReleaseCell.topic,
            ReleaseCell.view,
            ReleaseCell.group,
            ReleaseCell.category,
            ReleaseCell.value,
            ReleaseCell.low,
            ReleaseCell.high,
            ReleaseCell.n,
            ReleaseCell.flag,
        )
        .where(ReleaseCell.release_id == release_id, *chosen)
        .order_by(ReleaseCell.position)
    )
    cells = tuple(
        Cell(Measure(measure), topic, view, group, category, value, low, high, n, Flag(flag))
        for measure, topic, view, group, category, value, low, high, n, flag in session.execute(
            query
        )
    )
    return ReleasedTable(cells, minimum)


def _change_running(session: Session, release: Release, **values: Any) -> None:  # noqa: ANN401 - columns
    query = (
        update(Release).where(Release.id == release.id, Release.state == RUNNING).values(**values)
    )
    if session.connection().execute(query).rowcount != 1:
        session.refresh(release)
        message = f"Release {release.id} is {release.state}, not running; start a new one instead."
        raise ReleaseFinishedError(message)
    session.refresh(release)


def set_public(session: Session, release: Release, *, is_public: bool) -> None:
    """Show a finished release to everybody, or only to staff of its county; no figure changes."""
    session.execute(update(Release).where(Release.id == release.id).values(is_public=is_public))
    session.refresh(release)
