import { hash, timingSafeEqual } from 'node:crypto';
import { channelSchema, type ChannelName } from '@wenzheng/contracts';

const sha256 = (text: string): Buffer => hash('sha256', text, 'buffer');

/** The keys of the channel integrations, kept as hashes; every comparison looks at all of them. */
export class ChannelKeys {
  private readonly hashes: readonly { channel: ChannelName; hash: Buffer }[];

  constructor(keys: Partial<Record<ChannelName, string>>) {
    this.hashes = Object.entries(keys).map(([channel, key]) => ({ channel: channelSchema.parse(channel), hash: sha256(key) }));
  }

  /** The channels whose key this is: none for an unknown key. */
  channelsOf(presented: string): ChannelName[] {
    const given = sha256(presented);
    return this.hashes.filter((known) => timingSafeEqual(known.hash, given)).map((known) => known.channel);
  }
}
