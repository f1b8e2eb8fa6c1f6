import { readSecondFactor, type SecondFactor } from '../../api/second-factor.js';
import { el } from '../../ui/dom.js';
import { notice } from '../../ui/notice.js';
import { timeText } from '../../ui/time.js';
import { toast } from '../../ui/toast.js';
import { words } from '../../words/index.js';
import { addPasskey } from './add-passkey.js';
import { passkeysPossible } from '../../api/passkey.js';
import { enrolTotp } from './enrol-totp.js';
import {
  askNewCodes,
  askRemovePasskey,
  askRemoveTotp,
  askRename,
  type FactorContext,
} from './factor-dialogs.js';
import { chip, item, itemList, line, section } from './parts.js';
import { menuButton } from '../../ui/menu-button.js';
import { icon } from '../../ui/icons.js';
import { refreshable, type Refreshable } from './refreshable.js';
import { taskDialog } from './task-dialog.js';

const text = words.security.factor;

/** So few that one should think of new ones. */
const FEW_CODES = 3;

function smallButton(label: string, onclick: () => void): HTMLButtonElement {
  return el('button', { class: 'button button-small', type: 'button', onclick }, label);
}

function totpItem({ totp }: SecondFactor, context: FactorContext): HTMLElement {
  const setUp = async () => {
    if (await taskDialog(words.totp.title, context.signal, enrolTotp)) toast('good', text.totpDone);
    await context.reload();
  };
  return item({
    sign: 'phone',
    title: text.totp,
    mark: totp !== null && chip(text.on, 'good'),
    notes: [totp === null ? text.totpOff : el('span', {}, text.totpOn, ' ', timeText(totp.since))],
    actions: [
      totp === null
        ? smallButton(text.setUp, () => void setUp())
        : smallButton(text.remove, () => askRemoveTotp(context)),
    ],
  });
}

type OnePasskey = SecondFactor['passkeys'][number];

function passkeyLine(passkey: OnePasskey, context: FactorContext): HTMLElement {
  const { name, backed_up, created_at, last_used_at } = passkey;
  const used =
    last_used_at === null ? text.neverUsed : el('span', {}, text.used, ' ', timeText(last_used_at));
  const menu = menuButton({
    label: text.more(name),
    className: 'icon-button',
    content: [icon('more')],
    items: [
      { label: text.rename, onSelect: () => askRename(passkey, context) },
      { label: text.remove, onSelect: () => askRemovePasskey(passkey, context), isDanger: true },
    ],
  });
  return el(
    'li',
    { class: 'sub-item' },
    el(
      'div',
      { class: 'item-text' },
      el(
        'p',
        { class: 'item-title' },
        name,
        backed_up && el('span', { title: text.backedUpHelp }, chip(text.backedUp)),
      ),
      el('p', { class: 'item-note' }, line(el('span', {}, text.added, ' ', timeText(created_at)), used)),
    ),
    menu,
  );
}

/** Why none can be added here; null when one can. */
function whyNoPasskey({ passkeys_available: isNamed }: SecondFactor): string | null {
  if (!isNamed) return text.passkeysUnavailable;
  return passkeysPossible() ? null : text.passkeysUnsupported;
}

function passkeysItem(factor: SecondFactor, context: FactorContext): HTMLElement {
  const { passkeys } = factor;
  const why = whyNoPasskey(factor);
  const add = async () => {
    if (await taskDialog(words.passkey.title, context.signal, addPasskey)) toast('good', text.passkeyDone);
    await context.reload();
  };
  const lines = passkeys.map((passkey) => passkeyLine(passkey, context));
  return item({
    sign: 'key',
    title: text.passkeys,
    mark: passkeys.length > 0 && chip(text.on, 'good'),
    notes: [text.passkeysText, why],
    actions: why === null ? [smallButton(text.add, () => void add())] : [],
    more: lines.length > 0 && el('ul', { class: 'sub-items', 'aria-label': text.passkeys }, ...lines),
  });
}

function codesItem({ recovery_codes_left: left }: SecondFactor, context: FactorContext): HTMLElement {
  const isFew = left <= FEW_CODES;
  return item({
    sign: 'lock',
    title: text.codes,
    mark: chip(text.codesLeft(left), isFew ? 'warn' : 'unknown'),
    notes: [text.codesText, left === 0 ? text.codesNone : isFew && text.codesFew],
    actions: [smallButton(text.newCodes, () => askNewCodes(context))],
  });
}

/** What is asked besides the password, and what is there in its place. */
export function factorsSection(signal: AbortSignal): Refreshable<SecondFactor> {
  return refreshable(signal, readSecondFactor, (factor, reload) => {
    const context: FactorContext = { factor, signal, reload };
    const isOn = factor.totp !== null || factor.passkeys.length > 0;
    return section(
      'account-factor',
      text.title,
      {
        mark: chip(isOn ? text.on : text.off, isOn ? 'good' : 'warn'),
        text: [isOn ? text.textOn : text.textOff, factor.required && isOn && ` ${text.required}`],
      },
      factor.required && !isOn ? notice('warn', el('p', {}, text.requiredOff)) : null,
      itemList(text.title, [
        passkeysItem(factor, context),
        totpItem(factor, context),
        ...(isOn ? [codesItem(factor, context)] : []),
      ]),
    );
  });
}
