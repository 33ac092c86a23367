import { defineEntity, p } from '@mikro-orm/core';
import { createdAt, sealed, time } from '../db/columns.ts';
import { tenantWall } from '../db/walls.ts';

export const InvitationSchema = defineEntity({
  name: 'Invitation',
  tableName: 'invitations',
  properties: {
    accountId: p.uuid().primary(),
    id: p.uuid().primary(),
    email: p.text(),
    role: p.text().$type<'admin' | 'supervisor' | 'agent'>(),
    tokenHash: sealed(),
    invitedBy: p.text(),
    expiresAt: time(),
    acceptedAt: time().nullable(),
    revokedAt: time().nullable(),
    createdAt: createdAt(),
  },
  rowLevelSecurity: 'force',
  policies: tenantWall({ crossing: ['select'] }),
});
/** Somebody who was asked by e-mail to become a member. */
export class Invitation extends InvitationSchema.class {}
InvitationSchema.setClass(Invitation);
