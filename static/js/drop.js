// A file dropped anywhere on the page goes into the box of the form that takes it, which opens and is filled in as far
// as the file tells. Nothing is sent until the form is. Without this script the file is chosen in the box.
(() => {
  "use strict";

  const form = document.querySelector("form[data-drop]");
  const input = form && form.querySelector("input[type=file]");
  if (!input) return;

  const holdsFiles = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  let depth = 0; // enter and leave are told for every element on the way
  const show = (over) => document.body.toggleAttribute("data-drag", over);

  const fill = () => {
    const name = form.querySelector("[name=designation]");
    if (name && !name.value && input.files.length) {
      name.value = input.files[0].name.replace(/\.[^.]+$/, "").replace(/[_]+/g, " ").slice(0, 200);
    }
    if (name) name.focus();
  };

  document.addEventListener("dragenter", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    depth += 1;
    show(true);
  });
  document.addEventListener("dragleave", (event) => {
    if (!holdsFiles(event)) return;
    depth = Math.max(depth - 1, 0);
    if (!depth) show(false);
  });
  document.addEventListener("dragover", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
  });
  document.addEventListener("drop", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    depth = 0;
    show(false);
    if (!event.dataTransfer.files.length) return;
    const box = form.closest("details");
    if (box) box.open = true;
    input.files = event.dataTransfer.files;
    fill();
  });
  input.addEventListener("change", fill);
})();
