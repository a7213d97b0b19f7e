import { existsSync } from 'node:fs';
import { services, type ServiceName } from '@wenzheng/contracts';

export interface House {
  service: ServiceName;
  /** The wings of each floor, the ground first. */
  floors: readonly (readonly string[])[];
}

const found = services.map(async (service): Promise<House[]> => {
  const file = new URL(`../../services/${service}/src/wings.ts`, import.meta.url);
  if (!existsSync(file)) return [];
  const { floors } = (await import(file.href)) as Pick<House, 'floors'>;
  return [{ service, floors }];
});

/** The services, each with the floors of its `wings.ts`. */
export const houses = (await Promise.all(found)).flat();
