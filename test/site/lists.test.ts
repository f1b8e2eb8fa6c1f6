import { expect } from 'chai';
import { cursorOf, listUrl, totalOf } from '../../site/api/list-query.js';
import {
  isNarrowed,
  listStateText,
  readListState,
  toListQuery,
  type ListSpec,
} from '../../site/app/list-state.js';

const SPEC: ListSpec = {
  sortable: ['name', 'score'],
  sort: { field: 'name', order: 'ASC' },
  filters: { grade: ['', 'A', 'F'] },
};
const read = (text: string) => readListState(new URLSearchParams(text), SPEC);

describe('lists: what the API says of them', () => {
  it('reads the total, when there is one', () => {
    expect(totalOf('tenants 0-24/318')).to.equal(318);
    expect(totalOf('jobs 0-24/*')).to.equal(null);
    expect(totalOf(null)).to.equal(null);
  });

  it('reads the cursor of the page that follows', () => {
    expect(cursorOf('</api/jobs?limit=25&cursor=abc_-9>; rel="next"')).to.equal('abc_-9');
    expect(cursorOf('</api/jobs?cursor=x>; rel="prev"')).to.equal(null);
    expect(cursorOf(null)).to.equal(null);
  });

  it('asks by range, or by cursor with a limit in its place', () => {
    expect(listUrl('/api/jobs', {})).to.equal('/api/jobs');
    const asked = new URL(listUrl('/api/jobs', { range: [0, 24], sort: ['id', 'DESC'] }), 'http://x');
    expect(Object.fromEntries(asked.searchParams)).to.deep.equal({ range: '[0,24]', sort: '["id","DESC"]' });
    const deep = new URL(
      listUrl('/api/jobs', { range: [0, 24], after: { cursor: 'c', limit: 25 } }),
      'http://x',
    );
    expect(Object.fromEntries(deep.searchParams)).to.deep.equal({ cursor: 'c', limit: '25' });
  });
});

describe('lists: their state in the address', () => {
  for (const text of [
    '',
    '?q=acme',
    '?grade=F&sort=-score',
    '?q=a+b&sort=score&page=3',
    '?page=401&cursor=c',
  ]) {
    it(`reads and writes ${text === '' ? 'nothing' : text}`, () => {
      expect(listStateText(read(text), SPEC)).to.equal(text);
    });
  }

  for (const text of [
    '?sort=password',
    '?grade=Z',
    '?page=0',
    '?page=-1',
    '?page=1e3',
    '?cursor=c',
    '?x=y',
    '?q=',
  ]) {
    it(`passes over ${text}`, () => {
      expect(listStateText(read(text), SPEC)).to.equal('');
    });
  }

  it('begins anew on a page that only a cursor would lead to', () => {
    expect(read('?page=401').page).to.equal(1);
    expect(read('?page=400').page).to.equal(400);
  });

  it('knows when a list is narrowed', () => {
    expect(isNarrowed(read('?page=2&sort=score'))).to.equal(false);
    expect(isNarrowed(read('?grade=A'))).to.equal(true);
    expect(isNarrowed(read('?q=a'))).to.equal(true);
  });

  it('becomes a query of the API', () => {
    expect(toListQuery(read('?q=a&grade=F&page=2'))).to.deep.equal({
      sort: ['name', 'ASC'],
      filter: { q: 'a', grade: 'F' },
      range: [25, 49],
    });
    expect(toListQuery(read('?page=401&cursor=c')).after).to.deep.equal({ cursor: 'c', limit: 25 });
  });
});
