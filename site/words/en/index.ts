/**
 * All the words of the site, one file for each area. Plain strings may be asked for by the HTML pages as
 * `{{login.title}}`; what depends on a value is a function.
 */
import { account } from './account.js';
import { activity } from './activity.js';
import { common } from './common.js';
import { door } from './door.js';
import { jobs } from './jobs.js';
import { onboarding } from './onboarding.js';
import { overview } from './overview.js';
import { parts } from './parts.js';
import { password } from './password.js';
import { reauthenticate } from './reauthenticate.js';
import { report } from './report.js';
import { scan } from './scan.js';
import { secondFactor } from './second-factor.js';
import { security } from './security.js';
import { shell } from './shell.js';
import { tenant } from './tenant.js';
import { tenants } from './tenants.js';
import { tokens } from './tokens.js';
import { trouble } from './trouble.js';

export const en = {
  ...common,
  ...door,
  ...trouble,
  ...shell,
  ...parts,
  ...scan,
  ...overview,
  ...tenants,
  ...tenant,
  ...report,
  ...jobs,
  ...onboarding,
  ...account,
  ...password,
  ...reauthenticate,
  ...secondFactor,
  ...security,
  ...tokens,
  ...activity,
};
