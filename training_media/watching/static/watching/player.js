// Measures what is played and reports it; without it the page plays all the same, and nothing is measured.
const REPORT_EVERY = 15_000, MOST_PIECES = 100, JUMP = 1_500, SAMPLE = 400, PREFIX = "watching:";

const root = document.getElementById("player");
const video = root?.querySelector("video");
if (video) start();

function start() {
  const duration = Number(root.dataset.duration);
  wireSeeking();
  wireSpeed();
  wireRenditions();
  if (root.dataset.begin) measure(duration);
}

// -- the player's own controls -------------------------------------------------------------------------

function whenReady(act) {
  if (video.readyState > 0) act();
  else video.addEventListener("loadedmetadata", act, { once: true });
}

function wireSeeking() {
  for (const link of root.querySelectorAll("a[data-seek]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      whenReady(() => { video.currentTime = Number(link.dataset.seek) / 1000; });
      video.focus();
      video.scrollIntoView({ block: "nearest" });
      video.play().catch(() => {});
    });
  }
}

function wireSpeed() {
  const box = root.querySelector(".player__speed"), select = box?.querySelector("select");
  if (!select) return;
  box.hidden = false;
  select.addEventListener("change", () => { video.playbackRate = Number(select.value); });
  video.addEventListener("ratechange", () => {
    const known = [...select.options].find((each) => Number(each.value) === video.playbackRate);
    if (known) known.selected = true;
  });
}

function wireRenditions() {
  const links = [...root.querySelectorAll("a[data-rendition]")];
  for (const link of links) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const at = video.currentTime, plays = !video.paused, rate = video.playbackRate;
      video.pause();
      video.src = `${link.dataset.rendition}#t=${at.toFixed(3)}`;
      video.addEventListener("loadedmetadata", () => {
        video.currentTime = at;
        video.playbackRate = rate;
        if (plays) video.play().catch(() => {});
      }, { once: true });
      for (const each of links) each.removeAttribute("aria-current");
      link.setAttribute("aria-current", "true");
    });
  }
}

// -- measuring -----------------------------------------------------------------------------------------

function measure(duration) {
  const report = reporter();
  // The piece that plays now: from where, since when by a clock that only runs forward, at which rate.
  let piece = null, sample = null;
  const clock = () => performance.now();
  const media = () => Math.min(duration, video.currentTime * 1000);

  const open = (from = media(), at = clock()) => {
    if (piece || video.paused || video.seeking || video.readyState < 3) return;
    piece = { media: from < 200 ? 0 : from, clock: at, rate: video.playbackRate };
    sample = { media: from, clock: at };
  };
  const close = (to = media(), at = clock()) => {
    if (!piece) return;
    const { media: from, clock: since, rate } = piece;
    piece = null;
    report.add(from, to, since, at, rate);
  };
  // Where it was last, for what has jumped away before anybody could look.
  const lastPlace = () => {
    const on = Math.min(SAMPLE, clock() - sample.clock);
    return [Math.min(duration, sample.media + on * piece.rate), sample.clock + on];
  };
  const cut = () => {
    if (!piece) return;
    const to = media(), at = clock();
    close(to, at);
    open(to, at);
  };

  video.addEventListener("playing", () => open());
  video.addEventListener("timeupdate", () => {
    const now = { media: media(), clock: clock() };
    if (video.seeking) return;
    if (piece) {
      const should = sample.media + (now.clock - sample.clock) * piece.rate;
      if (Math.abs(now.media - should) > JUMP) close(...lastPlace());
    }
    sample = now;
    open(now.media, now.clock);
  });
  video.addEventListener("seeking", () => { if (piece) { close(...lastPlace()); report.send(); } });
  video.addEventListener("waiting", () => close());
  video.addEventListener("stalled", () => { if (video.readyState < 3) close(); });
  video.addEventListener("ratechange", () => {
    if (!piece || piece.rate === video.playbackRate) return;
    close();
    open();
  });
  video.addEventListener("pause", () => { close(); report.send(); });
  video.addEventListener("emptied", () => { if (piece) close(...lastPlace()); });
  video.addEventListener("ended", () => { close(duration); report.send(); });
  setInterval(() => { cut(); report.send(); }, REPORT_EVERY);
  const leave = () => { cut(); report.sendLast(); };
  addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") leave(); });
  addEventListener("online", () => report.send());
}

// -- reporting -----------------------------------------------------------------------------------------

