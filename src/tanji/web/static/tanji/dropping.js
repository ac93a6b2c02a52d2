// A file may be dropped on a `[data-drop]` field; the file button beside it does the same without dragging.
export function offerDropping(root) {
  for (const field of root.querySelectorAll("[data-drop]:not([data-ready])")) {
    const input = field.querySelector("input[type=file]");
    field.dataset.ready = "";
    const hint = field.querySelector("[data-drop-hint]");
    if (hint) hint.hidden = false;
    field.addEventListener("dragover", (event) => {
      event.preventDefault();
      field.dataset.over = "";
    });
    field.addEventListener("dragleave", () => delete field.dataset.over);
    field.addEventListener("drop", (event) => {
      event.preventDefault();
      delete field.dataset.over;
      if (event.dataTransfer.files.length === 0) return;
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    input.addEventListener("change", () => {
      const limit = Number(input.dataset.limitMb) * 1024 * 1024;
      const large = limit > 0 && [...input.files].some((file) => file.size > limit);
      const fault = field.querySelector("[data-too-large]");
      if (fault) fault.hidden = !large;
      input.setCustomValidity(large && fault ? fault.textContent.trim() : "");
    });
  }
}
