/** The document of this API. */
import { Router } from 'express';
import { version } from '../core/project.js';
import type { Mount } from '../http/mount.js';
import { sendJson } from '../http/send-json.js';
import { buildDocument, type OpenApiDocument } from './document.js';

/** @param mounts every route of the application; asked for once, when somebody first wants to see the document */
export function openapiRoutes(mounts: () => Mount[]): Router {
  let document: OpenApiDocument | undefined;
  return Router().get('/', (_req, res) => {
    document ??= buildDocument(mounts(), version);
    sendJson(res, document);
  });
}
