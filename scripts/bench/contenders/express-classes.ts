/**
 * The same application, but its requests and answers are of classes of their own from the beginning, so that Express
 * has no prototype to set: what that alone is worth.
 */
import { IncomingMessage, ServerResponse } from 'node:http';
import { makeExpressApp } from './express-app.js';
import { serve } from './serve.js';

const app = makeExpressApp();

class AppRequest extends IncomingMessage {}
class AppResponse extends ServerResponse {}
Object.setPrototypeOf(AppRequest.prototype, app.request);
Object.setPrototypeOf(AppResponse.prototype, app.response);
Object.assign(app, { request: AppRequest.prototype, response: AppResponse.prototype });

serve(app, { IncomingMessage: AppRequest, ServerResponse: AppResponse as typeof ServerResponse });
