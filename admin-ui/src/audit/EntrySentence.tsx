import { Link as TextLink } from '@mui/material';
import { Fragment, type ReactNode } from 'react';
import { useTranslate } from 'react-admin';
import { Link } from 'react-router-dom';
import type { Entry } from './entry';
import { sentences, type Person, type Sentence } from './sentence';

/** Stand around a name, after a letter for what it is, while it goes through the translation; no name can contain them. */
const OPEN = '\u0002';
const CLOSE = '\u0003';
const PARTS = new RegExp(`${OPEN}(.)(.*?)${CLOSE}`);
const ACTOR = 'a';
const TARGET = 't';
const DOOR = 'd';
const JOB = 'j';

/** The page about somebody, or about a tenant. */
const pageOf = (person: Person | null | undefined): string | undefined =>
  person?.id === undefined ? undefined : `/${person.kind}s/${person.id}/show`;

const Name = ({ to, children }: { to: string | undefined; children: ReactNode }) => {
  if (to === undefined) return <strong>{children}</strong>;
  return (
    <TextLink
      component={Link}
      to={to}
      color="inherit"
      sx={{ fontWeight: 600 }}
      // The row around opens its record on a click.
      onClick={(event) => event.stopPropagation()}
    >
      {children}
    </TextLink>
  );
};

/** The words of an entry's sentences, and the whole of them with what it was done by. */
function useWords({ event, detail }: Entry) {
  const translate = useTranslate();
  const say = (key: string, args = {}) => translate(`resources.audit.${key}`, args);
  const set = (kind: string, name: string | undefined) => name && `${OPEN}${kind}${name}${CLOSE}`;
  const role = (value?: string) => value && say(`role.${value}`, { _: value });
  const scan = (key: string, id?: number) =>
    id === undefined ? say(`${key}_unnamed`) : set(JOB, say(key, { id }));
  const nameOf = (actor: Sentence['actor']) => {
    const name = set(ACTOR, actor?.name) ?? say('nobody');
    return detail?.os_user === undefined ? name : say('operator', { name });
  };
  const words = ({ key, actor, target, ...said }: Sentence) =>
    say(`sentence.${key}`, {
      actor: nameOf(actor),
      target: set(TARGET, target?.name) ?? say('somebody_unnamed'),
      scan: scan('scan', said.job),
      Scan: scan('scan_first', said.job),
      domain: set(DOOR, said.domain) ?? '?',
      old: set(DOOR, said.old),
      token: set(DOOR, said.token) ?? say('some_token'),
      browser: said.browser,
      system: said.system,
      score: said.score,
      role: role(said.role),
      from: role(said.from),
      smart_count: said.count ?? 0,
      door: set(DOOR, said.door),
      exported: said.exported && say(`exported.${said.exported}`, { _: say('exported.other') }),
      format: said.format ? translate(`clearview.export.${said.format}`, { _: said.format }) : '?',
      event: say(`event.${event}`, { _: event.replaceAll('_', ' ') }),
    });
  return (told: Sentence[]) => {
    const sentence = told.map(words).join(say('and_then'));
    // One that ended itself, or was refused, is in the sentence already.
    const isTold = told[0]?.token !== undefined && [undefined, detail?.token].includes(detail?.token_id);
    if (detail?.token === undefined || isTold) return sentence;
    return say('by_token', { sentence, token: set(DOOR, detail.by_token) ?? String(detail.token) });
  };
}

/** What happened, in words, with the names set off from them; a name leads to whom it names. */
export const EntrySentence = ({ entry }: { entry: Entry }) => {
  const words = useWords(entry);
  const told = sentences(entry);
  const job = told[0]?.job;
  const ways: Record<string, string | undefined> = {
    [ACTOR]: pageOf(told[0]?.actor),
    [TARGET]: pageOf(told[0]?.target),
    [JOB]: job === undefined ? undefined : `/jobs/${job}/show`,
  };
  // Each name brings three pieces: the words before it, what it is, and itself.
  const pieces = words(told).split(PARTS);
  return (
    <>
      {pieces.map((piece, index) => {
        if (index % 3 === 0) return <Fragment key={index}>{piece}</Fragment>;
        if (index % 3 === 1) return null;
        return (
          <Name key={index} to={ways[pieces[index - 1] ?? '']}>
            {piece}
          </Name>
        );
      })}
    </>
  );
};
