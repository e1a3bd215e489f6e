"""What each page for families is given: typed, in words, ready to be read."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import ClassVar

from markupsafe import Markup

from surveyapp.ui.family import Frame
from surveyapp.ui.fields.base import Line, QuestionField


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page; subclasses say which template shows it."""

    template: ClassVar[str]

    frame: Frame
    status: int = HTTPStatus.OK
    #: True when nothing of the survey shall stay in the browser's memory after this page.
    forgets: bool = False
    #: True when it shows what no memory of the browser may keep.
    is_secret: bool = False
    #: Seconds after which trying again makes sense; 0 where nobody has to wait.
    retry_after: int = 0
    #: What ``ticket.js`` does here: a key of its ``modes``; empty where it has nothing to do.
    ticket: str = ""
    #: What ``device.html`` does here: ``journal`` writes the page down, ``wipe`` forgets all of it.
    device: str = ""
    #: What became of answers that were sent, for devices that send them by themselves.
    outcome: str = ""


@dataclass(frozen=True, kw_only=True)
class SurveyLink:
    """One open survey on the first page."""

    address: str
    title: str
    county: str


@dataclass(frozen=True, kw_only=True)
class HomePage(Page):
    """The installation's first page."""

    template = "respond/home.html"

    surveys: tuple[SurveyLink, ...]
    #: Address and wording of the other parts this installation serves.
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class StartPage(Page):
    """The first page of a survey: who asks, why, how long, and the code."""

    template = "respond/start.html"

    title: str
    county: str
    intro: tuple[str, ...]
    minutes: int
    needs_code: bool
    #: Address and wording of what a family may read before it begins.
    links: tuple[tuple[str, str], ...]
    #: What is said of a code with a typing mistake; the browser notices one before it sends anything.
    mistyped: str
    #: How the answers will come, as to anonymity: one sentence.
    way: str
    #: The same where the browser can make a blind ticket.
    blind_way: str
    #: Name of the wave where anybody may answer, for the mark on the device; empty otherwise.
    open_wave: str = ""
    #: What was typed, to be corrected.
    code: str = ""
    error: str = ""
    #: Where its form goes, and the page that takes a resume code.
    action: str = ""
    resume: str = ""
    #: The facility whose families are asked; empty where it is the whole county.
    facility: str = ""
    slug: str = ""


@dataclass(frozen=True, kw_only=True)
class KioskPage(StartPage):
    """The first page on a device for everybody."""

    template = "respond/kiosk.html"


@dataclass(frozen=True, kw_only=True)
class AssistedPage(StartPage):
    """The first page where somebody helps one family after another."""

    template = "respond/assisted.html"


@dataclass(frozen=True, kw_only=True)
class ResumePage(Page):
    """Takes the code that brings back a draft."""

    template = "respond/resume.html"

    #: Where its form goes, and the first page.
    action: str
    start: str
    #: What was typed, to be corrected.
    code: str = ""
    error: str = ""
    #: What is said of a slip that the browser notices.
    mistyped: str


@dataclass(frozen=True, slots=True)
class ErrorLink:
    """One line of the error summary."""

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Written:
    """What a device needs beside the fields to write a page down."""

    #: Key of the screen; empty on the review page.
    screen: str
    #: The publication that is asked.
    document: str
    #: Decides the order of rotating options.
    order: str
    mode: str
    needs_code: bool


@dataclass(frozen=True, kw_only=True)
class DraftPage(Page):
    """A page that carries the sealed draft."""

    draft: str
    written: Written | None = None


@dataclass(frozen=True, kw_only=True)
class QuestionPage(DraftPage):
    """One screen of questions."""

    template = "respond/questions.html"

    title: str
    intro: tuple[str, ...]
    progress: str
    #: How far the family is in each section: the words of ``State``, and ``current``.
    sections: tuple[str, ...]
    fields: list[QuestionField]
    #: Address of the pictogram beside the title; empty where none is shown.
    pictogram: str = ""
    errors: tuple[ErrorLink, ...] = ()
    #: How many questions the answers of this page have just opened.
    opened: int = 0
    has_previous: bool = False
    is_reviewing: bool = False
    roster: ShownRoster | None = None


@dataclass(frozen=True, slots=True)
class RosterItem:
    """One item of a list a family adds to."""

    #: Key of the item, and of the first screen about it; empty where there is none.
    item: str
    first: str
    label: str
    #: Whether the family just came from it.
    is_focused: bool = False


@dataclass(frozen=True, kw_only=True)
class ShownRoster:
    """The list on a page that lets a family add to it."""

    items: tuple[RosterItem, ...]
    #: Wording of the button that adds one; empty where the list is full.
    add: str
    is_add_focused: bool = False
    #: What was just added or removed.
    said: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class ReviewedQuestion:
    """One question with its answer in words."""

    text: str
    lines: tuple[Line, ...]
    #: What will be replaced in a free text before it is stored: the words, and what they are.
    replaced: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewedStep:
    """One screen with its answers, and the key that leads back to it."""

    key: str
    title: str
    questions: tuple[ReviewedQuestion, ...]
    #: Labels of the items of its list; None where it has no list.
    items: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Effort:
    """What is asked of a family while very many answers come in."""

    #: JSON object for ``proof.js``, whose solution answers in place of the family.
    challenge: str
    #: What is asked where no script runs.
    question: str
    #: What was replied, to be corrected.
    reply: str
    #: Whether the page was sent without it, or with a wrong reply.
    is_missing: bool
    is_wrong: bool


