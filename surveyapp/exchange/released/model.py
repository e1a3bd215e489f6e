"""What every file of a whole release says: what it is about, and one row a figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property

from analytics import describe
from analytics.figures import common
from analytics.released import OPEN, Cell, Contents, Measure, ReleasedTable, Topic

LICENCE = "Datenlizenz Deutschland – Namensnennung – Version 2.0 (dl-de/by-2-0)"
"""Licence of figures that everybody may see; the county is to be named."""

INTERNAL = "Noch nicht veröffentlicht: nur für den Dienstgebrauch im Landkreis"
SIMULATED = "simuliert"

SAMPLINGS: Mapping[str, str] = {
    "all": "Alle Familien waren eingeladen.",
    "random": "Zufallsauswahl von Familien.",
    "cluster": "Familien ausgewählter Einrichtungen.",
    OPEN: "Offene Teilnahme, nicht repräsentativ.",
}

_SHARES = frozenset(
    {
        *(Measure.SHARE, Measure.RESPONSE, Measure.POPULATION, Measure.REACH, Measure.COVERED),
        *(Measure.TOP, Measure.USE, Measure.STEP_FREE, Measure.LANGUAGE, Measure.OPEN_HOURS),
    }
)
"""Measures whose values are shares: 0.27 is 27 percent."""

_WEIGHED = "Anteile sind auf das Register gewichtet"


@dataclass(frozen=True, slots=True)
class Made:
    """How a release came about."""

    number: int
    released_on: date
    is_public: bool
    #: Fewest families in a group whose figures are shown.
    minimum: int
    #: Version of this program.
    program: str
    #: Whether answers were weighted to totals of the county.
    is_weighted: bool = True


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One released figure with its words; a hidden one has no numbers."""

    measure: str
    measure_label: str
    topic: str
    topic_label: str
    unit: str
    view: str
    view_label: str
    group: str
    group_label: str
    category: str
    category_label: str
    value: float | None
    low: float | None
    high: float | None
    n: int | None
    flag: str
    remark: str


COLUMNS: Mapping[str, tuple[str, str]] = {
    "measure": ("kennzahl_code", "Art der Zahl, als Kürzel"),
    "measure_label": ("kennzahl", "Art der Zahl; Anteile stehen als Zahl von 0 bis 1"),
    "topic": ("thema_code", "Frage, Bedarf oder Angebot, als Kürzel"),
    "topic_label": ("thema", "Frage, Bedarf oder Angebot"),
    "unit": ("einheit", "Wofür die Zahl spricht: Familien, Kinder, Erwachsene"),
    "view": ("ansicht_code", "Wonach aufgeteilt ist, als Kürzel"),
    "view_label": ("ansicht", "Wonach aufgeteilt ist"),
    "group": ("gruppe_code", "Gruppe oder Gebiet, als Kürzel oder amtlicher Schlüssel"),
    "group_label": ("gruppe", "Gruppe oder Gebiet"),
    "category": ("antwort_code", "Antwort, als Kürzel"),
    "category_label": ("antwort", "Antwort"),
    "value": ("wert", "Die Zahl; leer, wo keine gezeigt wird"),
    "low": ("von", "Untere Grenze des 95-Prozent-Intervalls"),
    "high": ("bis", "Obere Grenze des 95-Prozent-Intervalls"),
    "n": ("n", "Antworten dahinter, auf 5 gerundet"),
    "flag": ("kennzeichen", "plain, uncertain, below, above; too_few und unreliable ohne Zahl"),
    "remark": ("hinweis", "Dasselbe in Worten"),
}
"""Name of each field of a row to its German heading and what it means."""

NUMBERS = ("value", "low", "high", "n")

if tuple(COLUMNS) != tuple(each.name for each in fields(FigureRow)):
    message = "COLUMNS names other fields than FigureRow has; keep both alike, in the same order"
    raise TypeError(message)


