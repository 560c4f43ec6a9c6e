/** What one guest of the meeting point, or many strangers, may take of it. */
import type { Connection } from '@libp2p/interface';
import { describe, expect, it } from 'vitest';

import { MAX_MEETING_PEERS, MAX_TOPICS } from '../../src/base/limits.ts';
import { MeetingPoint } from '../../src/node/meeting.ts';
import { OTHER_TOPIC, TOPIC } from '../contract/transport.ts';
import { MeetingLine, nameOf } from '../net/meeting-line.ts';

const connect = (name: string): Connection => ({ remotePeer: name }) as unknown as Connection;

function admit(meeting: MeetingPoint, connection: Connection): MeetingLine {
  const line = new MeetingLine();
  meeting.admit(line.stream, connection);
  return line;
}

describe('the meeting point', () => {
  it('counts what is asked on all lines of one connection together', () => {
    const meeting = new MeetingPoint();
    const watcher = admit(meeting, connect(nameOf(0)));
    watcher.say({ kind: 'meet', topic: TOPIC });
    const connection = connect(nameOf(1));
    for (let round = 0; round < 20 * MAX_TOPICS; round++)
      admit(meeting, connection).say({ kind: 'meet', topic: TOPIC });
    const told = watcher.heard.filter(({ kind }) => kind === 'came').length;
    expect(told).toBeGreaterThanOrEqual(4 * MAX_TOPICS);
    expect(told).toBeLessThan(8 * MAX_TOPICS);
    expect(watcher.closed).toBe(false);
    const afresh = admit(meeting, connect(nameOf(1)));
    afresh.say({ kind: 'meet', topic: OTHER_TOPIC });
    expect(afresh.closed).toBe(false);
  });

  it('keeps room at a door for those who wait, however many seek', () => {
    const meeting = new MeetingPoint();
    const seekers = Array.from({ length: MAX_MEETING_PEERS + 1 }, (_, at) =>
      admit(meeting, connect(nameOf(at))),
    );
    for (const seeker of seekers) seeker.say({ kind: 'seek', topic: TOPIC });
    const full = [{ kind: 'full', topic: TOPIC }];
    expect(seekers.flatMap(({ heard }) => heard)).toEqual(full);
    const member = admit(meeting, connect(nameOf(100)));
    member.say({ kind: 'wait', topic: TOPIC });
    expect(member.heard.map(({ kind }) => kind)).toEqual(
      Array.from({ length: MAX_MEETING_PEERS }, () => 'came'),
    );
  });

  it('has room again when somebody goes', () => {
    const meeting = new MeetingPoint();
    const guests = Array.from({ length: MAX_MEETING_PEERS + 1 }, (_, at) =>
      admit(meeting, connect(nameOf(at))),
    );
    for (const guest of guests) guest.say({ kind: 'meet', topic: TOPIC });
    const [first, last] = [guests[0], guests.at(-1)];
    expect(last?.heard).toEqual([{ kind: 'full', topic: TOPIC }]);
    first?.say({ kind: 'leave', topic: TOPIC });
    last?.say({ kind: 'meet', topic: TOPIC });
    const here = last?.heard.filter(({ kind }) => kind === 'here');
    expect(here?.length).toBe(MAX_MEETING_PEERS - 1);
  });
});
