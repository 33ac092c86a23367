/**
 * The agency's own customers and people. A real portal reads them from its database; this example keeps a
 * fixed list, and its sign-in page lets you pick a person without a password. Everything else is as in a real one.
 */

/** A business that the agency serves: one account in MetaHub, one brand in this portal. */
export interface Client {
  /** Names the brand in `public/portal.css`. */
  slug: string;
  name: string;
  /** The client's account in MetaHub, `acc_…`. */
  accountId: string;
}

/** Somebody who uses this portal. Which rights they have in MetaHub follows from `role`. */
export interface Person {
  /** The portal's own id; MetaHub knows the person by it (`externalId`). */
  id: string;
  name: string;
  role: 'admin' | 'supervisor' | 'agent';
  /** The clients that this person may see, or all of them for the agency's own staff. */
  clients: 'all' | string[];
}

export const people: Person[] = [
  { id: 'joana', name: 'Joana Vidal', role: 'admin', clients: 'all' },
  { id: 'bia', name: 'Bia Nunes', role: 'agent', clients: ['clinica-sol'] },
  { id: 'caio', name: 'Caio Prado', role: 'agent', clients: ['loja-mar'] },
];

/** The clients that a person may see, in the order of the portal. */
export function clientsOf(person: Person, clients: Client[]): Client[] {
  if (person.clients === 'all') return clients;
  return clients.filter((client) => person.clients.includes(client.slug));
}
