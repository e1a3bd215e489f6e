// Writes a page down before it is sent, so that no dead spot loses what was typed; and forgets it at the end.
// Encrypted, for this window only; for other days on the family's wish. Pages work without it.
"use strict";
(async () => {
  const me = document.currentScript.dataset;
  const keep = globalThis.surveyKeep;
  const home = keep.homeOf(location.pathname);
  if (!keep.isAble) return;
  // Whoever left answers to be sent has to know that they never were.
  const tooLate = async () => {
    const unsent = (await keep.all("queue")).filter((each) => each.home === home && each.state !== "kept");
    for (const { id } of unsent) await keep.remove("queue", id);
    document.getElementById("too-late").hidden = !unsent.length;
  };
  if (me.device === "wipe") return void (await keep.forget(home));
  if (me.device === "closed") return void (await tooLate(), await keep.tidy(), await keep.wipe(home)); // nobody can go on with any of it

  const form = document.getElementById("page");
  const box = document.getElementById("device");
  const find = (name) => box.querySelector(`[data-role=${name}]`);
  const OWN = new Set(["draft", "page-place", "do", "lang", "code", "ticket-token", "message-subject", "page-proof", "page-reply"]);
  const pause = (time) => new Promise((next) => setTimeout(next, time));
  const ticket = () => JSON.parse(sessionStorage.getItem(home) || "null");

  let journal = null;
  let last = Promise.resolve();
  const save = () => (last = last.then(() => keep.write(home, journal)));
  const begun = async () => {
    const before = await keep.read(home);
    const isSame = before?.order === me.order && before.document === me.document;
    if (before && !isSame) await keep.renew(home); // another family, or another start
    journal = {
      screen: me.screen,
      steps: isSame ? before.steps : {},
      pending: [],
      lang: form.elements.lang.value,
      draft: form.elements.draft.value,
      document: me.document,
      order: me.order,
      mode: me.mode,
      ticket: ticket(),
    };
    await save();
  };
  const ready = begun();

  const record = async (verb) => {
    await ready;
    const sent = [...new FormData(form)].filter(([name]) => name !== "code");
    journal.verb = verb;
    journal.screen = me.screen;
    journal.last = [...sent.filter(([name]) => name !== "do"), ["do", verb]];
    if (me.screen) {
      const fields = {};
      for (const [name, value] of sent) if (!OWN.has(name)) (fields[name] ??= []).push(value);
      journal.steps[me.screen] = fields;
      journal.pending = [me.screen];
    }
    await save();
  };

  // Whether a form would arrive; where it would not, the page that is kept for it takes over.
  const isReady = async () => navigator.serviceWorker?.controller && Boolean(await caches.match(me.shell).catch(() => null));
  const AWAY = new Set([502, 503, 504]);
  const arrives = async () => {
    if (navigator.onLine === false) return false;
    const signal = AbortSignal.timeout?.(5000);
    const answer = fetch(me.worker, { method: "HEAD", cache: "no-store", credentials: "omit", signal });
    return answer.then(({ status }) => !AWAY.has(status), ({ name }) => name === "TimeoutError"); // slow is not away
  };
  const ALONE = new Set(["leave", "discard"]);

  // A form is held back for the moment it takes to write it down.
  const NONE = {};
  let passing = NONE;
  let isBusy = false;
  form.addEventListener("submit", async (event) => {
    const { submitter } = event;
    if (event.defaultPrevented || passing === submitter) return;
    event.preventDefault();
    event.stopPropagation(); // or the page would think that it was sent
    if (isBusy) return;
    isBusy = true;
    const verb = submitter?.value ?? "next";
    const work = verb === "discard" ? keep.wipe(home) : record(verb);
    const arriving = arrives(); // asked while it is written down: on a slow network every wait counts
    const isWritten = await Promise.race([work.then(() => true, () => false), pause(1500)]);
    if (isWritten && !ALONE.has(verb) && (await isReady()) && !(await arriving)) {
      isBusy = false;
      return location.assign(me.shell);
    }
    isBusy = false;
    passing = submitter;
    form.requestSubmit(submitter);
  });
  for (const kind of ["input", "change"]) form.addEventListener(kind, () => (passing = NONE));
  addEventListener("pageshow", () => (passing = NONE));

  // What is kept where, said as it is.
  let until = "";
  const say = async () => {
    until = await keep.keptUntil(home);
    const date = until && keep.spoken(until, journal.lang);
    const said = until ? box.dataset.device.replace("#", date) : box.dataset.window;
    find("state").textContent = keep.session(home)?.leads ? `${said} ${box.dataset.leads}` : said;
    find("offer").hidden = Boolean(until) || (me.needsCode && !ticket()?.code);
    find("wipe").hidden = !until;
  };
  // As if another language was chosen: the page comes again with all that stands in it now.
  const put = () => record(`language:${journal.lang}`);
  find("keep").addEventListener("click", async () => {
    const number = find("number");
    const secret = me.needsCode ? ticket()?.code : keep.digits(number.value);
    const said = find("said");
    said.textContent = "";
    number?.setAttribute("aria-invalid", String(secret.length < 4));
    if (secret.length < 4) {
      said.textContent = said.dataset.short;
      return number.focus();
    }
    await put();
    await keep.keepLocked(home, secret, !me.needsCode);
    await say();
    find("state").focus();
  });
  form.addEventListener("change", () => until && put().catch(() => {}));
  addEventListener("beforeinstallprompt", (event) => event.preventDefault()); // nobody is asked to install

  // The page for dead spots, with all it needs, once for each window and language.
  const prepare = async () => {
    if (!navigator.serviceWorker || !globalThis.caches) return;
    await navigator.serviceWorker.register(me.worker);
    if (keep.session(home)?.shell === me.shell) return;
    const answer = await fetch(me.shell, { cache: "no-store" });
    if (!answer.ok) return;
    const shell = new DOMParser().parseFromString(await answer.clone().text(), "text/html");
    const parts = [...shell.querySelectorAll("script[src], link[rel=stylesheet], meta[name=later], [data-pack]")];
    const addresses = parts.map((each) => each.dataset.pack ?? each.content ?? each.getAttribute("src") ?? each.getAttribute("href"));
    const cache = await caches.open(`survey ${home}`);
    for (const old of await cache.keys()) if (!localStorage.getItem("survey-stays") && new URL(old.url).pathname.endsWith("/ohne-netz")) await cache.delete(old);
    await cache.addAll([...new Set(addresses)]);
    const pack = await cache.match(shell.querySelector("[data-pack]").dataset.pack);
    const whole = await pack.text();
    const pictures = [...whole.matchAll(/src=\\"([^"\\]+)/g)].map(([, address]) => address);
    await Promise.allSettled([...new Set(pictures)].map((address) => cache.add(address)));
    await cache.put(me.shell, answer);
    keep.setSession(home, { ...keep.session(home), shell: me.shell, leads: JSON.parse(whole).portable });
    await say();
  };
  // Answers that cannot be sent now wait in the queue; false where this browser cannot go on without network.
  const wait = async () => {
    if (!(await isReady())) return false;
    await ready;
    await surveyQueue.put(surveyQueue.entryOf(home, keep.session(home).id, { ...journal, ticket: ticket() }));
    location.assign(me.shell);
    return true;
  };
  globalThis.surveyJournal = { wait };

  await ready;
  await say();
  await keep.tidy();
  await (document.readyState === "complete" ? null : new Promise((next) => addEventListener("load", next)));
  await prepare();
})().catch(() => {}); // a browser that keeps nothing goes on as before
