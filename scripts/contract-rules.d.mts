/** Where a rule found something: `child` leads further into the document. */
type Location = { pointer: string; child: (path: (string | number)[]) => Location };
type Context = {
  report: (problem: { message: string; location: Location }) => void;
  location: Location;
  rawLocation?: Location;
  parent?: unknown;
  key?: string;
};
type Visitor = { enter: (node: unknown, context: Context) => void };

export default function contractRules(): {
  id: string;
  rules: { oas3: Record<string, () => { Root?: Visitor; Operation?: Visitor }> };
};
