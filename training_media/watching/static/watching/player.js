// Measures what is played and reports it; without it the page plays all the same, and nothing is measured.
const REPORT_EVERY = 15_000, MOST_PIECES = 100, JUMP = 1_500, SAMPLE = 400, PREFIX = "watching:", CAPTIONS = "captions";
const RENEW_EVERY = 30_000, LEAVE_WITHIN = 3_000;
const REOPEN = "続けて見るときは、このページを開きなおしてください。";
const OFFLINE = "いま、つながっていません。見たところは、つながったときに", BUSY = "いま、混みあっています。見たところは、あとで";

const root = document.getElementById("player");
const video = root?.querySelector("video");
if (video) start();

function start() {
  const duration = Number(root.dataset.duration);
  wireSeeking();
  wireSpeed();
  wireCaptions();
  wireRenditions();
  wireRenewal();
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

// What is chosen holds for all parts that are opened in this window, where they have it.
function wireCaptions() {
  const box = root.querySelector(".player__captions"), select = box?.querySelector("select");
  if (!select) return;
  box.hidden = false;
  root.querySelector("[data-captions-told]").hidden = true;
  try {
    const chosen = sessionStorage.getItem(CAPTIONS);
    if ([...select.options].some((each) => each.value === chosen)) select.value = chosen;
  } catch { /* a forbidden store: it begins with the first */ }
  const show = () => {
    for (const track of video.textTracks) {
      const mode = track.language === select.value ? "showing" : "disabled";
      if (track.mode !== mode) track.mode = mode;
    }
  };
  const keep = () => {
    try { sessionStorage.setItem(CAPTIONS, select.value); } catch { /* then it holds for this page */ }
  };
  show();
  select.addEventListener("change", () => { show(); keep(); });
  // A browser chooses by itself for a film that it loads; once it is there, its own menu does.
  video.addEventListener("loadedmetadata", show);
  video.textTracks.addEventListener("change", () => {
    if (video.readyState === 0) return;
    const shown = [...video.textTracks].find((each) => each.mode === "showing")?.language ?? "";
    if (shown === select.value) return;
    select.value = shown;
    keep();
  });
}

function wireRenditions() {
  const links = [...root.querySelectorAll("a[data-rendition]")];
  for (const link of links) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const plays = !video.paused;
      video.pause();
      playFrom(link.dataset.rendition, plays);
      for (const each of links) each.removeAttribute("aria-current");
      link.setAttribute("aria-current", "true");
    });
  }
}

function playFrom(address, plays) {
  const at = video.currentTime || beginsAt(), rate = video.playbackRate;
  video.src = `${address}#t=${at.toFixed(3)}`;
  video.addEventListener("loadedmetadata", () => {
    video.currentTime = at;
    video.playbackRate = rate;
    if (plays) video.play().catch(() => {});
  }, { once: true });
}

// Where the player begins before it knows anything of the film.
function beginsAt() {
  return Number(/#t=([\d.]+)$/.exec(video.src)?.[1] ?? 0);
}

// An address of a film works for a while only: whoever may still open this page gets a new one from it.
function wireRenewal() {
  let last = -Infinity;
  const renew = async () => {
    if (performance.now() - last < RENEW_EVERY) return;
    last = performance.now();
    const plays = !video.paused;
    let found = null;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
      found = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("player");
    } catch { return; }
    const fresh = found?.querySelector("video")?.getAttribute("src");
    if (!fresh) {
      say(`いまは、この動画を見られません。${REOPEN}`);
      return;
    }
    let address = fresh.split("#")[0];
    const links = [...root.querySelectorAll("a[data-rendition]")];
    const anew = [...found.querySelectorAll("a[data-rendition]")];
    for (const [place, link] of links.entries()) {
      link.dataset.rendition = anew[place]?.dataset.rendition ?? link.dataset.rendition;
      if (link.hasAttribute("aria-current")) address = link.dataset.rendition;
    }
    playFrom(address, plays);
  };
  video.addEventListener("error", renew);
  // It may have failed before this was here to hear of it.
  if (video.error) renew();
}

