// Keys of a queue: an element with `data-key="1"` inside `[data-keys]` is pressed by that key, unless somebody is typing.
// One key alone is used only while the queue, or something in it, has the focus (WCAG 2.1.4).
export function listenForKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]")) return;
    const queue = event.target.closest("[data-keys]");
    if (!queue) return;
    const button = queue.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]:not(:disabled)`);
    if (!button) return;
    event.preventDefault();
    if (button.matches("input:not([type=submit]):not([type=radio]), select, textarea")) button.focus();
    else button.click();
  });
}
