// What a device keeps of a survey: always encrypted, in one IndexedDB, for pages and the service worker alike.
//
// "journals" holds what was filled in: its key lies in this window's sessionStorage only, so that closing the
// window makes it unreadable; on the family's wish the key is also kept, locked with its code or number.
// "queue" and "tickets" hold what is finished and waits to be sent: their key belongs to this device, and
// no script can read it out. Only the survey, a random name and the last day stand beside them in plain.
"use strict";
globalThis.surveyKeep ??= (() => {
  const DAYS = 14;
  const TRIES = 5;
  const ROUNDS = 250_000;
  const subtle = globalThis.crypto?.subtle; // there on secure pages only
  const AES = "AES-GCM";
  const random = (length) => crypto.getRandomValues(new Uint8Array(length));
  const text = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt());
  const day = (ahead = 0) => new Date(Date.now() + ahead * 864e5).toISOString().slice(0, 10);
  const name = () => text(random(12));
  // The address of the survey a page belongs to: "/f/<slug>/".
  const homeOf = (path) => /^.*\/f\/[^/]+\//.exec(path)?.[0] ?? "";
  // A number as people write it, in whatever digits.
  const digits = (typed) => typed.normalize("NFKC").replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (one) => one.charCodeAt() & 15).replace(/\D/g, "");
  const STORES = ["journals", "queue", "tickets", "keys"];

  const act = (store, work, mode = "readwrite") =>
    new Promise((done, fail) => {
      const opening = indexedDB.open("survey", 1);
      opening.onupgradeneeded = () => {
        for (const each of STORES) opening.result.createObjectStore(each, each === "keys" ? {} : { keyPath: "id" });
      };
      opening.onerror = fail;
      opening.onsuccess = () => {
        opening.result.onversionchange = () => opening.result.close();
        const change = opening.result.transaction(store, mode, { durability: "strict" });
        const asked = work(change.objectStore(store));
        const closing = (then) => () => (opening.result.close(), then(asked.result));
        [change.oncomplete, change.onabort] = [closing(done), () => (opening.result.close(), fail(change.error))];
      };
    });
  const all = (store) => act(store, (kept) => kept.getAll(), "readonly");
  const remove = (store, id) => act(store, (kept) => kept.delete(id));

  const importKey = (raw) => subtle.importKey("raw", raw, AES, false, ["encrypt", "decrypt"]);
  const encrypted = async (key, plain) => {
    const iv = random(12);
    return { iv, bytes: new Uint8Array(await subtle.encrypt({ name: AES, iv }, key, plain)) };
  };
  const decrypted = async (key, { iv, bytes }) => new Uint8Array(await subtle.decrypt({ name: AES, iv }, key, bytes));
  // Filled up to whole steps, so that the length tells little.
  const seal = (key, value) => {
    const plain = JSON.stringify(value);
    return encrypted(key, new TextEncoder().encode(plain.padEnd(Math.ceil(plain.length / 2048) * 2048)));
  };
  const open = async (key, sealed) => JSON.parse(new TextDecoder().decode(await decrypted(key, sealed)));
  const deviceKey = async () => {
    const kept = () => act("keys", (keys) => keys.get("device"), "readonly");
    let key = await kept();
    if (!key) {
      const fresh = await subtle.generateKey({ name: AES, length: 256 }, false, ["encrypt", "decrypt"]);
      await act("keys", (keys) => keys.add(fresh, "device")).catch(() => {}); // another window was first
      key = await kept();
    }
    return key;
  };

  // Records sealed by the device's key are put while nobody sweeps, or they might outlive the key.
  const guarded = (mode, work) => (navigator.locks ? navigator.locks.request("survey-device", { mode }, work) : work());
  const putSealed = (store, record, value, how = "put") =>
    guarded("shared", async () => {
      const whole = { ...record, body: await seal(await deviceKey(), value) };
      return act(store, (kept) => kept[how](whole));
    });
  const openSealed = async ({ body }) => open(await deviceKey(), body);

  const session = (home) => JSON.parse(sessionStorage.getItem(`device ${home}`) || "null");
  const setSession = (home, found) => sessionStorage.setItem(`device ${home}`, JSON.stringify(found));

  // Returns what this window has written down of a survey; null where there is nothing.
  const read = async (home) => {
    const mine = session(home);
    const record = mine?.id && (await act("journals", (kept) => kept.get(mine.id), "readonly"));
    return record ? open(await importKey(bytes(mine.key)), record.body).catch(() => null) : null;
  };
  const write = async (home, journal) => {
    const mine = session(home)?.id ? session(home) : { ...session(home), id: name(), key: text(random(32)) };
    setSession(home, mine);
    const body = await seal(await importKey(bytes(mine.key)), journal);
    const before = await act("journals", (kept) => kept.get(mine.id), "readonly");
    await act("journals", (kept) => kept.put({ id: mine.id, home, until: day(1), ...before, body }));
  };

  const lockWith = async (secret, salt) => {
    const typed = await subtle.importKey("raw", new TextEncoder().encode(secret), "PBKDF2", false, ["deriveKey"]);
    const way = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
    return subtle.deriveKey(way, typed, { name: AES, length: 256 }, false, ["encrypt", "decrypt"]);
  };
  // Keeps the journal of this window for other days: "secret" opens it again, together with this device.
  const keepLocked = async (home, secret, isNumber) => {
    const { id, key } = session(home);
    const salt = random(16);
    const inner = await encrypted(await lockWith(secret, salt), bytes(key));
    const until = day(DAYS);
    await guarded("shared", async () => {
      const outer = await encrypted(await deviceKey(), new Uint8Array([...inner.iv, ...inner.bytes]));
      const record = await act("journals", (kept) => kept.get(id), "readonly");
      await act("journals", (kept) => kept.put({ ...record, until, tries: 0, isNumber, lock: { salt, outer } }));
    });
    return until;
  };
  const keptUntil = async (home) => {
    const id = session(home)?.id;
    const record = id && (await act("journals", (kept) => kept.get(id), "readonly"));
    return record?.lock ? record.until : "";
  };
  const locked = async (home) => (await all("journals")).filter((each) => each.home === home && each.lock);
  // Opens what was kept with a code or number; wrong numbers can be tried a few times only.
  const unlock = async (home, secret) => {
    const records = await locked(home);
    for (const record of records) {
      const { salt, outer } = record.lock;
      try {
        const inner = await decrypted(await deviceKey(), outer);
        const sealed = { iv: inner.slice(0, 12), bytes: inner.slice(12) };
        const key = await decrypted(await lockWith(secret, salt), sealed);
        setSession(home, { ...session(home), id: record.id, key: text(key) });
        await act("journals", (kept) => kept.put({ ...record, tries: 0 }));
        return true;
      } catch {
        // Perhaps it is another family's, on the same device.
      }
    }
    for (const record of records) {
      const tries = record.tries + 1;
      if (record.isNumber && tries >= TRIES) await remove("journals", record.id);
      else await act("journals", (kept) => kept.put({ ...record, tries }));
    }
    return false;
  };

  const tidy = async () => {
    for (const store of ["journals", "queue"]) {
      for (const { id, until } of await all(store)) if (until < day()) await remove(store, id);
    }
  };
  // Ends with nothing at all on the device where nothing is left of any survey.
  const sweep = () =>
    guarded("exclusive", async () => {
      const left = await Promise.all(STORES.slice(0, 3).map(all));
      if (left.some((records) => records.length)) return;
      await new Promise((done) => {
        const gone = indexedDB.deleteDatabase("survey");
        gone.onsuccess = gone.onerror = gone.onblocked = done;
      });
    });
  // A device that is handed from family to family keeps the pages themselves: localStorage "survey-stays".
  const dropPages = async (home) => {
    if (globalThis.localStorage?.getItem("survey-stays")) return;
    for (const each of (await globalThis.caches?.keys()) ?? []) if (each === `survey ${home}`) await caches.delete(each);
    if ((await globalThis.caches?.keys())?.length) return;
    const worker = await navigator.serviceWorker?.getRegistration(home);
    await worker?.unregister();
  };
  // Forgets what this window has written down, after it was sent or thrown away.
  const forget = async (home) => {
    const id = session(home)?.id;
    sessionStorage.removeItem(`device ${home}`);
    if (id) for (const store of ["journals", "queue"]) await remove(store, id);
    const others = (await Promise.all(["journals", "queue"].map(all))).flat().some((each) => each.home === home);
    if (!others) await dropPages(home);
    await sweep();
  };
  // Begins another journal in this window; one that is kept for other days stays.
  const renew = async (home) => {
    const { id, shell } = session(home);
    const record = await act("journals", (kept) => kept.get(id), "readonly");
    if (!record?.lock) await remove("journals", id);
    setSession(home, { shell });
  };
  // Lets this window go on with what waits under a name; at the end that is forgotten, too.
  const adopt = (home, id) => setSession(home, { ...session(home), id, key: text(random(32)) });
  // Forgets all that was filled in of a survey on this device; what waits to be sent is queue.js's.
  const wipe = async (home) => {
    sessionStorage.removeItem(home);
    for (const each of await all("journals")) if (each.home === home) await remove("journals", each.id);
    await forget(home);
  };

  // A day as readers of a language know it: months as in Syria and Kabul, never another calendar or other digits.
  const spoken = (day, language) => {
    const locale = { ar: "ar-SY", fa: "fa-AF" }[language] ?? language;
    return new Intl.DateTimeFormat(`${locale}-u-ca-gregory-nu-latn`, { dateStyle: "long" }).format(new Date(day));
  };

  return Object.freeze({
    act, spoken, all, remove, putSealed, openSealed, random, text, bytes, day, name, homeOf, digits, session, setSession,
    read, write, keepLocked, keptUntil, locked, unlock, renew, adopt, tidy, sweep, forget, wipe, DAYS, isAble: Boolean(subtle && globalThis.indexedDB),
  });
})();
