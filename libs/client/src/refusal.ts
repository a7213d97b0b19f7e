/** The platform has refused: the same request again would be refused again. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly status: number,
    /** Stable, unlike the words: `intake.external-id-conflict`. */
    readonly code: string,
    message: string,
    /** Pointers of the fields that are wrong: `/author/externalId`. */
    readonly pointers: readonly string[] = [],
  ) {
    super(message);
  }
}

interface ProblemDocument {
  code?: string;
  title?: string;
  detail?: string;
  errors?: { pointer: string }[];
}

/** What a problem document (RFC 9457) says. */
export async function refusalOf(response: Response): Promise<Refusal> {
  const { code = 'unknown', title, detail, errors = [] } = (await response.clone().json().catch(() => ({}))) as ProblemDocument;
  return new Refusal(response.status, code, detail ?? title ?? `HTTP ${response.status}`, errors.map(({ pointer }) => pointer));
}
