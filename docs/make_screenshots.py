"""Take the pictures of the README from a running installation with the demo county.

Start it with ``make run``, then: ``make images CODE=… PASSWORD=…`` with the code and the password it printed. The
family's questionnaire is left without being sent, so the code stays good.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, sync_playwright

IMAGES = Path(__file__).parent / "images"
LARGEST = 150_000
"""Bytes of a picture; a README should open at once."""

COLOURS = 224
"""Of so many a picture is made; more cannot be told apart here."""

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1100, "height": 760}
OFFICE = {"width": 1280, "height": 800}
MAIN = "button.main"


def main() -> None:
    """Read the command line, take every picture."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("code", help="invitation code that was printed at the start")
    parser.add_argument("password", help="password of the demo's account")
    parser.add_argument("--address", default="http://127.0.0.1:8000")
    parser.add_argument("--email", default="planung@kyffhaeuserkreis.example")
    parser.add_argument("--survey", default="familien-kyffhaeuser")
    given = parser.parse_args()
    chromium = shutil.which("chromium") or "/usr/bin/chromium"
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        family_question(opened(browser, PHONE), f"{given.address}/f/{given.survey}/", given.code)
        results(opened(browser, DESK), f"{given.address}/ergebnisse/{given.survey}")
        staff = opened(browser, OFFICE)
        sign_in(staff, given.address, given.email, given.password)
        staff_pages(staff, f"{given.address}/verwaltung", given.survey)
        staff.set_viewport_size(PHONE)
        staff_on_a_phone(staff, f"{given.address}/verwaltung")
        browser.close()


def opened(browser: Browser, viewport: dict[str, int]) -> Page:
    """Open a page of its own, in German."""
    return browser.new_context(viewport=viewport, locale="de-DE").new_page()


def family_question(page: Page, address: str, code: str) -> None:
    """Answer as a family with a small child until the care of the child is asked."""
    page.goto(address)
    page.fill("#code", code)
    press(page, MAIN)
    page.select_option("select[name=municipality]", label="Sondershausen")
    press(page, MAIN)
    page.get_by_label("Kinder", exact=True).check()
    press(page, MAIN)
    page.fill("input[name=children_count]", "1")
    press(page, MAIN)
    page.get_by_label("0–2 Jahre").check()
    press(page, MAIN)
    kept(page, "family-question")


def results(page: Page, address: str) -> None:
    """Take a need by area, need against supply, and the prevention chain."""
    page.goto(f"{address}/bedarf-und-angebot?bedarf=need.care_gap&angebot=kita&mass=per_100")
    page.wait_for_load_state("networkidle")
    kept(page, "need-by-area", page.locator("figure").nth(0), 680)
    kept(page, "need-and-supply", page.locator("figure[id^=bedarf-angebot]"), 760)
    page.goto(f"{address}/praeventionskette")
    page.wait_for_load_state("networkidle")
    kept(page, "prevention-chain", page.locator("figure").first, 760)


def sign_in(page: Page, address: str, email: str, password: str) -> None:
    """Sign in as somebody who may see everything of the county."""
    page.goto(f"{address}/verwaltung/anmelden")
    page.fill("input[type=email], input[name=email]", email)
    page.fill("input[type=password]", password)
    press(page, "main form button")


def staff_pages(page: Page, address: str, survey: str) -> None:
    """Take a survey, the studio with its phone, a translation, and need beside supply."""
    page.goto(f"{address}/befragungen/{survey}/")
    kept(page, "staff-survey")
    page.goto(f"{address}/uebersetzungen/")
    press(page, "text=Übersetzen >> nth=-1")
    kept(page, "staff-translation")
    page.goto(f"{address}/fragebogen/")
    press(page, "a:has-text('Ferienbetreuung')")
    press(page, "main >> text=/^Bearbeiten$/")
    press(page, ".outline a:has-text('Ferien fehlt')")
    page.wait_for_load_state("networkidle")
    kept(page, "staff-studio")
    page.goto(f"{address}/planung/")
    kept(page, "staff-needs")


def staff_on_a_phone(page: Page, address: str) -> None:
    """Take the unfolded navigation on a phone."""
    page.goto(f"{address}/")
    page.click(".menu summary")
    kept(page, "staff-phone")


def press(page: Page, selector: str) -> None:
    """Press a button and wait for the page it leads to."""
    with page.expect_navigation():
        page.locator(selector).first.click()


def kept(page: Page, name: str, begin: Locator | None = None, height: int = 0) -> None:
    """Keep what is to be seen at first as a small picture, or a strip of the page from an element on."""
    path = IMAGES / f"{name}.png"
    if begin is None:
        page.screenshot(path=str(path))
    else:
        top = begin.evaluate("e => e.getBoundingClientRect().top + scrollY") - 12
        strip = {"x": 0, "y": top, "width": page.viewport_size["width"], "height": height}
        page.screenshot(path=str(path), full_page=True, clip=strip)
    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(COLOURS)
    small.save(path, optimize=True)
    size = path.stat().st_size
    if size > LARGEST:
        raise SystemExit(f"{path} has {size} bytes; take a smaller part of the page")
    print(f"{path.name} {size // 1000} kB")


if __name__ == "__main__":
    main()
