/** Headers that tell the browser what it must not do with our answers (ASVS 5.0 V 3.4). */
import type { RequestHandler } from 'express';
import helmet from 'helmet';

/**
 * Hash of the empty string: the console's style engine (Emotion) makes empty <style> elements and fills
 * them through the CSSOM. Nothing inline with a content gets past this.
 */
const EMPTY_STYLE = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

const headers = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", EMPTY_STYLE],
      imgSrc: ["'self'", 'data:'],
      fontSrc: ["'self'"],
      connectSrc: ["'self'"],
      manifestSrc: ["'self'"],
      formAction: ["'self'"],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  referrerPolicy: { policy: 'same-origin' },
  // Only over HTTPS, below: browsers ignore it elsewhere.
  strictTransportSecurity: false,
  xFrameOptions: { action: 'deny' },
});

/** One year, in seconds. */
const HSTS = 'max-age=31536000';

/** What helmet sets. It is the same for every answer, so it is asked once. */
function headersOnce(): [string, string][] {
  const fixed: [string, string][] = [];
  const answer = {
    setHeader: (name: string, value: string) => void fixed.push([name, value]),
    removeHeader: () => undefined,
  };
  headers({} as never, answer as never, (error?: unknown) => {
    if (error !== undefined) throw error as Error;
  });
  return fixed;
}

const FIXED = headersOnce();

export const securityHeaders: RequestHandler = (req, res, next) => {
  if (req.secure) res.setHeader('Strict-Transport-Security', HSTS);
  for (const [name, value] of FIXED) res.setHeader(name, value);
  next();
};
