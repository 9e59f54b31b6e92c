// Loaded into the server before its own code: SIGUSR2 sets the wall clock a day ahead, and the next one back, as an operator or a
// time server might. What measures time that passes, timers and performance.now(), goes on as it does then.
const DAY_MS = 86_400_000;
const realNow = Date.now;
let aheadMs = 0;

process.on('SIGUSR2', () => {
  aheadMs = aheadMs === 0 ? DAY_MS : 0;
});

Date.now = () => realNow() + aheadMs;
globalThis.Date = new Proxy(Date, {
  construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [Date.now()] : args, newTarget),
});
