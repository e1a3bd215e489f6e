"""The releases of a wave: how their figures were made, and what to do about one that is held."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from babel.lists import format_list
from flask import abort, flash, redirect, render_template, url_for
from flask_babel import format_date, format_decimal, ngettext
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from surveyapp.access.roles import Action
from surveyapp.services import run_release
from surveyapp.services.deeds import Deed
from surveyapp.services.releasing.earlier import draws
from surveyapp.services.releasing.order import MOST_DRAWS, Order, pairs_from_json
from surveyapp.storage import releases as release_store
from surveyapp.storage.db import main_store
from surveyapp.storage.releases import Release
from surveyapp.storage.staff import Staff
from surveyapp.storage.surveys import Survey, Wave
from surveyapp.web.staff.files import today
from surveyapp.web.staff.guard import Page, for_staff, own_wave
from surveyapp.web.staff.jobs import follow


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """One release, how it was made and what it lacks."""

    number: int
    name: str
    state: str
    facts: tuple[tuple[str, str], ...]
    #: Why it has no figures; empty where it has.
    problem: str
    #: Figures that would reveal somebody.
    leaks: tuple[str, ...]
    #: Figures that somebody decided to leave out, and those that never are shown.
    decided: tuple[str, ...]
    never: tuple[str, ...]
    #: Where to release everything else; empty where that is not possible now.
    decide_url: str = ""


@dataclass(frozen=True, slots=True)
class ReleasesPage:
    """All releases of a wave, the newest first."""

    slug: str
    title: str
    wave: str
    releases: tuple[ReleaseView, ...]
    #: How many different sets of figures there are, and may be.
    draws: str


@for_staff(Action.VIEW)
def releases(actor: Staff, slug: str, number: int) -> Page:
    """Show how the figures of a wave were made."""
    survey, wave = own_wave(actor, slug, number)
    run_release.settle(main_store(), wave.id)
    found = release_store.releases_of(main_store(), wave.id)
    page = ReleasesPage(
        slug=slug,
        title=survey.title,
        wave=_("Welle %(number)s", number=number),
        releases=tuple(_view(each, _rest_url(wave, each, found)) for each in found),
        draws=_draws(found),
    )
    return render_template("staff/releases.html", page=page)


@for_staff(Action.RELEASE, Deed.RELEASE_DECIDED)
def release_rest(actor: Staff, slug: str, number: int, release: int) -> Page:
    """Release a wave without exactly those figures that its held release names."""
    survey, wave = own_wave(actor, slug, number)
    held = release_store.numbered(main_store(), wave.id, release)
    if held is None:
        abort(404)
    if held.state != release_store.HELD:
        flash(_("Diese Freigabe ist nicht angehalten."), "danger")
        return redirect(url_for("staff.releases", slug=slug, number=number))
    newest = release_store.releases_of(main_store(), wave.id)[0]
    if newest is not held and newest.state != release_store.RUNNING:
        flash(_("Es gibt schon eine neuere Freigabe. Entscheiden lässt sich nur dort."), "info")
        return redirect(url_for("staff.releases", slug=slug, number=number))
    leaks, decided = (pairs_from_json(held.protocol.get(each, ())) for each in ("leaks", "decided"))
    order = Order(asked_by=actor.name, decided=leaks | decided)
    return compute(actor, survey, wave, order)


def compute(actor: Staff, survey: Survey, wave: Wave, order: Order) -> Response:
    """Let the results of a wave be computed, and show the result or how far it is."""
    page = url_for("staff.survey", slug=survey.slug)
    job = run_release.start(main_store(), actor, wave, today(), order, page=page)
    if job is not None:
        return follow(job)
    running = run_release.running_job(main_store(), actor, wave)
    if running is not None:
        return follow(running)
    flash(_("Für diese Welle wird schon gerechnet. Bitte warten Sie einen Moment."), "info")
    return redirect(page)


def _rest_url(wave: Wave, release: Release, found: Sequence[Release]) -> str:
    """Return where to release the rest of the newest release, where it is held."""
    if release is not found[0] or release.state != release_store.HELD:
        return ""
    slug, number = wave.survey.slug, wave.number
    return url_for("staff.release_rest", slug=slug, number=number, release=release.number)


def _view(release: Release, rest_url: str) -> ReleaseView:
    protocol = release.protocol
    is_held = release.state == release_store.HELD
    leaks = pairs_from_json(protocol.get("leaks", ()))
    decided = pairs_from_json(protocol.get("decided", ()))
    names: Mapping[str, str] = protocol.get("names", {})
    rest = [each for each in names if tuple(each.split(" by ")) not in leaks | decided]
    return ReleaseView(
        number=release.number,
        name=_("Freigabe %(number)s", number=release.number),
        state=_states()[release.state],
        facts=tuple(_facts(release)),
        problem=release.message,
        leaks=_named(leaks, names) if is_held else (),
        decided=_named(decided, names),
        never=tuple(names[each] for each in rest),
        decide_url=rest_url,
    )


def _states() -> Mapping[str, str]:
    return {
        release_store.RUNNING: _("wird berechnet"),
        release_store.DONE: _("fertig"),
        release_store.FAILED: _("nicht gelungen"),
        release_store.HELD: _("angehalten"),
    }


def _named(pairs: frozenset[tuple[str, str]], names: Mapping[str, str]) -> tuple[str, ...]:
    keys = (f"{variable} by {view}" for variable, view in sorted(pairs))
    return tuple(names.get(each, each) for each in keys)


def _facts(release: Release) -> Iterator[tuple[str, str]]:
    """Yield what stands in the protocol, as far as this release has come."""
    protocol: Mapping[str, Any] = release.protocol
    yield _("Vom"), format_date(release.created_on, "long")
    if protocol.get("asked_by"):
        yield _("Angestoßen von"), protocol["asked_by"]
    if "minimum" not in protocol:
        return
    if release.contents:
        yield _("Familien (gerundet)"), format_decimal(release.contents["n"])
    yield _("Kleinste Gruppe"), _("%(n)s Familien", n=protocol["minimum"])
    yield _("Rauschen"), _noise_words(protocol)
    yield _("Gewichtet nach"), _margins(protocol.get("margins", {}))
    if protocol.get("merged"):
        yield _("Dabei zusammengelegt"), format_decimal(len(protocol["merged"]))
    yield _("Gestutzte Gewichte (gerundet)"), format_decimal(protocol["trimmed"])
    yield (
        _("So genau wie eine einfache Stichprobe von"),
        _("%(n)s Familien", n=format_decimal(protocol["effective_families"])),
    )
    yield from _flag_facts(protocol.get("flags", {}))
    is_passed = protocol.get("audit") == "passed"
    yield (
        _("Angriff auf die fertigen Zahlen"),
        _("bestanden") if is_passed else _("nicht bestanden"),
    )


def _noise_words(protocol: Mapping[str, Any]) -> str:
    usual, strict = (format_decimal(protocol[each]) for each in ("tau", "tau_sensitive"))
    return _("%(usual)s Antworten, bei heiklen Fragen %(strict)s", usual=usual, strict=strict)


def _margins(margins: Mapping[str, object]) -> str:
    known = {"children_age": _("Alter der Kinder"), "area": _("Planungsraum")}
    names = [known.get(name, name) for name in margins]
    return format_list(names, locale="de") if names else _("nicht gewichtet")


def _flag_facts(flags: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    if not flags:
        return
    hidden = {name: flags.get(name, 0) for name in ("too_few", "unreliable")}
    shown = sum(flags.values()) - sum(hidden.values())
    yield _("Gezeigte Zahlen"), format_decimal(shown)
    yield _("Davon „unsicher“"), format_decimal(flags.get("uncertain", 0))
    yield _("Nicht gezeigt: zu wenige Antworten"), format_decimal(hidden["too_few"])
    yield _("Nicht gezeigt: Intervall zu breit"), format_decimal(hidden["unreliable"])


def _draws(found: Sequence[Release]) -> str:
    done = [each for each in found if each.state == release_store.DONE]
    number = draws(done)
    return ngettext(
        "Diese Welle hat eine Fassung ihrer Zahlen; höchstens %(most)s sind möglich.",
        "Diese Welle hat %(num)s verschiedene Fassungen ihrer Zahlen; höchstens %(most)s sind möglich.",
        number,
        most=MOST_DRAWS,
    )
