"use strict";
// The editions, and going from place to place in them. All of this adds to a page that serves
// without it. `times` has number, start and end of each sentence in turn, in ms.

const root = document.documentElement;
const byId = (id) => document.getElementById(id);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const data = JSON.parse(byId("data").textContent);
const sentences = all("#transcript .s");
const numbers = new Map(sentences.map((sentence, number) => [sentence, number]));
const wave = byId("wave");
const still = matchMedia("(prefers-reduced-motion: reduce)");

const editions = Object.entries(data.editions).map(([name, { length, times, wave, voices }]) => {
  const starts = times.filter((_, place) => place % 3 === 1);
  const cueOf = new Map(starts.map((_, cue) => [times[3 * cue], cue]).reverse()); // the first of each
  const links = all(`.chapters[data-edition="${name}"] a`);
  const chapters = links.map((link) => ({ link, start: momentOf(link.hash).ms }));
  const audio = document.querySelector(`figure[data-edition="${name}"] audio`);
  const chapterStarts = chapters.map(({ start }) => start);
  return { name, audio, length, times, starts, cueOf, chapters, chapterStarts, wave, voices };
});

/** How long each sentence takes where its words were timed; an edition may have it slower. */
const lengths = new Map();
for (const { times } of editions) {
  for (let at = 0; at < times.length; at += 3) {
    if (!lengths.has(times[at])) lengths.set(times[at], times[at + 2] - times[at + 1]);
  }
}
let edition = editions[0];
let cue = -1; // the sentence that sounds, or has last, by its place in the edition
let word = -1;
let chapter = -1;
let sought = null; // where in ms one has last wished to be

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

function seek(ms) {
  const audio = edition.audio;
  if (audio.preload === "none") audio.preload = "metadata";
  sought = Math.min(Math.max(0, ms), edition.length);
  audio.currentTime = sought / 1000;
  follow();
}

/** A host that sends no parts of a file begins anew wherever one seeks: that is to be said. */
function arrived() {
  const off = sought !== null && now() < sought - 3000;
  byId("cannot").textContent = off ? data.texts["no-ranges"] : "";
  sought = null;
}

function play() {
  edition.audio.play().catch(() => {}); // refused before the first click, or the file is missing
}

/** The sentences of the same pair in the other language. */
function partnersOf(sentence) {
  const own = sentence.closest(".side");
  return all(".side", own.parentElement).filter((side) => side !== own).flatMap((side) => all(".s", side));
}

/** Whatever edition has it; what none has is heard in the other language. */
function playSentence(number) {
  const has = (other) => other.cueOf.has(number);
  if (!editions.some(has)) {
    const heard = partnersOf(sentences[number]).map((partner) => numbers.get(partner));
    number = heard.find((other) => editions.some(({ cueOf }) => cueOf.has(other)));
    if (number === undefined) return;
  }
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
  for (const who of all(".who")) {
    const place = edition.cueOf.get(Number(who.dataset.first));
    const link = who.querySelector("a");
    if (!link) continue;
    link.hidden = place === undefined;
    if (place === undefined) continue;
    link.textContent = clock(edition.starts[place]);
    link.href = `${edition.audio.getAttribute("src")}#t=${edition.starts[place] / 1000}`;
  }
  follow();
}

function clock(ms) {
  const seconds = Math.round(ms / 1000);
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60];
  if (seconds >= 3600) parts.unshift(Math.floor(seconds / 3600));
  return parts.map((part, place) => (place ? String(part).padStart(2, "0") : part)).join(":");
}
