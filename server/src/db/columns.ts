import { p } from '@mikro-orm/core';

/** The column kinds that every entity uses, so that the mapping says the same as schema.sql. */
export const time = () => p.datetime().columnType('timestamptz');
export const createdAt = () => time().defaultRaw('now()');
export const uuids = () => p.array().columnType('uuid[]');
export const sealed = () => p.blob().columnType('bytea');

/** What every object of the contract carries. */
export const revised = () => ({
  revision: p.integer().default(1),
  createdAt: createdAt(),
  updatedAt: createdAt(),
});
