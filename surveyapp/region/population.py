"""How many people, and children of which age, live where.

The register publishes ages for counties only. Children of smaller units are estimated: a county's
age group is shared out to its municipalities in proportion to

    persons of the municipality (register, 2023) x share of under-18s in its grid cells (census 2011),

so size comes from the newest register and only the age structure from the old grid. Where the grid
knows the age of fewer than 200 persons of a municipality, the share of the whole county stands in:
cells of very small municipalities are few, rounded, and sometimes assigned to a neighbour. Shares are
rounded by largest remainder, so the municipalities always sum exactly to the county's figure. The
same shares serve all ages under 18.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cache

from surveyapp.region.model import AreaGroup, GridCell, PopulationGroup
from surveyapp.region.packaged import read_table
from surveyapp.region.territory import county, municipalities_of

LAST_CHILD_AGE = 17
FEWEST_KNOWN_PERSONS = 200
"""Persons whose age the grid must know before a municipality's own share of children is used."""


def population_groups(county_ags: str) -> tuple[PopulationGroup, ...]:
    """Return a county's persons by age group on 31 December of the latest year, both sexes."""
    county(county_ags)
    return _population()[county_ags]


def children_of_county(county_ags: str, age_from: int, age_to: int) -> int:
    """Return the children of a county with ages ``age_from`` to ``age_to``, both included.

    Where the ages cut through a group of the register, its years of age count evenly.
    """
    if not 0 <= age_from <= age_to <= LAST_CHILD_AGE:
        message = f"ages {age_from} to {age_to} are no children's ages; give 0 to {LAST_CHILD_AGE}"
        raise ValueError(message)
    groups = population_groups(county_ags)
    return round(sum(group.persons * _overlap(group, age_from, age_to) for group in groups))


def children_by_municipality(county_ags: str, age_from: int, age_to: int) -> Mapping[str, int]:
    """Return the estimated children of every municipality; they sum to the county's figure."""
    total = children_of_county(county_ags, age_from, age_to)
    return share_out(total, _child_weights(county_ags))


def children_by_area(
    county_ags: str, areas: Iterable[AreaGroup], age_from: int, age_to: int
) -> Mapping[str, int]:
    """Return the estimated children of every planning area by its code."""
    children = children_by_municipality(county_ags, age_from, age_to)
    return {area.code: sum(children[ags] for ags in area.municipalities) for area in areas}


def children_by_cell(county_ags: str, age_from: int, age_to: int) -> Mapping[str, float]:
    """Return where in the county its children live: estimated children by id of the grid cell.

    A municipality's children are shared out to its cells by the under-18s of 2011 (where suppressed:
    by persons and the municipality's share). A municipality without any cell adds none.
    """
    children = children_by_municipality(county_ags, age_from, age_to)
    cells: dict[str, list[GridCell]] = defaultdict(list)
    for cell in grid_cells(county_ags):
        cells[cell.municipality_ags].append(cell)
    return {
        cell_id: children[ags] * weight
        for ags, inside in cells.items()
        for cell_id, weight in _cell_weights(inside).items()
    }


def grid_cells(county_ags: str) -> tuple[GridCell, ...]:
    """Return the inhabited square kilometres whose middle lies in the county."""
    county(county_ags)
    return _grid()[county_ags]


def share_out(total: int, weights: Mapping[str, float]) -> dict[str, int]:
    """Share a whole number out in proportion to weights, by largest remainder.

    Equal remainders go to the smaller key first, so that the result never depends on the order.
    """
    whole = sum(Fraction(weight) for weight in weights.values())
    if whole <= 0:
        message = f"cannot share {total} out: the weights of {sorted(weights)} sum to nothing"
        raise ValueError(message)
    exact = {key: total * Fraction(weight) / whole for key, weight in weights.items()}
    shares = {key: int(part) for key, part in exact.items()}
    by_remainder = sorted(exact, key=lambda key: (shares[key] - exact[key], key))
    for key in by_remainder[: total - sum(shares.values())]:
        shares[key] += 1
    return shares


def _overlap(group: PopulationGroup, age_from: int, age_to: int) -> Fraction:
    if group.age_to is None:
        return Fraction(0)
    years = min(group.age_to, age_to) - max(group.age_from, age_from) + 1
    return Fraction(max(years, 0), group.age_to - group.age_from + 1)


@cache
def _child_weights(county_ags: str) -> Mapping[str, float]:
    cells = [cell for cell in grid_cells(county_ags) if cell.under_18 is not None]
    known: dict[str, int] = defaultdict(int)
    under_18: dict[str, float] = defaultdict(float)
    for cell in cells:
        known[cell.municipality_ags] += cell.persons
        under_18[cell.municipality_ags] += cell.under_18 or 0
    usual = sum(under_18.values()) / sum(known.values())
    return {
        one.ags: one.persons
        * (under_18[one.ags] / known[one.ags] if known[one.ags] >= FEWEST_KNOWN_PERSONS else usual)
        for one in municipalities_of(county_ags)
    }


def _cell_weights(cells: Sequence[GridCell]) -> Mapping[str, float]:
    known = [cell for cell in cells if cell.under_18 is not None]
    known_persons = sum(cell.persons for cell in known)
    under_18 = sum(cell.under_18 or 0 for cell in known)
    # Without a single known child the persons themselves tell where the children are.
    usual = under_18 / known_persons if under_18 else 1.0
    weights = {
        cell.id: cell.under_18 if under_18 and cell.under_18 is not None else cell.persons * usual
        for cell in cells
    }
    whole = sum(weights.values())
    return {cell_id: weight / whole for cell_id, weight in weights.items()}


@cache
def _population() -> Mapping[str, tuple[PopulationGroup, ...]]:
    rows = list(read_table("th_county_population_age.csv"))
    latest = max(row["year"] for row in rows)
    persons: dict[tuple[str, int, int | None], int] = defaultdict(int)
    for row in rows:
        if row["year"] == latest:
            age_to = int(row["age_to"]) if row["age_to"] else None
            persons[row["county_ags"], int(row["age_from"]), age_to] += int(row["persons"])
    groups: dict[str, list[PopulationGroup]] = defaultdict(list)
    for (ags, age_from, age_to), number in sorted(persons.items(), key=lambda entry: entry[0][:2]):
        groups[ags].append(PopulationGroup(ags, int(latest), age_from, age_to, number))
    return {ags: tuple(inside) for ags, inside in groups.items()}


@cache
def _grid() -> Mapping[str, tuple[GridCell, ...]]:
    cells: dict[str, list[GridCell]] = defaultdict(list)
    for row in read_table("th_grid1km_census2011.csv"):
        cells[row["county_ags"]].append(
            GridCell(
                id=row["cell_id"],
                municipality_ags=row["ags"],
                lon=float(row["lon"]),
                lat=float(row["lat"]),
                persons=int(row["pop"]),
                under_18=float(row["u18"]) if row["u18"] else None,
            )
        )
    return {ags: tuple(inside) for ags, inside in cells.items()}
