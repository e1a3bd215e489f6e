// Small comforts on families' pages; every page works without them. It runs before the page is drawn,
// so that nobody sees it first in other colours or letters than asked for.
"use strict";
(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const root = document.documentElement;

  // How a family wants the page: known while the window is open, and kept on the device only on wish.
  const NAME = "display";
  const try_ = (step) => {
    try { return step(); } catch { return null; } // some browsers keep nothing, and that is fine
  };
  const wishes = JSON.parse(try_(() => localStorage.getItem(NAME) ?? sessionStorage.getItem(NAME)) ?? "{}");
  const dark = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).find((rule) => /scheme: dark/.test(rule.media?.mediaText));
  const byDevice = dark?.media.mediaText;
  const apply = () => {
    if ("size" in wishes) root.dataset.size = wishes.size;
    if (dark) dark.media.mediaText = { dark: "screen", light: "not all" }[wishes.colours] ?? byDevice;
  };
  const wish = (name, value) => {
    wishes[name] = value;
    const text = JSON.stringify(wishes);
    try_(() => sessionStorage.setItem(NAME, text));
    try_(() => (wishes.kept ? localStorage.setItem(NAME, text) : localStorage.removeItem(NAME)));
    apply();
  };
  apply();
  root.dataset.scripts = "on"; // what needs them has its place from the first line drawn
  globalThis.surveyDisplay = Object.freeze({ wishes, wish });

  const show = (control) => {
    const { wish: name } = control.dataset;
    const isBox = control.type === "checkbox";
    const given = wishes[name] ?? root.dataset[name] ?? "";
    if (isBox) control.checked = given === control.value;
    else control.value = given;
    control.addEventListener("change", () => wish(name, isBox && !control.checked ? "" : control.value));
  };

  // One menu at a time, and none over what has the focus.
  const close = (target) => {
    for (const menu of all("[name=menu][open]")) if (!menu.contains(target)) menu.open = false;
  };
  for (const event of ["click", "focusin"]) document.addEventListener(event, ({ target }) => close(target));
  document.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape") return;
    document.activeElement?.closest("[name=menu][open]")?.querySelector("summary").focus();
    close(null);
  });

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
    all("[data-wish]").forEach(show);
    // Families move the focus themselves, except when something went wrong.
    document.querySelector("[role=alert]")?.focus();
  });
})();
