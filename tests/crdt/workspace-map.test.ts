import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex, utf8 } from '../../src/base/bytes.ts';
import type { AgentId, DocumentId, EventId } from '../../src/base/ids.ts';
import {
  MAX_SPANS,
  MAX_VERSION_HEADS,
  MAX_VERSIONS,
  MAX_IMAGE_BYTES,
  PIECE_BYTES,
} from '../../src/base/limits.ts';
import { encodeManifest } from '../../src/wire/image.ts';
import { manifestIn, setImage } from '../../src/crdt/image-row.ts';
import { manifestOf } from '../../src/wire/piece.ts';
import { Registers } from '../../src/crdt/registers.ts';
import {
  documentEntries,
  FIELD,
  isValidWrite,
  setDeleted,
  setPlace,
  setTaken,
  setTitle,
  announced,
  setVersion,
  versionEntries,
  workspaceTitle,
} from '../../src/crdt/workspace-map.ts';
import {
  agentRow,
  imageRow,
  newVersionRow,
  WORKSPACE_MAP,
  type RowId,
} from '../../src/wire/document.ts';
import type { SetOp } from '../../src/wire/op.ts';
import { allOrders, unrelated } from './orders.ts';

const rowOf = (n: number, type = 1): RowId =>
  (`0${type}` + n.toString(16).padStart(30, '0')) as DocumentId;
const ROW = rowOf(1);
const set = (row: RowId, field: number, value: Uint8Array): SetOp => ({
  kind: 'set',
  row,
  field,
  value,
});
const isValid = (field: number, value: Uint8Array | string, row = ROW): boolean =>
  isValidWrite(set(row, field, typeof value === 'string' ? utf8(value) : value));

/** As the history applies them: a write that its schema refuses is never offered. */
function mapAfter(ops: readonly (readonly [SetOp, number])[]): Registers {
  const registers = new Registers();
  for (const [op, globalSeq] of ops) {
    const event = globalSeq.toString(16).padStart(64, '0') as EventId;
    if (isValidWrite(op)) registers.offer(op.row, op.field, { value: op.value, globalSeq, event });
  }
  return registers;
}

