// Buttons that only a script can serve stay hidden without one: the page says 「印刷」 by the browser's own menu too.
for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
