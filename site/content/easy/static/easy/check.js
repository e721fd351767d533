// While somebody writes an easy page, asks the server what is hard to read in it. Nothing is stored.
// Without this script the same list stands there after saving.
const PAUSE = 400;

const panel = document.querySelector("[data-easy-check]");
const form = panel?.closest("form");
if (form) {
  const place = panel.querySelector("[data-easy-found]");
  let timer, asked = written(), running;

  function written() {
    return new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string")).toString();
  }

  async function check() {
    const now = written();
    if (now === asked) return;
    asked = now;
    running?.abort();
    running = new AbortController();
    try {
      const answer = await fetch(panel.dataset.easyCheck, {
        method: "POST",
        body: new URLSearchParams(now),
        signal: running.signal,
      });
      if (answer.ok && !answer.redirected) place.innerHTML = await answer.text();
    } catch (error) {
      // The next pause asks again; saving shows the list in any case.
      if (error.name !== "AbortError") asked = "";
    }
  }

  function wait() {
    clearTimeout(timer);
    timer = setTimeout(check, PAUSE);
  }

  // Adding, moving and deleting a block are clicks.
  for (const kind of ["input", "change", "click"]) form.addEventListener(kind, wait);
}
