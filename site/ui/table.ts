import type { Sort } from '../api/list-query.js';
import { el, type Child } from './dom.js';
import { icon } from './icons.js';

export type { Sort } from '../api/list-query.js';

export interface Column<Row> {
  key: string;
  label: string;
  /** The field that the API sorts by; without it the column cannot be sorted. */
  sort?: string;
  /** Which way it is sorted first; upwards by default. */
  first?: 'DESC';
  /** Figures stand at the right. */
  isNumber?: boolean;
  /** Given up first where it gets narrow (but not on the cards of a phone). */
  isExtra?: boolean;
  /** The column's label is only for screen readers: buttons, for instance. */
  isPlain?: boolean;
  cell: (row: Row) => Child;
}

export interface TableOptions<Row> {
  /** What the table is, for screen readers. */
  caption: string;
  /** The first one names the row. */
  columns: readonly Column<Row>[];
  keyOf: (row: Row) => number;
  onSort?: (sort: Sort) => void;
}

export interface Table<Row> {
  root: HTMLElement;
  show: (rows: readonly Row[], sort: Sort | null) => void;
  /** Writes a row anew, if it is there, without taking away the reader's place in it. */
  setRow: (row: Row) => void;
  has: (key: number) => boolean;
}

const arrows = { ASC: 'up', DESC: 'down' } as const;

/** What a press on a column's head asks for. */
export function nextSort<Row>({ sort = '', first }: Column<Row>, current: Sort | null): Sort {
  if (current?.field === sort) return { field: sort, order: current.order === 'ASC' ? 'DESC' : 'ASC' };
  return { field: sort, order: first ?? 'ASC' };
}

const classOf = <Row>({ isNumber, isExtra, key }: Column<Row>): string =>
  [`col-${key}`, isNumber && 'is-number', isExtra && 'is-extra'].filter(Boolean).join(' ');

/** A column's head. @returns what shows the present order in it */
function headCell<Row>(column: Column<Row>, onSort: TableOptions<Row>['onSort']) {
  const label = el('span', { class: column.isPlain ? 'visually-hidden' : null }, column.label);
  // The roles are the elements' own. They are written because a phone's cards take `display: table` away.
  const head = el('th', { class: classOf(column), scope: 'col', role: 'columnheader' });
  let current: Sort | null = null;
  const sign = el('span', { class: 'sort-sign' });
  if (column.sort === undefined || onSort === undefined) head.append(label);
  else {
    const press = () => onSort(nextSort(column, current));
    head.append(el('button', { class: 'sort-button', type: 'button', onclick: press }, label, sign));
  }
  const update = (sort: Sort | null) => {
    current = sort;
    if (column.sort === undefined || onSort === undefined) return;
    const isMine = sort?.field === column.sort;
    const order = sort?.order === 'DESC' ? 'descending' : 'ascending';
    head.setAttribute('aria-sort', isMine ? order : 'none');
    sign.replaceChildren(...(isMine && sort ? [icon(arrows[sort.order])] : []));
  };
  return { head, update };
}

/** A click anywhere in a row is one on its link; but not on another control, nor at the end of a selection. */
function openRow(event: MouseEvent): void {
  const { target } = event;
  if (!(target instanceof Element) || target.closest('a, button, summary, input, select, label')) return;
  if (getSelection()?.isCollapsed === false) return;
  const link = target.closest('tr')?.querySelector<HTMLAnchorElement>('a.row-link');
  const { ctrlKey, metaKey, shiftKey } = event;
  link?.dispatchEvent(
    new MouseEvent('click', { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey }),
  );
}

function cells<Row>(columns: readonly Column<Row>[], row: Row): HTMLElement[] {
  return columns.map((column, index) => {
    const attributes = { class: classOf(column), 'data-label': column.isPlain ? '' : column.label };
    const content = column.cell(row);
    return index === 0
      ? el('th', { ...attributes, scope: 'row', role: 'rowheader' }, content)
      : el('td', { ...attributes, role: 'cell' }, content);
  });
}

/** Puts what is new into the row's cells; what says the same, or has the keyboard's place, stays as it is. */
function renew(row: HTMLElement, fresh: HTMLElement[]): void {
  [...row.children].forEach((old, index) => {
    const next = fresh[index];
    if (next && !old.isEqualNode(next) && !old.contains(document.activeElement)) old.replaceWith(next);
  });
}

/** A table; on a phone its rows are cards. A row with an `a.row-link` (see rowLink) opens as a whole. */
export function createTable<Row>({ caption, columns, keyOf, onSort }: TableOptions<Row>): Table<Row> {
  const heads = columns.map((column) => headCell(column, onSort));
  const body = el('tbody', { role: 'rowgroup' });
  const rows = new Map<number, HTMLElement>();
  body.addEventListener('click', openRow);
  const headRow = el('tr', { role: 'row' }, ...heads.map(({ head }) => head));
  const root = el(
    'table',
    { class: 'table', role: 'table' },
    el('caption', { class: 'visually-hidden' }, caption),
    el('thead', { role: 'rowgroup' }, headRow),
    body,
  );
  return {
    root,
    show(list, sort) {
      rows.clear();
      for (const row of list) rows.set(keyOf(row), el('tr', { role: 'row' }, ...cells(columns, row)));
      body.replaceChildren(...rows.values());
      for (const { update } of heads) update(sort);
    },
    setRow(row) {
      const element = rows.get(keyOf(row));
      if (element) renew(element, cells(columns, row));
    },
    has: (key) => rows.has(key),
  };
}

/** The link that a row opens with. */
export function rowLink(href: string, ...content: Child[]): HTMLAnchorElement {
  return el('a', { class: 'row-link', href }, ...content);
}
