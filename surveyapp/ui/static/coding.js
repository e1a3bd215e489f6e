/* Keys for those who give many texts their themes. They work only while the focus is in a text, and
   everything works without them. */
(() => {
  "use strict";
  const form = document.querySelector("[data-coding]");
  if (!form) return;
  document.querySelector("[data-coding-keys]").hidden = false;
  form.classList.add("coding-by-keys");
  const texts = [...form.querySelectorAll("fieldset.coding:enabled")];
  const boxes = (text) => [...text.querySelectorAll("input[name^='thema-']")];
  const none = (text) => boxes(text).at(-1);

  const step = (text, by) => {
    // After the last text comes the button that saves the page.
    const next = texts[texts.indexOf(text) + by] || (by > 0 && form.querySelector("button[type=submit]"));
    if (!next) return;
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  };

  const press = (box) => {
    if (!box) return;
    box.checked = !box.checked;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const confirm = (text) => {
    const box = text.querySelector("input[name^='stimmt-']");
    if (box) box.checked = true;
    step(text, 1);
  };

  form.addEventListener("keydown", (event) => {
    const text = event.target.closest("fieldset.coding");
    if (!text || text.disabled || event.ctrlKey || event.altKey || event.metaKey) return;
    const themes = boxes(text).slice(0, -1);
    const does = {
      n: () => step(text, 1),
      p: () => step(text, -1),
      Enter: () => confirm(text),
      0: () => press(none(text)),
    };
    const number = /^[1-9]$/.test(event.key) ? Number(event.key) : 0;
    const act = number ? () => press(themes[number - 1]) : does[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  form.addEventListener("change", (event) => {
    const text = event.target.closest("fieldset.coding");
    if (!event.target.checked || !event.target.name.startsWith("thema-")) return;
    const isNone = event.target === none(text);
    boxes(text).forEach((box) => {
      if (box !== event.target && (isNone || box === none(text))) box.checked = false;
    });
  });
})();
