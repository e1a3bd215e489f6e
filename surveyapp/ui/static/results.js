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

  async function draw(figure) {
    const frame = figure.querySelector(".figure__frame");
    if (frame.dataset.drawn) return frame.querySelector(".figure__plot");
    frame.dataset.drawn = "yes";
    await plotly();
    const picture = frame.querySelector(".picture");
    const made = JSON.parse(figure.querySelector(".figure__json").textContent);
    const plot = document.createElement("div");
    plot.className = "figure__plot";
    const words = document.createElement("p");
    words.className = "kern-sr-only";
    words.textContent = picture.getAttribute("aria-label");
    frame.append(words, plot);
    picture.setAttribute("hidden", "");
    await window.Plotly.newPlot(plot, made.data, Object.assign({ template: template }, made.layout), config);
    figure.dataset.ready = "yes";
    return plot;
  }

  async function save(figure) {
    const plot = await draw(figure);
    const height = plot.offsetHeight;
    await window.Plotly.downloadImage(plot, {
      format: "png", filename: figure.id, scale: 2, width: Math.max(700, plot.offsetWidth), height: height,
    });
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
