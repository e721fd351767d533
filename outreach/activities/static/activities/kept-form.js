// What is typed into a form stays on this device until it has arrived: on the way there may be no network.
const form = document.querySelector("[data-kept-form]");

if (form) {
  const name = `kept:${form.dataset.keptForm}`;
  const told = document.querySelector("[data-offline]");
  const arrived = form.dataset.arrived.split(" ");
  const secret = "csrfmiddlewaretoken";

  const kept = JSON.parse(localStorage.getItem(name) || "null");
  if (kept && arrived.includes(kept.form_key)) {
    localStorage.removeItem(name);
  } else if (kept && !form.querySelector(".has-error")) {
    for (const field of form.elements) {
      if (!(field.name in kept)) continue;
      if (field.type === "radio") field.checked = field.value === kept[field.name];
      else field.value = kept[field.name];
    }
  }

  const keep = () => {
    const typed = [...new FormData(form)].filter(([key]) => key !== secret);
    localStorage.setItem(name, JSON.stringify(Object.fromEntries(typed)));
  };
  const tell = () => { told.hidden = navigator.onLine; };
  form.addEventListener("input", keep);
  window.addEventListener("online", tell);
  window.addEventListener("offline", tell);
  tell();

  form.addEventListener("submit", (event) => {
    keep();
    if (navigator.onLine) return;
    event.preventDefault();
    tell();
    told.scrollIntoView();
  });
}
