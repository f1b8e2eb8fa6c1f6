import { Fragment } from 'react';
import { useTranslate } from 'react-admin';
import type { Entry } from './entry';
import { sentences, type Sentence } from './sentence';

/** Stand around a name while it goes through the translation; no name can contain them. */
const OPEN = '\u0002';
const CLOSE = '\u0003';
const PARTS = new RegExp(`${OPEN}(.*?)${CLOSE}`);

/** What happened, in words, with the names set off from them. */
export const EntrySentence = ({ entry }: { entry: Entry }) => {
  const translate = useTranslate();
  const say = (key: string, args = {}) => translate(`resources.audit.${key}`, args);
  const name = (value: string | null, none: string) => (value ? `${OPEN}${value}${CLOSE}` : say(none));
  const role = (value?: string) => value && say(`role.${value}`, { _: value });

  const toText = (sentence: Sentence) =>
    say(`sentence.${sentence.key}`, {
      actor: name(sentence.actor, 'nobody'),
      target: name(sentence.target, 'somebody_unnamed'),
      role: role(sentence.role),
      from: role(sentence.from),
      smart_count: sentence.count ?? 0,
      door: sentence.door && `${OPEN}${sentence.door}${CLOSE}`,
      event: say(`event.${entry.event}`, { _: entry.event.replaceAll('_', ' ') }),
    });

  const parts = sentences(entry).map(toText).join('; ').split(PARTS);
  return (
    <>
      {parts.map((part, index) =>
        index % 2 ? <strong key={index}>{part}</strong> : <Fragment key={index}>{part}</Fragment>,
      )}
    </>
  );
};
