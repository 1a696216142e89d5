// Mouse, keys and choices; then the beginning.

document.addEventListener("click", (event) => {
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const sentence = event.target.closest?.("#transcript .s");
  const link = event.target.closest?.("a[href*='.mp3#t=']");
  if (sentence) {
    if (!getSelection().isCollapsed) return; // somebody marks text
    event.preventDefault();
    tap(sentence);
  } else if (link) {
    event.preventDefault();
    const { ms } = momentOf(link.hash);
    seek(ms);
    history.replaceState(null, "", momentLink(ms));
    play();
  }
});

/** What is veiled is seen then; else it plays, and where one language is shown the other opens. */
function tap(sentence) {
  const side = sentence.closest(".side");
  if (root.dataset.veil === side.lang && !side.classList.contains("seen")) {
    side.classList.add("seen");
    return;
  }
  if (root.dataset.show) open(side.parentElement);
  playSentence(numbers.get(sentence));
}

/** Shows a pair in both languages, and the one before no more. */
function open(pair) {
  for (const before of all("#transcript .open")) if (before !== pair) before.classList.remove("open");
  pair.classList.add("open");
}

function seeOther() {
  if (cue < 0) return;
  const pair = sentenceAt(cue).closest(".pair");
  if (root.dataset.show && pair.classList.contains("open")) pair.classList.remove("open");
  else if (root.dataset.show) open(pair);
  for (const side of all(".side", pair)) side.classList.toggle("seen");
}

function hearOther() {
  const partner = cue < 0 ? undefined : partnersOf(sentenceAt(cue))[0];
  if (partner) playSentence(numbers.get(partner));
}

function veil(language) {
  root.dataset.veil = language;
  for (const side of all("#transcript .seen")) side.classList.remove("seen");
}

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
  t: hearOther,
  o: seeOther,
  "/": () => byId("wanted").focus(),
  c: () => cue >= 0 && show(sentenceAt(cue)),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(keys, event.key)) return;
  const at = event.target.closest?.("input, select, audio, button, summary");
  if (at?.matches("[type=search]")) return;
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
for (const input of all("input[name=veil]")) {
  input.addEventListener("change", () => veil(input.value));
}
byId("captions").addEventListener("change", caption);
for (const { audio } of editions) {
  audio.addEventListener("play", frame);
  for (const event of ["seeked", "timeupdate", "pause"]) {
    audio.addEventListener(event, () => audio === edition.audio && follow());
  }
}
for (const { audio } of editions) {
  audio.addEventListener("seeked", () => audio === edition.audio && arrived());
}
byId("back").addEventListener("click", () => seek(now() - 15000));
byId("forward").addEventListener("click", () => seek(now() + 15000));
byId("speed").addEventListener("change", (event) => {
  const speed = Number(event.target.value);
  for (const { audio } of editions) audio.defaultPlaybackRate = audio.playbackRate = speed;
});
addEventListener("hashchange", goToMoment);

root.classList.add("scripted");
showEdition();
goToMoment();