@dataclass(frozen=True)
class Whole:
    """All figures of one release, what they are about and how they were made."""

    table: ReleasedTable
    contents: Contents
    made: Made

    @cached_property
    def about(self) -> Mapping[str, tuple[str, str]]:
        """Return what every file says first: name to German heading and words."""
        contents, made = self.contents, self.made
        invited = "" if contents.invited is None else describe.number(contents.invited)
        lines = {
            "county": ("Landkreis", f"{contents.county_name} ({contents.county})"),
            "survey": ("Befragung", contents.survey),
            "wave": ("Welle", f"{contents.wave}. Welle"),
            "period": ("Zeitraum", contents.period),
            "released_on": ("Freigegeben am", f"{made.released_on:%d.%m.%Y}"),
            "families": ("Familien (gerundet)", describe.number(contents.n)),
            "invited": ("Eingeladen", invited),
            "method": ("Methode", self._method()),
            "version": ("Fassung", f"Freigabe {made.number}, surveyapp {made.program}"),
            "licence": ("Lizenz", self._licence()),
            "answers": ("Antworten", SIMULATED if contents.is_simulated else "echte Befragung"),
        }
        return {name: line for name, line in lines.items() if line[1]}

    def _method(self) -> str:
        is_open = self.contents.sampling == OPEN
        weighed = (f"{_WEIGHED}.",) if self.made.is_weighted and not is_open else ()
        sentences = (
            SAMPLINGS.get(self.contents.sampling, self.contents.sampling),
            *weighed,
            f"Gruppen unter {self.made.minimum} Familien haben keine Zahl.",
            "Zahlen sind zum Schutz der Familien leicht verrauscht und gerundet.",
            "Intervalle: 95 Prozent.",
        )
        return " ".join(sentences)

    def _licence(self) -> str:
        if not self.made.is_public:
            return INTERNAL
        return f"{LICENCE}, Quelle: {self.contents.county_name}, {self.contents.survey}"

    @cached_property
    def rows(self) -> tuple[FigureRow, ...]:
        """Return every figure in the order of the release."""
        return tuple(self.row_of(cell) for cell in self.table)

    def row_of(self, cell: Cell) -> FigureRow:
        """Return one figure with its words."""
        topic = self._topics.get(cell.topic)
        return FigureRow(
            measure=str(cell.measure),
            measure_label=describe.MEASURE_LABELS[cell.measure],
            topic=cell.topic,
            topic_label=self.label(cell.topic),
            unit=describe.UNITS.get(topic.unit, "") if topic else "",
            view=cell.view,
            view_label=self.view_label(cell.view),
            group=cell.group,
            group_label=self.group_label(cell.view, cell.group),
            category=cell.category,
            category_label=self.category_label(cell),
            value=_as_shown(cell, cell.value),
            low=_as_shown(cell, cell.low),
            high=_as_shown(cell, cell.high),
            n=cell.n,
            flag=str(cell.flag),
            remark=_remark(cell),
        )

    @cached_property
    def _topics(self) -> Mapping[str, Topic]:
        return {topic.id: topic for topic in self.contents.topics}

    def label(self, topic: str) -> str:
        """Return the words of a topic, with its question before it where it is a part of one."""
        if topic not in self._topics:
            return _KNOWN_TOPICS.get(topic) or self.contents.facility_types.get(topic, topic)
        label, parent = self._topics[topic].label, self._topics.get(topic.rpartition(".")[0])
        return f"{parent.label} – {label}" if parent else label

    def view_label(self, view: str) -> str:
        """Return the words of a view, joined where two are."""
        parts = (
            _VIEWS.get(each) or common.view_label(self.contents, each) for each in view.split("*")
        )
        return " und ".join(parts)

    def group_label(self, view: str, group: str) -> str:
        """Return the words of a group, joined where two views are."""
        views, codes = view.split("*"), group.split("*")
        pairs = zip(views, codes, strict=False) if len(views) == len(codes) else [(view, group)]
        return ", ".join(self._groups(each).get(code, code) for each, code in pairs)

    def _groups(self, view: str) -> Mapping[str, str]:
        if view == "life_stage":
            return self.contents.life_stages
        if view == "field":
            return self.contents.fields_of_action
        found = self._kept_groups.get(view)
        if found is None:
            found = self._kept_groups[view] = common.group_labels(self.contents, view)
        return found

    @cached_property
    def _kept_groups(self) -> dict[str, Mapping[str, str]]:
        return {}

    def category_label(self, cell: Cell) -> str:
        """Return the words of the answer a figure is about; empty where there is none."""
        code, topic = cell.category, self._topics.get(cell.topic)
        if not code:
            return ""
        if cell.measure is Measure.QUANTILE:
            return f"{code} Prozent der Antworten liegen darunter"
        if cell.topic == common.AREA:
            return self._groups(common.AREA).get(code, code)
        known = topic.categories.get(code) if topic else None
        supplied = self.contents.supply_categories.get(code)
        is_yes = code == common.YES and cell.measure in {Measure.SHARE, Measure.PERSONS}
        return known or supplied or ("ja" if is_yes else common.bin_label(code))

    def notes(self) -> Iterator[str]:
        """Yield what has to be known to read the figures, and where they come from."""
        if self.contents.is_simulated:
            yield (
                "Diese Antworten sind simuliert. Die Zahlen sagen nichts über wirkliche Familien."
            )
        if self.contents.caveat:
            yield describe.OPEN_NOTE
        yield describe.flags_note(self.table)
        for code, note in self.contents.supply_notes.items():
            said = "; ".join(filter(None, (note.state, note.ways, note.sharing)))
            yield f"{self.contents.facility_types.get(code, code)}: {said}"
        if self.contents.example_types:
            kinds = (self.contents.facility_types.get(c, c) for c in self.contents.example_types)
            yield f"Beispielhaft erfunden sind Orte und Angebote dieser Arten: {', '.join(kinds)}."
        yield from self.contents.sources


_VIEWS = {"life_stage": "Lebensphase", "field": "Handlungsfeld"}
_KNOWN_TOPICS = {"offers": "Angebote", "area": "Planungsraum"}


def _as_shown(cell: Cell, number: float | None) -> float | None:
    """Return a number as finely as pages write it: finer bounds would say more than was released."""
    if number is None:
        return None
    return round(number, _DECIMALS.get(cell.measure, 0)) + 0.0  # adding zero turns -0.0 into 0.0


_DECIMALS: Mapping[Measure, int] = {
    **dict.fromkeys(_SHARES, 2),
    Measure.MEAN: 1,
    Measure.QUANTILE: 1,
    Measure.PER_100: 1,
    Measure.NEAREST: 1,
    Measure.ACCESS: 2,
}
"""Decimals of each measure; whole numbers where nothing stands. Shares are whole percent."""


def _remark(cell: Cell) -> str:
    if cell.value is None:
        return describe.HIDDEN_WORDS[cell.flag]
    return {
        "uncertain": describe.UNCERTAIN,
        "below": "unter 3 Prozent",
        "above": "über 97 Prozent",
    }.get(str(cell.flag), "")


def is_share(measure: str) -> bool:
    """Say whether values of a measure are shares."""
    return Measure(measure) in _SHARES
