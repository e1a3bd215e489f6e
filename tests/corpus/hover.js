// Draws every figure and hovers over the first point of each of its traces.
async () => {
    let hovered = 0;
    for (const figure of document.querySelectorAll('.figure:has(.figure__json)')) {
        figure.querySelector('.figure__frame').scrollIntoView();
        while (!figure.dataset.ready) await new Promise(requestAnimationFrame);
        const plot = figure.querySelector('.figure__plot');
        plot.data.forEach((_, curveNumber) => Plotly.Fx.hover(plot, [{curveNumber, pointNumber: 0}]));
        hovered += 1;
    }
    return hovered;
}
