// Shows how far a piece of long work is, and leads to its result as soon as there is one.
"use strict";

const PAUSE = 700;

const stand = () => document.getElementById("stand");

async function look() {
  let page;
  try {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) {
      location.reload();
      return;
    }
    page = new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    // Without network for a moment: the next look may get through.
    setTimeout(look, 5 * PAUSE);
    return;
  }
  show(page.getElementById("stand"));
}

function show(newer) {
  const { result } = newer.dataset;
  if (result) {
    location.replace(result);
    return;
  }
  if (newer.innerHTML !== stand().innerHTML) {
    replace(newer);
  }
  if ("isOpen" in newer.dataset) {
    setTimeout(look, PAUSE);
  }
}

// Changes in place: the focus stays near, and a screen reader hears the state when it changes, not every step.
function replace(newer) {
  const had = stand().contains(document.activeElement);
  const said = newer.querySelector("b").textContent;
  if (said !== stand().querySelector("b").textContent) {
    document.getElementById("gesagt").textContent = said;
  }
  stand().replaceChildren(...document.importNode(newer, true).childNodes);
  if (had) {
    stand().querySelector("button, a")?.focus();
  }
}

setTimeout(look, PAUSE);
