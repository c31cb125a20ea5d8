import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { curl, javascript, limit, python } from "../../server/frontend/src/code.js";

const NASTY = "SELECT * { ?s ?p \"it's \\\\ ${x} `y` \\\"\"\" \"@en }\n# $(echo no)\n";

test("the line for curl gives the query as it stands to the shell", () => {
  const line = curl("http://localhost/sparql", NASTY, "text/csv").replace(/^curl/, "printf '%s\\0'");
  const words = execFileSync("bash", ["-c", line], { encoding: "utf8" }).split("\0");
  assert.deepEqual(words, ["-sS", "http://localhost/sparql", "-H", "Accept: text/csv", "--data-urlencode", `query=${NASTY}`, ""]);
});

test("the programs have the query as it stands", () => {
  for (const query of [NASTY, "ASK {}", "ASK { ?s ?p 'x' }\n# \\", 'ASK { ?s ?p "x']) {
    const program = python("http://localhost/", query, "text/csv").split("\nrequest =")[0].replace(/^from.*$/gm, "");
    const told = execFileSync("python3", ["-c", `${program}\nimport sys; sys.stdout.write(query)`], { encoding: "utf8" });
    assert.equal(told, query);
    const module = javascript("http://localhost/", query, "text/csv").split("\nconst response")[0];
    assert.equal(new Function(`${module}; return query;`)(), query);
  }
});

test("the LIMIT is that of the outermost query", () => {
  assert.equal(limit("SELECT * { ?s ?p ?o } LIMIT 10 OFFSET 5"), 10);
  assert.equal(limit("SELECT * { { SELECT * { ?s ?p ?o } LIMIT 3 } }"), null);
  assert.equal(limit("SELECT * { ?s ?p \"LIMIT 5\" } # LIMIT 7"), null);
  assert.equal(limit("SELECT * { <urn:#x> ?p ?o } limit 4"), 4);
});
