/**
 * Every bound in the system, with its reason. Numbers that decide what is valid are part of the
 * protocol (SPEC cites them); the others may differ between replicas without splitting them.
 */

// ── Protocol: the same on every replica, or they would disagree what is valid ──────────────────

/** One event, canonical bytes. A pasted chapter fits; a hostile one costs a peer 64 KB, no more. */
export const MAX_EVENT_BYTES = 65_536;
/** Ops in one event. A find-and-replace fits; validation of one event stays under a millisecond. */
export const MAX_EVENT_OPS = 4_096;
/** With more heads than this an author writes a merge event first; keeps ancestry checks bounded. */
export const MAX_PARENTS = 16;
/** Earlier chain ends of the same device that a new chain may continue. */
export const MAX_CONTINUES = 16;
/** Ops of one chain, which ends there (SPEC E2). */
export const MAX_SEQ = 1_000_000_000;
/** Positions, lengths and derived global seqs stay exact integers far below 2^53. */
export const MAX_POSITION = 1_000_000_000;
/**
 * Code points that one delete removes; larger ones are several ops. Where many delete one scattered
 * text at once each op is kept with every piece that it hit, so this bounds what an op costs others;
 * deleting a whole megabyte is 4,096 ops, some 20 KB.
 */
export const MAX_DELETE = 256;
/** Events in one hash segment: bounds what is rehashed to find one id. */
export const MAX_SEGMENT_EVENTS = 256;
/** Bytes after which a hash segment closes. */
export const MAX_SEGMENT_BYTES = 8_192;
/**
 * Events without a seal: bounds what one signature may have to be waited for. Somebody's keys, eight
 * bytes each, come to half of MAX_UNSEALED_BYTES first.
 */
export const MAX_UNSEALED_EVENTS = 4_096;
/** Bytes without a seal. */
export const MAX_UNSEALED_BYTES = 65_536;
/**
 * Histories of one policy chain beside the first that are taken in: policy forks keep their effect,
 * so this is what one cheat's signature may cost everybody.
 */
export const MAX_POLICY_BRANCHES = 64;
/** A register's value. Titles and cells are short; longer text belongs into a text document. */
export const MAX_VALUE_BYTES = 4_096;
/** A person's name, in UTF-8 bytes. */
export const MAX_NAME_BYTES = 120;
/** A document's or workspace's title, in UTF-8 bytes. */
export const MAX_TITLE_BYTES = 400;
/** A cell of a table, in UTF-8 bytes: what a register takes. */
export const MAX_CELL_BYTES = MAX_VALUE_BYTES;
/** What a column of a table offers to choose from: more than that is another table. */
export const MAX_CHOICES = 64;
/** Rows and columns that one file or one paste adds: what a person can look through. */
export const MAX_ROWS_IN = 20_000;
export const MAX_COLUMNS_IN = 200;
/**
 * A piece of an image: small enough that what is typed does not wait long behind it on a slow line, and
 * that no browser keeps its record in a file beside the database.
 */
export const PIECE_BYTES = 61_440;
/** Pieces of one image: their hashes fit into a register. */
export const MAX_PIECES = 120;
/** An image, 7 MB: a photograph as a camera makes it. */
export const MAX_IMAGE_BYTES = PIECE_BYTES * MAX_PIECES;
/** Admissions on one invite. A class, a choir, an office floor. */
export const MAX_INVITE_USES = 1_000;
/** Agents that one part of a removal names: 37 bytes each, so that a part is well below an event's size. */
export const MAX_NAMES = 1_024;
/** Parts of one removal: with MAX_NAMES, sixty thousand page loads of one member, years of them. */
export const MAX_PARTS = 64;
/** Parts of one page load's history that are taken back: each time a few clicks, after more was written. */
export const MAX_SPANS = 64;
/** Events that a named version consists of, each with all below it: so many write at once, and none more. */
export const MAX_VERSION_HEADS = 64;
/** A comment, in UTF-8 bytes: what a register takes. */
export const MAX_COMMENT_BYTES = MAX_VALUE_BYTES;
/** Code points that a comment is about, a page or two: each of their events is looked at once. */
export const MAX_ANCHOR_UNITS = 4_096;
/** Parts of one chain each that these come from, and their chains: together they fit a register. */
export const MAX_ANCHOR_SPANS = 160;
export const MAX_ANCHOR_CHAINS = 32;
/** Admissions that a closing keeps by name; those that it has in its past need none. */
export const MAX_KEPT = 1_024;
/** Canonical genesis. */
export const MAX_GENESIS_BYTES = 2_048;
/** Advisory time may say anything up to the year 36812; display clamps it. */
export const MAX_SECONDS = 2 ** 40;