function reporter() {
  const state = root.querySelector("[data-state]");
  let key = null, zero = 0, seq = 0, waiting = [], early = [], isSending = false, wasOffline = false;

  const say = (words) => { if (state && state.textContent !== words) state.textContent = words; };
  const keep = () => {
    if (!key) return;
    try {
      if (waiting.length) localStorage.setItem(PREFIX + key, JSON.stringify(waiting));
      else localStorage.removeItem(PREFIX + key);
    } catch { /* a full or forbidden store: what waits is kept in this page alone */ }
  };
  const push = ([from, to, since, at, rate]) => {
    const media = [Math.round(from), Math.round(to)];
    const span = [Math.max(0, Math.round(since - zero)), Math.round(at - zero)];
    if (media[0] >= media[1] || span[0] >= span[1]) return;
    waiting.push([seq++, media, span, Math.round(rate * 1000)]);
  };

  const begin = async () => {
    const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
    try {
      const answer = await fetch(root.dataset.begin, { method: "POST", headers: { "X-CSRFToken": token } });
      if (answer.status !== 201) throw new Error(String(answer.status));
      const { sitting } = await answer.json();
      [key, zero, seq, waiting] = [sitting, performance.now(), 0, []];
      showMeasured();
      // What was played while the answer was on its way began a little before its clock did.
      for (const piece of early.splice(0)) { zero = Math.min(zero, piece[2]); push(piece); }
      keep();
    } catch {
      setTimeout(begin, REPORT_EVERY);
    }
  };

  const send = async () => {
    if (!key || isSending || !waiting.length) return;
    isSending = true;
    const sent = waiting.slice(0, MOST_PIECES), sender = key;
    let status = 0, found = null;
    try {
      const answer = await post(sender, sent);
      status = answer.status;
      if (status === 200) found = await answer.json();
    } catch { status = 0; }
    isSending = false;
    if (status === 200 || status === 400 || status === 413) {
      const gone = new Set(sent.map(([number]) => number));
      waiting = waiting.filter(([number]) => !gone.has(number));
      keep();
      if (found) draw(found);
      if (wasOffline) say("つながりました。送れなかった分も、記録しました。");
      wasOffline = false;
      if (waiting.length) send();
    } else if (status === 404 || status === 410) {
      waiting = [];
      keep();
      key = null;
      begin();
    } else {
      wasOffline = true;
      say("いま、つながっていません。見たところは、つながったときに送ります。このまま見てかまいません。");
    }
  };

  const sendLast = () => {
    if (!key || !waiting.length) return;
    // Whether it arrives nobody can tell: it stays in the store, and is sent again the next time.
    const words = JSON.stringify({ sitting: key, pieces: waiting.slice(-MOST_PIECES) });
    navigator.sendBeacon(root.dataset.beacons, new Blob([words], { type: "text/plain" }));
  };

  begin();
  sendLeftOver();
  return {
    add(...piece) {
      if (key) { push(piece); keep(); } else early.push(piece);
    },
    send,
    sendLast,
  };
}

function post(sitting, pieces) {
  const body = JSON.stringify({ sitting, pieces });
  const headers = { "Content-Type": "application/json" };
  return fetch(root.dataset.beacons, { method: "POST", body, headers, credentials: "omit", keepalive: true });
}

// What earlier pages of this browser could not send.
async function sendLeftOver() {
  let keys = [];
  try { keys = Object.keys(localStorage).filter((each) => each.startsWith(PREFIX)); } catch { return; }
  for (const each of keys) {
    try {
      const pieces = JSON.parse(localStorage.getItem(each));
      let isGone = true;
      for (let at = 0; at < pieces.length; at += MOST_PIECES) {
        const { status } = await post(each.slice(PREFIX.length), pieces.slice(at, at + MOST_PIECES));
        isGone &&= [200, 400, 404, 410].includes(status);
      }
      if (isGone) localStorage.removeItem(each);
    } catch { /* still off line: the next page tries again */ }
  }
}

// -- what it comes to ----------------------------------------------------------------------------------

function showMeasured() {
  for (const each of root.querySelectorAll("[data-with-script]")) each.hidden = false;
  for (const each of root.querySelectorAll("[data-without-script]")) each.hidden = true;
}

function draw({ covered, words }) {
  const bars = root.querySelector("[data-bars]"), said = root.querySelector("[data-words]");
  if (!bars) return;
  const duration = Number(root.dataset.duration);
  bars.replaceChildren(...covered.map(([from, to]) => {
    const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    const x = Math.floor(from * 1000 / duration);
    rect.setAttribute("x", x);
    rect.setAttribute("y", 0);
    rect.setAttribute("width", Math.max(1, Math.floor(to * 1000 / duration) - x));
    rect.setAttribute("height", 44);
    rect.classList.add("cv-seen");
    return rect;
  }));
  said.textContent = words;
}
