/**
 * What a relay tells whoever watches over it, as Prometheus text.
 *
 * Counts and sums only: no topic, no address, no name of a device is in them, so whoever may read
 * them learns how busy the relay is and nothing about anybody. Pure; the server takes the figures.
 */
import type { RelayFigures } from './relay.ts';

/** Why a websocket was not taken. */
export type Refused = 'address' | 'full' | 'origin';

export interface Figures {
  readonly relay: RelayFigures;
  readonly sockets: number;
  readonly refused: Readonly<Record<Refused, number>>;
  /** HTTP answers, by the first digit of their status. */
  readonly answers: Readonly<Record<string, number>>;
  readonly ready: boolean;
  /** '' when nothing is served, or what is served does not say. */
  readonly build: string;
  /** Seconds since 1970. */
  readonly startedAt: number;
  readonly memoryBytes: number;
  readonly cpuSeconds: number;
}

export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

type Kind = 'gauge' | 'counter';

const metric = (name: string, kind: Kind, help: string, samples: readonly string[]): string =>
  [`# HELP ${name} ${help}`, `# TYPE ${name} ${kind}`, ...samples, ''].join('\n');

const plain = (name: string, kind: Kind, help: string, value: number): string =>
  metric(name, kind, help, [`${name} ${value}`]);

const labelled = (
  name: string,
  kind: Kind,
  help: string,
  label: string,
  values: Readonly<Record<string, number>>,
): string =>
  metric(
    name,
    kind,
    help,
    Object.entries(values).map(([key, value]) => `${name}{${label}="${key}"} ${value}`),
  );

/** All of it; ends with a line break, as Prometheus wants it. */
export function metricsText({ relay, ...process }: Figures): string {
  return [
    labelled('parley_build_info', 'gauge', 'The build that is served.', 'build', {
      [process.build]: 1,
    }),
    plain('parley_ready', 'gauge', 'Whether the relay takes connections.', Number(process.ready)),
    plain('parley_connections', 'gauge', 'Devices connected.', relay.connections),
    plain('parley_sockets', 'gauge', 'Websockets open, greeted or not.', process.sockets),
    labelled(
      'parley_sockets_refused_total',
      'counter',
      'Websockets not taken.',
      'reason',
      process.refused,
    ),
    plain('parley_reservations', 'gauge', 'Devices that others can call.', relay.reservations),
    plain('parley_circuits', 'gauge', 'Pairs of devices that talk through it.', relay.circuits),
    plain(
      'parley_relayed_bytes_total',
      'counter',
      'Bytes carried between devices.',
      relay.relayedBytes,
    ),
    plain('parley_guests', 'gauge', 'Devices at the meeting point.', relay.guests),
    plain('parley_topics', 'gauge', 'Workspaces and doors that somebody is at.', relay.topics),
    labelled(
      'parley_http_answers_total',
      'counter',
      'HTTP answers by class of status.',
      'status',
      process.answers,
    ),
    plain(
      'process_start_time_seconds',
      'gauge',
      'Start, in seconds since 1970.',
      process.startedAt,
    ),
    plain('process_resident_memory_bytes', 'gauge', 'Memory in use.', process.memoryBytes),
    plain('process_cpu_seconds_total', 'counter', 'Processor time used.', process.cpuSeconds),
  ].join('');
}
