import type { Urgency } from './deadline.rules.js';

const ring = 'M8 1.5a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13zM8 3.5a4.5 4.5 0 1 1 0 9a4.5 4.5 0 0 1 0-9z';

/** A shape for each urgency, on a grid of 16: paths to be filled even-odd, beside a word always. */
export const stateShapes: Readonly<Record<Urgency, readonly string[]>> = {
  calm: [ring],
  soon: [ring, 'M8 3v10a5 5 0 0 0 0-10z'],
  late: ['M8 1L15.5 15H.5zM7 6v4.5h2V6zM7 11.5v1.8h2v-1.8z'],
  review: [ring, 'M7 4h2v4l2.6 1.6-1 1.6L7 9z'],
  ended: [ring, 'M4.3 3.2l8.5 8.5-1.1 1.1-8.5-8.5z'],
  done: ['M2.2 8.2l1.6-1.6 2.7 2.7 5.7-5.8 1.6 1.6-7.3 7.4z'],
};
