// The page beside the words follows what is typed. Without this script a button draws both again.
const WAIT_MS = 800;
const form = document.querySelector("form.builder");
const look = document.getElementById("builder-look");
let waiting = 0;
let asked = null;

async function draw() {
  asked?.abort();
  asked = new AbortController();
  try {
    const answer = await fetch(form.dataset.look, { method: "POST", body: new FormData(form), signal: asked.signal });
    look.toggleAttribute("data-stale", !answer.ok);
    if (answer.ok) look.innerHTML = await answer.text();
  } catch (stopped) {
    look.toggleAttribute("data-stale", stopped.name !== "AbortError");
  }
}

form?.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(draw, WAIT_MS);
});
