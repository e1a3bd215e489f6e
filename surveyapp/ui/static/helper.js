// The first page where somebody helps one family after another: readies the device for places without network,
// says how many answers wait and sends them. It knows no name, no order and no time of any of them.
"use strict";
(async () => {
  const keep = globalThis.surveyKeep;
  const queue = globalThis.surveyQueue;
  const box = document.getElementById("waiting");
  const form = document.getElementById("page");
  const home = keep.homeOf(location.pathname);
  const language = document.documentElement.lang;
  if (!keep.isAble) return;
  const part = (role) => box.querySelector(`[data-role=${role}]`);
  const shellIn = (code) => box.dataset.shell.replace("lang=", `lang=${code}`);
  const isThere = async () => {
    if (navigator.onLine === false) return false;
    const signal = AbortSignal.timeout?.(4000);
    return fetch(`${home}schluessel`, { cache: "no-store", credentials: "omit", signal }).then((a) => a.status < 500, () => false);
  };

  // Without network the page that the device keeps leads the family.
  let isPassing = false;
  document.addEventListener("submit", async (event) => {
    if (event.target !== form || isPassing) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!(await isThere())) return location.assign(shellIn(language));
    isPassing = true;
    form.requestSubmit(event.submitter);
    isPassing = false;
  }, true);

  const all = async () => {
    const entries = await queue.all(home);
    for (const { id, state } of entries) if (state === "kept") await queue.remove(id); // it has arrived
    return entries.filter(({ state }) => state !== "kept");
  };
  const unsent = (entries) => entries.filter(({ state }) => state === "waits" || state === "asks");
  const show = async () => {
    const entries = await all();
    const left = unsent(entries);
    const count = part("count");
    const words = ["none", "one"][left.length] ?? "several";
    count.textContent = count.dataset[words].replace("#", left.length);
    part("earlier").hidden = !left.some(({ until }) => until < keep.day(keep.DAYS));
    part("asks").hidden = !left.some(({ state }) => state === "asks");
    part("refused").hidden = entries.length === left.length;
    box.querySelector("[data-act=send]").hidden = !left.length;
    if (!left.length) part("left").hidden = true;
    return { entries, left };
  };
  const say = (words) => (part("said").textContent = words ? part("said").dataset[words] : "");
  const send = async () => {
    if (await isThere()) {
      for (const entry of await all()) if (entry.state === "asks") await queue.put(entry); // the answer may be another now
      await queue.send(home).catch(() => {});
    }
    return show();
  };
  // Nothing of any family stays, and the device is an ordinary one again.
  const end = async () => {
    for (const { id } of await all()) await queue.remove(id);
    localStorage.removeItem("survey-stays");
    sessionStorage.clear();
    await keep.wipe(home);
    document.getElementById("helper-name").value = "";
    await show();
  };
  const acts = {
    send: async () => say((await send()).left.length ? "failed" : "sent"),
    end: async () => {
      const { left } = await send();
      if (!left.length) return (await end(), say("ended"));
      const last = left.map(({ until }) => until).sort()[0];
      part("until").textContent = new Intl.DateTimeFormat(language, { dateStyle: "long" }).format(new Date(last));
      part("left").hidden = false;
      part("left").focus();
    },
    drop: () => (part("sure").hidden = false),
    sure: async () => (await end(), (part("sure").hidden = true), say("dropped"), part("said").focus()),
    look: async () => {
      const entry = (await all()).find(({ state }) => state === "asks");
      keep.adopt(home, entry.id);
      const sheet = Object.assign(document.createElement("form"), { method: "post", action: `${home}nachreichen`, hidden: true });
      for (const [name, value] of Object.entries(queue.fieldsOf(entry, entry.token))) {
        sheet.append(Object.assign(document.createElement("textarea"), { name, value }));
      }
      document.body.append(sheet);
      sheet.requestSubmit();
    },
  };
  box.addEventListener("click", ({ target }) => {
    say("");
    acts[target.dataset.act]?.();
  });

  // The page for places without network, and this one, in every language of the survey.
  const take = async (cache, address) => {
    const answer = await fetch(address, { cache: "no-store" });
    if (!answer.ok) throw Error(address);
    const page = new DOMParser().parseFromString(await answer.clone().text(), "text/html");
    const parts = [...page.querySelectorAll("script[src], link[rel=stylesheet], meta[name=later], [data-pack]")];
    const addresses = parts.map((each) => each.dataset.pack ?? each.content ?? each.getAttribute("src") ?? each.getAttribute("href"));
    const missing = [];
    for (const each of new Set(addresses)) if (!(await cache.match(each))) missing.push(each);
    await cache.addAll(missing);
    await cache.put(address, answer);
  };
  const prepare = async () => {
    if (!navigator.serviceWorker || !globalThis.caches) throw Error("This browser keeps no pages.");
    localStorage.setItem("survey-stays", "1");
    if (!(await navigator.serviceWorker.register(box.dataset.worker))) throw Error("This browser lets no worker work.");
    const cache = await caches.open(`survey ${home}`);
    const links = [...document.querySelectorAll("a[hreflang]")];
    await take(cache, location.pathname);
    for (const code of new Set([language, ...links.map((link) => link.hreflang)])) {
      await take(cache, shellIn(code));
      await take(cache, `${location.pathname}?lang=${code}`);
    }
    for (const link of links) await take(cache, link.pathname + link.search);
    await navigator.serviceWorker.ready; // without a worker at work, nothing of this would be shown
  };

  await keep.tidy();
  await show();
  box.hidden = false;
  addEventListener("online", send);
  await send();
  if (!(await isThere())) return;
  await prepare().then(() => (part("ready").textContent = part("ready").dataset.yes), () => (part("ready").textContent = part("ready").dataset.no));
})().catch(() => {}); // a browser that keeps nothing works with network only
