import type { ServiceDocument } from '@wenzheng/platform';
import { problem } from './problems.js';

export const consoleDocument: ServiceDocument = {
  title: 'Wenzheng 问政: console 工作台',
  description:
    "The staff's web application and its back end. It has no business rule: `/api/{service}/v1/…` are the operations of the services' own documents that admit a person's role, with the person's access token; the browser has a session's cookie and no token.",
  tags: {
    Session: 'who is signed in',
    Health: 'whether the process works',
    Metrics: 'for Prometheus',
  },
  problems: problem.catalogue,
};
