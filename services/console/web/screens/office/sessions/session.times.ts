import { instantOf, localTime } from '../../../time/local-time.rules.js';

/** As the fields of a form hold them. */
export interface Times {
  day: string;
  from: string;
  to: string;
}

export const noTimes = (): Times => ({ day: '', from: '', to: '' });

export const areFilled = ({ day, from, to }: Times): boolean => day !== '' && from !== '' && to !== '';

export const timesOf = ({ startsAt, endsAt }: { startsAt: string; endsAt: string }): Times => {
  const [start, end] = [localTime(new Date(startsAt)), localTime(new Date(endsAt))];
  return { day: start.slice(0, 10), from: start.slice(11), to: end.slice(11) };
};

export const instantsOf = ({ day, from, to }: Times) => ({ startsAt: instantOf(`${day}T${from}`).toISOString(), endsAt: instantOf(`${day}T${to}`).toISOString() });
