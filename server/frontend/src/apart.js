// Names on a map that do not hide each other.

/** Of boxes (left, top, right, bottom) in the order of what they matter, those that touch none before them. */
export function apart(boxes) {
  const kept = [];
  return boxes.map((box) => {
    const free = kept.every((other) => (
      box.left >= other.right || box.right <= other.left || box.top >= other.bottom || box.bottom <= other.top
    ));
    if (free) kept.push(box);
    return free;
  });
}
