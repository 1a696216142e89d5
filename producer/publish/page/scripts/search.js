// Search in what is shown.

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
