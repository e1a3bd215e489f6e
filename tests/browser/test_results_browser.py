import csv
import io

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),
    # Compressing a static file leaves closing it to the reference count, which does it at once.
    pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning"),
]

PAGES = (
    "/",
    "/bedarf-und-angebot?welle=1",
    "/wichtig-und-zufrieden",
    "/praeventionskette",
    "/wer-hat-geantwortet",
    "/alle-fragen",
    "/alle-fragen?frage=surroundings_satisfaction.doctor&ansicht=area",
    "/veraenderung",
)
LISTS = ("/ergebnisse/", "/ergebnisse/gibt-es-nicht/")
PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 800}

CLIPPED_TEXT = """
[...document.querySelectorAll('.picture text')].filter(text => {
  const picture = text.closest('.picture').getBoundingClientRect();
  const box = text.getBoundingClientRect();
  return box.left < picture.left - 1 || box.right > picture.right + 1
    || box.top < picture.top - 1 || box.bottom > picture.bottom + 1;
}).map(text => text.textContent)
"""
COVERED_TEXT = """
[...document.querySelectorAll('.picture')].flatMap(picture => {
  const texts = [...picture.querySelectorAll('text')].map(
    t => ({words: t.textContent, box: t.getBoundingClientRect()}));
  return texts.flatMap((a, k) => texts.slice(0, k).filter(b =>
    a.box.left + 2 < b.box.right && b.box.left + 2 < a.box.right
    && a.box.top + 5 < b.box.bottom && b.box.top + 5 < a.box.bottom
  ).map(b => a.words + ' | ' + b.words));
})
"""
SMALL_TARGETS = """
[...document.querySelectorAll('main a, main button, main select, main summary, nav a')]
  .filter(e => e.offsetParent && e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML)
"""


