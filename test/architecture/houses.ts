import { existsSync } from 'node:fs';
import { deployedServices, type DeployedService } from '@wenzheng/contracts';

export interface House {
  service: DeployedService;
  /** The wings of each floor, the ground first. */
  floors: readonly (readonly string[])[];
}

const found = deployedServices.map(async (service): Promise<House[]> => {
  const file = new URL(`../../services/${service}/src/wings.ts`, import.meta.url);
  if (!existsSync(file)) return [];
  const { floors } = (await import(file.href)) as Pick<House, 'floors'>;
  return [{ service, floors }];
});

/** All that is deployed, each with the floors of its `wings.ts`. */
export const houses = (await Promise.all(found)).flat();
