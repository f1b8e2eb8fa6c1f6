/** Requests and answers that are Express's own from the beginning. */
import { IncomingMessage, ServerResponse, type RequestListener, type ServerOptions } from 'node:http';

/** An application of Express, or any other listener. */
export type Listener = RequestListener & { request?: object; response?: object };

/**
 * Express sets the prototype of each request and answer to the application's own, after which V8 no longer knows
 * their shape. Here they are objects of a class that stands at the end of that chain, and the application is told to
 * take its prototype for its own: setting it again then changes nothing. It has to be a class that extends Node's: V8
 * reckons with the fields of both. Objects made with `Reflect.construct` and another prototype have no room for them,
 * which costs six times what Express does.
 * @param app gets other `request` and `response` prototypes, that have its former ones behind them
 * @returns for `createServer`; nothing for a listener that is no application
 */
export function expressClasses(app: Listener): Pick<ServerOptions, 'IncomingMessage' | 'ServerResponse'> {
  if (app.request === undefined || app.response === undefined) return {};
  class AppRequest extends IncomingMessage {}
  class AppResponse extends ServerResponse {}
  Object.setPrototypeOf(AppRequest.prototype, app.request);
  Object.setPrototypeOf(AppResponse.prototype, app.response);
  app.request = AppRequest.prototype;
  app.response = AppResponse.prototype;
  return { IncomingMessage: AppRequest, ServerResponse: AppResponse as typeof ServerResponse };
}
