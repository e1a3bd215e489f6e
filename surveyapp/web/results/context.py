"""What results pages hand to their templates."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from flask import url_for
from flask_babel import format_date, gettext

from analytics import describe, figures
from analytics.figure import Figure
from analytics.figures import funnel, stock
from analytics.figures.common import COUNTY
from analytics.figures.gaps import need_sentences
from analytics.figures.overview import response_rate
from analytics.picture import fluid
from analytics.released import Contents
from surveyapp.services.show_results import Shown
from surveyapp.web.results.choice import Chosen, Name
from surveyapp.web.results.downloads import FormLink, form_links, may_take
from surveyapp.web.results.files import PRINTED
from surveyapp.web.results.panels import KINDS, Material


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the navigation."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Select:
    """One list of a filter form."""

    name: str
    label: str
    options: Mapping[str, str]
    chosen: str
    #: Codes by the heading they are listed under; empty for a plain list.
    groups: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Panel:
    """One figure on a page, with its files."""

    figure: Figure
    #: Address of the figure without its ending, and its choices.
    address: Callable[..., str]

    @property
    def xlsx_url(self) -> str:
        """Return the address of the numbers as a workbook."""
        return self.address(suffix="xlsx")

    @property
    def csv_url(self) -> str:
        """Return the address of the numbers as plain text."""
        return self.address(suffix="csv")

    @property
    def svg_url(self) -> str:
        """Return the address of the picture in colour."""
        return self.address(suffix="svg")

    @property
    def print_url(self) -> str:
        """Return the address of the picture for black and white paper."""
        return self.address(suffix="svg", **{Name.EDITION.value: PRINTED})

    @property
    def picture(self) -> str:
        """Return the static picture as wide as the page allows."""
        return fluid(self.figure.svg)

    @property
    def narrow_picture(self) -> str:
        """Return the static picture for narrow screens; empty where one fits all."""
        return fluid(self.figure.narrow_svg) if self.figure.narrow_svg else ""


@dataclass(frozen=True, slots=True)
class Page:
    """What every results page has."""

    heading: str
    contents: Contents
    links: Sequence[Link]
    #: Day of the release, German.
    released_on: str
    is_public: bool
    selects: Sequence[Select] = ()
    panels: Sequence[Panel] = ()
    #: What is to be known first, as sentences.
    leads: Sequence[str] = ()
    findings: Sequence[tuple[figures.Finding, str]] = ()
    #: Key numbers: name and value.
    numbers: Sequence[tuple[str, str]] = ()
    #: Map of the strongest need and the address of its page.
    preview: tuple[Panel, str] | None = None
    #: All figures at once, in every form.
    forms: Sequence[FormLink] = ()
    template: Mapping[str, object] = field(default_factory=lambda: figures.TEMPLATE)


def pages() -> Mapping[str, str]:
    """Return the endpoints of the results pages and what the navigation calls them."""
    return {
        "overview": gettext("Überblick"),
        "need": gettext("Bedarf und Angebot"),
        "supply": gettext("Angebot"),
        "pairs": gettext("Wichtig und zufrieden"),
        "known": gettext("Bekannt und genutzt"),
        "chain": gettext("Präventionskette"),
        "who": gettext("Wer hat geantwortet"),
        "questions": gettext("Alle Fragen"),
        "voices": gettext("Stimmen von Familien"),
        "change": gettext("Veränderung"),
        "downloads": gettext("Herunterladen"),
    }


_FINDING_PAGES = {
    "gap": "need",
    "need": "need",
    "pairs": "pairs",
    "who": "who",
    "uncertain": "need",
}


class PageMaker:
    """Makes the pages of one survey's results for one visitor."""

    def __init__(self, slug: str, shown: Shown, material: Material) -> None:
        self.slug, self.shown, self.material = slug, shown, material

    @property
    def chosen(self) -> Chosen:
        """Return the visitor's choices."""
        return self.material.chosen

    def page(
        self,
        endpoint: str,
        heading: str,
        *,
        kinds: Sequence[str] = (),
        selects: Sequence[Select] = (),
        panels: Sequence[Panel] = (),
    ) -> Page:
        """Return a page with the figures of the given kinds that the release can show."""
        made = [panel for kind in kinds if (panel := self.panel(kind)) is not None]
        waves = self._wave_select()
        return Page(
            heading=heading,
            contents=self.material.shown.contents,
            links=self._links(endpoint),
            released_on=format_date(self.shown.wave.created_on, "long"),
            is_public=self.shown.wave.is_public,
            selects=[*waves, *selects],
            panels=[*made, *panels],
        )

    def overview(self, heading: str) -> Page:
        """Return the page of five sentences."""
        found = figures.overview(self.material.shown.table, self.material.shown.contents)
        page = self.page("overview", heading)
        return replace(
            page,
            findings=[(finding, self._finding_url(finding)) for finding in found],
            numbers=_key_numbers(page.contents),
            preview=self._preview(found),
        )

    def need(self, heading: str, selects: Sequence[Select], kinds: Sequence[str]) -> Page:
        """Return the page of one need, with what is to be known of it first."""
        shown = self.material.shown
        leads = need_sentences(shown.table, shown.contents, self.chosen.choice.bedarf)
        return replace(self.page("need", heading, kinds=kinds, selects=selects), leads=leads)

    def downloads(self, heading: str) -> Page:
        """Return the page of all figures as files."""
        forms = form_links(self.slug, self._wave_address())
        return replace(self.page("downloads", heading), forms=forms)

    def _preview(self, found: Sequence[figures.Finding]) -> tuple[Panel, str] | None:
        """Return the map of the strongest need, where the release holds one."""
        strongest = next((f for f in found if f.kind == "need" and f.topic), None)
        if strongest is None:
            return None
        shown, address = self.material.shown, {str(Name.NEED): strongest.topic}
        try:
            figure = figures.need_map(shown.table, shown.contents, strongest.topic)
        except figures.NothingToShowError:
            return None
        panel = Panel(figure, self._file("karte", address))
        return panel, self._finding_url(strongest)

    def panel(self, kind: str) -> Panel | None:
        """Return one figure with its files; None where the release holds nothing for it."""
        try:
            figure = KINDS[kind].make(self.material)
        except figures.NothingToShowError:
            return None
        return self._panel(kind, figure, self.chosen)

    def margin_panels(self) -> list[Panel]:
        """Return one figure for each margin that was compared with the register."""
        shown = self.material.shown
        return [
            Panel(
                figures.who_answered(shown.table, shown.contents, topic),
                self._file("wer", {Name.MARGIN: topic}),
            )
            for topic in self.chosen.lists.merkmal
        ]

    def supply_panels(self) -> list[Panel]:
        """Return a figure for each measure of the chosen kind of place."""
        found = []
        for measure in stock.measures_of(self.material.shown.table, self.chosen.choice.angebot):
            choice = replace(self.chosen.choice, mass=str(measure))
            material = replace(self.material, chosen=replace(self.chosen, choice=choice))
            kind = "angebot-arten" if measure in stock.BY_CATEGORY else "angebot"
            try:
                figure = KINDS[kind].make(material)
            except figures.NothingToShowError:
                continue
            found.append(self._panel(kind, figure, material.chosen))
        return found

    def _panel(self, kind: str, figure: Figure, chosen: Chosen) -> Panel:
        return Panel(figure, self._file(kind, chosen.choice.address(*KINDS[kind].depends_on)))

    def _file(self, kind: str, address: Mapping[str, str]) -> Callable[..., str]:
        known = {Name.WAVE: self.chosen.choice.welle, **address}
        return partial(_url, "file", self.slug, known, kind=kind)

    def _links(self, current: str) -> list[Link]:
        wave = self._wave_address()
        shown = self.material.shown
        is_there = {
            "known": bool(funnel.offers(shown.table, shown.contents)),
            "supply": bool(self.chosen.lists.angebot),
            "change": self.shown.earlier is not None,
            "voices": self.shown.wave.has_voices,
            "downloads": may_take(self.shown.wave),
        }
        return [
            Link(label, _url(name, self.slug, wave), name == current)
            for name, label in pages().items()
            if is_there.get(name, True)
        ]

    def _wave_address(self) -> dict[str, str]:
        is_newest = self.shown.wave == self.shown.waves[0]
        return {} if is_newest else {str(Name.WAVE): str(self.shown.wave.number)}

    def _wave_select(self) -> list[Select]:
        if len(self.shown.waves) < 2:
            return []
        options = {
            str(wave.number): gettext("%(number)s. Welle", number=wave.number)
            for wave in self.shown.waves
        }
        return [Select(Name.WAVE, gettext("Welle"), options, self.chosen.choice.welle)]

    def _finding_url(self, finding: figures.Finding) -> str:
        address = dict(self._wave_address())
        if finding.topic:
            address[str(Name.NEED)] = finding.topic
        endpoint = _FINDING_PAGES[finding.kind]
        return _url(endpoint, self.slug, address)


