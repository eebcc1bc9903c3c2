// Long texts with headings, lists and bold: buttons for the signs, and a paste that keeps the structure.
(() => {
  "use strict";

  const at = (area) => [area.selectionStart, area.selectionEnd];

  function changed(area, from, to) {
    area.setSelectionRange(from, to);
    area.focus();
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // Puts `sign` first on every line of the selection, or takes it away again.
  function lines(area, sign) {
    const [from, to] = at(area);
    const start = area.value.lastIndexOf("\n", from - 1) + 1;
    const end = to + area.value.slice(to).search(/\n|$/);
    const chosen = area.value.slice(start, end).split("\n");
    const marked = (line, number) => (sign === "1. " ? `${number + 1}. ${line}` : sign + line);
    const bare = (line) => line.replace(/^(#{1,6}|-|\d+\.)\s+/, "");
    const has = chosen.every((line) => (sign === "1. " ? /^\d+\.\s/.test(line) : line.startsWith(sign)));
    const text = chosen.map((line, number) => (has ? bare(line) : marked(bare(line), number))).join("\n");
    area.setRangeText(text, start, end, "end");
    changed(area, start, start + text.length);
  }

  function bold(area) {
    const [from, to] = at(area);
    const chosen = area.value.slice(from, to);
    const text = /^\*\*[^]*\*\*$/.test(chosen) ? chosen.slice(2, -2) : `**${chosen}**`;
    area.setRangeText(text, from, to, "end");
    changed(area, chosen ? from : from + 2, chosen ? from + text.length : from + 2);
  }

  async function paste(event, area) {
    const html = event.clipboardData.getData("text/html");
    if (!html || !/<(h[1-6]|ul|ol|strong|b|tr)[\s>]|MsoList|font-weight/i.test(html)) return;
    event.preventDefault();
    const plain = event.clipboardData.getData("text/plain");
    const [from, to] = at(area);
    let text = plain;
    try {
      const body = new FormData();
      body.append("html", html);
      body.append("csrfmiddlewaretoken", area.form.elements.csrfmiddlewaretoken.value);
      const answer = await fetch(area.dataset.structured, { method: "POST", body });
      if (answer.ok) text = await answer.text();
    } catch {
      // Without an answer the plain text is what there is.
    }
    area.setRangeText(text, from, to, "end");
    changed(area, from + text.length, from + text.length);
  }

  for (const area of document.querySelectorAll("textarea[data-structured]")) {
    const template = document.getElementById("skrivhjalp");
    const bar = template.content.firstElementChild.cloneNode(true);
    const name = document.querySelector(`label[for="${area.id}"]`)?.textContent.trim() || "";
    bar.setAttribute("aria-label", `${bar.dataset.label} ${name}`.trim());
    bar.addEventListener("click", (event) => {
      const sign = event.target.closest("button")?.dataset.sign;
      if (sign === "**") bold(area);
      else if (sign) lines(area, sign);
    });
    area.before(bar);
    area.addEventListener("paste", (event) => paste(event, area));
  }
})();
