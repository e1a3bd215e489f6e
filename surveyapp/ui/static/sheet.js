/* Keying sheets without a mouse: Enter goes to the next field, and behind the last one it sends the form.
   Without this script Enter sends the form at once, which works as well. */
(() => {
  "use strict";
  const form = document.querySelector("[data-sheet]");
  if (!form) return;
  const end = form.querySelector("[data-end]");
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || event.target === end) return;
    if (event.target.matches("textarea") && event.shiftKey) return;
    const fields = [...form.querySelectorAll("input:not([type=hidden]), textarea")];
    const place = fields.indexOf(event.target);
    if (place < 0) return;
    event.preventDefault();
    const next = fields[place + 1];
    if (next) {
      next.focus();
      if (next.select) next.select();
    } else {
      form.requestSubmit(end);
    }
  });
  document.querySelector("[autofocus]")?.scrollIntoView({ block: "center" });
})();
