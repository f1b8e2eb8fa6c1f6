import { CssBaseline } from '@mui/material';
import type { ReactNode } from 'react';
import { useSession, type Session } from '../providers/session';
import { LateSpinner } from '../shared/LateSpinner';
import { Duty } from './Duty';
import { NotAdministrator } from './NotAdministrator';
import { Reauthentication } from './Reauthentication';
import { SessionEnded } from './SessionEnded';
import { SignInPage } from './SignInPage';
import { Unreachable } from './Unreachable';

function page(session: Session, children: ReactNode): ReactNode {
  switch (session.status) {
    case 'starting':
      return <LateSpinner />;
    case 'unreachable':
      return <Unreachable reason={session.reason} />;
    case 'anonymous':
      return <SignInPage after={session.after} />;
    case 'signed-in':
      if (session.me.must_change_password || session.me.must_add_second_factor) return <Duty />;
      if (session.me.role !== 'admin') return <NotAdministrator name={session.me.username} />;
      return (
        <>
          {children}
          <Reauthentication />
          {session.ended && <SessionEnded name={session.me.username} />}
        </>
      );
  }
}

/**
 * Decides what a visitor sees, before react-admin does anything. The address stays as it is, so that one is
 * on the page one asked for after signing in. Another person gets another tree: nothing is carried over.
 */
export const SessionGate = ({ children }: { children: ReactNode }) => {
  const session = useSession();
  const who = session.status === 'signed-in' ? session.me.id : session.status;
  return (
    <CssBaseline enableColorScheme key={who}>
      {page(session, children)}
    </CssBaseline>
  );
};
