"""What county staff do with their hands, from an empty questionnaire to a signed one."""

from __future__ import annotations

from tests.browser.test_studio_browser import add_option, add_page, add_question, only_if, saved

TITLE = "Familien im Landkreis"

PASTED = """Wie finden Sie Angebote für Familien?
- Kita oder Schule
- Internet
- Freunde und Verwandte
Welches Angebot fehlt Ihnen am meisten?
- Beratung
- Spielplatz
- Treffpunkt
- nichts fehlt
Wie kommen Sie meistens zu Angeboten?
- mit dem Auto
- mit Bus oder Bahn
- zu Fuß oder mit dem Rad
"""

FIRST = (
    ("Wo wohnen Sie?", "Gemeinde"),
    ("Leben Kinder bei Ihnen?", "Ja oder nein"),
    ("Wie viele Kinder leben bei Ihnen?", "Zahl"),
)
LAST = (
    ("Brauchen Sie mehr Betreuung, als Sie haben?", "Ja oder nein"),
    ("Wie viele Räume hat Ihre Wohnung?", "Zahl"),
    ("Wie zufrieden sind Sie mit Ihrem Wohnort?", "Skala"),
    ("Haben Sie ein Auto?", "Ja oder nein"),
    ("Leben Sie gern im Landkreis?", "Ja oder nein"),
    ("Was wünschen Sie sich?", "Freier Text"),
)


def build(page, office):
    """Make a questionnaire of fifteen questions from nothing: one page for each child, two conditions."""
    page.click("nav >> a:text-is('Fragebögen')")
    page.click("main a:has-text('Neuer Fragebogen')")
    page.fill("#titel", TITLE)
    page.keyboard.press("Enter")
    page.wait_for_url("**/studio*")
    name_page(page, "Ihr Haushalt")
    for number, (text, kind) in enumerate(FIRST):
        page.click("text=Nächste Frage hinzufügen" if number else "#raum >> text=Frage hinzufügen")
        add_question(page, text, kind)
    page.fill("[id$='-minimum']", "1")
    page.fill("[id$='-maximum']", "3")
    page.keyboard.press("Tab")
    saved(page)
    only_if(page, "Leben Kinder bei Ihnen?", "Ja")
    add_page(page, "Jedes Kind")
    page.click("text=Diese Seite wiederholen")
    page.click("button:has-text('Wiederholen'):not([aria-disabled])")
    saved(page)
    page.click("#raum >> text=Frage hinzufügen")
    add_choice(
        page, "Wie alt ist das Kind?", "0 bis 2 Jahre", "3 bis 5 Jahre", "6 Jahre oder älter"
    )
    page.click("text=Nächste Frage hinzufügen")
    add_choice(page, "Wer betreut das Kind tagsüber?", "Kita oder Schule", "Tagespflege", "Familie")
    page.click("text=Nächste Frage hinzufügen")
    add_question(page, "Wie zufrieden sind Sie mit der Kita oder Schule?", "Skala")
    only_if(page, "Wer betreut das Kind tagsüber?", "Kita oder Schule")
    add_page(page, "Angebote")
    page.click("text=Aus Word oder Excel einfügen")
    page.fill("#eingefuegt", PASTED)
    page.click("text=Ansehen, was verstanden wird")
    page.click("button:has-text('Übernehmen')")
    page.locator(".outline__question:has-text('Wie kommen Sie')").wait_for()
    saved(page)
    add_page(page, "Zum Schluss")
    page.click("#raum >> text=Frage hinzufügen")
    for number, (text, kind) in enumerate(LAST):
        if number:
            page.click("text=Nächste Frage hinzufügen")
        add_question(page, text, kind)


def add_choice(page, text, *options):
    """Add a question with answers to choose one from, typed one after the other."""
    add_question(page, text, "Eine Antwort")
    page.focus("[data-new]")
    for each in options:
        add_option(page, each)


def name_page(page, title):
    page.click(".outline__link:has-text('Erste Seite')")
    field = page.locator("#raum [id$='-title']")
    field.wait_for()
    field.fill(title)
    page.keyboard.press("Tab")
    saved(page)


def translate(page, language, words):
    """Fill in every wording of one more language at the translation desk; it is kept field by field."""
    page.click(".studio-nav a:has-text('Übersetzen')")
    page.wait_for_url("**/uebersetzungen/#*")
    card = page.locator(f"[id='{page.url.rpartition('#')[2]}']")
    card.locator("select").select_option(label=language)
    card.locator("button").click()
    page.locator("#fortschritt:has-text('0 von 40')").wait_for()
    units = page.locator(".unit")
    sources = page.locator(".unit__source .unit__text").all_inner_texts()
    for number, german in enumerate(sources):
        units.nth(number).locator("textarea").fill(words[german])
        page.keyboard.press("Tab")
        page.locator(f"#fortschritt:has-text('{number + 1} von 40')").wait_for()
    page.click("a:has-text('Alle Übersetzungen')")
    page.click(f".card a:has-text('{TITLE}') >> nth=0")
    page.click("main a:has-text('Bearbeiten')")
    page.locator(".studio").wait_for()


def try_it(page):
    """Let an invented family answer; return the pages it sees and does not see."""
    page.click(".studio-nav a:has-text('Probieren')")
    page.click("button:has-text('Familie erfinden')")
    page.locator("#weg").wait_for()
    return page.locator(".way .fold__title").all_inner_texts()


def sign_off(page):
    """Read and agree as the second person, who finds the draft in the list of questionnaires."""
    page.click("nav >> a:text-is('Fragebögen')")
    page.click(f".card a:has-text('{TITLE}')")
    page.click("main a:has-text('Bearbeiten')")
    page.click(".studio-nav a:has-text('Freigabe')")
    page.click("text=Als zweite Person freigeben")
    page.locator("text=hat diesen Stand freigegeben").wait_for()


def publish(page):
    """Publish what was signed off, and go on to the survey that asks it."""
    page.click("nav >> a:text-is('Fragebögen')")
    page.click(f".card a:has-text('{TITLE}')")
    page.click("main a:has-text('Bearbeiten')")
    page.click(".studio-nav a:has-text('Freigabe')")
    page.click("button:has-text('Veröffentlichen')")
    page.locator("text=Wellen können diesen Fragebogen jetzt stellen").wait_for()


def run_survey(page):
    """Make a survey with an open wave of the questionnaire; return what its page calls the next step."""
    page.click("a:has-text('Befragung damit anlegen')")
    page.fill("#title", "Familien 2026")
    page.click("button:has-text('Befragung anlegen')")
    page.click("a:has-text('Welle planen')")
    page.click("label:has-text('Offen für alle')")
    page.click("main form button:has-text('Speichern')")
    page.click("button:has-text('Welle öffnen')")
    page.locator(".course [aria-current=step]:has-text('Geschlossen')").wait_for()
