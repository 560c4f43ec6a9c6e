/**
 * What the store in a SQLite file asks of it, in SQL.
 *
 * Runs are listed by their keys, which the index holds whole, and then read one by one: so a record that
 * is damaged costs itself alone.
 */
import {
  MAX_BATCH_RUNS,
  MAX_CACHE_BYTES,
  MAX_EVIDENCE_BYTES,
  MAX_GENESIS_BYTES,
  MAX_SETTING_CHARS,
  PIECE_BYTES,
} from '../base/limits.ts';

/** A hostile file may hold a value of a gigabyte: it is not read at all. */
const bounded = (column: string, most: number): string =>
  `CASE WHEN length(${column}) <= ${most} THEN ${column} END AS ${column}`;

export const SQL = {
  numbers: 'SELECT number FROM workspaces ORDER BY number',
  number: 'SELECT number FROM workspaces WHERE id = ?',
  workspace: `SELECT id, ${bounded('genesis', MAX_GENESIS_BYTES)}, ${bounded('title', MAX_SETTING_CHARS)},
      ${bounded('name', MAX_SETTING_CHARS)}, ${bounded('publicKey', 32)}, ${bounded('seed', 32)}, openedAt,
      ${bounded('place', MAX_SETTING_CHARS)}, place IS NOT NULL AS hasPlace
    FROM workspaces WHERE number = ?`,
  create: `INSERT INTO workspaces (id, genesis, title, name, publicKey, seed, openedAt, place)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  update: 'UPDATE workspaces SET title = ?, name = ?, openedAt = ?, place = ? WHERE number = ?',
  keys: `SELECT rowid, chain, agent, start, branch, finish FROM runs
    WHERE workspace = ? AND (chain, agent, start, branch, finish) > (?, ?, ?, ?, ?)
    ORDER BY chain, agent, start, branch, finish LIMIT ${MAX_BATCH_RUNS}`,
  run: `SELECT workspace, chain, agent, start, branch, finish, kind, ${bounded('bytes', MAX_EVIDENCE_BYTES)}
    FROM runs WHERE rowid = ?`,
  sameStart: `SELECT rowid, chain, agent, start, branch, finish FROM runs
    WHERE workspace = ? AND chain = ? AND agent = ? AND start = ? AND branch = ?`,
  putRun: `INSERT OR REPLACE INTO runs (workspace, chain, agent, start, branch, finish, kind, bytes)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  dropRun: `DELETE FROM runs
    WHERE workspace = ? AND chain = ? AND agent = ? AND start = ? AND branch = ? AND finish = ?`,
  documents: 'SELECT document FROM caches WHERE workspace = ? ORDER BY document',
  cache: `SELECT ${bounded('bytes', MAX_CACHE_BYTES)} FROM caches WHERE workspace = ? AND document = ?`,
  putCache: 'INSERT OR REPLACE INTO caches (workspace, document, bytes) VALUES (?, ?, ?)',
  setting: `SELECT ${bounded('value', MAX_SETTING_CHARS)} FROM settings WHERE name = ?`,
  putSetting: 'INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)',
  dropWorkspace: 'DELETE FROM workspaces WHERE number = ?',
  dropRuns: 'DELETE FROM runs WHERE workspace = ?',
  hasPiece: 'SELECT 1 FROM pieces WHERE workspace = ? AND name = ?',
  piece: `SELECT ${bounded('bytes', PIECE_BYTES)} FROM pieces WHERE workspace = ? AND name = ?`,
  pieceNames: 'SELECT name FROM pieces WHERE workspace = ?',
  putPiece: 'INSERT OR REPLACE INTO pieces (workspace, name, bytes) VALUES (?, ?, ?)',
  dropPieces: 'DELETE FROM pieces WHERE workspace = ?',
  dropCaches: 'DELETE FROM caches WHERE workspace = ?',
} as const;
