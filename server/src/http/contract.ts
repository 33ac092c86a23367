import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** A JSON schema, or any other node of the contract. */
export type ContractNode = { [key: string]: unknown };

/** The contract as it stands in the repository's root, references and all. */
export function readContract(): ContractNode {
  return parse(readFileSync(new URL('../../../openapi.yaml', import.meta.url), 'utf8')) as ContractNode;
}
