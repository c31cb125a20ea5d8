// Times in words, as the pages have them (pages/words/edtf.py): what the Extended Date/Time Format (ISO 8601-2) says most often.

const DATE = /^(\d{4}|\d{3}X)(?:-(\d{2})(?:-(\d{2}))?)?(~?)$/;
const SEASONS = { 21: "spring", 22: "summer", 23: "autumn", 24: "winter" };

/** A time as a reader of the language says it, with the texts that `say` has; what is more special stays as it is written. */
export function inWords(text, { say, language }) {
  const [from, to] = text.split("/");
  if (to === undefined) return date(from, say, language) ?? text;
  const [start, end] = [from, to].map((each) => date(each, say, language));
  const open = [from, to].map((each) => each === ".." || each === "");
  if (open[0] && open[1]) return say("no-time");
  if (open[0] && end) return say("until", { end });
  if (open[1] && start) return say("since", { start });
  if (start && end) return range(from, to, say, language) ?? say("from-to", { start, end });
  return text;
}

function date(text, say, language) {
  const [, year, month, day, about] = DATE.exec(text) ?? [];
  if (year === undefined || (month && year.includes("X"))) return null;
  const known = year.includes("X") ? say("decade", { decade: year.replace("X", "0") })
    : SEASONS[month] ? say(SEASONS[month], { year: format({ year }, language).format(moment(year)) })
    : Number(month ?? 1) <= 12 ? format({ year, month, day }, language).format(moment(year, month, day)) : null;
  return known && about ? say("about-then", { date: known }) : known;
}

/** Two dates that are known equally well, with what they share said once; null for others. */
function range(from, to, say, language) {
  const [start, end] = [from, to].map((each) => DATE.exec(each));
  const alike = [1, 2, 3].every((part) => Boolean(start[part]) === Boolean(end[part]));
  const plain = [start, end].every(([text]) => /^\d{4}(-(0\d|1[0-2])(-\d{2})?)?$/.test(text));
  if (!alike || !plain) return null;
  const [, year, month, day] = start;
  if (language.startsWith("zh")) { // whose ranges would be 2023/1 – 2023/6
    const within = year === end[1] && month;
    return within ? say("from-to", { start: date(from, say, language), end: date(to, say, language).replace(/^\d+年/, "") }) : null;
  }
  return format({ year, month, day }, language).formatRange(moment(...start.slice(1, 4)), moment(...end.slice(1, 4)));
}

function moment(year, month = "01", day = "01") {
  return new Date(`${year}-${month}-${day}T00:00:00Z`);
}

function format({ year, month, day }, language) {
  const parts = { year: year && "numeric", month: month && "long", day: day && "numeric" };
  return new Intl.DateTimeFormat(language === "en" ? "en-GB" : language, { timeZone: "UTC", ...parts });
}
