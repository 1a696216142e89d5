// The review page: choosing a sentence, what is done with it, and what the server tells.

import { drawProgress } from "./making.js";
import { localized } from "./messages.js";
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
    button.textContent = localized("Reload");
    button.addEventListener("click", () => location.reload());
    message.append(" ", button);
  }
}

function show(path, values) {
  const query = new URLSearchParams(values);
  window.htmx.ajax("GET", `${base}/${path}?${query}`, { target: "#panel", swap: "innerHTML" });
}

document.addEventListener("htmx:responseError", ({ detail }) => {
  tell(detail.xhr.responseText || localized("The server did not say what is wrong."), true, detail.xhr.status === 409);
});
document.addEventListener("htmx:sendError", () => tell(localized("The server does not answer."), true));
document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.successful && detail.requestConfig.verb === "post") {
    player.forget();
    if (detail.elt.closest("#sheet")) byId("sheet").replaceChildren();
    const outside = !panel.contains(detail.elt) && panel.querySelector("[data-numbered]");
    if (outside || detail.elt.closest("[data-closes]")) close();
  }
});
document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt, target, requestConfig } = event.detail;
  const text = unsaved(elt.closest?.("form"));
  // What an edit sends takes the place of what is there; a form, that of the one in the panel.
  if (!text || (requestConfig.verb !== "post" && target !== panel)) return;
  if (elt.closest("form.edit") || panel.contains(elt)) return;
  event.preventDefault();
  tell(localized("First save or give up the text that you are writing."), true);
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
  // Voices are listened to before anything is typed: keys stay with the page.
  const form = panel.querySelector("form:not(#voice-form)");
  const first = form?.querySelector("input:not([type=hidden]), select");
  (first ?? panel).focus();
  if (panel.querySelector("#voice-form")) filterVoices();
});

/** A text that has been changed and not sent, other than in `form`. */
function unsaved(form = null) {
  return [...document.querySelectorAll("textarea")].find(
    (text) => text.value !== text.defaultValue && text.form !== form,
  );
}

/** What stands above and below the text grows with messages and tools, and covers nothing. */
const bars = () => [document.querySelector("header.bar"), byId("message"), byId("tools")];
const resized = new ResizeObserver(() => {
  const heights = bars().map((bar) => bar.getBoundingClientRect().height);
  const sizes = { header: heights[0], above: heights[0] + heights[1], below: heights[2] };
  for (const [name, px] of Object.entries(sizes)) {
    document.documentElement.style.setProperty(`--${name}`, `${px}px`);
  }
});
for (const bar of bars()) resized.observe(bar);
// What an edit answers comes with a message of its own.
document.addEventListener("htmx:afterSettle", () => resized.observe(byId("message")));

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
  byId("pair-tools").hidden = !sentence?.dataset.pair;
  lightPair(sentence);
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
  byId("sentence-tools").hidden = byId("turn-tools").hidden = byId("pair-tools").hidden = true;
  // Whoever pressed a button of a finding may have chosen nothing yet.
  if (passage?.querySelector("form")) return;
  const inside = passage?.querySelectorAll(".s") ?? [];
  const there = inside.length ? inside : article.querySelectorAll(".s");
  const again = there[Math.min(Number(sentence.value), there.length - 1)];
  choose(again, document.activeElement === document.body);
  chosen.scrollIntoView({ block: "nearest" });
}

/** The sentences of the pair of a sentence, in both languages. */
function pairOf(sentence) {
  // An edit may have taken the sentence off the page.
  const passages = sentence?.closest(".passages");
  const pair = sentence?.dataset.pair;
  return pair && passages ? [...passages.querySelectorAll(`.s[data-pair="${pair}"]`)] : [];
}

function lightPair(sentence) {
  for (const lit of document.querySelectorAll(".s.beside")) lit.classList.remove("beside");
  for (const partner of pairOf(sentence)) partner.classList.add("beside");
}

document.addEventListener("mouseover", (event) => {
  lightPair(event.target.closest?.(".s") ?? chosen);
});

