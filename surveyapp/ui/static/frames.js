// Makes each frame as high as the page in it, so that the whole of it is seen; smaller on paper.
"use strict";

const PHONE = 740;
const ON_PAPER = 0.6;

for (const frame of document.querySelectorAll("iframe")) {
  const fit = (scale) => {
    const root = frame.contentDocument?.documentElement;
    if (!root) return;
    frame.style.inlineSize = "";
    frame.style.blockSize = "1px";
    root.style.zoom = 1;
    const [width, height] = [frame.clientWidth, root.scrollHeight];
    root.style.zoom = scale;
    const shown = scale === 1 ? Math.max(height, PHONE) : height * scale;
    frame.style.blockSize = `${Math.ceil(shown)}px`;
    if (scale !== 1) frame.style.inlineSize = `${Math.ceil(width * scale)}px`;
  };
  frame.addEventListener("load", () => fit(1));
  addEventListener("beforeprint", () => fit(ON_PAPER));
  addEventListener("afterprint", () => fit(1));
  fit(1);
}
