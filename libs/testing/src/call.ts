export interface Call {
  /** GET, or POST where there is a body, unless told. */
  method?: string;
  token?: string;
  /** A text is sent as it is. */
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Answer {
  status: number;
  headers: Headers;
  /** Whatever came back; specs say what they expect of it. What is not JSON is its `text`. */
  body: Record<string, unknown>;
}

/** One HTTP request, as whoever has this token. */
export async function call(url: string, { body, token, headers, method = body === undefined ? 'GET' : 'POST' }: Call = {}): Promise<Answer> {
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const isJson = /[/+]json\b/.test(response.headers.get('content-type') ?? '') && text !== '';
  return { status: response.status, headers: response.headers, body: isJson ? (JSON.parse(text) as Record<string, unknown>) : { text } };
}
