import { MhSession } from '../elements/session/session.ts';
import { register } from './register.ts';

register('mh-session', MhSession);
