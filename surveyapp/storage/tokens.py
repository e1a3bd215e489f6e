"""Tokens of programs: kept as hashes, found by them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from surveyapp.storage.db import new_id
from surveyapp.storage.tables import ApiToken

__all__ = ["ApiToken"]


def add(
    session: Session,
    *,
    county_ags: str,
    name: str,
    hash_: str,
    scopes: Sequence[str],
    made_by: str,
    made_on: date,
    until: date,
) -> ApiToken:
    """Add a token."""
    token = ApiToken(
        id=new_id(),
        county_ags=county_ags,
        name=name,
        hash=hash_,
        scopes=list(scopes),
        made_by=made_by,
        made_on=made_on,
        until=until,
    )
    session.add(token)
    session.flush()
    return token


def by_hash(session: Session, hash_: str) -> ApiToken | None:
    """Return the token with this hash."""
    return session.scalar(select(ApiToken).where(ApiToken.hash == hash_))


def of_county(session: Session, county_ags: str) -> Sequence[ApiToken]:
    """Return all tokens of a county, the newest first."""
    query = select(ApiToken).where(ApiToken.county_ags == county_ags)
    return session.scalars(query.order_by(ApiToken.made_on.desc(), ApiToken.name)).all()


def own(session: Session, county_ags: str, token_id: str) -> ApiToken | None:
    """Return a token of a county by its id."""
    query = select(ApiToken).where(ApiToken.id == token_id, ApiToken.county_ags == county_ags)
    return session.scalar(query)


def note_use(session: Session, token: ApiToken, day: date) -> None:
    """Note the day a token was used last; writes once a day only."""
    older = or_(ApiToken.used_on.is_(None), ApiToken.used_on < day)
    session.execute(update(ApiToken).where(ApiToken.id == token.id, older).values(used_on=day))
