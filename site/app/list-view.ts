import type { List, ListQuery } from '../api/lists.js';
import { el } from '../ui/dom.js';
import { count } from '../ui/format.js';
import { createPager } from '../ui/pager.js';
import { searchField } from '../ui/search-field.js';
import { selectFilter, type Choice } from '../ui/select-filter.js';
import { createTable, type Column, type Table } from '../ui/table.js';
import { words } from '../words/index.js';
import {
  isDeep,
  isNarrowed,
  listStateText,
  PAGE_SIZE,
  readListState,
  rowsBefore,
  toListQuery,
  type ListSpec,
  type ListState,
} from './list-state.js';
import { go } from './navigate.js';
import type { PageContext } from './page.js';
import { statePanel } from './panels.js';
import { present } from './view.js';

export interface ListViewOptions<Row> {
  caption: string;
  columns: readonly Column<Row>[];
  keyOf: (row: Row) => number;
  load: (query: ListQuery, signal: AbortSignal) => Promise<List<Row>>;
  /** The order at first. */
  sort: ListSpec['sort'];
  /** The search field's label. */
  search: string;
  filters: readonly { name: string; label: string; choices: readonly Choice[] }[];
  /** What stands there while the list has no row at all. */
  empty: () => Node;
}

export interface ListView<Row> {
  root: HTMLElement;
  /** Asks for the page again, quietly. */
  reload: () => void;
  setRow: Table<Row>['setRow'];
  has: Table<Row>['has'];
}

function specOf<Row>({ columns, sort, filters }: ListViewOptions<Row>): ListSpec {
  return {
    sortable: columns.flatMap((column) => column.sort ?? []),
    sort,
    filters: Object.fromEntries(filters.map(({ name, choices }) => [name, choices.map(([value]) => value)])),
  };
}

/** On a phone the heads of the columns are gone; the order is chosen here. */
function sortChoices<Row>(columns: readonly Column<Row>[]): Choice[] {
  return columns.flatMap(({ sort, label }) =>
    sort === undefined
      ? []
      : [[sort, words.table.ascending(label)] as const, [`-${sort}`, words.table.descending(label)] as const],
  );
}

class View<Row> implements ListView<Row> {
  readonly root = el('div', { class: 'list' });
  private readonly results = el('div', { class: 'list-results' });
  private readonly news = el('p', { class: 'visually-hidden', role: 'status' });
  private readonly spec: ListSpec;
  private readonly table: Table<Row>;
  private readonly pager = createPager((step) => this.step(step));
  private readonly search;
  private readonly filters;
  private readonly order;
  private readonly toolbar: HTMLElement;
  private state: ListState;
  private last: List<Row> = { rows: [], total: 0, next: null };
  /** By which cursors deep pages were reached, for the way back. */
  private readonly cursors = new Map<number, string>();
  private loading = new AbortController();

  constructor(
    private readonly context: PageContext,
    private readonly options: ListViewOptions<Row>,
  ) {
    const { columns, caption, keyOf } = options;
    this.spec = specOf(options);
    this.state = readListState(context.query, this.spec);
    this.table = createTable({ caption, columns, keyOf, onSort: (sort) => this.change({ sort }) });
    this.search = searchField(options.search, this.state.q, (q) => this.change({ q }, 'replace'));
    this.filters = options.filters.map(({ name, label, choices }) => ({
      name,
      field: selectFilter(label, choices, this.state.filters[name] ?? '', (value) =>
        this.change({ filters: { ...this.state.filters, [name]: value } }),
      ),
    }));
    this.order = selectFilter(words.table.sortBy, sortChoices(columns), this.orderText(), (text) =>
      this.change({
        sort: { field: text.replace('-', ''), order: text.startsWith('-') ? 'DESC' : 'ASC' },
      }),
    );
    this.order.root.classList.add('filter-order');
    const fields = [this.search, ...this.filters.map(({ field }) => field), this.order];
    this.toolbar = el('div', { class: 'toolbar' }, ...fields.map(({ root }) => root));
    context.onQuery((query) => this.moveTo(readListState(query, this.spec)));
  }

  setRow = (row: Row): void => this.table.setRow(row);
  has = (key: number): boolean => this.table.has(key);
  reload = (): void => this.load();

