import { STATUS_CODES } from 'node:http';
import { platformProblem, type ProblemCatalogue } from '../problem/problem.js';

const text = { type: 'string' } as const;
const headersOf: Record<number, object> = {
  401: { 'www-authenticate': { required: true, schema: text } },
  429: { 'retry-after': { required: false, schema: text } },
  503: { 'retry-after': { required: false, schema: text } },
};

/** Of what other media types a problem may be: a service has one set of them. */
export interface ProblemForms {
  hasErrorPages: boolean;
  problemsAlsoAs: Record<string, object>;
}

/** One answer per status, with the codes that it may bear; one of the platform's codes alone is `shared` by reference. */
export function problemResponses(problems: ProblemCatalogue, { hasErrorPages, problemsAlsoAs }: ProblemForms, shared: Record<string, object>): Record<string, object> {
  const forms = Object.fromEntries(Object.entries({ ...(hasErrorPages && { 'text/html': text }), ...problemsAlsoAs }).map(([mediaType, schema]) => [mediaType, { schema }]));
  const isOwn = Object.keys(problemsAlsoAs).length > 0;
  const byStatus = Map.groupBy(Object.entries(problems), ([, { status }]) => status);
  return Object.fromEntries(
    [...byStatus].map(([status, entries]) => {
      const schema = {
        allOf: [{ $ref: '#/components/schemas/Problem' }],
        properties: { status: { enum: [status] }, code: { enum: entries.map(([code]) => code) } },
      };
      const response = {
        description: [STATUS_CODES[status] ?? String(status), '', ...entries.map(([code, { zh, en }]) => `- \`${code}\` ${zh} ${en}`)].join('\n'),
        ...(headersOf[status] && !isOwn ? { headers: headersOf[status] } : {}),
        content: { 'application/problem+json': { schema }, ...forms },
      };
      const codes = entries.map(([code]) => code);
      if (codes.some((code) => !(code in platformProblem.catalogue))) return [status, response];
      const name = `${codes.join('_')}${hasErrorPages ? '.page' : ''}${isOwn ? '.also' : ''}`;
      shared[name] = response;
      return [status, { $ref: `#/components/responses/${name}` }];
    }),
  );
}
