// Leaves only the municipalities with the postcode in the list; without it the list stays whole.
"use strict";
for (const group of document.querySelectorAll("[data-postcode]")) {
  const field = group.querySelector("input");
  const select = group.querySelector("select");
  const told = group.querySelector("[role=status]");
  const every = [...select.options];
  // Arabic and Persian digits count as western ones.
  const western = (text) => text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => digit.charCodeAt(0) & 15);
  const narrow = () => {
    const postcode = western(field.value).replace(/\s/g, "");
    const isWhole = /^\d{5}$/.test(postcode);
    const here = every.filter((option) => isWhole && option.dataset.codes?.split(" ").includes(postcode));
    const chosen = select.value;
    const isLeft = (option) => !here.length || !option.dataset.codes || here.includes(option);
    select.replaceChildren(...every.filter(isLeft));
    const only = here.length === 1 ? here[0].value : "";
    select.value = only || (every.some((option) => isLeft(option) && option.value === chosen) ? chosen : "");
    told.textContent = !isWhole ? "" : here.length ? group.dataset.postcode.replace("#", here.length) : group.dataset.none;
  };
  field.addEventListener("input", narrow);
  if (field.value) narrow();
}
