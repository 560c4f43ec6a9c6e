/** Reads the recorded histories of tests/traces as ops. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Op } from '../../src/crdt/op.ts';

type Patch = readonly [position: number, deleted: number, inserted: string];

export interface Trace {
  readonly endContent: string;
  readonly txns: readonly {
    readonly parents?: readonly number[];
    readonly agent?: number;
    readonly patches: readonly Patch[];
  }[];
}

/** A case of egwalker-text: `parents` are units, one for each character inserted or deleted. */
export interface Case {
  readonly endContent: string;
  readonly txns: readonly {
    readonly parents: readonly number[];
    readonly agent: string;
    readonly seqStart: number;
    readonly ops: readonly Patch[];
  }[];
}

export function readText(name: string): string {
  const bytes = readFileSync(new URL(`../traces/${name}`, import.meta.url));
  return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

export const readTrace = (name: string): Trace => JSON.parse(readText(`${name}.json.gz`)) as Trace;
export const readCases = (): Case[] => JSON.parse(readText('egwalker-text.json.gz')) as Case[];

export function readLines<T>(name: string): T[] {
  const lines = readText(name).trim().split('\n');
  return lines.map((line) => JSON.parse(line) as T);
}

export function opsOf(patches: readonly Patch[]): Op[] {
  return patches.flatMap(([position, count, text]) => {
    const ops: Op[] = [];
    if (count > 0) ops.push({ kind: 'delete', position, count });
    if (text !== '') ops.push({ kind: 'insert', position, text });
    return ops;
  });
}

/** The same with one delete for each character, so that every one is a unit. */
export function unitOpsOf(patches: readonly Patch[]): Op[] {
  return opsOf(patches).flatMap((op): Op[] =>
    op.kind === 'insert' ? [op] : Array.from({ length: op.count }, () => ({ ...op, count: 1 })),
  );
}
