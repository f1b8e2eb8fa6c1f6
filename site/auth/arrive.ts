import { ownPath } from '../api/own-path.js';
import { say, type FormParts } from '../ui/form.js';
import { droppedCookieHelp, sessionArrived } from './arrival.js';

/** Goes to the page that was asked for. Back must not lead to a page that sends one forward again. */
export function goOn(): void {
  location.replace(ownPath(new URLSearchParams(location.search).get('next'), location.origin));
}

/** After a sign-in: goes on, or says that the browser did not keep it. */
export async function arrive(parts: FormParts): Promise<void> {
  if (await sessionArrived()) goOn();
  else say(parts, 'warn', droppedCookieHelp());
}
