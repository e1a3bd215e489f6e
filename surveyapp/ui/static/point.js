// A marker on the outline of the county: set by a tap, moved by buttons or arrow keys, a kilometre a time.
"use strict";
for (const map of document.querySelectorAll("[data-point]")) {
  const { point: name, corner, near, middle, empty } = map.dataset;
  const [west, north] = corner.split(" ").map(Number);
  const svg = map.querySelector("svg");
  const pin = map.querySelector(".pin");
  const told = map.querySelector("[role=status]");
  const select = document.getElementById(name);
  const places = [...select.options].filter((option) => option.dataset.cell);
  const sent = document.createElement("input");
  sent.type = "hidden";
  sent.name = name;
  map.append(sent);

  const read = (cell) => {
    const parts = /^1kmN(\d{4})E(\d{4})$/.exec(cell);
    return parts && { y: Number(parts[1]), x: Number(parts[2]) };
  };
  const say = (here) => {
    if (!here) return empty;
    const far = places.map((option) => {
      const there = read(option.dataset.cell);
      return [Math.hypot(here.x - there.x, here.y - there.y), option.text];
    }).sort((one, other) => one[0] - other[0])[0];
    return (far[0] < 1 ? middle : near).replace("#", Math.round(far[0])).replace("@", far[1]);
  };
  const put = (here, isTyped = true) => {
    const { width, height } = svg.viewBox.baseVal;
    if (here) here = { x: Math.min(Math.max(here.x, west), west + width - 1), y: Math.min(Math.max(here.y, north - height), north - 1) };
    sent.value = here ? `1kmN${here.y}E${here.x}` : "";
    pin.setAttribute("visibility", here ? "visible" : "hidden");
    if (here) pin.setAttribute("transform", `translate(${here.x - west} ${north - here.y - 1})`);
    told.textContent = say(here);
    const option = places.find((each) => each.dataset.cell === sent.value);
    select.value = option ? option.value : "";
    if (isTyped) sent.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const start = () => read(select.selectedOptions[0]?.dataset.cell ?? "") ?? { x: west + Math.floor(svg.viewBox.baseVal.width / 2), y: north - Math.floor(svg.viewBox.baseVal.height / 2) };
  const move = (x, y) => {
    const here = read(sent.value);
    put(here ? { x: here.x + x, y: here.y + y } : start());
  };

  svg.addEventListener("click", (event) => {
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    put({ x: west + Math.floor(at.x), y: north - Math.ceil(at.y) });
  });
  for (const button of map.querySelectorAll("[data-by]")) {
    button.addEventListener("click", () => (button.dataset.by ? move(...button.dataset.by.split(" ").map(Number)) : put(null)));
  }
  map.addEventListener("keydown", (event) => {
    const by = { ArrowUp: [0, 1], ArrowDown: [0, -1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }[event.key];
    if (!by) return;
    event.preventDefault();
    move(...by);
  });
  select.addEventListener("change", () => put(read(select.selectedOptions[0].dataset.cell ?? "")));
  document.addEventListener("change", ({ target }) => {
    if (target.dataset.clears === name && target.checked) put(null, false);
  });
  map.hidden = false;
  put(read(map.dataset.cell || (select.selectedOptions[0]?.dataset.cell ?? "")), false);
}
