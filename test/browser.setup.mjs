// Jest's globalSetup of the flows: a browser is there before the first of them, for on a bare machine it is fetched, which takes longer than a spec may.
import { findChromium } from '@wenzheng/local';

export default async function setup() {
  await findChromium();
}
