"""How urgent a need is where, and what is known of it: read from a release, never from answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from analytics.contrast import contrast, standing
from analytics.need import GapVerdict, Standing, standing_of, verdict_of
from analytics.priority import FACTORS, Circumstances, Urgency, urgencies, weighting
from analytics.released import Cell, Contents, Measure, ReleasedTable, Topic
from surveyapp.inventory.ways import Unit
from surveyapp.region.deprivation import deprivation_by_area
from surveyapp.services import show_results
from surveyapp.services.show_results import Shown
from surveyapp.storage import areas as area_store
from surveyapp.storage import releases, scenarios

COUNTY, AREA, YES, TOP = "county", "area", "1", "3"
"""Views, the answer that counts as need, and how many areas count as the strongest."""

MOST_POINTS = 10


@dataclass(frozen=True, slots=True)
class NeedRow:
    """What is known of one need in one area, or in the county."""

    code: str
    name: str
    need: Cell | None
    persons: Cell | None
    missing: Cell | None
    covered: Cell | None
    reach: Cell | None
    nearest: Cell | None
    top: Cell | None
    #: Facilities, those with a number of places on file, and those whose number is old.
    facilities: tuple[int, int, int]
    verdict: GapVerdict | None
    standing: Standing | None
    urgency: Urgency | None


@dataclass(frozen=True, slots=True)
class GroupRow:
    """The need of one group of families, such as lone parents."""

    axis: str
    name: str
    need: Cell
    #: 1 where it is higher than in the county for sure, -1 where it is lower, else 0.
    standing: int


@dataclass(frozen=True, slots=True)
class NeedView:
    """One need of a release in the county and in all areas."""

    topic: Topic
    topics: tuple[Topic, ...]
    contents: Contents
    #: Short name of the survey.
    slug: str
    county: NeedRow
    #: The most urgent area first; areas without figures last.
    areas: tuple[NeedRow, ...]
    groups: tuple[GroupRow, ...]
    #: Points of each factor of urgency.
    points: Mapping[str, int]

    @property
    def counts_places(self) -> bool:
        """Say whether places answer the need."""
        return self.county.missing is not None or any(row.missing for row in self.areas)


def newest_results(session: Session, county_ags: str) -> Shown | None:
    """Return the newest results of a county, as its staff see them."""
    slug = releases.newest_slug(session, county_ags)
    return None if slug is None else show_results.find(session, slug, None, county_ags)


def needs_of(contents: Contents) -> tuple[Topic, ...]:
    """Return the needs of a release, in the order of the questionnaire."""
    return tuple(topic for topic in contents.topics if topic.kind == "indicator")


def view_need(session: Session, county_ags: str, wanted: str = "") -> NeedView | None:
    """Return one need of the newest results, the first one unless ``wanted`` names another."""
    slug = releases.newest_slug(session, county_ags)
    shown = newest_results(session, county_ags)
    if slug is None or shown is None:
        return None
    contents, table = shown.figures.contents, shown.figures.table
    topics = needs_of(contents)
    topic = next((each for each in topics if each.id == wanted), topics[0] if topics else None)
    if topic is None:
        return None
    points = scenarios.points_of(session, county_ags)
    urgent = _urgencies(session, county_ags, table, contents, topic.id, points)
    whole = (COUNTY, contents.county)
    county = _row(table, topic, whole, whole, contents.county_name, None)
    rows = [
        _row(table, topic, (AREA, area.code), whole, area.name, urgent.get(area.code))
        for area in contents.areas
    ]
    more = show_results.with_topics(session, shown, [topic.id]).table
    groups = _groups(more, contents, topic.id, county.need)
    ranked = tuple(sorted(rows, key=_order))
    return NeedView(topic, topics, contents, slug, county, ranked, groups, points)


def _groups(
    table: ReleasedTable, contents: Contents, topic: str, county: Cell | None
) -> tuple[GroupRow, ...]:
    """Return the need of all groups by which results are shown; hidden ones are left out."""
    found = [
        (label, contents.axis_categories[axis].get(cell.group, cell.group), cell)
        for axis, label in contents.axes.items()
        for cell in table.where(measure=Measure.SHARE, topic=topic, view=_view(axis), category=YES)
        if cell.value is not None
    ]
    contrasts = [contrast(cell, county) if county is not None else None for _, _, cell in found]
    ways = standing(contrasts)
    return tuple(GroupRow(*each, way) for each, way in zip(found, ways, strict=True))


def _view(axis: str) -> str:
    return f"axis.{axis.removeprefix('axis.')}"


def _order(row: NeedRow) -> tuple[float, str]:
    score = row.urgency.score.value if row.urgency else None
    return (-(score if score is not None else -1.0), row.name)


def _urgencies(
    session: Session,
    county_ags: str,
    table: ReleasedTable,
    contents: Contents,
    topic: str,
    points: Mapping[str, int],
) -> Mapping[str, Urgency]:
    poor = deprivation_by_area(area_store.municipalities_by_code(session, county_ags))
    known: dict[str, Circumstances] = {}
    for area in contents.areas:
        need = table.get(Measure.SHARE, topic, AREA, area.code, YES)
        way = _way(table, topic, AREA, area.code)
        if need is not None:
            known[area.code] = Circumstances(need, poor.get(area.code), way.value if way else None)
    return urgencies(known, weighting(points), int(TOP))


def _way(table: ReleasedTable, topic: str, view: str, group: str) -> Cell | None:
    """Return the way to the nearest place; its category is its unit."""
    ways = (table.get(Measure.NEAREST, topic, view, group, unit.value) for unit in Unit)
    return next((way for way in ways if way is not None), None)


def _row(
    table: ReleasedTable,
    topic: Topic,
    where: tuple[str, str],
    whole: tuple[str, str],
    name: str,
    urgency: Urgency | None,
) -> NeedRow:
    """Gather what is known of a need in one group; ``whole`` is the county's view and group."""

    def found(measure: Measure, category: str = "", at: tuple[str, str] = where) -> Cell | None:
        return table.get(measure, topic.id, *at, category)

    need, missing, reach = found(Measure.SHARE, YES), found(Measure.GAP), found(Measure.REACH)
    counts = [found(Measure.COUNT, category) for category in ("", "reported", "outdated")]
    return NeedRow(
        where[1],
        name,
        need,
        found(Measure.PERSONS, YES),
        missing,
        found(Measure.COVERED),
        reach,
        _way(table, topic.id, *where),
        found(Measure.TOP, TOP),
        tuple(int(cell.value or 0) if cell else 0 for cell in counts),  # type: ignore[arg-type]
        verdict_of(missing) if missing is not None else None,
        standing_of(need, found(Measure.SHARE, YES, whole), reach, found(Measure.REACH, "", whole)),
        urgency,
    )


def change_points(session: Session, county_ags: str, points: Mapping[str, int]) -> bool:
    """Keep how a county weighs urgency; False where the points make no sense."""
    is_fine = all(0 <= points[factor] <= MOST_POINTS for factor in FACTORS) and any(points.values())
    if is_fine:
        scenarios.set_points(session, county_ags, points)
        session.commit()
    return is_fine
