"""The product's settings: the only module that reads the environment.

``load()`` turns environment variables into one frozen ``Config``; every other module gets that
object handed in. A missing or silly value raises ``ConfigError``, whose sentence names the variable,
what it held and what it should hold.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

PARTS = ("respond", "results", "staff", "api")
"""The parts of the web application that one process can serve."""

SECRET_BYTES = 32

LEGAL_BASES = ("einwilligung", "statistik")
"""What surveys may rest on: the consent of families, or a statute of municipal statistics."""

MOST_CONTACTS = 100_000
"""Largest bound that can be set for the contact wishes of one survey."""

MOST_PROXIES = 9
"""More proxies in a row than anybody has."""


class ConfigError(ValueError):
    """A setting is missing or cannot be used; the message names it and the cure."""


@dataclass(frozen=True, slots=True)
class Provider:
    """Where staff of one county may sign in with the county's own account (OpenID Connect)."""

    #: Key of the county, five digits.
    county: str
    #: What the sign-in page calls it.
    name: str
    #: Address of the issuer, without a slash behind; the program asks this server and no other.
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Config:
    """Everything the product may be told from outside."""

    #: Folder for the embedded databases, the secret key and the columnar files.
    instance: Path
    #: SQLAlchemy address of the main store: counties, surveys, inventory, releases.
    database_url: str
    #: SQLAlchemy address of the register: who was invited. Never shares a transaction with the urn.
    register_url: str
    #: SQLAlchemy address of the urn: what was answered.
    urn_url: str
    #: Folder for the keys of waiting batches. Never part of a backup: what it opens is in the urn's.
    keys: Path
    #: 32 random bytes, hexadecimal; signs staff sessions, seals drafts, keys the hashes of codes.
    secret_key: str
    #: Host name or address to listen on.
    host: str
    #: TCP port to listen on, 1 to 65535.
    port: int
    #: Parts of the application this process serves, a subset of ``PARTS``.
    parts: frozenset[str]
    #: True when pages reach the browser over TLS; marks staff cookies ``Secure``.
    is_https: bool
    #: Most contact wishes kept for one survey at a time, at least 1; a bound against floods.
    contacts_most: int = 2000
    #: What the surveys rest on, one of ``LEGAL_BASES``; the privacy notice says it.
    legal_basis: str = LEGAL_BASES[0]
    #: Own reverse proxies in front, each of which adds its sender's address to X-Forwarded-For.
    proxies: int = 0
    #: Where families reach the installation, as printed in letters: scheme and host, no slash behind.
    address: str = "http://127.0.0.1:8000"
    #: True when staff who may release or manage accounts need more than a password.
    needs_second_factor: bool = False
    #: JSON file that names where staff of a county may sign in with the county's own account.
    providers_file: Path | None = None
    #: What that file says.
    providers: tuple[Provider, ...] = ()
    #: True when ``surveyapp serve`` starts a worker for long work beside the web server.
    has_worker: bool = True
    #: Addresses of the remote interfaces of LimeSurvey that may be asked; empty: none.
    limesurvey: tuple[str, ...] = ()

    @property
    def is_sqlite(self) -> bool:
        """Say whether the main store is an embedded SQLite file."""
        return self.database_url.startswith("sqlite")

    def environment(self) -> dict[str, str]:
        """Return the variables from which ``load`` makes these settings again.

        A child process gets them, so that it works on the same stores whatever it inherits.
        """
        return {
            "SURVEYAPP_INSTANCE": str(self.instance),
            "DATABASE_URL": self.database_url,
            "REGISTER_DATABASE_URL": self.register_url,
            "URN_DATABASE_URL": self.urn_url,
            "SURVEYAPP_KEYS": str(self.keys),
            "SECRET_KEY": self.secret_key,
            "HOST": self.host,
            "PORT": str(self.port),
            "SURVEYAPP_PARTS": ",".join(sorted(self.parts)),
            "SURVEYAPP_HTTPS": str(int(self.is_https)),
            "SURVEYAPP_CONTACTS": str(self.contacts_most),
            "SURVEYAPP_LEGAL": self.legal_basis,
            "SURVEYAPP_PROXIES": str(self.proxies),
            "SURVEYAPP_ADDRESS": self.address,
            "SURVEYAPP_SECOND_FACTOR": str(int(self.needs_second_factor)),
            "SURVEYAPP_PROVIDERS": str(self.providers_file or ""),
            "SURVEYAPP_WORKER": str(int(self.has_worker)),
            "SURVEYAPP_LIMESURVEY": ",".join(self.limesurvey),
        }


