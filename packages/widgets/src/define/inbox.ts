import './conversation-list.ts';
import { MhInbox } from '../elements/inbox/inbox.ts';
import { register } from './register.ts';

register('mh-inbox', MhInbox);
