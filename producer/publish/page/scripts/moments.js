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

/** What is selected in the transcript, and when its first sentence is said in this edition. */
function quotation() {
  const selection = getSelection();
  if (selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const first = sentences.find((sentence) => range.intersectsNode(sentence));
  const place = first && edition.cueOf.get(numbers.get(first));
  if (place === undefined) return null;
  return { ms: edition.starts[place], text: selection.toString().trim() };
}

byId("link").addEventListener("click", async () => {
  const quote = quotation();
  history.replaceState(null, "", momentLink(quote ? quote.ms : now()));
  let said = data.texts.address;
  try {
    await navigator.clipboard.writeText(quote ? `“${quote.text}” ${location.href}` : location.href);
    said = data.texts.copied;
  } catch {
    // No clipboard for this page: the address bar has the link.
  }
  byId("said").textContent = said;
});
