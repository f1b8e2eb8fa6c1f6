import type { Grade, JobState, Severity, Status, TenantState } from '../api/types.js';
import { words } from '../words/index.js';
import { el } from './dom.js';
import { icon, type IconName } from './icons.js';

type Role = 'good' | 'warn' | 'bad' | 'unknown' | 'accent';

const gradeRoles: Record<Grade, Role> = { A: 'good', B: 'good', C: 'warn', D: 'warn', E: 'bad', F: 'bad' };

/** Which colour a grade has; never its only sign. */
export function gradeRole(grade: Grade | null): Role {
  return grade === null ? 'unknown' : gradeRoles[grade];
}

/**
 * A grade: its letter in a square of its colour, and its word.
 * @param size `large` for the head of a page; `letter` keeps the word for screen readers and the pointer
 */
export function gradeBadge(grade: Grade | null, size: 'normal' | 'large' | 'letter' = 'normal'): HTMLElement {
  const word = grade === null ? words.grades.none : words.grades[grade];
  const letter = el(
    'span',
    { class: `grade-letter role-${gradeRole(grade)}`, 'aria-hidden': 'true' },
    grade ?? '–',
  );
  const full = grade === null ? word : words.grades.label(grade, word);
  return el(
    'span',
    { class: size === 'letter' ? 'grade' : `grade grade-${size}`, title: size === 'letter' ? full : null },
    letter,
    el('span', { class: 'visually-hidden' }, full),
    size !== 'letter' && el('span', { class: 'grade-word', 'aria-hidden': 'true' }, word),
  );
}

/** A score as a number, said as "87 of 100"; a dash before there is one. */
export function scoreText(score: number | null): HTMLElement {
  if (score === null) {
    return el(
      'span',
      { class: 'score muted' },
      el('span', { 'aria-hidden': 'true' }, '–'),
      el('span', { class: 'visually-hidden' }, words.score.none),
    );
  }
  return el(
    'span',
    { class: 'score' },
    String(score),
    el('span', { class: 'visually-hidden' }, words.score.of),
  );
}

/** A word with a sign, in the colour of its role. */
export function mark(role: Role, sign: IconName, word: string): HTMLElement {
  return el('span', { class: `mark role-${role}` }, icon(sign), el('span', {}, word));
}

const tenantMarks: Record<TenantState, [Role, IconName]> = {
  onboarding: ['accent', 'onboarding'],
  active: ['good', 'check'],
  paused: ['unknown', 'pause'],
};

/** The state of a tenant, as a word with a shape. */
export function tenantStateMark(state: TenantState): HTMLElement {
  return mark(...tenantMarks[state], words.tenantStates[state]);
}

const jobMarks: Record<JobState, [Role, IconName]> = {
  queued: ['unknown', 'jobs'],
  running: ['accent', 'scan'],
  succeeded: ['good', 'check'],
  failed: ['bad', 'warning'],
  cancelled: ['unknown', 'cross'],
};

/** The state of a job, as a word with a shape. */
export function jobStateMark(state: JobState): HTMLElement {
  return mark(...jobMarks[state], words.jobStates[state]);
}

const statusMarks: Record<Status, [Role, IconName]> = {
  pass: ['good', 'check'],
  warn: ['warn', 'warning'],
  fail: ['bad', 'cross'],
  unknown: ['unknown', 'question'],
};

/** What a check said, as a word with a shape. */
export function statusMark(status: Status): HTMLElement {
  return mark(...statusMarks[status], words.statuses[status]);
}

/** How much a check weighs; told in words alone. */
export function severityText(severity: Severity): HTMLElement {
  return el('span', { class: `severity severity-${severity}` }, words.severities[severity]);
}
