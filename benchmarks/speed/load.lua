-- The requests of one run of wrk: the paths in a file, line by line, over and over.
--     wrk … -s load.lua URL -- FILE ACCEPT RUN
-- The word NONCE in a path becomes a number that no other request of any run has: RUN (four digits), the
-- number of the thread, the number of the request. The last line of the output is what was measured, as JSON.

local threads = 0

function setup(thread)
  threads = threads + 1
  thread:set("number", threads)
end

function init(arguments)
  wrk.headers["Accept"] = arguments[2]
  run, sent, paths = arguments[3], 0, {}
  for line in io.lines(arguments[1]) do paths[#paths + 1] = line end
  sent = math.floor(#paths / 2) * (number - 1)  -- the threads start at different lines
end

function request()
  sent = sent + 1
  local path = paths[(sent - 1) % #paths + 1]
  local nonce = string.format("%s%02d%08d", run, number, sent)
  return wrk.format("GET", (path:gsub("NONCE", nonce)))
end

function done(summary, latency, _)
  local errors = summary.errors
  print(string.format(
    '{"requests": %d, "seconds": %f, "bytes": %d, "failed": %d, "refused": %d, "p50": %f, "p99": %f}',
    summary.requests, summary.duration / 1e6, summary.bytes,
    errors.connect + errors.read + errors.write + errors.timeout, errors.status,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
