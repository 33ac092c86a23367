import { MhSessions } from '../elements/sessions/sessions.ts';
import { register } from './register.ts';

register('mh-sessions', MhSessions);
