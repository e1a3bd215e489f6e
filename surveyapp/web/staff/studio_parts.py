"""The middle of the studio for everything but questions: the whole, sections, pages, lists, scales."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from surveyapp.questionnaire.editing.spots import escaped
from surveyapp.questionnaire.index import index_of
from surveyapp.questionnaire.model import ItemList, Page, Question, Questionnaire, Section
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import CHOICE_FIELDS, Gives
from surveyapp.ui import languages
from surveyapp.web.staff.questionnaire_pages import language_name
from surveyapp.web.staff.questionnaire_words import condition_in_words, said
from surveyapp.web.staff.studio_desk import Seat
from surveyapp.web.staff.studio_fields import Setting, TextField, text_field, written
from surveyapp.web.staff.studio_question import PartLine, Parts, part_lines
from surveyapp.web.staff.studio_repeats import RepeatGroup, repeat_groups
from surveyapp.web.staff.studio_rules import RuleGroup, check_group
from surveyapp.web.staff.translation_state import LanguageState, language_states


@dataclass(frozen=True, slots=True)
class Step:
    """Where one can go on from here."""

    url: str
    label: str


@dataclass(frozen=True, slots=True)
class PartRoom:
    """One element that is no question."""

    path: str
    title: str
    texts: tuple[TextField, ...]
    settings: tuple[Setting, ...] = ()
    more_settings: tuple[Setting, ...] = ()
    condition: str = ""
    condition_url: str = ""
    steps: tuple[Step, ...] = ()
    options: Parts | None = None
    #: What a page may be repeated for, where it is repeated for nothing yet.
    repeats: tuple[RepeatGroup, ...] = ()
    #: Checks of a page.
    rules: tuple[RuleGroup, ...] = ()
    #: Languages of the questionnaire that can go, with what they lack, and those that can come.
    languages: tuple[LanguageState, ...] = ()
    new_languages: tuple[tuple[str, str], ...] = ()
    may_move: bool = True
    may_remove: bool = True
    may_double: bool = False


def start_room(seat: Seat) -> PartRoom:
    """Return what families read before and after all questions, and the languages."""
    asked = seat.desk.questionnaire
    spoken = asked.languages

    def field(name: str, label: str, lines: int) -> TextField:
        return text_field("", name, label, getattr(asked, name), spoken, "", lines)

    return PartRoom(
        "",
        _("Titel, Begrüßung und Dank"),
        (
            field("title", _("Titel der Umfrage"), 1),
            field("intro", _("Begrüßung: Wer fragt, und wozu?"), 5),
            field("thanks", _("Dank am Ende"), 3),
        ),
        more_settings=tuple(_start_settings(asked)),
        languages=tuple(language_states(asked, seat.key, seat.desk.draft_id)),
        new_languages=tuple(
            (code, language_name(code)) for code in languages.spoken() if code not in spoken
        ),
        may_move=False,
        may_remove=False,
    )


def _start_settings(asked: Questionnaire) -> Iterator[Setting]:
    every = index_of(asked).questions.values()
    places = [each for each in every if _is_home(each)]
    yield _choice(
        "",
        "area_question",
        _("Welche Frage sagt, wo die Familie wohnt?"),
        asked.area_question,
        places,
    )
    bands = [each for each in every if _has_one_of_options(each)]
    yield _choice(
        "",
        "child_age_question",
        _("Welche Frage sagt, wie alt ein Kind ist?"),
        asked.child_age_question,
        bands,
    )
    yield Setting("", "minutes", _("Dauer in Minuten"), "", "number", written(asked.minutes))


def _choice(path: str, name: str, label: str, value: str | None, among: list[Question]) -> Setting:
    choices = (("", _("keine")), *((each.id, _named(each)) for each in among))
    return Setting(path, name, label, "", "choice", choices=choices, chosen=(value or "",))


def _named(question: Question) -> str:
    return said(question.label or question.text) or question.id


def section_room(seat: Seat, section: Section) -> PartRoom:
    """Return a section."""
    asked = seat.desk.questionnaire
    path = f"section/{escaped(section.id)}"
    label = _("Seiten für jede Familie mischen")
    return PartRoom(
        path,
        _("Abschnitt"),
        (text_field(path, "title", _("Titel des Abschnitts"), section.title, asked.languages),),
        more_settings=(Setting(path, "rotate", label, is_checked=section.rotate),),
        condition=condition_in_words(section.show, asked),
        condition_url=seat.url(path, "bedingung"),
        steps=(Step(seat.url(path, "seite"), _("Seite hinzufügen")),),
    )


def page_room(seat: Seat, page: Page) -> PartRoom:
    """Return a page with where its questions come from."""
    asked = seat.desk.questionnaire
    path = f"page/{escaped(page.id)}"
    return PartRoom(
        path,
        _("Seite"),
        (
            text_field(path, "title", _("Überschrift der Seite"), page.title, asked.languages),
            text_field(
                path,
                "intro",
                _("Einleitung"),
                page.intro,
                asked.languages,
                _("Kann leer bleiben."),
                3,
            ),
        ),
        tuple(_page_settings(path, page, asked)),
        tuple(_more_page_settings(path, page, asked)),
        condition=condition_in_words(page.show, asked),
        condition_url=seat.url(path, "bedingung"),
        steps=(
            Step(seat.url(path, "frage"), _("Frage hinzufügen")),
            Step(seat.url(path, "einfuegen"), _("Aus Word oder Excel einfügen")),
        ),
        repeats=() if page.repeat else repeat_groups(asked, page),
        rules=(check_group(seat, path, page.checks),),
        may_double=True,
    )


def _page_settings(path: str, page: Page, asked: Questionnaire) -> Iterator[Setting]:
    if asked.lists:
        yield _of_lists(
            path, "repeat", _("Wiederholen"), page.repeat, asked, _("nein, einmal für alle")
        )


def _more_page_settings(path: str, page: Page, asked: Questionnaire) -> Iterator[Setting]:
    sections = tuple((each.id, said(each.title) or each.id) for each in asked.sections)
    yield Setting(
        path, "section", _("Abschnitt"), "", "choice", choices=sections, chosen=(page.section,)
    )
    if asked.lists:
        label = _("Familien fügen hier hinzu")
        yield _of_lists(path, "collect", label, page.collect, asked, _("nichts"))


def _of_lists(
    path: str, name: str, label: str, value: str | None, asked: Questionnaire, none: str
) -> Setting:
    items = ((each.id, said(each.label) or each.id) for each in asked.lists)
    return Setting(
        path, name, label, "", "choice", choices=(("", none), *items), chosen=(value or "",)
    )


def _has_one_of_options(question: Question) -> bool:
    kind = kind_of(question)
    return kind.gives is Gives.CODE and kind.takes == CHOICE_FIELDS and not kind.option_takes


def _is_home(question: Question) -> bool:
    kind = kind_of(question)
    return kind.asks_for_place and not kind.is_precise


def list_room(seat: Seat, items: ItemList) -> PartRoom:
    """Return a list: what is repeated, and how it is called."""
    asked = seat.desk.questionnaire
    path = f"list/{escaped(items.id)}"
    hint = _("{number} steht für die Nummer: „Kind {number}“ wird zu „Kind 1“.")
    texts = [
        text_field(path, "label", _("So heißt jedes einzelne"), items.label, asked.languages, hint)
    ]
    if items.is_collected:
        texts.append(text_field(path, "add", _("Knopf zum Hinzufügen"), items.add, asked.languages))
    least = Setting(path, "minimum", _("Mindestens"), "", "number", written(items.minimum))
    most = Setting(path, "maximum", _("Höchstens"), "", "number", written(items.maximum))
    return PartRoom(
        path, _("Wiederholung"), tuple(texts), (most,), more_settings=(least,), may_move=False
    )


def scale_room(seat: Seat, name: str) -> PartRoom:
    """Return answers that several questions share."""
    path = f"scale/{escaped(name)}"
    options = seat.desk.questionnaire.scales[name]
    lines: tuple[PartLine, ...] = part_lines(seat, path, "option", options)
    parts = Parts(path, "neu", _("Antworten"), _("Noch eine Antwort"), lines)
    title = _("Gemeinsame Antworten „%(name)s“", name=name)
    return PartRoom(path, title, (), options=parts, may_move=False)
