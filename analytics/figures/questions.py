"""How a question was answered: in the county, or by the groups of a view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from analytics import describe, picture_bars, picture_stack, plot_bars
from analytics.contrast import contrast, standing
from analytics.figure import Figure
from analytics.figures import common
from analytics.figures.areas import bar_scale, nouns, ranked_bars, strip
from analytics.figures.common import COUNTY, YES, Group
from analytics.figures.crosstab import crosstab
from analytics.figures.register import kind
from analytics.released import Cell, Contents, Measure, ReleasedTable, Topic


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as results show it: its topics, and if several options could be chosen."""

    id: str
    label: str
    topics: tuple[str, ...]
    #: True when each topic is one option that was chosen or not.
    is_multiple: bool
    #: Fields of action it speaks of.
    fields: tuple[str, ...] = ()


def asked(table: ReleasedTable, contents: Contents) -> tuple[Asked, ...]:
    """Return the questions with released shares, in the order of the questionnaire.

    Options that may be chosen beside others (``care.kita``, ``care.none``) form one question; every
    row of a matrix is a question of its own, because its answers add up to 100 %.
    """
    categories: dict[str, set[str]] = {}
    for cell in table:
        if cell.measure is Measure.SHARE and cell.view == COUNTY:
            categories.setdefault(cell.topic, set()).add(cell.category)
    found: dict[str, Asked] = {}
    for topic in contents.topics:
        if topic.kind in {"indicator", "facility_type"} or topic.id not in categories:
            continue
        is_flag = categories[topic.id] <= {YES, "0"}
        parent = topic.id.rpartition(".")[0] or topic.id
        key = parent if is_flag else topic.id
        if key in found:
            found[key] = replace(found[key], topics=(*found[key].topics, topic.id))
        else:
            label = _question_label(contents, key, topic)
            found[key] = Asked(key, label, (topic.id,), is_flag, topic.fields)
    return tuple(found.values())


def broadest(questions: Sequence[Asked]) -> Asked | None:
    """Return the question that speaks of most fields of action, the first of several."""
    return max(questions, key=lambda question: len(question.fields), default=None)


def _question_label(contents: Contents, key: str, topic: Topic) -> str:
    """Return the question's own wording; releases without it are named by the first answer."""
    if common.topic_of(contents, key) is None:
        return f"{topic.label} …"
    return common.full_label(contents, key)


def views_of(table: ReleasedTable, contents: Contents, question: Asked) -> tuple[str, ...]:
    """Return the views a question was released in, the county first.

    Views by area and axis together have too many groups for one figure and are left to the tables;
    two traits of families together make a table of their own.
    """
    views = dict.fromkeys(
        cell.view
        for cell in table
        if cell.topic in question.topics and cell.measure is Measure.SHARE
    )
    known = [view for view in views if _can_show(contents, view)]
    return tuple(sorted(known, key=lambda view: (view != COUNTY, view != common.AREA)))


def _can_show(contents: Contents, view: str) -> bool:
    parts = view.split("*")
    is_fine = len(parts) == 1 or not {common.AREA, common.MUNICIPALITY} & set(parts)
    return is_fine and all(common.group_labels(contents, part) for part in parts)


@kind("antworten")
def answers(
    table: ReleasedTable, contents: Contents, question: Asked, view: str, option: str = ""
) -> Figure:
    """Show how one question was answered.

    Parameters
    ----------
    table
        Released figures of one wave.
    contents
        Labels, codes and places of the same wave.
    question
        One of ``asked``.
    view
        One of ``views_of``.
    option
        Topic of the option to compare where several could be chosen, and the answer to compare where
        the view joins two traits; by default the first.

    Returns
    -------
    Figure
        Bars of the whole county, or one bar for each group of the view.

    Raises
    ------
    NothingToShowError
        If the release holds no such figures.
    """
    if "*" in view:
        return _crossed(table, contents, question, view, option)
    if question.is_multiple and view != COUNTY:
        return ranked_bars(table, contents, option or question.topics[0], view)
    if view == COUNTY:
        return _county_answers(table, contents, question)
    return _stacked(table, contents, question, view)


