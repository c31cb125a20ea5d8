// Outlines as the server draws them: flat lists of hundredths of a degree, which are read in a tenth of the time, and the
// borders that two countries share.

/** `countries` with `number` (ISO 3166-1, or ""), `name` and `rings`; `borders`; of a FeatureCollection in hundredths. */
export function prepared({ features }) {
  const countries = features.map(({ id, properties, geometry }) => {
    const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    return { number: id ?? "", name: properties.name, rings: polygons.flat().map(flat) };
  });
  const borders = [...shared(countries.flatMap((each) => each.rings))];
  return { countries, borders };
}

function flat(ring) {
  return ring.flatMap((point) => point.map((degree) => Math.round(degree * 100)));
}

/** The stretches that two rings have in common, each once. */
function* shared(rings) {
  const times = new Map();
  for (const ring of rings) {
    for (const { edge } of edges(ring)) times.set(edge, (times.get(edge) ?? 0) + 1);
  }
  for (const ring of rings) {
    let run = [];
    for (const { edge, from, to } of edges(ring)) {
      if (times.get(edge) > 1) {
        times.set(edge, 0); // the other ring has it too, and does not draw it again
        if (!run.length) run.push(...from);
        run.push(...to);
      } else if (run.length) {
        yield run;
        run = [];
      }
    }
    if (run.length) yield run;
  }
}

/** The edges of a ring; `edge` is the same in both directions. */
function* edges(ring) {
  for (let i = 2; i < ring.length; i += 2) {
    const [from, to] = [ring.slice(i - 2, i), ring.slice(i, i + 2)];
    yield { edge: [String(from), String(to)].sort().join(" "), from, to };
  }
}
