// Checks a question when it is left, by the rules and in the words of the server, with what the device keeps
// for dead spots. Nothing is asked of the network; where the device keeps nothing, the server checks as ever.
"use strict";
(() => {
  const me = document.currentScript.dataset;
  const form = document.getElementById("page");
  const keep = globalThis.surveyKeep;
  if (!keep?.isAble || !globalThis.caches) return;
  const home = keep.homeOf(location.pathname);

  const load = (address) =>
    new Promise((done, fail) => {
      const script = Object.assign(document.createElement("script"), { src: address, onload: done, onerror: fail });
      document.head.append(script);
    });
  const prepare = async () => {
    const shell = await caches.match(me.shell);
    if (!shell) return null;
    if (!globalThis.surveyConditions) await load(me.conditions);
    await load(me.way);
    const page = new DOMParser().parseFromString(await shell.text(), "text/html");
    const kept = await caches.match(page.querySelector("[data-pack]").dataset.pack);
    const pack = await kept?.json();
    return pack?.portable ? pack : null;
  };
  let packing = null;
  const packed = async () => {
    packing ??= prepare();
    const pack = await packing;
    packing = pack && packing; // it may be there a little later
    return pack;
  };

  const said = Object.assign(document.createElement("p"), { className: "quiet", role: "status" });
  form.append(said);
  const touched = new Set();
  const groupOf = (input) => input.closest(".row, .question");
  const isFilled = (input) => (/^(radio|checkbox)$/.test(input.type) ? input.checked : input.value.trim());
  const check = async (group) => {
    const pack = await packed();
    const journal = await keep.read(home);
    if (!pack || !journal) return;
    const inputs = [...group.querySelectorAll("[name]:not([type=hidden])")];
    const steps = { ...journal.steps, [me.screen]: surveyWay.fields(form) };
    const screen = surveyWay.walk(pack, steps, journal.order).find(({ key }) => key === me.screen);
    const isHere = ({ field }) => inputs.some(({ name }) => name === field || name.startsWith(`${field}.`));
    const error = inputs.some(isFilled) && screen?.errors.find(isHere);
    surveyWay.settle(group);
    if (error) surveyWay.complain(pack, form, error);
    said.textContent = error ? error.message : "";
  };
  form.addEventListener("input", ({ target }) => touched.add(groupOf(target)));
  form.addEventListener("focusout", ({ target, relatedTarget }) => {
    const group = groupOf(target);
    if (!touched.has(group) || group.contains(relatedTarget)) return;
    touched.delete(group);
    check(group).catch(() => {}); // the server checks again
  });
})();