class Visit:
    """One page in a fresh browser, with all it said and asked for."""

    def __init__(self, chromium, address, viewport, **options):
        self.context = chromium.new_context(viewport=viewport, **options)
        self.page = self.context.new_page()
        self.messages, self.requests = [], []
        self.page.on("console", lambda message: self.messages.append(message.text))
        self.page.on("pageerror", lambda error: self.messages.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(address)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.context.close()

    def draw_all(self):
        """Scroll through the page until every picture has become a chart."""
        for figure in self.page.locator(".figure").all():
            figure.locator(".figure__frame").scroll_into_view_if_needed()
            self.page.wait_for_selector(f"#{figure.get_attribute('id')}[data-ready='yes']")

    def violations(self):
        found = Axe().run(self.page).response["violations"]
        return [(v["id"], [node["html"] for node in v["nodes"]]) for v in found]

    @property
    def foreign_requests(self):
        own = ("http://127.0.0.1:", "data:", "blob:")
        return [url for url in self.requests if not url.startswith(own)]


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_whole_before_any_script_runs(chromium, results_address, page, viewport):
    with Visit(chromium, results_address + page, viewport) as visit:
        visit.page.route("**/results.js*", lambda route: route.abort())
        visit.page.reload()

        clipped = visit.page.evaluate(CLIPPED_TEXT)
        covered = visit.page.evaluate(COVERED_TEXT)
        small = visit.page.evaluate(SMALL_TARGETS)
        visit.page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
        violations = visit.violations()
        width = visit.page.evaluate("document.documentElement.scrollWidth")

    assert clipped == []
    assert covered == []
    assert small == []
    assert violations == []
    assert width <= viewport["width"]


def test_pages_of_many_figures_are_whole_on_a_phone(chromium, results_address):
    pages = (
        "/angebot?welle=1&angebot=kita",
        "/bekannt-und-genutzt?welle=1",
        "/alle-fragen?welle=1&frage=care_hours&ansicht=axis.family_form",
        "/alle-fragen?welle=1&frage=surroundings_satisfaction.doctor&ansicht=axis.family_form",
    )
    with Visit(chromium, results_address, PHONE) as visit:
        visit.page.route("**/results.js*", lambda route: route.abort())
        for page in pages:
            visit.page.goto(results_address + page)

            assert visit.page.evaluate(CLIPPED_TEXT) == []
            assert visit.page.evaluate(COVERED_TEXT) == []
            assert visit.page.evaluate(SMALL_TARGETS) == []
            assert visit.page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        visit.page.unroute("**/results.js*")
        visit.messages.clear()
        for page in pages:
            visit.page.goto(results_address + page)
            visit.draw_all()

            assert visit.violations() == []

    assert visit.messages == []
    assert visit.foreign_requests == []


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("page", PAGES)
def test_charts_draw_without_message_or_foreign_request(chromium, results_address, page, viewport):
    with Visit(chromium, results_address + page, viewport) as visit:
        visit.draw_all()

        violations = visit.violations()
        cloud = visit.page.locator("text=/cloud/i").count()

    assert visit.messages == []
    assert visit.foreign_requests == []
    assert violations == []
    assert cloud == 0


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("path", LISTS)
def test_the_list_of_results_and_the_page_without_any_are_whole(
    chromium, results_address, path, viewport
):
    root = results_address.removesuffix("/ergebnisse/familie-16065")
    with Visit(chromium, root + path, viewport) as visit:
        violations = visit.violations()
        small = visit.page.evaluate(SMALL_TARGETS)
        width = visit.page.evaluate("document.documentElement.scrollWidth")

    assert violations == []
    assert small == []
    assert width <= viewport["width"]


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("page", ["/wichtig-und-zufrieden", "/praeventionskette"])
def test_the_key_of_a_chart_is_neither_cut_nor_scrolled(chromium, results_address, page, viewport):
    with Visit(chromium, results_address + page, viewport) as visit:
        visit.draw_all()

        cut = visit.page.locator(".figure__key:visible").evaluate_all(
            """all => all.filter(key => key.scrollWidth > key.clientWidth + 1
              || key.scrollHeight > key.clientHeight + 1
              || key.getBoundingClientRect().right > innerWidth)"""
        )
        own_legends = visit.page.locator(".figure__plot .legend").count()

    assert cut == []
    assert own_legends == 0


@pytest.mark.parametrize(("viewport", "names"), [(PHONE, "HF2"), (DESK, "Vereinbarkeit")], ids=str)
def test_columns_of_the_chain_are_named_as_far_as_there_is_room(
    chromium, results_address, viewport, names
):
    with Visit(chromium, results_address + "/praeventionskette", viewport) as visit:
        visit.draw_all()

        heads = visit.page.locator(".figure__plot .xtick").all_text_contents()

    assert heads[1].startswith(names)


def test_notes_are_folded_on_a_phone_and_open_on_a_desk(chromium, results_address):
    words = "Die Nummern in der Karte"
    address = results_address + "/bedarf-und-angebot?welle=1"
    with Visit(chromium, address, PHONE) as phone, Visit(chromium, address, DESK) as desk:
        on_phone = phone.page.get_by_text(words).first.is_visible()
        on_desk = desk.page.get_by_text(words).first.is_visible()
        phone.page.locator(".figure__facts summary").first.click()
        unfolded = phone.page.get_by_text(words).first.is_visible()

    assert (on_phone, on_desk, unfolded) == (False, True, True)


@pytest.mark.parametrize(
    "options", [{"color_scheme": "dark"}, {"forced_colors": "active"}], ids=str
)
def test_pictures_stay_readable_in_dark_and_forced_colours(chromium, results_address, options):
    address = results_address + "/bedarf-und-angebot?welle=1"
    with Visit(chromium, address, DESK, **options) as visit:
        fill = visit.page.locator(".picture text").first.evaluate("e => getComputedStyle(e).fill")
        paper = visit.page.locator(".picture > rect").first.evaluate(
            "e => getComputedStyle(e).fill"
        )
        violations = visit.violations()

    assert fill == "rgb(27, 27, 27)"
    assert paper == "rgb(255, 255, 255)"
    assert violations == []


def test_filters_work_without_script_and_stand_in_the_address(chromium, results_address):
    address = results_address + "/bedarf-und-angebot"
    with Visit(chromium, address, PHONE, java_script_enabled=False) as visit:
        visit.page.select_option("select[name=bedarf]", "need.play")
        visit.page.click("text=Anzeigen")

        url = visit.page.url
        finding = visit.page.locator(".figure__finding").first.inner_text()
        png_buttons = visit.page.locator(".figure__png:visible").count()

    assert "bedarf=need.play" in url
    assert finding.startswith("Spielplatz fehlt in der Nähe")
    assert png_buttons == 0


def test_a_chart_and_its_numbers_can_be_saved(chromium, results_address):
    with Visit(chromium, results_address + "/wichtig-und-zufrieden", DESK) as visit:
        visit.draw_all()
        visit.page.click("text=Herunterladen und drucken")
        with visit.page.expect_download() as picture:
            visit.page.click("text=Bild (PNG)")
        with visit.page.expect_download() as table:
            visit.page.click("text=Tabelle (CSV)")
        png = picture.value.path().read_bytes()
        text = table.value.path().read_text(encoding="utf-8-sig")

    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert picture.value.suggested_filename == "wichtig-zufrieden.png"
    assert png.startswith(b"\x89PNG")
    assert len(png) > 10_000
    assert rows[-1][1] == "Grünflächen und Natur"
    assert visit.messages == []


def test_a_chart_keeps_the_words_of_its_picture(chromium, results_address):
    with Visit(chromium, results_address + "/wichtig-und-zufrieden", DESK) as visit:
        words = visit.page.locator(".picture").get_attribute("aria-label")
        visit.draw_all()

        kept = visit.page.locator(".figure__frame .kern-sr-only").inner_text()
        names = visit.page.locator(".figure__key li").all_inner_texts()

    assert kept == words
    assert any("Kinderärztin" in name for name in names)
