// What the page says, in the language of whoever reads it.

const known = JSON.parse(document.getElementById("messages")?.textContent ?? "{}");

/** A text in the language of the page, or as it is, with `fields` in the place of their names. */
export function localized(text, fields = {}) {
  return (known[text] ?? text).replace(/\{(\w+)\}/g, (whole, name) => fields[name] ?? whole);
}
