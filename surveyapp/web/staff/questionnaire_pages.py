"""What the pages of questionnaires show, as typed values and German sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from babel import Locale, UnknownLocaleError
from flask import url_for
from flask_babel import format_date, format_decimal, ngettext
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from surveyapp.access.roles import Action, may
from surveyapp.questionnaire import versions
from surveyapp.questionnaire.catalogues import PLAIN
from surveyapp.questionnaire.checks import RULES, Level, Rule
from surveyapp.questionnaire.index import index_of
from surveyapp.questionnaire.minutes import FamilyMinutes, minutes_by_family
from surveyapp.questionnaire.model import Question, Questionnaire, Text
from surveyapp.questionnaire.versions import Change, Difference
from surveyapp.services import find_questionnaires as finding
from surveyapp.services.asked import as_tried
from surveyapp.services.check_questionnaire import Checked, FoundByCheck
from surveyapp.services.find_questionnaires import Kept, Stage
from surveyapp.services.publish import PublishRefusal
from surveyapp.services.run_bounded import Unfinished
from surveyapp.services.try_out import is_walkable
from surveyapp.storage.staff import Staff
from surveyapp.ui.languages import NAMES
from surveyapp.web.staff.questionnaire_words import place_in_words, said
from surveyapp.web.staff.rooms import Link


@dataclass(frozen=True, slots=True)
class KeptView:
    """One questionnaire of the list."""

    key: str
    title: str
    stage: str
    #: info, success or warning: the colour of the stage.
    badge: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above every page of one questionnaire."""

    key: str
    title: str
    stage: str
    badge: str
    #: Version, or for a draft who sees it.
    version: str
    links: tuple[Link, ...]
    is_draft: bool


def stage_words(stage: Stage) -> tuple[str, str]:
    """Return what a stage is called, and its colour."""
    return {
        Stage.DRAFT: (_("Entwurf"), "warning"),
        Stage.PACKAGED: (_("Mitgeliefert"), "info"),
        Stage.PUBLISHED: (_("Veröffentlicht"), "success"),
    }[stage]


def title_of(questionnaire: Questionnaire) -> str:
    """Return the title in German, the id where there is none."""
    return said(questionnaire.title) or questionnaire.id


def version_of(kept: Kept) -> str:
    """Return "Fassung 3" or "Fassung 3, Korrektur 1"."""
    asked = kept.questionnaire
    if asked.correction:
        return _(
            "Fassung %(version)s, Korrektur %(correction)s",
            version=asked.version,
            correction=asked.correction,
        )
    return _("Fassung %(version)s", version=asked.version)


def head(kept: Kept, view: str, actor: Staff) -> Head:
    """Return what stands above the page ``view`` of a questionnaire, with the pages the actor may open."""
    names = {
        "questionnaire": _("Überblick"),
        "check": _("Prüfung"),
        "editions": _("Fassungen"),
        "try_out": _("Probieren"),
    }
    if may(actor, Action.EDIT_QUESTIONNAIRES, actor.county_ags):
        names["trial_run"] = _("Probelauf")
    links = tuple(
        Link(label, url_for(f"staff.{name}", key=kept.key), name == view)
        for name, label in names.items()
    )
    stage, badge = stage_words(kept.stage)
    is_draft = kept.stage is Stage.DRAFT
    title = title_of(kept.questionnaire)
    version = _("nur für Ihren Landkreis sichtbar") if is_draft else version_of(kept)
    return Head(kept.key, title, stage, badge, version, links, is_draft)


def kept_views(session: Session, actor: Staff) -> tuple[KeptView, ...]:
    """Return every questionnaire a county can look at."""
    return tuple(_kept_view(each, actor) for each in finding.newest(session, actor.county_ags))


def _kept_view(kept: Kept, actor: Staff) -> KeptView:
    stage, badge = stage_words(kept.stage)
    return KeptView(kept.key, title_of(kept.questionnaire), stage, badge, facts(kept, actor))


def facts(kept: Kept, actor: Staff) -> tuple[tuple[str, str], ...]:
    """Return what staff want to know of a questionnaire at first sight."""
    return tuple(_facts(kept, actor))


