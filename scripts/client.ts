/** Writes the types of the client from the OpenAPI document: `npm run client`. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../server/core/project.js';
import { clientSchema } from './build/client-schema.js';

writeFileSync(path.join(projectRoot, 'client/schema.ts'), await clientSchema());
