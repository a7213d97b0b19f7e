export const ticketCookie = 'wenzheng_ticket';

/** The ticket for /query alone: no script reads it, no other site sends it. */
export function setTicket(ticket: string, options: { seconds: number; isSecure: boolean }): string {
  const secure = options.isSecure ? '; Secure' : '';
  return `${ticketCookie}=${ticket}; Path=/query; Max-Age=${options.seconds}; HttpOnly; SameSite=Strict${secure}`;
}

export const clearTicket = (options: { isSecure: boolean }): string => setTicket('', { ...options, seconds: 0 });

export function readTicket(header: string | undefined): string | null {
  for (const part of (header ?? '').split(';')) {
    const [name, value] = part.trim().split('=', 2);
    if (name === ticketCookie && value && /^[\w-]+\.[\w-]+\.[\w-]+$/.test(value)) return value;
  }
  return null;
}

/**
 * Whether a form was sent from our own pages. Browsers say so in `Sec-Fetch-Site`, and everywhere in `Origin`; one that
 * says neither is refused.
 */
export function isOwnForm(headers: { 'sec-fetch-site'?: unknown; origin?: unknown }, publicUrl: string): boolean {
  if (headers['sec-fetch-site'] !== undefined) return headers['sec-fetch-site'] === 'same-origin';
  return headers.origin === new URL(publicUrl).origin;
}
