// Prints the errors that W3C's parser finds in each of the WebVTT files named, as JSON.
const { readFileSync } = require("node:fs");
const { WebVTTParser } = require("webvtt-parser");

const found = process.argv.slice(2).map((file) => {
  const { cues, errors } = new WebVTTParser().parse(readFileSync(file, "utf8"), "subtitles");
  return { cues: cues.length, errors };
});
console.log(JSON.stringify(found));
