// The progress of a job, as the server tells it.

import { localized } from "./messages.js";

const begun = new Map();

/** The time that a stage still takes, as long as it goes on as it has gone. */
function left(stage) {
  if (stage.done === 0 || !begun.has(stage.name)) begun.set(stage.name, { at: Date.now(), done: stage.done });
  const { at, done } = begun.get(stage.name);
  const seconds = ((Date.now() - at) / 1000) * ((stage.total - stage.done) / Math.max(1, stage.done - done));
  if (stage.done <= done || stage.done >= stage.total || Date.now() - at < 2000) return "";
  if (seconds < 90) return localized(", {seconds} s left", { seconds: Math.ceil(seconds) });
  return localized(", {minutes} min left", { minutes: Math.ceil(seconds / 60) });
}

/** How far a job is, in `panel`, unless somebody is filling in a form there. */
export function drawProgress(now, panel) {
  let box = panel.querySelector("#job");
  if (!box) {
    if (panel.querySelector("form")) return;
    box = document.createElement("section");
    box.id = "job";
    box.setAttribute("aria-label", localized("Making the episode"));
    panel.replaceChildren(box);
    panel.classList.add("open");
  }
  const title = element("h2", localized("Making the episode"));
  const waiting = now.stages.length ? [] : [element("p", localized("Reading, and starting the engine …"))];
  const stages = now.stages.filter((stage) => stage.total).map((stage) => {
    const { name, done, total } = stage;
    const label = element("label", `${localized("{name}: {done} of {total}", { name, done, total })}${left(stage)} `);
    const bar = document.createElement("progress");
    bar.max = stage.total;
    bar.value = stage.done;
    label.append(bar);
    return label;
  });
  const cancel = box.querySelector("button") ?? element("button", localized("Cancel"));
  cancel.onclick = () => fetch("/cancel", { method: "POST" });
  const notes = now.notes.map((note) => element("p", note));
  box.replaceChildren(title, ...waiting, ...stages, element("p", now.doing), ...notes, cancel);
}

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
