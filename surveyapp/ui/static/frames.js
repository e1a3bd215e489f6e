// Makes each frame as high as the page in it, so that the whole of it is seen and printed.
"use strict";

for (const frame of document.querySelectorAll("iframe")) {
  const grow = () => {
    frame.style.blockSize = "";
    const root = frame.contentDocument?.documentElement;
    if (root) frame.style.blockSize = `${root.scrollHeight}px`;
  };
  frame.addEventListener("load", grow);
  grow();
}
