import { platformProblem } from '@wenzheng/platform';

/** There is one jurisdiction: it may be left out, or be the portal's host or a domain above it, as `huainan.gov.cn`. */
export function refuseForeignJurisdiction(id: string | undefined, publicUrl: string): void {
  const { hostname } = new URL(publicUrl);
  if (id === undefined || id === '' || hostname === id || (id.includes('.') && hostname.endsWith(`.${id}`))) return;
  throw platformProblem('not-found', { errors: [{ pointer: '/jurisdiction_id', code: 'invalid_value' }] });
}
