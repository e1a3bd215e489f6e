"""Signing in with the county's own account: OpenID Connect with PKCE, by the library ``authlib``.

The program asks the configured issuer and no other server: addresses that its own description gives must
lie on the same host, and nothing is followed elsewhere. No account is made here; the county's account must
say a verified address that an account of the county has.
"""

from __future__ import annotations

import hmac
import json
import secrets
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from config import Provider
from surveyapp.services import open_questions
from surveyapp.services.keys import settings
from surveyapp.services.leave_in_time import TooSlowError, leave_in_time
from surveyapp.services.open_questions import Kind
from surveyapp.storage import staff as staff_rows
from surveyapp.storage.staff import Staff

if TYPE_CHECKING:
    from authlib.integrations.requests_client import OAuth2Session

SECONDS = 8
"""How long the county's server may take for one answer."""
ALL_SECONDS = 15
"""How long it may take for all answers of a sign-in."""
_MOST_BYTES = 512 * 1024
_ALGORITHMS = ["RS256", "PS256", "ES256", "RS384", "ES384", "RS512", "ES512"]
"""Signatures that only the issuer can make; never none, never one made with the shared secret."""
_LEEWAY = 60
"""Seconds by which two clocks may differ."""
_PROVEN_TWICE = frozenset({"mfa", "hwk", "fido", "sc"})
"""What an issuer says of a sign-in by more than a password (RFC 8176)."""


class ProviderRefusal(StrEnum):
    """Why nobody was signed in."""

    #: The county's server does not answer, or not as it should.
    UNREACHABLE = "unreachable"
    #: Nothing was asked of this browser, or too long ago, or it was answered already.
    NOT_ASKED = "not_asked"
    #: The person or the county's server broke it off.
    BROKEN_OFF = "broken_off"
    #: What came is not what was asked for: signature, issuer, audience, nonce or time.
    NOT_RIGHT = "not_right"
    #: The county's server does not vouch for the address.
    EMAIL_UNVERIFIED = "email_unverified"
    #: No active account of the county has this address.
    NO_ACCOUNT = "no_account"


@dataclass(frozen=True, slots=True)
class Sent:
    """Where the browser goes, and the key it shall hold meanwhile."""

    key: str
    url: str


@dataclass(frozen=True, slots=True)
class Known:
    """Whom the county's server has signed in."""

    staff: Staff
    #: True where it says that more than a password was asked.
    is_proven_twice: bool


class _WrongAnswerError(Exception):
    """The county's server answered something that cannot be used."""


def provider_of(county_ags: str) -> Provider | None:
    """Return where staff of a county sign in with the county's account."""
    return next((each for each in settings().providers if each.county == county_ags), None)


def begin(session: Session, provider: Provider, back: str, minute: int) -> Sent | ProviderRefusal:
    """Begin a sign-in: return the address of the county's page; ``back`` is where it leads to."""
    try:
        client = _client(provider, back)
        with leave_in_time(client, ALL_SECONDS):
            endpoint = _description(client, provider)["authorization_endpoint"]
    except _failures():
        return ProviderRefusal.UNREACHABLE
    state, nonce, verifier = (secrets.token_urlsafe(48) for _ in range(3))
    url, _ = client.create_authorization_url(
        endpoint, state=state, nonce=nonce, code_verifier=verifier
    )
    content = {"county": provider.county, "state": state, "nonce": nonce, "verifier": verifier}
    return Sent(open_questions.ask(session, Kind.PROVIDER, content, minute), url)


def finish(
    session: Session, key: str, answer: dict[str, str], back: str, minute: int
) -> Known | ProviderRefusal:
    """Read what the browser brought back, ask the county's server, and return who it is."""
    asked = open_questions.hear(session, Kind.PROVIDER, key, minute)
    if asked is None or not hmac.compare_digest(
        asked["state"].encode(), answer.get("state", "").encode()
    ):
        return ProviderRefusal.NOT_ASKED
    provider = provider_of(asked["county"])
    if provider is None or not answer.get("code"):
        return ProviderRefusal.BROKEN_OFF
    claims = _claims(provider, asked, answer, back)
    if isinstance(claims, ProviderRefusal):
        return claims
    if claims.get("email_verified") is not True or not isinstance(claims.get("email"), str):
        return ProviderRefusal.EMAIL_UNVERIFIED
    staff = staff_rows.staff_by_email(session, claims["email"])
    if staff is None or not staff.is_active or staff.county_ags != provider.county:
        return ProviderRefusal.NO_ACCOUNT
    methods = claims.get("amr")
    is_twice = isinstance(methods, list) and not _PROVEN_TWICE.isdisjoint(map(str, methods))
    return Known(staff, is_twice)