function say(words) {
  const state = root.querySelector("[data-state]");
  if (state && state.textContent !== words) state.textContent = words;
}

// -- measuring -----------------------------------------------------------------------------------------

function measure(duration) {
  // The piece that plays now: from where, since when by a clock that only runs forward, at which rate.
  let piece = null, sample = null;
  const report = reporter(() => piece?.clock ?? Infinity);
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

  // Whoever only looks at the page has not begun.
  video.addEventListener("play", () => report.begin());
  if (!video.paused) report.begin();
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
  // Once they have left, nothing counts any more: what was played goes first.
  document.querySelector("form.watching-leave")?.addEventListener("submit", async (event) => {
    event.preventDefault();
    video.pause();
    close();
    await report.sendAll();
    event.target.submit();
  });
}

// -- reporting -----------------------------------------------------------------------------------------

function reporter(playsSince) {
  let key = null, zero = 0, seq = 0, waiting = [], early = [];
  let isBeginning = false, isSending = false, wasOffline = false, isOver = false;

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
    if (key || isBeginning || isOver) return;
    isBeginning = true;
    const token = document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
    const asked = performance.now();
    let status = 0, sitting = null;
    try {
      const answer = await fetch(root.dataset.begin, { method: "POST", headers: { "X-CSRFToken": token } });
      status = answer.status;
      if (status === 201) ({ sitting } = await answer.json());
    } catch { status = 0; }
    isBeginning = false;
    if (sitting) {
      // What is played since this was asked counts. What was played before, nobody can place any more.
      zero = Math.max(asked, Math.min(performance.now(), playsSince(), ...early.map((piece) => piece[2])));
      [key, seq, waiting] = [sitting, 0, []];
      for (const piece of early.splice(0)) push(piece);
      keep();
      if (wasOffline) say("つながりました。ここから記録します。");
      wasOffline = false;
      send();
    } else if (status === 403 || status === 404) {
      stop(`この画面では、いま記録していません。${REOPEN}`);
    } else {
      wasOffline = true;
      say("まだ記録していません。少し待つと、ひとりでにつなぎなおします。");
      setTimeout(begin, REPORT_EVERY);
    }
  };
  const stop = (words) => {
    [isOver, early] = [true, []];
    say(words);
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
      if (found?.counted && !isOver) {
        video.pause();
        stop(`いる人を数えたので、この画面の記録は終わりました。${REOPEN}`);
      }
      if (waiting.length) send();
    } else if (status === 404 || status === 410) {
      waiting = [];
      keep();
      key = null;
      begin();
    } else {
      wasOffline = true;
      const why = status === 429 ? BUSY : OFFLINE;
      say(`${why}送ります。このまま見てかまいません。`);
    }
  };

  const later = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  // Until all of it has arrived, or for as long as one can be asked to wait.
  const sendAll = async () => {
    const until = performance.now() + LEAVE_WITHIN;
    do {
      await Promise.race([send(), later(LEAVE_WITHIN)]);
      if (waiting.length) await later(50);
    } while (key && waiting.length && !wasOffline && performance.now() < until);
  };

  const sendLast = () => {
    if (!key || !waiting.length) return;
    // Whether it arrives nobody can tell: it stays in the store, and is sent again the next time.
    const words = JSON.stringify({ sitting: key, pieces: waiting.slice(-MOST_PIECES) });
    navigator.sendBeacon(root.dataset.beacons, new Blob([words], { type: "text/plain" }));
  };

  showMeasured();
  sendLeftOver();
  return {
    begin,
    add(...piece) {
      if (isOver) return;
      if (key) { push(piece); keep(); } else early.push(piece);
    },
    send,
    sendAll,
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

function draw({ bars, words }) {
  const place = root.querySelector("[data-bars]"), said = root.querySelector("[data-words]");
  if (!place) return;
  place.replaceChildren(...bars.map(([x, width]) => {
    const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    for (const [name, value] of Object.entries({ x, y: 0, width, height: 44 })) rect.setAttribute(name, value);
    rect.classList.add("cv-seen");
    return rect;
  }));
  said.textContent = words;
}
