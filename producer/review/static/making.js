// The progress of a job, as the server tells it.

/** How far a job is, in `panel`, unless somebody is filling in a form there. */
export function drawProgress(now, panel) {
  let box = panel.querySelector("#job");
  if (!box) {
    if (panel.querySelector("form")) return;
    box = document.createElement("section");
    box.id = "job";
    box.setAttribute("aria-label", "Making the episode");
    panel.replaceChildren(box);
    panel.classList.add("open");
  }
  const title = element("h2", "Making the episode");
  const stages = now.stages.filter((stage) => stage.total).map((stage) => {
    const label = element("label", `${stage.name} ${stage.done} of ${stage.total} `);
    const bar = document.createElement("progress");
    bar.max = stage.total;
    bar.value = stage.done;
    label.append(bar);
    return label;
  });
  const cancel = box.querySelector("button") ?? element("button", "Cancel");
  cancel.onclick = () => fetch("/cancel", { method: "POST" });
  const notes = now.notes.map((note) => element("p", note));
  box.replaceChildren(title, ...stages, element("p", now.doing), ...notes, cancel);
}

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}
