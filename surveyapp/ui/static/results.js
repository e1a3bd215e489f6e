/* Figures come as pictures; when one scrolls into view it becomes a chart that answers to the pointer.
   Without this file every page works the same. */
(function () {
  "use strict";
  const addresses = document.currentScript.dataset;
  const config = {
    showSendToCloud: false, plotlyServerURL: "", displaylogo: false, locale: "de", responsive: true,
    modeBarButtonsToRemove: ["toImage", "lasso2d", "select2d", "autoScale2d"],
  };
  const template = JSON.parse(document.getElementById("plot-template").textContent);
  let library = null;

  function load(address) {
    return new Promise(function (resolve, reject) {
      const script = document.createElement("script");
      script.src = address;
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });
  }

  function plotly() {
    library = library || load(addresses.plotly).then(function () { return load(addresses.locale); });
    return library;
  }

  function svg(name, attributes, parts) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.entries(attributes).forEach(function (pair) { element.setAttribute(pair[0], pair[1]); });
    element.append(...(parts || []));
    return element;
  }

  function swatch(entry) {
    const box = svg("rect", {
      x: 2, y: 2, width: 16, height: 12, fill: entry.fill, stroke: entry.line,
      "stroke-width": entry.thick, "stroke-dasharray": entry.is_dashed ? "5 2" : "none",
    });
    const stripes = svg("path", { d: "M3 13L13 3M10 14L18 6M2 7L6 3", stroke: "#fff", "stroke-width": 2 });
    const parts = entry.is_hatched ? [box, stripes] : [box];
    return svg("svg", { class: "figure__swatch", width: 20, height: 16, "aria-hidden": "true" }, parts);
  }

  /* The key stands as a list under the chart: Plotly's own would scroll or be cut on a phone. */
  function key(entries) {
    const list = document.createElement("ul");
    list.className = "figure__key";
    list.hidden = entries.length === 0;
    entries.forEach(function (entry) {
      const line = document.createElement("li");
      const mark = document.createElement("span");
      mark.className = "figure__mark";
      mark.textContent = entry.mark;
      const words = document.createElement("span");
      words.textContent = entry.words;
      line.append(entry.mark ? mark : swatch(entry), words);
      if (entry.is_narrow_only) line.className = "narrow-only";
      list.append(line);
    });
    return list;
  }

  /* Some charts shorten their words on narrow screens, also when a tablet is turned. */
  function fit(plot, layout) {
    if (!layout.meta.narrow) return;
    const wide = window.matchMedia("(min-width: 48rem)");
    const usual = {};
    Object.keys(layout.meta.narrow).forEach(function (name) {
      usual[name] = name.split(".").reduce(function (part, step) { return part[step]; }, layout);
    });
    function relayout() { window.Plotly.relayout(plot, wide.matches ? usual : layout.meta.narrow); }
    wide.addEventListener("change", relayout);
    if (!wide.matches) relayout();
  }

  async function draw(figure) {
    const frame = figure.querySelector(".figure__frame");
    if (frame.dataset.drawn) return frame.querySelector(".figure__plot");
    frame.dataset.drawn = "yes";
    await plotly();
    const pictures = frame.querySelectorAll(".picture");
    const made = JSON.parse(figure.querySelector(".figure__json").textContent);
    const plot = document.createElement("div");
    plot.className = "figure__plot";
    const words = document.createElement("p");
    words.className = "kern-sr-only";
    words.textContent = pictures[0].getAttribute("aria-label");
    frame.append(words, plot);
    pictures.forEach(function (picture) { picture.setAttribute("hidden", ""); });
    await window.Plotly.newPlot(plot, made.data, Object.assign({ template: template }, made.layout), config);
    frame.append(key(made.layout.meta.key));
    fit(plot, made.layout);
    figure.dataset.ready = "yes";
    return plot;
  }

  function hand(blob, name) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
  }

  /* The saved picture is the still one: it carries its key, and Plotly need not be loaded for it. */
  async function save(figure) {
    const still = [...figure.querySelectorAll(".picture")].pop().cloneNode(true);
    still.removeAttribute("hidden");
    const box = still.viewBox.baseVal;
    const width = 640;
    const height = box && box.width ? width * box.height / box.width : Number(still.getAttribute("height"));
    still.setAttribute("width", 2 * width);
    still.setAttribute("height", 2 * height);
    // Places in per cent then count from these 640 pixels, as in the saved SVG.
    if (!(box && box.width)) still.setAttribute("viewBox", "0 0 " + width + " " + height);
    const address = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(still)], { type: "image/svg+xml" }));
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = 2 * width;
    canvas.height = 2 * height;
    canvas.getContext("2d").drawImage(image, 0, 0);
    URL.revokeObjectURL(address);
    canvas.toBlob(function (blob) { hand(blob, figure.id + ".png"); }, "image/png");
  }

  const figures = document.querySelectorAll(".figure");
  figures.forEach(function (figure) {
    const button = figure.querySelector(".figure__png");
    button.hidden = false;
    button.addEventListener("click", function () { save(figure); });
  });

  const isSparing = navigator.connection && navigator.connection.saveData;
  if (isSparing || !("IntersectionObserver" in window)) return;
  const watcher = new IntersectionObserver(function (entries) {
    entries.filter(function (entry) { return entry.isIntersecting; }).forEach(function (entry) {
      watcher.unobserve(entry.target);
      draw(entry.target);
    });
  });
  figures.forEach(function (figure) { watcher.observe(figure); });
})();