// ── Messages and peers: what one end spends on the other ───────────────────────────────────────

/** One frame between two peers, and what a packed one unfolds to: 256 KB of columns, one more run. */
export const MAX_FRAME_BYTES = 393_216;
/** Bytes of a bundle's columns before the next one is begun, so that each can be verified alone. */
export const MAX_CHUNK_BYTES = 262_144;
/** Runs in one message. */
export const MAX_CHUNK_RUNS = 4_096;
/**
 * Canonical bytes of all the events in one bundle, whose columns are a tenth of that when somebody
 * typed: a day's typing, stored in one record.
 */
export const MAX_BUNDLE_BYTES = 2_097_152;
/**
 * Canonical bytes of a bundle that is sent: written, and taken in, in one go by whoever has the page
 * open, so an hour's typing, in a fraction of what a person notices.
 */
export const MAX_SENT_BUNDLE = 262_144;
/** A message shorter than this is sent as it is: packing would save less than a packet. */
export const MIN_PACKED_BYTES = 1_024;
/** Width times height of an image that is shown: four bytes each once it is decoded, and no small file may take more. */
export const MAX_PIXELS = 67_108_864;
/** Chain ends in one summary: far more than a workspace's devices that write at once. */
export const MAX_SUMMARY_CHAINS = 4_096;
/** Frames waiting for their signatures to be checked, per peer; beyond it the peer is dropped. */
export const MAX_INBOX_BYTES = 8_388_608;
/** Verified events whose ancestors are missing, and runs that leave a gap, per peer. */
export const MAX_PARKED_BYTES = 4_194_304;
/** What a hold (an IME composition) may keep from the view before it is let in all the same. */
export const MAX_HELD_BYTES = 4_194_304;
/** Peers with an open channel: where more are there, each is connected with some of the others. */
export const MAX_PEERS = 32;
/** Public keys whose verdict is remembered: as many as one summary names agents, about 3 MB. */
export const MAX_CACHED_KEYS = 4_096;
/** Versions of the policy whose answers are remembered: a byte for each policy event below, of each. */
export const MAX_CACHED_POLICIES = 256;
/** Chains of which one peer says more than is here, that are remembered: a person reads a few names. */
export const MAX_LACKING = 64;
/**
 * Chains of which is remembered where a peer's last run of them ended: as many as one summary names,
 * 1.2 MB. Of more, a wrong signature may be our own mistake.
 */
export const MAX_LINES = MAX_SUMMARY_CHAINS;
/** Frames that wait unread while a channel is being proven: a handshake takes four, then somebody types. */
export const MAX_EARLY_FRAMES = 64;
/** Their bytes: the longest frame, and some typing. */
export const MAX_EARLY_BYTES = 524_288;
/** Cursors and names are small; anything larger is not presence. */
export const MAX_PRESENCE_BYTES = 2_048;

/** Histories that nobody needs yet which one peer may add to what is kept: it sends those needed. */
export const MAX_OPEN_BRANCHES = 16;
/**
 * Binary digits that count of the seq where an agent's histories part: a cheat can show 115 times that
 * it was earlier, and each time everybody's texts are laid out anew; a fifth of what came before at most.
 */
export const FORK_DIGITS = 3;
/** A segment that two histories have in common, and of each what a run may hold; below a frame. */
export const MAX_EVIDENCE_BYTES =
  MAX_SEGMENT_BYTES + MAX_EVENT_BYTES + 2 * (MAX_UNSEALED_BYTES + MAX_EVENT_BYTES) + 1_024;

// ── Budgets of one device, over all its channels: spent at once, and flowing back ──────────────

export interface Rate {
  readonly burst: number;
  readonly perSecond: number;
}

/**
 * Bytes of history sent on request, beside twice what is held: so a newcomer, and the same again
 * after a page load that kept nothing, is served as fast as the channel takes it, and a phone that
 * comes back every few seconds asks for what it lacks alone. Flows back faster than people write.
 */
export const SERVED_RATE: Rate = { burst: 16_777_216, perSecond: 65_536 };
/**
 * Summaries answered: a dozen tabs that come back together, several times; then as many as two
 * tabs ask for while asking brings something.
 */
