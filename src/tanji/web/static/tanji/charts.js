// Draws what `part/chart.html` describes. The data stand in a JSON block, the same figures in the table beneath; a chart
// is drawn once from what is in the page and never asks the server for more.
import { option } from "./chart_options.js";
import { offerSaving } from "./chart_files.js";

let library;

/** Draws every chart under an element that has not been drawn. */
export async function draw(root, address) {
  const places = [...root.querySelectorAll("[data-chart]:not([data-drawn])")];
  for (const place of places) place.dataset.drawn = "";
  library ??= import(address).then((module) => {
    keepStylesAllowed();
    return module;
  });
  const echarts = await library;
  for (const place of places) show(echarts, place);
}

function show(echarts, place) {
  const data = JSON.parse(document.getElementById(place.dataset.chart).textContent);
  const figure = place.closest("figure");
  place.hidden = false;
  if (["tornado", "bar", "waterfall"].includes(data.kind)) place.classList.toggle("tall", data.categories.length > 14);
  if (data.kind === "strip") place.classList.add("short");
  const chart = echarts.init(place, null, {
    renderer: "svg",
    locale: document.documentElement.lang.startsWith("zh") ? "ZH" : "EN",
  });
  const paint = () => {
    chart.setOption(option(data, colours(), place.clientWidth), { notMerge: true });
    place.setAttribute("role", "img");
    place.setAttribute("aria-label", data.description);
  };
  paint();
  chart.on("click", (event) => {
    const href = event.data?.href;
    if (href) window.location.assign(href);
  });
  new ResizeObserver(() => {
    chart.resize();
    paint();
  }).observe(place);
  for (const query of ["(prefers-color-scheme: dark)", "(prefers-contrast: more)", "print"]) {
    window.matchMedia(query).addEventListener("change", paint);
  }
  const twin = figure.querySelector("details.twin");
  if (twin) twin.open = false;
  offerSaving(figure, place, data);
}

/** The colours of the page as they are now, so that a chart is light, dark, or ready for paper. */
function colours() {
  const style = getComputedStyle(document.documentElement);
  const token = (name) => style.getPropertyValue(name).trim();
  return {
    series: [1, 2, 3, 4, 5, 6, 7].map((number) => token(`--c${number}`)),
    ink: token("--ink"), soft: token("--soft"), hair: token("--hair"), edge: token("--edge"), sheet: token("--sheet"),
    ground: token("--ground"), accent: token("--accent"), bad: token("--bad"), good: token("--good"),
    sans: getComputedStyle(document.body).fontFamily,
  };
}

// The library writes `style` as an attribute, which our content policy does not allow; the same through the object
// model is allowed, since no text of the page becomes style by it.
function keepStylesAllowed() {
  const plain = SVGElement.prototype.setAttribute;
  SVGElement.prototype.setAttribute = function setAttribute(name, value) {
    if (name === "style") this.style.cssText = value;
    else plain.call(this, name, value);
  };
}
