// On the first page: only where this device keeps something of a survey, looks what it is.
"use strict";
globalThis.surveyWaiting = (async () => {
  const me = document.currentScript.dataset;
  const kept = indexedDB.databases ? await indexedDB.databases() : [{ name: "survey" }];
  if (!kept.some(({ name }) => name === "survey")) return false;
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

  if (form.elements.code) {
    // A code opens what was kept with it; nothing is seen of it before.
    let tried = "";
    document.addEventListener("submit", async (event) => {
      const code = surveyKey.plain(form.elements.code.value);
      if (event.target !== form || code === tried) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      tried = code;
      if (await keep.unlock(home, code).catch(() => false)) return void location.assign(link.href);
      form.requestSubmit(event.submitter);
    }, true);
  }
  return true;
})().catch(() => false);