/** The pair of the chosen sentence, in the languages of the edition and then in any other. */
function playPair() {
  const inPair = pairOf(chosen).filter(({ dataset }) => dataset.spoken !== "");
  const others = inPair.map((sentence) => passageOf(sentence).language);
  const heard = inOrder(inPair, [...new Set([...order(), ...others])]);
  if (heard.length) player.playParts(heard);
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

/** The languages of the edition that is listened to, in the order in which they are heard. */
function order() {
  return (byId("edition").selectedOptions[0]?.dataset.order ?? "").split(" ").filter(Boolean);
}

/** What is heard of turns in that edition, turn by turn or pair by pair. */
function parts(turns) {
  const byPair = byId("edition").selectedOptions[0]?.dataset.by !== "turn";
  return turns.flatMap((turn) => {
    const heard = spokenIn(turn);
    if (!byPair) return inOrder(heard, order()).map(({ section, from }) => ({ section, from }));
    const pairs = [...new Set(heard.map(({ dataset }) => dataset.pair))];
    pairs.sort((one, other) => one - other);
    return pairs.flatMap((pair) => inOrder(heard.filter(({ dataset }) => dataset.pair === pair), order()));
  });
}

const spokenIn = (element) => [...element.querySelectorAll("[data-spoken]:not([data-spoken=''])")];

/** Sentences of one turn as parts of its passages, in `languages`. */
function inOrder(inside, languages) {
  return languages.flatMap((language) => {
    const own = inside.filter((sentence) => passageOf(sentence).language === language);
    if (!own.length) return [];
    const [from, until] = [own[0], own.at(-1)].map(({ dataset }) => Number(dataset.spoken));
    return [{ section: own[0].closest(".passage"), from, until }];
  });
}

function play() {
  if (player.playing) return player.audio.pause();
  if (player.current && player.audio.paused && !player.audio.ended) return player.audio.play();
  if (chosen) return player.play([chosen.closest(".passage")], Number(chosen.dataset.spoken || 0));
  const turn = document.querySelector(".turn");
  return turn && player.playParts(parts([turn]));
}

function hear(path, values) {
  tell("");
  byId("playing").textContent = localized("Speaking …");
  ask(path, values)
    .then(async (heard) => {
      byId("playing").textContent = "";
      if (path === "retake") {
        player.forget();
        tell(heard.same
          ? localized("Spoken anew: the engine gave the same sound.")
          : localized("Spoken anew."));
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

/** Choose the sentence that a button below a turn speaks of; gives its passage. */
function choosePart(button) {
  const { language, spoken } = button.dataset;
  const section = button.closest(".turn").querySelector(`.passage[data-language="${CSS.escape(language)}"]`);
  const sentence = section?.querySelector(`.s[data-spoken="${CSS.escape(spoken)}"]`);
  if (sentence) choose(sentence, false);
  return sentence && section;
}

// What buttons do

/** A sentence becomes a text to be written in its place; Enter sends it, Esc leaves it. */
function editInPlace() {
  if (!chosen || chosen.isContentEditable) return;
  const before = chosen.textContent;
  const sentence = chosen;
  sentence.contentEditable = "plaintext-only";
  sentence.focus();
  getSelection().selectAllChildren(sentence);
  getSelection().collapseToEnd();
  const end = (send) => {
    sentence.removeEventListener("keydown", pressed);
    sentence.removeEventListener("blur", left);
    sentence.contentEditable = "false";
    sentence.removeAttribute("contenteditable");
    if (!send || sentence.textContent === before) {
      sentence.textContent = before;
      if (sentence.isConnected) sentence.focus();
      return;
    }
    const values = { ...here(), text: sentence.textContent, ...seen() };
    window.htmx.ajax("POST", `${base}/sentence`, { source: byId("turns"), values, swap: "none" });
  };
  const left = () => end(true);
  const pressed = (event) => {
    event.stopPropagation();
    if (event.key === "Enter") end(true);
    else if (event.key === "Escape") end(false);
    else return;
    event.preventDefault();
  };
  sentence.addEventListener("keydown", pressed);
  sentence.addEventListener("blur", left);
}

/** The digests of the files, as the page has been shown them. */
const seen = () => Object.fromEntries(new FormData(byId("seen")));

/** The next or previous thing that was found in the text. */
function toFinding(by) {
  const all = [...document.querySelectorAll("#turns .finding")];
  const from = chosen?.closest(".turn");
  const focused = all.indexOf(document.activeElement.closest?.(".finding"));
  let next = focused + by;
  if (focused < 0 && from) {
    const behind = (f) => from.compareDocumentPosition(f) & Node.DOCUMENT_POSITION_FOLLOWING;
    const first = all.findIndex(behind);
    next = by > 0 ? first : (first < 0 ? all.length : first) - 1;
  } else if (focused < 0) next = by > 0 ? 0 : all.length - 1;
  const finding = all[next];
  if (!finding) {
    return tell(by > 0 ? localized("Nothing more was found below.") : localized("Nothing was found above."));
  }
  choose(finding.closest(".turn").querySelector(".s"), false);
  finding.scrollIntoView({ block: "center" });
  finding.focus();
}

/** Chapters, and how much was found in each, to go to. */
function outline() {
  const list = document.createElement("ul");
  let item = null;
  let count = 0;
  const close_ = () => {
    if (item && count) item.append(` ${localized("({count} found)", { count })}`);
  };
  for (const turn of document.querySelectorAll(".turn")) {
    const heading = turn.querySelector("h2");
    if (heading || !item) {
      close_();
      count = 0;
      item = document.createElement("li");
      const button = document.createElement("button");
      button.className = "plain";
      button.textContent = heading?.textContent.trim().replace(/\s+/g, " ") ?? localized("Beginning");
      button.addEventListener("click", () => {
        turn.scrollIntoView({ block: "start" });
        choose(turn.querySelector(".s"));
      });
      item.append(button);
      list.append(item);
    }
    count += turn.querySelectorAll(".finding").length;
  }
  close_();
  const title = document.createElement("h2");
  title.textContent = localized("Outline");
  panel.replaceChildren(title, list);
  panel.classList.add("open");
  list.querySelector("button")?.focus();
}

/** The next sentence that has what is sought, from the chosen one on, and from the top again. */
function findNext() {
  const { find, language } = byId("find-form").elements;
  const passage = language.value ? `.passage[data-language="${CSS.escape(language.value)}"]` : ".passage";
  const all = [...document.querySelectorAll(`${passage} .s`)];
  const hits = all.filter((s) => find.value && s.textContent.includes(find.value));
  const count = hits.length;
  byId("find-count").textContent = count === 1
    ? localized("1 sentence has it.")
    : localized("{count} sentences have it.", { count });
  const later = hits.find((s) => chosen && chosen.compareDocumentPosition(s) & Node.DOCUMENT_POSITION_FOLLOWING);
  const hit = later ?? hits[0];
  if (!hit) return;
  choose(hit, false);
  hit.scrollIntoView({ block: "center" });
}

/** Voices of the chosen gender and accent. */
function filterVoices() {
  const form = byId("voice-form").elements;
  for (const card of panel.querySelectorAll(".voices li")) {
    const fits = (field, value) => !field?.value || field.value === value;
    card.hidden = !fits(form.only_gender, card.dataset.gender) || !fits(form.only_locale, card.dataset.locale);
  }
}
panel.addEventListener("change", (event) => {
  if (event.target.name?.startsWith("only_")) filterVoices();
});

const deeds = {
  turn: (button) => player.playParts(parts([turnOf(button)])),
  on(button) {
    const all = [...document.querySelectorAll(".turn")];
    player.playParts(parts(all.slice(all.indexOf(turnOf(button)))));
  },
  pair: playPair,
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
  find: () => show("find", {}),
  "find-next": findNext,
  outline,
  "close-sheet": () => byId("sheet").replaceChildren(),
  "take-term"(button) {
    byId("term-form").elements.term.value = button.dataset.term;
    byId("term-form").elements.spoken.focus();
  },
  async both(button) {
    const { turn, language } = Object.fromEntries(new FormData(byId("voice-form")));
    const passages_ = [...document.querySelectorAll(`#turn-${CSS.escape(turn)} .passage`)];
    const other = passages_.filter((p) => p.dataset.language !== language);
    deeds.audition(button);
    player.audio.addEventListener("ended", () => player.play(other), { once: true });
  },
  term() {
    if (!chosen) return;
    const selected = getSelection();
    const inside = chosen.contains(selected.anchorNode) ? selected.toString() : "";
    show("term", { ...here(), term: inside.trim() });
  },
  "hear-sentence"(button) {
    const section = choosePart(button);
    if (section) player.play([section], Number(button.dataset.spoken));
  },
  "take-again"(button) {
    if (choosePart(button)) deeds.retake();
  },
  "propose-term"(button) {
    const { term, as } = button.dataset;
    if (choosePart(button)) show("term", { ...here(), term, as });
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
  o: outline,
  ".": () => toFinding(1),
  ",": () => toFinding(-1),
  Enter: editInPlace,
  "?": () => byId("keys").showModal(),
  Escape: close,
};

/** Ctrl-Z, Ctrl-Y and Ctrl-F, but where a text field has its own. */
function pressedWithControl(event) {
  const key = event.key.toLowerCase();
  const typing = event.target.matches("input, textarea, [contenteditable]");
  if (key === "f" && !event.shiftKey) deeds.find();
  else if (typing) return;
  else if (key === "z") byId(event.shiftKey ? "redo" : "undo").click();
  else if (key === "y") byId("redo").click();
  else return;
  event.preventDefault();
}

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key !== "Enter") {
    return pressedWithControl(event);
  }
  if (event.target.matches("textarea")) {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.target.form.requestSubmit();
    if (event.key === "Escape") event.target.form.querySelector("[data-do=give-up], [data-do=close]").click();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && panel.contains(event.target)) return close();
  const typing = event.target.matches("input, select, button, a, audio, summary");
  if (typing && (event.target.matches("input, select") || [" ", "Enter"].includes(event.key))) return;
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
  drawProgress({ stages: [], notes: [], doing: "" }, panel);
  ask("make", {}).then(drawJob).catch((error) => {
    byId("job")?.remove();
    tell(error.message, true);
  });
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
    tell(localized("The episode is made."));
    refresh();
  } else if (now.state === "cancelled") tell(localized("Cancelled: what was finished is kept."));
  else tell(now.error, true);
  // A form that somebody fills in meanwhile stays.
  if (panel.querySelector("form")) return;
  if (done) window.htmx.ajax("GET", `${base}/made`, { target: "#panel", swap: "innerHTML" });
  else close();
}

const CHANGED_FILES = {
  script: localized("The script file has been changed by another editor."),
  cast: localized("The cast file has been changed by another editor."),
  transcript: localized("The transcript file has been changed by another editor."),
  settings: localized("The settings file has been changed by another editor."),
  lexicon: localized("The lexicon file has been changed by another editor."),
};

function checkFiles(digests) {
  // What is being made writes new voices to the cast; the page is shown them at the end.
  if (job?.state === "running" || refreshing) return;
  for (const [name, digest] of Object.entries(digests)) {
    const seen = byId("seen").elements[`seen_${name}`];
    if (seen && seen.value !== digest && !document.querySelector(".htmx-request")) {
      tell(CHANGED_FILES[name], true, true);
    }
  }
}

let refreshing = false;

/** Show what has changed without an edit here. */
async function refresh() {
  refreshing = true;
  try {
    await window.htmx.ajax("GET", `${base}/facts`, { source: byId("facts"), swap: "none" });
  } finally {
    refreshing = false;
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
    stream.addEventListener("findings", refresh);
    stream.addEventListener("files", (event) => checkFiles(JSON.parse(event.data)));
  }
}

document.addEventListener("visibilitychange", listen);
listen();
