/** Words for making an invite: for whom it is, for how many, for how long; in German. */
import type English from '../en/invite.ts';
import { plural } from './counting.ts';

const usesOf = (n: number): string => plural(n, 'Person', 'Personen');

const invite: typeof English = {
  title: 'Leute einladen',
  role: 'Was sie dürfen',
  roles: { editor: 'bearbeiten', reader: 'lesen' },
  uses: 'Sie gilt für',
  usesOf,
  expires: 'Sie endet',
  expiry: { day: 'nach 24 Stunden', week: 'nach 7 Tagen', never: 'nie' },
  approval: 'Ein Admin lässt jede Person herein',
  approvalHint: 'Du oder ein anderer Admin sieht, wer fragt, und entscheidet.',
  noRelay: 'Für diese Adresse ist kein Relay eingerichtet: Wer den Link öffnet, findet niemanden.',
  make: 'Link erzeugen',
  making: 'Der Link wird erzeugt…',
  link: 'Einladungslink',
  copy: 'Link kopieren',
  copied: 'Kopiert',
  copyFailed:
    'Der Browser hat das Kopieren nicht erlaubt. Wähle den Link aus und kopiere ihn von Hand.',
  share: 'Teilen…',
  qr: 'QR-Code',
  qrLabel: 'Derselbe Link als QR-Code',
  who: (role, uses, expiry, approval) => {
    const end = { day: ' innerhalb von 24 Stunden', week: ' innerhalb von 7 Tagen', never: '' }[
      expiry
    ];
    const may = role === 'editor' ? 'lesen und ändern' : 'lesen';
    if (approval)
      return `Wer diesen Link${end} öffnet, kann um Einlass bitten. Wer hereingelassen wird (höchstens ${usesOf(uses)}), kann alles in diesem Arbeitsbereich ${may}.`;
    const [who, can] =
      uses === 1
        ? ['Die erste Person, die', 'kann']
        : [`Die ersten ${uses} Personen, die`, 'können'];
    return `${who} diesen Link${end} ${uses === 1 ? 'öffnet' : 'öffnen'}, ${can} alles in diesem Arbeitsbereich ${may}. Verschick ihn wie einen Schlüssel.`;
  },
  online: 'Beim Beitreten muss ein Mitglied online sein, ganz gleich welches.',
  onlineAdmin: 'Ein Admin muss online sein, wenn jemand fragt, und antworten.',
  another: 'Ändern und noch einen erzeugen',
  failed:
    'Die Einladung konnte nicht gespeichert werden, deshalb gibt es keinen Link. Versuch es noch einmal.',
  shareText: (title) => `Schreib mit mir in „${title}“`,
};

export default invite;
