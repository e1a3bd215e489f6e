// Makes a long list searchable: a field to type in, over a list of what fits. The list of the page
// stays what is sent.
"use strict";
for (const select of document.querySelectorAll("select[data-search]")) {
  const { id } = select;
  const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f\u2068\u2069]/g, "").replace(/ß/g, "ss").toLowerCase();
  const entries = [...select.options].filter((option) => option.value);
  const make = (tag, attributes) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };
  const field = make("input", {
    type: "text", role: "combobox", id, autocomplete: "off", autocapitalize: "off", spellcheck: "false",
    "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${id}~list`,
    placeholder: select.dataset.hint,
  });
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (select.hasAttribute(name)) field.setAttribute(name, select.getAttribute(name));
  }
  const list = make("ul", { role: "listbox", id: `${id}~list`, "aria-label": select.labels[0].textContent.trim() });
  const told = make("p", { class: "quiet", role: "status" });
  const box = make("div", { class: "combobox" });
  const shelf = make("label", { class: "quiet", "aria-hidden": "true" });
  select.removeAttribute("id");
  select.tabIndex = -1;
  select.before(box);
  shelf.append(select);
  box.append(field, list, told, shelf);
  list.hidden = true;
  let shown = [];
  let at = -1;

  const isOpen = () => !list.hidden;
  const mark = (place) => {
    list.children[at]?.setAttribute("aria-selected", "false");
    at = place;
    const marked = list.children[at];
    if (!marked) return field.removeAttribute("aria-activedescendant");
    marked.setAttribute("aria-selected", "true");
    marked.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", marked.id);
  };
  const close = () => {
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    mark(-1);
  };
  const show = () => {
    const chosen = select.selectedOptions[0];
    field.value = chosen?.value ? chosen.text : "";
  };
  const choose = (option) => {
    select.value = option ? option.value : "";
    show();
    close();
    select.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const open = (words) => {
    const wanted = plain(words.trim());
    const begins = (option) => plain(option.text).startsWith(wanted);
    const fits = entries.filter((option) => !option.hidden && !("always" in option.dataset) && plain(option.text).includes(wanted));
    fits.sort((one, other) => begins(other) - begins(one));
    shown = [...fits, ...entries.filter((option) => "always" in option.dataset)];
    told.textContent = fits.length ? select.dataset.found.replace("#", fits.length) : select.dataset.none;
    const items = shown.map((option, place) => {
      const item = make("li", { role: "option", id: `${id}~list${place}`, "aria-selected": "false" });
      item.textContent = option.text;
      return item;
    });
    if (!fits.length) {
      const none = make("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" });
      none.textContent = select.dataset.none;
      items.push(none);
    }
    list.replaceChildren(...items);
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
    at = -1;
    mark(wanted && fits.length ? 0 : -1);
  };
  const keys = {
    ArrowDown: () => (isOpen() ? mark(Math.min(at + 1, shown.length - 1)) : open("")),
    ArrowUp: () => (isOpen() ? mark(Math.max(at - 1, 0)) : open("")),
    Enter: () => isOpen() && (shown[at] ? choose(shown[at]) : close()),
    Escape: () => {
      if (isOpen()) close();
      else choose(null);
    },
  };
  field.addEventListener("keydown", (event) => {
    if (!keys[event.key] || (event.key === "Enter" && !isOpen())) return;
    event.preventDefault();
    keys[event.key]();
  });
  field.addEventListener("input", () => {
    select.value = "";
    open(field.value);
  });
  field.addEventListener("click", () => (isOpen() ? close() : open("")));
  // A finger on the list must not take the focus, or the list would close before it is lifted.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = shown[[...list.children].indexOf(event.target)];
    if (option) choose(option);
  });
  field.addEventListener("blur", () => {
    const only = shown.filter((option) => !("always" in option.dataset));
    const exact = entries.find((option) => !option.hidden && plain(option.text) === plain(field.value.trim()));
    if (isOpen() && field.value && !select.value && (exact || only.length === 1)) choose(exact || only[0]);
    close();
    show();
  });
  select.addEventListener("change", show);
  addEventListener("pageshow", show);
  show();
}
