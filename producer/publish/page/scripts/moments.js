// Links to a moment: #t=83.4, and &e=zh where it is not the first edition.

function momentOf(hash) {
  const values = new URLSearchParams(hash.slice(1));
  const parts = (values.get("t") ?? "").split(":");
  const seconds = parts.reduce((sum, part) => 60 * sum + parseFloat(part), 0);
  return { ms: Math.round(1000 * seconds), name: values.get("e") };
}

function momentLink(ms) {
  const other = edition === editions[0] ? "" : `&e=${edition.name}`;
  return `#t=${ms / 1000}${other}`;
}

function goToMoment() {
  const { ms, name } = momentOf(location.hash);
  if (!Number.isFinite(ms) || ms < 0) return;
  choose(editions.find((other) => other.name === name) ?? editions[0]);
  seek(ms);
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
