// Comforts of the desk for translations; every change also works as a plain form.
"use strict";
(() => {
  const by = (id) => document.getElementById(id);
  const said = by("sagt");
  if (!said) return;
  document.documentElement.classList.add("has-script");

  const say = (text, kind = "") => {
    said.textContent = text;
    said.dataset.kind = kind;
    clearTimeout(say.later);
    if (text && !kind) say.later = setTimeout(() => { said.textContent = ""; }, 2500);
  };

  // One change of a field after the other: each goes on from what the one before has left.
  let queue = Promise.resolve();
  let pending = 0;
  const sent = (form, button) => {
    pending += 1;
    queue = queue.then(() => send(form, button)).finally(() => { pending -= 1; said.dataset.pending = pending; });
    return queue;
  };

  const send = async (form, button) => {
    const fields = new URLSearchParams(new FormData(form));
    fields.set("leise", form.dataset.unit.replace("text-", ""));
    if (button?.name) fields.set(button.name, button.value);
    const words = form.elements.text.value;
    say(said.dataset.saving, "busy");
    try {
      const answer = await fetch(form.action, { method: "POST", body: fields, credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (answer.status === 409) return replaceAll(page);
      const fresh = page.getElementById(form.dataset.unit);
      if (answer.status === 422) return refuse(form, page.querySelector("#fehler .kern-alert__body")?.textContent.trim() ?? "");
      if (answer.status === 404) return refuse(form, said.dataset.gone);
      if (!fresh) return refuse(form, said.dataset.ended);
      take(form, fresh, words);
      by("fortschritt").replaceWith(page.getElementById("fortschritt"));
      say(said.dataset.saved);
      return true;
    } catch {
      refuse(form, said.dataset.failed);
    }
  };

  // The mark stays at the field until it is kept; the sentence gives way to the next one.
  const refuse = (form, sentence) => {
    const badge = by(`${form.dataset.unit}-stand`).querySelector(".unit__badge");
    badge.textContent = said.dataset.unsaved;
    badge.className = "unit__badge unit__badge--unsaved";
    say(sentence, "wrong");
  };

  // Somebody else has said it otherwise: the page to choose is shown as it came.
  const replaceAll = (page) => {
    document.title = page.title;
    document.querySelector("main").replaceWith(page.querySelector("main"));
    document.querySelector("main h1").setAttribute("tabindex", "-1");
    document.querySelector("main h1").focus();
  };

  // Never what somebody is typing in: the field stays as it is. Where something else was there already, who
  // went on typing has not seen it, and is asked with the next change.
  const take = (form, fresh, words) => {
    const article = by(form.dataset.unit);
    const news = fresh.querySelector("form");
    const field = form.elements.text;
    const now = news.elements.text.value;
    const isSeen = field.value === words;
    if (isSeen) field.value = now;
    if (isSeen || now === words.trim()) for (const name of ["stand", "deutsch"]) form.elements[name].value = news.elements[name].value;
    by(`${form.dataset.unit}-stand`).replaceWith(fresh.querySelector(".unit__state"));
    article.querySelector(".unit__source").replaceWith(fresh.querySelector(".unit__source"));
    if (fresh.querySelector(".unit__state")?.dataset.state !== "stale") form.querySelector("[value=passt]")?.remove();
    field.defaultValue = isSeen ? now : words;
  };

  const toNext = (form) => {
    const forms = [...document.querySelectorAll("form[data-unit]")];
    const isOpen = (each) => each !== form && by(`${each.dataset.unit}-stand`).dataset.state !== "done";
    const after = forms.slice(forms.indexOf(form) + 1);
    const next = after.find(isOpen);
    if (next) return next.elements.text.focus();
    const link = by("naechste");
    if (link && by("fortschritt-balken").value < by("fortschritt-balken").max) location.assign(link.href);
  };

  document.addEventListener("change", ({ target }) => {
    if (target.form?.dataset.unit && target.name === "text") sent(target.form);
  });
  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (!form.dataset.unit) return;
    event.preventDefault();
    sent(form, submitter).then((isKept) => { if (isKept) toNext(form); });
  });
  document.addEventListener("keydown", (event) => {
    const form = event.target.form;
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !form?.dataset.unit) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector("[value=halten]"));
  });
  addEventListener("beforeunload", (event) => {
    const isTyped = [...document.querySelectorAll("form[data-unit] textarea")].some((each) => each.value !== each.defaultValue);
    if (pending || isTyped) event.preventDefault();
  });

  const wanted = by(location.hash.slice(1));
  wanted?.querySelector("textarea")?.focus();
})();
