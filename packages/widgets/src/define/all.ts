// Registers every element. `browser.ts` does the same, each when a page first uses it.
import './provider.ts';
import './inbox.ts';
import './conversation.ts';
import './qr-pairing.ts';
import './session.ts';
import './sessions.ts';