@dataclass(frozen=True, kw_only=True)
class ReviewPage(DraftPage):
    """All answers on one page, before they are sent."""

    template = "respond/review.html"

    steps: tuple[ReviewedStep, ...]
    #: Whether anybody may answer: then a field no person sees waits for programs.
    has_trap: bool
    effort: Effort | None = None
    #: Whether it was put aside on the server.
    is_saved: bool = False
    #: Whether it asks for the code, because the browser brought no ticket; what is wrong with it.
    asks_code: bool = False
    code: str = ""
    error: str = ""


@dataclass(frozen=True, kw_only=True)
class LeavePage(DraftPage):
    """Asks once more before everything is thrown away."""

    template = "respond/leave.html"

    #: Whether it was put aside on the server, which goes too.
    is_saved: bool = False


@dataclass(frozen=True, kw_only=True)
class PausedPage(DraftPage):
    """Shows the code that brings the draft back; it stands here only."""

    template = "respond/paused.html"

    code: str
    #: The same as QR code, behind the "#" of the page that takes it.
    picture: Markup
    #: That page's address, to be typed.
    address: str
    #: The last day on which it opens, in words.
    until: str
    #: Whether the code of the letter will be asked for again.
    needs_code: bool


@dataclass(frozen=True, slots=True)
class Afterwards:
    """What happens next to the answers, and where to go on."""

    steps: tuple[str, ...]
    #: Address of the results for families; empty where this installation does not show them.
    results: str
    #: Address of the list of family centres and advice; empty where the county has none on file.
    advice: str


@dataclass(frozen=True, kw_only=True)
class ThanksPage(Page):
    """The last page."""

    template = "respond/thanks.html"

    thanks: tuple[str, ...]
    #: How the answers came, as to anonymity: one sentence.
    way: str
    afterwards: Afterwards
    #: With this a family can have its answers deleted until the wave closes; shown here only.
    receipt: str
    #: Address of the page that takes the receipt.
    withdrawal: str
    #: Address and wording of the contact form; none where the questionnaire has none.
    contact: tuple[str, str] | None = None
    #: Name of the wave where anybody may answer, for the mark on the device; empty otherwise.
    open_wave: str = ""
    #: Where the next family begins on a shared device; empty elsewhere.
    again: str = ""


@dataclass(frozen=True, slots=True)
class AdvicePlace:
    """One public place, as its county wrote it down."""

    name: str
    town: str
    hours: str
    languages: str
    is_step_free: bool


@dataclass(frozen=True, slots=True)
class AdviceKind:
    """One kind of place, such as family centres."""

    label: str
    places: tuple[AdvicePlace, ...]


@dataclass(frozen=True, kw_only=True)
class AdvicePage(Page):
    """Family centres and advice of the whole county, the same for everybody."""

    template = "respond/advice.html"

    kinds: tuple[AdviceKind, ...]
    has_examples: bool
    #: Whether the page around it is read in another language than the register.
    is_translated: bool


@dataclass(frozen=True, kw_only=True)
class WithdrawPage(Page):
    """Takes the receipt of answers that shall be deleted."""

    template = "respond/withdraw.html"

    #: What was typed, to be corrected.
    receipt: str = ""
    error: str = ""


@dataclass(frozen=True, kw_only=True)
class ContactPage(Page):
    """The contact form: apart from all answers, and carrying nothing of them."""

    template = "respond/contact.html"

    title: str
    intro: tuple[str, ...]
    fields: list[QuestionField]
    errors: tuple[ErrorLink, ...] = ()
    #: How many questions what was just given has opened.
    opened: int = 0
    #: When the entry will be deleted, as "Juni 2027".
    delete_in: str
    #: Random name of this page, so that sending it twice leaves one entry.
    key: str


@dataclass(frozen=True, kw_only=True)
class NoticePage(Page):
    """One thing to say and what to do now."""

    template = "respond/notice.html"

    heading: str
    sentences: tuple[str, ...]
    #: Address and wording of the way on; none where there is nothing to do.
    link: tuple[str, str] | None = None


@dataclass(frozen=True, kw_only=True)
class DevicePage(Page):
    """The page a device keeps, to go on without network and to send what waits."""

    template = "respond/offline.html"

    title: str
    #: The publication that is asked.
    document: str
    #: Changes with anything that the device keeps of the questionnaire.
    mark: str
    needs_code: bool


@dataclass(frozen=True, kw_only=True)
class DocumentPage(Page):
    """A document in German: what is promised, the law, or how accessible the pages are."""

    template = "respond/document.html"

    heading: str
    body: Markup
    #: Address and wording of where to go on.
    links: tuple[tuple[str, str], ...]
    #: Whether the page around it is read in another language than the document.
    is_translated: bool = False
    #: What it says in short, in the language of the page.
    short: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ContactThanksPage(NoticePage):
    """Says that contact data arrived; whoever left them is no longer anonymous."""

    template = "respond/contact_thanks.html"


@dataclass(frozen=True, kw_only=True)
class TryAgainPage(Page):
    """The store did not work: everything that was sent stands in the page, to be sent again."""

    template = "respond/try_again.html"

    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class WaitPage(TryAgainPage):
    """Too many came at once: everything that was sent stands in the page, to be sent later."""

    template = "respond/wait.html"

    #: How long to wait, in words.
    wait: str
