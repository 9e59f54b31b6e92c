// Loaded into the server before its own code: SIGUSR2 sets off, by turns, an uncaught exception and an unhandled rejection.
let faults = 0;
process.on('SIGUSR2', () => {
  faults += 1;
  if (faults % 2 === 1) throw new Error(`injected fault ${faults}`);
  Promise.reject(new Error(`injected fault ${faults}`));
});
