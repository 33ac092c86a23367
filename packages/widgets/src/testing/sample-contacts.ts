import type { Contact, ContactMerge } from '../client/contract.ts';
import { SAMPLE_NOW } from './sample-data.ts';

const at = (days: number): string => new Date(SAMPLE_NOW - days * 86_400_000).toISOString();

export function sampleContact(part: Partial<Contact> & { id: string }): Contact {
  const number = part.number === undefined ? '+5511990000148' : part.number;
  return {
    name: 'Marina Azevedo',
    profileName: 'Marina',
    identities: [
      { kind: 'number', value: number ?? '', verifiedAt: at(30), primary: true },
      { kind: 'lid', value: '186902320259489', verifiedAt: at(30), primary: false },
    ],
    mergedInto: null,
    tags: [],
    fields: {},
    revision: 1,
    createdAt: at(60),
    updatedAt: at(1),
    ...part,
    number,
  };
}

export function sampleMerge(part: Partial<ContactMerge> & { id: string }): ContactMerge {
  return {
    survivorId: 'ctc_marina',
    mergedId: 'ctc_marina_lid',
    merged: { name: 'Marina (anúncio)', number: null },
    cause: 'network',
    by: null,
    conversations: [],
    undoneAt: null,
    undoneBy: null,
    revision: 1,
    createdAt: at(2),
    updatedAt: at(2),
    ...part,
  };
}
