import { signedOut } from '../shell/session.js';
import { lostLink, problemOf } from './problem.js';

/** A paper as a file under its own name. */
export async function savePaper(address: string, format: 'pdf' | 'docx'): Promise<void> {
  const response = await fetch(`${address}?format=${format}`, { headers: { 'accept-language': 'zh' } }).catch(() => {
    throw lostLink();
  });
  if (response.status === 401) signedOut();
  if (!response.ok) throw problemOf(response.status, await response.json().catch(() => null));
  const name = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '')?.[1];
  const link = document.createElement('a');
  link.href = URL.createObjectURL(await response.blob());
  link.download = name === undefined ? `公文.${format}` : decodeURIComponent(name);
  link.click();
  URL.revokeObjectURL(link.href);
}
