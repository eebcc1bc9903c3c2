// Names for the search boxes of Django's autocomplete fields, which come without one.
(() => {
  "use strict";

  const name = (box) => {
    const select = box.parentElement && box.parentElement.querySelector("select");
    const label = select && document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
    if (!label) return;
    const text = label.textContent.replace(/:\s*$/, "").trim();
    for (const part of box.querySelectorAll("[role=combobox], [role=textbox]")) {
      part.removeAttribute("aria-labelledby");
      part.setAttribute("aria-label", `${text}: ${box.textContent.trim()}`);
    }
  };
  const all = () => document.querySelectorAll(".select2-container").forEach(name);

  // They are drawn late and again after every choice: name them whenever the page changes.
  let waiting = false;
  new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      document.querySelectorAll(".select2-container").forEach(name);
      waiting = false;
    });
  }).observe(document.body, { childList: true, subtree: true });
})();
