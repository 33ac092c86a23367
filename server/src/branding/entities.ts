import { defineEntity, p } from '@mikro-orm/core';
import { createdAt } from '../db/columns.ts';
import { tenantWall } from '../db/walls.ts';

export const BrandFileSchema = defineEntity({
  name: 'BrandFile',
  tableName: 'brand_files',
  properties: {
    accountId: p.uuid().primary(),
    id: p.uuid().primary(),
    kind: p.text().$type<'logo' | 'logo_dark' | 'favicon'>(),
    mimeType: p.text(),
    bytes: p.blob(),
    png: p.blob().nullable(),
    width: p.integer(),
    height: p.integer(),
    createdAt: createdAt(),
  },
  rowLevelSecurity: 'force',
  policies: tenantWall({ crossing: ['select'] }),
});
/** A picture of an account's branding, as it is served. */
export class BrandFile extends BrandFileSchema.class {}
BrandFileSchema.setClass(BrandFile);
