"""Two changes of one document joined to one, or the places where somebody has to choose."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from surveyapp.questionnaire.editing.flat import ABSENT, Flat, Place, same


@dataclass(frozen=True, slots=True)
class Clash:
    """One place that two people changed differently; ``ABSENT`` where it does not exist."""

    place: Place
    base: Any
    mine: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class Merged:
    """Both changes in one document; where they clash it holds theirs."""

    flat: Flat
    clashes: tuple[Clash, ...] = ()


def merge(
    base: Mapping[Place, Any],
    mine: Mapping[Place, Any],
    theirs: Mapping[Place, Any],
    choice: Mapping[Place, bool] | None = None,
) -> Merged:
    """Join what two people made of the same document.

    ``choice`` says of places that clash whether mine is taken.
    """
    flat: Flat = {}
    clashes: list[Clash] = []
    for place in dict.fromkeys((*theirs, *mine)):
        values = tuple(each.get(place, ABSENT) for each in (base, mine, theirs))
        found = _joined(place, *values)
        if found is None:
            clashes.append(Clash(place, *values))
            found = values[1] if choice and choice.get(place) else values[2]
        if found is not ABSENT:
            flat[place] = found
    lost = tuple(_homeless(flat, base, mine, theirs))
    clashes = [each for each in clashes if not any(_is_in(each.place[0], top) for top in lost)]
    for top in lost:
        is_mine = bool(choice and choice.get((top, "")))
        _settle(flat, top, mine if is_mine else theirs)
        clashes.append(Clash((top, ""), *(_home(each, top) for each in (base, mine, theirs))))
    open_ = tuple(each for each in clashes if choice is None or each.place not in choice)
    return Merged(flat, open_)


def _joined(place: Place, base: Any, mine: Any, theirs: Any) -> Any:  # noqa: ANN401 - JSON
    """Return the value both agree on; None where they do not (JSON of a document knows no null)."""
    if same(mine, base) or same(mine, theirs):
        return theirs
    if same(theirs, base):
        return mine
    is_order = place[1].endswith("#") and isinstance(mine, list) and isinstance(theirs, list)
    return _ordered(base if isinstance(base, list) else [], mine, theirs) if is_order else None


def _ordered(base: list[str], mine: list[str], theirs: list[str]) -> list[str] | None:
    """Return one order with what either has added, without what either has removed."""
    gone = {each for each in base if each not in mine or each not in theirs}
    stay = [each for each in base if each not in gone]
    my_order = [each for each in mine if each in stay]
    their_order = [each for each in theirs if each in stay]
    if my_order not in (stay, their_order) and their_order != stay:
        return None
    first, second = (mine, theirs) if their_order == stay else (theirs, mine)
    result = [each for each in first if each not in gone]
    for position, each in enumerate(second):
        if each in result or each in gone:
            continue
        before = next((one for one in reversed(second[:position]) if one in result), None)
        result.insert(0 if before is None else result.index(before) + 1, each)
    return result


def _homeless(flat: Flat, *sides: Mapping[Place, Any]) -> dict[str, None]:
    """Find elements that one removed and the other filled, or that both moved to different pages."""
    homes, known = _homes(flat), [_homes(side) for side in sides]
    paths = {path for path, _ in flat}

    def is_odd(path: str) -> bool:
        return not _is_alone(path) and (len(homes.get(path, ())) != 1 or path not in paths)

    def top(path: str) -> str:
        """Return the outermost element around that is lost as well."""
        around = next((each[path][0] for each in reversed(known) if path in each), "")
        return top(around) if is_odd(around) else path

    return {
        top(path): None
        for path in (*dict.fromkeys(path for path, _ in flat), *homes)
        if is_odd(path)
    }


def _homes(side: Mapping[Place, Any]) -> dict[str, list[str]]:
    """Return inside which elements each element stands; one, unless something is wrong."""
    found: dict[str, list[str]] = {}
    for (path, name), value in side.items():
        for each in value if name.endswith("#") else ():
            found.setdefault(each, []).append(path)
    return found


def _home(side: Mapping[Place, Any], path: str) -> Any:  # noqa: ANN401 - JSON
    return next(iter(_homes(side).get(path, ())), ABSENT)


def _is_alone(path: str) -> bool:
    """Say whether an element stands in no list."""
    return path in {"", "contact"} or (path.startswith("scale/") and path.count("/") == 1)


def _is_in(path: str, around: str) -> bool:
    return path == around or path.startswith(f"{around}/")


def _settle(flat: Flat, path: str, side: Mapping[Place, Any]) -> None:
    """Let an element with all in it be as one side has it, or be gone where that has none."""
    inside = set(_all_inside(flat, path)) | set(_all_inside(side, path))
    for place in [place for place in flat if place[0] in inside]:
        del flat[place]
    for place, value in list(flat.items()):
        if place[1].endswith("#"):
            flat[place] = [each for each in value if each != path]
    for place, value in side.items():
        if place[0] in inside:
            flat[place] = value
        elif place[1].endswith("#") and path in value:
            order = flat.setdefault(place, [])
            before = [each for each in value[: value.index(path)] if each in order]
            order.insert(order.index(before[-1]) + 1 if before else 0, path)


def _all_inside(side: Mapping[Place, Any], path: str) -> Iterator[str]:
    yield path
    for (home, name), value in side.items():
        if home == path and name.endswith("#"):
            for each in value:
                yield from _all_inside(side, each)
