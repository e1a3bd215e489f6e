// The page a device keeps: leads through the questionnaire without network, sends what waits when it is back.
// What it finds is read again by the server; here nothing is decided, only kept.
"use strict";
(async () => {
  const keep = globalThis.surveyKeep;
  const view = document.getElementById("view");
  const network = document.getElementById("network");
  const { home, pack: packAddress, document: asked, language, needsCode, mode, next } = view.dataset; // "next": where the next family begins
  if (!keep.isAble) return;

  const pause = (time) => new Promise((next) => setTimeout(next, time));
  const made = (name, attributes, ...inside) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...inside);
    return element;
  };
  const tell = (state) => {
    network.hidden = !state;
    if (state) network.textContent = network.dataset[state];
    network.classList.toggle("there", state === "there");
  };
  const views = {};
  for (const each of document.querySelectorAll("template[data-view]")) {
    views[each.dataset.view] = each.content;
    each.remove();
  }
  // Shows one view and gives its parts by their role.
  const turnTo = (name) => {
    view.replaceChildren(views[name].cloneNode(true));
    scrollTo(0, 0);
    const part = (role) => view.querySelector(`[data-role=${role}]`);
    keep.keptUntil(home).then((until) => {
      const { window: here, device } = part("state")?.dataset ?? {};
      if (here) part("state").textContent = until ? device.replace("#", keep.spoken(until, language)) : here;
    });
    return part;
  };
  const focusOn = (selector) => view.querySelector(selector)?.focus();

  // The server has to answer something; an address that asks its stores tells whether it could take answers.
  const isThere = async () => {
    if (navigator.onLine === false) return false;
    const signal = AbortSignal.timeout?.(6000);
    return fetch(`${home}schluessel`, { cache: "no-store", credentials: "omit", signal }).then((a) => a.status < 500, () => false);
  };
  // Tries again and again, ever more seldom, and at once when the device says that there is network.
  let attempt = 0;
  let trying = null;
  const tryUntil = (work) => {
    attempt += 1;
    const mine = attempt;
    const next = async (time) => {
      await Promise.race([pause(time), new Promise((on) => addEventListener("online", on, { once: true }))]);
      if (mine !== attempt || (await work())) return;
      await next(Math.min(2 * time, 300_000));
    };
    trying = next(5000);
  };
  const stopTrying = () => (attempt += 1);

  const post = (address, fields) => {
    const form = made("form", { method: "post", action: address, hidden: "" });
    for (const [name, value] of fields) form.append(Object.assign(made("textarea", { name }), { value }));
    document.body.append(form);
    form.submit();
  };
  const session = () => keep.session(home);
  let journal = await keep.read(home);
  const save = () => keep.write(home, journal);

  // Hands over to the ordinary pages: what was written down is read there, and the page after it comes.
  const catchUp = () => {
    stopTrying();
    if (journal.ticket) sessionStorage.setItem(home, JSON.stringify(journal.ticket));
    const entry = surveyQueue.entryOf(home, session().id, journal);
    post(`${home}nachreichen`, Object.entries({ ...surveyQueue.fieldsOf(entry, ""), do: "next" }));
    return true;
  };

  // -- what waits to be sent ------------------------------------------------------------------------------
  const showSent = async ({ id, page }) => {
    stopTrying();
    tell("");
    const found = new DOMParser().parseFromString(page, "text/html");
    document.title = found.title;
    view.replaceChildren(...found.querySelector("main").children);
    const mark = found.querySelector("script[src*='/device.js']"); // remembers that somebody answered here
    if (mark) document.head.append(made("script", { src: mark.getAttribute("src") }));
    await surveyQueue.remove(id); // seen once; it stays on this screen only
    await keep.forget(home);
    view.querySelector("h1").tabIndex = -1;
    focusOn("h1");
  };
  const tryToSend = async () => {
    if (!(await isThere())) return false;
    await surveyQueue.send(home);
    const entries = await surveyQueue.all(home);
    const done = entries.find((each) => each.page);
    const open = entries.find((each) => each.state === "asks");
    if (done) await showSent(done);
    else if (open) {
      keep.adopt(home, open.id);
      post(`${home}nachreichen`, Object.entries(surveyQueue.fieldsOf(open, open.token)));
    }
    return Boolean(done || open || !entries.length);
  };
  const showWaiting = (entry) => {
    const part = turnTo("waiting");
    tell("");
    part("until").textContent = keep.spoken(entry.until, language);
    focusOn("h1");
    view.querySelector("[data-act=send]").addEventListener("click", async () => {
      part("said").textContent = "";
      if (!(await tryToSend())) part("said").textContent = part("said").dataset.failed;
    });
    tryUntil(tryToSend);
  };
  const finish = async () => {
    const { id, ...rest } = session();
    const isDone = (await surveyQueue.all(home)).some((each) => each.id === id && each.page); // the browser was faster
    if (!isDone) await surveyQueue.put(surveyQueue.entryOf(home, id, journal));
    await keep.remove("journals", id);
    keep.setSession(home, { ...rest, waits: id }); // what is begun here next gets a name of its own
    sessionStorage.removeItem(home); // the code lies in the queue now, encrypted
    if (next) return turnTo("finished"), focusOn("h1"); // the first page of the next family sends what waits
    const entry = (await surveyQueue.all(home)).find((each) => each.id === id);
    if (!(await tryToSend())) showWaiting(entry);
  };

  // -- screen by screen -------------------------------------------------------------------------------------
  let pack = null;
  const walked = () => surveyWay.walk(pack, journal.steps, journal.order);
  const onTheWay = (key) => walked().find((each) => each.key === key);
  let stopWatching = () => {};
  let isTouched = false;

  // What does not fit yet, or what the answers have opened, stands before the heading and is read at once.
  const alarm = ({ errors, opened, title }) => {
    if (!errors.length && !opened.length) return;
    const lines = errors.map(({ field, message, about }) => made("li", {}, made("a", { href: `#${field}` }, about ? `${about}: ${message}` : message)));
    const said = errors.length
      ? [made("h2", { id: "errors" }, surveyWay.words(pack, "wrong", errors.length)), made("ul", {}, ...lines)]
      : [made("p", {}, surveyWay.words(pack, "opened", opened.length))];
    const box = made("div", { class: `box ${errors.length ? "alert" : "note"}`, role: "alert", tabindex: "-1" }, ...said);
    if (errors.length) {
      box.setAttribute("aria-labelledby", "errors");
      document.title = `${surveyWay.words(pack, "error")} ${title}`;
    }
    view.querySelector("h1").before(box);
    box.focus();
  };
  const showScreen = (screen, isTold = false) => {
    stopWatching();
    const part = turnTo("screen");
    const form = view.querySelector("form");
    const { text, sections } = surveyWay.progress(pack, journal.steps, screen.key, journal.order);
    part("progress").textContent = text;
    view.querySelector(".sections").replaceChildren(...sections.map((state) => made("span", { class: state })));
    view.querySelector("h1").textContent = document.title = screen.title;
    part("intro").replaceChildren(...screen.intro.map((words) => made("p", {}, words)));
    part("fields").replaceChildren(surveyWay.show(pack, journal.steps, screen, journal.order, isTold));
    view.querySelector("[value=back]").hidden = surveyWay.previous(pack, journal.steps, screen.key, journal.order) === null;
    stopWatching = surveyWay.watch(form, pack, journal.steps, screen, journal.order) ?? (() => {});
    focusOn("h1");
    if (isTold) alarm(screen);
    isTouched = false;
    form.addEventListener("input", () => (isTouched = true));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopPropagation();
      leave(screen.key, surveyWay.fields(form), event.submitter?.value ?? "next");
    });
  };
  const write = (key, fields) => {
    journal.steps[key] = fields;
    journal.last = null;
    journal.pending = [...journal.pending.filter((each) => each !== key), key];
    return save();
  };
  const leave = async (key, fields, verb) => {
    await write(key, fields);
    if (await isThere()) return catchUp();
    tell("away");
    if (verb === "back") return goTo(surveyWay.previous(pack, journal.steps, key, journal.order) ?? key);
    const now = onTheWay(key);
    if (now && (now.errors.length || now.opened.length)) return showScreen(now, true);
    return goTo(journal.isReviewing ? null : surveyWay.next(pack, journal.steps, key, journal.order));
  };
  const goTo = (key) => {
    const screen = key === null ? walked().find((each) => each.open) : onTheWay(key);
    return screen ? showScreen(screen) : showReview();
  };
  const showReview = () => {
    stopWatching();
    journal.isReviewing = true;
    const part = turnTo("review");
    document.title = view.querySelector("h1").textContent;
    for (const { key, title, questions } of surveyWay.review(pack, journal.steps, journal.order)) {
      const step = part("step").content.cloneNode(true);
      step.querySelector("h2").textContent = title;
      step.querySelector("button").value = `change:${key}`;
      step.querySelector(".quiet").textContent = `: ${title}`;
      for (const { text, lines } of questions) {
        const said = lines.map(({ row, text: answer }) => made("dd", {}, ...(row ? [made("b", {}, `${row}: `)] : []), answer || surveyWay.words(pack, "unanswered")));
        step.querySelector("dl").append(made("div", {}, made("dt", {}, text), ...said));
      }
      part("steps").append(step);
    }
    isTouched = false;
    focusOn("h1");
    view.querySelector("form").addEventListener("submit", async (event) => {
      event.preventDefault();
      event.stopPropagation();
      const [verb, key] = event.submitter.value.split(":");
      if (verb === "change") return goTo(key);
      stopTrying();
      journal.verb = "send";
      await save();
      await finish();
    });
  };

  // -- where to begin ---------------------------------------------------------------------------------------
  const held = () => {
    turnTo("held");
    tell("");
    focusOn("h1");
    const again = async () => (await isThere()) && (stopTrying(), post(home, journal.last), true);
    view.querySelector("[data-act=again]").addEventListener("click", again);
    tryUntil(again);
  };
  // The screen on which the page before was left; undefined where the device cannot lead on by itself.
  const here = () => {
    const screens = walked();
    const { verb = "next", screen } = journal;
    const until = screens.findIndex((each) => each.key === screen);
    const before = screen ? screens.slice(0, until) : screens;
    if ((screen && until < 0) || before.some((each) => !(each.key in journal.steps))) return undefined;
    const [act, target] = verb.split(":");
    if (act === "change") return (journal.isReviewing = true), target;
    if (!screen) return null;
    if (!(screen in journal.steps)) return screen;
    if (act === "back") return surveyWay.previous(pack, journal.steps, screen, journal.order) ?? screen;
    if (act !== "next" || screens[until].errors.length || screens[until].opened.length) return screen;
    return surveyWay.next(pack, journal.steps, screen, journal.order);
  };
  // What leads on without network is loaded only then; the device has kept it with this page.
  const lead = async () => {
    if (globalThis.surveyWay) return;
    for (const { content } of document.querySelectorAll("meta[name=later]")) {
      const script = made("script", { src: content });
      await new Promise((done, fail) => (Object.assign(script, { onload: done, onerror: fail }), document.head.append(script)));
    }
  };
  const goOn = async () => {
    if (journal.verb === "send") return finish();
    if (await isThere()) return journal.last ? post(home, journal.last) : catchUp();
    pack = await lead().then(() => fetch(packAddress)).then((answer) => answer.json()).catch(() => null);
    const isLed = pack?.portable && journal.document === asked && journal.lang === language;
    const key = isLed ? (journal.draft ? here() : walked()[0].key) : undefined;
    if (key === undefined) return journal.last ? held() : undefined;
    tell("away");
    const screen = key && onTheWay(key);
    if (screen) showScreen(screen, journal.verb === "next" && journal.screen === key && key in journal.steps);
    else goTo(null);
    tryUntil(async () => {
      if (!(await isThere())) return tell("away"), false;
      tell("there");
      return isTouched ? false : catchUp();
    });
  };
  const newOrder = async (claim) => {
    const key = await crypto.subtle.importKey("raw", keep.bytes(claim), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
    const order = new Uint8Array(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode("order")));
    return Array.from(order, (byte) => byte.toString(16).padStart(2, "0")).join("");
  };
  const begin = () => {
    const part = turnTo("begin");
    tell("");
    view.querySelector("form").addEventListener("submit", async (event) => {
      event.preventDefault();
      event.stopPropagation();
      const code = needsCode && surveyKey.plain(view.querySelector("#code").value);
      if (needsCode && code.length !== 12) return void (part("said").textContent = part("said").dataset.short);
      if (needsCode && (await keep.unlock(home, code))) return resume();
      const claim = surveyQueue.claim();
      journal = { steps: {}, pending: [], lang: language, document: asked, mode, claim, order: await newOrder(claim) };
      if (needsCode) journal.ticket = { code };
      await save();
      return goOn();
    });
  };
  const resume = async () => {
    journal = await keep.read(home);
    return goOn();
  };
  const askNumber = () => {
    const part = turnTo("unlock");
    view.querySelector("form").addEventListener("submit", async (event) => {
      event.preventDefault();
      event.stopPropagation();
      part("said").textContent = "";
      if (await keep.unlock(home, keep.digits(view.querySelector("#number").value))) return resume();
      if (!(await keep.locked(home)).length) return turnTo("gone");
      part("said").textContent = part("said").dataset.wrong;
    });
  };
  view.addEventListener("click", async ({ target }) => {
    if (target.dataset.act === "recall") await surveyQueue.remove(session().waits);
    else if (target.dataset.act !== "wipe") return;
    stopTrying();
    if (!next) await surveyQueue.clear(home); // on a shared device others wait too
    await keep.wipe(home);
    tell("");
    turnTo("gone");
    focusOn("h1");
  });

  await keep.tidy();
  if (journal) return goOn();
  const [entry] = next ? [] : await surveyQueue.all(home);
  if (entry) return (await tryToSend()) || showWaiting(entry);
  if (!needsCode && (await keep.locked(home)).length) return askNumber();
  if (!(await isThere())) begin();
})();
