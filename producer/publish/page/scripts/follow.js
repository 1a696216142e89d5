// What is lit as the sound goes on: the sentence, the word, the chapter.

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
  for (const partner of all("#transcript .partner")) partner.classList.remove("partner");
  cue = place;
  word = -1;
  paint("word", []);
  caption();
  if (cue < 0) return;
  const sentence = sentenceAt(cue);
  for (const partner of partnersOf(sentence)) partner.classList.add("partner");
  sentence.setAttribute("aria-current", "true");
  sentence.href = momentLink(edition.starts[cue]);
  // Who has scrolled away wants to read there.
  if (!edition.audio.paused && wasSeen && !isSeen(sentence)) show(sentence);
}

/** What sounds, below the player, in the languages that are chosen there. */
function caption() {
  const box = byId("caption");
  const chosen = byId("captions").value.split(" ").filter(Boolean);
  box.hidden = !chosen.length;
  const sentence = cue < 0 ? null : sentenceAt(cue);
  const lines = chosen.map((language) => {
    const line = document.createElement("p");
    line.lang = language;
    line.dir = "auto";
    const own = sentence?.closest(".side").lang === language ? [sentence] : [];
    const texts = own.length || !sentence ? own : partnersOf(sentence);
    line.textContent = texts.filter((text) => text.closest(".side").lang === language)
      .map((text) => text.textContent).join(" ");
    return line;
  });
  box.replaceChildren(...lines);
}

function lightWord(ms) {
  if (cue < 0) return;
  const number = edition.times[3 * cue];
  const words = data.words[number];
  const length = edition.times[3 * cue + 2] - edition.starts[cue];
  const inside = ((ms - edition.starts[cue]) * lengths.get(number)) / Math.max(1, length);
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
  const chosen = document.querySelector("input[name=edition]:checked");
  const title = edition.chapters[at]?.link.textContent;
  const parts = [chosen?.parentElement.textContent.trim(), title];
  byId("chapter").textContent = parts.filter(Boolean).join(" – ");
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
