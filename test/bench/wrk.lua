-- Arguments: the file of the body, and the mean pause between an answer and the next call in ms.
local pause = 0

function init(args)
  local file = assert(io.open(args[1], "rb"))
  wrk.method = "POST"
  wrk.body = file:read("*all")
  wrk.headers["Content-Type"] = "application/json"
  if args[3] ~= nil then wrk.headers["Connection"] = args[3] end
  pause = tonumber(args[2])
  math.randomseed(1)
end

function delay()
  return math.random(0, 2 * pause)
end

function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format(
    '\n{"calls":%d,"failed":%d,"seconds":%f,"p50Ms":%f,"p99Ms":%f,"p999Ms":%f}\n',
    summary.requests, failed, summary.duration / 1e6,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, latency:percentile(99.9) / 1e3))
end
