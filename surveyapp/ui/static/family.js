// Small comforts on families' pages; every page works without them.
"use strict";
(() => {
  const one = (selector) => document.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];

  // Families move the focus themselves, except when something went wrong.
  one("[role=alert]")?.focus();

  // "keine Angabe" and "keine davon" stand alone.
  document.addEventListener("change", (event) => {
    const box = event.target;
    if (box.type !== "checkbox" || !box.checked) return;
    for (const other of all(`[name="${box.name}"]:checked`)) {
      if (other !== box && ("alone" in box.dataset || "alone" in other.dataset)) other.checked = false;
    }
    const cleared = box.dataset.clears;
    if (cleared) for (const input of all(`[name="${cleared}"], [name^="${cleared}."]`)) input.value = "";
  });
  document.addEventListener("input", (event) => {
    const { name, type, value } = event.target;
    if (!value || /^(radio|checkbox|button)$/.test(type)) return;
    for (const box of all(`[data-clears="${name}"], [data-clears="${name.split(".")[0]}"]`)) box.checked = false;
  });

  for (const left of all("[data-left]")) {
    const area = document.getElementById(left.dataset.left);
    const tell = () => {
      const rest = area.maxLength - area.value.length;
      left.textContent = rest > 100 ? "" : left.dataset.text.replace("#", rest);
    };
    area.addEventListener("input", tell);
    tell();
  }

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
})();
