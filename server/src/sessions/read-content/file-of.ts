import type { proto } from '@whiskeysockets/baileys';
import type { MediaKind } from '../../media/media-row.ts';

export type FileKind = MediaKind;

/** What the protos of all kinds of file have in common, and what some have. */
export type FileProto = Pick<
  proto.Message.IImageMessage,
  | 'url'
  | 'directPath'
  | 'mediaKey'
  | 'mimetype'
  | 'fileSha256'
  | 'fileEncSha256'
  | 'fileLength'
  | 'mediaKeyTimestamp'
  | 'jpegThumbnail'
  | 'caption'
  | 'width'
  | 'height'
> & {
  seconds?: number | null;
  fileName?: string | null;
  title?: string | null;
  gifPlayback?: boolean | null;
};

/** The file in an unwrapped message, and what kind it is; null in one without. */
export function fileOf(message: proto.IMessage): { kind: FileKind; file: FileProto } | null {
  const sticker = message.stickerMessage ?? message.lottieStickerMessage?.message?.stickerMessage;
  const video = message.videoMessage ?? message.ptvMessage;
  if (message.imageMessage) return { kind: 'image', file: message.imageMessage };
  if (video) return { kind: 'video', file: video };
  if (message.audioMessage)
    return { kind: message.audioMessage.ptt ? 'voice' : 'audio', file: message.audioMessage };
  if (message.documentMessage) return { kind: 'document', file: message.documentMessage };
  if (sticker) return { kind: 'sticker', file: sticker };
  return null;
}
