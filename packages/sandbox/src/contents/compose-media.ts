import { readFile, realpath } from 'node:fs/promises';
import { basename, sep } from 'node:path';
import type { proto } from '../baileys.ts';
import { limits } from '../limits.ts';
import { sealMedia } from '../media/media-crypt.ts';
import { mediaUrl } from '../media/media-host.ts';
import type { MediaStore } from '../media/media-store.ts';
import { SandboxProblem } from '../problem.ts';
import type { MediaKind } from '../world/messages.ts';
import type { FileRequest } from './message-request.ts';

/** Where files come from and go to. */
export interface MediaPlace {
  media: MediaStore;
  /** `host:port` of the media host. */
  hostname: string;
  /** Folder whose files may be sent by path; absent: none. */
  folder: string | undefined;
}

const signatures: [bytes: string, mime: string, offset?: number][] = [
  ['89504e470d0a1a0a', 'image/png'],
  ['ffd8ff', 'image/jpeg'],
  ['47494638', 'image/gif'],
  ['57454250', 'image/webp', 8],
  ['4f676753', 'audio/ogg; codecs=opus'],
  ['66747970', 'video/mp4', 4],
  ['494433', 'audio/mpeg'],
  ['25504446', 'application/pdf'],
];

const fallbackMime: Record<MediaKind, string> = {
  image: 'image/jpeg',
  video: 'video/mp4',
  audio: 'audio/ogg; codecs=opus',
  document: 'application/octet-stream',
  sticker: 'image/webp',
};

/** Uploads a file for an author and answers the message that carries it. */
export async function composeMedia(
  place: MediaPlace,
  number: string,
  kind: MediaKind,
  request: FileRequest,
  viewOnce: boolean,
): Promise<proto.IMessage> {
  const plain = await bytesOf(place, kind, request);
  const sealed = sealMedia(plain, kind);
  const { directPath } = place.media.put(sealed.body, number);
  const mimetype = request.mime ?? sniff(plain) ?? fallbackMime[kind];
  const file = {
    url: mediaUrl(place.hostname, { directPath }),
    directPath,
    mediaKey: sealed.mediaKey,
    mimetype,
    fileSha256: sealed.sha256,
    fileEncSha256: sealed.encSha256,
    fileLength: plain.length,
    mediaKeyTimestamp: Math.floor(Date.now() / 1000),
  };
  const thumbnail = request.thumbnail ? { jpegThumbnail: Buffer.from(request.thumbnail, 'base64') } : {};
  const size = { width: request.width, height: request.height };
  const caption = request.caption;
  const once = viewOnce ? { viewOnce: true } : {};
  switch (kind) {
    case 'image':
      return { imageMessage: { ...file, ...size, ...thumbnail, ...once, caption } };
    case 'video':
      return {
        videoMessage: {
          ...file,
          ...size,
          ...thumbnail,
          ...once,
          caption,
          seconds: request.seconds,
          gifPlayback: request.gif,
        },
      };
    case 'audio':
      return { audioMessage: { ...file, ...once, seconds: request.seconds, ptt: request.voice ?? false } };
    case 'sticker':
      return { stickerMessage: { ...file, ...size } };
    default:
      return composeDocument({ ...file, ...thumbnail, fileName: nameOf(request), caption });
  }
}

/** A caption makes a document travel in an envelope of its own, as real phones send it. */
function composeDocument(document: proto.Message.IDocumentMessage): proto.IMessage {
  const message = { documentMessage: { ...document, title: document.fileName } };
  return document.caption ? { documentWithCaptionMessage: { message } } : message;
}

async function bytesOf(place: MediaPlace, kind: MediaKind, request: FileRequest): Promise<Buffer> {
  if ((request.base64 === undefined) === (request.path === undefined)) {
    throw wrongField(kind, 'needs either base64 or path');
  }
  const bytes =
    request.path === undefined
      ? Buffer.from(request.base64!, 'base64')
      : await readAllowed(place, kind, request.path);
  if (bytes.length === 0) throw wrongField(kind, 'has no bytes');
  if (bytes.length > limits.mediaBytes - 1024) {
    throw new SandboxProblem(413, 'media_too_large', `A file has at most ${limits.mediaBytes} bytes.`);
  }
  return bytes;
}

/** Reads a file that lies inside the allowed folder, whatever links lead there. */
async function readAllowed(place: MediaPlace, kind: MediaKind, path: string): Promise<Buffer> {
  if (!place.folder) {
    throw new SandboxProblem(
      403,
      'path_refused',
      'This sandbox was given no folder of files (SANDBOX_FILES); send the file in base64.',
    );
  }
  const folder = await realpath(place.folder);
  const file = await realpath(path).catch(() => undefined);
  if (!file?.startsWith(folder + sep)) {
    throw new SandboxProblem(403, 'path_refused', `${kind}.path is no file inside the folder SANDBOX_FILES.`);
  }
  return readFile(file);
}

function sniff(bytes: Buffer): string | undefined {
  return signatures.find(([signature, , offset = 0]) =>
    bytes
      .subarray(offset)
      .toString('hex', 0, signature.length / 2)
      .startsWith(signature),
  )?.[1];
}

function nameOf(request: FileRequest): string {
  return request.fileName ?? (request.path ? basename(request.path) : 'documento');
}

function wrongField(field: string, message: string): SandboxProblem {
  return new SandboxProblem(400, 'invalid_request', `${field} ${message}.`, [{ field, message }]);
}
