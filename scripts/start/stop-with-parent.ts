// Loaded into every program that `npm start` runs (`--import`): when the starter dies, even by `kill -9`, its
// end of the channel closes and the program dies as well, so nothing is left behind. It dies at once, as by
// `kill -9`: whatever was acknowledged is stored, and the next start must not wait for this one.
process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
process.channel?.unref();