def question_selects(chosen: Chosen) -> list[Select]:
    """Return the lists of the questions' page; how to split is offered once a question was asked."""
    choice, lists = chosen.choice, chosen.lists
    groups = chosen.question_groups
    selects = [Select(Name.QUESTION, gettext("Frage"), lists.frage, choice.frage, groups)]
    if not chosen.is_question_asked:
        return selects
    if len(lists.ansicht) > 1:
        selects.append(Select(Name.VIEW, gettext("Aufteilen nach"), lists.ansicht, choice.ansicht))
    if lists.antwort and choice.ansicht != COUNTY:
        selects.append(Select(Name.OPTION, gettext("Antwort"), lists.antwort, choice.antwort))
    return selects


def _key_numbers(contents: Contents) -> list[tuple[str, str]]:
    """Return the numbers of the overview; a response rate only where families were invited."""
    numbers = [(gettext("Familien (gerundet)"), describe.number(contents.n))]
    rate = response_rate(contents)
    if rate is not None and contents.invited is not None:
        numbers.append((gettext("Eingeladen"), describe.number(contents.invited)))
        numbers.append((gettext("Rücklauf"), describe.percent(rate)))
    numbers.append((gettext("Planungsräume"), describe.number(len(contents.areas))))
    return numbers


def _url(endpoint: str, slug: str, address: Mapping[str, str], **values: Any) -> str:  # noqa: ANN401
    """Return the address of a results page with its choices."""
    plain: dict[str, Any] = {str(name): value for name, value in address.items()}
    return url_for(f"results.{endpoint}", slug=slug, **values, **plain)
