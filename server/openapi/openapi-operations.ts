import { text } from '../http/json-schema.js';
import type { Operations } from '../http/operation.js';

export const openapiOperations: Operations = {
  'GET /': { summary: 'Read this document', answer: { type: 'object' } },
};

export const docsOperations: Operations = {
  'GET /': {
    summary: 'Read this document as a page',
    description: 'A browser without a session is led to the sign-in.',
    answer: text,
    media: ['text/html'],
  },
};
