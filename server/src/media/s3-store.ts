import { createReadStream } from 'node:fs';
import { stat, unlink } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import { isUuid } from '../db/ids.ts';
import { type ByteRange, type MediaStore, placeOf, type StoredName } from './media-store.ts';

/** Where objects are kept: a bucket of S3, or of a service that speaks like it. */
export interface S3Settings {
  bucket: string;
  region: string;
  /** Another service's address; null for AWS. */
  endpoint: string | null;
  /** Beginning of every key, with its slash; may be empty. */
  prefix: string;
}

/**
 * Keeps files in a bucket. The library is loaded at first use, so that who keeps files in a folder never pays for it.
 * Credentials come as AWS's own libraries find them (environment, files, roles).
 */
export class S3Store implements MediaStore {
  readonly #settings: S3Settings;
  #loading: Promise<{ s3: typeof import('@aws-sdk/client-s3'); client: S3Client }> | undefined;

  constructor(settings: S3Settings) {
    this.#settings = settings;
  }

  async put(name: StoredName, file: string): Promise<void> {
    const { s3, client } = await this.#load();
    const where = this.#where(name);
    const known = await client.send(new s3.HeadObjectCommand(where)).catch((error: unknown) => {
      if (isMissing(error)) return null;
      throw error;
    });
    if (!known) {
      const { size } = await stat(file);
      await client.send(
        new s3.PutObjectCommand({
          ...where,
          Body: createReadStream(file),
          ContentLength: size,
          ContentType: 'application/octet-stream',
        }),
      );
    }
    await unlink(file);
  }

  async read(name: StoredName, range?: ByteRange): Promise<Readable | null> {
    const { s3, client } = await this.#load();
    try {
      const answer = await client.send(
        new s3.GetObjectCommand({
          ...this.#where(name),
          ...(range ? { Range: `bytes=${range.start}-${range.end}` } : {}),
        }),
      );
      return answer.Body as Readable;
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  async remove(name: StoredName): Promise<void> {
    const { s3, client } = await this.#load();
    await client.send(new s3.DeleteObjectCommand(this.#where(name)));
  }

  async removeAll(accountId: string): Promise<number> {
    if (!isUuid(accountId)) throw new TypeError('An account id is a UUID.');
    const { s3, client } = await this.#load();
    const { bucket, prefix } = this.#settings;
    let removed = 0;
    for (;;) {
      // Always the first page: what was on it is gone by the next turn.
      const page = await client.send(
        new s3.ListObjectsV2Command({ Bucket: bucket, Prefix: `${prefix}${accountId}/` }),
      );
      const objects = (page.Contents ?? []).map(({ Key }) => ({ Key }));
      if (objects.length === 0) return removed;
      const answer = await client.send(
        new s3.DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: objects, Quiet: true } }),
      );
      const [error] = answer.Errors ?? [];
      if (error) throw new Error(`The bucket did not remove ${error.Key}: ${error.Message}`);
      removed += objects.length;
    }
  }

  #where(name: StoredName): { Bucket: string; Key: string } {
    return { Bucket: this.#settings.bucket, Key: this.#settings.prefix + placeOf(name) };
  }

  #load(): Promise<{ s3: typeof import('@aws-sdk/client-s3'); client: S3Client }> {
    this.#loading ??= import('@aws-sdk/client-s3').then((s3) => ({
      s3,
      client: new s3.S3Client({
        region: this.#settings.region,
        ...(this.#settings.endpoint ? { endpoint: this.#settings.endpoint, forcePathStyle: true } : {}),
        // Services that speak like S3 don't all know the newer checksums.
        requestChecksumCalculation: 'WHEN_REQUIRED',
        responseChecksumValidation: 'WHEN_REQUIRED',
      }),
    }));
    return this.#loading;
  }
}

function isMissing(error: unknown): boolean {
  const name = (error as { name?: unknown }).name;
  return name === 'NotFound' || name === 'NoSuchKey';
}
