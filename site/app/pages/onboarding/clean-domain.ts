/**
 * The domain inside what somebody pasted: `https://Example.org/path` and `post@example.org` are `example.org`.
 * What is no domain comes back as it is, only trimmed; the server has the last word (public suffixes, IDN).
 */
export function cleanDomain(text: string): string {
  const trimmed = text.trim();
  const host = trimmed
    .replace(/^[a-z][a-z\d+.-]*:\/\//i, '')
    .replace(/^\/\//, '')
    .replace(/[/?#\\].*$/s, '')
    .replace(/^.*@/s, '')
    .replace(/:\d*$/, '')
    .replace(/^\*\./, '')
    .replace(/\.$/, '')
    // "example.org," as it stands in a sentence or a list.
    .replace(/[,;]+$/, '')
    .toLowerCase();
  return host === '' ? trimmed : host;
}

/** Several domains pasted at once, parted by lines, spaces, commas or semicolons; each cleaned, each once. */
export function cleanDomains(text: string): string[] {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== '');
  return [...new Set(parts.map(cleanDomain))];
}

/** Whether it has the shape of a domain: two labels at least, without spaces, none of them empty or too long. */
export function looksLikeDomain(text: string): boolean {
  return text.length <= 253 && /^[^\s.@/:]{1,63}(\.[^\s.@/:]{1,63})+$/u.test(text);
}