describe('a write', () => {
  it('made here is one that its schema lets in', () => {
    const made = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 100 }).map((title) => setTitle(ROW, title)),
      fc.string({ unit: 'binary', maxLength: 100 }).map((title) => setTitle(WORKSPACE_MAP, title)),
      fc.stringMatching(/^[0-9A-Za-z]{0,127}[1-9A-Za-z]$/).map((place) => setPlace(ROW, place)),
      fc.boolean().map((deleted) => setDeleted(ROW, deleted)),
    );
    fc.assert(fc.property(made, isValidWrite), { numRuns: 300 });
  });

  it('A22 of a title is UTF-8 of at most 400 bytes', () => {
    expect(isValid(FIELD.title, '')).toBe(true);
    expect(isValid(FIELD.title, 'é'.repeat(200))).toBe(true);
    expect(isValid(FIELD.title, 'é'.repeat(200) + 'x')).toBe(false);
    for (const bad of [[0xff], [0xed, 0xa0, 0x80], [0xc0, 0x80], [0xe2, 0x82]])
      expect(isValid(FIELD.title, Uint8Array.from(bad))).toBe(false);
  });

  it('of a place is 1 to 128 letters and digits, the last of them not 0', () => {
    for (const place of ['1', 'a01', 'Zz9', 'x'.repeat(128)])
      expect(isValid(FIELD.place, place)).toBe(true);
    for (const place of ['', ' ', '0', 'a0', 'a b', 'a\n', '-', 'é', 'x'.repeat(129), '\0'])
      expect(isValid(FIELD.place, place)).toBe(false);
    expect(isValid(FIELD.place, Uint8Array.of(0xff))).toBe(false);
  });

  it('of deleted is one byte, 0 or 1', () => {
    for (const byte of [0, 1]) expect(isValid(FIELD.deleted, Uint8Array.of(byte))).toBe(true);
    for (const bad of [[], [2], [255], [1, 0], [0, 0]])
      expect(isValid(FIELD.deleted, Uint8Array.from(bad))).toBe(false);
  });

  it('of an unknown field, or in a row of no text or table, is none', () => {
    for (const field of [3, 4, 255]) expect(isValid(field, 'x')).toBe(false);
    for (const row of [rowOf(1, 0), rowOf(1, 3), `ff${'00'.repeat(15)}` as RowId])
      for (const field of [0, 1, 2, 3]) expect(isValid(field, Uint8Array.of(1), row)).toBe(false);
  });

  it('M5 of an agent is only which of its seqs were taken back, in their one form', () => {
    const row = agentRow('ab'.repeat(32) as AgentId);
    expect(setTaken(row, [{ from: 0, to: 3 }]).value).toEqual(Uint8Array.of(1, 0, 3));
    expect(isValidWrite(setTaken(row, []))).toBe(true);
    const many = Array.from({ length: MAX_SPANS }, (_, i) => ({ from: 2 * i, to: 2 * i + 1 }));
    expect(isValidWrite(setTaken(row, many))).toBe(true);
    expect(isValidWrite(setTaken(row, [...many, { from: 900, to: 901 }]))).toBe(false);
    for (const bad of [[], [1], [1, 0, 0], [2, 0, 1, 0, 1], [0, 0], [129, 0]])
      expect(isValid(0, Uint8Array.from(bad), row)).toBe(false);
    for (const field of [1, 2, 3]) expect(isValid(field, Uint8Array.of(0), row)).toBe(false);
    expect(isValid(0, Uint8Array.of(1, 0, 128, 148, 235, 220, 3), row)).toBe(true);
    expect(isValid(0, Uint8Array.of(1, 1, 128, 148, 235, 220, 3), row)).toBe(false);
    expect(documentEntries(mapAfter([[setTaken(row, []), 1]]))).toEqual([]);
  });

  it('T17 of a named version is its document, name and newest events in their one form, or nothing', () => {
    const row = newVersionRow(new Uint8Array(15).fill(7));
    const id = (n: number): EventId => n.toString(16).padStart(64, '0') as EventId;
    const version = { document: ROW, name: 'Draft', heads: [id(1), id(2)] };
    const most = Array.from({ length: MAX_VERSION_HEADS }, (_, i) => id(i));
    expect(isValidWrite(setVersion(row, version))).toBe(true);
    expect(isValidWrite(setVersion(row, null))).toBe(true);
    expect(isValidWrite(setVersion(row, { ...version, heads: most }))).toBe(true);
    for (const bad of [
      { ...version, heads: [] },
      { ...version, heads: [id(2), id(1)] },
      { ...version, heads: [id(1), id(1)] },
      { ...version, heads: [...most, id(99)] },
      { ...version, name: 'x'.repeat(401) },
      { ...version, document: WORKSPACE_MAP },
      { ...version, document: rowOf(1, 7) },
    ])
      expect(isValidWrite(setVersion(row, bad))).toBe(false);
    expect(isValid(0, Uint8Array.of(0), row)).toBe(false);
    expect(isValid(1, setVersion(row, version).value, row)).toBe(false);
    const map = mapAfter([[setVersion(row, version), 1]]);
    expect(documentEntries(map)).toEqual([]);
    expect(versionEntries(map, ROW)).toEqual([{ ...version, row, event: id(1) }]);
  });

  it('I1 of an image is how long it is and the hashes of its pieces, in the row that follows from that', () => {
    const manifest = manifestOf(new Uint8Array(MAX_IMAGE_BYTES));
    const encoded = encodeManifest(manifest);
    const write = setImage(encoded);
    expect(isValidWrite(write)).toBe(true);
    expect(announced(write)).toBe(MAX_IMAGE_BYTES);
    expect(announced(setImage(encodeManifest(manifestOf(new Uint8Array(1)))))).toBe(PIECE_BYTES);
    for (const value of [
      encodeManifest({ length: 0, pieces: [] }),
      encodeManifest({ length: 1, pieces: [] }),
      encodeManifest({ ...manifest, length: manifest.length - PIECE_BYTES }),
      encodeManifest({ ...manifest, length: manifest.length + 1 }),
    ])
      expect(isValidWrite(setImage(value))).toBe(false);
    expect(isValidWrite({ ...write, field: 1 })).toBe(false);
    expect(isValidWrite({ ...write, row: imageRow(new Uint8Array(15)) })).toBe(false);
    const map = mapAfter([[write, 1]]);
    expect(documentEntries(map)).toEqual([]);
    expect(manifestIn(map, write.row)).toEqual(manifest);
    expect(manifestIn(map, imageRow(new Uint8Array(15)))).toBe(undefined);
  });

  it('T17 the newest names are listed, and none that was taken out again', () => {
    const rows = Array.from({ length: MAX_VERSIONS + 2 }, (_, i) =>
      newVersionRow(new Uint8Array(15).fill(i & 255).fill(i >> 8, 0, 1)),
    );
    const version = { document: ROW, name: '', heads: ['0'.repeat(64) as EventId] };
    const map = mapAfter([
      ...rows.map((row, i): [SetOp, number] => [
        setVersion(row, { ...version, name: `${i}` }),
        i + 1,
      ]),
      [setVersion(rows.at(-1) as RowId, null), rows.length + 1],
    ]);
    const names = versionEntries(map, ROW).map(({ name }) => name);
    expect(names).toEqual(Array.from({ length: MAX_VERSIONS }, (_, i) => `${MAX_VERSIONS - i}`));
  });

  it('of the workspace itself is only its title', () => {
    expect(isValid(FIELD.title, 'Co-op', WORKSPACE_MAP)).toBe(true);
    expect(isValid(FIELD.place, 'a1', WORKSPACE_MAP)).toBe(false);
    expect(isValid(FIELD.deleted, Uint8Array.of(1), WORKSPACE_MAP)).toBe(false);
  });

  it('M2 that is invalid changes nothing, even with the greatest global seq', () => {
    const bad = fc
      .tuple(
        fc.constantFrom(ROW, WORKSPACE_MAP, rowOf(2), rowOf(3, 0), rowOf(4, 2)),
        fc.nat({ max: 4 }),
        fc.uint8Array({ maxLength: 8 }),
      )
      .map(([row, field, value]) => set(row, field, value))
      .filter((op) => !isValidWrite(op));
    const good: [SetOp, number][] = [
      [setTitle(ROW, 'Minutes'), 1],
      [setPlace(ROW, 'a1'), 2],
      [setTitle(WORKSPACE_MAP, 'Co-op'), 3],
    ];
    const before = mapAfter(good);
    fc.assert(
      fc.property(fc.array(bad, { maxLength: 5 }), (ops) => {
        const after = mapAfter([...good, ...ops.map((op, i): [SetOp, number] => [op, 100 + i])]);
        expect(documentEntries(after)).toEqual(documentEntries(before));
        expect(workspaceTitle(after)).toBe('Co-op');
      }),
      { numRuns: 200 },
    );
  });
});

