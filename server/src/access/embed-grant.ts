import type { components } from '../http/contract.gen.ts';
import { componentGrants, rolePermissions } from '../http/contract-tables.gen.ts';
import { Problem } from '../http/problem.ts';
import type { MemberRole, Permission } from './caller.ts';

export type EmbedComponents = components['schemas']['EmbedComponents'];

/**
 * What a browser may do: the sum of its components, less what the member's role and the minting key may not do.
 * Throws 422 `grant_exceeds_role` or 403 `grant_exceeds_caller` for a component of which nothing would be left.
 */
export function grantFor(options: {
  components: EmbedComponents;
  role: MemberRole;
  keyPermissions: ReadonlySet<Permission>;
}): Permission[] {
  const { components, role, keyPermissions } = options;
  const ofRole = new Set<Permission>(rolePermissions[role]);
  const granted = new Set<Permission>();
  for (const [name, wish] of Object.entries(components)) {
    const wanted = permissionsOf(name as keyof typeof componentGrants, wish);
    const byRole = wanted.filter((permission) => ofRole.has(permission));
    if (byRole.length === 0)
      throw new Problem({
        status: 422,
        code: 'grant_exceeds_role',
        detail: `The role ${role} may do nothing of the component ${name}.`,
        errors: [{ pointer: `/body/components/${name}`, detail: `is not for the role ${role}` }],
      });
    const byKey = byRole.filter((permission) => keyPermissions.has(permission));
    if (byKey.length === 0)
      throw new Problem({
        status: 403,
        code: 'grant_exceeds_caller',
        detail: `This key may do nothing of the component ${name}: it needs one of ${byRole.join(', ')}.`,
      });
    for (const permission of byKey) granted.add(permission);
  }
  return [...granted];
}

function permissionsOf(
  name: keyof typeof componentGrants,
  wish: { features?: string[]; readOnly?: boolean } | undefined,
): Permission[] {
  const grant = componentGrants[name];
  const features = wish?.readOnly
    ? []
    : Object.entries(grant.features).filter(([feature]) => wish?.features?.includes(feature) ?? true);
  return [...grant.reads, ...features.flatMap(([, permissions]) => permissions as Permission[])];
}
