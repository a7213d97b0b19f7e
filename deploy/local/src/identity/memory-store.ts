import type { Adapter, AdapterPayload } from 'oidc-provider';

interface Stored {
  payload: AdapterPayload;
  /** In milliseconds of real time. */
  until: number;
}

/** What the development provider remembers, sign-ins and what was granted, for as long as the process lives. */
export class MemoryStore {
  private readonly rows = new Map<string, Stored>();

  /** Of one kind of thing, as the provider asks for it. */
  adapter = (kind: string): Adapter => {
    const keyOf = (id: string) => `${kind} ${id}`;
    const findBy = async (name: 'uid' | 'userCode', value: string) => this.ofKind(kind).find(([, { payload }]) => payload[name] === value)?.[1].payload;
    return {
      upsert: async (id, payload, expiresIn) => {
        this.forgetOld();
        this.rows.set(keyOf(id), { payload, until: expiresIn ? Date.now() + expiresIn * 1000 : Infinity });
      },
      find: async (id) => this.live(keyOf(id)),
      findByUid: (uid) => findBy('uid', uid),
      findByUserCode: (userCode) => findBy('userCode', userCode),
      consume: async (id) => {
        const payload = this.live(keyOf(id));
        if (payload) payload.consumed = Math.floor(Date.now() / 1000);
      },
      destroy: async (id) => void this.rows.delete(keyOf(id)),
      revokeByGrantId: async (grantId) => {
        for (const [key, { payload }] of this.ofKind(kind)) if (payload.grantId === grantId) this.rows.delete(key);
      },
    };
  };

  private live(key: string): AdapterPayload | undefined {
    const row = this.rows.get(key);
    return row && row.until > Date.now() ? row.payload : undefined;
  }

  private ofKind(kind: string): [string, Stored][] {
    return [...this.rows].filter(([key, { until }]) => key.startsWith(`${kind} `) && until > Date.now());
  }

  private forgetOld(): void {
    for (const [key, { until }] of this.rows) if (until <= Date.now()) this.rows.delete(key);
  }
}
