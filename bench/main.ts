// `npm run bench -- [name…] [--quick] [--json] [--profile <folder>]`: measures, and prints each figure with its
// baseline and ratio. `--json` prints one JSON object a line instead.
import { parseArgs } from 'node:util';
import { type Bench, describeFigure, type Figure } from './figure.ts';

const benches: Record<string, { says: string; load: () => Promise<{ run: Bench }> }> = {
  weight: { says: 'what a host page downloads, in brotli bytes', load: () => import('./weight.ts') },
  send: { says: 'POST /send-message over 50 accounts', load: () => import('./send.ts') },
  receive: { says: 'messages from WhatsApp that are stored', load: () => import('./receive.ts') },
  outbound: { says: 'messages that leave for WhatsApp', load: () => import('./outbound.ts') },
  sessions: { says: 'memory and idle CPU of connected sessions', load: () => import('./sessions.ts') },
  group: { says: 'how long others wait while a large group is sent to', load: () => import('./group.ts') },
  screen: { says: "from a customer's phone to the agent's screen", load: () => import('./screen.ts') },
  ready: { says: 'from a clean clone to ready, cold and warm', load: () => import('./ready.ts') },
};

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    profile: { type: 'string' },
  },
});
const unknown = positionals.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`No bench is called ${unknown.join(', ')}. There are:`);
  for (const [name, { says }] of Object.entries(benches)) console.error(`  ${name.padEnd(8)} ${says}`);
  process.exit(2);
}

const wanted = positionals.length > 0 ? positionals : Object.keys(benches);
let failed = false;
for (const name of wanted) {
  if (!flags.json)
    console.log(`\n${name}: ${benches[name]!.says}${flags.quick ? ' (quick: not for quoting)' : ''}`);
  try {
    const { run } = await benches[name]!.load();
    for await (const figure of run({ quick: flags.quick, profile: flags.profile })) print(figure);
  } catch (error) {
    // The other benches still say what they can.
    failed = true;
    console.error(`${name} could not be measured.`, error);
  }
}
process.exit(failed ? 1 : 0);

function print(figure: Figure): void {
  if (flags.json) console.log(JSON.stringify({ ...figure, quick: flags.quick }));
  else console.log(`  ${describeFigure(figure)}`);
}
