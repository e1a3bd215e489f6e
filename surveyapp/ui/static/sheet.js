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
    // What an answer opens is asked at once, in the order of the sheet.
    const isFork = event.target.hasAttribute("data-decides") && event.target.value !== event.target.defaultValue;
    if (next && !isFork) {
      next.focus();
      if (next.select) next.select();
    } else {
      form.querySelector("[data-after]").value = event.target.name;
      form.requestSubmit(); // never saves: that is a step of its own
    }
  });
  document.querySelector("[autofocus]")?.scrollIntoView({ block: "center" });
})();