export const ANSWER_RATE: Rate = { burst: 64, perSecond: 1 };
/** Signatures checked in vain: nobody honest passes one on, so a ten-thousandth of a core will do. */
export const WASTED_RATE: Rate = { burst: 256, perSecond: 1 };
/**
 * Bytes of events that wait for ancestors: four times what one channel may keep waiting, then more
 * than thirty people type who are all connected to somebody faster than to us.
 */
export const PARKED_RATE: Rate = { burst: 16_777_216, perSecond: 65_536 };
/** Devices whose budgets are remembered: only a member adds one, by an act that everybody sees. */
export const MAX_BUDGETS = 1_024;
/**
 * Bytes of images' pieces sent because a device asked: what a page with thirty photographs takes, and
 * then as much as a slow line does.
 */
export const PIECES_RATE: Rate = { burst: 134_217_728, perSecond: 131_072 };
/** Pieces that one peer may ask for before it is answered: a quarter of a megabyte on its way. */
export const MAX_ASKED = 4;
/** Between two carets of one channel that are passed on; honest ones come half as often. */
export const CARET_MS = 50;
/**
 * Units that are replayed to place one caret: 2 to 20 ms, a third of a second in the dearest history
 * that somebody hostile writes. So much two people write in seven minutes in which neither pauses.
 */
export const MAX_CARET_UNITS = 4_096;
/**
 * Units replayed to place a device's carets, with what that moves views by: ten carets a second while
 * four hundred units were written side by side. Where nobody writes beside its owner a caret costs none.
 */
export const CARET_RATE: Rate = { burst: 16_384, perSecond: 4_096 };

// ── Shares: what a replica keeps of each member, and no more of it is fetched ──────────────────

/**
 * Content of one member, canonical bytes and what they cost beside: five million keys, years of
 * somebody who does nothing else; and of somebody who floods, what a tab can bear.
 */
export const MAX_SHARE = 134_217_728;
/** Policy of one member, so that whoever wrote too much can still remove and let in: forty thousand acts. */
export const MAX_POLICY_SHARE = 16_777_216;
/**
 * Shares of all together who came through one whom the founder invited: the work of a team, and no more
 * than a gigabyte for an admin who lets in whom it likes.
 */
export const MAX_CIRCLE = 8;
/** Shares that may be kept of one member, where it was given more: what a disk bears, not a tab. */
export const MAX_TIMES = 64;
/** What an event costs in memory beside its bytes: a number in each of three columns, and its id. */
export const EVENT_COST = 16;
/** What a chain costs beside its events: as much as sixteen thousand page loads make of a share. */
export const CHAIN_COST = 8_192;
/** What one run costs at most: up to a seal, and the event that bears it. */
export const MAX_RUN_COST =
  MAX_UNSEALED_BYTES + MAX_EVENT_BYTES + EVENT_COST * MAX_UNSEALED_EVENTS + CHAIN_COST;
/** Members of whom a peer is told that no more of theirs is wanted: gigabytes of shares. */
export const MAX_ENOUGH = 256;

// ── Links and files ───────────────────────────────────────────────────────────────────────────

/** Relays named in one invite: a QR code must stay readable. */
export const MAX_LINK_RELAYS = 3;
export const MAX_RELAY_BYTES = 256;
/** The part of an invite link after `#`. */
export const MAX_LINK_CHARS = 2_048;
/** What a device link shows of a workspace's title, in UTF-8 bytes: a QR code must stay readable. */
export const MAX_SHOWN_TITLE_BYTES = 60;
/** Invites at whose doors a member waits: half of the topics that a relay allows. */
export const MAX_DOORS = 8;
/** Who may wait at the doors for a person's answer at once: more than one reads, and some 4 KB. */
export const MAX_ASKING = 8;
/** A Markdown or text file to import. */
export const MAX_IMPORT_BYTES = 5_242_880;

/** Files in an archive that is brought in: a thousand documents with a dozen images each. */
export const MAX_ARCHIVE_FILES = 16_384;
/** The list of them at the end of a zip: half a kilobyte each. */
export const MAX_ARCHIVE_LIST = 8_388_608;
/** What its files unfold to, as far as they are read: a share, since no more is kept of whoever brings it in. */
export const MAX_ARCHIVE_BYTES = MAX_SHARE;
/** What is in no file of its own, as JSON: a hundred thousand comments; parsed in one go, in a tenth of a second. */
export const MAX_ARCHIVE_INDEX = 16_777_216;
/** Cells of all its tables: each is a write of its own. */
export const MAX_ARCHIVE_CELLS = 1_048_576;

