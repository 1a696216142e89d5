// Mouse, keys and choices; then the beginning.

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
    const { ms } = momentOf(link.hash);
    seek(ms);
    history.replaceState(null, "", momentLink(ms));
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
