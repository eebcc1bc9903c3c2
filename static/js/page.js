// Small helps for the whole site. Every page works without them.
(() => {
  "use strict";

  // A page that comes back with errors opens at the list of what to mend.
  const summary = document.querySelector("[data-error-summary]");
  if (summary) {
    summary.focus();
    // A field inside a closed <details> is opened before the link jumps to it.
    summary.addEventListener("click", (event) => {
      const link = event.target.closest("a[href^='#']");
      const target = link && document.getElementById(link.hash.slice(1));
      if (!target) return;
      event.preventDefault();
      for (let box = target.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
      target.scrollIntoView({ block: "center" });
      const field = target.matches("input, select, textarea, button, [tabindex]")
        ? target
        : target.querySelector("input:not([type=hidden]), select, textarea");
      (field || target).focus();
    });
  }

  // A table that becomes cards on a narrow screen is none any longer to some screen readers. The roles that make it
  // one again are set here: in the page itself, HTML does not allow them.
  const roles = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell" };
  for (const table of document.querySelectorAll(".s-table--kort")) {
    for (const part of [table, ...table.querySelectorAll("thead, tbody, tr, th, td")]) {
      part.setAttribute("role", roles[part.tagName] || (part.scope === "row" ? "rowheader" : "columnheader"));
    }
  }

  // A text to take along is copied with one press.
  for (const button of document.querySelectorAll("button[data-copy]")) {
    const field = document.getElementById(button.dataset.copy);
    const said = button.parentElement.querySelector("[data-copied]");
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", async () => {
      field.select();
      try {
        await navigator.clipboard.writeText(field.value);
        said.textContent = said.dataset.copied;
      } catch {
        // The browser does not let us: the text is marked, to be copied by hand.
      }
    });
  }

  // A double click sends once; the server would say no to the second one anyway.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
    setTimeout(() => delete form.dataset.sent, 5000); // a download leaves the page where it is
  });
})();
