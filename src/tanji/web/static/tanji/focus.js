// Focus: to the summary of errors where there is one, else to what asks for it; links in it go to their field.
export function moveFocus(root) {
  const holder = root.matches?.("[data-focus]") ? root : root.querySelector("[data-focus]");
  if (holder) holder.focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest(".errors a[href^='#']");
  if (!link) return;
  const field = document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  const control = field.matches("input, select, textarea") ? field : field.querySelector("input, select, textarea") || field;
  (control.closest(".field") || control).scrollIntoView({ block: "start" });
  control.focus({ preventScroll: true });
});
