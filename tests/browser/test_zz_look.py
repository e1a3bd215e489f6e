from tests.browser.test_studio_browser import office, at_desk
from tests.web.test_studio import Desk, HOME, id_of, line
from tests.staff_journey import press
from surveyapp.storage import staff
from surveyapp.storage.db import main_store
import pytest
pytestmark=[pytest.mark.browser]
def test_look(sqlite_app, office, new_page):
    page = at_desk(office, new_page)
    page.goto(f"{office}/fragebogen/neu"); page.fill("#titel","Kita-Umfrage"); page.keyboard.press("Enter"); page.wait_for_url("**/studio*")
    from urllib.parse import urlsplit
    with sqlite_app.app_context():
        from sqlalchemy import select
        from surveyapp.storage.staff import Staff
        acc = main_store().scalars(select(Staff).where(Staff.email=="petra@example.org")).one().id
    d = Desk(sqlite_app, acc, urlsplit(page.url).path)
    first = f"page/{d.document()['pages'][0]['id']}"
    e,g,b=(d.adds(t,"number",first) for t in ("Wie viele Kinder leben bei Ihnen?","Wie viele Mädchen?","Wie viele Jungen?"))
    s = d.adds("Was nutzen Sie?","multiple",first); d.send(s, **{f"neu~{s}":["Kita","Hort","Bücherei"]})
    sums={"tun":"pruefung","bed~0~0~frage":f"question|{id_of(g)}|","bed~0~0~plus":[f"question|{id_of(b)}|",""],"bed~0~0~bezug":"is","bed~0~0~andere":f"question|{id_of(e)}|"}
    d.send(b, do=f"pruefung~{b}", satz="Mädchen und Jungen zusammen sind mehr oder weniger als alle Kinder. Bitte zählen Sie noch einmal.", **sums)
    d.send(b, do=f"wortlaut~{b}", satz="Ist es ein Junge?", **{**line(e,"is","1"),"tun":"wortlaut"})
    sec=f"section/{d.document()['sections'][0]['id']}"
    p2=d.send(sec, do=f"seite~{sec}", titel="Je Angebot").request.args["ort"]
    base=f"{office}".removesuffix("/verwaltung")+d.address
    from urllib.parse import quote
    for n,(path,more) in enumerate([(b,""),(b,"&tun=pruefung"),(f"{b}/check/0","&tun=bedingung"),(b,"&tun=wortlaut"),(p2,"")]):
        for w,h in ((1280,900),(360,740)):
            page.set_viewport_size({"width":w,"height":h})
            page.goto(f"{base}?ort={quote(path)}{more}")
            for each in page.locator("details.fold").all():
                each.evaluate("e => e.open = true")
            page.wait_for_load_state("networkidle")
            if w>1000:
                page.locator("#raum").screenshot(path=f"/tmp/craft_{n}_{w}.png")
            else:
                page.locator("#raum").screenshot(path=f"/tmp/craft_{n}_{w}.png")
