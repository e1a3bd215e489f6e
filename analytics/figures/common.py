"""What the figures of one release have in common: topics, groups, bases, claims."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from analytics import describe, picture, sources
from analytics.contrast import contrast, standing
from analytics.figure import Figure
from analytics.released import Cell, Contents, Flag, Measure, ReleasedTable, Topic

COUNTY = "county"
AREA = "area"
PLACE = "Planungsraum"
PLACES = frozenset({PLACE, "Gemeinde"})
"""What groups of families by place are called; all others are groups."""
MUNICIPALITY = "municipality"
YES = "1"
"""Category of indicators and of options that may be chosen beside others."""


class NothingToShowError(LookupError):
    """A figure was asked for that the release holds no cells for; the message names them."""


@dataclass(frozen=True, slots=True)
class Group:
    """One group of a view, with its cell."""

    code: str
    label: str
    cell: Cell


def topic_of(contents: Contents, topic_id: str) -> Topic | None:
    """Return what is known of a topic."""
    return next((topic for topic in contents.topics if topic.id == topic_id), None)


def label_of(contents: Contents, topic_id: str) -> str:
    """Return the German label of a topic or facility type."""
    topic = topic_of(contents, topic_id)
    return topic.label if topic else contents.facility_types.get(topic_id, topic_id)


def full_label(contents: Contents, topic_id: str) -> str:
    """Return a topic's label, with its question's label before it where it is a part of one."""
    label = label_of(contents, topic_id)
    parent = topic_of(contents, topic_id.partition(".")[0])
    return f"{parent.label} – {label}" if parent and parent.id != topic_id else label


def slug(words: str) -> str:
    """Return words as an element id and file name."""
    return re.sub("[^a-z0-9]+", "-", words.lower())


def axis_code(view: str) -> str:
    """Return the axis of a view: ``family_form`` of ``axis.family_form``."""
    return view.rpartition("*")[2].removeprefix("axis.")


def view_label(contents: Contents, view: str) -> str:
    """Return the German name of a view."""
    fixed = {COUNTY: "Landkreis gesamt", AREA: "Planungsraum", MUNICIPALITY: "Gemeinde"}
    if "*" in view:
        return " und ".join(view_label(contents, part) for part in view.split("*"))
    code = axis_code(view)
    axis = contents.axes.get(code) or contents.axes.get(f"axis.{code}")
    asked = full_label(contents, code) if topic_of(contents, code) else code
    return fixed.get(view) or axis or asked


def group_labels(contents: Contents, view: str) -> Mapping[str, str]:
    """Return the labels of a view's groups in their own order."""
    if view == COUNTY:
        return {contents.county: describe.place_name(contents.county_name)}
    if view == AREA:
        return _area_labels(contents)
    if view == MUNICIPALITY:
        return contents.municipalities
    code = axis_code(view)
    axes = contents.axis_categories
    known = topic_of(contents, code)
    return axes.get(code) or axes.get(f"axis.{code}") or (known.categories if known else {})


def categories_of(table: ReleasedTable, contents: Contents, topic: str) -> Mapping[str, str]:
    """Return the labels of a question's answers; numbers were put into bins whose codes say which."""
    known = topic_of(contents, topic)
    if known is not None and known.categories:
        return known.categories
    codes = (c.category for c in table if c.topic == topic and c.measure is Measure.SHARE)
    is_year = known is not None and not known.counted_in
    return {code: bin_label(code, is_year=is_year) for code in dict.fromkeys(codes)}


_YEARS = range(1900, 2100)


def bin_label(code: str, *, is_year: bool = False) -> str:
    """Return the German words for a bin of numbers.

    Parameters
    ----------
    code
        ``0-9``, ``3`` or ``40+``.
    is_year
        Whether numbers that may be years are written as such.

    Returns
    -------
    str
        Such as ``0 bis 9`` or ``40 und mehr``; other codes stay as they are.

    Examples
    --------
    >>> bin_label("1000-1999"), bin_label("40+"), bin_label("1990-1994", is_year=True)
    ('1.000 bis 1.999', '40 und mehr', '1990 bis 1994')
    """
    found = re.fullmatch(r"(\d+)(?:-(\d+)|(\+))?", code)
    if found is None:
        return code

    def written(digits: str) -> str:
        return digits if is_year and int(digits) in _YEARS else describe.number(float(digits))

    if found[3]:
        return f"{written(found[1])} und mehr"
    return f"{written(found[1])} bis {written(found[2])}" if found[2] else written(found[1])


def _area_labels(contents: Contents) -> Mapping[str, str]:
    """Return short names, and full ones where a town and its surroundings are called alike."""
    short = {area.code: describe.place_name(area.name) for area in contents.areas}
    number = Counter(short.values())
    return {
        area.code: short[area.code] if number[short[area.code]] == 1 else area.name
        for area in contents.areas
    }


def groups(
    table: ReleasedTable,
    contents: Contents,
    measure: Measure,
    topic: str,
    view: str,
    category: str = YES,
) -> tuple[Group, ...]:
    """Return the groups of a view that were released, in the view's own order."""
    found = []
    for code, label in group_labels(contents, view).items():
        cell = table.get(measure, topic, view, code, category)
        if cell is not None:
            found.append(Group(code, label, cell))
    return tuple(found)


def demanded(found: Sequence[Group], what: str) -> Sequence[Group]:
    """Return the groups, or refuse when there are none."""
    if not found:
        message = f"{what}: the release holds no such figures; ask only for what `choices` lists"
        raise NothingToShowError(message)
    return found


