// The review page: choosing a sentence, what is done with it, and what the server tells.

import { drawProgress } from "./making.js";
import { Player, passageOf } from "./player.js";

const base = document.body.dataset.base;
const byId = (id) => document.getElementById(id);
const panel = byId("panel");
const place = byId("place");
const player = new Player(byId("audio"), ask, (text, passing) => {
  if (passing) byId("playing").textContent = text;
  else tell(text, true);
});
let chosen = null;

// Talking to the server

async function ask(path, values) {
  const form = new URLSearchParams(values);
  const answer = await fetch(`${base}/${path}`, { method: "POST", body: form });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

function tell(text, wrong = false, reload = false) {
  const message = byId("message");
  message.className = wrong ? "wrong" : "";
  message.textContent = text;
  if (reload) {
    const button = document.createElement("button");
    button.textContent = "Reload";
    button.addEventListener("click", () => location.reload());
    message.append(" ", button);
  }
}

function show(path, values) {
  const query = new URLSearchParams(values);
  window.htmx.ajax("GET", `${base}/${path}?${query}`, { target: "#panel", swap: "innerHTML" });
}

document.addEventListener("htmx:responseError", ({ detail }) => {
  tell(detail.xhr.responseText || "The server did not say what is wrong.", true, detail.xhr.status === 409);
});
document.addEventListener("htmx:sendError", () => tell("The server does not answer.", true));
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.successful && detail.requestConfig.verb === "post") {
    player.forget();
    const outside = !panel.contains(detail.elt) && panel.querySelector("[data-numbered]");
    if (outside || detail.elt.closest("[data-closes]")) close();
  }
});
document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt, target, requestConfig } = event.detail;
  const text = unsaved(elt.closest("form"));
  // What an edit sends takes the place of what is there; a form, that of the one in the panel.
  if (!text || (requestConfig.verb !== "post" && target !== panel)) return;
  if (elt.closest("form.edit") || panel.contains(elt)) return;
  event.preventDefault();
  tell("First save or give up the text that you are writing.", true);
  text.focus();
});
document.addEventListener("submit", (event) => {
  // htmx sends these; a form that it has not seen yet is not to lead to another page.
  if (event.target.hasAttribute("data-hx-post")) event.preventDefault();
});
document.addEventListener("htmx:afterSettle", () => {
  const { turn, sentence } = byId("message").dataset;
  if (turn) {
    // The edit has numbered turns anew: it says where it took the chosen sentence.
    place.elements.turn.value = turn;
    place.elements.sentence.value = sentence;
    delete byId("message").dataset.turn;
  }
  if (turn || (chosen && !chosen.isConnected)) chooseAgain();
  const text = document.querySelector("form.edit textarea:not([data-ready])");
  if (text) {
    text.dataset.ready = "";
    text.focus();
  }
});
panel.addEventListener("htmx:afterSwap", () => {
  panel.classList.add("open");
  const first = panel.querySelector("input:not([type=hidden]), select");
  (first ?? panel).focus();
});

/** A text that has been changed and not sent, other than in `form`. */
function unsaved(form = null) {
  return [...document.querySelectorAll("textarea")].find(
    (text) => text.value !== text.defaultValue && text.form !== form,
  );
}

function close() {
  panel.classList.remove("open");
  panel.replaceChildren();
  chosen?.focus();
}

// The chosen sentence

function choose(sentence, focus = true) {
  chosen?.classList.remove("chosen");
  chosen = sentence;
  byId("sentence-tools").hidden = byId("turn-tools").hidden = !sentence;
  if (!sentence) return;
  sentence.classList.add("chosen");
  const { turn, language } = passageOf(sentence);
  place.elements.turn.value = turn;
  place.elements.language.value = language;
  place.elements.sentence.value = sentence.dataset.sentence;
  place.elements.spoken.value = sentence.dataset.spoken;
  if (focus) sentence.focus();
}

