// Saving a chart: its table as CSV, its drawing as SVG or PNG.
export function offerSaving(figure, place, data) {
  const bar = figure.querySelector("[data-save]");
  if (!bar) return;
  bar.hidden = false;
  const name = figure.id.replace(/^chart-/, "");
  const makers = {
    csv: async () => new Blob(["\ufeff", csv(figure.querySelector("table"))], { type: "text/csv" }),
    svg: async () => new Blob([svg(place, data)], { type: "image/svg+xml" }),
    png: () => png(place, data),
  };
  for (const button of bar.querySelectorAll("[data-save-as]")) {
    button.addEventListener("click", async () => {
      const kind = button.dataset.saveAs;
      save(await makers[kind](), `${name}.${kind}`);
    });
  }
}

/** The table with all digits; a cell that a spreadsheet would take for a formula is quoted as text. */
export function csv(table) {
  const rows = [...table.querySelectorAll("tr")];
  return rows.map((row) => [...row.children].map((cell) => quoted(worth(cell))).join(",")).join("\r\n") + "\r\n";
}

function worth(cell) {
  const figure = cell.querySelector("data");
  if (figure) return figure.value;
  const text = cell.textContent.trim().replace(/\s+/g, " ");
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}

function quoted(text) {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function svg(place, data) {
  const drawing = place.querySelector("svg").cloneNode(true);
  drawing.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
  title.textContent = `${data.title} (${data.unit})`;
  drawing.prepend(title);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(drawing)}`;
}

async function png(place, data) {
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg(place, data))}`;
  await picture.decode();
  const canvas = document.createElement("canvas");
  canvas.width = place.clientWidth * 2;
  canvas.height = place.clientHeight * 2;
  const brush = canvas.getContext("2d");
  brush.fillStyle = getComputedStyle(document.body).backgroundColor;
  brush.fillRect(0, 0, canvas.width, canvas.height);
  brush.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((done) => canvas.toBlob(done, "image/png"));
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
