// Passkeys: asks the server for a question, the device for an answer, and sends it with the form.
"use strict";
(() => {
  const can = window.PublicKeyCredential && PublicKeyCredential.parseCreationOptionsFromJSON;
  const say = (form, words) => {
    const note = form.querySelector("[data-passkey-note]");
    note.textContent = words || "";
    note.hidden = !words;
  };
  const asked = async (form) => {
    const body = new URLSearchParams({ csrf_token: form.elements.csrf_token.value });
    const answer = await fetch(form.dataset.passkey, { method: "POST", body, redirect: "error" });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };
  const spoken = async (form) => {
    const options = await asked(form);
    const credentials = navigator.credentials;
    const found = form.dataset.passkeyNew !== undefined
      ? await credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
      : await credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
    return JSON.stringify(found.toJSON());
  };
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    if (!can) {
      say(form, form.dataset.passkeyOld);
      continue;
    }
    const button = form.querySelector("button");
    button.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (button.disabled) return;
      button.disabled = true;
      say(form, "");
      try {
        form.elements.credential.value = await spoken(form);
        form.submit();
      } catch (error) {
        const isKnown = error.name === "InvalidStateError";
        say(form, isKnown ? form.dataset.passkeyKnown : form.dataset.passkeyFailed);
        button.disabled = false;
      }
    });
  }
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
      button.querySelector("[data-copied]").hidden = false;
    });
  }
})();
