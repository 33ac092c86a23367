// Loaded into every program that `npm start` runs (`--import`): when the starter dies, even by `kill -9`, its
// end of the channel closes and the program stops by itself, so nothing is left behind.
const GRACE_MS = 10_000;

process.once('disconnect', () => {
  process.kill(process.pid, 'SIGTERM');
  setTimeout(() => process.exit(1), GRACE_MS).unref();
});
process.channel?.unref();
