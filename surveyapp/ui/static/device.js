// A mark on the device that says one thing: this survey was answered here. It is never sent to anybody.
"use strict";
(() => {
  const nameOf = (box) => `answered ${box.dataset.wave}`;
  const try_ = (step) => {
    try { return step(); } catch { return null; } // some browsers keep nothing, and that is fine
  };

  const thanks = document.getElementById("remembered");
  if (thanks) {
    thanks.hidden = try_(() => localStorage.setItem(nameOf(thanks), "1")) === null;
    const button = thanks.querySelector("button");
    button.addEventListener("click", () => {
      try_(() => localStorage.removeItem(nameOf(thanks)));
      const words = thanks.querySelector("[role=status]");
      words.textContent = words.dataset.gone;
      button.remove();
    });
  }

  const notice = document.getElementById("answered");
  if (notice && try_(() => localStorage.getItem(nameOf(notice)))) {
    const form = document.getElementById("page");
    notice.hidden = false;
    form.hidden = true;
    notice.querySelector("a").addEventListener("click", (event) => {
      event.preventDefault();
      form.hidden = false;
      notice.hidden = true;
      form.querySelector("button").focus();
    });
  }
})();
