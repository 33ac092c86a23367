import { readContract } from '../src/http/contract.ts';
import { createResponseValidation } from '../src/http/validation.ts';

/** Checks values against a schema of the contract that no HTTP answer has: null, or what is wrong. */
export function createContractValidator(name: string): (value: unknown) => string | null {
  const contract = readContract() as { components: { schemas: Record<string, unknown> } };
  const inline = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(inline);
    if (node === null || typeof node !== 'object') return node;
    const { $ref, ...rest } = node as { $ref?: string } & Record<string, unknown>;
    const own = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, inline(value)]));
    const target = $ref === undefined ? {} : inline(contract.components.schemas[$ref.split('/').at(-1)!]);
    return { ...(target as object), ...own };
  };
  const check = createResponseValidation()(inline(contract.components.schemas[name]) as never, name);
  return (value) => {
    try {
      check(value);
      return null;
    } catch (error) {
      return (error as Error).message;
    }
  };
}
