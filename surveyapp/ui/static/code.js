// The code on the first page: taken from the QR code's address, and checked before anything is sent.
// The check is the one of surveyapp/access/codes.py; the page works without it.
"use strict";
(() => {
  const ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
  const field = document.querySelector("input.code");
  if (!field) return;
  const GROUPS = field.dataset.group.split(" ").map(Number); // a code has three groups of so many symbols

  // Arabic and Persian digits count as western ones.
  const western = (text) => text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => digit.charCodeAt(0) & 15);
  const readCode = (typed) => {
    const code = western(typed).replace(/[^\p{L}\p{N}]+/gu, "").toUpperCase();
    const values = [...code].map((symbol) => ALPHABET.indexOf(symbol));
    if (!GROUPS.includes(values.length / 3) || values.includes(-1)) return null;
    const sum = values.reduce((total, value, place) => total + (place + 1) * value, 0);
    return sum % 31 === 0 ? code : null;
  };
  const written = (code) => code.match(new RegExp(`.{${code.length / 3}}`, "g")).join("-");

  // No browser sends what stands behind "#", and no log can hold it; it does not stay in the address either.
  const take = () => {
    let typed = location.hash.slice(1);
    if (!typed || document.getElementById(typed)) return;
    try {
      typed = decodeURIComponent(typed);
    } catch {
      // A damaged address is shown as it is: the family compares it with the letter.
    }
    const code = readCode(typed);
    field.value = code ? written(code) : typed.toUpperCase();
    history.replaceState(null, "", location.pathname + location.search);
  };
  take();
  addEventListener("hashchange", take);

  // Another language is another page: the code goes along, again behind "#".
  for (const link of document.querySelectorAll("nav a[hreflang]")) {
    link.addEventListener("click", () => {
      link.hash = readCode(field.value) ?? "";
    });
  }

  const made = (name, attributes, ...inside) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...inside);
    return element;
  };
  const complain = () => {
    const { heading, fault, mistyped } = field.dataset;
    document.querySelector("[role=alert]")?.remove();
    document.getElementById(`${field.id}~error`)?.remove();
    const alert = made("div", { class: "box alert", role: "alert", tabindex: "-1", "aria-labelledby": "errors" },
      made("h2", { id: "errors" }, heading),
      made("p", {}, made("a", { href: `#${field.id}` }, mistyped)));
    document.querySelector("main").prepend(alert);
    field.before(made("p", { class: "error", id: `${field.id}~error` }, made("b", {}, fault), ` ${mistyped}`));
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", `${field.id}~hint ${field.id}~error`);
    field.closest(".question").classList.add("wrong");
    if (!document.title.startsWith(fault)) document.title = `${fault} ${document.title}`;
    alert.focus();
  };
  field.form.addEventListener("submit", (event) => {
    if (readCode(field.value)) return;
    event.preventDefault();
    event.stopPropagation(); // nothing was sent, so the button may be pressed again
    complain();
  });
})();
