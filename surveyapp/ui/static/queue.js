// Finished answers that wait to be sent, each exactly once; used by pages and the service worker.
//
//   await surveyQueue.put(entry)    keeps an entry and asks the browser to send it when there is network; gives its id
//   await surveyQueue.all(home?)    entries of a survey, or of all: the entry with id, state, until and page
//   await surveyQueue.send(home?)   tries to send what waits; gives [{ id, state, page }] of those it tried
//   await surveyQueue.remove(id)    deletes one entry
//   await surveyQueue.clear(home)   deletes all entries of a survey, and their tickets
//   surveyQueue.entryOf(home, id, journal) makes an entry of a journal as journal.js writes it
//
// entry = { home: "/f/<slug>/", lang, mode: "web" | "assisted", document, journal: { screen: { field: [values] } },
//           draft: sealed draft the family went on from, or claim: surveyQueue.claim() made once and kept,
//           code, key: of the letter, where the survey needs one (key as surveyKey.keyFor gives it, or nothing),
//           id: of the journal it was made of; without it a new one }
// state = "waits": not sent yet. "asks": the server wants to show the family something first: post it natively.
//         "kept": the answers are in the urn, "page" is the last page with the receipt. "refused", "closed": never
//         will be, "page" says why.
// Only "waits" is ever sent. The same entry gives the same request, and a ticket is made once and kept before the
// answers go, so that whatever is cut off in between counts once. keep.js, key.js and blind.js are needed.
"use strict";
globalThis.surveyQueue ??= (() => {
  const keep = globalThis.surveyKeep;
  const FINAL = new Set(["kept", "refused", "closed"]);
  const TAG = "survey-queue";

  const store = ({ id, home, state, until, ...rest }) => keep.putSealed("queue", { id, home, state, until }, rest);
  const opened = async ({ body, ...rest }) => ({ ...rest, ...(await keep.openSealed({ body })) });
  const registration = () => globalThis.registration ?? navigator.serviceWorker?.getRegistration();

  const put = async (entry) => {
    const whole = { id: keep.name(), ...entry, state: "waits", until: keep.day(keep.DAYS) };
    await store(whole);
    const worker = await registration();
    await worker?.sync?.register(TAG).catch(() => {}); // a browser without it sends when a page is opened
    return whole.id;
  };
  const all = async (home) => {
    const records = (await keep.all("queue")).filter((each) => !home || each.home === home);
    return Promise.all(records.map(opened));
  };
  const fieldsOf = (entry, token) => ({
    journal: JSON.stringify(entry.journal),
    lang: entry.lang,
    mode: entry.mode ?? "web",
    document: entry.document,
    ...(entry.draft ? { draft: entry.draft } : { claim: entry.claim }),
    ...(token ? { "ticket-token": token } : {}),
    do: "send",
  });
  // The code goes alone, and the ticket is on the device before the answers leave it.
  const tokenOf = async (entry) => {
    if (!entry.code || entry.token) return entry.token ?? "";
    const token = await surveyBlind.tokenOf(entry.home, entry.code, entry.key);
    await store({ ...entry, token });
    return token;
  };
  const sendOne = async (entry) => {
    const token = await tokenOf(entry);
    const body = new URLSearchParams(fieldsOf(entry, token));
    const answer = await fetch(`${entry.home}nachreichen`, { method: "POST", body, credentials: "omit", cache: "no-store" });
    if (answer.status >= 500) throw Error("The server cannot take it now.");
    const outcome = answer.headers.get("Survey-Outcome") ?? "";
    if (outcome === "wait") return { ...entry, token };
    const state = FINAL.has(outcome) ? outcome : "asks";
    if (state === "asks") return { ...entry, token, state };
    if (entry.code) await surveyBlind.drop(entry.home, entry.code);
    const { id, home, lang, until } = entry;
    return { id, home, lang, until, state, page: await answer.text() }; // the answers themselves are gone
  };
  const sendAll = async (home) => {
    const done = [];
    for (const entry of await all(home)) {
      if (entry.state !== "waits") continue;
      const after = await sendOne(entry).catch(() => entry);
      if (after !== entry && (await keep.act("queue", (queue) => queue.get(entry.id), "readonly"))) await store(after);
      done.push({ id: after.id, state: after.state, page: after.page });
    }
    return done;
  };
  // One window or worker at a time.
  const send = (home) => (navigator.locks ? navigator.locks.request(TAG, () => sendAll(home)) : sendAll(home));
  const remove = (id) => keep.remove("queue", id);
  const clear = async (home) => {
    for (const entry of await all(home)) {
      if (entry.code) await globalThis.surveyBlind?.drop(home, entry.code);
      await remove(entry.id);
    }
    await keep.sweep();
  };
  // Makes an entry of what a window has written down; the draft knows all but what is pending.
  const entryOf = (home, id, { lang, mode, document, draft, claim, steps, pending, ticket }) => {
    const chosen = draft ? pending.map((screen) => [screen, steps[screen]]) : Object.entries(steps);
    return { id, home, lang, mode, document, draft, claim, journal: Object.fromEntries(chosen), ...ticket };
  };
  const claim = () => keep.text(keep.random(32));
  return Object.freeze({ put, all, send, remove, clear, entryOf, claim, fieldsOf, tokenOf, TAG });
})();
