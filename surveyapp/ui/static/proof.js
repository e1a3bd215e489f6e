// While very many answers come in, the browser computes for a moment in place of asking a question.
"use strict";
(() => {
  const field = document.getElementById("page-proof");
  const state = document.getElementById("proof-state");
  const questions = [...document.querySelectorAll(".reply")];
  let waiting = null;

  // Without a secure connection browsers do not compute; then the question stays.
  if (!window.Worker || !isSecureContext) return;
  const ask = (isAsked) => questions.forEach((each) => { each.hidden = !isAsked; });
  const send = () => {
    const button = waiting;
    waiting = null;
    if (button) field.form.requestSubmit(button);
  };
  const finish = () => {
    worker.terminate();
    isDone = true;
    state.textContent = "";
  };
  let isDone = false;
  const worker = new Worker(field.dataset.worker);
  worker.addEventListener("message", ({ data }) => {
    field.value = data;
    finish();
    send();
  });
  worker.addEventListener("error", () => {
    finish();
    ask(true);
    waiting = null;
  });
  ask(false);
  worker.postMessage(field.dataset.challenge);

  field.form.addEventListener("submit", (event) => {
    if (isDone || event.submitter?.value !== "send") return;
    event.preventDefault();
    event.stopPropagation(); // or the page would think that it was sent
    waiting = event.submitter;
    state.textContent = field.dataset.sending;
  });
})();
