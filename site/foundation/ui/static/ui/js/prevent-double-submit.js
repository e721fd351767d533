// A second press while the first is under way is ignored. The server has its own guard: this only spares people the doubt.
const WAIT_MS = 10_000;

function release(form) {
  delete form.dataset.sending;
  // Buttons of the frame may belong to a form without standing in it.
  for (const button of form.elements) button.removeAttribute("aria-disabled");
}

window.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.getAttribute("method")?.toLowerCase() !== "post") return;
  if (form.dataset.sending) {
    event.preventDefault();
    return;
  }
  form.dataset.sending = "true";
  event.submitter?.setAttribute("aria-disabled", "true");
  setTimeout(release, WAIT_MS, form);
});

// Coming back by the browser's own button finds the form ready again.
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sending]").forEach(release));
