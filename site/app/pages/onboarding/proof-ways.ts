import type { OnboardingDomain } from '../../../api/types.js';
import { el } from '../../../ui/dom.js';
import { segmented } from '../../../ui/segmented.js';
import { words } from '../../../words/index.js';
import { recordLines } from './record.js';

const text = words.onboarding.prove;

function dnsWay({ unicode, record }: OnboardingDomain): HTMLElement {
  const label = record.name.split('.', 1)[0] ?? record.name;
  return el(
    'div',
    { class: 'proof-way' },
    el('p', {}, text.dnsText(unicode)),
    recordLines([
      { label: text.type, value: record.type },
      { label: text.recordName, value: record.name, copy: text.copyName },
      { label: text.value, value: record.value, copy: text.copyValue },
    ]),
    el('p', { class: 'field-help' }, text.nameHint(label)),
  );
}

function fileWay({ unicode, file }: OnboardingDomain): HTMLElement {
  const name = file.url.split('/').at(-1) ?? '';
  const href = `data:text/plain;charset=utf-8,${encodeURIComponent(file.content)}`;
  return el(
    'div',
    { class: 'proof-way' },
    el('p', {}, text.fileText(unicode)),
    recordLines([
      { label: text.url, value: file.url, copy: text.copyUrl },
      { label: text.content, value: file.content, copy: text.copyContent },
    ]),
    el('p', {}, el('a', { href, download: name }, text.download(name))),
  );
}

/** The two ways to prove control of a domain, one of them open. They do not change, so they are built once. */
export function proofWays(domain: OnboardingDomain): HTMLElement {
  const ways = { dns: dnsWay(domain), file: fileWay(domain) };
  const show = (way: keyof typeof ways) => {
    ways.dns.hidden = way !== 'dns';
    ways.file.hidden = way !== 'file';
  };
  show('dns');
  const choice = segmented(
    `proof-${domain.domain}`,
    text.how(domain.unicode),
    [
      { value: 'dns', label: text.dns },
      { value: 'file', label: text.file },
    ],
    show,
  );
  return el('div', { class: 'proof-main' }, choice, ways.dns, ways.file);
}
