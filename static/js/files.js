// Sends chosen files one by one and shows how far each has come, before the rest of the form is sent.
// A file that is refused stops the form: what else was typed stands, and the other files are kept.
// Without this script the files go along with the form, and the server answers the same.
(() => {
  "use strict";

  const words = document.querySelector("template[data-upload-words]");
  if (!words) return;
  const say = (key, values = {}) =>
    Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), words.dataset[key] || "");
  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  };
  const icon = (name) => words.content.querySelector(`[data-icon=${name}] svg`).cloneNode(true);

  // Resolves with what the server says of the kept file; rejects with the sentence to show.
  const send = (form, input, file, last, progress) =>
    new Promise((resolve, reject) => {
      const data = new FormData();
      data.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
      data.append("section", input.dataset.section || form.dataset.section || "");
      if (last) data.append("last", "1");
      data.append("file", file);
      const request = new XMLHttpRequest();
      request.upload.addEventListener("progress", (event) => {
        if (event.lengthComputable) progress.value = (100 * event.loaded) / event.total;
      });
      request.addEventListener("load", () => {
        let answer = {};
        try {
          answer = JSON.parse(request.responseText);
        } catch {
          // A page instead of an answer: logged out, or the case has moved on.
        }
        if (request.status === 201) resolve(answer);
        else reject(answer.error || say("failed", { name: file.name }));
      });
      request.addEventListener("error", () => reject(say("failed", { name: file.name })));
      request.open("POST", form.dataset.upload);
      request.setRequestHeader("Accept", "application/json");
      request.send(data);
    });

  const listFor = (form, input) => {
    const box = input.closest(".s-field");
    return form.querySelector(`[data-kept="${input.name}"]`) || form.querySelector("[data-kept='']") || box;
  };

  // The row of a kept file; where the list has buttons, one to take it back.
  const keptRow = (list, file) => {
    const text = make("span", {}, make("a", { href: file.url }, file.name), " ", make("span", { class: "s-small s-muted" }, file.size));
    if (list.dataset.removable !== undefined) {
      const name = make("span", { class: "s-vh" }, `: ${file.name}`);
      const remove = { class: "s-link s-small", type: "submit", name: "remove", value: file.id };
      text.append(" ", make("button", remove, say("remove"), name));
    }
    return make("li", { class: "s-ico" }, icon("file"), text);
  };

  const complain = (input, errors) => {
    const box = input.closest(".s-field");
    const id = `${input.id}_error`;
    box.querySelector(`#${CSS.escape(id)}`)?.remove();
    box.classList.toggle("s-field--error", errors.length > 0);
    input.toggleAttribute("aria-invalid", false);
    if (!errors.length) return;
    const lines = errors.map((text) => make("p", {}, make("span", { class: "s-vh" }, `${say("error")} `), text));
    const block = make("div", { class: "s-error", id, tabindex: "-1", role: "alert" }, icon("alert"), make("div", {}, ...lines));
    input.before(block);
    input.setAttribute("aria-invalid", "true");
    const described = new Set((input.getAttribute("aria-describedby") || "").split(" ").filter(Boolean));
    input.setAttribute("aria-describedby", [...described.add(id)].join(" "));
    block.focus();
  };

  const upload = async (form, inputs, status) => {
    const files = inputs.flatMap((input) => [...input.files].map((file) => [input, file]));
    const errors = new Map(inputs.map((input) => [input, []]));
    let refused = 0;
    for (const [number, [input, file]] of files.entries()) {
      status.textContent = say("sending", { name: file.name, number: number + 1, count: files.length });
      const progress = make("progress", { max: "100", "aria-label": file.name });
      progress.value = 0;
      const row = make("li", { class: "s-ico" }, icon("file"), make("span", {}, file.name, progress));
      const list = listFor(form, input);
      list.append(row);
      try {
        const last = number === files.length - 1 && !refused;
        row.replaceWith(keptRow(list, await send(form, input, file, last, progress)));
      } catch (reason) {
        row.remove();
        refused += 1;
        errors.get(input).push(String(reason));
      }
    }
    status.textContent = refused ? "" : say("sent");
    for (const [input, found] of errors) {
      input.value = "";
      complain(input, found);
    }
    return refused === 0;
  };

  const goOn = (form, submitter) => {
    if (form.dataset.done) {
      location.assign(form.dataset.done);
      return;
    }
    if (submitter?.name) form.append(make("input", { type: "hidden", name: submitter.name, value: submitter.value }));
    HTMLFormElement.prototype.submit.call(form);
  };

  for (const form of document.querySelectorAll("form[data-upload]")) {
    const status = make("p", { class: "s-small", role: "status" });
    form.querySelector("input[type=file]")?.closest(".s-field").append(status);
    let busy = false;
    form.addEventListener("submit", (event) => {
      const inputs = [...form.querySelectorAll("input[type=file]")].filter((input) => input.files.length);
      const submitter = event.submitter;
      if (!busy && (!inputs.length || submitter?.name === "remove")) return;
      event.preventDefault();
      event.stopPropagation(); // page.js guards against a second sending of the form; this is not the first yet
      if (busy) return;
      busy = true;
      form.setAttribute("aria-busy", "true");
      upload(form, inputs, status).then((allKept) => {
        busy = false;
        form.removeAttribute("aria-busy");
        if (allKept) goOn(form, submitter);
      });
    });
  }
})();
