// The blind ticket: the code is exchanged for a signature on a number that tells nothing, so that no
// request carries code and answers together. Without this script the code travels sealed in the draft.
// RFC 9474 (RSABSSA-SHA384-PSS) and tokens of type 2 of RFC 9578; checked with the vectors of the RFC.
"use strict";
(async () => {
  const mode = document.currentScript.dataset.ticket;
  const home = location.pathname;
  const subtle = globalThis.crypto?.subtle; // there on secure pages only
  if (!subtle) return;

  const joined = (...parts) => new Uint8Array(parts.flatMap((part) => [...part]));
  const random = (length) => crypto.getRandomValues(new Uint8Array(length));
  const text = (bytes) => btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt());
  const number = (bytes) => BigInt("0x" + [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(""));
  const octets = (value, length) =>
    Uint8Array.from(value.toString(16).padStart(2 * length, "0").match(/../g), (pair) => parseInt(pair, 16));
  const sha = async (...parts) => new Uint8Array(await subtle.digest("SHA-384", joined(...parts)));

  const power = (base, exponent, modulus) => {
    let found = 1n;
    for (; exponent; exponent >>= 1n) {
      if (exponent & 1n) found = (found * base) % modulus;
      base = (base * base) % modulus;
    }
    return found;
  };
  const inverted = (value, modulus) => {
    let [a, b, x, y] = [modulus, value, 0n, 1n];
    while (b) [a, b, x, y] = [b, a % b, y, x - (a / b) * y];
    return ((x % modulus) + modulus) % modulus;
  };
  const encoded = async (message, bits, salt) => {
    const length = (bits + 7) >> 3;
    const digest = await sha(new Uint8Array(8), await sha(message), salt);
    const block = joined(new Uint8Array(length - salt.length - 50), [1], salt);
    let mask = [];
    for (let i = 0; mask.length < block.length; i++) mask = joined(mask, await sha(digest, [0, 0, 0, i]));
    const masked = block.map((byte, i) => byte ^ mask[i]);
    masked[0] &= 255 >> (8 * length - bits);
    return joined(masked, digest, [188]);
  };
  const blind = async (key, message, salt = random(48), factor = 0n) => {
    const modulus = number(key);
    while (factor < 2n || factor >= modulus) factor = number(random(key.length));
    const plain = number(await encoded(message, modulus.toString(2).length - 1, salt));
    const blinded = octets((plain * power(factor, 65537n, modulus)) % modulus, key.length);
    return { blinded, inverse: inverted(factor, modulus) };
  };
  const finalize = async (key, message, signature, inverse, saltLength = 48) => {
    const found = octets((number(signature) * inverse) % number(key), key.length);
    const jwk = { kty: "RSA", n: text(key), e: "AQAB" };
    const name = "RSA-PSS";
    const verifier = await subtle.importKey("jwk", jwk, { name, hash: "SHA-384" }, false, ["verify"]);
    if (await subtle.verify({ name, saltLength }, verifier, found, message)) return found;
    throw Error("The signature is not the issuer's.");
  };
  globalThis.blindRsa = { blind, finalize, bytes, text };

  // What waits to be sent outlives a dead battery: it is on disk before the code is used up.
  const store = (act) =>
    new Promise((done, fail) => {
      const opening = indexedDB.open("tickets", 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore("unsent");
      opening.onerror = fail;
      opening.onsuccess = () => {
        const change = opening.result.transaction("unsent", "readwrite", { durability: "strict" });
        const asked = act(change.objectStore("unsent"));
        const closing = (then) => () => (opening.result.close(), then(asked.result));
        [change.oncomplete, change.onabort] = [closing(done), () => (opening.result.close(), fail())];
      };
    });
  const kept = (code) => store((unsent) => unsent.get([home, code]));
  const keep = (one) => store((unsent) => unsent.put(one, [home, one.code]));
  const ofThisSurvey = () => IDBKeyRange.bound([home], [home, []]);
  const remembered = () => JSON.parse(sessionStorage.getItem(home) || "{}");
  const remember = (code, key) => sessionStorage.setItem(home, JSON.stringify({ code, key }));

  const post = (name, body) => {
    const headers = { "Content-Type": "application/json" };
    return fetch(home + name, { method: "POST", headers, body: JSON.stringify(body), credentials: "omit" });
  };
  // The keys are the same for everybody and are asked for without the code: none can mark one family.
  const keyFor = async (code) => {
    const { key } = await (await post("code", { code })).json();
    const { keys } = key ? await (await fetch(home + "schluessel", { credentials: "omit" })).json() : { keys: [] };
    return keys.find((each) => each.id === key);
  };
  const tokenFor = async (code, key, draft) => {
    let one = await kept(code);
    if (!one) {
      const message = joined([0, 2], random(32), bytes(key.challenge), bytes(key.id));
      const fresh = { code, key, message, ...(await blind(bytes(key.n), message)) };
      await store((unsent) => unsent.add(fresh, [home, code])).catch(() => {}); // another tab was first
      one = await kept(code);
    }
    await keep({ ...one, draft });
    if (one.token) return one.token;
    const answer = await post("ticket", { code, blinded: text(one.blinded) });
    if (answer.status >= 500) throw Error("The server cannot sign now.");
    if (!answer.ok) return store((unsent) => unsent.delete([home, code])).then(() => "refused");
    const signature = bytes((await answer.json()).signature);
    const token = text(joined(one.message, await finalize(bytes(one.key.n), one.message, signature, one.inverse)));
    await keep({ ...one, draft, token });
    return token;
  };

  const western = (text) => text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => digit.charCodeAt(0) & 15);
  const plain = (typed) => western(typed).toUpperCase().replace(/[^A-Z0-9]/g, "");
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
      const key = code.length === 12 && ((await kept(code))?.key || (await keyFor(code)));
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
    if (typed) [code, key] = [typed, (await kept(typed))?.key || (await keyFor(typed))];
    if (!code) return {};
    if (!key) return { "ticket-token": "refused" };
    remember(code, key);
    return { "ticket-token": await tokenFor(code, key, form.elements.draft.value) };
  };
  const offer = (one) => {
    const template = document.getElementById("unsent");
    const waiting = template.content.querySelector("form");
    template.replaceWith(template.content);
    waiting.elements.draft.value = one.draft;
    first(waiting, () => true, async () => {
      remember(one.code, one.key);
      return { "ticket-token": await tokenFor(one.code, one.key, one.draft) };
    });
  };
  const clear = async (isClosed) => {
    const { code } = remembered();
    sessionStorage.removeItem(home);
    if (code || isClosed) await store((unsent) => unsent.delete(isClosed ? ofThisSurvey() : [home, code]));
  };
  const modes = {
    start: async () => {
      first(form, () => true, begin);
      const waiting = await store((unsent) => unsent.getAll(ofThisSurvey()));
      const said = document.querySelector("[data-blind]");
      said.textContent = said.dataset.blind;
      const one = waiting.find((each) => each.draft);
      if (one) offer(one);
    },
    send: () => first(form, (button) => button?.value === "send", send, { code: null }),
    sent: () => clear(false),
    closed: () => clear(true),
    // Whoever throws the answers away may begin again: the ticket stays.
    left: async () => {
      const one = await kept(remembered().code || "");
      if (one) await keep({ ...one, draft: "" });
      sessionStorage.removeItem(home);
    },
  };
  await modes[mode]?.();
})().catch(() => {}); // a browser that keeps nothing goes the other way
