// Sends a film in pieces, and goes on where it was when the line breaks or the page is opened again.
// Without this script the form sends the file as a whole and ends at the same place.
const LEAST = 1024 * 1024, MOST = 8 * LEAST, QUICK_MS = 4000, SLOW_MS = 20000;
const FIRST_WAIT_MS = 1000, LONGEST_WAIT_MS = 30000, MOST_FAILURES = 40;
const AWAY = "もう一度ログインしてから、同じファイルを選ぶと、続きから送れます。";
const form = document.querySelector("[data-upload]");
const token = form?.querySelector("[name=csrfmiddlewaretoken]").value;
const part = (name) => document.querySelector(`[data-${name}]`);
const wait = (ms) => new Promise((done) => setTimeout(done, ms));

// What is read aloud: that it goes on, and that it does not. Every percent would be too much.
function say(words) {
  part("way").hidden = false;
  if (part("words").textContent !== words) part("words").textContent = words;
}

// Answers {status, body}; status 0 when the line broke.
function ask(method, address, { body, place, onSent } = {}) {
  return new Promise((done) => {
    const request = new XMLHttpRequest();
    request.open(method, address);
    request.setRequestHeader("X-CSRFToken", token);
    if (place !== undefined) {
      request.setRequestHeader("Upload-Offset", place);
      request.setRequestHeader("Content-Type", "application/offset+octet-stream");
    }
    request.upload.onprogress = (event) => onSent?.(event.loaded);
    request.onloadend = () => {
      let read = null;
      try { read = JSON.parse(request.responseText); } catch { /* no answer of ours */ }
      done({ status: request.status, body: read });
    };
    request.send(body);
  });
}

function shown(file, sent) {
  const percent = Math.min(100, Math.floor((sent / file.size) * 100));
  const mega = (bytes) => (bytes / LEAST).toFixed(bytes < 100 * LEAST ? 1 : 0);
  say("送っています。");
  part("sent").textContent = `${percent}%（${mega(sent)}MB／${mega(file.size)}MB）`;
  part("bar").value = percent;
}

async function begin(file) {
  const facts = { name: file.name, size: file.size, modified: file.lastModified, title: form.elements.title.value };
  return ask("POST", form.dataset.upload, { body: new URLSearchParams(facts) });
}

async function sendAll(file) {
  let failures = 0, long = LEAST, address = "", received = 0, isSure = true;
  while (failures <= MOST_FAILURES) {
    const began = performance.now();
    // After a break, where it really ends is known there alone.
    const answer = !address ? await begin(file) : !isSure ? await ask("GET", address)
      : await ask("POST", address, {
        body: file.slice(received, received + long), place: received,
        onSent: (sent) => shown(file, Math.min(file.size, received + sent)),
      });
    const { status, body } = answer;
    if (status === 200 && body?.address) {
      const took = performance.now() - began;
      if (address && isSure && took < QUICK_MS) long = Math.min(MOST, long * 2);
      if (took > SLOW_MS) long = Math.max(LEAST, long / 2);
      if (isSure) failures = 0;
      isSure = true;
      address = body.address;
      received = body.received;
      if (body.done) return location.assign(body.list);
      shown(file, received);
    } else if (status === 409 && Number.isInteger(body?.received)) {
      received = body.received;
      failures += 1;
    } else if (body?.words) {
      return say(body.words);
    } else if (status >= 200 && status < 500 && status !== 408 && status !== 429) {
      return say(AWAY);
    } else {
      failures += 1;
      const ms = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures - 1, 5));
      say(`回線が切れました。${Math.ceil(ms / 1000)}秒後に、続きから送ります。`);
      await wait(ms);
      long = LEAST;
      isSure = false;
    }
  }
  say("回線がつながりません。つながってから「送る」を押すと、続きから送ります。");
}

if (form) {
  part("promise").hidden = false;
  form.addEventListener("submit", async (event) => {
    const file = form.elements.file.files[0];
    if (!file) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    part("send").disabled = true;
    await sendAll(file);
    part("send").disabled = false;
  }, { capture: true });
}