def _claims(
    provider: Provider, asked: dict[str, Any], answer: dict[str, str], back: str
) -> dict[str, Any] | ProviderRefusal:
    """Exchange the code for an id token and return what it says, once all of it is checked."""
    from joserfc.errors import JoseError  # noqa: PLC0415 - few requests need it

    # RFC 9207: a code another issuer gave is not told to this one.
    if answer.get("iss", provider.issuer).rstrip("/") != provider.issuer:
        return ProviderRefusal.NOT_RIGHT
    try:
        client = _client(provider, back)
        with leave_in_time(client, ALL_SECONDS):
            description = _description(client, provider)
            token = client.fetch_token(
                _own(provider, description["token_endpoint"]),
                code=answer["code"],
                code_verifier=asked["verifier"],
                allow_redirects=False,
            )
            keys = _asked_for(client, _own(provider, description["jwks_uri"]))
    except _failures():
        return ProviderRefusal.UNREACHABLE
    try:
        return _checked(provider, asked["nonce"], token, keys)
    except (JoseError, ValueError, TypeError, KeyError):
        return ProviderRefusal.NOT_RIGHT


def _checked(
    provider: Provider, nonce: str, token: dict[str, Any], keys: dict[str, Any]
) -> dict[str, Any]:
    """Return what an id token says whose signature, issuer, audience, nonce and times are right."""
    from authlib.oidc.core import CodeIDToken  # noqa: PLC0415 - few requests need it
    from joserfc import jwk, jwt  # noqa: PLC0415

    key_set = jwk.KeySet.import_key_set(keys)  # type: ignore[arg-type] # its own checks follow
    read = jwt.decode(token["id_token"], key_set, algorithms=_ALGORITHMS)
    claims = CodeIDToken(
        read.claims,
        read.header,
        options={
            "iss": {"essential": True, "value": provider.issuer},
            "aud": {"essential": True, "value": provider.client_id},
        },
        params={
            "nonce": nonce,
            "client_id": provider.client_id,
            "access_token": token.get("access_token"),
        },
    )
    claims.validate(leeway=_LEEWAY)
    return dict(claims)


def _client(provider: Provider, back: str) -> OAuth2Session:
    from authlib.integrations.requests_client import OAuth2Session  # noqa: PLC0415

    client = OAuth2Session(
        provider.client_id,
        provider.client_secret,
        scope="openid email",
        redirect_uri=back,
        code_challenge_method="S256",
        default_timeout=SECONDS,
    )
    client.trust_env = False  # no proxy or netrc of the process decides where secrets go
    return client


def _description(client: OAuth2Session, provider: Provider) -> dict[str, Any]:
    """Return how the issuer describes itself."""
    found = _asked_for(client, f"{provider.issuer}/.well-known/openid-configuration")
    if str(found.get("issuer")).rstrip("/") != provider.issuer:
        raise _WrongAnswerError("it describes another issuer")
    _own(provider, found["authorization_endpoint"])
    return found


def _asked_for(client: OAuth2Session, url: str) -> dict[str, Any]:
    answer = client.get(
        url, withhold_token=True, allow_redirects=False, timeout=SECONDS, stream=True
    )
    with answer:
        answer.raise_for_status()
        content = answer.raw.read(_MOST_BYTES + 1, decode_content=True)
    if answer.is_redirect or len(content) > _MOST_BYTES:
        raise _WrongAnswerError("it sends elsewhere, or far too much")
    found = json.loads(content)
    if not isinstance(found, dict):
        raise _WrongAnswerError("it sends no object")
    return found


def _own(provider: Provider, url: str) -> str:
    """Return an address the issuer gives if it lies on the issuer's own host."""
    issuer, given = urlsplit(provider.issuer), urlsplit(str(url))
    if (given.scheme, given.netloc) != (issuer.scheme, issuer.netloc):
        raise _WrongAnswerError("it names an address on another host")
    return str(url)


def _failures() -> tuple[type[Exception], ...]:
    """Return the errors that mean: the county's server does not answer as it should."""
    from authlib.common.errors import AuthlibBaseError  # noqa: PLC0415 - few requests need it
    from requests import RequestException  # noqa: PLC0415
    from urllib3.exceptions import HTTPError  # noqa: PLC0415

    return (
        *(AuthlibBaseError, RequestException, HTTPError, _WrongAnswerError, TooSlowError),
        *(ValueError, TypeError, KeyError, RecursionError),
    )
