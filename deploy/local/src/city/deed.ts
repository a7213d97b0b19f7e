import type { ChannelName } from '@wenzheng/contracts';
import { z } from 'zod';
import type { Endpoints } from '../platform/endpoints.js';
import type { Offices } from './offices.js';
import type { Timetable } from './timetable.js';

/** The city at work: who can be asked, what day it is, and every letter that the story knows. */
export interface Scene {
  endpoints: Endpoints;
  offices: Offices;
  timetable: Timetable;
  /** Business time. */
  now(): string;
  /** Sessions 在线访谈、座谈会 that were scheduled, by the story's name. */
  sessions: Map<string, string>;
  letter(name: string): Letter;
  /** With its name, as the registry has it. */
  unit(code: string): Promise<{ code: string; name: string }>;
}

/** A message of the story, and what services said of it. */
export interface Letter {
  /** Of the story; the channel's id of the message as well. */
  name: string;
  channel: ChannelName;
  /** Once it is registered. */
  receipt?: { messageId: string; messageNumber: string; trackingCode: string };
  /** Of the last paper of each kind that was signed or filed about it. */
  papers: Partial<Record<'reply' | 'dispute' | 'objection' | 'transfer' | 'rating' | 'identity-request' | 'co-task', string>>;
}

export function receiptOf({ name, receipt }: Letter): NonNullable<Letter['receipt']> {
  if (!receipt) throw new Error(`${name} is not registered yet`);
  return receipt;
}

export function paperOf({ name, papers }: Letter, kind: keyof Letter['papers']): string {
  const id = papers[kind];
  if (id === undefined) throw new Error(`there is no ${kind} of ${name} yet`);
  return id;
}

/** Something that is done in the story: what the story says of it, and how services are asked for it. */
export interface Deed<Shape extends z.ZodRawShape, Subject extends unknown[]> {
  fields: Shape;
  done(scene: Scene, ...subject: [...Subject, z.output<z.ZodObject<Shape>>]): Promise<unknown>;
}

export const aboutLetter = <Shape extends z.ZodRawShape>(deed: Deed<Shape, [Letter]>): Deed<Shape, [Letter]> => deed;
export const ofTheCity = <Shape extends z.ZodRawShape>(deed: Deed<Shape, []>): Deed<Shape, []> => deed;

export const words = z.string().trim().min(1);
/** One of the story's working days. */
export const storyDay = z.int().min(1).max(40);
