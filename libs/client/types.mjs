// Writes the types of intake's interface, from the document that it publishes: into dist/api, or the folder that is named.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import openapiTypes, { astToString } from 'openapi-typescript';

const out = process.argv[2] ?? fileURLToPath(new URL('dist/api', import.meta.url));
await mkdir(out, { recursive: true });
await writeFile(path.join(out, 'intake.d.ts'), astToString(await openapiTypes(new URL('../../services/intake/openapi.json', import.meta.url))));