/** A backup that is put back, read in one piece: a share of everybody's text in a tab's memory, twice. */
export const MAX_BACKUP_BYTES = 268_435_456;
/** Bytes of records that are sealed together in a backup, before the next part is begun. */
export const MAX_BACKUP_PART = 1_048_576;
/** Records in one part of a backup: each has some eighty bytes of its own. */
export const MAX_BACKUP_RECORDS = 16_384;

/**
 * Links that one always-on replica is given, by hand or in a file: each workspace is held in memory and
 * has a connection of its own to its relay.
 */
export const MAX_REPLICA_LINKS = 64;

// ── Storage: what one record may hold; a larger one in the database is malformed ───────────────

/** Events of one run: those without a seal, and the one that seals them. */
export const MAX_RUN_EVENTS = MAX_UNSEALED_EVENTS + 1;
/** The bodies of one run: an unsealed stretch, and one last event. */
export const MAX_BODIES_BYTES = MAX_UNSEALED_BYTES + MAX_EVENT_BYTES;
/** One encoded run: its bodies and the envelope. */
export const MAX_RUN_BYTES = MAX_BODIES_BYTES + 256;
/**
 * Columns of a bundle that is stored, before it is packed: browsers keep records above 64 KB in
 * files beside the database, and those do get lost.
 */
export const MAX_STORED_BUNDLE = 61_440;
/** Runs and bytes that reading a workspace hands over at once; a larger run comes alone. */
export const MAX_BATCH_RUNS = 500;
export const MAX_BATCH_BYTES = 2_097_152;
/** A setting's value, or the place where a person left a workspace, in UTF-16 units. */
export const MAX_SETTING_CHARS = 65_536;

// ── Network: what the transport and the relay spend on strangers ───────────────────────────────

/** Topics one tab may be in: a topic and a door for each of a few open workspaces. */
export const MAX_TOPICS = 16;
/** Members that a tab dials; what is left of MAX_PEERS is for those who come later. */
export const MAX_DIALLED = 24;
/** Peers with a channel at the doors of all open workspaces: a class that opens its link at once. */
export const MAX_AT_DOORS = 32;
/** Peers that the relay names to one tab per topic; above MAX_PEERS, so that dead ones don't crowd out live ones. */
export const MAX_MEETING_PEERS = 64;
/** One message to or from the meeting point: a topic, a peer id and a few bytes around them. */
export const MAX_MEET_BYTES = 256;
/** Transport peer id as text: an Ed25519 one has 52 characters. */
export const MAX_PEER_NAME_BYTES = 64;
/** What may wait to be sent to a slow peer before it is dropped. The host stops long before. */
export const MAX_OUTBOX_BYTES = 16_777_216;
/** `config.json`, which names a few relays and ICE servers. */
export const MAX_CONFIG_BYTES = 16_384;
/** Relays, and ICE servers, that one page uses. */
export const MAX_RELAYS = 8;

// ── Merging: what a replay keeps so that no history makes it slow ─────────────────────────────

/** Views of one replay: so many may write on versions far apart before views are moved far. */
export const MAX_VIEWS = 256;
/** States of items in all views of one replay, of four bytes each: 64 MB. */
export const MAX_VIEW_STATES = 16_777_216;

// ── This device's own database ────────────────────────────────────────────────────────────────

/** A cached text with its version: a document far beyond what an editor can show. */
export const MAX_CACHE_BYTES = 134_217_728;
/** How a workspace looked last, as JSON: a thousand documents and members, read before anything is shown. */
export const MAX_LOOK_BYTES = 262_144;

// ── Looking back ──────────────────────────────────────────────────────────────────────────────

/** Sittings that a history is shown in, years of them: where pauses would make more, longer ones do. */
export const MAX_SITTINGS = 1_000;
/** Units of a history that can be walked through: twelve bytes each are kept of them, 100 MB. */
export const MAX_WALKED_UNITS = 8_388_608;
/** Named versions of a document that are listed, the newest: more than a person reads. */
export const MAX_VERSIONS = 200;

// ── Comments ──────────────────────────────────────────────────────────────────────────────────

/** Threads of a document that are listed, and comments of a thread, the newest: what a person can look through. */
export const MAX_THREADS = 200;
export const MAX_COMMENTS = 200;
