// Prints what podcast-partytime reads in each of the feeds named, as JSON.
const { readFileSync } = require("node:fs");
const { parseFeed } = require("podcast-partytime");

console.log(JSON.stringify(process.argv.slice(2).map((file) => parseFeed(readFileSync(file, "utf8")))));
