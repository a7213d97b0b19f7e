import { connectorContract, type SentItem } from '@wenzheng/testing/connectors';
import type { WeiboMood } from '@wenzheng/testing/microblog';
import { FetchingRig } from '../fetching/fetching.fixture.js';
import { MicroblogConnector } from './microblog.connector.js';
import { MicroblogFixture, own } from './microblog.fixture.js';

const moods = { well: 'well', failing: 'error-page', 'answer-lost': 'answer-lost' } as const satisfies Record<string, WeiboMood>;

connectorContract('the microblog platform', async () => {
  const fixture = await MicroblogFixture.create();
  const { service, weibo } = fixture;
  // Each receipt would be one of the sixty comments of an hour.
  const replica = await service.start({ ...fixture.settings(), MICROBLOG_RECEIPTS: 'false' });
  const connector = replica.app.get(MicroblogConnector, { strict: false });
  const rig = new FetchingRig(service, replica, connector);
  const below = weibo.post('本周工作安排', { user: own });
  const idOf = new Map<string, string>();
  const send = ({ id, text, author, at }: SentItem): null => {
    // Said again, it is the same comment: the platform gives it again.
    if (idOf.has(id)) return null;
    weibo.aheadMs = Date.parse(at) - Date.now();
    idOf.set(id, weibo.comment(below, text, author === null ? { user: null } : {}));
    weibo.aheadMs = 0;
    return null;
  };
  // Of an account's first look, what is older than a week is left.
  await rig.fetch();
  return {
    name: connector.name,
    can: connector.can,
    isMarkup: false,
    // What it sends is JSON, which is UTF-8.
    cannotSend: ['broken encoding'],
    send: (item) => Promise.resolve(send(item)),
    fetch: () => rig.fetch(),
    fetchAndDieAt: (step) => rig.fetchAndDieAt(step),
    away: (isAway) => Promise.resolve(void (weibo.mood = isAway ? 'away' : 'well')),
    registered: () => rig.replies.registered(),
    async fateOf(id) {
      if ((await rig.replies.registered()).some(({ externalId }) => externalId === `comment-${idOf.get(id)}`)) return 'registered';
      return (await service.count(`held_post WHERE post_id = '${idOf.get(id)}'`)) === 1 ? 'held' : null;
    },
    reply: (messageId, text) => rig.replies.publish(messageId, text),
    mood: (mood) => void (weibo.mood = moods[mood]),
    posted: () => Promise.resolve(weibo.said),
    deliveryOf: (messageId) => rig.replies.deliveryOf(messageId),
    close: () => service.drop(),
  };
});
