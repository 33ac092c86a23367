import type { operations } from './contract.gen.ts';

/** The name of an operation of the contract, which is the name of its method. */
export type OperationId = keyof operations;

/** What may stand in an operation's query. */
export type Query<Id extends OperationId> = NonNullable<operations[Id]['parameters']['query']>;

/** The JSON that an operation takes, or the file. */
export type Body<Id extends OperationId> = operations[Id] extends {
  requestBody: { content: { 'application/json': infer Json } };
}
  ? Json
  : operations[Id] extends { requestBody: { content: { 'application/octet-stream': unknown } } }
    ? Blob
    : never;

type Success<Responses> = Responses[keyof Responses & (200 | 201 | 202 | 204)];

/** What an operation answers when it succeeds: JSON, a file as text, or nothing (`void`) for a 204. */
export type Answer<Id extends OperationId> =
  Success<operations[Id]['responses']> extends { content: { 'application/json': infer Json } }
    ? Json
    : Success<operations[Id]['responses']> extends { content: { 'application/octet-stream': unknown } }
      ? string
      : void;
