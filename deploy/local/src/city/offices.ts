import type { ChannelName, ServiceName } from '@wenzheng/contracts';
import { ApiClient } from '../commands/api-client.js';
import type { Endpoints } from '../platform/endpoints.js';

type Fields = Record<string, unknown>;

/** Calls services as whoever does something in the story: people by their sign-in, channels by their key, writers by their ticket. */
export class Offices {
  private readonly clients = new Map<string, ApiClient>();

  constructor(private readonly endpoints: Endpoints) {}

  /** @param who a sign-in of endpoints.json */
  as(who: string): Caller {
    let client = this.clients.get(who);
    if (!client) this.clients.set(who, (client = new ApiClient(this.endpoints, { as: who })));
    return new Caller(client, this.endpoints);
  }

  channel(name: ChannelName): Caller {
    return this.bearing(this.endpoints.channelKeys[name]);
  }

  /** Whoever wrote a message, by number and tracking code. */
  async writer(number: string, trackingCode: string): Promise<Caller> {
    const { ticket } = await this.bearing('').post<{ ticket: string }>('intake', '/v1/queries', { number, trackingCode });
    return this.bearing(ticket);
  }

  /** Whoever may take a step of a unit's sign-off: its principal, if the step is open to one. */
  signatory(unit: string, roles: readonly string[]): Caller {
    const role = roles.includes('principal') ? 'principal' : 'reviewer';
    const [who] = Object.entries(this.endpoints.clients).find(([, { id }]) => id === `${role}-${unit}`) ?? [];
    if (who === undefined) throw new Error(`endpoints.json has no ${role} of ${unit}`);
    return this.as(who);
  }

  private bearing(bearer: string): Caller {
    return new Caller(new ApiClient(this.endpoints, { bearer }), this.endpoints);
  }
}

export class Caller {
  constructor(
    private readonly client: ApiClient,
    private readonly endpoints: Endpoints,
  ) {}

  get<Body = Fields>(service: ServiceName, path: string): Promise<Body> {
    return this.client.get(this.endpoints.services[service] + path);
  }

  post<Body = Fields>(service: ServiceName, path: string, body: object = {}): Promise<Body> {
    return this.client.post(this.endpoints.services[service] + path, body);
  }

  put<Body = Fields>(service: ServiceName, path: string, body: object): Promise<Body> {
    return this.client.put(this.endpoints.services[service] + path, body);
  }
}
