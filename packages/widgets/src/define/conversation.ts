import './composer.ts';
import { MhConversation } from '../elements/conversation/conversation.ts';
import { register } from './register.ts';

register('mh-conversation', MhConversation);
