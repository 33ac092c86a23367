import { defineEntity, p } from '@mikro-orm/core';
import { revised, sealed, time } from '../db/columns.ts';
import { tenantWall } from '../db/walls.ts';
import type { MediaKind, MediaState } from './media-row.ts';

export const MediaFileSchema = defineEntity({
  name: 'MediaFile',
  tableName: 'media',
  properties: {
    accountId: p.uuid().primary(),
    id: p.uuid().primary(),
    kind: p.text().$type<MediaKind>(),
    state: p.text().$type<MediaState>(),
    messageId: p.uuid().nullable(),
    sessionId: p.uuid().nullable(),
    uploaderId: p.uuid().nullable(),
    usedAt: time().nullable(),
    mimeType: p.text(),
    fileName: p.text().nullable(),
    size: p.bigint('number'),
    width: p.integer().nullable(),
    height: p.integer().nullable(),
    durationMs: p.integer().nullable(),
    thumbnail: p.text().nullable(),
    waveform: p.blob().columnType('bytea').nullable(),
    sha256: p.blob().columnType('bytea').nullable(),
    sourceSealed: sealed().nullable(),
    attempts: p.integer().default(0),
    nextAttemptAt: time().nullable(),
    failure: p.text().nullable(),
    ...revised(),
  },
  rowLevelSecurity: 'force',
  policies: tenantWall({ crossing: ['select', 'update'] }),
});
/** A file of a message, or one that was uploaded to be sent. */
export class MediaFile extends MediaFileSchema.class {}
MediaFileSchema.setClass(MediaFile);