describe('the list of documents', () => {
  const ops = fc.oneof(
    fc
      .tuple(fc.nat({ max: 3 }), fc.constantFrom('', 'A', 'b', '__proto__'))
      .map(([n, title]) => setTitle(rowOf(n), title)),
    fc
      .tuple(fc.nat({ max: 3 }), fc.constantFrom('a', 'a1', 'Z', '1', '0'))
      .map(([n, place]) => setPlace(rowOf(n), place)),
    fc.tuple(fc.nat({ max: 3 }), fc.boolean()).map(([n, deleted]) => setDeleted(rowOf(n), deleted)),
    fc.constantFrom('X', 'Y').map((title) => setTitle(WORKSPACE_MAP, title)),
  );

  it('is the same in every order of arrival', () => {
    const some = fc.array(fc.tuple(ops, fc.integer({ min: 1, max: 3 })), { maxLength: 5 });
    fc.assert(
      fc.property(some, (list) => {
        const expected = mapAfter(list);
        for (const order of allOrders(unrelated(list.length))) {
          const map = mapAfter(order.flatMap((i) => (list[i] ? [list[i]] : [])));
          expect(documentEntries(map)).toEqual(documentEntries(expected));
          expect(workspaceTitle(map)).toBe(workspaceTitle(expected));
        }
      }),
      { numRuns: 25 },
    );
  });

  it('M3 is in the order of places as bytes, then of ids: a total order', () => {
    const many = fc.array(fc.tuple(ops, fc.nat({ max: 9 })), { maxLength: 30 });
    const key = ({ place, id }: { place: string; id: string }): string =>
      toHex(utf8(place)) + '/' + id;
    fc.assert(
      fc.property(many, (list) => {
        const keys = documentEntries(mapAfter(list)).map(key);
        for (const [i, each] of keys.entries())
          expect(i === 0 || (keys[i - 1] ?? '') < each).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('names a document once anything is known of it, and keeps deleted ones', () => {
    const map = mapAfter([
      [setDeleted(rowOf(1), true), 1],
      [setTitle(rowOf(2), 'Budget'), 1],
      [setPlace(rowOf(3), 'a'), 1],
      [setDeleted(rowOf(3), true), 2],
      [setDeleted(rowOf(3), false), 3],
    ]);
    expect(documentEntries(map)).toEqual([
      { id: rowOf(1), title: '', place: '', deleted: true },
      { id: rowOf(2), title: 'Budget', place: '', deleted: false },
      { id: rowOf(3), title: '', place: 'a', deleted: false },
    ]);
    expect(workspaceTitle(map)).toBeUndefined();
  });
});
