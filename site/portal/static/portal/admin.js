// What Wagtail's admin leaves open for those who type early, work by keyboard or on a small screen.

const form = document.querySelector("form[data-edit-form]");

// 1. Wagtail takes what stands in the form two seconds after it has opened for unchanged, and what is typed while an
//    autosave is under way for saved. Whatever a person has typed and no save has taken along is told to Wagtail.
if (form) {
  let typedAt = -1;
  let takenAt = 0;
  let isWatched = false;

  const tell = () => {
    form.dataset.wUnsavedForceValue = "true";
    form.dataset.wUnsavedHasEditsValue = "true";
  };
  const note = (event) => {
    if (!event.isTrusted) return;
    typedAt = performance.now();
    if (!isWatched) tell();
  };
  for (const kind of ["beforeinput", "input", "change"]) form.addEventListener(kind, note, true);
  document.addEventListener("w-unsaved:watch-edits", () => { isWatched = true; });
  document.addEventListener("w-autosave:save", () => { takenAt = performance.now(); });
  document.addEventListener("w-autosave:success", () => {
    // Wagtail has just cleared its own note; it has to see that before it sees ours.
    if (typedAt >= takenAt) setTimeout(tell, 100);
  });

  // Boxes filled before this script ran.
  const boxes = form.querySelectorAll("input[type=text], textarea");
  if ([...boxes].some((box) => box === document.activeElement && box.value !== box.defaultValue)) {
    typedAt = performance.now();
    tell();
  }
}

// 2. A chooser takes the focus with it when its window closes and the button that opened it is no longer drawn.
let openedFrom = null;
const isDrawn = (element) => element.isConnected && element.getClientRects().length > 0;

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-chooser-action-choose]");
  if (opener) openedFrom = opener.closest(".chooser, [data-chooser]") ?? opener.parentElement;
}, true);
// Wagtail's window is jQuery's, and so is its last word.
window.jQuery?.(document.body).on("hidden.bs.modal", () => {
  const home = openedFrom;
  if (!home) return;
  openedFrom = null;
  setTimeout(() => {
    if (document.activeElement && document.activeElement !== document.body) return;
    [...home.querySelectorAll("button, a[href]")].find(isDrawn)?.focus();
  });
});

// 3. The list of blocks opens beside its button; whoever opened it goes on in it, and comes back with Escape.
let blockButton = null;
document.addEventListener("click", (event) => {
  blockButton = event.target.closest(".c-sf-add-button") ?? blockButton;
  if (!event.target.closest(".c-sf-add-button")) return;
  let turns = 30;
  const look = () => {
    const box = document.querySelector("[data-tippy-root] input");
    if (box) box.focus();
    else if (turns-- > 0) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
});
// The chosen block comes after the button; Wagtail leaves the focus nowhere when it has no box.
const goOnInBlock = (event) => {
  const isChoice = event.type === "click" ? event.target.closest?.("[role=option]") : event.key === "Enter";
  if (!isChoice || !blockButton || !event.target.closest?.("[data-tippy-root]")) return;
  const button = blockButton;
  setTimeout(() => {
    if (document.activeElement && document.activeElement !== document.body) return;
    const block = button.closest("div").nextElementSibling;
    const content = block?.querySelector(".w-panel__content") ?? block;
    const stops = content?.querySelectorAll("input, select, textarea, button, [contenteditable=true]") ?? [];
    [...stops].find(isDrawn)?.focus();
  }, 400);
};
document.addEventListener("click", goOnInBlock, true);
document.addEventListener("keydown", goOnInBlock, true);
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !event.target.closest?.("[data-tippy-root]") || !blockButton) return;
  const button = blockButton;
  setTimeout(() => isDrawn(button) && button.focus());
});

// 4. On a small screen a side panel covers the form: it opens when it is asked for, and not because it was open before.
const SMALL = matchMedia("(width < 50rem)");
if (SMALL.matches) {
  addEventListener("load", () => document.querySelector("[data-form-side-close-button]")?.click());
}

// 5. What is wrong may stand on a tab that is not open: the first tab with a mistake opens.
const MISTAKE = ".error-message:not([hidden]), .help-critical:not([hidden])";
addEventListener("load", () => {
  const panels = [...document.querySelectorAll("form[data-edit-form] [role=tabpanel]")];
  const wrong = panels.filter((panel) => panel.querySelector(MISTAKE));
  if (wrong.length && wrong.every((panel) => panel.hidden)) {
    document.querySelector(`[role=tab][href="#${wrong[0].id}"], [role=tab][aria-controls="${wrong[0].id}"]`)?.click();
  }
});
