// A line of the year's plan is dragged to another month; without this script the form of the line does it.
const plan = document.querySelector("[data-plan-open]");
const form = document.querySelector("[data-plan-form]");

if (plan && form) {
  document.querySelector("[data-plan-hint]").hidden = false;
  let dragged = null;
  for (const line of plan.querySelectorAll("[data-line]")) {
    line.draggable = true;
    line.addEventListener("dragstart", () => { dragged = line; });
  }
  for (const month of plan.querySelectorAll("[data-month]")) {
    month.addEventListener("dragover", (event) => {
      event.preventDefault();
      month.classList.add("plan__month--over");
    });
    month.addEventListener("dragleave", () => month.classList.remove("plan__month--over"));
    month.addEventListener("drop", (event) => {
      event.preventDefault();
      if (!dragged || month.contains(dragged)) return;
      form.action = dragged.dataset.line;
      form.elements.month.value = month.dataset.month;
      form.submit();
    });
  }
}
