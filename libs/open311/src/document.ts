import { platformProblem } from '@wenzheng/platform';
import type { FastifyReply } from 'fastify';
import { create } from 'xmlbuilder2';

export type Format = 'xml' | 'json';

/** Repeated elements of one name in XML, an array in JSON. */
export class ListOf {
  constructor(
    readonly item: string,
    readonly values: readonly Value[],
  ) {}
}
export type Value = string | boolean | null | ListOf | { [name: string]: Value };

export const listOf = (item: string, values: readonly Value[]): ListOf => new ListOf(item, values);

/** `requests.xml` is the requests as XML. */
export function fileOf(file: string): { name: string; format: Format } {
  const [, name, format] = /^([^/]{1,200})\.(xml|json)$/.exec(file) ?? [];
  if (name === undefined || format === undefined) throw platformProblem('not-found');
  return { name, format: format as Format };
}

/** What is null is left out of XML. */
export function written(format: Format, root: string, value: ListOf | { [name: string]: Value }): string {
  if (format === 'json') return JSON.stringify(jsonOf(value));
  const document = create({ version: '1.0', encoding: 'UTF-8' });
  add(document.ele(root), value);
  return document.end({ wellFormed: true });
}

type Element = ReturnType<ReturnType<typeof create>['ele']>;

function add(element: Element, value: Value): void {
  if (value instanceof ListOf) {
    for (const one of value.values) add(element.ele(value.item), one);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, one] of Object.entries(value)) if (one !== null) add(element.ele(name), one);
  } else {
    element.txt(legal(String(value)));
  }
}

function jsonOf(value: Value): unknown {
  if (value instanceof ListOf) return value.values.map(jsonOf);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, jsonOf(one)]));
}

/** An element as a standard with attributes and namespaces has it. */
export interface XmlElement {
  name: string;
  attributes: Readonly<Record<string, string>>;
  children: readonly (XmlElement | string)[];
}
export const xml = (name: string, attributes: XmlElement['attributes'] = {}, ...children: XmlElement['children']): XmlElement => ({ name, attributes, children });

/** Written straight into a string: a feed of fifty letters takes a tree of nodes thirty times as long. What XML cannot hold is left out. */
export const xmlText = (root: XmlElement): string => `<?xml version="1.0" encoding="UTF-8"?>${elementText(root)}`;

function elementText({ name, attributes, children }: XmlElement): string {
  const open = `${name}${Object.entries(attributes).map(([attribute, value]) => ` ${attribute}="${escaped(value).replace(/["\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`)}"`).join('')}`;
  if (children.length === 0) return `<${open}/>`;
  return `<${open}>${children.map((child) => (typeof child === 'string' ? escaped(child) : elementText(child))).join('')}</${name}>`;
}

const escaped = (text: string): string => legal(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Without what XML 1.0 cannot hold. */
const legal = (text: string): string => text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '');

export function sendOpen311(reply: FastifyReply, format: Format, body: string, headers: Record<string, string> = {}): void {
  void reply.headers({ 'content-type': format === 'xml' ? 'text/xml; charset=utf-8' : 'application/json; charset=utf-8', 'x-content-type-options': 'nosniff', ...headers }).send(body);
}
