import { expect, test } from 'vitest';
import { type Evidence, judge, ledgerKey, type LedgerEntry, screenKey } from './judge.ts';
import { isClean, rowsOf } from './report.ts';
import type { Promised } from './traffic.ts';

const SHOP = '5511990000001';
const RITA = '5511970000001';
const line: Promised['line'] = {
  name: 'L1',
  session: { sessionId: 'ses_1', number: SHOP, account: { id: 'a', token: 't' } },
  people: [RITA],
  peer: RITA,
  isGroup: false,
  conversationId: 'conv_1',
};
const common = { line, messageId: null, sha256: null, fault: 'a fault' };
const asked = [1, 2, 3].map(
  (place): Promised => ({
    ...common,
    way: 'in',
    from: RITA,
    place,
    text: `P${place}`,
    whatsappId: `IN${place}`,
  }),
);
const answered = [1, 2, 3].map(
  (place): Promised => ({
    ...common,
    way: 'out',
    from: '',
    place,
    text: `R${place}`,
    whatsappId: `OUT${place}`,
    messageId: `msg_${place}`,
  }),
);
const promised = [...asked, ...answered];
const at = (second: number): LedgerEntry => ({
  acknowledged: true,
  handOver: second,
  acceptedAt: second * 1_000,
  stampedAt: second * 1_000,
});

function swap(list: unknown[]): void {
  [list[0], list[1]] = [list[1], list[0]];
}

/** All went well, but for what is changed. */
function evidence(
  change: (all: {
    ledger: Map<string, LedgerEntry>;
    order: string[];
    thread: { text: string; whatsappId: string; status: string; retryable: boolean; file: string | null }[];
    screen: { text: string; sha256: string | null }[];
    swallowed: Set<string>;
  }) => void = () => {},
): Evidence {
  const all = {
    ledger: new Map(asked.map(({ whatsappId, place }) => [ledgerKey(RITA, whatsappId), at(place)])),
    order: answered.map(({ whatsappId }) => whatsappId),
    thread: promised.map(({ text, whatsappId, way }) => ({
      text,
      whatsappId,
      status: way === 'in' ? 'received' : 'delivered',
      retryable: false,
      file: null,
    })),
    screen: answered.map(({ text }) => ({ text, sha256: null })),
    swallowed: new Set<string>(),
  };
  change(all);
  return {
    ledger: all.ledger,
    sentOrder: new Map([[SHOP, all.order]]),
    threads: new Map([['conv_1', all.thread]]),
    screens: new Map([[screenKey(RITA, SHOP), all.screen]]),
    sentAgain: new Set(),
    swallowed: all.swallowed,
  };
}

function flaws(found: Evidence): string[] {
  return judge(promised, found).map(({ flaw, message }) => `${flaw}: ${message.text}`);
}

test('where all went well, nothing is found', () => {
  expect(judge(promised, evidence())).toEqual([]);
});

test('what was taken and is not there is lost, on either way', () => {
  expect(flaws(evidence(({ thread }) => thread.splice(1, 1)))).toEqual(['lost: P2']);
  expect(flaws(evidence(({ screen }) => screen.splice(1, 1)))).toEqual(['lost: R2']);
  expect(flaws(evidence(({ thread }) => (thread[5]!.status = 'queued')))).toEqual(['lost: R3']);
  expect(flaws(evidence(({ ledger }) => ledger.delete(ledgerKey(RITA, 'IN1'))))).toEqual(['lost: P1']);
  const unacknowledged = evidence(({ ledger }) =>
    ledger.set(ledgerKey(RITA, 'IN3'), { ...at(3), acknowledged: false }),
  );
  expect(flaws(unacknowledged)).toEqual(['lost: P3']);
});

test('a file that is not the one that was sent is lost', () => {
  const withFile = [{ ...asked[0]!, sha256: 'abc' }];
  const found = judge(
    withFile,
    evidence(({ thread }) => (thread[0]!.file = 'pending')),
  );
  expect(found).toMatchObject([{ flaw: 'lost', because: 'its file: pending' }]);
  expect(
    judge(
      withFile,
      evidence(({ thread }) => (thread[0]!.file = 'abc')),
    ),
  ).toEqual([]);
});

test('what is there twice is doubled, on either way', () => {
  expect(flaws(evidence(({ thread }) => thread.push(thread[0]!)))).toContain('doubled: P1');
  expect(flaws(evidence(({ screen }) => screen.push(screen[0]!)))).toEqual(['doubled: R1']);
});

test('what stands before an earlier message is out of order, unless the network did it', () => {
  expect(flaws(evidence(({ thread }) => swap(thread)))).toEqual(['out of order: P2']);
  expect(flaws(evidence(({ order }) => swap(order)))).toEqual(['out of order: R2']);
  const lostAtFirst = evidence(({ order, swallowed }) => {
    swap(order);
    swallowed.add('OUT1');
  });
  expect(flaws(lostAtFirst)).toEqual([]);
  const handedOverLate = evidence(({ thread, ledger }) => {
    swap(thread);
    ledger.set(ledgerKey(RITA, 'IN1'), { ...at(1), handOver: 9 });
  });
  expect(flaws(handedOverLate)).toEqual([]);
  const dated = evidence(({ thread, ledger }) => {
    swap(thread);
    ledger.set(ledgerKey(RITA, 'IN2'), { ...at(2), stampedAt: -5_000 });
  });
  expect(flaws(dated)).toEqual([]);
});

test('a message that failed for good, and says so, is no promise broken', () => {
  const refused = evidence(({ thread, screen }) => {
    thread[4]!.status = 'failed';
    screen.splice(1, 1);
  });
  expect(flaws(refused)).toEqual([]);
});

test('a flaw is counted with the fault in whose time its message was written, and the run is not clean', () => {
  const findings = judge(
    promised,
    evidence(({ screen }) => screen.splice(0, 2)),
  );
  const report = {
    seed: 1,
    seconds: 1,
    repeated: 0,
    skipped: [],
    rounds: [{ promised, struck: ['a fault', 'a fault'], findings, differences: [], sentAgain: 0 }],
  };
  expect(rowsOf(report)).toEqual([
    { fault: 'a fault', times: 2, in: 3, out: 3, lost: 2, doubled: 0, outOfOrder: 0 },
  ]);
  expect(isClean(report)).toBe(false);
  expect(isClean({ ...report, rounds: [{ ...report.rounds[0]!, findings: [] }] })).toBe(true);
});
