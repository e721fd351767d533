// Hides what is asked of some alone while the choice that it depends on is not made. Without this script it is
// shown with the words for whom it is, and the server ignores what nobody was asked.
const conditional = new Map();
for (const input of document.querySelectorAll("[data-only-if]")) {
  conditional.set(input.closest(".field"), input.dataset);
}

function isChosen({ onlyIf, onlyChoice }) {
  const inputs = [...document.getElementsByName(onlyIf)];
  return inputs.some((input) => input.checked && input.value === onlyChoice && !input.closest(".field").hidden);
}

function refresh() {
  // In the order of the page: what depends on something hidden is hidden as well.
  for (const [field, needs] of conditional) field.hidden = !isChosen(needs);
}

document.addEventListener("change", refresh);
refresh();
