/**
 * What Parley must survive, one row an attack: the rules that stop it, the tests that show it, and
 * what nothing shows yet. `npm run attacks` runs the tests and prints a line a row; docs/THREATS.md
 * has the table.
 *
 * A test is named by its file and the beginning of its title, up to what differs between its cases.
 */
export interface Shown {
  readonly file: string;
  readonly title: string;
}

export interface Row {
  readonly id: string;
  readonly attack: string;
  /** Rules of docs/SPEC.md. */
  readonly rules: readonly string[];
  readonly shown: readonly Shown[];
  /** What is not stopped, or not shown, in plain words. */
  readonly missing?: string;
}

const from =
  (file: string) =>
  (title: string): Shown => ({ file: `tests/${file}`, title });

const authors = from('byzantine/authors.test.ts');
const shapes = from('byzantine/shapes.test.ts');
const sync = from('byzantine/sync.test.ts');
const meaning = from('byzantine/meaning.test.ts');
const doors = from('byzantine/doors.test.ts');
const cluster = from('sim/sim.test.ts');
const intake = from('replica/intake.test.ts');
const handshake = from('replica/handshake.test.ts');
const flood = from('byzantine/shares.test.ts');
const shares = from('replica/shares.test.ts');
const budget = from('replica/budget.test.ts');
const talk = from('replica/sync.test.ts');
const evidence = from('replica/evidence.test.ts');
const torsion = from('base/torsion.both.test.ts');
const vectors = from('base/vectors.both.test.ts');
const codec = from('wire/codec.test.ts');
const layouts = from('wire/layouts.test.ts');
const refusals = from('wire/refusals.test.ts');
const policy = from('crdt/policy.test.ts');
const cut = from('crdt/policy-cut.test.ts');
const mutual = from('crdt/policy-removal.test.ts');
const removal = from('replica/removal.test.ts');
const lacking = from('replica/lacking.test.ts');
const pieces = from('replica/pieces.test.ts');
const images = from('host/images.test.ts');
const takingBack = from('replica/taking-back.test.ts');
const recovery = from('host/recovery.test.ts');
const devices = from('host/devices.test.ts');
const meeting = from('host/meeting.test.ts');
const archive = from('app/archive.test.ts');
const crowd = from('net/crowd.test.ts');
const places = from('net/places.test.ts');
const roundTrip = from('app/round-trip.test.ts');

