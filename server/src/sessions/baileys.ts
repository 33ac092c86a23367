/** The WhatsApp Web library, as its module. */
export type Baileys = typeof import('@whiskeysockets/baileys');
export type { WASocket } from '@whiskeysockets/baileys';

/** A node of WhatsApp's binary XML. */
export interface Stanza {
  tag: string;
  attrs: Record<string, string>;
  content?: Stanza[] | string | Uint8Array;
}

let loading: Promise<Baileys> | undefined;

/**
 * Loads Baileys once, when the first WhatsApp socket is needed (it costs 0.3 s and some 30 MB, which a process
 * that only serves the API never pays), and mends what must be mended before it is used: signatures are really
 * verified, and libsignal neither spoils sessions nor prints keys.
 */
export function loadBaileys(): Promise<Baileys> {
  loading ??= Promise.all([
    import('@whiskeysockets/baileys'),
    import('./wa-trust.ts'),
    import('./harden-libsignal.ts'),
  ]).then(([baileys, { hardenSignatures }, { hardenLibsignal }]) => {
    hardenSignatures(baileys);
    hardenLibsignal();
    silenceLibsignal();
    return baileys;
  });
  return loading;
}

/**
 * What libsignal 6 prints by itself, some of it whole session records with private keys, others once per message
 * that can't be decrypted. It has no switch, so these lines, and no others, are kept from the console.
 */
const libsignalLines = [
  'Closing session:',
  'Opening session:',
  'Removing old closed session:',
  'Session already closed',
  'Session already open',
  'Closing open session in favor of incoming prekey bundle',
  'Decrypted message with closed session.',
  'Failed to decrypt message with any known session...',
  'Session error:',
  'Migrating session to:',
  'V1 session storage migration error:',
  'WARNING: Expected pubkey of length 33',
  'Unhandled bucket type (for naming):',
];

let silenced = false;

function silenceLibsignal(): void {
  if (silenced) return;
  silenced = true;
  for (const level of ['info', 'warn', 'error'] as const) {
    const print = console[level].bind(console);
    console[level] = (...values: unknown[]) => {
      const first = values[0];
      if (typeof first === 'string' && libsignalLines.some((line) => first.startsWith(line))) return;
      print(...values);
    };
  }
}

/** The first child with that tag. */
export function childOf(stanza: Stanza | undefined, tag: string): Stanza | undefined {
  return childrenOf(stanza).find((child) => child.tag === tag);
}

/** The children of a stanza; none when it holds text or bytes. */
export function childrenOf(stanza: Stanza | undefined): Stanza[] {
  return Array.isArray(stanza?.content) ? stanza.content : [];
}
