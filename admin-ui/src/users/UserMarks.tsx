import ActiveIcon from '@mui/icons-material/CheckCircleOutlined';
import InactiveIcon from '@mui/icons-material/DoNotDisturbOnOutlined';
import FactorIcon from '@mui/icons-material/PhonelinkLockOutlined';
import AdminIcon from '@mui/icons-material/ShieldOutlined';
import { useTranslate } from 'react-admin';
import { Mark } from '../shared/Mark';
import type { User } from './user';

export const StatusMark = ({ user }: { user: User }) => {
  const translate = useTranslate();
  const status = user.is_active ? 'active' : 'inactive';
  return (
    <Mark tone={user.is_active ? 'good' : 'unknown'} icon={user.is_active ? ActiveIcon : InactiveIcon}>
      {translate(`resources.users.status.${status}`)}
    </Mark>
  );
};

/** Administrators stand out; the plain role is plain text. */
export const RoleMark = ({ user }: { user: User }) => {
  const translate = useTranslate();
  const role = translate(`resources.users.role.${user.role}`);
  if (user.role !== 'admin') return <>{role}</>;
  return (
    <Mark tone="accent" icon={AdminIcon}>
      {role}
    </Mark>
  );
};

/** Who has one stands out; there is nothing to see of who has none. */
export const SecondFactorMark = ({ user }: { user: User }) => {
  const translate = useTranslate();
  const words = translate(`resources.users.second_factor.${user.second_factor ? 'on' : 'off'}`);
  if (!user.second_factor) return <>{words}</>;
  return (
    <Mark tone="good" icon={FactorIcon}>
      {words}
    </Mark>
  );
};
