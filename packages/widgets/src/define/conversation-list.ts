import { MhConversationList } from '../elements/conversation-list/conversation-list.ts';
import { register } from './register.ts';

register('mh-conversation-list', MhConversationList);
