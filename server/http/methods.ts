/** 405 with `Allow` for the methods that a known path does not have. */
import type { Router } from 'express';
import { ApiError } from '../core/errors.js';

interface RouteLayer {
  route?: { path: string; stack: { method?: string }[] };
}

export interface RouteInfo {
  /** Upper case, such as `GET`. */
  method: string;
  /** As it was declared, such as `/:id`. */
  path: string;
}

/** The routes that a router declares, each once, however many handlers it has. */
export function routesOf(router: Router): RouteInfo[] {
  return (router.stack as unknown as RouteLayer[]).flatMap(({ route }) => {
    const methods = new Set((route?.stack ?? []).map(({ method }) => method?.toUpperCase() ?? 'ALL'));
    return [...methods].map((method) => ({ method, path: route?.path ?? '' }));
  });
}

const hasPlaceholder = (layer: unknown): boolean => (layer as RouteLayer).route?.path.includes(':') ?? false;

/**
 * Answers every other method of the router's paths with 405. Call it once, after the last route. Paths that are
 * spelled out go before those with a placeholder: to `/:id`, `/export` would be one more id.
 */
export function closeMethods(router: Router): Router {
  const routes = routesOf(router);
  for (const path of new Set(routes.map((route) => route.path))) {
    const methods = routes.filter((route) => route.path === path).map((route) => route.method);
    const allow = methods.includes('GET') ? [...methods, 'HEAD'] : methods;
    router.all(path, () => {
      throw new ApiError('method_not_allowed', `This address knows ${allow.join(', ')} only.`, { allow });
    });
  }
  router.stack.sort((a, b) => Number(hasPlaceholder(a)) - Number(hasPlaceholder(b)));
  return router;
}
