// Saves a form while it is written, by posting it to where its button posts it. Every page works without this.
//
// <form data-autosave="save"> is saved by its own view; <form data-autosave="keep"> makes something new and is
// only kept for its writer. The answer is JSON: state, text for the reader, revision of what is stored now.
// The line with [data-autosave-text] tells how it went (templates/components/autosave.html).
(() => {
  "use strict";

  const PAUSE = 2000; // milliseconds without a key
  const LONGEST = 15000; // somebody who never pauses is saved too
  const PATIENCE = 15000; // for an answer
  const AGAIN = [5000, 10000, 20000, 40000, 60000]; // until the next try after a failure
  const KEEPALIVE = 60000; // characters that a browser sends after the page is gone
  const MACHINERY = new Set(["csrfmiddlewaretoken", "keep", "keep_count", "revision"]);

  function setUp(form) {
    const find = (name) => form.querySelector(`[data-autosave-${name}]`);
    const [line, text, link, both] = ["line", "text", "link", "both"].map(find);
    const field = (name) => form.elements.namedItem(name);
    if (!line || !field("keep")) return;

    const entries = () => [...new FormData(form)].filter(([, value]) => typeof value === "string");
    const typed = () => new URLSearchParams(entries().filter(([name]) => !MACHINERY.has(name))).toString();

    let settled = typed(); // what the server has answered for
    let timer = 0;
    let changedAt = 0;
    let failures = 0;
    let running = null;
    let submitting = false;

    function show({ state, text: words, url }) {
      line.hidden = false;
      line.classList.toggle("s-saved--not", state !== "saved" && state !== "kept");
      if (text.textContent !== words) text.textContent = words;
      link.hidden = !(state in link.dataset);
      if (!link.hidden) {
        link.textContent = link.dataset[state];
        link.href = url;
      }
      both.hidden = state !== "stale";
    }

    function later(delay) {
      clearTimeout(timer);
      timer = setTimeout(save, delay);
    }

    function look() {
      if (typed() === settled) return;
      changedAt = changedAt || Date.now();
      later(failures ? AGAIN[0] : Math.max(0, Math.min(PAUSE, changedAt + LONGEST - Date.now())));
    }

    async function send(leaving) {
      const sent = typed();
      field("keep_count").value = Number(field("keep_count").value) + 1;
      const body = new URLSearchParams(entries());
      changedAt = 0;
      try {
        const response = await fetch(form.getAttribute("action") || location.href, {
          method: "POST",
          headers: { "X-Autosave": form.dataset.autosave, Accept: "application/json" },
          body,
          keepalive: leaving && body.toString().length < KEEPALIVE,
          redirect: "error",
          signal: AbortSignal.timeout(PATIENCE),
        });
        const answer = await response.json();
        settled = sent;
        failures = 0;
        if ("revision" in answer && field("revision")) field("revision").value = answer.revision;
        show(answer);
      } catch {
        // No answer, or none of ours: the server is away. What is typed stands; a save that got through is no harm.
        show({ state: "failed", text: text.dataset.failed });
        later(AGAIN[Math.min(failures, AGAIN.length - 1)]);
        failures += 1;
      }
    }

    async function save({ leaving = false } = {}) {
      clearTimeout(timer);
      if (running || submitting || typed() === settled) return;
      running = send(leaving);
      await running;
      running = null;
      if (!failures) look();
    }

    // Whatever is done in the form may have changed it: the map and the files write into fields by themselves.
    for (const kind of ["input", "change", "click", "keyup", "pointerup"]) form.addEventListener(kind, look);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") save({ leaving: true });
    });
    addEventListener("pagehide", () => save({ leaving: true }));
    addEventListener("online", () => failures && save());
    addEventListener("beforeunload", (event) => {
      if (failures && !submitting && typed() !== settled) event.preventDefault();
    });

    // The button comes after a save that is on its way, so that the older text never arrives last.
    form.addEventListener("submit", (event) => {
      if (running) {
        event.preventDefault();
        event.stopImmediatePropagation();
        const { submitter } = event;
        running.then(() => setTimeout(() => form.requestSubmit(submitter)));
        return;
      }
      clearTimeout(timer);
      field("keep_count").value = Number(field("keep_count").value) + 1;
      submitting = true;
      setTimeout(() => { submitting = false; }, 5000); // a form that was stopped goes on
    }, true);
    addEventListener("pageshow", (event) => {
      if (event.persisted) submitting = false;
    });
  }

  document.querySelectorAll("form[data-autosave]").forEach(setUp);
})();
