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

const Name = ({ person, children }: { person: Person | null; children: ReactNode }) => {
  if (person?.id === undefined) return <strong>{children}</strong>;
  return (
    <TextLink
      component={Link}
      to={`/users/${person.id}/show`}
      color="inherit"
      sx={{ fontWeight: 600 }}
      // The row around opens its record on a click.
      onClick={(event) => event.stopPropagation()}
    >
      {children}
    </TextLink>
  );
};

function useWords(event: string): (sentence: Sentence) => string {
  const translate = useTranslate();
  const say = (key: string, args = {}) => translate(`resources.audit.${key}`, args);
  const set = (kind: string, name: string | undefined) => name && `${OPEN}${kind}${name}${CLOSE}`;
  const role = (value?: string) => value && say(`role.${value}`, { _: value });
  return ({ key, actor, target, ...said }) =>
    say(`sentence.${key}`, {
      actor: set(ACTOR, actor?.name) ?? say('nobody'),
      target: set(TARGET, target?.name) ?? say('somebody_unnamed'),
      role: role(said.role),
      from: role(said.from),
      smart_count: said.count ?? 0,
      door: set(DOOR, said.door),
      exported: said.exported && say(`exported.${said.exported}`, { _: say('exported.other') }),
      format: said.format ? translate(`clearview.export.${said.format}`, { _: said.format }) : '?',
      event: say(`event.${event}`, { _: event.replaceAll('_', ' ') }),
    });
}

/** What happened, in words, with the names set off from them; a name leads to whom it names. */
export const EntrySentence = ({ entry }: { entry: Entry }) => {
  const words = useWords(entry.event);
  const told = sentences(entry);
  const people: Record<string, Person | null | undefined> = {
    [ACTOR]: told[0]?.actor,
    [TARGET]: told[0]?.target,
  };
  // Each name brings three pieces: the words before it, what it is, and itself.
  const pieces = told.map(words).join('; ').split(PARTS);
  return (
    <>
      {pieces.map((piece, index) => {
        if (index % 3 === 0) return <Fragment key={index}>{piece}</Fragment>;
        if (index % 3 === 1) return null;
        return (
          <Name key={index} person={people[pieces[index - 1] ?? ''] ?? null}>
            {piece}
          </Name>
        );
      })}
    </>
  );
};
