import type { ServiceDocument } from '@wenzheng/platform';
import { problem } from './problems.js';

export const consoleDocument: ServiceDocument = {
  title: 'Wenzheng 问政: console 工作台',
  description:
    "The staff's web application and its back end. It has no business rule: `/api/{service}/v1/…` are the operations of the services' own documents that admit a person's role, with the person's access token; the browser has a session's cookie and no token.",
  securitySchemes: {
    session: { type: 'apiKey', in: 'cookie', name: '__Host-wenzheng-session', description: 'The session of a browser; what changes something shows the page’s own token too, as x-csrf-token or _csrf.' },
  },
  tags: {
    Session: 'who is signed in',
    Signing: '审核、签发 on a phone: pages that need no script',
    Health: 'whether the process works',
    Metrics: 'for Prometheus',
  },
  problems: problem.catalogue,
};
