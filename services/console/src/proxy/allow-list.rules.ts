import type { ServiceName } from '@wenzheng/contracts';

/** What is read of a service's openapi.json. */
export interface ServiceOperations {
  paths: Record<string, Record<string, { security?: Record<string, readonly string[]>[]; requestBody?: { 'x-body-limit'?: number }; responses: Record<string, { content?: Record<string, unknown> }> }>>;
}

/** An operation of a service that staff's pages may call. */
export interface Allowed {
  service: ServiceName;
  method: string;
  /** As the service has it, `/v1/messages/{id}`. */
  path: string;
  /** One of these is needed; none: whoever is signed in. */
  roles: readonly string[];
  bodyLimit: number;
  isStream: boolean;
}

/** Roles of programs, which sign in by themselves. */
const programs = new Set(['ledger-reader']);

/**
 * What people with a role of theirs may do by the document, and reading what everyone may. What asks for a channel's key, a writer's
 * ticket or a program's role is nothing for staff, nor is what else a service serves beside its interface.
 */
export function allowedOf(service: ServiceName, { paths }: ServiceOperations): Allowed[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).flatMap(([method, { security = [], requestBody, responses }]): Allowed[] => {
      const roles = [...new Set(security.flatMap((requirement) => requirement['accessToken'] ?? []))].filter((role) => !programs.has(role));
      const isPublicReading = security.length === 0 && method === 'get';
      if (!path.startsWith('/v1/') || (roles.length === 0 && !isPublicReading)) return [];
      const isStream = 'text/event-stream' in (responses['200']?.content ?? {});
      return [{ service, method: method.toUpperCase(), path, roles, bodyLimit: requestBody?.['x-body-limit'] ?? 0, isStream }];
    }),
  );
}
