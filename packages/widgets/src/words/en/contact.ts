import type { ContactWords } from '../pt-br/contact.ts';

export const contact: ContactWords = {
  about: (name) => `About ${name}`,
  errorTitle: 'The contact could not be opened',
  profile: (name) => `On WhatsApp: ${name}`,
  identities: 'How WhatsApp knows them',
  kinds: { number: 'Number', lid: 'WhatsApp code', username: 'Username' },
  primary: 'main',
  merges: 'Merged contacts',
  byNetwork: 'WhatsApp said that they are one person',
  byPerson: (name) => `by ${name}`,
  undone: (when) => `taken apart again on ${when}`,
  undoneBy: (name, when) => `taken apart again by ${name} on ${when}`,
  undo: 'Take apart',
  undoTitle: (name) => `Take ${name} out?`,
  undoText:
    'The conversations and messages that came from there go back. What was written after the merge stays here.',
  merge: 'Merge another contact',
  mergeHint: 'For one person who has two contacts. Nothing is lost, and it can be undone.',
  search: 'Search name or number',
  none: 'No contact with this search.',
  mergeTitle: (name, into) => `Merge ${name} into ${into}?`,
  mergeText: 'The conversations of both become one, with all messages.',
  confirmMerge: 'Merge',
  failed: 'It did not work. Nothing has changed.',
};
