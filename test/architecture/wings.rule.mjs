// A service is a house with wings: its `wings.ts` lists the floors, the ground first, and an import goes down only.
// Below all wings stands what each of them may import; above them, what puts the house together. ESLint's own
// `no-restricted-imports` cannot say this: which wings are lower depends on the wing that imports.
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const services = fileURLToPath(new URL('../../services', import.meta.url));
const ground = ['config', 'once', 'problems', 'tokens'];

/** Folder of a service's sources → its floors. */
const houses = new Map();
for (const service of readdirSync(services)) {
  const src = path.join(services, service, 'src');
  const wings = path.join(src, 'wings.ts');
  if (existsSync(wings)) houses.set(src, (await import(wings)).floors);
}

/** The wing that a file belongs to, and how high it stands. */
function placeOf(file) {
  const house = [...houses].find(([src]) => file.startsWith(src + path.sep));
  if (!house) return undefined;
  const [src, floors] = house;
  const [first, ...inside] = path.relative(src, file).split(path.sep);
  if (inside.length === 0) return ground.includes(first.replace(/\.tsx?$|\.js$/, '')) ? { name: 'the ground', floor: -1 } : { name: 'the top of the house', floor: floors.length };
  return { name: `the wing ${first}`, floor: floors.findIndex((floor) => floor.includes(first)) };
}

export const wingsRule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { upwards: '{{from}} imports {{to}}, which does not stand lower (wings.ts).', nowhere: '{{from}} is on no floor of wings.ts.' },
  },
  create(context) {
    const from = placeOf(context.filename);
    if (!from) return {};
    const check = (node) => {
      const target = node.source?.value;
      if (!target?.startsWith('.')) return;
      const to = placeOf(path.resolve(path.dirname(context.filename), target));
      if (!to || to.name === from.name || to.floor < from.floor) return;
      context.report({ node, messageId: 'upwards', data: { from: from.name, to: to.name } });
    };
    return {
      Program: (node) => from.floor === -1 && from.name.startsWith('the wing') && context.report({ node, messageId: 'nowhere', data: { from: from.name } }),
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
      TSImportType: check,
    };
  },
};
