"""Results pages: read the choices, make the figures, show them."""

from __future__ import annotations

from flask import Response, abort, make_response, render_template, request
from flask_babel import format_date, gettext

from surveyapp.services import audit, list_results, show_results
from surveyapp.services import voices as approved
from surveyapp.services.deeds import Deed
from surveyapp.storage.db import main_store
from surveyapp.ui.who import signed_in
from surveyapp.web.results.choice import Name, choose, topics_of
from surveyapp.web.results.context import PageMaker, Select, question_selects
from surveyapp.web.results.downloads import given, may_take
from surveyapp.web.results.files import saved
from surveyapp.web.results.panels import KINDS, Material


def index() -> str:
    """List the surveys whose results the visitor may see."""
    surveys = list_results.visible(main_store(), signed_in())
    return render_template("results/index.html", surveys=surveys)


def overview(slug: str) -> str:
    """Show five sentences and the key numbers."""
    page = _maker(slug).overview(gettext("Ergebnisse im Überblick"))
    return render_template("results/overview.html", page=page)


def need(slug: str) -> str:
    """Show one need beside one kind of supply."""
    maker = _maker(slug)
    choice, lists = maker.chosen.choice, maker.chosen.lists
    selects = [
        Select(Name.NEED, gettext("Bedarf"), lists.bedarf, choice.bedarf),
        Select(Name.SUPPLY, gettext("Angebot"), lists.angebot, choice.angebot),
        Select(Name.MEASURE, gettext("Angebot messen als"), lists.mass, choice.mass),
    ]
    page = maker.need(gettext("Bedarf und Angebot"), selects, NEED_KINDS)
    return render_template("results/figures.html", page=page)


NEED_KINDS = (
    "karte",
    "rangliste",
    "vorn",
    "gemeinden",
    "betroffene",
    "luecken",
    "deckung",
    "bedarf-angebot",
)
"""Figures of one need, in the order in which a planner asks."""


def supply(slug: str) -> str:
    """Show all that is counted of one kind of place."""
    maker = _maker(slug)
    choice, lists = maker.chosen.choice, maker.chosen.lists
    if not lists.angebot:
        abort(404)
    selects = [Select(Name.SUPPLY, gettext("Angebot"), lists.angebot, choice.angebot)]
    heading = gettext("Angebot")
    page = maker.page("supply", heading, selects=selects, panels=maker.supply_panels())
    return render_template("results/figures.html", page=page)


def known(slug: str) -> str:
    """Show which offers families know and use."""
    page = _maker(slug).page("known", gettext("Bekannt und genutzt"), kinds=["bekannt-genutzt"])
    return render_template("results/figures.html", page=page)


def pairs(slug: str) -> str:
    """Show what is important against what satisfies."""
    page = _maker(slug).page("pairs", gettext("Wichtig und zufrieden"), kinds=["wichtig-zufrieden"])
    return render_template("results/figures.html", page=page)


def chain(slug: str) -> str:
    """Show the prevention chain."""
    page = _maker(slug).page("chain", gettext("Präventionskette"), kinds=["praeventionskette"])
    return render_template("results/figures.html", page=page)


def who(slug: str) -> str:
    """Show who answered."""
    maker = _maker(slug)
    page = maker.page("who", gettext("Wer hat geantwortet"), panels=maker.margin_panels())
    return render_template("results/figures.html", page=page)


def questions(slug: str) -> str:
    """Show the answers to one question, by one view."""
    maker = _maker(slug)
    selects = question_selects(maker.chosen)
    heading = gettext("Alle Fragen")
    kinds = ("antworten", "verteilung", "mittelwerte", "kreuztabelle")
    page = maker.page("questions", heading, kinds=kinds, selects=selects)
    return render_template("results/figures.html", page=page)


def voices(slug: str) -> str:
    """Show what families wrote, in the wordings that were approved."""
    maker = _maker(slug)
    found = approved.of_wave(main_store(), slug, maker.shown.wave.number)
    if not found:
        abort(404)
    page = maker.page("voices", gettext("Stimmen von Familien"))
    return render_template("results/voices.html", page=page, questions=found)


def change(slug: str) -> str:
    """Show what changed since the wave before."""
    maker = _maker(slug)
    if maker.shown.earlier is None:
        abort(404)
    page = maker.page("change", gettext("Veränderung"), kinds=["veraenderung"])
    return render_template("results/figures.html", page=page)


def downloads(slug: str) -> str:
    """Offer all figures of a wave as files."""
    maker = _maker(slug)
    if not may_take(maker.shown.wave):
        abort(404)
    page = maker.downloads(gettext("Herunterladen"))
    return render_template("results/downloads.html", page=page)


def download(slug: str, release_form: str) -> Response:
    """Send all figures of a wave in one form."""
    return given(slug, _maker(slug).shown, release_form)


def file(slug: str, kind: str, suffix: str) -> Response:
    """Send one figure's numbers or picture."""
    if kind not in KINDS:
        abort(404)
    maker = _maker(slug)
    panel = maker.panel(kind)
    if panel is None:
        abort(404)
    edition = request.args.get(Name.EDITION, "")
    made = saved(panel.figure, suffix, edition, _filter_lines(maker))
    if visitor := signed_in():
        said = f"{slug}, Welle {maker.shown.wave.number} · {made.name}"
        audit.note_now(visitor, Deed.RESULTS_TAKEN, said)
    response = Response(made.body, mimetype=made.mimetype)
    response.headers["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return response


def _filter_lines(maker: PageMaker) -> list[tuple[str, str]]:
    contents = maker.material.shown.contents
    wave = gettext("%(number)s. Welle, %(period)s", number=contents.wave, period=contents.period)
    released_on = format_date(maker.shown.wave.created_on, "long")
    caveat = [(gettext("Teilnahme"), contents.caveat)] if contents.caveat else []
    return [
        (gettext("Befragung"), contents.survey),
        (gettext("Welle"), wave),
        *caveat,
        (gettext("Adresse"), request.full_path.rstrip("?")),
        (gettext("Freigegeben am"), released_on),
    ]


def _maker(slug: str) -> PageMaker:
    """Return the maker of the asked survey's pages, or answer 404."""
    number = request.args.get(Name.WAVE, type=int)
    county_ags = show_results.county_read(main_store(), slug, signed_in())
    shown = show_results.find(main_store(), slug, number, county_ags)
    if shown is None and not request.args:
        abort(make_response(render_template("results/none.html"), 404))
    if shown is None or (request.args.get(Name.WAVE) and number is None):
        abort(404)
    found = _figures(shown)
    chosen = choose(found, shown.wave.number, request.args)
    if chosen is None:
        abort(404)
    earlier = _earlier(shown) if request.endpoint in _NEEDS_EARLIER else None
    return PageMaker(slug, shown, Material(found, earlier, chosen))


_NEEDS_EARLIER = {"results.change", "results.file"}
_NEEDS_TOPICS = {"results.need", "results.supply", "results.questions", "results.file"}


def _figures(shown: show_results.Shown) -> show_results.Figures:
    """Return the figures the page can show, and no more of the release."""
    if request.endpoint not in _NEEDS_TOPICS:
        return shown.figures
    topics = topics_of(shown.figures, request.args)
    return show_results.with_topics(main_store(), shown, topics)


def _earlier(shown: show_results.Shown) -> show_results.Figures | None:
    if shown.earlier is None:
        return None
    return show_results.read(main_store(), shown.earlier)