export const ROWS: readonly Row[] = [
  {
    id: 'A01',
    attack: 'two histories of one agent, shown to all one after the other',
    rules: ['E14', 'V1', 'V2', 'V3'],
    shown: [
      authors('A01 V2 two histories of one agent, one after the other'),
      evidence('A50 agree, seed'),
      evidence('leave what comes before they part, and nothing after it'),
    ],
  },
  {
    id: 'A02',
    attack: 'two histories of one agent, one shown to each half',
    rules: ['E14', 'V2', 'V4'],
    shown: [
      authors('A02 V2 V4 two histories of one agent, one to each half'),
      evidence('give way to evidence for an earlier parting, whoever has it'),
      evidence('V2 make evidence, and no log of both, where one reaches just as far as the other'),
      intake('V3 A02 are reported once by whoever holds one and is shown the other'),
    ],
  },
  {
    id: 'A03',
    attack: 'ten thousand histories of one agent',
    rules: ['V2', 'V4', 'V8'],
    shown: [
      authors('A03 V4 as many histories as it likes, others to everybody'),
      evidence('A03 ten thousand histories cost next to nothing'),
      evidence('count only by their first binary digits'),
      shares('A03 S12 beyond what is held are taken up to another share'),
    ],
  },
  {
    id: 'A04',
    attack: 'a colluder who builds on a second history',
    rules: ['V3', 'V5'],
    shown: [
      authors('A04 V3 a second agent builds on many histories'),
      evidence('writes it himself: all see the same, and removing him ends it'),
      evidence('outside the removal’s cut gives nothing effect that nobody else built on'),
    ],
  },
  {
    id: 'A05',
    attack: 'another content under the id of an honest event',
    rules: ['E3', 'E4'],
    shown: [authors('A05 A51 E4 a body swapped under an honest id is refused')],
  },
  {
    id: 'A06',
    attack: 'an event in another’s name',
    rules: ['E1', 'E4'],
    shown: [authors('A06 E4 what another signed than the author it names is refused')],
  },
  {
    id: 'A07',
    attack: 'a removed member dates back',
    rules: ['P16', 'P17', 'P20'],
    shown: [
      doors('A07 A11 P16 P17 S9 who was removed and goes on, helped by a member'),
      removal('A07 P20 who keeps typing offline is never seen again'),
      from('crdt/policy-invariants.test.ts')('A07 P16 whoever was removed changes nothing'),
      from('crdt/policy-orders.test.ts')('P20 A07 leaves the content that the oracle leaves'),
      evidence('inside what the removal keeps ends equal everywhere'),
    ],
  },
  {
    id: 'A08',
    attack: 'a removed admin lets others in meanwhile',
    rules: ['P16', 'P19'],
    shown: [
      cut('A08 keeps what the removed admin did before, and voids what it did beside it'),
      cut('A08 P19 of whoever admitted somebody leaves what that one did, inside'),
    ],
  },
  {
    id: 'A09',
    attack: 'members who remove each other',
    rules: ['P10', 'P21'],
    shown: [
      mutual('A09 P21 of two, three and four admins by each other at once'),
      mutual('A09 P21 in a ring is undone where its author is removed first'),
      from('crdt/policy-orders.test.ts')('P8 A09 A50 a random policy graph'),
    ],
  },
  {
    id: 'A10',
    attack: 'removed, and let in again meanwhile',
    rules: ['P22'],
    shown: [
      cut('A10 with the removal in its past begins anew, without it does not'),
      cut('A10 by somebody who removed and let in again'),
    ],
  },
  {
    id: 'A11',
    attack: 'goes on as if nothing new had been decided',
    rules: ['E8', 'P17', 'P20'],
    shown: [
      meaning('A11 E8 T3 who goes on from an old version is merged'),
      doors('A07 A11 P16 P17 S9 who was removed and goes on, helped by a member'),
      removal('A11 who stays on old policy with a new page load is never seen'),
    ],
  },
  {
    id: 'A12',
    attack: 'a demoted admin acts meanwhile',
    rules: ['P12', 'P16'],
    shown: [
      cut('A12 P16 voids what the demoted admin did beside it as an admin, and nothing else'),
    ],
  },
  {
    id: 'A13',
    attack: 'a parent that is shown to nobody',
    rules: ['E12', 'S10', 'V7'],
    shown: [
      sync('A13 A37 E12 S8 one honest path is enough'),
      intake('E12 A13 is bounded for each peer, and forgotten with it'),
      budget('A13 S10 cannot make events wait for ever more'),
      evidence('A13 V7 are remembered of a peer up to MAX_LINES'),
    ],
  },
  {
    id: 'A14',
    attack: 'parents that are nothing, or ten thousand',
    rules: ['E6', 'E12'],
    shown: [
      shapes('A14 E6 E12 parents that are nothing wait within bounds'),
      refusals('E6 E10 A14 with more than 16 parents, heads or earlier chains is refused'),
      refusals('A14 with ids out of order, or one twice, is refused'),
    ],
  },
  {
    id: 'A15',
    attack: 'events that name themselves, heights that do not fit',
    rules: ['E3', 'E11'],
    shown: [shapes('A15 A16 E2 E11 seqs that jump, and events that name themselves')],
  },
  {
    id: 'A16',
    attack: 'seqs and numbers that jump',
    rules: ['E2', 'W1'],
    shown: [
      shapes('A15 A16 E2 E11 seqs that jump, and events that name themselves'),
      codec('A16 is refused at 2^53 and anywhere above'),
      refusals('E2 A16 ends at or below the seq cap'),
    ],
  },
  {
    id: 'A17',
    attack: 'times far ahead and far back',
    rules: ['E15'],
    shown: [
      meaning('A17 E15 whatever time is said, the same is shown'),
      refusals('E15 A17 may say any time up to 2^40 seconds either way'),
    ],
  },
  {
    id: 'A18',
    attack: 'a crash, a restored or a copied profile',
    rules: ['K4', 'E2'],
    shown: [cluster('S8 a cluster that loses tabs, channels and time')],
  },
  {
    id: 'A19',
    attack: 'two tabs of one profile',
    rules: ['D1'],
    shown: [
      from('host/workspace.test.ts')('A19 write at once, and one is told what the other left'),
      cluster('S8 a cluster that loses tabs, channels and time'),
    ],
  },
  {
    id: 'A20',
    attack: 'what is too large, nests or bursts',
    rules: ['W3', 'W6', 'W7'],
    shown: [
      shapes('A20 W3 W7 what is too large, bursts or nests'),
      layouts('A20 is refused by its length alone beyond its limit'),
      codec('W3 A20 costs no memory for a length that only claims to be large'),
      from('host/packing.both.test.ts')('W7 A20 leaves a stream that bursts'),
      from('wire/bundle.test.ts')('W3 A20 for what would be too large once it is unfolded'),
    ],
  },
  {
    id: 'A21',
    attack: 'a second encoding of the same',
    rules: ['W2', 'E6', 'E8', 'T6'],
    shown: [
      shapes('A21 W2 E6 E8 T6 a second way to say a thing is refused'),
      layouts('W2 A21 has one encoding'),
    ],
  },
  {
    id: 'A22',
    attack: 'texts that are none, names that mean something to a program',
    rules: ['W4'],
    shown: [
      shapes('A22 W4 M2 texts that are none are refused'),
      codec('W4 A22 with a lone surrogate is never written'),
      from('crdt/registers.test.ts')('A22 rows are names and nothing more'),
    ],
  },
  {
    id: 'A23',
    attack: 'a flood of valid events',
    rules: ['S7', 'S12', 'S13'],
    shown: [
      intake('S7 over a limit drops the peer'),
      flood('A23 S12 S13 a flood of valid events keeps nothing of anybody else from anybody'),
      shares('A23 S12 is kept up to a share, inside a chain too'),
      shares('A23 S12 leaves its author’s policy acts their own share'),
      shares('A23 S13 say one hash, and are silent'),
    ],
  },
  {
    id: 'A24',
    attack: 'a flood of wrong signatures',
    rules: ['S7', 'S10'],
    shown: [
      authors('A24 S7 wrong signatures cost their sender the channel'),
      sync('A24 A47 S10 whoever comes back on ever new channels has one budget'),
      budget('A24 S10 is listened to as its device may waste'),
    ],
  },
  {
    id: 'A25',
    attack: 'many accounts, each within its limits',
    rules: ['S8', 'S12', 'S15'],
    shown: [
      doors('A50 S8 eight honest among seven who misbehave'),
      flood('A25 S12 as many accounts as there are honest ones, each to its share'),
      shares('A25 S12 have together what was meant for its uses'),
      shares('A25 S15 have together a few shares, and each its part of them'),
      from('host/members.test.ts')('A25 P13 goes with all who came through it'),
    ],
  },
  {
    id: 'A26',
    attack: 'what was said is said again in another place',
    rules: ['W5', 'E4'],
    shown: [
      authors('A26 A42 W5 what is replayed elsewhere is refused'),
      from('wire/golden.test.ts')('W5 A26 what is signed and hashed, put together by hand'),
      from('wire/segment.test.ts')('E4 A26 says which agent, chain, seq and id'),
    ],
  },
  {
    id: 'A27',
    attack: 'an invite used twice, by another, or too often',
    rules: ['P3', 'P4', 'P5'],
    shown: [
      doors('A27 A54 P3 P4 P5 nobody comes in on what another said at the door'),
      policy('P4 A27 counts against the uses in its own causal past'),
      policy('P3 A27 changed after it was signed is refused, in every part'),
    ],
  },
  {
    id: 'A28',
    attack: 'an old history for a newcomer',
    rules: ['C5'],
    shown: [
      from('host/liar.test.ts')('A28 C5 the genesis of another workspace is not believed'),
      from('host/liar.test.ts')('A28 C5 the beginning of the right history lets nobody in'),
      from('host/workspace.test.ts')('C3 C5 is joined by a link'),
    ],
  },
  {
    id: 'A29',
    attack: 'signatures on which engines disagree',
    rules: ['K1', 'K2'],
    shown: [torsion('A29 torsion added to R and A'), vectors('K1 A29 A30 A32')],
  },
  {
    id: 'A30',
    attack: 'keys of small or mixed order',
    rules: ['K3'],
    shown: [
      torsion('K3 A30 keys of small or mixed order'),
      policy('K3 A30 a key of small or mixed order'),
    ],
  },
  {
    id: 'A31',
    attack: 'many signatures of one event',
    rules: ['E3', 'E4'],
    shown: [
      torsion('A31 many signatures of one message'),
      authors('A55 A31 E5 whoever is shown which signatures of a history'),
    ],
  },
  {
    id: 'A32',
    attack: 'a signature with S + L',
    rules: ['K1'],
    shown: [vectors('K1 A29 A30 A32')],
  },
  {
    id: 'A33',
    attack: 'claims to hold what nobody holds',
    rules: ['S3'],
    shown: [
      sync('A33 A34 S3 claims of everything, of nothing and of long ago'),
      talk('S3 of everything bring nothing and hide nothing'),
    ],
  },
  {
    id: 'A34',
    attack: 'claims to hold nothing, or what it held long ago',
    rules: ['S3', 'S4', 'S10'],
    shown: [
      sync('A33 A34 S3 claims of everything, of nothing and of long ago'),
      refusals('A34 names each chain end once, in order'),
      budget('A34 A47 S10 is sent bytes within its budget, and the rest later'),
    ],
  },
  {
    id: 'A35',
    attack: 'lying acknowledgements, to have history discarded',
    rules: ['S3'],
    shown: [sync('A33 A34 S3 claims of everything, of nothing and of long ago')],
    missing:
      'discarding, and with it checkpoints; what a peer says it has is shown as what it says',
  },
  {
    id: 'A36',
    attack: 'an invented state without its history',
    rules: ['S3', 'D4'],
    shown: [shapes('A15 A16 E2 E11 seqs that jump, and events that name themselves')],
    missing:
      'states without history are not sent at all yet; then a final checkpoint must prove them',
  },
  {
    id: 'A37',
    attack: 'a peer or relay that passes nothing on',
    rules: ['S8', 'S16'],
    shown: [
      sync('A13 A37 E12 S8 one honest path is enough'),
      lacking('S16 A37 what a peer claims and nobody sends is told after a minute'),
      lacking('S16 whoever claims what does not exist is named alone'),
      lacking('S16 A13 E12 events whose ancestors nobody shows are told of too'),
      from('host/members.test.ts')(
        'A37 who is not here is shown with when something was last heard',
      ),
    ],
  },
  {
    id: 'A38',
    attack: 'a newcomer meets only liars',
    rules: ['C5', 'C7', 'C8'],
    shown: [
      from('net/config.test.ts')('C7 is all that is ever dialled'),
      from('host/workspace.test.ts')('C8 A38 reads the same four words on both'),
    ],
  },
  {
    id: 'A39',
    attack: 'one ciphertext, two contents',
    rules: [],
    shown: [],
    missing: 'encryption of our own; channels are encrypted by Noise or DTLS',
  },
  {
    id: 'A40',
    attack: 'a relay, or whoever knows the topic, acts as a member',
    rules: ['P2', 'P7', 'S4'],
    shown: [authors('A40 P2 S4 who knows the topic and is no member')],
  },
  {
    id: 'A41',
    attack: 'a removed member reads the new secret',
    rules: [],
    shown: [],
    missing:
      'a new topic after a removal: who was removed still finds members, who tell it nothing more',
  },
  {
    id: 'A42',
    attack: 'carets forged, replayed, in floods',
    rules: ['C2', 'S10', 'S11'],
    shown: [
      authors('A26 A42 W5 what is replayed elsewhere is refused'),
      refusals('A42 with a caret is small, and its version is ids in order'),
      budget('A42 S11 are passed on now and then, the newest in the end'),
      budget('A42 S11 are not shown, and nothing is replayed for them'),
      budget('A42 S10 cost their device what is replayed for them, whatever channels they come by'),
    ],
  },
  {
    id: 'A43',
    attack: 'deletes everything, writes at huge positions',
    rules: ['T2', 'T5', 'T11', 'T12'],
    shown: [
      meaning('A43 T2 T5 deleting everything, and far beyond it'),
      meaning('A43 T11 T12 whoever deletes everything again and again is taken back in one action'),
      from('crdt/voids.test.ts')('T11 A43 taken back by changes'),
      takingBack('T11 A43 takes away what they put in'),
      takingBack('T12 brings nothing back twice'),
      takingBack('T12 brings back what several deleted'),
      takingBack('T12 M2 is not kept from it by whoever notes that it was done'),
    ],
  },
  {
    id: 'A44',
    attack: 'values chosen to win ties',
    rules: ['M1'],
    shown: [
      meaning('A44 M1 the greatest value wins among equals alone'),
      from('crdt/registers.test.ts')('A44 a tie goes to the greater value by unsigned bytes'),
    ],
  },
  {
    id: 'A45',
    attack: 'keys chosen to come first among siblings',
    rules: ['T4'],
    shown: [meaning('A45 T4 whoever comes first or last among siblings')],
  },
  {
    id: 'A46',
    attack: 'a text that is a program when it is read',
    rules: ['W4'],
    shown: [from('app/read.browser.test.ts')('hostile text')],
  },
  {
    id: 'A47',
    attack: 'asks for everything again and again',
    rules: ['S4', 'S10'],
    shown: [
      sync('A47 S4 whoever asks again and again is answered four times a second at most'),
      sync('A24 A47 S10 whoever comes back on ever new channels has one budget'),
      budget('A47 S10 is answered as often as its device may ask'),
    ],
  },
  {
    id: 'A48',
    attack: 'a damaged or full database',
    rules: ['D2', 'D3'],
    shown: [
      from('storage/idb-faults.browser.test.ts')('a batch that fails in the middle leaves nothing'),
      from('storage/idb-quota.browser.test.ts')('a batch that does not fit is refused whole'),
      from('wire/cache.test.ts')('A48 that is damaged or cut off anywhere is refused'),
    ],
  },
  {
    id: 'A49',
    attack: 'any bytes, anywhere',
    rules: ['W3'],
    shown: [
      intake('A49 of any bytes never throws and changes nothing'),
      intake('A49 of damaged honest messages never throws'),
      layouts('W3 A49 is never read from random bytes in a second form'),
    ],
  },
  {
    id: 'A50',
    attack: 'random histories in every order, some of them hostile',
    rules: ['S8', 'T3', 'P8'],
    shown: [
      doors('A50 S8 eight honest among seven who misbehave'),
      from('crdt/policy-orders.test.ts')('P8 A09 A50 a random policy graph'),
    ],
  },
  {
    id: 'A51',
    attack: 'a swapped body comes before the honest one',
    rules: ['E4', 'V1'],
    shown: [
      authors('A05 A51 E4 a body swapped under an honest id is refused'),
      intake('E4 A51 is refused, and the honest body is taken in later'),
      evidence('A51 is refused with a body that is not the signed one, and blames nobody'),
    ],
  },
  {
    id: 'A52',
    attack: 'one device let in twice',
    rules: ['P5', 'P10', 'P13'],
    shown: [
      policy('P5 A52 of a device that is a member already is refused'),
      policy('A52 P10 of one device by two members at once makes one member'),
      cut('A52 P13 a removal binds every standing of a key'),
    ],
  },
  {
    id: 'A53',
    attack: 'one event that drags in many chains',
    rules: ['S14'],
    shown: [
      flood('A53 S14 whoever builds on many chains over their share brings in a share of each'),
      shares('A53 S14 is taken in, with what it needs and no more, charged to its author'),
      shares('A53 S14 waits where it needs more than another share'),
      shares('A53 S14 draws as much after a page load as before it'),
    ],
  },
  {
    id: 'A54',
    attack: 'another’s join is passed on',
    rules: ['C1', 'C4', 'P3'],
    shown: [
      handshake('A54 relayed between other transport names is worth nothing'),
      doors('A27 A54 P3 P4 P5 nobody comes in on what another said at the door'),
    ],
  },
  {
    id: 'A55',
    attack: 'a signature shown to one and kept from another',
    rules: ['E4', 'E5'],
    shown: [
      authors('A55 A31 E5 whoever is shown which signatures of a history'),
      refusals('E5 A55 ends at its seal'),
    ],
  },
  {
    id: 'A56',
    attack: 'a stolen backup, without the words',
    rules: ['B1', 'B2'],
    shown: [recovery('B1 A56 is worth nothing to whoever has it without the words')],
  },
  {
    id: 'A57',
    attack: 'a backup that was changed, cut or put together',
    rules: ['B2', 'B3', 'B4'],
    shown: [
      recovery('B2 A57 is refused when anything of it was changed'),
      from('wire/backup.test.ts')('B2 A57 that is cut off anywhere'),
    ],
  },
  {
    id: 'A58',
    attack: 'an old backup is put back, also by somebody who was removed',
    rules: ['B5', 'P16', 'K4'],
    shown: [
      recovery('B5 A58 that is old brings back what was then'),
      recovery('B5 A58 of somebody who was removed since'),
    ],
  },
  {
    id: 'A59',
    attack: 'one recovery kit used in two browsers, or after new words were made',
    rules: ['B4', 'B5', 'P14'],
    shown: [
      recovery('B5 A59 that is used in two browsers'),
      recovery('B5 A59 whose words were made anew'),
    ],
  },
  {
    id: 'A60',
    attack: 'another piece than the one of the image',
    rules: ['I1', 'I4'],
    shown: [
      pieces('A60 whoever sends another piece is dropped, and another one is asked'),
      pieces('A60 a piece that is too short, and one that nobody asked for'),
    ],
  },
  {
    id: 'A61',
    attack: 'pieces that are asked for and never come',
    rules: ['I3', 'I4'],
    shown: [pieces('A61 whoever does not answer is asked for nothing else')],
  },
  {
    id: 'A62',
    attack: 'images that nobody made known, or that nobody has, in floods',
    rules: ['I2', 'I5', 'S12'],
    shown: [
      pieces('A62 is only what a member made known'),
      shares('A62 I2 S12 images that a member makes known count in its share'),
    ],
  },
  {
    id: 'A63',
    attack: 'the same pieces asked for without end',
    rules: ['I5'],
    shown: [
      pieces('A63 whoever asks for more than may be asked at once'),
      pieces('A63 whoever asks for the same again and again'),
    ],
  },
  {
    id: 'A64',
    attack: 'an image that is a program, or unfolds to gigabytes',
    rules: ['I7'],
    shown: [
      images('I7 A64 is only what is small enough'),
      images('A64 that would unfold to more than a page can bear'),
    ],
  },
  {
    id: 'A65',
    attack: 'somebody else has a device’s link, and opens it',
    rules: ['C10', 'C12', 'P14'],
    shown: [devices('A65 C12 whoever else has the link shows other words, and is not added')],
    missing:
      'Whoever compares no words adds a stranger as themselves, until a senior device or admin removes it.',
  },
  {
    id: 'A66',
    attack: 'somebody between a new device and the one that adds it',
    rules: ['C1', 'C11', 'C12'],
    shown: [
      devices('A66 C11 whoever stands between two passes nothing on, and asks under other words'),
    ],
  },
  {
    id: 'A67',
    attack: 'a device’s link used twice, or what was said at one door said again at another',
    rules: ['C10', 'C11', 'P6'],
    shown: [
      devices('C10 is used once'),
      devices('C10 adds one device, however quickly'),
      devices('C10 ends when it is no longer shown'),
      devices('A67 C11 a knock that was heard once is worth nothing on another channel'),
      devices('A67 C11 an invite’s knock is none here'),
    ],
  },
  {
    id: 'A68',
    attack: 'floods at the door where a device is waited for',
    rules: ['C1', 'C12', 'C13'],
    shown: [
      devices('A68 C12 neither strangers in floods nor a full door keep the right one out'),
      meeting('A68 C13 and says more before the answer loses the channel, and asks no more'),
      meeting('A68 C13 and says more in the same breath is not let in'),
      meeting('A68 C13 and knocks on another channel waits there alone'),
    ],
    missing:
      'Whoever has the link can keep the door full for as long as nobody answers them: then a new link has to be made.',
  },
  {
    id: 'A69',
    attack: 'a zip that unfolds to gigabytes, lies about itself, or leads elsewhere',
    rules: ['Z3'],
    shown: [
      archive('Z3 A69 unfolds to no more than its list says'),
      archive('Z3 A69 that says more than is taken in is not unfolded at all'),
      archive('Z3 A69 that was changed anywhere is taken as it is or refused'),
      archive('Z3 A69 whose parley.json says anything at all is refused'),
      archive('Z3 A69 that is deep, long or no JSON is refused'),
      archive('Z3 A69 has paths that only name what they lead to'),
      archive('Z3 A69 has no table that would take more than a grid can bear'),
      archive('Z3 A69 with many threads gives way between two of them'),
      archive('Z3 A69 cost no more than the text is long, and together no more'),
    ],
  },
  {
    id: 'A70',
    attack: 'a zip that says what others never wrote',
    rules: ['Z4'],
    shown: [roundTrip('Z4 A70 is by whoever brings it in, whatever the file says')],
  },
  {
    id: 'A71',
    attack: 'a crowd of strangers who take every place of a tab',
    rules: ['C14'],
    shown: [
      crowd('A71 C14 that is only named at a door keeps neither members nor joiners away'),
      crowd('A71 C14 that fills a door takes no place of a member'),
      crowd('A71 C14 that is named among members and never answers keeps nobody away'),
      places('A71 C14 of members are never taken at doors, nor those at doors by members'),
      places('A71 C14 that those who do not stay take again and again go to whoever has waited'),
    ],
    missing:
      'A relay cannot tell who is honest: 64 names on the topic of the members, or on one side of a door, fill it there until some of them go.',
  },
];
