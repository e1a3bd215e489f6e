"""What the pages about sheets of paper show: printing, keying, comparing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from surveyapp.questionnaire.answers import SHOWN_FIELD
from surveyapp.services import paper_files
from surveyapp.services.keying.form import Form, Line, Part, Typed
from surveyapp.services.keying.sheets import waiting
from surveyapp.services.keying.typed import Entry
from surveyapp.storage.surveys import Survey, Wave
from surveyapp.ui.languages import language
from surveyapp.web.staff.paper_words import error_sentence

MOST_CODES = 14
"""More codes than this are not listed at a question: they are typed as number or name."""


@dataclass(frozen=True, slots=True)
class WavePaper:
    """One wave with its paper."""

    number: int
    name: str
    #: Code and name of each language of the questionnaire.
    languages: tuple[tuple[str, str], ...]
    is_open: bool
    needs_code: bool
    #: Numbers of the sheets that wait for a second entry, and for a decision.
    second: tuple[int, ...] = ()
    decision: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PapersPage:
    """The waves of a survey that can have paper."""

    slug: str
    title: str
    waves: tuple[WavePaper, ...]
    #: Field of a form to sentence, where something does not fit, and the wave it was sent for.
    errors: Mapping[str, str]
    wrong: int = 0
    sent: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field to type into."""

    name: str
    label: str
    value: str
    error: str
    is_long: bool
    has_focus: bool


@dataclass(frozen=True, slots=True)
class LineView:
    """One question to key."""

    number: str
    text: str
    #: Code and wording of each option; empty where there are none, or too many.
    codes: tuple[tuple[str, str], ...]
    #: What to type instead, where there are too many.
    remark: str
    fields: tuple[FieldView, ...]
    is_new: bool
    #: Whether its answer may open or close something.
    decides: bool = False


@dataclass(frozen=True, slots=True)
class PartView:
    """One screen to key."""

    key: str
    title: str
    #: Hidden field that says what was shown.
    shown: tuple[str, str]
    lines: tuple[LineView, ...]


@dataclass(frozen=True, slots=True)
class KeyingPage:
    """One sheet while somebody keys it."""

    slug: str
    title: str
    wave: int
    sheet: str
    language: str
    heading: str
    parts: tuple[PartView, ...]
    #: What was typed of questions that are not asked now.
    carried: tuple[tuple[str, str], ...]
    is_done: bool
    #: Sentences about what does not fit, each with its field.
    errors: tuple[tuple[str, str], ...]
    #: Whether this is the third look.
    decides: bool = False
    #: What was kept of the sheet when it was begun; empty for a first entry.
    seen: str = ""


def papers_page(
    session: Session,
    survey: Survey,
    errors: Mapping[str, str] | None = None,
    wrong: int = 0,
    sent: Mapping[str, str] | None = None,
) -> PapersPage:
    """Return every wave that is planned or open."""
    able = [wave for wave in reversed(survey.waves) if wave.state != "closed"]
    waves = tuple(_wave(session, each) for each in able)
    return PapersPage(survey.slug, survey.title, waves, errors or {}, wrong, sent)


def _wave(session: Session, wave: Wave) -> WavePaper:
    left = waiting(wave.id)
    spoken = paper_files.languages_of(session, wave)
    return WavePaper(
        number=wave.number,
        name=_("Welle %(number)s", number=wave.number),
        languages=tuple((code, language(code).name) for code in spoken),
        is_open=wave.state == "open",
        needs_code=wave.sampling != "open",
        second=left.second,
        decision=left.decision,
    )


def keying_page(
    wave: Wave,
    sheet: int,
    spoken: str,
    heading: str,
    form: Form,
    typed: Typed,
    *,
    after: str = "",
    decides: bool = False,
) -> KeyingPage:
    """Return the form of a sheet, with the focus where typing goes on: behind the field ``after``."""
    focus = _focus(form, typed, after)
    parts = tuple(
        PartView(
            part.key,
            part.title,
            (f"{part.key}:{SHOWN_FIELD}", " ".join(line.question for line in part.lines)),
            (
                *(_count(part.key, each, typed, focus) for each in part.counts),
                *(_line(form, part.key, line, typed, focus) for line in part.lines),
            ),
        )
        for part in form.parts
    )
    errors = tuple(
        (field.name, field.error)
        for part in parts
        for line in part.lines
        for field in line.fields
        if field.error
    )
    carried = tuple(
        (f"{key}:{field}", text)
        for key, fields in form.carried.items()
        for field, text in fields.items()
    )
    survey = wave.survey
    return KeyingPage(
        survey.slug,
        survey.title,
        wave.number,
        str(sheet),
        spoken,
        heading,
        parts,
        carried,
        form.is_done,
        errors,
        decides,
    )


def _focus(form: Form, typed: Typed, after: str) -> str:
    """Return the name of the field where typing goes on: a mistake, what is new, or what comes next."""
    every = [
        (part, line, each) for part in form.parts for line in part.lines for each in line.entries
    ]
    wrong = [_name(part, each) for part, line, each in every if _error(form, part.key, line, each)]
    opened = [_name(part, each) for part, line, each in every if line.question in form.opened]
    names = [
        _name(part, each)
        for part in form.parts
        for each in (*part.counts, *(entry for line in part.lines for entry in line.entries))
    ]
    behind = names[names.index(after) + 1 :] if after in names else []
    untouched = [name for name in names if name.partition(":")[0] not in typed]
    return next(iter((*wrong, *opened, *behind[:1], *untouched)), "")


def _name(part: Part, entry: Entry) -> str:
    return f"{part.key}:{entry.field}"


def _count(key: str, entry: Entry, typed: Typed, focus: str) -> LineView:
    field = _field(key, entry, typed, "", focus)
    return LineView("", _("Anzahl der Einträge"), (), "", (field,), is_new=False, decides=True)


def _line(form: Form, key: str, line: Line, typed: Typed, focus: str) -> LineView:
    return LineView(
        line.number,
        line.text,
        *_codes(line.codes),
        tuple(
            _field(key, each, typed, _error(form, key, line, each), focus) for each in line.entries
        ),
        line.question in form.opened,
        line.decides,
    )


def _codes(codes: Sequence[tuple[str, str]]) -> tuple[tuple[tuple[str, str], ...], str]:
    if len(codes) > MOST_CODES:
        return (), _(
            "Der ganze Name, wie er in der Liste am Ende des Bogens steht; -8 keine Angabe"
        )
    return tuple((code, said or _missing(code)) for code, said in codes), ""


def _missing(code: str) -> str:
    return {"-7": _("trifft nicht zu"), "-8": _("keine Angabe")}.get(code, "")


def _field(key: str, entry: Entry, typed: Typed, error: str, focus: str) -> FieldView:
    name = f"{key}:{entry.field}"
    label = _("keine Angabe (-8)") if entry.field.endswith("!refused") else entry.label
    value = typed.get(key, {}).get(entry.field, "")
    return FieldView(name, label, value, error, entry.is_long, name == focus)


def _error(form: Form, key: str, line: Line, entry: Entry) -> str:
    """Return what is wrong with a field; what is wrong with a question stands at its first field."""
    if key != form.open:
        return ""
    own = form.errors.get(entry.field)
    fields = {each.field for each in line.entries}
    if own is None and entry == line.entries[0]:
        of_question = (
            each
            for field, each in form.errors.items()
            if field not in fields and field.replace("!", ".").split(".")[0] == line.question
        )
        own = next(of_question, None)
    return "" if own is None else error_sentence(own)
