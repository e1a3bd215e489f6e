// Turns the points of a scale into a slider. The radio buttons stay what is sent, so a slider nobody
// touched is no answer.
"use strict";
for (const set of document.querySelectorAll("[data-slider]")) {
  const labels = [...set.querySelectorAll(".choice:not(.refusal)")];
  const radios = labels.map((label) => label.querySelector("input"));
  const legend = set.querySelector("legend");
  const range = document.createElement("input");
  const said = document.createElement("output");
  const slider = document.createElement("label");
  const id = radios[0].id;
  radios[0].id = `${id}~0`;
  legend.id = `${id}~legend`;
  Object.assign(range, { type: "range", id, min: 0, max: radios.length - 1 });
  range.setAttribute("aria-labelledby", legend.id);
  slider.className = "slider";
  slider.append(said, range);
  const ends = set.querySelector(".ends");
  (ends || set.querySelector(".choices")).before(slider);
  if (ends) range.setAttribute("aria-describedby", ends.id);
  for (const label of labels) label.hidden = true;

  const show = () => {
    const place = radios.findIndex((radio) => radio.checked);
    slider.classList.toggle("untouched", place < 0);
    range.value = place < 0 ? (radios.length - 1) / 2 : place;
    said.textContent = place < 0 ? set.dataset.slider : labels[place].textContent.trim();
    range.setAttribute("aria-valuetext", said.textContent);
  };
  const take = () => {
    radios[range.value].checked = true;
    range.dispatchEvent(new Event("change", { bubbles: true }));
  };
  range.addEventListener("input", take);
  range.addEventListener("pointerup", take);
  range.addEventListener("keyup", (event) => {
    if (/^(Arrow|Home|End|Page| )/.test(event.key)) take();
  });
  set.addEventListener("change", show);
  addEventListener("pageshow", show);
  show();
}
