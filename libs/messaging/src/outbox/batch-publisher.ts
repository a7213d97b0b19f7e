import { JetStreamApiError, jetstream, type JetStreamClient } from '@nats-io/jetstream';
import { errors, headers, nuid, RequestError, type NatsConnection } from '@nats-io/transport-node';

export interface Publication {
  subject: string;
  payload: Uint8Array;
}

/** Bound of the only remote call that any transaction waits for. */
const timeoutMs = 5_000;

/** `max_payload` counts the headers of a batch too. */
const headerBytes = 256;

/** Nothing is wrong with the events: the bus is away, overloaded or not set up. */
export class BusUnavailableError extends Error {
  override readonly name = 'BusUnavailableError';
}

/** Larger than the server accepts; it never will. */
export class PayloadTooLargeError extends Error {
  override readonly name = 'PayloadTooLargeError';
}

/** Publishes to JetStream: one event plainly, several as one atomic batch. Neither carries a Nats-Msg-Id. */
export class BatchPublisher {
  readonly #jetstream: JetStreamClient;

  constructor(private readonly connection: NatsConnection) {
    this.#jetstream = jetstream(connection, { timeout: timeoutMs });
  }

  /**
   * Resolves when the server has stored all of them. Any error means "maybe stored".
   * @throws BusUnavailableError when waiting helps; any other error is about these very events
   */
  async publish(publications: readonly Publication[]): Promise<void> {
    try {
      const [only] = publications;
      if (!only) return;
      const limit = this.connection.info?.max_payload ?? Infinity;
      const largest = Math.max(...publications.map(({ payload }) => payload.byteLength));
      if (largest > limit - headerBytes) throw new PayloadTooLargeError(`${largest} bytes, the server takes ${limit - headerBytes}`);
      if (publications.length === 1) await this.#jetstream.publish(only.subject, only.payload);
      else await this.#publishBatch(publications);
    } catch (error) {
      if (isOutage(error)) throw new BusUnavailableError('the bus did not store the events', { cause: error });
      throw error;
    }
  }

  async #publishBatch(publications: readonly Publication[]): Promise<void> {
    const id = nuid.next();
    const attributes = (index: number, commit: boolean) => {
      const attached = headers();
      attached.set('Nats-Batch-Id', id);
      attached.set('Nats-Batch-Sequence', String(index + 1));
      if (commit) attached.set('Nats-Batch-Commit', '1');
      return attached;
    };
    for (const [index, { subject, payload }] of publications.slice(0, -1).entries()) {
      this.connection.publish(subject, payload, { headers: attributes(index, false) });
    }
    const count = publications.length;
    const last = publications[count - 1] as Publication;
    const answer = await this.connection.request(last.subject, last.payload, {
      headers: attributes(count - 1, true),
      timeout: timeoutMs,
    });
    const ack = answer.json<{ error?: { code: number; err_code: number; description: string }; count?: number }>();
    if (ack.error) throw new JetStreamApiError(ack.error);
    if (ack.count !== count) throw new Error(`the server stored ${ack.count ?? 'an unknown number'} of ${count} events`);
  }
}

function isOutage(error: unknown): boolean {
  if (error instanceof JetStreamApiError) return error.status >= 500 || error.status === 429;
  if (error instanceof RequestError) return error.isNoResponders() || isOutage(error.cause);
  return (
    error instanceof errors.TimeoutError ||
    error instanceof errors.NoRespondersError ||
    error instanceof errors.ConnectionError ||
    error instanceof errors.ClosedConnectionError ||
    error instanceof errors.DrainingConnectionError ||
    error instanceof errors.AuthorizationError ||
    (error instanceof Error && error.name === 'JetStreamNotEnabled')
  );
}
