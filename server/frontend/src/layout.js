// Where the points of a graph stand: where a layout begins from, and how what it came to fills a place.

const GOLDEN = Math.PI * (3 - Math.sqrt(5)); // an angle at which points on a spiral keep clear of each other
const BETWEEN = 40; // units from one point of the spiral to the next
const ROOM = { x: 170, y: 90 }; // pixels that a point may have at most: few ones stand together in the middle

/** The place of the point with this number, the same each time. */
export function spiral(index) {
  const [radius, angle] = [BETWEEN * Math.sqrt(index), index * GOLDEN];
  return { x: radius * Math.cos(angle), y: radius * Math.sin(angle) };
}

/** The same points over a whole place, `edge` pixels from its sides; what is high in a place that is wide is laid down. */
export function filling(points, { width, height }, edge) {
  const across = span(points.map(({ x }) => x));
  const down = span(points.map(({ y }) => y));
  const turned = (across.length > down.length) !== (width > height);
  const fit = (part, whole, side, room) => {
    const used = Math.max(0, Math.min(whole - 2 * side, room * (points.length - 1)));
    return (whole - used) / 2 + part * used;
  };
  return points.map(({ x, y }) => {
    const parts = [across.part(x), down.part(y)];
    const [one, other] = turned ? parts.reverse() : parts;
    return { x: fit(one, width, edge.x, ROOM.x), y: fit(other, height, edge.y, ROOM.y) };
  });
}

function span(values) {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return { length: most - least, part: (value) => (most > least ? (value - least) / (most - least) : 0.5) };
}