def _facts(kept: Kept, actor: Staff) -> Iterator[tuple[str, str]]:
    asked = kept.questionnaire
    if kept.stage is not Stage.DRAFT:
        yield _("Fassung"), version_of(kept).removeprefix(_("Fassung") + " ")
    if kept.on is not None:
        changed = kept.stage is Stage.DRAFT
        label = _("Behalten am") if changed else _("Veröffentlicht am")
        yield label, format_date(kept.on, "long")
    yield _("Sprachen"), ", ".join(language_name(each) for each in asked.languages)
    yield _("Fragen"), format_decimal(sum(len(page.questions) for page in asked.pages))
    yield _("Dauer"), duration_words(asked, actor)


def language_name(code: str) -> str:
    """Return the German name of a language."""
    if code == PLAIN:
        return NAMES[PLAIN]
    try:
        return str(Locale.parse(code, sep="-").get_display_name("de") or code)
    except (ValueError, UnknownLocaleError):
        return code


def duration_words(asked: Questionnaire, actor: Staff) -> str:
    """Return how long families take, in words."""
    found = family_minutes(asked, actor)
    if not found:
        return ngettext(
            "%(num)s Minute (laut Fragebogen)", "%(num)s Minuten (laut Fragebogen)", asked.minutes
        )
    shortest, longest = round(found[0].typical), round(max(each.typical for each in found))
    if shortest == longest:
        return ngettext("etwa %(num)s Minute", "etwa %(num)s Minuten", max(1, longest))
    return _(
        "etwa %(shortest)s bis %(longest)s Minuten", shortest=max(1, shortest), longest=longest
    )


def family_minutes(asked: Questionnaire, actor: Staff) -> tuple[FamilyMinutes, ...]:
    """Return how long families take; nothing for a questionnaire too large to be walked."""
    if not is_walkable(asked):
        return ()
    # Questions of places look alike on every day, so one day serves all.
    return minutes_by_family(as_tried(asked, actor.county_ags, FIRST_DAY))


FIRST_DAY = date(2026, 1, 1)
"""Day of the imagined wave that minutes are worked out for."""


@dataclass(frozen=True, slots=True)
class MinutesView:
    """How long one type of family takes."""

    family: str
    typical: str
    span: str


def minutes_views(asked: Questionnaire, actor: Staff) -> tuple[MinutesView, ...]:
    """Return how long families take, by their number of children."""
    return tuple(
        MinutesView(
            _family(each),
            ngettext("%(num)s Minute", "%(num)s Minuten", max(1, round(each.typical))),
            _(
                "%(shortest)s bis %(longest)s",
                shortest=max(1, round(each.shortest)),
                longest=max(1, round(each.longest)),
            ),
        )
        for each in family_minutes(asked, actor)
    )


def _family(each: FamilyMinutes) -> str:
    if each.children is None:
        return _("Alle Familien")
    if each.children == 0:
        return _("Ohne Kinder")
    if each.is_open:
        return _("%(number)s und mehr Kinder", number=each.children)
    return ngettext("%(num)s Kind", "%(num)s Kinder", each.children)


# The check


@dataclass(frozen=True, slots=True)
class FindingView:
    """One thing to mend or to look at."""

    place: str
    line: int
    #: Goes on after the place: "hat keine Grenzen".
    sentence: str
    cure: str
    rule: str
    rule_name: str
    rule_url: str


@dataclass(frozen=True, slots=True)
class CheckView:
    """What the check found."""

    errors: tuple[FindingView, ...] = ()
    advice: tuple[FindingView, ...] = ()
    #: Why the check has no result; empty where it has one.
    problem: str = ""

    @property
    def headline(self) -> str:
        """Return the result as one sentence."""
        if not self.errors and not self.advice:
            return _("Alles in Ordnung: Die Prüfung hat nichts gefunden.")
        return _(
            "%(errors)s, %(advice)s",
            errors=ngettext("%(num)s Fehler", "%(num)s Fehler", len(self.errors)),
            advice=ngettext("%(num)s Hinweis", "%(num)s Hinweise", len(self.advice)),
        )


