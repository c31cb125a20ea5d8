// The same query from a terminal and from programs.

/** A command for a POSIX shell. */
export function curl(endpoint, query, mediaType) {
  const quoted = (text) => `'${text.replaceAll("'", String.raw`'\''`)}'`;
  return `curl -sS ${quoted(endpoint)} -H ${quoted(`Accept: ${mediaType}`)} --data-urlencode ${quoted(`query=${query}`)}`;
}

/** A program for Python 3 alone. */
export function python(endpoint, query, mediaType) {
  return `from urllib.parse import urlencode
from urllib.request import Request, urlopen

query = ${pythonText(query)}
request = Request(
    ${JSON.stringify(endpoint)},
    data=urlencode({"query": query}).encode(),
    headers={"Accept": ${JSON.stringify(mediaType)}},
)
with urlopen(request) as response:
    print(response.read().decode())
`;
}

/** A module for a browser or Node. */
export function javascript(endpoint, query, mediaType) {
  return `const query = \`${query.replace(/[\\`]|\$\{/g, (found) => `\\${found}`)}\`;
const response = await fetch(${JSON.stringify(endpoint)}, {
  method: "POST",
  headers: { Accept: ${JSON.stringify(mediaType)} },
  body: new URLSearchParams({ query }),
});
console.log(await response.text());
`;
}

/** A raw text in triple quotes where that says the same, so that a query stays legible. */
function pythonText(text) {
  const raw = !text.includes('"""') && !/["\\]$/.test(text);
  return raw ? `r"""${text}"""` : JSON.stringify(text);
}

/** The LIMIT of the outermost query; null where it has none. */
export function limit(query) {
  const bare = query.replace(/"""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>\s]*>|#[^\n]*/g, " ");
  const last = /\bLIMIT\s+(\d+)[^{}]*$/i.exec(bare);
  return last ? Number(last[1]) : null;
}
