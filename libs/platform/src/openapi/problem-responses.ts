import { STATUS_CODES } from 'node:http';
import { platformProblem, type ProblemCatalogue } from '../problem/problem.js';

const text = { type: 'string' } as const;
const headersOf: Record<number, object> = {
  401: { 'www-authenticate': { required: true, schema: text } },
  429: { 'retry-after': { required: false, schema: text } },
  503: { 'retry-after': { required: false, schema: text } },
};

/** One answer per status, with the codes that it may bear; one of the platform's codes alone is `shared` by reference. */
export function problemResponses(problems: ProblemCatalogue, hasErrorPages: boolean, shared: Record<string, object>): Record<string, object> {
  const byStatus = Map.groupBy(Object.entries(problems), ([, { status }]) => status);
  return Object.fromEntries(
    [...byStatus].map(([status, entries]) => {
      const schema = {
        allOf: [{ $ref: '#/components/schemas/Problem' }],
        properties: { status: { enum: [status] }, code: { enum: entries.map(([code]) => code) } },
      };
      const page = hasErrorPages ? { 'text/html': { schema: text } } : {};
      const response = {
        description: [STATUS_CODES[status] ?? String(status), '', ...entries.map(([code, { zh, en }]) => `- \`${code}\` ${zh} ${en}`)].join('\n'),
        ...(headersOf[status] ? { headers: headersOf[status] } : {}),
        content: { 'application/problem+json': { schema }, ...page },
      };
      const codes = entries.map(([code]) => code);
      if (codes.some((code) => !(code in platformProblem.catalogue))) return [status, response];
      const name = `${codes.join('_')}${hasErrorPages ? '.page' : ''}`;
      shared[name] = response;
      return [status, { $ref: `#/components/responses/${name}` }];
    }),
  );
}