def _crossed(
    table: ReleasedTable, contents: Contents, question: Asked, view: str, option: str
) -> Figure:
    if question.is_multiple:
        return crosstab(table, contents, option or question.topics[0], view)
    topic = question.topics[0]
    first = next(iter(common.categories_of(table, contents, topic)), YES)
    return crosstab(table, contents, topic, view, option or first)


def _county_answers(table: ReleasedTable, contents: Contents, question: Asked) -> Figure:
    cells = _county_cells(table, contents, question)
    if not cells:
        message = f"answers to {question.id}: the release holds no shares for the county"
        raise common.NothingToShowError(message)
    rows = tuple(picture_bars.Row(label, (strip(cell),)) for label, cell in cells)
    bounds = [b for _, cell in cells for b in (cell.value, cell.high) if b is not None]
    bars = picture_bars.Bars(rows, bar_scale(bounds, Measure.SHARE), describe.percent)
    alt = f"Balken mit Intervallen: Antworten auf {describe.quoted(question.label)} im Landkreis."
    figure_id = _id(question, COUNTY)
    return common.finished(
        contents,
        figure_id=figure_id,
        title=describe.about(question.label, _leading(cells)),
        alt=alt,
        base=describe.base_words(common.topic_of(contents, question.topics[0]), cells[0][1]),
        note=describe.INTERVAL_NOTE + _multiple_note(contents, question),
        cells=[cell for _, cell in cells],
        columns=("Antwort", "Anteil", "95-%-Intervall", "n", "Verlässlichkeit"),
        rows=[(label, *_numbers(cell)) for label, cell in cells],
        svg=picture_bars.draw_bars(figure_id, alt, bars),
        plotly=plot_bars.plot_bars(bars),
    )


def _id(question: Asked, view: str) -> str:
    return common.slug(f"antworten-{question.id}-{view}")


def _multiple_note(contents: Contents, question: Asked) -> str:
    topic = common.topic_of(contents, question.topics[0])
    if topic is not None and topic.kind == "theme":
        return (
            " Menschen haben den Texten Themen zugeordnet; ein Text kann mehrere haben. Die Zahlen "
            "gelten nur für Familien, die etwas geschrieben haben, und sind nicht gewichtet."
        )
    return " Mehrere Antworten waren möglich." if question.is_multiple else ""


def _county_cells(
    table: ReleasedTable, contents: Contents, question: Asked
) -> list[tuple[str, Cell]]:
    if question.is_multiple:
        found = [
            (
                common.label_of(contents, topic),
                common.county_cell(table, contents, Measure.SHARE, topic),
            )
            for topic in question.topics
        ]
    else:
        topic = question.topics[0]
        found = [
            (label, common.county_cell(table, contents, Measure.SHARE, topic, code))
            for code, label in common.categories_of(table, contents, topic).items()
        ]
    return [(label, cell) for label, cell in found if cell is not None]


def _leading(cells: Sequence[tuple[str, Cell]]) -> str:
    """Name the answer given most often, if its interval lies above all others."""
    known = sorted(
        ((label, cell) for label, cell in cells if cell.value is not None),
        key=lambda pair: -(pair[1].value or 0.0),
    )
    if not known:
        return "die Antworten reichen nicht für eine Zahl."
    label, cell = known[0]
    words = f"{describe.quoted(label)} ({describe.value_words(cell)})"
    if len(known) == 1 or (cell.low or 0.0) > (known[1][1].high or 0.0):
        return f"am häufigsten {words}."
    second = f"{describe.quoted(known[1][0])} ({describe.value_words(known[1][1])})"
    return f"vorn liegen {words} und {second}, dazwischen kein belastbarer Unterschied."


