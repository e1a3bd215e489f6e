"""Asking again who it is, before something that cannot be undone; what was being sent is not lost."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from flask import current_app, redirect, render_template, request, url_for
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response

from surveyapp.services import second_factor
from surveyapp.storage.db import main_store
from surveyapp.ui import who
from surveyapp.web.staff.door_forms import CodeForm, PasswordForm

Page = str | Response | tuple[str, int]

_OWN_PAGE = re.compile(r"/verwaltung/[\w/.,~%=&?+-]*")
_MOST_KEPT = 100_000
"""Characters of a form that travel with the page; more would not fit into the next request."""

Fields = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Errand:
    """What somebody wanted to do when asked: the page to go to, or the form that was being sent."""

    address: str
    #: Names and values of the form; None where there was none, or it cannot be kept.
    fields: Fields | None = None

    @property
    def kept(self) -> str:
        """Return the form as one hidden field carries it."""
        return json.dumps(self.fields) if self.fields is not None else ""


@dataclass(frozen=True, slots=True)
class ProofPage:
    """By what somebody can prove who it is."""

    errand: Errand
    email: str
    password: PasswordForm | None
    code: CodeForm | None
    has_passkey: bool


def ask() -> Page:
    """Ask who it is before the present request is done."""
    if request.method != "POST":
        return redirect(url_for("staff.prove", weiter=request.full_path.rstrip("?")))
    return shown(_present(), CodeForm(formdata=None), PasswordForm(formdata=None)), 403


def shown(errand: Errand, code: CodeForm, password: PasswordForm) -> str:
    """Return the page that asks who it is."""
    staff = who.inside()
    assert staff is not None
    has = second_factor.factors_of(main_store(), staff)
    page = ProofPage(
        errand=errand,
        email=staff.email,
        password=password if staff.password_hash else None,
        code=code if has.app is not None or has.spare_codes else None,
        has_passkey=bool(has.passkeys),
    )
    return render_template("staff/access/prove.html", page=page)


def sent_errand() -> Errand:
    """Return what the page that asked carried along."""
    address = request.values.get("weiter", "")
    if not _OWN_PAGE.fullmatch(address) or "//" in address:
        return Errand(url_for("staff.account"))
    kept = request.form.get("kept", "")
    if not kept:
        return Errand(address)
    try:
        return Errand(address, _fields_in(kept))
    except (ValueError, TypeError, RecursionError):
        return Errand(page_of(address.partition("?")[0]))


def _fields_in(kept: str) -> Fields:
    """Return the form that travelled with the page; an error where it is none that fits on a page."""
    fields = [(str(name), str(value)) for name, value in json.loads(kept)]
    for name, value in fields:
        f"{name}{value}".encode()  # half a sign, which JSON can spell, can be shown nowhere
    return fields


def _present() -> Errand:
    """Return the form that is being sent, or where it stands if it holds files or is very long."""
    fields = [
        (name, value) for name, value in request.form.items(multi=True) if name != "csrf_token"
    ]
    has_files = any(each.filename for each in request.files.values())
    if has_files or sum(len(name) + len(value) for name, value in fields) > _MOST_KEPT:
        return Errand(page_of(request.path))
    return Errand(request.full_path.rstrip("?"), fields)


def page_of(address: str) -> str:
    """Return the page on which a form stood: its own address, or the nearest page above it."""
    routes = current_app.url_map.bind("")
    parts = address.strip("/").split("/")
    for length in range(len(parts), 0, -1):
        path = "/" + "/".join(parts[:length])
        for candidate in (path, f"{path}/"):
            try:
                routes.match(candidate, method="GET")
            except (HTTPException, RequestRedirect):
                continue
            return candidate
    return url_for("staff.account")
