"""Surveys and their waves: finding and adding them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, Update, case, delete, exists, or_, select, update
from sqlalchemy.orm import Session, contains_eager, lazyload

from surveyapp.storage.db import new_id
from surveyapp.storage.tables import Publication, Survey, Wave

__all__ = ["Survey", "Wave"]


def has_surveys(session: Session) -> bool:
    """Say whether the main store holds any survey."""
    return bool(session.scalar(select(exists().select_from(Survey))))


def add_survey(
    session: Session,
    *,
    county_ags: str,
    slug: str,
    title: str,
    questionnaire: str,
    place_id: int | None = None,
) -> Survey:
    """Add a survey without waves, of the whole county or of one of its facilities."""
    survey = Survey(
        id=new_id(),
        county_ags=county_ags,
        slug=slug,
        title=title,
        questionnaire=questionnaire,
        place_id=place_id,
    )
    session.add(survey)
    session.flush()
    return survey


def add_wave(
    session: Session,
    survey: Survey,
    *,
    version: int,
    opens_on: date,
    closes_on: date,
    sampling: str,
    invited: int | None,
    is_simulated: bool = False,
) -> Wave:
    """Add the next planned wave of a survey; its release noise gets a secret of its own."""
    wave = Wave(
        id=new_id(),
        survey=survey,
        number=1 + max((wave.number for wave in survey.waves), default=0),
        version=version,
        opens_on=opens_on,
        closes_on=closes_on,
        state="planned",
        sampling=sampling,
        invited=invited,
        is_simulated=is_simulated,
        secret=secrets.token_bytes(32),
    )
    session.add(wave)
    session.flush()
    return wave


def remove_survey(session: Session, survey: Survey) -> None:
    """Delete a survey without waves."""
    session.delete(survey)
    session.flush()


def change_planned(session: Session, wave: Wave, **values: object) -> bool:
    """Change what is planned of a wave; False if it was opened meanwhile."""
    return _step(session, wave, "planned", **values)


def remove_planned(session: Session, wave: Wave) -> bool:
    """Delete a planned wave; False if it was opened or deleted meanwhile."""
    query = delete(Wave).where(Wave.id == wave.id, Wave.state == "planned")
    is_gone = session.connection().execute(query).rowcount == 1
    survey = wave.survey
    session.expunge(wave)
    session.expire(survey, ["waves"])
    return is_gone


def survey_by_slug(session: Session, slug: str) -> Survey | None:
    """Return the survey with this short name, its waves loaded."""
    return session.scalar(select(Survey).where(Survey.slug == slug))


def title_of(session: Session, slug: str) -> str | None:
    """Return the title of a survey, open or not; reads one value."""
    return session.scalar(select(Survey.title).where(Survey.slug == slug))


def surveys_of(session: Session, county_ags: str) -> Sequence[Survey]:
    """Return the surveys of a county by title, their waves loaded."""
    query = select(Survey).where(Survey.county_ags == county_ags).order_by(Survey.title)
    return session.scalars(query).all()


def surveys_of_place(session: Session, county_ags: str, place_id: int) -> Sequence[Survey]:
    """Return the surveys of one facility by title, their waves loaded."""
    query = select(Survey).where(Survey.county_ags == county_ags, Survey.place_id == place_id)
    return session.scalars(query.order_by(Survey.title)).all()


def open_waves(session: Session) -> Sequence[Wave]:
    """Return every open wave with its survey, by the survey's title; one statement."""
    query = _waves_with_survey().where(Wave.state == "open").order_by(Survey.title)
    return session.scalars(query).all()


def wave_by_id(session: Session, wave_id: str) -> Wave | None:
    """Return a wave with its survey; one statement."""
    return session.scalar(_waves_with_survey().where(Wave.id == wave_id))


def open_wave_of(session: Session, slug: str) -> Wave | None:
    """Return the open wave of a survey, the survey joined; one statement."""
    return session.scalar(_waves_with_survey().where(Survey.slug == slug, Wave.state == "open"))


def is_open(session: Session, wave_id: str) -> bool:
    """Say whether families may answer the wave; reads one value."""
    return session.scalar(select(Wave.state).where(Wave.id == wave_id)) == "open"


def needs_code(session: Session, wave_id: str) -> bool | None:
    """Say whether only invited families may answer an open wave; None where it is not open."""
    query = select(Wave.sampling).where(Wave.id == wave_id, Wave.state == "open")
    sampling = session.scalar(query)
    return None if sampling is None else sampling != "open"


def mark_open(session: Session, wave: Wave, *, document: Publication, today: date) -> bool:
    """Open a planned wave from today with what it asks; False if it was not planned, or not so."""
    closes_on = case((Wave.closes_on < today, today), else_=Wave.closes_on)
    query = (
        update(Wave)
        .where(Wave.id == wave.id, Wave.state == "planned", Wave.version == document.version)
        .values(
            state="open",
            document_hash=document.document_hash,
            opens_on=today,
            closes_on=closes_on,
        )
    )
    return _done(session, wave, query)


def mark_closed(session: Session, wave: Wave, *, today: date) -> bool:
    """Close an open wave today; False if it was not open."""
    return _step(session, wave, "open", state="closed", closes_on=max(today, wave.opens_on))


def mark_burst(session: Session, wave_id: str, today: date) -> None:
    """Note the day on which answers came in a burst; writes once a day."""
    is_new = or_(Wave.burst_on.is_(None), Wave.burst_on < today)
    session.execute(update(Wave).where(Wave.id == wave_id, is_new).values(burst_on=today))


def note_invited(session: Session, wave: Wave, families: int) -> bool:
    """Keep how many families really got a letter; False where the wave takes no codes any more."""
    takes_codes = Wave.state != "closed", Wave.sampling != "open"
    query = update(Wave).where(Wave.id == wave.id, *takes_codes).values(invited=families)
    return _done(session, wave, query)


def mark_listed(session: Session, wave: Wave, *, today: date, not_since: date) -> bool:
    """Note that families to remind are listed today; False where they were after ``not_since``."""
    query = (
        update(Wave)
        .where(Wave.id == wave.id, or_(Wave.listed_on.is_(None), Wave.listed_on <= not_since))
        .values(listed_on=today)
    )
    changed = session.connection().execute(query).rowcount == 1
    session.refresh(wave)
    return changed


def _step(session: Session, wave: Wave, before: str, **values: object) -> bool:
    """Change a wave only from the state it must be in, whoever else is changing it."""
    query = update(Wave).where(Wave.id == wave.id, Wave.state == before).values(**values)
    return _done(session, wave, query)


def _done(session: Session, wave: Wave, query: Update) -> bool:
    """Change a wave and read it again; False where nothing was changed, even because it is gone."""
    changed = session.connection().execute(query).rowcount == 1
    again = select(Wave).where(Wave.id == wave.id).execution_options(populate_existing=True)
    session.scalar(again)
    return changed


def _waves_with_survey() -> Select[Wave]:
    return (
        select(Wave)
        .join(Wave.survey)
        .options(contains_eager(Wave.survey).options(lazyload(Survey.waves)))
    )


def hold_wave(session: Session, wave_id: str) -> None:
    """Let nobody else begin to compute something of a wave until this session commits; commits before.

    A row that is written, though nothing of it changes, is waited for by both databases; what was
    read before would keep SQLite from waiting for its turn.
    """
    session.commit()
    same = update(Wave).where(Wave.id == wave_id).values(state=Wave.state)
    session.connection().execute(same)
