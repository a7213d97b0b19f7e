import type { Message } from '../../../api/schemas.js';

/** 首问责任单位: asked first, and another unit leads: it tells the writer by interim replies alone. */
export const isToldByFirstAsked = ({ firstAsked, unit }: Pick<Message, 'firstAsked' | 'unit'>, own: string | undefined): boolean => firstAsked !== null && unit !== null && firstAsked.code === own && unit.code !== own;
