// What the page says, in the language of whoever reads it.

const known = JSON.parse(document.getElementById("messages")?.textContent ?? "{}");

/** A text in the language of the page, or as it is. */
export const localized = (text) => known[text] ?? text;
