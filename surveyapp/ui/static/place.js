// A device that families share: one family after another, and nothing of one is left for the next.
// Runs before the page is drawn, because a page of an earlier family must not be seen for a moment.
"use strict";
(() => {
  const root = document.documentElement;
  const { family = "" } = root.dataset;
  const PAUSE = 90, WARNED = 20, AFTER_THANKS = 30; // seconds
  const HELPER = "helper name", FIRST = "first page"; // what outlives a family, in this window only
  const isUnattended = "unattended" in root.dataset;
  const store = (step) => {
    try { return step(sessionStorage); } catch { return null; } // some browsers keep nothing
  };

  const start = root.dataset.start || store((kept) => kept.getItem(FIRST)) || "/";
  store((kept) => kept.setItem(FIRST, start));

  // Which family the device is at: "new" between the first page and the first questions.
  const forget = () => {
    const lasting = [HELPER, FIRST].map((name) => [name, store((kept) => kept.getItem(name))]);
    store((kept) => kept.clear());
    for (const [name, value] of lasting) if (value) store((kept) => kept.setItem(name, value));
    store(() => localStorage.removeItem("display")); // how the page looks was the wish of one family
    // A device that also serves somebody who helps holds what waits to be sent; it is sealed, and stays.
    if (!isUnattended || store(() => localStorage.getItem("survey-stays"))) return;
    store(() => localStorage.removeItem("survey-device"));
    store(() => globalThis.indexedDB?.deleteDatabase("survey"));
  };
  const begin = () => {
    forget();
    document.body?.replaceChildren();
    location.replace(start);
  };
  const isTheirs = () => {
    const known = store((kept) => kept.getItem("family") ?? "");
    if (known === null) return true; // nothing can be kept, so nothing can be compared
    if (known === "new") store((kept) => kept.setItem("family", family));
    return known === "new" || known === family;
  };
  // A page of an earlier family, sent for once more by the back button, shows nothing and leads to the start.
  const admit = () => {
    if (!family) return forget();
    if (family === "any") return void store((kept) => kept.getItem("family") || kept.setItem("family", "new"));
    root.hidden = !isTheirs();
    if (root.hidden) begin();
  };
  admit();
  addEventListener("pageshow", (event) => event.persisted && admit());
  addEventListener("submit", () => family || store((kept) => kept.setItem("family", "new")));

  let touched = Date.now();
  const touch = () => {
    touched = Date.now();
    document.getElementById("still-there")?.close();
  };
  const watch = () => {
    const isOver = document.querySelector("[data-again]");
    const dialog = document.getElementById("still-there");
    const idle = (Date.now() - touched) / 1000;
    const left = Math.ceil(PAUSE + WARNED - idle);
    if (isOver ? idle >= AFTER_THANKS : left <= 0) return begin();
    if (!isOver && family && idle >= PAUSE) {
      dialog.querySelector(".seconds").textContent = left;
      if (!dialog.open) dialog.showModal();
    }
    setTimeout(watch, 1000);
  };
  const isPristine = () =>
    location.pathname === new URL(start, location.href).pathname && !location.search && !document.querySelector(".code")?.value;
  const patience = () => {
    if ((Date.now() - touched) / 1000 < PAUSE || isPristine()) setTimeout(patience, 1000);
    else begin();
  };

  // One button hides the answers from whoever sits beside.
  const curtain = () => {
    const dialog = document.getElementById("curtain");
    const button = document.getElementById("hide-answers");
    if (!dialog || !button) return;
    button.parentElement.hidden = false;
    button.addEventListener("click", () => dialog.showModal());
    dialog.querySelector("button").addEventListener("click", () => dialog.close());
  };
  const named = () => {
    const field = document.getElementById("helper-name");
    const title = document.querySelector("[data-named]");
    if (!field || !title) return;
    const plain = title.textContent;
    const show = () => {
      const name = field.value.trim();
      title.textContent = name ? title.dataset.named.replace("#", name) : plain;
      store((kept) => (name ? kept.setItem(HELPER, name) : kept.removeItem(HELPER)));
    };
    field.value = store((kept) => kept.getItem(HELPER)) ?? "";
    show();
    field.addEventListener("input", show);
  };

  addEventListener("DOMContentLoaded", () => {
    document.addEventListener("click", (event) => {
      if (!event.target.closest("[data-again]")) return;
      event.preventDefault();
      begin();
    });
    curtain();
    named();
    if (!isUnattended) return;
    for (const kind of ["pointerdown", "keydown", "wheel", "touchmove", "input"]) {
      addEventListener(kind, touch, { capture: true, passive: true });
    }
    (family ? watch : patience)();
  });
})();
