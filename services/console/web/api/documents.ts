import type { Allowed } from '../parts/allowed.rules.js';
import { bodyOf, inBackground, newDeed, supervision } from './clients.js';

/** 督办单, 通报, 移送, 重大事项: four kinds of paper with one way to list, read, begin and step. */
export type DocumentPath = 'urging-orders' | 'circulars' | 'referrals' | 'major-matters';

export interface DocumentAct {
  act: string;
  by: string;
  at: string;
  details: Record<string, unknown>;
}

/** What every kind has; the rest is the kind's own. */
export interface DocumentSummary extends Record<string, unknown> {
  id: string;
  state: string;
  number: string | null;
}

export interface DocumentView extends DocumentSummary {
  signatory: string | null;
  allowedActions: Allowed[];
  history: DocumentAct[];
}

type Page = { items: DocumentSummary[]; next: string | null };

// The paths of one kind stand for all: their shapes differ in the fields alone, which a kind's own description names.
const listPath = (path: DocumentPath) => `/v1/${path}` as '/v1/urging-orders';
const onePath = (path: DocumentPath) => `/v1/${path}/{id}` as '/v1/urging-orders/{id}';
const stepPath = (path: DocumentPath, resource: string) => `/v1/${path}/{id}/${resource}` as '/v1/urging-orders/{id}/revisions';
const at = (id: string) => ({ params: { path: { id } } });

export function listDocuments(path: DocumentPath, query: { state?: string; after?: string | undefined }): Promise<Page> {
  const { state, after } = query;
  const asked = { limit: 50, ...(state !== undefined && { state: state as 'draft' }), after };
  return bodyOf(supervision.GET(listPath(path), { ...inBackground, params: { query: asked } })) as Promise<Page>;
}

export function readDocument(path: DocumentPath, id: string): Promise<DocumentView> {
  return bodyOf(supervision.GET(onePath(path), { ...inBackground, ...at(id) })) as unknown as Promise<DocumentView>;
}

export function beginDocument(path: DocumentPath, body: object): Promise<DocumentView> {
  return bodyOf(supervision.POST(listPath(path), { ...newDeed(), body: body as never })) as unknown as Promise<DocumentView>;
}

/** @param body absent where the step takes none */
export function stepDocument(path: DocumentPath, id: string, resource: string, body: object | undefined): Promise<DocumentView> {
  return bodyOf(supervision.POST(stepPath(path, resource), { ...at(id), ...(body && { body }) } as never)) as unknown as Promise<DocumentView>;
}

/** The paper, in the browser's own frame or window. */
export const printAddress = (path: DocumentPath, id: string): string => `/api/deadline-supervision/v1/${path}/${id}/print`;

