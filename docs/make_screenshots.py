"""Take the pictures of the README from a running installation with the demo county.

Start it with ``make run``, then: ``.venv/bin/python docs/make_screenshots.py CODE PASSWORD`` with the code and the
password it printed. The family's questionnaire is left without being sent, so the code stays good.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, sync_playwright

IMAGES = Path(__file__).parent / "images"
LARGEST = 200_000
"""Bytes of a picture; a README should open at once."""

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1100, "height": 760}
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
        staff_survey(opened(browser, DESK), given.address, given.email, given.password, given.survey)
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


def staff_survey(page: Page, address: str, email: str, password: str, survey: str) -> None:
    """Sign in and take the page of the survey."""
    page.goto(f"{address}/verwaltung/anmelden")
    page.fill("input[type=email], input[name=email]", email)
    page.fill("input[type=password]", password)
    press(page, "main form button")
    page.goto(f"{address}/verwaltung/befragungen/{survey}/")
    kept(page, "staff-survey")


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
    size = path.stat().st_size
    if size > LARGEST:
        raise SystemExit(f"{path} has {size} bytes; take a smaller part of the page")
    print(f"{path.name} {size // 1000} kB")


if __name__ == "__main__":
    main()