def load(environment: Mapping[str, str] | None = None) -> Config:
    """Read the settings from ``environment`` (default: the process environment).

    Raises
    ------
    ConfigError
        If a value is missing or unusable; the message names the variable and the cure.
    """
    env = os.environ if environment is None else environment
    instance = Path(env.get("SURVEYAPP_INSTANCE", "instance")).resolve()
    database_url = env.get("DATABASE_URL") or f"sqlite:///{instance / 'main.sqlite'}"
    return Config(
        instance=instance,
        database_url=_checked_url("DATABASE_URL", database_url),
        register_url=_store_url(env, "REGISTER_DATABASE_URL", "register", database_url, instance),
        urn_url=_store_url(env, "URN_DATABASE_URL", "urn", database_url, instance),
        keys=Path(env.get("SURVEYAPP_KEYS") or instance / "keys").resolve(),
        secret_key=_secret_key(env, instance),
        host=env.get("HOST") or "127.0.0.1",
        port=_port(env),
        parts=_parts(env),
        is_https=_flag(env, "SURVEYAPP_HTTPS"),
        contacts_most=_contacts_most(env),
        legal_basis=_legal_basis(env),
        proxies=_proxies(env),
        address=_address(env),
        # A trial on one's own machine has no TLS, and passkeys do not work without it.
        needs_second_factor=_flag(
            env, "SURVEYAPP_SECOND_FACTOR", env.get("SURVEYAPP_HTTPS") or "0"
        ),
        providers_file=Path(env["SURVEYAPP_PROVIDERS"]) if env.get("SURVEYAPP_PROVIDERS") else None,
        providers=_providers(env),
        has_worker=_flag(env, "SURVEYAPP_WORKER", "1"),
        limesurvey=_limesurvey(env),
    )


def _checked_url(name: str, value: str) -> str:
    if value.startswith(("sqlite:///", "postgresql+psycopg://")):
        _check_port(name, value)
        return value
    message = (
        f"{name} is {value.rsplit('@', maxsplit=1)[-1]!r}; it must begin with sqlite:/// or "
        "postgresql+psycopg://, for example postgresql+psycopg://user:password@localhost/surveyapp"
    )
    raise ConfigError(message)


def _check_port(name: str, value: str) -> None:
    try:
        urlsplit(value).port  # noqa: B018 - reading it checks it
    except ValueError as error:
        message = f"{name} names no usable port; it must be a whole number from 1 to 65535"
        raise ConfigError(message) from error


def _store_url(
    env: Mapping[str, str], name: str, store: str, database_url: str, instance: Path
) -> str:
    """Return the address of a separate store: its own file, or its own schema in PostgreSQL."""
    if env.get(name):
        return _checked_url(name, env[name])
    if database_url.startswith("sqlite"):
        return f"sqlite:///{instance / f'{store}.sqlite'}"
    joint = "&" if "?" in database_url else "?"
    return f"{database_url}{joint}options=-csearch_path%3D{store}"


def _secret_key(env: Mapping[str, str], instance: Path) -> str:
    """Return SECRET_KEY, or the key kept beside the embedded database, made on the first start."""
    value = env.get("SECRET_KEY")
    if value is not None:
        if len(value) >= SECRET_BYTES:
            return value
        message = (
            f"SECRET_KEY has {len(value)} characters; it needs at least {SECRET_BYTES}, for example "
            "the output of: python3 -c 'import secrets; print(secrets.token_hex())'"
        )
        raise ConfigError(message)
    return _kept_key(instance)


def _kept_key(instance: Path) -> str:
    path = instance / "secret_key"
    try:
        if not path.exists():
            instance.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write_key(path)
        value = path.read_text(encoding="ascii", errors="replace").strip()
    except OSError as error:
        message = (
            f"SURVEYAPP_INSTANCE is {str(instance)!r}, and its key file cannot be used: "
            f"{error.strerror}"
        )
        raise ConfigError(message) from error
    if len(value) >= SECRET_BYTES:
        return value
    message = (
        f"SURVEYAPP_INSTANCE is {str(instance)!r}, and its file secret_key has {len(value)} characters; "
        f"it needs at least {SECRET_BYTES}: bring it back from a backup, or remove it if nobody was "
        "invited yet"
    )
    raise ConfigError(message)


def _write_key(path: Path) -> None:
    """Make the file of the key as a whole, so that a full disk leaves no half of it."""
    begun = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    begun.touch(mode=0o600)
    begun.write_text(secrets.token_hex(SECRET_BYTES), encoding="ascii")
    begun.replace(path)


def _port(env: Mapping[str, str]) -> int:
    value = env.get("PORT") or "8000"
    if value.isascii() and value.isdigit() and 0 < int(value) < 2**16:
        return int(value)
    message = f"PORT is {value!r}; it must be a whole number from 1 to 65535"
    raise ConfigError(message)


def _parts(env: Mapping[str, str]) -> frozenset[str]:
    value = env.get("SURVEYAPP_PARTS") or ",".join(PARTS)
    parts = frozenset(part.strip() for part in value.split(",") if part.strip())
    if parts and parts <= set(PARTS):
        return parts
    message = (
        f"SURVEYAPP_PARTS is {value!r}; it must list some of {', '.join(PARTS)}, joined by commas"
    )
    raise ConfigError(message)