def check_view(checked: Checked | Unfinished, asked: Questionnaire) -> CheckView:
    """Return the result of a check in German."""
    if isinstance(checked, Unfinished):
        return CheckView(problem=unfinished_words(checked))
    return CheckView(
        tuple(_finding(each, asked) for each in checked.errors),
        tuple(_finding(each, asked) for each in checked.advice),
    )


def unfinished_words(why: Unfinished) -> str:
    """Return why something did not finish."""
    return {
        Unfinished.TOO_MUCH: _(
            "Der Fragebogen ist zu groß oder zu verschachtelt: Die Prüfung wurde nach einer Minute "
            "abgebrochen. Bitte teilen Sie ihn in kleinere Fragebögen."
        ),
        Unfinished.BUSY: _(
            "Gerade werden andere Fragebögen geprüft. Bitte versuchen Sie es in einer Minute noch "
            "einmal."
        ),
        Unfinished.BROKEN: _(
            "Unsere Prüfung ist an diesem Fragebogen gescheitert. Das ist unser Fehler, nicht Ihrer, und "
            "nichts ist verloren. Bitte nehmen Sie die letzte Änderung zurück, oder wenden Sie sich an "
            "den Betrieb."
        ),
    }[why]


def _finding(found: FoundByCheck, asked: Questionnaire) -> FindingView:
    rule = RULES.get(found.rule)
    return FindingView(
        place_in_words(found.path, asked),
        found.line,
        found.sentence,
        found.cure[:1].upper() + found.cure[1:],
        found.rule,
        rule.name("de") if rule is not None else found.rule,
        url_for("staff.rule", rule=found.rule) if rule is not None else "",
    )


@dataclass(frozen=True, slots=True)
class RuleView:
    """One rule with its help."""

    id: str
    name: str
    level: str
    #: Paragraphs; examples follow the explanation.
    help: tuple[str, ...]
    url: str


def rule_views(rules: Iterable[Rule]) -> tuple[RuleView, ...]:
    """Return rules in German."""
    levels = {Level.ERROR: _("Fehler"), Level.ADVICE: _("Hinweis")}
    return tuple(
        RuleView(
            each.id,
            each.name("de"),
            levels[each.level],
            tuple(each.help("de").split("\n\n")),
            url_for("staff.rule", rule=each.id),
        )
        for each in rules
    )


@dataclass(frozen=True, slots=True)
class RefusalView:
    """Why a questionnaire was not published."""

    sentence: str
    findings: tuple[FindingView, ...] = ()


def refusal_view(outcome: PublishRefusal | Checked | Unfinished, kept: Kept) -> RefusalView:
    """Return why a questionnaire was not published, in German."""
    if isinstance(outcome, PublishRefusal):
        return RefusalView(outcome.german)
    if isinstance(outcome, Unfinished):
        return RefusalView(unfinished_words(outcome))
    found = check_view(outcome, kept.questionnaire)
    sentence = ngettext(
        "Der Fragebogen hat noch %(num)s Fehler. Bitte lassen Sie ihn zuerst verbessern.",
        "Der Fragebogen hat noch %(num)s Fehler. Bitte lassen Sie sie zuerst verbessern.",
        len(found.errors),
    )
    return RefusalView(sentence, found.errors)


# Versions


@dataclass(frozen=True, slots=True)
class ChangeView:
    """What became of one part."""

    part: str
    sentence: str
    #: success, warning or danger: how far answers can still be compared.
    badge: str
    comparable: str


@dataclass(frozen=True, slots=True)
class EditionView:
    """One version with what it changed."""

    key: str
    name: str
    stage: str
    badge: str
    on: str
    note: str
    #: Against which version, empty for the first one.
    against: str
    same: str
    changes: tuple[ChangeView, ...]
    is_this: bool


@dataclass(frozen=True, slots=True)
class EditionsPage:
    """All versions of a questionnaire, the newest first, and what can be published."""

    editions: tuple[EditionView, ...]
    may_publish: bool
    #: Why nothing is there to publish, or only others may; empty otherwise.
    sentence: str
    #: "Als Fassung 2 veröffentlichen".
    button: str
    #: Where a survey is made with what is published; empty where it is not, or only others may.
    survey_url: str = ""


