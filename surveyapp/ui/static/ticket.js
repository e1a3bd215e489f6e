// The blind ticket on families' pages: the code is exchanged for a signature on a number that tells nothing, so that
// no request carries code and answers together. Without this script the code travels sealed in the draft.
"use strict";
(async () => {
  const mode = document.currentScript.dataset.ticket;
  const home = /^.*\/f\/[^/]+\//.exec(location.pathname)[0];
  const { keyFor, plain } = globalThis.surveyKey;
  if (!globalThis.crypto?.subtle || !globalThis.indexedDB) return;
  // The first page loads what reads the device only where something is kept there.
  const isKept = Promise.resolve(globalThis.surveyWaiting ?? true);
  const kept = async (code) => ((await isKept) ? surveyBlind.kept(home, code) : undefined);

  const remembered = () => JSON.parse(sessionStorage.getItem(home) || "{}");
  const remember = (code, key) => sessionStorage.setItem(home, JSON.stringify({ code, key }));

  // Holds a form back until its work is done, and sends it with what the work found; null leaves out.
  const first = (form, isMeant, work, always = {}) => {
    let found = null;
    let isBusy = false;
    form.addEventListener("submit", async (event) => {
      const { submitter } = event;
      if (found || event.defaultPrevented || !isMeant(submitter)) return;
      event.preventDefault();
      event.stopPropagation();
      if (isBusy) return;
      isBusy = true;
      const failed = form.querySelector("[data-failed]");
      if (failed) failed.textContent = "";
      submitter?.setAttribute("aria-disabled", "true");
      found = await work().catch(() => null);
      await new Promise((next) => setTimeout(next)); // a form still telling of its submission takes no other
      submitter?.removeAttribute("aria-disabled");
      if (found) form.requestSubmit(submitter);
      else if (failed) failed.textContent = failed.dataset.failed;
      found = null;
      isBusy = false;
    });
    form.addEventListener("formdata", ({ formData }) => {
      for (const [name, value] of Object.entries({ ...always, ...found })) {
        if (value === null) formData.delete(name);
        else formData.set(name, value);
      }
    });
  };

  const form = document.getElementById("page");
  const begin = async () => {
    const code = plain(form.elements.code.value);
    try {
      const key = code.length === 12 && ((await kept(code))?.key || (await keyFor(home, code)));
      if (!key) return {};
      remember(code, key);
      return { do: "blind", code: null };
    } catch {
      return {}; // the code goes the other way, sealed in the draft
    }
  };
  const send = async () => {
    const typed = plain(form.elements.code?.value || "");
    let { code, key } = remembered();
    if (typed) [code, key] = [typed, (await kept(typed))?.key || (await keyFor(home, typed))];
    if (!code) return {};
    if (!key) return { "ticket-token": "refused" };
    remember(code, key);
    try {
      return { "ticket-token": await surveyBlind.tokenOf(home, code, key, form.elements.draft.value) };
    } catch (error) {
      const waits = await globalThis.surveyJournal?.wait(); // which leads to another page
      if (waits) return new Promise(() => {});
      throw error;
    }
  };
  const offer = (one) => {
    const template = document.getElementById("unsent");
    const waiting = template.content.querySelector("form");
    template.replaceWith(template.content);
    waiting.elements.draft.value = one.draft;
    first(waiting, () => true, async () => {
      remember(one.code, one.key);
      return { "ticket-token": await surveyBlind.tokenOf(home, one.code, one.key, one.draft) };
    });
  };
  const clear = async (isClosed) => {
    const { code } = remembered();
    sessionStorage.removeItem(home);
    const all = isClosed ? (await surveyBlind.ofSurvey(home)).map((one) => one.code) : [code];
    for (const each of all) if (each) await surveyBlind.drop(home, each);
    await surveyKeep.sweep();
  };
  const modes = {
    start: async () => {
      first(form, () => true, begin);
      const said = document.querySelector("[data-blind]");
      said.textContent = said.dataset.blind;
      const waiting = (await isKept) ? await surveyBlind.ofSurvey(home) : [];
      const one = waiting.find((each) => each.draft);
      if (one) offer(one);
    },
    send: () => first(form, (button) => button?.value === "send", send, { code: null }),
    sent: () => clear(false),
    closed: () => clear(true),
    // Whoever throws the answers away may begin again: the ticket stays.
    left: async () => {
      const one = await kept(remembered().code || "");
      if (one) await surveyBlind.store(home, { ...one, draft: "" });
      sessionStorage.removeItem(home);
    },
  };
  await modes[mode]?.();
})().catch(() => {}); // a browser that keeps nothing goes the other way
