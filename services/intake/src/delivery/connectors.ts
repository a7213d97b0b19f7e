import { Injectable } from '@nestjs/common';
import type { Connector } from './connector.js';

/** The connectors of this process, by name. They stand higher and add themselves. */
@Injectable()
export class Connectors {
  private readonly byName = new Map<string, Connector>();

  add(connector: Connector): void {
    if (this.byName.has(connector.name)) throw new Error(`there are two connectors "${connector.name}"`);
    this.byName.set(connector.name, connector);
  }

  /** Names of those that deliver by the channel's webhook. */
  get byWebhook(): string[] {
    return [...this.byName.values()].filter(({ can }) => can.webhook).map(({ name }) => name);
  }

  get all(): readonly Connector[] {
    return [...this.byName.values()];
  }

  /** Undefined where a newer release has registered the message, and this one is still being replaced. */
  get(name: string): Connector | undefined {
    return this.byName.get(name);
  }
}