def demand_invited(contents: Contents, what: str) -> None:
    """Refuse a figure that speaks for all families where anybody could answer.

    Parameters
    ----------
    contents
        Its sampling decides.
    what
        Name of the figure, for the message.

    Raises
    ------
    NothingToShowError
        If the wave was open: whoever answered stands for nobody else, so nothing is extrapolated.
    """
    if contents.caveat:
        message = f"{what}: an open wave is not extrapolated; show shares of those who answered"
        raise NothingToShowError(message)


def county_cell(
    table: ReleasedTable, contents: Contents, measure: Measure, topic: str, category: str = YES
) -> Cell | None:
    """Return the county's own figure."""
    return table.get(measure, topic, COUNTY, contents.county, category)


def category_of(measure: Measure) -> str:
    """Return the category that cells of an indicator or facility type carry for a measure."""
    return YES if measure in {Measure.SHARE, Measure.PERSONS} else ""


def by_value(found: Iterable[Group]) -> list[Group]:
    """Sort groups from the highest value; those with too few answers come last."""
    return sorted(found, key=lambda g: -g.cell.value if g.cell.value is not None else float("inf"))


def is_uncertain(cell: Cell) -> bool:
    """Say whether a figure is drawn hatched."""
    return cell.flag is Flag.UNCERTAIN


def spread_claim(found: Sequence[Group], county: Cell | None, noun: str, many: str) -> str:
    """Say where figures stand out from the county's, and only where the intervals allow it.

    Parameters
    ----------
    found
        Groups that are compared, shape (k,); the claims hold together at 5 % (Holm).
    county
        Figure they are compared with.
    noun
        What a group is called, dative singular, such as ``Planungsraum``.
    many
        The same in dative plural, such as ``Planungsräumen``.

    Returns
    -------
    str
        German claim that completes a heading, without a full stop.
    """
    if county is None or county.value is None:
        return "ein Vergleich mit dem Landkreis ist nicht möglich"
    ways = standing([contrast(group.cell, county) for group in found])
    return claim_words(found, ways, noun, many)


def claim_words(found: Sequence[Group], ways: Sequence[int], noun: str, many: str) -> str:
    """Say which groups lie above and below the county, given what stands."""
    if all(group.cell.value is None for group in found):
        return "ein Vergleich ist nicht möglich"
    higher = [g.label for g, way in zip(found, ways, strict=True) if way > 0]
    lower = [g.label for g, way in zip(found, ways, strict=True) if way < 0]
    if not higher and not lower:
        return f"zwischen den {many} und dem Landkreis kein belastbarer Unterschied"
    claims = [
        _claim(names, way, noun, many) for names, way in ((higher, "höher"), (lower, "niedriger"))
    ]
    return f"{' und '.join(c for c in claims if c)} als im Landkreis"


def _claim(names: Sequence[str], way: str, noun: str, many: str) -> str:
    if not names:
        return ""
    where = "in" if noun in PLACES else "bei"
    if len(names) <= 2:
        return f"{where} {describe.listed([f'„{name}“' for name in names])} belastbar {way}"
    return f"{where} {len(names)} {many} belastbar {way}"


def finished(  # noqa: PLR0913 - a figure has this many parts
    contents: Contents,
    *,
    figure_id: str,
    title: str,
    alt: str,
    base: str,
    cells: Iterable[Cell],
    columns: tuple[str, ...],
    rows: Iterable[tuple[str, ...]],
    svg: str,
    plotly: Mapping[str, object],
    note: str = describe.INTERVAL_NOTE,
    rests_on: sources.RestsOn = sources.SURVEY,
    narrow_svg: str = "",
) -> Figure:
    """Put a figure together; the source names only what the figure rests on.

    ``cells`` are those the figure shows: what their flags mean is added to the note.
    """
    note = " ".join(filter(None, (note, describe.flags_note(cells))))
    if rests_on.survey and contents.caveat:
        base, note = f"{base}. {contents.caveat}", f"{describe.OPEN_NOTE} {note}"
        svg = picture.captioned(svg, contents.caveat)
        narrow_svg = narrow_svg and picture.captioned(narrow_svg, contents.caveat)
    title, alt, note, svg, narrow_svg = (
        describe.claimed(words, contents) for words in (title, alt, note, svg, narrow_svg)
    )
    return Figure(
        id=figure_id,
        title=title,
        alt=alt,
        base=base,
        note=note,
        source=sources.source_words(contents, rests_on),
        columns=columns,
        rows=tuple(tuple(describe.claimed(each, contents) for each in row) for row in rows),
        svg=svg,
        plotly={"data": plotly["data"], "layout": {"separators": ",.", **_layout(plotly)}},
        narrow_svg=narrow_svg,
    )


def _layout(plotly: Mapping[str, object]) -> dict[str, object]:
    layout = plotly["layout"]
    assert isinstance(layout, dict)
    return layout


TEMPLATE: Mapping[str, object] = {
    "layout": {
        "font": {"family": picture.FONT, "size": 14, "color": "#1b1b1b"},
        "paper_bgcolor": "#ffffff",
        "plot_bgcolor": "#ffffff",
        "margin": {"l": 12, "r": 24, "t": 44, "b": 44},
        "xaxis": {"gridcolor": "#dfe2e6", "zerolinecolor": "#8a8a8a"},
        "yaxis": {"gridcolor": "#dfe2e6", "zerolinecolor": "#8a8a8a"},
        "hoverlabel": {"font": {"size": 14}, "align": "left"},
    }
}
"""Look of all Plotly figures; sent once with each page and not with each figure."""
