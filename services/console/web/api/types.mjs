// Writes the types of the four services' interfaces into dist/api, from the documents that they publish.
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import openapiTypes, { astToString } from 'openapi-typescript';

const out = new URL('../../dist/api/', import.meta.url);
await mkdir(out, { recursive: true });
for (const service of ['intake', 'routing', 'deadline-supervision', 'publication']) {
  const types = await openapiTypes(new URL(`../../../${service}/openapi.json`, import.meta.url));
  await writeFile(fileURLToPath(new URL(`${service}.d.ts`, out)), astToString(types));
}
