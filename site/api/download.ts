import { me } from './auth.js';

/**
 * Has the browser save what is at `url`. It fetches that itself, so that a file of any size goes straight to disk;
 * an ended session is asked for first, where the sign-in can meet it.
 */
export async function download(url: string): Promise<void> {
  await me('redirect');
  const link = document.createElement('a');
  link.href = url;
  // The name is the server's (Content-Disposition).
  link.download = '';
  document.body.append(link);
  link.click();
  link.remove();
}
