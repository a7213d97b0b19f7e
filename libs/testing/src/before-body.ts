import { request } from 'node:http';

/** What is answered to a request whose body was announced, and of which not a byte is sent. */
export function answeredBeforeBody(url: string, { method, token, length, type = 'application/json' }: { method: string; token?: string; length: number; type?: string }): Promise<number | undefined> {
  const headers = { 'content-type': type, 'content-length': length, ...(token ? { authorization: `Bearer ${token}` } : {}) };
  return new Promise((resolve, reject) => {
    const sending = request(url, { method, headers, signal: AbortSignal.timeout(20_000) }, (response) => {
      resolve(response.statusCode);
      sending.destroy();
    });
    sending.on('error', reject).flushHeaders();
  });
}
