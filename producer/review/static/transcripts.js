// The list of transcripts: a file that would be refused for its size is not sent at all. A server
// that answers before it has read all may have its answer lost on the way.

import { localized } from "./messages.js";

const input = document.querySelector("input[data-most-bytes]");
const told = document.getElementById("too-large");
const rule = told.textContent;

function check() {
  const [file] = input.files;
  const most = Number(input.dataset.mostBytes);
  const mb = (bytes) => `${Math.ceil(bytes / 1e5) / 10} MB`;
  const wrong = file?.size > most;
  const text = wrong
    ? localized(
        "{name} is too large: it has {size}, and at most {most} are read. Split it into several episodes.",
        { name: file.name, size: mb(file.size), most: mb(most) },
      )
    : "";
  input.setCustomValidity(text);
  told.className = wrong ? "problem" : "faint";
  told.textContent = text || rule;
}

input.addEventListener("change", check);
input.addEventListener("click", () => {
  // A file that has become smaller and is chosen again would be no change.
  if (input.validity.customError) input.value = "";
  check();
});
