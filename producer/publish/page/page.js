"use strict";
// Makes the page follow the sound. Everything here is an addition: see the page without it first.
(() => {
  const root = document.documentElement;
  const byId = (id) => document.getElementById(id);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const data = JSON.parse(byId("data").textContent);
  const sentences = all("#transcript .s");
  const numbers = new Map(sentences.map((sentence, number) => [sentence, number]));
  const wave = byId("wave");
  const still = matchMedia("(prefers-reduced-motion: reduce)");

  // ---- Editions: `times` has number, start and end of each sentence in turn

  const editions = Object.entries(data.editions).map(([name, { length, times, wave }]) => {
    const starts = times.filter((_, place) => place % 3 === 1);
    const cueOf = new Map(starts.map((_, cue) => [times[3 * cue], cue]));
    const links = all(`.chapters[data-edition="${name}"] a`);
    const chapters = links.map((link) => ({ link, start: 1000 * momentOf(link.hash).seconds }));
    const audio = document.querySelector(`figure[data-edition="${name}"] audio`);
    const chapterStarts = chapters.map(({ start }) => start);
    return { name, audio, length, times, starts, cueOf, chapters, chapterStarts, wave };
  });
  let edition = editions[0];
  let cue = -1; // the sentence that sounds, or has last, by its place in the edition
  let word = -1;
  let chapter = -1;

  const now = () => Math.round(1000 * edition.audio.currentTime);
  const sentenceAt = (place) => sentences[edition.times[3 * place]];

  /** How many of `starts` lie at or before `ms`, less one. */
  function lastAt(starts, ms) {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= ms) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  // ---- What is lit

  // Ranges are painted without touching the text. Validators do not know the rules for them yet,
  // and where the browser does not either, whole sentences are lit.
  const canPaint = typeof Highlight === "function" && Boolean(CSS.highlights);
  if (canPaint) {
    const rules = new CSSStyleSheet();
    rules.replaceSync(`
      ::highlight(found) { background-color: var(--found); color: var(--ink); }
      ::highlight(hit) { background-color: var(--accent); color: var(--paper); }
      ::highlight(word) { background-color: var(--word); color: var(--on-word); }
    `);
    document.adoptedStyleSheets.push(rules);
  }

  function paint(name, ranges) {
    if (!canPaint) return;
    const highlight = new Highlight();
    for (const range of ranges) highlight.add(range);
    CSS.highlights.set(name, highlight);
  }

  function rangeIn(number, from, to) {
    const range = new Range();
    range.setStart(sentences[number].firstChild, from);
    range.setEnd(sentences[number].firstChild, to);
    return range;
  }

  function follow() {
    const ms = now();
    const place = lastAt(edition.starts, ms);
    if (place !== cue) light(place);
    lightWord(ms);
    const at = lastAt(edition.chapterStarts, ms);
    if (at !== chapter) lightChapter(at);
    const part = Math.min(1, ms / edition.length);
    const played = wave.querySelector("#played rect");
    played.setAttribute("width", part * wave.querySelector("svg").viewBox.baseVal.width);
    const said = `${clock(ms)} / ${clock(edition.length)}`;
    if (wave.getAttribute("aria-valuetext") === said) return;
    wave.setAttribute("aria-valuenow", Math.round(ms / 1000));
    wave.setAttribute("aria-valuetext", said);
  }

  function light(place) {
    const before = cue < 0 ? null : sentenceAt(cue);
    const wasSeen = !before || isSeen(before);
    before?.removeAttribute("aria-current");
    before?.removeAttribute("href");
    cue = place;
    word = -1;
    paint("word", []);
    if (cue < 0) return;
    const sentence = sentenceAt(cue);
    sentence.setAttribute("aria-current", "true");
    sentence.href = momentLink(edition.starts[cue]);
    // Who has scrolled away wants to read there.
    if (!edition.audio.paused && wasSeen && !isSeen(sentence)) show(sentence);
  }

  function lightWord(ms) {
    if (cue < 0) return;
    const number = edition.times[3 * cue];
    const words = data.words[number];
    const inside = ms - edition.starts[cue];
    let at = -1;
    while (3 * (at + 1) < words.length && words[3 * (at + 1) + 2] <= inside) at += 1;
    if (ms > edition.times[3 * cue + 2]) at = -1;
    if (at === word) return;
    word = at;
    paint("word", at < 0 ? [] : [rangeIn(number, words[3 * at], words[3 * at + 1])]);
  }

  function lightChapter(at) {
    edition.chapters[chapter]?.link.removeAttribute("aria-current");
    chapter = at;
    edition.chapters[at]?.link.setAttribute("aria-current", "true");
    byId("chapter").textContent = edition.chapters[at]?.link.textContent ?? "";
  }

  function isSeen(element) {
    const box = element.getBoundingClientRect();
    const player = byId("player").getBoundingClientRect();
    const top = getComputedStyle(byId("player")).position === "sticky" ? player.bottom : 0;
    return box.height > 0 && box.bottom > top && box.top < innerHeight;
  }

  /** Smoothly if it is near: what lies between is laid out only as it comes into sight. */
  function show(element) {
    const near = Math.abs(element.getBoundingClientRect().top) < 2 * innerHeight;
    element.scrollIntoView({ block: "center", behavior: near && !still.matches ? "smooth" : "auto" });
  }

  function frame() {
    follow();
    if (!edition.audio.paused) requestAnimationFrame(frame);
  }

  // ---- Going somewhere

  function seek(ms) {
    const audio = edition.audio;
    if (audio.preload === "none") audio.preload = "metadata";
    audio.currentTime = Math.min(Math.max(0, ms), edition.length) / 1000;
    follow();
  }

  function play() {
    edition.audio.play().catch(() => {}); // refused before the first click, or the file is missing
  }

  function playSentence(number) {
    if (!edition.cueOf.has(number)) choose(editions.find((other) => other.cueOf.has(number)));
    const place = edition.cueOf.get(number);
    seek(edition.starts[place]);
    history.replaceState(null, "", momentLink(edition.starts[place]));
    play();
  }

  function step(by) {
    const place = Math.min(Math.max(0, cue + by), edition.starts.length - 1);
    playSentence(edition.times[3 * place]);
    if (!isSeen(sentenceAt(place))) show(sentenceAt(place));
  }

  function stepChapter(by) {
    const next = edition.chapters[Math.min(Math.max(0, chapter + by), edition.chapters.length - 1)];
    if (next) seek(next.start);
  }

  /** Goes on with the same sentence in another edition, or with the next that it has. */
  function choose(other) {
    if (other === edition) return;
    const number = cue < 0 ? -1 : edition.times[3 * cue];
    const inside = cue < 0 ? now() : now() - edition.starts[cue];
    const playing = !edition.audio.paused;
    edition.audio.pause();
    lightChapter(-1);
    light(-1);
    edition = other;
    showEdition();
    let ms = number < 0 ? inside : 0;
    if (number >= 0) {
      const same = other.cueOf.get(number);
      const next = sentences.findIndex((_, at) => at >= number && other.cueOf.has(at));
      const place = same ?? other.cueOf.get(next) ?? other.starts.length - 1;
      ms = other.starts[place] + (same === undefined ? 0 : inside);
    }
    seek(ms);
    if (playing) play();
  }

  function showEdition() {
    for (const part of all("[data-edition]")) part.hidden = part.dataset.edition !== edition.name;
    for (const input of all("input[name=edition]")) input.checked = input.value === edition.name;
    wave.setAttribute("aria-valuemax", Math.round(edition.length / 1000));
    drawWave();
    for (const passage of all(".passage")) {
      const place = edition.cueOf.get(numbers.get(passage.querySelector(".s")));
      const link = passage.querySelector(".who a");
      link.hidden = place === undefined;
      if (place === undefined) continue;
      link.textContent = clock(edition.starts[place]);
      link.href = `${edition.audio.getAttribute("src")}#t=${edition.starts[place] / 1000}`;
    }
    follow();
  }

  // ---- The waveform

  function drawWave() {
    const merged = Math.ceil(edition.wave.length / Math.max(50, wave.clientWidth / 3));
    const heights = [];
    for (let x = 0; x < edition.wave.length; x += merged) {
      const part = edition.wave.slice(x, x + merged);
      heights.push(part.reduce((sum, height) => sum + height, 0) / part.length);
    }
    const bars = heights.map((height, x) => `M${x + 0.5} ${50 - height / 2}v${Math.max(2, height)}`);
    const ticks = edition.chapters.slice(1).map(({ start }) => {
      return `M${(start / edition.length) * bars.length} 0v100`;
    });
    const svg = wave.querySelector("svg");
    svg.setAttribute("viewBox", `0 0 ${bars.length} 100`);
    const shapes = [
      element("clipPath", { id: "played" }, element("rect", { width: 0, height: 100 })),
      element("path", { d: bars.join(""), "stroke-width": 0.6 }),
      element("path", { d: bars.join(""), "stroke-width": 0.6, class: "played", "clip-path": "url(#played)" }),
      element("path", { d: ticks.join(""), "stroke-width": 0.6, class: "chapter" }),
    ];
    svg.replaceChildren(...shapes);
  }

  function element(name, attributes, ...children) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  wave.addEventListener("click", (event) => {
    const box = wave.getBoundingClientRect();
    seek(((event.clientX - box.left) / box.width) * edition.length);
  });

  wave.addEventListener("keydown", (event) => {
    const moves = {
      ArrowLeft: now() - 5000, ArrowDown: now() - 5000, ArrowRight: now() + 5000, ArrowUp: now() + 5000,
      PageDown: now() - 60000, PageUp: now() + 60000, Home: 0, End: edition.length,
    };
    if (!(event.key in moves)) return;
    event.preventDefault();
    event.stopPropagation();
    seek(moves[event.key]);
  });

  // ---- Search

  let found = []; // [number, from, to] of each
  let hit = -1;

  function search() {
    const wanted = byId("wanted").value.trim();
    found = [];
    hit = -1;
    if (wanted) {
      const pattern = new RegExp(wanted.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+"), "giu");
      const shown = root.dataset.show;
      sentences.forEach((sentence, number) => {
        if (shown && sentence.closest("[lang]").lang !== shown) return;
        for (const match of sentence.textContent.matchAll(pattern)) {
          found.push([number, match.index, match.index + match[0].length]);
        }
      });
    }
    paint("found", found.map((place) => rangeIn(...place)));
    paint("hit", []);
    byId("hits").textContent = wanted ? String(found.length) : "";
  }

  function stepHit(by) {
    if (!found.length) return;
    hit = hit < 0 && by < 0 ? found.length - 1 : (hit + by + found.length) % found.length;
    paint("hit", [rangeIn(...found[hit])]);
    byId("hits").textContent = `${hit + 1} / ${found.length}`;
    show(sentences[found[hit][0]]);
  }

  byId("wanted").addEventListener("input", search);
  byId("wanted").addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing) stepHit(event.shiftKey ? -1 : 1);
  });
  byId("previous").addEventListener("click", () => stepHit(-1));
  byId("next").addEventListener("click", () => stepHit(1));
  byId("play").addEventListener("click", () => {
    if (hit < 0) stepHit(1);
    if (hit >= 0) playSentence(found[hit][0]);
  });

  // ---- Links to a moment: #t=83.4, and &e=zh where it is not the first edition

  function momentOf(hash) {
    const values = new URLSearchParams(hash.slice(1));
    const seconds = (values.get("t") ?? "").split(":").reduce((sum, part) => 60 * sum + parseFloat(part), 0);
    return { seconds, name: values.get("e") };
  }

  function momentLink(ms) {
    const other = edition === editions[0] ? "" : `&e=${edition.name}`;
    return `#t=${ms / 1000}${other}`;
  }

  function goToMoment() {
    const { seconds, name } = momentOf(location.hash);
    if (!Number.isFinite(seconds) || seconds < 0) return;
    choose(editions.find((other) => other.name === name) ?? editions[0]);
    seek(1000 * seconds);
    if (cue >= 0) show(sentenceAt(cue));
  }

  byId("link").addEventListener("click", async () => {
    history.replaceState(null, "", momentLink(now()));
    let said = data.texts.address;
    try {
      await navigator.clipboard.writeText(location.href);
      said = data.texts.copied;
    } catch {
      // No clipboard for this page: the address bar has the link.
    }
    byId("said").textContent = said;
  });

  // ---- Mouse and keys

  document.addEventListener("click", (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const sentence = event.target.closest?.("#transcript .s");
    const link = event.target.closest?.("a[href*='.mp3#t=']");
    if (sentence) {
      if (!getSelection().isCollapsed) return; // somebody marks text
      event.preventDefault();
      playSentence(numbers.get(sentence));
    } else if (link) {
      event.preventDefault();
      const seconds = momentOf(link.hash).seconds;
      seek(1000 * seconds);
      history.replaceState(null, "", momentLink(1000 * seconds));
      play();
    }
  });

  function setShown(language) {
    root.dataset.show = language;
    for (const input of all("input[name=show]")) input.checked = input.value === language;
    search();
  }

  function nextOf(name) {
    const inputs = all(`input[name=${name}]`);
    return inputs[(inputs.findIndex((input) => input.checked) + 1) % inputs.length]?.value;
  }

  const keys = {
    " ": () => (edition.audio.paused ? play() : edition.audio.pause()),
    ArrowLeft: () => seek(now() - 5000),
    ArrowRight: () => seek(now() + 5000),
    j: () => step(1),
    k: () => step(-1),
    "[": () => stepChapter(-1),
    "]": () => stepChapter(1),
    e: () => choose(editions[(editions.indexOf(edition) + 1) % editions.length]),
    l: () => setShown(nextOf("show") ?? ""),
    "/": () => byId("wanted").focus(),
    c: () => cue >= 0 && show(sentenceAt(cue)),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(keys, event.key)) return;
    const at = event.target.closest?.("input, audio, button, summary");
    if (at?.matches("[type=search], audio")) return;
    const isLetter = event.key !== " " && event.key.length === 1;
    if (isLetter ? !byId("keys").checked : at) return; // controls have a use for the other keys
    event.preventDefault();
    keys[event.key]();
  });

  for (const input of all("input[name=edition]")) {
    input.addEventListener("change", () => choose(editions.find(({ name }) => name === input.value)));
  }
  for (const input of all("input[name=show]")) {
    input.addEventListener("change", () => setShown(input.value));
  }
  for (const { audio } of editions) {
    audio.addEventListener("play", frame);
    for (const event of ["seeked", "timeupdate", "pause"]) {
      audio.addEventListener(event, () => audio === edition.audio && follow());
    }
  }
  addEventListener("hashchange", goToMoment);

  function clock(ms) {
    const seconds = Math.round(ms / 1000);
    const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
    const [hours, ...rest] = parts;
    if (hours) return [hours, ...rest.map((part) => String(part).padStart(2, "0"))].join(":");
    return `${rest[0]}:${String(rest[1]).padStart(2, "0")}`;
  }

  root.classList.add("scripted");
  showEdition();
  goToMoment();
})();
