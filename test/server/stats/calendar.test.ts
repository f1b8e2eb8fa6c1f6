import { expect } from 'chai';
import { dayEdges, hourEdges, isTimeZone, nextFullHour } from '../../../server/core/calendar.js';

const text = (edges: Date[]): string[] => edges.map((edge) => edge.toISOString().slice(0, 16));
const hoursOf = (edges: Date[]): number[] =>
  edges.slice(1).map((edge, n) => (edge.getTime() - edges[n]!.getTime()) / 3_600_000);

describe('The calendar', () => {
  it('knows time zones by their IANA names only', () => {
    for (const name of ['UTC', 'Europe/Berlin', 'Asia/Kolkata', 'Asia/Calcutta', 'Etc/GMT+5', 'EST5EDT']) {
      expect(isTimeZone(name), name).to.equal(true);
    }
    for (const name of [
      '',
      'Nowhere/City',
      '+02:00',
      '-0500',
      'UTC;',
      "UTC'",
      'Europe/Berlin ',
      'a'.repeat(99),
    ]) {
      expect(isTimeZone(name), name).to.equal(false);
    }
  });

  it('divides time into hours, the present one the last', () => {
    expect(text(hourEdges(new Date('2026-03-01T01:59:59.999Z'), 3))).to.deep.equal([
      '2026-02-28T23:00',
      '2026-03-01T00:00',
      '2026-03-01T01:00',
      '2026-03-01T02:00',
    ]);
    expect(text(hourEdges(new Date('2026-03-01T02:00:00.000Z'), 1))).to.deep.equal([
      '2026-03-01T02:00',
      '2026-03-01T03:00',
    ]);
  });

  for (const [what, zone, now, edges, hours] of [
    [
      'clocks go forward',
      'Europe/Berlin',
      '2026-03-29T12:00Z',
      ['2026-03-27T23:00', '2026-03-28T23:00', '2026-03-29T22:00'],
      [24, 23],
    ],
    [
      'clocks go back',
      'Europe/Berlin',
      '2026-10-25T12:00Z',
      ['2026-10-23T22:00', '2026-10-24T22:00', '2026-10-25T23:00'],
      [24, 25],
    ],
    [
      'far west',
      'Pacific/Pago_Pago',
      '2026-06-01T05:00Z',
      ['2026-05-30T11:00', '2026-05-31T11:00', '2026-06-01T11:00'],
      [24, 24],
    ],
    [
      'far east',
      'Pacific/Kiritimati',
      '2026-06-01T12:00Z',
      ['2026-05-31T10:00', '2026-06-01T10:00', '2026-06-02T10:00'],
      [24, 24],
    ],
    [
      'no midnight: clocks go forward then',
      'Africa/Cairo',
      '2026-04-24T12:00Z',
      ['2026-04-22T22:00', '2026-04-23T22:00', '2026-04-24T21:00'],
      [24, 23],
    ],
    [
      'half an hour off',
      'Asia/Kolkata',
      '2026-06-01T18:40Z',
      ['2026-05-31T18:30', '2026-06-01T18:30', '2026-06-02T18:30'],
      [24, 24],
    ],
    [
      'a quarter off',
      'Asia/Kathmandu',
      '2026-06-01T12:00Z',
      ['2026-05-30T18:15', '2026-05-31T18:15', '2026-06-01T18:15'],
      [24, 24],
    ],
    [
      'clocks move by half an hour',
      'Australia/Lord_Howe',
      '2026-04-05T12:00Z',
      ['2026-04-03T13:00', '2026-04-04T13:00', '2026-04-05T13:30'],
      [24, 24.5],
    ],
    [
      'a day that was left out',
      'Pacific/Apia',
      '2011-12-31T00:00Z',
      ['2011-12-30T10:00', '2011-12-30T10:00', '2011-12-31T10:00'],
      [0, 24],
    ],
  ] as [string, string, string, string[], number[]][]) {
    it(`divides time into days: ${what} (${zone})`, () => {
      const found = dayEdges(new Date(now), 2, zone);
      expect(text(found)).to.deep.equal(edges);
      expect(hoursOf(found)).to.deep.equal(hours);
    });
  }

  it('has the present moment in the last day of every zone', () => {
    for (const zone of Intl.supportedValuesOf('timeZone')) {
      for (const now of ['2026-03-29T00:59:00Z', '2026-11-23T23:30:00Z'].map((moment) => new Date(moment))) {
        const [from, to] = dayEdges(now, 1, zone);
        expect(from! <= now && now < to!, `${zone} ${now.toISOString()}`).to.equal(true);
      }
    }
  });

  it('rounds up to full hours', () => {
    expect(nextFullHour(new Date('2026-01-01T18:30:00Z')).toISOString()).to.equal('2026-01-01T19:00:00.000Z');
    expect(nextFullHour(new Date('2026-01-01T18:00:00Z')).toISOString()).to.equal('2026-01-01T18:00:00.000Z');
  });
});
