// Times in words, as the pages have them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { inWords } from "../../server/frontend/src/edtf.js";

const WORDS = {
  en: { "no-time": "at no stated time", since: "since {start}", until: "to {end}", "from-to": "from {start} to {end}", "about-then": "about {date}", decade: "the {decade}s", spring: "spring {year}" },
  zh: { "no-time": "时间未说明", since: "{start}起", until: "截至{end}", "from-to": "{start}至{end}", "about-then": "约{date}", decade: "{decade}年代", spring: "{year}春" },
};
const said = (text, language) => inWords(text, { language, say: (name, values = {}) => WORDS[language][name].replace(/\{(\w+)\}/g, (_, key) => values[key]) });

test("a date is said as far as it is known", () => {
  for (const [text, en, zh] of [
    ["1881", "1881", "1881年"], ["1983-11", "November 1983", "1983年11月"], ["2025-07-04", "4 July 2025", "2025年7月4日"],
    ["184X", "the 1840s", "1840年代"], ["1962-21", "spring 1962", "1962年春"], ["1864~", "about 1864", "约1864年"],
  ]) assert.deepEqual([said(text, "en"), said(text, "zh")], [en, zh], text);
});

test("a stretch is said with its ends, where they are told", () => {
  for (const [text, en, zh] of [
    ["1983/..", "since 1983", "1983年起"], ["../1912", "to 1912", "截至1912年"], ["../..", "at no stated time", "时间未说明"],
    ["1962/1983-11", "from 1962 to November 1983", "1962年至1983年11月"],
  ]) assert.deepEqual([said(text, "en"), said(text, "zh")], [en, zh], text);
  assert.match(said("1881/1917", "en"), /^1881\s?–\s?1917$/);
  assert.match(said("2023-01/2023-06", "en"), /^January\s?–\s?June 2023$/);
  assert.equal(said("1881/1917", "zh"), "1881年至1917年");
  assert.equal(said("2023-01/2023-06", "zh"), "2023年1月至6月");
  assert.equal(said("2022-11/2023-06", "zh"), "2022年11月至2023年6月");
});

test("what is more special stays as it is written", () => {
  for (const text of ["XXXX-05-06", "2025-01/2025-XX", "1881?", "soon", "1962-13", "2024-12-31T12:00:00Z"]) assert.equal(said(text, "en"), text);
});
