/** For a plain page that only connects numbers: the provider, the client and the pairing element, in one file. */
import './define/provider.ts';
import './define/qr-pairing.ts';

export { makeClient } from './client/make-client.ts';
export { MhProvider } from './elements/provider/provider.ts';
export { VERSION } from './version.ts';
