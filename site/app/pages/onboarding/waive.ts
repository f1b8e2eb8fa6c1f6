import { waiveProof } from '../../../api/onboarding.js';
import type { Onboarding, OnboardingDomain } from '../../../api/types.js';
import { openDialog } from '../../../ui/dialog.js';
import { el } from '../../../ui/dom.js';
import { field } from '../../../ui/fields.js';
import { toast } from '../../../ui/toast.js';
import { words } from '../../../words/index.js';

const text = words.onboarding.waive;

function wrongReason(reason: string): Record<string, string> {
  const length = [...reason.trim()].length;
  if (length < 5) return { reason: text.reasonShort };
  return length > 500 ? { reason: text.reasonLong } : {};
}

/** Asks an administrator why this domain may be scanned without a proof, and waives it. */
export function openWaiver(
  id: number,
  { domain, unicode }: OnboardingDomain,
  signal: AbortSignal,
  onDone: (onboarding: Onboarding) => void,
): void {
  const reason = el('textarea', { id: 'waive-reason', name: 'reason', rows: 3 });
  openDialog({
    title: text.title(unicode),
    content: [el('p', {}, text.text), field(reason, { label: text.reason, help: text.reasonHelp })],
    fields: [reason],
    submit: text.submit,
    busy: text.busy,
    check: () => wrongReason(reason.value),
    run: async () => {
      onDone(await waiveProof(id, reason.value.trim(), domain));
      toast('good', text.done(unicode));
    },
    signal,
  });
}
