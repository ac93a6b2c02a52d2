// What every page does besides its HTML: focus, copying, dropping files, keys. Nothing here is needed to use a page.
import { moveFocus } from "./focus.js";
import { listenForCopy } from "./copy.js";
import { listenForKeys } from "./shortcuts.js";
import { offerDropping } from "./dropping.js";

const settings = document.querySelector("script[data-charts]").dataset;

function prepare(root) {
  offerDropping(root);
  if (root.querySelector("[data-chart]")) {
    import(settings.charts).then((charts) => charts.draw(root, settings.echarts));
  }
}

listenForCopy();
listenForKeys();
prepare(document);
moveFocus(document);

document.addEventListener("htmx:afterSettle", (event) => {
  prepare(event.target);
  moveFocus(event.target);
});
for (const [name, busy] of [["htmx:beforeRequest", "true"], ["htmx:afterRequest", "false"]]) {
  document.addEventListener(name, (event) => event.target.setAttribute("aria-busy", busy));
}
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = document.querySelector("details.pop[open], details.help[open]");
  if (open) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  for (const open of document.querySelectorAll("details.pop[open], details.help[open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
});
window.addEventListener("beforeprint", () => {
  for (const each of document.querySelectorAll("main details:not([open])")) {
    each.open = true;
    each.dataset.opened = "";
  }
});
window.addEventListener("afterprint", () => {
  for (const each of document.querySelectorAll("details[data-opened]")) {
    each.open = false;
    delete each.dataset.opened;
  }
});
