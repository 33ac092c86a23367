export type MediaKind = 'image' | 'video' | 'audio' | 'voice' | 'document' | 'sticker';
export type MediaState = 'pending' | 'stored' | 'expired' | 'failed';

/** What a message's content keeps of its file; ids are UUIDs. The address is made when it is shown. */
export interface StoredMedia {
  id: string;
  mimeType: string;
  fileName: string | null;
  size: number;
  width?: number;
  height?: number;
  durationMs?: number;
  thumbnail: string | null;
  state: MediaState;
}

/** A row of the table media, as it is read for showing and serving. */
export interface MediaRow {
  id: string;
  kind: MediaKind;
  state: MediaState;
  message_id: string | null;
  uploader_id: string | null;
  mime_type: string;
  file_name: string | null;
  size: number;
  width: number | null;
  height: number | null;
  duration_ms: number | null;
  thumbnail: string | null;
  waveform: Buffer | null;
  sha256: Buffer | null;
}

/** The columns of a MediaRow. */
export const MEDIA_COLUMNS = `id, kind, state, message_id, uploader_id, mime_type, file_name, size, width, height,
  duration_ms, thumbnail, waveform, sha256`;

/** What a message's content keeps of a file, from its row. */
export function storedMediaOf(row: MediaRow): StoredMedia {
  return {
    id: row.id,
    mimeType: row.mime_type,
    fileName: row.file_name,
    size: row.size,
    ...(row.width && row.height ? { width: row.width, height: row.height } : {}),
    ...(row.duration_ms === null ? {} : { durationMs: row.duration_ms }),
    thumbnail: row.thumbnail,
    state: row.state,
  };
}
