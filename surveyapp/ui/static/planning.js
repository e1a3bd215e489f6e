// The map of a scenario: a tap on a square kilometre chooses it in the form; the list does the same.
"use strict";
for (const map of document.querySelectorAll("[data-plan]")) {
  const select = document.getElementById("spot");
  const chosen = map.querySelector(".plan__chosen");
  const hint = document.querySelector("[data-plan-hint]");
  const show = () => {
    const square = select.value && map.querySelector(`[data-spot="${CSS.escape(select.value)}"]`);
    chosen.setAttribute("visibility", square ? "visible" : "hidden");
    if (!square) return;
    chosen.setAttribute("x", square.getAttribute("x"));
    chosen.setAttribute("y", square.getAttribute("y"));
  };
  map.addEventListener("click", (event) => {
    const square = event.target.closest("[data-spot]");
    if (!square) return;
    select.value = square.dataset.spot;
    show();
    hint.textContent = select.selectedOptions[0].text;
  });
  hint.setAttribute("role", "status");
  hint.hidden = false;
  map.classList.add("plan__map--live");
  select.addEventListener("change", show);
  show();
}
