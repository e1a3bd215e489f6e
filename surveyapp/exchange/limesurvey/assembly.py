"""From groups of questions to the pages of a questionnaire."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from surveyapp.exchange.cleaning import said
from surveyapp.exchange.limesurvey import words
from surveyapp.exchange.limesurvey.conditions import put_conditions
from surveyapp.exchange.limesurvey.drafting import Desk, Drafted, nothing
from surveyapp.exchange.limesurvey.filters import put_filters
from surveyapp.exchange.limesurvey.finishing import Finisher
from surveyapp.exchange.limesurvey.functions import translator as translator_of
from surveyapp.exchange.limesurvey.kinds import KINDS
from surveyapp.exchange.limesurvey.ledger import Ledger
from surveyapp.exchange.limesurvey.logic import Translator
from surveyapp.exchange.limesurvey.names import Vocabulary
from surveyapp.exchange.limesurvey.settings import remark_settings
from surveyapp.exchange.limesurvey.source import Asked, Group, Source, Wordings
from surveyapp.exchange.limesurvey.wordings import Wordsmith
from surveyapp.exchange.limesurvey.writing import equation
from surveyapp.exchange.names import Names
from surveyapp.questionnaire.model import Page, Question, Questionnaire, Section, Text

MOST_ON_PAGE = 6
"""Questions on one page that a parent with a phone still sees through."""

QUESTIONS_A_MINUTE = 4
"""How many questions a family answers in a minute."""


def questionnaire_of(source: Source, ledger: Ledger) -> Questionnaire | None:
    """Return the questionnaire of a file, or None with the reasons in ``ledger``."""
    languages = _languages(source, ledger)
    put_conditions(source, ledger)
    by_code = {each.code: each for each in source.questions()}
    for asked in source.questions():
        put_filters(asked, by_code, ledger)
    desk = Desk(ledger, Names(), by_code)
    vocabulary, wordsmith = Vocabulary(), Wordsmith(ledger, languages)
    drafted = {each.qid: _drafted(each, desk) for each in source.questions()}
    for each in source.questions():
        vocabulary.add(each, drafted[each.qid].variables)
    finisher = Finisher(vocabulary, wordsmith, ledger, source.doc_type == "Survey")
    _work_out(source, drafted, finisher)
    remark_settings(source, ledger)
    assembled = _Assembly(source, finisher, Names()).questionnaire(drafted)
    _remark_languages(wordsmith, ledger)
    _remark_always(ledger)
    if not assembled.pages:
        german = "Keine Frage bleibt übrig, die gestellt werden kann"
        ledger.refuse("document", german, "no question is left that can be asked")
    return None if ledger.errors else assembled


def _languages(source: Source, ledger: Ledger) -> dict[str, str]:
    """Return what each language of the file is called here; polite German is simply German."""
    found: dict[str, str] = {}
    for language in source.languages:
        ours = language.removesuffix("-informal")
        if ours in found.values():
            german = (
                f"Die Sprache „{language}“ entfällt neben „{ours}“: Familien werden mit „Sie“ "
                "angesprochen"
            )
            ledger.drop(
                "languages", german, f"the language {language!r} is left out beside {ours!r}"
            )
            continue
        if ours != language:
            german = f"Die Sprache „{language}“ wird zu „{ours}“; prüfen Sie die Anrede"
            ledger.change(
                "languages",
                german,
                f"the language {language!r} becomes {ours!r}; check how people are addressed",
            )
        found[language] = ours
    return found


def _drafted(asked: Asked, desk: Desk) -> Drafted:
    """Return what a question becomes; one that LimeSurvey never shows becomes nothing, or a value."""
    if asked.is_unanswerable:
        asked.relevance = "1"
        return Drafted(variables=nothing(asked))
    is_hidden = asked.attributes.is_on("hidden") or asked.relevance.strip() == "0"
    if not is_hidden or asked.type == "*":
        found = KINDS[asked.type](asked, desk)
        _put_theme(asked, desk.ledger)
        return found
    default = next((each for each in asked.defaults if each.startswith("{")), "")
    if default and asked.type in {"S", "T", "N"}:
        asked.attributes.values["equation"] = {"": default}
        asked.defaults = []
        return equation(asked, desk)
    desk.ledger.drop(
        asked.name,
        "Die Frage war immer verborgen und wird nicht gestellt; Werte aus der Adresse oder aus "
        "Skripten gibt es nicht",
        "the question was always hidden and is not asked; there are no values from addresses or "
        "scripts",
    )
    asked.relevance = "1"
    return Drafted(variables=nothing(asked))


_OTHER_THEMES = {
    "bootstrap_buttons",
    "bootstrap_dropdown",
    "bootstrap_buttons_multi",
    "image_select-listradio",
    "image_select-multiplechoice",
    "ranking_advanced",
    "inputondemand",
}


def _put_theme(asked: Asked, ledger: Ledger) -> None:
    if asked.theme in _OTHER_THEMES or "/" in asked.theme:
        german = f"Die Darstellung „{asked.theme}“ wird nicht übernommen; die Frage bleibt"
        ledger.drop(
            asked.name, german, f"the look {asked.theme!r} is not taken over; the question stays"
        )


def _work_out(source: Source, drafted: Mapping[str, Drafted], finisher: Finisher) -> None:
    """Work out the equations first, so that nothing speaks of one that gives no value."""
    for asked in source.questions():
        found = drafted[asked.qid]
        kept = [
            finisher.value(asked, each) if each.question.type == "computed" else each
            for each in found.drafts
        ]
        found.drafts = [each for each in kept if each is not None]


@dataclass
class _Assembly:
    """Puts pages, sections and the frame together."""

    source: Source
    finisher: Finisher
    names: Names

    def questionnaire(self, drafted: Mapping[str, Drafted]) -> Questionnaire:
        """Return the whole."""
        sections, pages = [], []
        for group in self.source.groups:
            found = list(self._pages(group, drafted))
            if found:
                sections.append(Section(found[0].section, found[0].title))
                pages.extend(found)
            else:
                self._remark_empty(group)
        asked = [each for page in pages for each in page.questions]
        title = self._setting("surveyls_title") or self._named()
        return Questionnaire(
            id=Names().id_of(next(iter(title.values()))),
            version=1,
            title=title,
            intro=self._intro() or title,
            thanks=self._setting("surveyls_endtext", has_answers=False) or self._thanks(),
            languages=tuple(self.finisher.wordsmith.languages.values()),
            minutes=max(1, round(_screens(asked) / QUESTIONS_A_MINUTE)),
            sections=tuple(sections),
            pages=tuple(pages),
        )

    def _name(self) -> str:
        """Return what a file without a survey is called."""
        questions = self.source.questions()
        title = next(iter(self.source.groups[0].titles.values()), "")
        return title or (questions[0].code if questions else "LimeSurvey")

    def _thanks(self) -> Text:
        return self.finisher.wordsmith.text(
            "surveys_languagesettings", words.THANKS, self._translator()
        )

    def _named(self) -> Text:
        return {next(iter(self.finisher.wordsmith.languages.values())): said(self._name())}

    def _setting(self, column: str, *, has_answers: bool = True) -> Text:
        wordings = {language: row.get(column) for language, row in self.source.settings.items()}
        place = f"surveys_languagesettings, {column}"
        smith = self.finisher.wordsmith
        return smith.text(place, wordings, self._translator(), has_answers=has_answers)

    def _translator(self) -> Translator:
        return translator_of(self.finisher.vocabulary)

    def _intro(self) -> Text:
        """Return description, welcome and policy notice as one text."""
        parts = [
            self._setting(column)
            for column in ("surveyls_description", "surveyls_welcometext", "surveyls_policy_notice")
        ]
        if parts[2]:
            self.finisher.ledger.change(
                "surveys_languagesettings, surveyls_policy_notice",
                "Der Datenschutzhinweis steht am Ende der Begrüßung; prüfen Sie ihn: hier gelten "
                "andere Regeln",
                "the policy notice stands at the end of the welcome; check it: other rules hold "
                "here",
            )
        languages = dict.fromkeys(language for part in parts for language in part)
        return {
            language: "\n\n".join(part[language] for part in parts if part.get(language))
            for language in languages
        }

    def _pages(self, group: Group, drafted: Mapping[str, Drafted]) -> Iterator[Page]:
        where = f"group {next(iter(group.titles.values()), '') or group.gid}"
        show = self.finisher.condition(where, group.relevance)
        batches = [
            self.finisher.questions(each, drafted[each.qid], show) for each in group.questions
        ]
        divided = list(_divided([each for each in batches if each]))
        translator = self._translator()
        title = self._title(where, group.titles, translator)
        intro = self.finisher.wordsmith.text(where, group.descriptions, translator) or None
        section = self.names.id_of(next(iter(title.values())))
        self._remark(where, group, len(divided))
        for place, questions in enumerate(divided, start=1):
            yield Page(
                id=self.names.id_of(f"{section} page {place}"),
                title=title if place == 1 else _numbered(title, place),
                section=section,
                questions=tuple(questions),
                intro=intro if place == 1 else None,
                show=show,
            )

    def _title(self, where: str, titles: Wordings, translator: Translator) -> Text:
        found = self.finisher.wordsmith.text(where, titles, translator)
        return found or self._setting("surveyls_title") or self._named()

    def _remark(self, where: str, group: Group, pages: int) -> None:
        if pages > 1:
            german = f"Die Gruppe wird auf {pages} Seiten verteilt, damit jede aufs Telefon passt"
            self.finisher.ledger.change(
                where, german, f"the group is spread over {pages} pages, so that each fits a phone"
            )
        if group.random:
            german = f"Die zufällige Reihenfolge der Gruppen ({group.random}) wird nicht übernommen"
            self.finisher.ledger.drop(
                where, german, f"the random order of groups ({group.random}) is not taken over"
            )

    def _remark_empty(self, group: Group) -> None:
        where = f"group {next(iter(group.titles.values()), '') or group.gid}"
        german = "Die Gruppe enthält keine Frage, die gestellt wird; sie entfällt"
        self.finisher.ledger.drop(
            where, german, "the group holds no question that is asked; it is left out"
        )


def _divided(batches: list[list[Question]]) -> Iterator[list[Question]]:
    """Divide questions into pages; what belongs together stays together where it fits."""
    page: list[Question] = []
    for batch in batches:
        for part in _parts(batch):
            if page and _screens(page) + _screens(part) > MOST_ON_PAGE:
                yield page
                page = []
            page = [*page, *part]
    if page:
        yield page


def _parts(batch: list[Question]) -> Iterator[list[Question]]:
    for start in range(0, len(batch), MOST_ON_PAGE):
        yield batch[start : start + MOST_ON_PAGE]


def _screens(questions: list[Question]) -> int:
    return sum(each.type != "computed" for each in questions)


def _numbered(title: Text, place: int) -> Text:
    return {language: f"{said} ({place})" for language, said in title.items()}


def _remark_languages(wordsmith: Wordsmith, ledger: Ledger) -> None:
    for language, count in wordsmith.missing.items():
        if count:
            german = f"Fehlende Texte in „{language}“: {count}; dort steht die Grundsprache"
            english = f"texts missing in {language!r}: {count}; the base language stands there"
            ledger.change("languages", german, english)


def _remark_always(ledger: Ledger) -> None:
    ledger.change(
        "survey",
        "Jede Frage außer Freitexten bietet zusätzlich „keine Angabe“, auch Pflichtfragen",
        "every question but free texts also offers “prefer not to say”, mandatory ones too",
    )
