import { MhQrPairing } from '../elements/qr-pairing/qr-pairing.ts';
import { register } from './register.ts';

register('mh-qr-pairing', MhQrPairing);
