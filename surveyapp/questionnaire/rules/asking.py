"""Rules about good questions: one thing at a time, neutral, easy, short enough for a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from surveyapp.questionnaire.model import Option, Question, Row
from surveyapp.questionnaire.rules.look import Look
from surveyapp.questionnaire.rules.readability import lix, sentences, words
from surveyapp.questionnaire.rules.rule import Found, advice, at
from surveyapp.questionnaire.texts import FALLBACK
from surveyapp.questionnaire.types import kind_of
from surveyapp.questionnaire.types.kind import Gives

MOST_TEXTS, MOST_SCREENS = 4, 60
LONGEST_QUESTION, LONGEST_OPTION, LONGEST_LABEL = 200, 90, 120
"""Characters: about four lines of a phone for a question, two for an option."""

HARDEST = 62
"""LIX above which a question is as hard as a law."""


def _asked(look: Look) -> Iterator[tuple[str, Question, str]]:
    """Iterate over questions with path and German wording."""
    for path, question, _ in look.questions:
        yield path, question, question.text.get(FALLBACK, "")


@advice("Q070", "leaves no way to say nothing", "take may_refuse: false out")
def nobody_may_stay_silent(look: Look) -> Found:
    """A question offers no "keine Angabe" although it is no consent.

    Answering is voluntary; who is forced leaves, or invents something. Take `may_refuse: false` out.

    Broken: `{id: income, type: single, may_refuse: false}`
    Mended: `{id: income, type: single}`
    """
    for path, question, _ in look.questions:
        if not question.may_refuse and kind_of(question).offers_refuse:
            yield at(f"{path}.may_refuse")


_PAIR = re.compile(
    r"\b(?P<verb>zufrieden|wichtig|oft|gut|gern|zufriedenstellend|schnell|leicht)\b"
    r"[^?]*\b(?:und|sowie)\b[^?]*\b(?:zufrieden|wichtig|oft|gut|gern|schnell|leicht)\b"
    r"|\bsowohl\b[^?]*\bals auch\b|\b(?P<first>\w+er) und (?P<second>\w+er) (?:ist|sind|war|waren)\b",
    re.IGNORECASE,
)


@advice("Q071", "asks two things at once", "ask two questions, or one of them")
def a_question_asks_two_things(look: Look) -> Found:
    """One question joins two things that can have different answers.

    Who is content with one and not with the other cannot answer, and planners do not know what was
    meant. Ask two questions.

    Broken: "Wie wichtig ist Ihnen der Bus und wie zufrieden sind Sie mit ihm?"
    Mended: "Wie wichtig ist Ihnen der Bus?" and "Wie zufrieden sind Sie mit dem Bus?"
    """
    for path, _question, wording in _asked(look):
        if _PAIR.search(wording) or wording.count("?") > 1:
            yield at(f"{path}.text")


LEADING = (
    *(
        "sind sie nicht auch",
        "finden sie nicht",
        "meinen sie nicht",
        "ist es nicht so",
        "nicht wahr",
    ),
    *("stimmen sie zu, dass", "sicherlich", "selbstverständlich", "natürlich", "bekanntlich"),
    *("wie alle wissen", "jeder weiß", "die meisten familien", "endlich", "leider"),
    *("wie sehr freuen", "wie gut gefällt", "wie zufrieden oder zufrieden", "unser tolles"),
    *("würden sie nicht", "sollte nicht", "ohne zweifel", "wie die meisten", "zum glück"),
)
"""Words that tell a family what to answer."""


@advice("Q072", "leads to an answer with “{phrase}”", "ask neutrally")
def a_question_leads_to_an_answer(look: Look) -> Found:
    """A question tells what the county would like to hear.

    More families agree than think so, and other counties cannot be compared. Ask neutrally.

    Broken: "Finden Sie nicht auch, dass ein Spielplatz fehlt?"
    Mended: "Fehlt hier ein Spielplatz?"
    """
    for path, _question, wording in _asked(look):
        for phrase in LEADING:
            if re.search(rf"\b{re.escape(phrase)}\b", wording.casefold()):
                yield at(f"{path}.text", phrase=phrase)


_NEGATION = re.compile(
    r"\b(?:nicht|kein\w*|nie|niemals|niemand\w*|ohne|weder|nichts)\b", re.IGNORECASE
)


@advice("Q073", "says no twice in one sentence", "say it once, positively")
def a_question_says_no_twice(look: Look) -> Found:
    """A sentence of a question holds two negations.

    Nobody can say what "no" means as an answer. Say it positively.

    Broken: "Gibt es kein Angebot, das Sie nicht nutzen?"
    Mended: "Nutzen Sie alle Angebote?"
    """
    for path, _question, wording in _asked(look):
        if any(len(_NEGATION.findall(sentence)) > 1 for sentence in sentences(wording)):
            yield at(f"{path}.text")


@advice("Q074", "is hard to read (LIX {figure}, at most {most})", "use shorter words and sentences")
def a_question_is_hard_to_read(look: Look) -> Found:
    """The wording of a question has a readability figure (LIX) like a law.

    Families with little time or little German give up, and they are the ones planners most need to
    hear. Use shorter words and sentences. LIX = words per sentence + percentage of words with more
    than six letters; texts of fewer than eight words are not measured.

    Broken: "Inwieweit entsprechen die Betreuungsmöglichkeiten Ihren beruflichen Anforderungen?"
    Mended: "Passen die Zeiten der Kita zu Ihrer Arbeit?"
    """
    for path, _question, wording in _asked(look):
        figure = round(lix(wording))
        if len(words(wording)) >= 8 and figure > HARDEST:
            yield at(f"{path}.text", figure=figure, most=HARDEST)


@advice(
    "Q075",
    question=("has {number} characters", "ask in at most {most} and move the rest to hint"),
    option=("has {number} characters", "say it in at most {most}"),
)
def a_wording_is_too_long_for_a_phone(look: Look) -> Found:
    """A question or option fills more than a few lines of a phone.

    Who must scroll to read a question forgets its beginning. Say it shorter, or move the rest to the
    hint.

    Broken: a question of 260 characters
    Mended: a question of 90 characters and a hint
    """
    for path, question, wording in _asked(look):
        if kind_of(question).gives is not Gives.NOTHING and len(wording) > LONGEST_QUESTION:
            yield at(f"{path}.text", "question", number=len(wording), most=LONGEST_QUESTION)
        both: tuple[tuple[str, Sequence[Option | Row]], ...] = (
            ("options", question.options),
            ("rows", question.rows),
        )
        for name, parts in both:
            for n, part in enumerate(parts):
                said = part.text.get(FALLBACK, "")
                if len(said) > LONGEST_OPTION:
                    place = f"{path}.{name}[{n}].text"
                    yield at(place, "option", number=len(said), most=LONGEST_OPTION)


@advice("Q080", "are required: {number} of {all}", "require only what later pages hang on")
def almost_everything_is_required(look: Look) -> Found:
    """More than half of the questions must be answered.

    People who are stopped again and again leave. Require only what later pages hang on.

    Broken: `required: true` on every question
    Mended: `required: true` where the way depends on it
    """
    every = [question for _, question, _ in look.questions if kind_of(question).offers_refuse]
    required = [question for question in every if question.required is True]
    if len(every) >= 4 and 2 * len(required) > len(every):
        yield at("pages", number=len(required), all=len(every))


@advice("Q081", "asks for {number} texts", "ask for at most {most}")
def there_are_too_many_open_texts(look: Look) -> Found:
    """Families are asked to write more than four texts.

    Writing on a phone is work, and every text must be read by somebody and cleared of names. Turn
    some of them into choices.

    Broken: a text "Was noch?" on every page
    Mended: one text at the end
    """
    texts = [path for path, question, _ in look.questions if kind_of(question).is_stored_apart]
    if len(texts) > MOST_TEXTS:
        yield at(texts[MOST_TEXTS], number=len(texts), most=MOST_TEXTS)


@advice("Q082", "has {number} pages", "keep at most {most}, or make two questionnaires")
def there_are_too_many_screens(look: Look) -> Found:
    """The questionnaire has more than sixty pages.

    Few families reach the end, and those who do are not like the others. Make two questionnaires.

    Broken: 80 pages
    Mended: two questionnaires with 30 pages
    """
    number = len(look.questionnaire.pages)
    if number > MOST_SCREENS:
        yield at("pages", number=number, most=MOST_SCREENS)


@advice("Q083", "asks the same as {name!r}", "take one out, or say what differs")
def a_question_is_asked_twice(look: Look) -> Found:
    """Two questions of one kind of page have the same wording.

    Families feel examined, and planners do not know which one counts. Take one out.

    Broken: "Wie zufrieden sind Sie?" on two pages
    Mended: "Wie zufrieden sind Sie mit der Kita?" and "… mit dem Hort?"
    """
    seen: dict[tuple[str | None, str], str] = {}
    for path, question, page in look.questions:
        wording = question.text.get(FALLBACK, "").strip().casefold()
        key = page.repeat, wording
        if wording and key in seen:
            yield at(f"{path}.text", name=seen[key])
        seen.setdefault(key, question.id)


_SHOUTED = re.compile(r"\b[A-ZÄÖÜ]{5,}\b")


@advice("Q086", "shouts “{word}”", "write it in small letters")
def a_wording_shouts(look: Look) -> Found:
    """A German word stands in capital letters.

    Capitals are hard to read and feel like shouting; screen readers spell them out. Write it small.

    Broken: "Bitte NICHT mehr als zwei"
    Mended: "Bitte höchstens zwei"
    """
    for path, _question, wording in _asked(look):
        for word in _SHOUTED.findall(wording):
            yield at(f"{path}.text", word=word)


_FAMILIAR = re.compile(r"\b(?:du|dich|dir|dein\w*|euch|euer|eure\w*)\b")


@advice("Q087", "says “{word}” to families", "write Sie")
def families_are_addressed_informally(look: Look) -> Found:
    """A German wording says du or ihr where all others say Sie.

    A letter from the county should sound like one voice. Write Sie.

    Broken: "Wie zufrieden bist du?"
    Mended: "Wie zufrieden sind Sie?"
    """
    for said in look.texts:
        found = _FAMILIAR.search(said.text.get(FALLBACK, ""))
        if found:
            yield at(said.path, word=found[0])


@advice("Q088", "has {number} characters and no label", "give a label of a few words")
def a_long_question_has_no_label(look: Look) -> Found:
    """A question with a long or changing wording has no short name for planners.

    Tables and figures would carry a whole sentence, or an ellipsis. Give it a `label`.

    Broken: a text of 150 characters and no `label`
    Mended: `label: {de: Betreuung an Werktagen, en: Childcare on weekdays}`
    """
    for path, question, wording in _asked(look):
        is_result = kind_of(question).gives is not Gives.NOTHING
        if (
            is_result
            and question.label is None
            and (len(wording) > LONGEST_LABEL or "{" in wording)
        ):
            yield at(f"{path}.label", number=len(wording))