def _numbers(cell: Cell) -> tuple[str, ...]:
    return (
        describe.value_words(cell),
        describe.interval_words(cell),
        describe.respondents(cell),
        describe.certainty(cell),
    )


def _stacked(table: ReleasedTable, contents: Contents, question: Asked, view: str) -> Figure:
    topic = question.topics[0]
    categories = common.categories_of(table, contents, topic)
    by_category = {
        code: {g.code: g for g in common.groups(table, contents, Measure.SHARE, topic, view, code)}
        for code in categories
    }
    labels = {
        code: label
        for code, label in common.group_labels(contents, view).items()
        if any(code in found for found in by_category.values())
    }
    common.demanded([g for found in by_category.values() for g in found.values()], question.id)
    stacks = tuple(
        _stack(label, [found[code].cell for found in by_category.values() if code in found])
        for code, label in labels.items()
    )
    figure_id = _id(question, view)
    alt = (
        f"Gestapelte Balken: Antworten auf {describe.quoted(question.label)} nach "
        f"{common.view_label(contents, view)}, jede Gruppe ergibt 100 Prozent."
    )
    shown = picture_stack.Stacks(stacks, tuple(categories.values()))
    county = {c: common.county_cell(table, contents, Measure.SHARE, topic, c) for c in categories}
    return common.finished(
        contents,
        figure_id=figure_id,
        title=describe.about(
            question.label, f"{_group_claim(by_category, categories, county, view)}."
        ),
        alt=alt,
        base=describe.base_words(
            common.topic_of(contents, topic), next(iter(county.values()), None)
        ),
        note="Jeder Balken ergibt 100 %. Die 95-%-Intervalle stehen in der Tabelle.",
        cells=[g.cell for found in by_category.values() for g in found.values()],
        columns=(
            common.view_label(contents, view),
            "Antwort",
            "Anteil",
            "95-%-Intervall",
            "n",
            "Verlässlichkeit",
        ),
        rows=[
            (label, categories[category], *_numbers(found[code].cell))
            for code, label in labels.items()
            for category, found in by_category.items()
            if code in found
        ],
        svg=picture_stack.draw_stacks(figure_id, alt, shown),
        plotly=picture_stack.plot_stacks(shown),
    )


def _stack(label: str, cells: Sequence[Cell]) -> picture_stack.Stack:
    values = [cell.value for cell in cells if cell.value is not None]
    if len(values) < len(cells) or sum(values) <= 0:
        hidden = (cell for cell in cells if cell.value is None)
        return picture_stack.Stack(label, (), describe.value_words(next(hidden, None)))
    # Each share was rounded to whole per cent on its own; together they may miss 100 by a few.
    whole = sum(values)
    parts = tuple(value / whole for value in values)
    words = describe.UNCERTAIN if any(map(common.is_uncertain, cells)) else ""
    return picture_stack.Stack(label, parts, words)


def _group_claim(
    by_category: Mapping[str, Mapping[str, Group]],
    categories: Mapping[str, str],
    county: Mapping[str, Cell | None],
    view: str,
) -> str:
    """Claim a difference for the first category that shows one; all claims hold together."""
    pairs = [
        (category, group, contrast(group.cell, known))
        for category, found in by_category.items()
        for group in found.values()
        if (known := county[category]) is not None
    ]
    ways = standing([found for _, _, found in pairs])
    for category in by_category:
        mine = [(g, way) for (c, g, _), way in zip(pairs, ways, strict=True) if c == category]
        if any(way for _, way in mine):
            groups, directions = zip(*mine, strict=True)
            claim = common.claim_words(groups, directions, *nouns(view))
            return f"{describe.quoted(categories[category])} {claim}"
    if all(found is None for _, _, found in pairs):
        return "ein Vergleich ist nicht möglich"
    return f"zwischen den {nouns(view)[1]} und dem Landkreis kein belastbarer Unterschied"