def editions_page(session: Session, actor: Staff, kept: Kept) -> EditionsPage:
    """Return the versions of a questionnaire with their differences in words."""
    known = finding.editions(session, kept.questionnaire.id)
    rows = list(known)
    if kept.stage is Stage.DRAFT:
        rows.append(kept)
    views = [
        _edition(each, rows[place - 1] if place else None, kept) for place, each in enumerate(rows)
    ]
    is_admin = may(actor, Action.PUBLISH_QUESTIONNAIRE, actor.county_ags)
    sentence = ""
    if kept.stage is Stage.PUBLISHED:
        sentence = _("Diese Fassung ist veröffentlicht und ändert sich nicht mehr.")
    elif not is_admin:
        sentence = _("Veröffentlichen darf nur die Leitung der Befragungen.")
    number = finding.next_version(known, kept)
    button = _("Als Fassung %(number)s veröffentlichen", number=number)
    may_plan = may(actor, Action.PLAN_FIELD, actor.county_ags)
    survey_url = ""
    if may_plan and kept.stage is Stage.PUBLISHED:
        survey_url = url_for("staff.new_survey", fragebogen=kept.questionnaire.id)
    return EditionsPage(tuple(reversed(views)), not sentence, sentence, button, survey_url)


def _edition(each: Kept, before: Kept | None, shown: Kept) -> EditionView:
    stage, badge = stage_words(each.stage)
    asked = each.questionnaire
    found = () if before is None else versions.compare(before.questionnaire, asked)
    changes = tuple(
        _change(one, before.questionnaire, asked) for one in found if one.change and before
    )
    same = len(found) - len(changes)
    return EditionView(
        key=each.key,
        name=version_of(each) if each.stage is not Stage.DRAFT else _("Dieser Entwurf"),
        stage=stage,
        badge=badge,
        on="" if each.on is None else format_date(each.on, "long"),
        note=each.note,
        against="" if before is None else version_of(before),
        same=ngettext("%(num)s Teil ist gleich.", "%(num)s Teile sind gleich.", same),
        changes=changes,
        is_this=each.key == shown.key,
    )


def _change(found: Difference, old: Questionnaire, new: Questionnaire) -> ChangeView:
    sentence, comparable, badge = _change_words()[found.change]
    codes = [
        (_("Neu: %(parts)s."), found.added, new),
        (_("Weggefallen: %(parts)s."), found.removed, old),
    ]
    added = " ".join(
        words % {"parts": ", ".join(_part_names(found.id, parts, asked))}
        for words, parts, asked in codes
        if parts
    )
    asked = old if found.change is Change.GONE else new
    return ChangeView(_part(found, asked), f"{sentence} {added}".strip(), badge, comparable)


def _change_words() -> Mapping[Change, tuple[str, str, str]]:
    partly = _("teilweise vergleichbar")
    return {
        Change.WORDING: (_("Anders formuliert."), _("vergleichbar"), "success"),
        Change.FILTER: (_("Wird anderen Familien gezeigt."), partly, "warning"),
        Change.OPTIONS: (_("Andere Antworten oder Grenzen."), partly, "warning"),
        Change.TYPE: (_("Andere Art der Antwort."), _("nicht vergleichbar"), "danger"),
        Change.NEW: (_("Neu."), _("neu"), "info"),
        Change.GONE: (_("Entfallen."), _("entfallen"), "danger"),
    }


def _part(found: Difference, asked: Questionnaire) -> str:
    names = {"question": _("Frage"), "list": _("Liste"), "indicator": _("Bedarf")}
    if found.kind == "question":
        text: Text = index_of(asked).questions[found.id].text
    elif found.kind == "list":
        text = index_of(asked).lists[found.id].label
    else:
        text = next(each.label for each in asked.indicators if each.id == found.id)
    return f"{names[found.kind]} „{said(text) or found.id}“"


def _part_names(id_: str, codes: tuple[str, ...], asked: Questionnaire) -> Iterator[str]:
    index = index_of(asked)
    question: Question | None = index.questions.get(id_)
    texts = {each.code: each.text for each in index.options.get(id_, ())}
    texts |= {row.code: row.text for row in question.rows} if question is not None else {}
    yield from (f"„{said(texts.get(code, {})) or code}“" for code in codes)