  /** Loads the first time: its failure is the page's. */
  async start(): Promise<void> {
    this.show(await this.ask(this.context.signal));
  }

  private orderText(): string {
    const { field, order } = this.state.sort;
    return order === 'DESC' ? `-${field}` : field;
  }

  private ask(signal: AbortSignal): Promise<List<Row>> {
    return this.options.load(toListQuery(this.state), signal);
  }

  /** Goes to another state by way of the address; the page then is the first, unless it says otherwise. */
  private change(change: Partial<ListState>, how: 'push' | 'replace' = 'push'): void {
    if (change.page === undefined) this.cursors.clear();
    const state = { ...this.state, page: 1, cursor: null, ...change };
    go(location.pathname + listStateText(state, this.spec), how);
  }

  private moveTo(state: ListState): void {
    this.state = state;
    this.search.set(state.q);
    this.order.set(this.orderText());
    for (const { name, field } of this.filters) field.set(state.filters[name] ?? '');
    this.load();
  }

  private load(): void {
    this.loading.abort();
    this.loading = new AbortController();
    const signal = AbortSignal.any([this.context.signal, this.loading.signal]);
    const busy = setTimeout(() => this.results.classList.add('is-loading'), 300);
    void present({
      host: this.results,
      signal,
      skeleton: () => el('div'),
      load: () => this.ask(signal),
      show: (list) => {
        this.show(list);
        this.news.textContent = words.search.results(count(list.total ?? list.rows.length));
      },
    }).finally(() => {
      clearTimeout(busy);
      this.results.classList.remove('is-loading');
    });
  }

  private show(list: List<Row>): void {
    this.last = list;
    const { rows, total } = list;
    const isPastEnd = rows.length === 0 && this.state.page > 1;
    if (isPastEnd) {
      const lastPage = Math.max(1, Math.ceil((total ?? 0) / PAGE_SIZE));
      // Rows were deleted, or the address is an old one.
      if (lastPage < this.state.page) return this.change({ page: lastPage }, 'replace');
    }
    if (rows.length === 0 && !isNarrowed(this.state)) return this.root.replaceChildren(this.options.empty());
    if (this.root.firstChild !== this.toolbar) {
      this.root.replaceChildren(this.toolbar, this.results, this.news);
    }
    if (rows.length === 0) return this.results.replaceChildren(this.nothing());
    this.table.show(rows, this.state.sort);
    this.updatePager(list);
    if (!this.results.contains(this.table.root)) {
      this.results.replaceChildren(
        el('div', { class: 'panel table-panel' }, this.table.root),
        this.pager.root,
      );
    }
  }

  private updatePager({ rows, total, next }: List<Row>): void {
    const { page } = this.state;
    this.pager.update({
      before: rowsBefore(page),
      rows: rows.length,
      total,
      hasNext: next !== null || (total !== null && rowsBefore(page) + rows.length < total),
      hasPrevious: page > 1 && (!isDeep(page - 1) || this.cursors.has(page - 1)),
    });
  }

  private step(step: 'first' | 'previous' | 'next'): void {
    const page = { first: 1, previous: this.state.page - 1, next: this.state.page + 1 }[step];
    if (step === 'next' && this.last.next !== null) this.cursors.set(page, this.last.next);
    this.change({ page, cursor: isDeep(page) ? (this.cursors.get(page) ?? null) : null });
    scrollTo(0, 0);
  }

  private nothing(): HTMLElement {
    const reset = () => {
      this.change({ q: '', filters: {} });
      this.root.querySelector('input')?.focus();
    };
    return statePanel(
      'search',
      words.search.nothingTitle,
      el('p', {}, words.search.nothingText),
      el('button', { class: 'button', type: 'button', onclick: reset }, words.search.reset),
    );
  }
}

/**
 * A list with search, filters, sorting and paging, whose state stands in the address: Back and links lead to it
 * again. Resolves when the first page has been loaded.
 */
export async function listView<Row>(
  context: PageContext,
  options: ListViewOptions<Row>,
): Promise<ListView<Row>> {
  const view = new View(context, options);
  await view.start();
  return view;
}
