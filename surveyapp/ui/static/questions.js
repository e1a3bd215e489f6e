// Small comforts while answering: answers that stand alone, and how much may still be written.
"use strict";
(() => {
  const all = (selector) => document.querySelectorAll(selector);

  // "keine Angabe" and "keine davon" stand alone.
  document.addEventListener("change", (event) => {
    const box = event.target;
    if (box.type !== "checkbox" || !box.name || !box.checked) return;
    for (const other of all(`[name="${box.name}"]:checked`)) {
      if (other !== box && ("alone" in box.dataset || "alone" in other.dataset)) other.checked = false;
    }
    const cleared = box.dataset.clears;
    if (cleared) for (const input of all(`[name="${cleared}"], [name^="${cleared}."]`)) input.value = "";
  });
  document.addEventListener("input", (event) => {
    const { name, type, value } = event.target;
    if (!name || !value || /^(radio|checkbox|button)$/.test(type)) return;
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
})();
