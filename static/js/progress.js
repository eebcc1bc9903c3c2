// Long work: the part marked data-progress="1" is fetched again until it is no longer marked.
(() => {
  "use strict";
  const EVERY = 1500;

  const part = () => document.querySelector("[data-progress='1']");

  async function refresh() {
    const shown = part();
    if (!shown) return;
    try {
      const answer = await fetch(location.href, { headers: { "X-Requested-With": "fetch" } });
      if (answer.ok) {
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
        const next = fresh.querySelector("[data-progress]");
        if (next) {
          shown.replaceWith(document.adoptNode(next));
          next.setAttribute("aria-live", "polite");
        }
      }
    } finally {
      if (part()) setTimeout(refresh, EVERY);
    }
  }

  if (part()) setTimeout(refresh, EVERY);
})();
