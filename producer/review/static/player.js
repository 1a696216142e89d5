// Plays passages one after another. Each is made by the server when its turn comes, and the next
// one while it sounds.

import { localized } from "./messages.js";

/** The passage of an element, as {turn, language, section}. */
export function passageOf(element) {
  const section = element.closest(".passage");
  return { turn: section.closest(".turn").dataset.turn, language: section.dataset.language, section };
}

export class Player {
  /** `ask(path, values)` posts to the server and gives its JSON. */
  constructor(audio, ask, tell) {
    this.audio = audio;
    this.ask = ask;
    this.tell = tell;
    this.queue = [];
    this.current = null;
    this.made = new Map();
    this.run = 0;
    audio.addEventListener("timeupdate", () => this.#follow());
    audio.addEventListener("ended", () => this.#next());
  }

  get playing() {
    return !this.audio.paused && !this.audio.ended;
  }

  /** Forget what was made: the text or the voices have changed. */
  forget() {
    this.made.clear();
  }

  /** Play sections one after another, the first from its sentence `from`. */
  async play(sections, from = 0) {
    const parts = sections.map((section, place) => ({ section, from: place ? 0 : from }));
    await this.playParts(parts);
  }

  /** Play parts of sections, each from a sentence to another one, if it says until which. */
  async playParts(parts) {
    this.stop();
    this.queue = [...parts];
    await this.#next();
  }

  /** Play a sound that belongs to no passage. */
  async sound(heard) {
    this.stop();
    this.audio.src = heard.src;
    await this.#sounds();
  }

  stop() {
    this.run += 1;
    this.queue = [];
    this.audio.pause();
    this.#light(null);
    this.current = null;
  }

  async #next() {
    const before = this.current;
    const part = this.queue.shift();
    const run = this.run;
    this.#light(null);
    this.current = null;
    if (!part) return;
    const { section, from, until } = part;
    this.tell(localized("Making turn {turn} …", { turn: passageOf(section).turn }), true);
    let heard;
    try {
      heard = await this.#make(section);
      if (before) await pause(this.#pauseMs(before.section, section));
    } catch (error) {
      this.tell(error.message);
      return;
    }
    if (run !== this.run) return;
    this.tell("", true);
    this.current = { section, heard, until };
    this.audio.src = heard.src;
    if (from > 0 && heard.sentences[from]) this.audio.currentTime = heard.sentences[from][0] / 1000;
    await this.#sounds();
    if (this.queue.length) this.#make(this.queue[0].section).catch(() => {});
  }

  async #sounds() {
    try {
      await this.audio.play();
    } catch (error) {
      // Another sound was asked for before this one began.
      if (error.name !== "AbortError") this.tell(error.message);
    }
  }

  async #make(section) {
    const { turn, language } = passageOf(section);
    const name = `${turn} ${language}`;
    if (!this.made.has(name)) {
      const asked = this.ask("speak", { turn, language });
      this.made.set(name, asked);
      asked.catch(() => this.made.delete(name));
    }
    return this.made.get(name);
  }

  #pauseMs(before, after) {
    const same = before.closest(".turn") === after.closest(".turn");
    return Number(same ? this.audio.dataset.languageMs : this.audio.dataset.turnMs);
  }

  #follow() {
    if (!this.current) return;
    const ms = this.audio.currentTime * 1000;
    const last = this.current.heard.sentences[this.current.until];
    if (last && ms >= last[1]) {
      this.audio.pause();
      this.#next();
      return;
    }
    const number = this.current.heard.sentences.findLastIndex(([start]) => start <= ms + 20);
    this.#light(this.current.section.querySelector(`[data-spoken="${Math.max(0, number)}"]`));
  }

  #light(sentence) {
    for (const lit of document.querySelectorAll(".s.playing")) {
      if (lit !== sentence) lit.classList.remove("playing");
    }
    if (sentence && !sentence.classList.contains("playing")) {
      sentence.classList.add("playing");
      sentence.scrollIntoView({ block: "nearest" });
    }
  }
}

function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
