// Names from the directory under the box while somebody types. Without this script the search above does the same.
const WAIT_MS = 250;
const list = document.querySelector("datalist[data-agencies]");
const box = document.querySelector(`[list="${list?.id}"]`);
let waiting;

async function refresh() {
  const typed = box.value;
  if (!typed) return;
  const answer = await fetch(`${list.dataset.agencies}?${new URLSearchParams({ agency_name: typed })}`);
  if (answer.ok && box.value === typed) list.innerHTML = await answer.text();
}

box?.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(refresh, WAIT_MS);
});