def _contacts_most(env: Mapping[str, str]) -> int:
    value = env.get("SURVEYAPP_CONTACTS") or "2000"
    if value.isascii() and value.isdigit() and 0 < int(value) <= MOST_CONTACTS:
        return int(value)
    message = (
        f"SURVEYAPP_CONTACTS is {value!r}; it must be a whole number from 1 to {MOST_CONTACTS}"
    )
    raise ConfigError(message)


def _legal_basis(env: Mapping[str, str]) -> str:
    value = env.get("SURVEYAPP_LEGAL") or LEGAL_BASES[0]
    if value in LEGAL_BASES:
        return value
    message = f"SURVEYAPP_LEGAL is {value!r}; it must be {' or '.join(LEGAL_BASES)}"
    raise ConfigError(message)


def _proxies(env: Mapping[str, str]) -> int:
    value = env.get("SURVEYAPP_PROXIES") or "0"
    if value.isascii() and value.isdigit() and int(value) <= MOST_PROXIES:
        return int(value)
    message = f"SURVEYAPP_PROXIES is {value!r}; it must be a whole number from 0 to {MOST_PROXIES}"
    raise ConfigError(message)


_ADDRESS = re.compile(
    r"https?://([a-z0-9]([a-z0-9_.-]*[a-z0-9])?|\[[0-9a-f:]+\])(:[0-9]{1,5})?", re.IGNORECASE
)


def _address(env: Mapping[str, str]) -> str:
    """Return what letters print before ``/f/…``; without a setting, where the program listens."""
    value = env.get("SURVEYAPP_ADDRESS") or _own_address(env)
    address = value.removesuffix("/")
    if _ADDRESS.fullmatch(address):
        _check_port("SURVEYAPP_ADDRESS", address)
        return address
    message = (
        f"SURVEYAPP_ADDRESS is {value!r}; it must be http:// or https:// and a host without a path, "
        "for example https://umfrage.kyffhaeuser.de"
    )
    raise ConfigError(message)


_REMOTE = re.compile(
    r"(https://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?|http://(localhost|127\.0\.0\.1):[0-9]{1,5})"
    r"(/[A-Za-z0-9._~/?=&-]*)?"
)


def _limesurvey(env: Mapping[str, str]) -> tuple[str, ...]:
    """Return the remote interfaces that may be asked; without TLS only those of this machine."""
    value = env.get("SURVEYAPP_LIMESURVEY") or ""
    addresses = tuple(each.strip() for each in value.split(",") if each.strip())
    if all(_REMOTE.fullmatch(each) for each in addresses):
        for each in addresses:
            _check_port("SURVEYAPP_LIMESURVEY", each)
        return addresses
    message = (
        f"SURVEYAPP_LIMESURVEY is {value!r}; it must list https:// addresses joined by commas, for "
        "example https://umfragen.example.de/index.php/admin/remotecontrol"
    )
    raise ConfigError(message)


def _own_address(env: Mapping[str, str]) -> str:
    scheme = "https" if _flag(env, "SURVEYAPP_HTTPS") else "http"
    host = env.get("HOST") or "127.0.0.1"
    return f"{scheme}://{f'[{host}]' if ':' in host else host}:{_port(env)}"


_ISSUER = re.compile(r"https://[^\s?#]+|http://(localhost|127\.0\.0\.1)(:[0-9]{1,5})?(/[^\s?#]*)?")


def _providers(env: Mapping[str, str]) -> tuple[Provider, ...]:
    path = env.get("SURVEYAPP_PROVIDERS")
    if not path:
        return ()
    try:
        listed = json.loads(Path(path).read_text(encoding="utf-8"))
        found = tuple(_provider(each, Path(path).parent) for each in listed)
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"SURVEYAPP_PROVIDERS is {path!r}: {_PROVIDERS_CURE}"
        raise ConfigError(message) from error
    if len({each.county for each in found}) < len(found):
        message = f"SURVEYAPP_PROVIDERS is {path!r}; it names a county twice"
        raise ConfigError(message)
    return found


_PROVIDERS_CURE = (
    "it must be a readable JSON file with a list of objects, each with county, name, issuer (https://…), "
    "client_id and secret_file, the name of a file that holds the secret"
)


def _provider(row: dict[str, str], folder: Path) -> Provider:
    secret = (folder / row["secret_file"]).read_text(encoding="utf-8").strip()
    found = Provider(
        row["county"], row["name"], row["issuer"].rstrip("/"), row["client_id"], secret
    )
    if not (found.county and found.name and _ISSUER.fullmatch(found.issuer) and found.client_id):
        raise ValueError(_PROVIDERS_CURE)
    return found


def _flag(env: Mapping[str, str], name: str, usual: str = "0") -> bool:
    value = env.get(name) or usual
    if value in {"0", "1"}:
        return value == "1"
    message = f"{name} is {value!r}; it must be 0 or 1"
    raise ConfigError(message)