/** The sentence that now stands where the chosen one stood, or the nearest that there is. */
function chooseAgain() {
  const { turn, language, sentence } = place.elements;
  const article = byId(`turn-${Number(turn.value)}`) ?? document.querySelector(".turn:last-child");
  const passage = article.querySelector(`[data-language="${CSS.escape(language.value)}"]`);
  byId("sentence-tools").hidden = byId("turn-tools").hidden = true;
  if (passage.querySelector("form")) return;
  const inside = passage.querySelectorAll(".s");
  const there = inside.length ? inside : article.querySelectorAll(".s");
  const again = there[Math.min(Number(sentence.value), there.length - 1)];
  choose(again, document.activeElement === document.body);
  chosen.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const language = chosen ? passageOf(chosen).language : null;
  const all = [...document.querySelectorAll(".s")].filter(
    (s) => !language || passageOf(s).language === language,
  );
  const next = chosen ? all.indexOf(chosen) + by : 0;
  if (all[next]) {
    choose(all[next]);
    all[next].scrollIntoView({ block: "nearest" });
  }
}

function across(by) {
  if (!chosen) return step(0);
  const passages = [...chosen.closest(".passages").children];
  const there = passages[passages.indexOf(chosen.closest(".passage")) + by];
  const sentence = there?.querySelector(`[data-sentence="${chosen.dataset.sentence}"]`);
  const other = sentence ?? there?.querySelector(".s");
  if (other) choose(other);
}

// Playing

function languages() {
  const edition = byId("edition").value;
  return edition ? edition.split("-") : [];
}

/** The passages of turns in the order of the edition that is listened to. */
function passages(turns) {
  return turns.flatMap((turn) =>
    languages()
      .map((language) => turn.querySelector(`.passage[data-language="${CSS.escape(language)}"]`))
      .filter((passage) => passage?.querySelector("[data-spoken]:not([data-spoken=''])")),
  );
}

function play() {
  if (player.playing) return player.audio.pause();
  if (player.current && player.audio.paused && !player.audio.ended) return player.audio.play();
  if (chosen) return player.play([chosen.closest(".passage")], Number(chosen.dataset.spoken || 0));
  const turn = document.querySelector(".turn");
  return turn && player.play(passages([turn]));
}

function hear(path, values) {
  tell("");
  byId("playing").textContent = "Speaking …";
  ask(path, values)
    .then(async (heard) => {
      byId("playing").textContent = "";
      if (path === "retake") {
        player.forget();
        tell(heard.same ? "Spoken anew: the engine gave the same sound." : "Spoken anew.");
      }
      await player.sound(heard);
    })
    .catch((error) => {
      byId("playing").textContent = "";
      tell(error.message, true);
    });
}

function turnOf(element) {
  return element.closest(".turn") ?? chosen?.closest(".turn") ?? document.querySelector(".turn");
}

const here = () => ({
  turn: place.elements.turn.value,
  language: place.elements.language.value,
  sentence: place.elements.sentence.value,
  spoken: place.elements.spoken.value,
});

// What buttons do

const deeds = {
  turn: (button) => player.play(passages([turnOf(button)])),
  on(button) {
    const all = [...document.querySelectorAll(".turn")];
    player.play(passages(all.slice(all.indexOf(turnOf(button)))));
  },
  passage: (button) => player.play([button.closest(".passage")]),
  edit(button) {
    const section = button.closest(".passage") ?? chosen?.closest(".passage");
    if (!section) return;
    const { turn, language } = passageOf(section);
    window.htmx.ajax("GET", `${base}/turns/${turn}/${language}`, { target: section, swap: "innerHTML" });
  },
  retake: () => chosen && hear("retake", here()),
  "retake-passage"(button) {
    const { turn, language } = passageOf(button);
    hear("retake", { turn, language });
  },
  voices() {
    if (!chosen) return;
    show("voices", { ...here(), speaker: chosen.closest(".turn").dataset.speaker });
  },
  cast(button) {
    const { speaker, language } = button.dataset;
    const at = chosen && chosen.closest(".turn").dataset.speaker === speaker ? here().turn : "";
    show("voices", { speaker, language, turn: at });
  },
  audition(button) {
    const form = Object.fromEntries(new FormData(byId("voice-form")));
    const same = form.turn === here().turn && form.language === here().language;
    hear("audition", { ...form, voice: button.dataset.voice, spoken: same ? here().spoken : "" });
  },
  term() {
    if (!chosen) return;
    const selected = getSelection();
    const inside = chosen.contains(selected.anchorNode) ? selected.toString() : "";
    show("term", { ...here(), term: inside.trim() });
  },
  split() {
    const { turn, language, sentence } = here();
    if (chosen) show(`turns/${turn}/split`, { language, sentence });
  },
  add() {
    if (chosen) show(`turns/${here().turn}/neighbour`, {});
  },
  "hear-before": () => hear("audition", here()),
  "hear-after"() {
    const form = byId("term-form").elements;
    hear("audition", { ...here(), term: form.term.value, as: form.spoken.value });
  },
  close,
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button) deeds[button.dataset.do]?.(button);
  else if (event.target.closest(".s")) choose(event.target.closest(".s"), getSelection().isCollapsed);
});
byId("play").addEventListener("click", play);
byId("help").addEventListener("click", () => byId("keys").showModal());
byId("make").addEventListener("click", make);

