import Sequencer from '@jest/test-sequencer';

/** Those that take longest, so that no worker begins one when the other has ended. Jest knows it of files that it has run before; a fresh clone has run none. The kill test leaves little to a browser beside it. */
const longest = ['deeds', 'sample-city', 'ending', 'console', 'signing', 'firing', 'escalation-consumers', 'crashes', 'sabotage', 'import', 'citizens-form', 'days', 'canaries'].map((name) => `/${name}.e2e.spec.ts`);
longest.push('/hot-issue-thread.int.spec.ts', '/allowed-actions.int.spec.ts');

export default class LongestFirst extends Sequencer {
  sort(tests) {
    const rank = ({ path }) => (longest.findIndex((end) => path.endsWith(end)) + longest.length + 1) % (longest.length + 1);
    return super.sort(tests).toSorted((one, other) => rank(one) - rank(other));
  }
}
