// Keeps a ranking in order while ranks are given, and adds buttons that move an answer up and down.
// The lists of ranks stay what is sent.
"use strict";
for (const set of document.querySelectorAll("[data-ranking]")) {
  const box = set.querySelector(".ranks");
  const rows = [...box.children];
  const list = (row) => row.querySelector("select");
  const words = (row) => row.querySelector("label").textContent.trim();
  const most = list(rows[0]).options.length - 1;
  const told = document.createElement("p");
  told.className = "quiet";
  told.setAttribute("role", "status");
  let ranked = [];

  const draw = () => {
    ranked.forEach((row, place) => (list(row).value = place + 1));
    const rest = rows.filter((row) => !ranked.includes(row));
    for (const row of rest) list(row).value = "";
    const focused = document.activeElement;
    for (const row of [...ranked, ...rest]) {
      box.append(row);
      row.classList.toggle("ranked", ranked.includes(row));
      const [up, down] = row.querySelectorAll("button");
      const place = ranked.indexOf(row);
      up.disabled = place === 0 || (place < 0 && ranked.length === most);
      down.disabled = place < 0;
    }
    if (focused?.disabled) list(focused.closest(".rank")).focus();
    else focused?.focus({ preventScroll: true });
  };
  const put = (row, place) => {
    ranked = ranked.filter((each) => each !== row);
    if (place !== null) {
      ranked.splice(place, 0, row);
      for (const box of set.querySelectorAll("[type=checkbox]")) box.checked = false;
    }
    ranked.length = Math.min(ranked.length, most);
    draw();
    told.textContent = `${words(row)}: ${list(row).selectedOptions[0].text}`;
    set.dispatchEvent(new Event("change", { bubbles: true }));
  };
  const read = () => {
    const given = rows.filter((row) => list(row).value);
    ranked = given.sort((one, other) => list(one).value - list(other).value);
  };
  const move = (row, by) => {
    const place = ranked.indexOf(row);
    if (place < 0) put(row, ranked.length);
    else put(row, by > 0 && place === ranked.length - 1 ? null : place + by);
  };

  for (const row of rows) {
    const buttons = document.createElement("span");
    for (const [by, sign, name] of [[-1, "↑", set.dataset.up], [1, "↓", set.dataset.down]]) {
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "step", textContent: sign });
      button.setAttribute("aria-label", `${words(row)}: ${name}`);
      button.addEventListener("click", () => move(row, by));
      buttons.append(button);
    }
    row.append(buttons);
    list(row).addEventListener("change", () => put(row, list(row).value ? list(row).value - 1 : null));
  }
  set.append(told);
  // "keine Angabe" empties the lists.
  set.addEventListener("change", (event) => {
    if (event.target.type === "checkbox" && event.target.checked) {
      ranked = [];
      draw();
    }
  });
  addEventListener("pageshow", () => {
    const twice = new Set(rows.map((row) => list(row).value).filter(Boolean));
    const given = rows.filter((row) => list(row).value);
    if (twice.size < given.length) return; // what was doubled stays as it was sent, beside its message
    read();
    draw();
  });
}