// Keys

const keys = {
  j: () => step(1),
  k: () => step(-1),
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  ArrowRight: () => across(1),
  ArrowLeft: () => across(-1),
  " ": play,
  t: () => deeds.turn(document.body),
  h: () => deeds.on(document.body),
  e: () => deeds.edit(document.body),
  r: deeds.retake,
  v: deeds.voices,
  l: deeds.term,
  c() {
    if (chosen) show(`turns/${here().turn}/form`, {});
  },
  m: make,
  "?": () => byId("keys").showModal(),
  Escape: close,
};

document.addEventListener("keydown", (event) => {
  if (event.target.matches("textarea")) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.form.requestSubmit();
    if (event.key === "Escape") event.target.form.querySelector("[data-do=give-up], [data-do=close]").click();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && panel.contains(event.target)) return close();
  const typing = event.target.matches("input, select, button, a, audio, summary");
  if (typing && (event.target.matches("input, select") || event.key === " ")) return;
  if (byId("keys").open) return;
  const button = document.querySelector(`[data-key="${CSS.escape(event.key)}"]:not([disabled])`);
  if (keys[event.key]) keys[event.key]();
  else if (button && ("always" in button.dataset || chosen)) button.click();
  else return;
  event.preventDefault();
});

// Making, and what the server tells

let job = null;

function make() {
  if (!unsaved()) panel.replaceChildren();
  ask("make", {}).then(drawJob).catch((error) => tell(error.message, true));
}

function drawJob(now) {
  const before = job;
  job = now;
  if (before === null && now.state !== "running") return;
  if (now.item !== base.split("/").pop()) return;
  byId("make").disabled = now.state === "running";
  if (now.state === "running") drawProgress(now, panel);
  else if (before?.state === "running") endJob(now);
}

function endJob(now) {
  const done = now.state === "done";
  byId("job")?.remove();
  player.forget();
  if (done) {
    tell("The episode is made.");
    window.htmx.ajax("GET", `${base}/facts`, { swap: "none" });
  } else if (now.state === "cancelled") tell("Cancelled: what was finished is kept.");
  else tell(now.error, true);
  // A form that somebody fills in meanwhile stays.
  if (panel.querySelector("form")) return;
  if (done) window.htmx.ajax("GET", `${base}/made`, { target: "#panel", swap: "innerHTML" });
  else close();
}

function checkFiles(digests) {
  for (const [name, digest] of Object.entries(digests)) {
    const seen = byId("seen").elements[`seen_${name}`];
    if (seen && seen.value !== digest && !document.querySelector(".htmx-request")) {
      tell(`The ${name} file has been changed by another editor.`, true, true);
    }
  }
}

let stream = null;

/** A browser has few connections to one server: only the page that is looked at keeps one. */
function listen() {
  if (document.hidden) {
    stream?.close();
    stream = null;
  } else if (!stream) {
    stream = new EventSource(`${base}/events`);
    stream.addEventListener("job", (event) => drawJob(JSON.parse(event.data)));
    stream.addEventListener("files", (event) => checkFiles(JSON.parse(event.data)));
  }
}

document.addEventListener("visibilitychange", listen);
listen();
