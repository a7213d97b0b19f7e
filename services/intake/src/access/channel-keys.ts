import { hash, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { channelSchema, type ChannelName } from '@wenzheng/contracts';
import type { IntakeConfig } from '../config.js';
import { problem } from '../problems.js';
import { CONFIG } from '../tokens.js';

const sha256 = (text: string): Buffer => hash('sha256', text, 'buffer');

/** The keys of the channel integrations, kept as hashes; every comparison looks at all of them. */
@Injectable()
export class ChannelKeys {
  private readonly hashes: readonly { channel: ChannelName; hash: Buffer }[];

  constructor(@Inject(CONFIG) { CHANNEL_KEYS }: Pick<IntakeConfig, 'CHANNEL_KEYS'>) {
    this.hashes = Object.entries(CHANNEL_KEYS).map(([channel, key]) => ({ channel: channelSchema.parse(channel), hash: sha256(key) }));
  }

  /** The channel that is asked for: 401 for a key that nobody has, 404 for a channel that does not exist, 403 for the key of another channel. */
  admit(authorization: string | undefined, name: string | undefined): ChannelName {
    const [, presented] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
    const channels = presented ? this.channelsOf(presented) : [];
    if (channels.length === 0) throw problem('intake.channel-key-invalid');
    const channel = channelSchema.safeParse(name);
    if (!channel.success) throw problem('intake.unknown-channel');
    if (!channels.includes(channel.data)) throw problem('intake.channel-key-of-another-channel');
    return channel.data;
  }

  /** The channels whose key this is: none for an unknown key. */
  private channelsOf(presented: string): ChannelName[] {
    const given = sha256(presented);
    return this.hashes.filter((known) => timingSafeEqual(known.hash, given)).map((known) => known.channel);
  }
}
