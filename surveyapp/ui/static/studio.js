// Comforts of the studio; every change also works as a plain form. A form is sent as it is, the page that
// comes back gives its parts: never what somebody is typing in.
"use strict";
(() => {
  const by = (id) => document.getElementById(id);
  const said = by("sagt");
  const studio = document.querySelector(".studio");
  if (!studio) return;
  document.documentElement.classList.add("look-by-itself");

  const say = (text, kind = "") => {
    said.textContent = text;
    said.dataset.kind = kind;
    clearTimeout(say.later);
    if (text && !kind) say.later = setTimeout(() => { said.textContent = ""; }, 2500);
  };

  // One change after the other: each goes on from the revision the one before made.
  let queue = Promise.resolve();
  const pending = (more) => { studio.dataset.pending = Number(studio.dataset.pending ?? 0) + more; };
  const sent = (form, button, isQuiet) => {
    pending(1);
    queue = queue.then(() => send(form, button, isQuiet)).finally(() => pending(-1));
    return queue;
  };

  const send = async (form, button, isQuiet) => {
    const fields = new URLSearchParams(new FormData(form));
    if (button?.name) fields.set(button.name, button.value);
    else if (!fields.has("do")) fields.append("do", "halten");
    say(said.dataset.saving, "busy");
    try {
      const answer = await fetch(form.action, { method: "POST", body: fields, credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!page.querySelector(".studio")) return replaceAll(answer, page);
      take(page, answer, isQuiet);
    } catch {
      say(said.dataset.failed, "wrong");
    }
  };

  // A page without panes: two people at one place. Anything else leaves what was typed where it is.
  const replaceAll = (answer, page) => {
    if (answer.status !== 409) return say(said.dataset.ended, "wrong");
    document.title = page.title;
    document.querySelector("main").replaceWith(page.querySelector("main"));
    by("fehler")?.focus();
  };

  const swap = (id, page) => {
    const [old, fresh] = [by(id), page.getElementById(id)];
    if (old && fresh) old.replaceWith(fresh);
  };

  const take = (page, answer, isQuiet) => {
    for (const id of ["gespeichert", "schritte", "seiten", "ziehen"]) swap(id, page);
    const scrolled = by("umriss").scrollTop;
    swap("umriss", page);
    by("umriss").scrollTop = scrolled;
    const isRefused = answer.status === 422;
    if (isQuiet) {
      swap("problem", page);
      if (!isRefused) for (const id of ["befunde", "bindung"]) swap(id, page);
      const fresh = page.querySelector("#element [name=revision]")?.value;
      if (fresh) for (const each of document.querySelectorAll("[name=revision]")) each.value = fresh;
    } else {
      swap("raum", page);
      swap("blick", page);
      if (!isRefused) history.pushState(null, "", answer.url);
      focusAfter();
    }
    if (isRefused) say(by("problem").textContent.trim(), "wrong");
    else say(answer.redirected ? said.dataset.saved : "");
    const shown = page.getElementById("telefon");
    phone.dataset.place = shown.dataset.place;
    if (!isRefused) refresh(shown.src);
    prepare();
  };

  const focusAfter = () => {
    const wanted = document.querySelector("#raum [autofocus]");
    (wanted ?? by("raum-titel"))?.focus();
  };

  // The phone
  const phone = by("telefon");
  const refresh = (address) => {
    phone.dataset.now = address;
    clearTimeout(refresh.later);
    refresh.later = setTimeout(() => phone.contentWindow.location.replace(address), 150);
  };
  // Only the phone scrolls to its question: a fragment in the address would move the page around it too.
  const lead = () => {
    const inside = phone.contentDocument;
    const mark = inside?.querySelector(`[name="shown!"][value="${CSS.escape(phone.dataset.place)}"]`);
    const question = mark?.nextElementSibling;
    if (question) phone.contentWindow.scrollTo(0, question.getBoundingClientRect().top + phone.contentWindow.scrollY - 90);
  };
  phone.addEventListener("load", lead);
  document.addEventListener("change", ({ target }) => {
    if (!target.closest("#blick")) return;
    const address = new URL(phone.dataset.now ?? phone.src);
    address.searchParams.set(target.name, target.value);
    refresh(address.href);
    for (const form of document.querySelectorAll("form[method=post]")) keep(form, target.name, target.value);
  });
  const keep = (form, name, value) => {
    let field = form.querySelector(`input[type=hidden][name="${name}"]`);
    if (!field) {
      field = Object.assign(document.createElement("input"), { type: "hidden", name });
      form.append(field);
    }
    field.value = value;
  };

  // Forms: leaving a field keeps it, a button does what it says; nothing is loaded anew.
  document.addEventListener("change", ({ target }) => {
    const form = target.form;
    if (!form || "alone" in target.dataset || "insert" in target.dataset) return;
    if (form.dataset.studio === "element") sent(form, null, !("new" in target.dataset));
    if (form.dataset.studio === "condition" && "shows" in target.dataset) {
      const name = target.id;
      sent(form, { name: "do", value: "zeigen" }, false).then(() => by(name)?.focus());
    }
  });
  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (!studio.contains(form) && !form.dataset.step) return;
    if (form.method !== "post" || submitter?.getAttribute("aria-disabled") === "true") {
      if (form.method === "post") event.preventDefault();
      return;
    }
    event.preventDefault();
    if (submitter?.value?.startsWith("einsetzen~")) return insert(form);
    sent(form, submitter, submitter?.value === "halten" && !hasNew(form));
  });
  const hasNew = (form) => [...form.querySelectorAll("[data-new]")].some((each) => each.value.trim());

  const insert = (form) => {
    const pick = form.querySelector("[data-insert]");
    const area = by(pick.dataset.insert);
    if (!pick.value || !area) return;
    area.setRangeText(pick.value, area.selectionStart, area.selectionEnd, "end");
    pick.value = "";
    area.focus();
    sent(form, null, true);
  };

  // Keys: taking back outside of text fields, moving in the outline.
  document.addEventListener("keydown", (event) => {
    const isText = event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select");
    const key = event.key.toLowerCase();
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !isText && (key === "z" || key === "y")) {
      const which = key === "y" || event.shiftKey ? "y" : "z";
      const form = document.querySelector(`[data-step=${which}]`);
      event.preventDefault();
      form?.requestSubmit(form.querySelector("button"));
    }
    const link = event.target.closest(".outline__link");
    if (link && event.altKey && /^Arrow(Up|Down)$/.test(event.key)) {
      event.preventDefault();
      const verb = event.key === "ArrowUp" ? "hoch" : "runter";
      const { path } = link.dataset;
      sent(by("ziehen"), { name: "do", value: `${verb}~${path}` }, true)
        .then(() => document.querySelector(`.outline__link[data-path="${CSS.escape(path)}"]`)?.focus());
    }
  });

  // Dragging questions, pages, answers and rows: with the mouse by the line, with a finger or pen by its
  // handle, so that a finger anywhere else scrolls. The buttons and keys do the same.
  const LINES = ".outline__question, .outline__page, .part-table__line";
  const NEAR = 48;
  let held = null;
  const sort = (element) => element?.classList[0];
  const clear = () => {
    for (const each of document.querySelectorAll(".drop-before, .drop-after")) each.classList.remove("drop-before", "drop-after");
  };
  const prepare = () => {
    for (const each of document.querySelectorAll(LINES)) {
      if (each.querySelector(":scope > .grip")) continue;
      const grip = document.createElement("span");
      grip.className = "grip";
      grip.textContent = "⠿";
      grip.setAttribute("aria-hidden", "true");
      each.prepend(grip);
      const link = each.querySelector(":scope > .outline__link");
      if (link) link.draggable = false;
    }
  };
  const release = () => {
    held?.line.classList.remove("is-dragged");
    document.documentElement.classList.remove("is-dragging");
    held = null;
    clear();
  };
  const aim = ({ clientX, clientY }) => {
    const dragged = held.line;
    const over = document.elementFromPoint(clientX, clientY)?.closest(LINES);
    const place = sort(dragged) === "outline__page" ? over?.closest(".outline__page") : over;
    if (!place || place === dragged || dragged.contains(place)) return null;
    const isPart = sort(dragged) === "part-table__line";
    if (isPart !== (sort(place) === "part-table__line")) return null;
    if (isPart && place.parentElement !== dragged.parentElement) return null;
    const box = (place.querySelector(":scope > .outline__link") ?? place).getBoundingClientRect();
    const isInto = sort(place) !== sort(dragged);
    return { place, isAfter: isInto || clientY > box.top + box.height / 2, isInto, isPart };
  };
  // Near an edge what lies beyond it comes into sight.
  const pull = (line, y) => {
    const around = line.closest("#umriss");
    const list = around && around.scrollHeight > around.clientHeight ? around : null;
    const [top, bottom] = list ? [list.getBoundingClientRect().top, list.getBoundingClientRect().bottom] : [0, innerHeight];
    const step = y < top + NEAR ? -12 : y > bottom - NEAR ? 12 : 0;
    if (step) (list ?? window).scrollBy(0, step);
  };
  document.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !event.isPrimary) return;
    const grip = event.target.closest(".grip");
    const hold = grip ?? (event.pointerType === "mouse" ? event.target.closest(".outline__link") : null);
    const line = hold?.closest(LINES);
    if (!line) return;
    if (grip) event.preventDefault();
    held = { line, id: event.pointerId, x: event.clientX, y: event.clientY, isMoving: false };
  });
  document.addEventListener("pointermove", (event) => {
    if (held?.id !== event.pointerId) return;
    if (!held.isMoving && Math.hypot(event.clientX - held.x, event.clientY - held.y) < 6) return;
    if (!held.isMoving) {
      held.isMoving = true;
      held.line.setPointerCapture(event.pointerId);
      held.line.classList.add("is-dragged");
      document.documentElement.classList.add("is-dragging");
    }
    pull(held.line, event.clientY);
    const found = aim(event);
    clear();
    found?.place.classList.add(found.isAfter ? "drop-after" : "drop-before");
  });
  document.addEventListener("pointerup", (event) => {
    if (held?.id !== event.pointerId) return;
    const { line, isMoving } = held;
    const found = isMoving && line.isConnected ? aim(event) : null;
    release();
    // The press that ends a drag opens nothing.
    if (isMoving) {
      const swallow = (click) => { click.preventDefault(); click.stopPropagation(); };
      addEventListener("click", swallow, { capture: true, once: true });
      setTimeout(() => removeEventListener("click", swallow, { capture: true }));
    }
    if (found) drop(line, found);
  });
  document.addEventListener("pointercancel", release);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && held?.isMoving) release();
  });
  const drop = (line, { place, isAfter, isInto, isPart }) => {
    const list = isInto ? place.querySelector("[data-into]") : place.parentElement;
    const around = isInto ? place : place.parentElement.closest(".outline__page, .outline__section");
    const others = [...list.children].filter((each) => each !== line);
    const at = isInto ? 0 : others.indexOf(place) + (isAfter ? 1 : 0);
    const form = by("ziehen");
    const { path } = line.dataset;
    form.elements.nach.value = at > 0 ? others[at - 1].dataset.path : "";
    form.elements.in.value = isPart ? "" : around.dataset.path;
    const done = sent(form, { name: "do", value: `ablegen~${path}` }, !isPart);
    if (isPart) done.then(() => document.querySelector(`.part-table__line[data-path="${CSS.escape(path)}"] button`)?.focus());
  };

  addEventListener("popstate", () => location.reload());
  prepare();
  const current = document.querySelector(".outline__question [aria-current], .outline__page > [aria-current]");
  const list = by("umriss");
  if (current) list.scrollTop += current.getBoundingClientRect().top - list.getBoundingClientRect().top - list.clientHeight / 3;
})();
