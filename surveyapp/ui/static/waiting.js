// On the first page: only where this device keeps something of a survey, looks what it is.
"use strict";
(async () => {
  const me = document.currentScript.dataset;
  if (!localStorage.getItem("survey-device")) return;
  for (const address of me.parts.split(" ")) {
    const script = Object.assign(document.createElement("script"), { src: address });
    await new Promise((done, fail) => (Object.assign(script, { onload: done, onerror: fail }), document.head.append(script)));
  }
  const keep = globalThis.surveyKeep;
  const home = keep.homeOf(location.pathname);
  const form = document.getElementById("page");
  await keep.tidy();
  await keep.sweep();
  const note = document.getElementById("on-device");
  const link = note.querySelector("a");
  const tell = (words) => Object.assign(note, { hidden: false }) && (link.textContent = words);
  if ((await keep.all("queue")).some((each) => each.home === home)) tell(note.dataset.waits);
  else if (note.dataset.kept && (await keep.locked(home)).length) tell(note.dataset.kept);

  // A code opens what was kept with it; nothing is seen of it before.
  const code = form.elements.code;
  let passed = false;
  if (!code) return;
  document.addEventListener("submit", async (event) => {
    if (passed || event.target !== form) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (await keep.unlock(home, code.value.toUpperCase().replace(/[^A-Z0-9]/g, "")).catch(() => false)) {
      return location.assign(link.href);
    }
    passed = true;
    form.requestSubmit(event.submitter);
    passed = false;
  }, true);
})().catch(() => {});
