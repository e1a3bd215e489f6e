// Small comforts on families' pages; every page works without them. It runs before the page is drawn,
// so that nobody sees it first in other colours or letters than asked for.
"use strict";
(() => {
  const one = (selector) => document.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const root = document.documentElement;

  // How a family wants the page: kept while the window is open, and on the device only where it says so.
  const NAME = "display";
  const read = (store) => {
    try { return JSON.parse(globalThis[store].getItem(NAME)); } catch { return null; } // some keep nothing
  };
  const write = (store, text) => {
    try { globalThis[store][text ? "setItem" : "removeItem"](NAME, text); } catch { /* nor now */ }
  };
  const wishes = read("localStorage") ?? read("sessionStorage") ?? {};
  const dark = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).find((rule) => /scheme: dark/.test(rule.media?.mediaText));
  const byDevice = dark?.media.mediaText;
  const apply = () => {
    if ("size" in wishes) root.dataset.size = wishes.size;
    if (dark) dark.media.mediaText = { dark: "screen", light: "not all" }[wishes.colours] ?? byDevice;
  };
  const wish = (name, value) => {
    wishes[name] = value;
    const text = JSON.stringify(wishes);
    write("localStorage", wishes.kept ? text : "");
    write("sessionStorage", text);
    apply();
  };
  apply();
  globalThis.surveyDisplay = Object.freeze({ wishes, wish });

  const menus = () => {
    const display = one("#display");
    display.hidden = false;
    for (const control of display.querySelectorAll("[data-wish]")) {
      const { wish: name } = control.dataset;
      const isBox = control.type === "checkbox";
      const given = wishes[name] ?? root.dataset[name] ?? "";
      if (isBox) control.checked = given === control.value;
      else control.value = given;
      control.addEventListener("change", () => wish(name, isBox && !control.checked ? "" : control.value));
    }
    const open = (target) => all("[name=menu][open]").filter((menu) => !menu.contains(target));
    document.addEventListener("click", ({ target }) => open(target).forEach((menu) => (menu.open = false)));
    document.addEventListener("focusin", ({ target }) => open(target).forEach((menu) => (menu.open = false)));
    document.addEventListener("keydown", ({ key }) => {
      const menu = key === "Escape" && one("[name=menu][open]");
      if (!menu) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  };

  // "keine Angabe" and "keine davon" stand alone.
  document.addEventListener("change", (event) => {
    const box = event.target;
    if (box.type !== "checkbox" || !box.checked || !box.name) return;
    for (const other of all(`[name="${box.name}"]:checked`)) {
      if (other !== box && ("alone" in box.dataset || "alone" in other.dataset)) other.checked = false;
    }
    const cleared = box.dataset.clears;
    if (cleared) for (const input of all(`[name="${cleared}"], [name^="${cleared}."]`)) input.value = "";
  });
  document.addEventListener("input", (event) => {
    const { name, type, value } = event.target;
    if (!value || !name || /^(radio|checkbox|button)$/.test(type)) return;
    for (const box of all(`[data-clears="${name}"], [data-clears="${name.split(".")[0]}"]`)) box.checked = false;
  });

  const count = (left) => {
    const area = document.getElementById(left.dataset.left);
    const tell = () => {
      const rest = area.maxLength - area.value.length;
      left.textContent = rest > 100 ? "" : left.dataset.text.replace("#", rest);
    };
    area.addEventListener("input", tell);
    tell();
  };

  // One press is enough; a page that comes back by the browser's own button works again.
  let isSent = false;
  const mark = (sent) => {
    isSent = sent;
    for (const button of all("button")) {
      if (sent) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    }
  };
  document.addEventListener("submit", (event) => {
    if (isSent) event.preventDefault();
    else mark(true);
  });
  addEventListener("pageshow", () => mark(false));

  addEventListener("DOMContentLoaded", () => {
    // Families move the focus themselves, except when something went wrong.
    one("[role=alert]")?.focus();
    all("[data-left]").forEach(count);
    menus();
  });
})();
