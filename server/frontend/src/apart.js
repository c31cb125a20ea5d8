// Names on a map that hide no mark, nor each other.

const MARK = 7; // pixels from the middle of a mark to its edge
const AWAY = 6; // pixels that Leaflet leaves between a point and a name, beside the offset
const SIDES = [
  ["right", 5, 0], ["left", -5, 0], ["top", 0, -5], ["bottom", 0, 5],
  ["right", 2, -9], ["right", 2, 9], ["left", -2, -9], ["left", -2, 9],
]; // the best first: a direction, and the offset from it
const PLACES = {
  right: (x, y, width, height) => box(x + AWAY, y - height / 2, width, height),
  left: (x, y, width, height) => box(x - AWAY - width, y - height / 2, width, height),
  top: (x, y, width, height) => box(x - width / 2, y - AWAY - height, width, height),
  bottom: (x, y, width, height) => box(x - width / 2, y + AWAY, width, height),
};

/**
 * Where each name on a map of this size stands beside its mark, as the `direction` and `offset` of a tooltip of Leaflet;
 * null for one without room. Names have the place of their mark, `x` and `y`, and their own `width` and `height`; the
 * first matter more, and the very first stands in any case, where it hides least.
 */
export function apart(names, size) {
  const sheet = box(0, 0, size.x, size.y);
  const marks = names.map(({ x, y }) => box(x - MARK, y - MARK, 2 * MARK, 2 * MARK));
  const kept = [];
  return names.map(({ x, y, width, height }, at) => {
    const others = marks.filter((_, mark) => mark !== at).concat(kept);
    const shown = meet(sheet, marks[at]);
    const tried = SIDES.map(([direction, dx, dy]) => {
      const taken = PLACES[direction](x + dx, y + dy, width, height);
      const cut = shown && !holds(sheet, taken) ? names.length : 0; // worse than anything hidden
      return { direction, offset: [dx, dy], taken, cost: cut + others.filter((other) => meet(taken, other)).length };
    });
    const { cost, taken, ...place } = tried.reduce((best, each) => (each.cost < best.cost ? each : best));
    if (cost && at) return null;
    kept.push(taken);
    return place;
  });
}

function box(left, top, width, height) {
  return { left, top, right: left + width, bottom: top + height };
}

function meet(one, other) {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

function holds(outer, inner) {
  return outer.left <= inner.left && inner.right <= outer.right && outer.top <= inner.top && inner.bottom <= outer.bottom;
}
