import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream, openAsBlob } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { AwsClient } from 'aws4fetch';
import type { ObjectStoreSettings } from '../../config.js';
import type { FileStore } from './file-store.js';

/** Of a request that failed at the other side, with pauses that grow from 50 ms. */
const retries = 3;
const answerMs = 30_000;

/** Files in a bucket of an object store that speaks S3, addressed by its path. */
export class ObjectStore implements FileStore {
  private readonly client: AwsClient;
  private readonly root: string;

  constructor({ endpoint, bucket, region, accessKey, secretKey }: ObjectStoreSettings) {
    this.client = new AwsClient({ accessKeyId: accessKey, secretAccessKey: secretKey, region, service: 's3', retries });
    this.root = `${endpoint.replace(/\/+$/, '')}/${bucket}/`;
  }

  /** By way of a file of this machine: the protocol wants length and hash before the first byte, and a failed request sends all of it again. */
  async put(key: string, content: Readable): Promise<void> {
    const passing = join(tmpdir(), `wenzheng-attachment-${randomUUID()}`);
    try {
      const hash = createHash('sha256');
      const hashed = new Transform({
        transform: (chunk: Buffer, _encoding, done) => {
          hash.update(chunk);
          done(null, chunk);
        },
      });
      await pipeline(content, hashed, createWriteStream(passing, { flags: 'wx', mode: 0o600 }));
      await this.done(key, { method: 'PUT', body: await openAsBlob(passing), headers: { 'content-type': 'application/octet-stream', 'x-amz-content-sha256': hash.digest('hex') } });
    } finally {
      await rm(passing, { force: true });
    }
  }

  async get(key: string): Promise<Readable | null> {
    const response = await this.ask(key, { method: 'GET' });
    if (response.ok && response.body) return Readable.fromWeb(response.body as ReadableStream<Uint8Array>);
    await response.body?.cancel();
    if (response.status === 404) return null;
    throw refused('GET', response);
  }

  async delete(key: string): Promise<void> {
    await this.done(key, { method: 'DELETE' });
  }

  /** @throws Error for any answer but that of success; what is not there is deleted already */
  private async done(key: string, init: RequestInit & { method: string }): Promise<void> {
    const response = await this.ask(key, init);
    await response.body?.cancel();
    if (!response.ok && !(init.method === 'DELETE' && response.status === 404)) throw refused(init.method, response);
  }

  /** Returns with the head of the answer. */
  private async ask(key: string, init: RequestInit): Promise<Response> {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(new Error('the object store does not answer')), answerMs);
    try {
      return await this.client.fetch(this.root + key, { ...init, signal: patience.signal });
    } finally {
      clearTimeout(timer);
    }
  }
}

const refused = (method: string, { status }: Response) => new Error(`the object store answered ${method} with ${status}`);
