import type { Operations } from '../http/operation.js';

export const openapiOperations: Operations = {
  'GET /': { summary: 'Read this document', answer: { type: 'object' } },
};
