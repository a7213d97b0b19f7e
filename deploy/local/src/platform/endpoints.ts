import type { ChannelName, DeployedService, ReaderName } from '@wenzheng/contracts';
import { readJson, writeJson } from './json-file.js';

export interface ClientCredentials {
  id: string;
  secret: string;
  unit?: string;
}

/** Somebody who signs in at the development provider's page. */
export interface PersonSignIn {
  username: string;
  password: string;
  name: string;
  roles: string[];
  unit?: string;
}

/** What `.wenzheng/endpoints.json` says: where everything listens, and the sign-ins of a local platform. */
export interface Endpoints {
  /** What people open: the pages of publication and of intake, as the gateway of a cluster puts them under one address. */
  portal: string;
  services: Record<DeployedService, string>;
  /** Their second ports: health, metrics, ledgers, dead letters, republications. */
  operations: Record<DeployedService, string>;
  issuer: string;
  tokenEndpoint: string;
  /** The administrator's address of the platform's database. */
  postgres: string;
  nats: string;
  /** NATS users that belong to no service. */
  natsUsers: Record<'deploy' | 'operator' | ReaderName, { user: string; password: string }>;
  channelKeys: Record<ChannelName, string>;
  /** By role; of a given unit `web-admin:<unit code>` and `principal:<unit code>`. */
  clients: Record<string, ClientCredentials>;
  /** Who signs in to the console, by user name; the people of an operated provider are not ours to write down. */
  people: Record<string, PersonSignIn>;
}

export const writeEndpoints = (path: string, endpoints: Endpoints): Promise<void> => writeJson(path, endpoints);

/** @throws Error when the platform has never been started */
export async function readEndpoints(path: string): Promise<Endpoints> {
  const endpoints = await readJson(path);
  if (endpoints === undefined) throw new Error(`${path} is not there: start the platform first, with npm start`);
  return endpoints as Endpoints;
}
