// Copying takes figures with all their digits, and `data-copy` buttons copy the text of another element.
export function listenForCopy() {
  document.addEventListener("copy", (event) => {
    const chosen = document.getSelection();
    if (!chosen || chosen.isCollapsed || chosen.rangeCount === 0) return;
    const alone = holdingFigure(chosen);
    if (alone) {
      event.clipboardData.setData("text/plain", alone.value);
      event.preventDefault();
      return;
    }
    const part = chosen.getRangeAt(0).cloneContents();
    const figures = part.querySelectorAll("data.n");
    if (figures.length === 0 || !part.querySelector("td, th")) return;
    for (const figure of figures) figure.textContent = figure.value;
    const rows = [...part.querySelectorAll("tr")];
    const text = rows.map((row) => [...row.children].map((cell) => cell.textContent.trim()).join("\t")).join("\n");
    event.clipboardData.setData("text/plain", text || part.textContent);
    event.preventDefault();
  });
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const source = document.getElementById(button.dataset.copy);
    await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
    const said = document.getElementById("notice");
    if (said && button.dataset.copied) said.textContent = button.dataset.copied;
  });
}

function holdingFigure(chosen) {
  const [begin, end] = [chosen.anchorNode, chosen.focusNode].map(around);
  return begin && begin === end ? begin : null;
}

function around(node) {
  return (node instanceof Element ? node : node?.parentElement)?.closest("data.n");
}
