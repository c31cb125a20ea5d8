// Times of literals: xsd:date, dateTime, gYear, gYearMonth, and EDTF (ISO 8601-2) as far as it names a time.

const PART = /^[~?%]?(-?\d{3,}X{0,3}|-?\d{1,3}X{1,3}|-?\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?:T[\d:.]+)?(?:Z|[+-]\d{2}:\d{2})?[~?%]?$/;
const DAY = 1 / 365.2425;

/** The stretch of time that a literal names, in years as decimal fractions, `open` where it goes on, `before` where it had begun; null where it names none. */
export function period(term) {
  const [from, to] = term.value.includes("/") ? term.value.split("/") : [term.value, term.value];
  const start = bounds(from)?.[0];
  const end = bounds(to)?.[1];
  const known = [start ?? bounds(to)?.[0], end ?? bounds(from)?.[1]];
  if (known[0] === undefined || known[1] === undefined) return null;
  return { start: known[0], end: known[1], ...(to === ".." ? { open: true } : {}), ...(from === ".." ? { before: true } : {}) };
}

/** Years at which an axis from `start` to `end` is marked: round ones, about `most` of them. */
export function ticks(start, end, most = 8) {
  const span = Math.max(end - start, 1e-9);
  const step = [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000].find((each) => span / each <= most) ?? 10 ** Math.ceil(Math.log10(span / most));
  const marks = [];
  for (let year = Math.ceil(start / step) * step; year <= end; year += step) marks.push(year);
  return marks;
}

function bounds(text) {
  const match = PART.exec(text);
  if (!match) return undefined;
  const [, year, month, day] = match;
  const low = Number(year.replaceAll("X", "0"));
  const high = Number(year.replaceAll("X", "9"));
  if (!month || Number(month) > 12 || year.includes("X")) return [low, high + 1];
  const first = low + (Number(month) - 1) / 12;
  if (!day) return [first, low + Number(month) / 12];
  const start = first + (Number(day) - 1) * DAY;
  return [start, start + DAY];
}
