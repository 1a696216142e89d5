// The waveform, which is a slider too.

function drawWave() {
  const merged = Math.ceil(edition.wave.length / Math.max(50, wave.clientWidth / 3));
  const heights = [];
  for (let x = 0; x < edition.wave.length; x += merged) {
    const part = edition.wave.slice(x, x + merged);
    heights.push(part.reduce((sum, height) => sum + height, 0) / part.length);
  }
  const bars = heights.map((height, x) => `M${x + 0.5} ${50 - height / 2}v${Math.max(2, height)}`);
  const voices = voicesOf(heights.length, merged);
  const coloured = [1, 2, 3, 4, 5].map((voice) => {
    const own = bars.filter((_, x) => voices[x] > 0 && (voices[x] - 1) % 5 === voice - 1);
    return element("path", { d: own.join(""), "stroke-width": 0.6, class: `voice${voice}` });
  });
  const ticks = edition.chapters.slice(1).map(({ start }) => {
    return `M${(start / edition.length) * bars.length} 0v100`;
  });
  const svg = wave.querySelector("svg");
  svg.setAttribute("viewBox", `0 0 ${bars.length} 100`);
  const shapes = [
    element("clipPath", { id: "played" }, element("rect", { width: 0, height: 100 })),
    element("path", { d: bars.join(""), "stroke-width": 0.6 }),
    ...coloured,
    element("path", { d: bars.join(""), "stroke-width": 0.6, class: "played", "clip-path": "url(#played)" }),
    element("path", { d: ticks.join(""), "stroke-width": 0.6, class: "chapter" }),
  ];
  svg.replaceChildren(...shapes);
}

/** Who has each bar's colour, of those who speak in it, so that all have their share of the colours:
 * where turns are as long as bars, one look at each would always meet the same voice. */
function voicesOf(count, merged) {
  const owed = new Map();
  return Array.from({ length: count }, (_, x) => {
    const part = edition.voices.slice(x * merged, (x + 1) * merged);
    const speaking = part.filter((voice) => voice > 0);
    for (const voice of speaking) owed.set(voice, (owed.get(voice) ?? 0) + 1 / speaking.length);
    if (speaking.length * 2 < part.length) return -1;
    const own = speaking.reduce((one, other) => (owed.get(other) > owed.get(one) ? other : one));
    owed.set(own, owed.get(own) - 1);
    return own;
  });
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
