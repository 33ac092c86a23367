import { operations } from './contract-tables.gen.ts';

/** The contract's addresses as patterns, each with what it takes. */
const places = [...Map.groupBy(Object.values(operations), ({ path }) => path)].map(([path, at]) => ({
  pattern: new RegExp(`^/v1${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  methods: at.map(({ method }) => method),
}));

/** The methods that the contract has at an address; empty where it has nothing. */
export function methodsAt(path: string): string[] {
  return places.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods);
}
