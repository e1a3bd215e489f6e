// Asks whether a code is open and which key signs its ticket; for the first page, the queue and the service worker.
"use strict";
globalThis.surveyKey ??= (() => {
  const western = (text) => text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => digit.charCodeAt(0) & 15);
  const plain = (typed) => western(typed).toUpperCase().replace(/[^A-Z0-9]/g, "");
  const post = (home, name, body) => {
    const headers = { "Content-Type": "application/json" };
    return fetch(home + name, { method: "POST", headers, body: JSON.stringify(body), credentials: "omit" });
  };
  const said = (answer) => {
    if (answer.status === 429 || answer.status >= 500) throw Error("The server cannot answer now.");
    return answer.json();
  };
  // The keys are the same for everybody and are asked for without the code: none can mark one family.
  const keyFor = async (home, code) => {
    const { key } = await said(await post(home, "code", { code }));
    const { keys } = key ? await (await fetch(`${home}schluessel`, { credentials: "omit", cache: "no-store" })).json() : { keys: [] };
    return keys.find((each) => each.id === key);
  };
  return Object.freeze({ plain, post, said, keyFor });
})();
